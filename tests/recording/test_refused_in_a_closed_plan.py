"""A closed plan takes nothing more, from nobody."""

from tests.factories import OwnerFactory
from tests.recording.before import (
    asked_and_closed,
    check_refused,
    claimed_and_closed,
    complete_and_closed,
    each,
)
from tests.recording.council import Council

SENTENCE = (
    "The plan closed on 14 January 2019. A closed plan takes no updates, requests or decisions."
)

TRIED = {
    "update": (Council.closed, lambda c, _: c.update()),
    "request": (Council.closed, lambda c, _: c.ask()),
    "decision on a request": (asked_and_closed, lambda c, asked: c.decide(asked)),
    "sign-off": (claimed_and_closed, lambda c, claim: c.answer(claim)),
    "withdrawing": (Council.closed, lambda c, _: c.withdraw()),
    "reopening": (complete_and_closed, lambda c, _: c.reopen()),
    "impact": (Council.closed, lambda c, _: c.impact()),
    "owner": (Council.closed, lambda c, _: c.give(owner=OwnerFactory(authority=c.authority))),
    "joining": (Council.closed, lambda c, _: c.join()),
    "update period": (Council.closed, lambda c, _: c.period(28)),
}


@each(TRIED, "before", "attempt")
def test_it_is_refused_and_nothing_is_written(council, before, attempt):
    check_refused(council, before, attempt, SENTENCE)
