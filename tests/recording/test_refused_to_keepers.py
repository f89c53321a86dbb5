"""What a rule forbids admins who keep plans and posts."""

from datetime import date

from tests.factories import CommitmentFactory, OwnerFactory, PlanFactory
from tests.recording.before import check_refused, each, nothing
from tests.recording.council import Council

# Each: what happened before, what is tried, what the person reads, and the field beside which
# they read it.
REFUSED = {
    # Keeping plans and posts
    "owner that it has already": (
        nothing,
        lambda c, _: c.give(),
        "Head of practice answers for it already.",
        "owner",
    ),
    "owner of another authority": (
        lambda c: OwnerFactory(),
        lambda c, owner: c.give(owner=owner),
        "That post belongs to another authority.",
        "owner",
    ),
    "joining twice": (nothing, lambda c, _: c.join(), "belongs to", ""),
    "joining a commitment of another plan": (
        lambda c: CommitmentFactory(plan=PlanFactory(authority=c.authority)),
        lambda c, commitment: c.join(commitment=commitment),
        "That commitment belongs to another plan.",
        "",
    ),
    "leaving what it does not belong to": (
        lambda c: CommitmentFactory(plan=c.plan),
        lambda c, commitment: c.leave(commitment=commitment),
        "does not belong to",
        "",
    ),
    "leaving the only commitment": (nothing, lambda c, _: c.leave(), "the only commitment", ""),
    "closing without a reason": (
        nothing,
        lambda c, _: c.close(reason=" "),
        "Say why the plan closes.",
        "reason",
    ),
    "closing twice": (
        Council.closed,
        lambda c, _: c.close(),
        "The plan closed on 14 January 2019 already.",
        "",
    ),
    "a plan that succeeds itself": (
        nothing,
        lambda c, _: c.close(successor=c.plan),
        "A plan cannot succeed itself.",
        "successor",
    ),
    "a successor at another authority": (
        lambda c: PlanFactory(),
        lambda c, successor: c.close(successor=successor),
        "That plan belongs to another authority.",
        "successor",
    ),
    "opening again what is open": (
        nothing,
        lambda c, _: c.open_again(),
        "The plan is not closed",
        "",
    ),
    "opening again without a reason": (
        Council.closed,
        lambda c, _: c.open_again(reason=" "),
        "Say why the plan opens again.",
        "reason",
    ),
    "a period of no days": (
        nothing,
        lambda c, _: c.period(0),
        "Give a number of days from 1 to 366.",
        "days",
    ),
    "a period of years": (nothing, lambda c, _: c.period(367), "from 1 to 366", "days"),
    "the period it has": (nothing, lambda c, _: c.period(42), "is 42 days already", "days"),
    "taking up a post twice": (
        nothing,
        lambda c, _: c.take_up(user=c.officer),
        "holds the post on 21 January 2019 already",
        "",
    ),
    "a post taken up by nobody": (
        nothing,
        lambda c, _: c.take_up(name=" "),
        "Give either an account or the name",
        "user",
    ),
    "a post taken up by an account and a name": (
        nothing,
        lambda c, _: c.take_up(user=c.approver, name="A locum"),
        "Give either an account or the name",
        "user",
    ),
    "a post taken up by someone of another authority": (
        nothing,
        lambda c, _: c.take_up(user=c.other),
        "has no role at Westmere",
        "user",
    ),
    "leaving a post that one does not hold": (
        nothing,
        lambda c, _: c.leave_post(user=c.approver),
        "does not hold the post on 21 January 2019",
        "",
    ),
    "leaving a post before taking it up": (
        nothing,
        lambda c, _: c.leave_post(user=c.officer, on=date(2019, 1, 6)),
        "does not hold the post on 6 January 2019",
        "",
    ),
}


@each(REFUSED, "before", "attempt", "sentence", "field")
def test_what_is_refused_says_why_and_writes_nothing(council, before, attempt, sentence, field):
    check_refused(council, before, attempt, sentence, field)
