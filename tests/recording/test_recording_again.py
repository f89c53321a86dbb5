"""Who may not speak; the same thing said twice; and what somebody else said meanwhile."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from improvement import models, recording
from improvement.recording import Overtaken, SaidAlready
from tests.at_once import at_once
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
    on,
)
from tests.recording.before import events, nothing, said_a_week_ago
from tests.recording.council import NOW, Council

# Who may not speak, whatever the rules say

FORBIDDEN = {
    "viewer updates": (nothing, lambda c, _: c.update(by=c.viewer)),
    "approver updates": (nothing, lambda c, _: c.update(by=c.approver)),
    "admin updates": (nothing, lambda c, _: c.update(by=c.admin)),
    "officer of another authority updates": (nothing, lambda c, _: c.update(by=c.other)),
    "officer updates an action of another post": (
        lambda c: ActionFactory(plan=c.plan, owner=OwnerFactory(authority=c.authority)),
        lambda c, action: c.update(action=action),
    ),
    "officer updates an action of no post": (
        lambda c: ActionFactory(plan=c.plan),
        lambda c, action: c.update(action=action),
    ),
    "officer updates before taking up the post": (
        lambda c: c.leave_post(user=c.officer),
        lambda c, _: c.update(),
    ),
    "a post's holder without the role updates": (
        lambda c: c.holding_the_post(c.viewer),
        lambda c, _: c.update(by=c.viewer),
    ),
    "superuser updates": (
        lambda c: c.holding_the_post(UserFactory(is_superuser=True)),
        lambda c, superuser: c.update(by=superuser),
    ),
    "viewer asks for a date": (nothing, lambda c, _: c.ask(by=c.viewer)),
    "officer of another authority asks": (nothing, lambda c, _: c.ask(by=c.other)),
    "officer decides a request": (
        Council.asked,
        lambda c, asked: c.decide(asked, by=c.officer),
    ),
    "approver elsewhere decides": (Council.asked, lambda c, asked: c.decide(asked, by=c.other)),
    "officer signs off": (Council.claimed, lambda c, claim: c.answer(claim, by=c.officer)),
    "admin signs off": (Council.claimed, lambda c, claim: c.answer(claim, by=c.admin)),
    "approver elsewhere signs off": (
        Council.claimed,
        lambda c, claim: c.answer(claim, by=c.other),
    ),
    "officer withdraws": (nothing, lambda c, _: c.withdraw(by=c.officer)),
    "officer reopens": (Council.complete, lambda c, _: c.reopen(by=c.officer)),
    "officer says that it works": (nothing, lambda c, _: c.impact(by=c.officer)),
    "approver changes the owner": (nothing, lambda c, _: c.give(by=c.approver)),
    "admin elsewhere changes the owner": (nothing, lambda c, _: c.give(by=c.other)),
    "approver joins": (nothing, lambda c, _: c.join(by=c.approver)),
    "approver leaves": (nothing, lambda c, _: c.leave(by=c.approver)),
    "approver closes a plan": (nothing, lambda c, _: c.close(by=c.approver)),
    "approver opens a plan again": (Council.closed, lambda c, _: c.open_again(by=c.approver)),
    "approver sets the period": (nothing, lambda c, _: c.period(28, by=c.approver)),
    "officer takes up a post": (nothing, lambda c, _: c.take_up(user=c.viewer, by=c.officer)),
    "officer ends a holding": (
        nothing,
        lambda c, _: c.leave_post(user=c.officer, by=c.officer),
    ),
}


@pytest.mark.parametrize(("before", "attempt"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_who_may_not_speak_writes_nothing(council, before, attempt):
    earlier = before(council)
    written = events()

    with pytest.raises(PermissionDenied, match=r"\w"):
        attempt(council, earlier)

    assert events() == written


# The same thing twice, and two people at once

TWICE = {
    "update": (nothing, lambda c, _: c.update()),
    "update with a reason": (
        nothing,
        lambda c, _: c.update(status="off_track", reason="No staff."),
    ),
    "correction": (said_a_week_ago, lambda c, said: c.update(corrects=said, text="Three.")),
    "request": (nothing, lambda c, _: c.ask()),
    "decision": (Council.asked, lambda c, asked: c.decide(asked)),
    "other date": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=date(2019, 4, 30)),
    ),
    "sign-off": (Council.claimed, lambda c, claim: c.answer(claim)),
    "sent back": (
        Council.claimed,
        lambda c, claim: c.answer(claim, outcome="sent_back", text="No audit."),
    ),
    "withdrawal": (nothing, lambda c, _: c.withdraw()),
    "reopening": (Council.complete, lambda c, _: c.reopen()),
    "impact": (Council.claimed, lambda c, _: c.impact()),
}


@pytest.mark.parametrize(("before", "verb"), TWICE.values(), ids=TWICE.keys())
def test_the_same_said_twice_in_a_day_is_kept_once(council, before, verb):
    earlier = before(council)
    verb(council, earlier)
    written = events()

    with pytest.raises(SaidAlready, match="kept once"):
        verb(council, earlier)

    assert events() == written


def test_the_same_said_on_another_day_is_kept(council):
    council.update()

    assert council.update(now=on("2019-01-22"))


def test_the_same_said_again_after_something_else_is_kept(council):
    council.update()
    council.update(text="Three teams.", now=on("2019-01-21", hour=13))

    assert council.update(now=on("2019-01-21", hour=14))


def test_the_same_said_by_a_colleague_is_kept(council):
    council.update()

    assert council.update(by=council.colleague("officer"))


def seen_by(state):
    entries = recording.entered(state)
    return recording.mark(entries[-1]) if entries else ""


def test_what_was_recorded_since_one_looked_is_shown_before_saving(council):
    seen = seen_by(council.state())
    newer = council.update(text="Three teams.", now=on("2019-01-21", hour=11))
    written = events()

    with pytest.raises(Overtaken) as overtaken:
        council.update(seen=seen)

    assert [entry.pk for entry in overtaken.value.newer] == [newer.pk]
    assert events() == written


def test_having_seen_it_one_can_save_all_the_same(council):
    council.update(text="Three teams.", now=on("2019-01-21", hour=11))

    assert council.update(seen=seen_by(council.state())).text == "Two teams of five."


def test_a_request_decided_while_one_wrote_counts_as_something_newer(council):
    request = council.asked()
    seen = seen_by(council.state())
    council.decide(request, now=on("2019-01-21", hour=11))

    with pytest.raises(Overtaken) as overtaken:
        council.update(seen=seen)

    assert [entry.kind for entry in overtaken.value.newer] == ["decision"]


def test_a_word_on_impact_since_one_looked_is_shown_before_saving(council):
    council.claimed()
    first = council.impact(state="not_yet_shown", now=on("2019-01-14"))
    second = council.impact(now=on("2019-01-21", hour=11))

    with pytest.raises(Overtaken) as overtaken:
        council.impact(text="Of July too.", seen=recording.mark(first))

    assert overtaken.value.newer == [second]
    assert council.impact(text="Of July too.", seen=recording.mark(second))


EVENTS_SAID_HERE = (
    models.ActionCommitment,
    models.DateRequest,
    models.Decision,
    models.Holding,
    models.Impact,
    models.Ownership,
    models.PlanClosure,
    models.SignOff,
    models.Update,
    models.UpdatePeriod,
)


def test_every_event_names_who_said_and_recorded_it_and_since_when_it_is_known(council):
    asked = council.ask()
    council.decide(asked)
    council.answer(council.update(status="done"))
    council.impact()
    council.reopen()
    council.give(owner=OwnerFactory(authority=council.authority))
    council.join(commitment=CommitmentFactory(plan=council.plan))
    council.period(28)
    council.take_up(user=council.approver)
    council.close()

    for kind in EVENTS_SAID_HERE:
        last = kind.objects.order_by("pk").last()
        assert last.said_by is not None, kind
        assert (last.recorded_by, last.known_at) == (last.said_by, NOW), kind


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_a_claim_at_once_one_is_told(authority, members):
    council = Council(authority, members)
    claim = council.claimed()
    second = UserFactory()
    MembershipFactory(user=second, authority=authority, role="approver")

    answers = at_once(lambda by: council.answer(claim, by=by), council.approver, second)

    assert models.SignOff.objects.count() == 1
    assert sum("There is no claim of done" in str(said) for said in answers) == 1
