"""What approvers and admins say in the Django admin: decisions, owners, links."""

from datetime import date

import pytest
from django.utils import timezone

from improvement.models import (
    ActionCommitment,
    Decision,
    Holding,
    Impact,
    Ownership,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
)
from inspections.intake.dates import in_full
from inspections.models import (
    FindingLink,
    RepeatLink,
)
from tests.admin_world import (  # noqa: F401  (fixtures)
    SOON,
    enter,
    errors_of,
    sign_in_to_the_admin,
    westmere_and_eastmere,
)
from tests.factories import (
    CommitmentFactory,
    DateRequestFactory,
    FindingFactory,
    MembershipFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
)

# Approvers


def test_approver_grants_a_date(world, sign_in):
    request = DateRequestFactory(action=world.action, to="2035-06-28")

    granted = {"request": request.pk, "outcome": "granted", "minute": "Board, item 4"}

    answer = enter(sign_in("approver"), world.action, "decisions", **granted)

    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.request, decision.outcome) == (request, "granted")
    assert decision.minute == "Board, item 4"
    assert decision.said_by == world.people["approver"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"outcome": "refused"}, "Choose the request that you decide."),
        ({"outcome": "withdrawn"}, "Say why it is withdrawn."),
        (
            {"outcome": "reopened", "reason": "So."},
            "Only a complete or withdrawn action can be reopened.",
        ),
        (
            {"outcome": "withdrawn", "to": "2035-01-01", "reason": "So."},
            "An action is withdrawn or reopened without a request or date.",
        ),
    ],
)
def test_decision_that_the_rules_refuse(world, sign_in, said, refused):
    answer = enter(sign_in("approver"), world.action, "decisions", **said)

    assert errors_of(answer)[0].endswith(refused)
    assert not Decision.objects.exists()


def test_approver_withdraws_and_reopens(world, sign_in):
    client = sign_in("approver")

    enter(client, world.action, "decisions", outcome="withdrawn", reason="Not needed.")
    enter(client, world.action, "decisions", outcome="reopened", reason="Needed.")

    assert [decision.outcome for decision in Decision.objects.order_by("pk")] == [
        "withdrawn",
        "reopened",
    ]


def test_approver_signs_off_a_claim(world, sign_in):
    claim = UpdateFactory(action=world.action, status="done", holds_from="2019-01-08")

    accepted = {"claim": claim.pk, "outcome": "accepted", "text": "Three reports seen."}

    answer = enter(sign_in("approver"), world.action, "sign_offs", **accepted)

    assert answer.status_code == 302
    assert SignOff.objects.get().said_by == world.people["approver"]


def test_nobody_signs_off_their_own_claim(world, sign_in):
    MembershipFactory(user=world.people["officer"], authority=world.authority, role="approver")
    client = sign_in("officer")
    enter(client, world.action, "updates", status="done", text="Done.")
    claim = Update.objects.latest("pk")

    answer = enter(client, world.action, "sign_offs", claim=claim.pk, outcome="accepted")

    assert errors_of(answer) == ["You said this yourself. Someone else has to answer it."]
    assert not SignOff.objects.exists()


def test_answered_claims_and_requests_are_not_offered_again(world, sign_in):
    claim = UpdateFactory(action=world.action, status="done", holds_from="2019-01-08")
    SignOffFactory(claim=claim, outcome="sent_back", holds_from="2019-01-09")
    foreign = DateRequestFactory(action=world.elsewhere.action)
    client = sign_in("approver")

    again = enter(client, world.action, "sign_offs", claim=claim.pk, outcome="accepted")
    other = enter(client, world.action, "decisions", request=foreign.pk, outcome="granted")

    assert errors_of(again) == ["It was answered already, or is not a claim about this action."]
    assert errors_of(other) == [
        "It was decided already, or is not a request about this action."
    ]


def test_approver_says_that_impact_is_shown(world, sign_in):
    shown = {"state": "shown", "shown_by": "audit", "text": "Sixty cases."}
    UpdateFactory(action=world.action, status="done", holds_from="2019-01-08")

    answer = enter(
        sign_in("approver"), world.commitment, "impacts", **shown, recheck_on="2035-06-28"
    )

    assert answer.status_code == 302
    impact = Impact.objects.latest("pk")
    assert (impact.state, impact.shown_by) == ("shown", "audit")
    assert (impact.recheck_on, impact.said_by) == (date(2035, 6, 28), world.people["approver"])


# Admins


@pytest.mark.parametrize(
    ("row", "inline", "said", "model"),
    [
        ("action", "ownerships", {"owner": "other_post", "text": "All of it."}, Ownership),
        ("commitment", "ownerships", {"owner": "other_post", "text": "All."}, Ownership),
        (
            "action",
            "action_commitments",
            {"change": "joins", "commitment": "second"},
            ActionCommitment,
        ),
        ("plan", "closures", {"outcome": "closed", "reason": "Over."}, PlanClosure),
        ("plan", "periods", {"days": 60}, UpdatePeriod),
        (
            "post",
            "holdings",
            {"change": "takes_up", "user": "admin", "holds_from": SOON.isoformat()},
            Holding,
        ),
        (
            "post",
            "holdings",
            {"change": "leaves", "user": "officer", "holds_from": SOON.isoformat()},
            Holding,
        ),
    ],
)
def test_admin_adds_an_event(world, sign_in, row, inline, said, model):
    world.second = CommitmentFactory(plan=world.plan)
    known = {**vars(world), **world.people}
    values = {key: getattr(known.get(value), "pk", value) for key, value in said.items()}
    began = timezone.now()

    answer = enter(sign_in("admin"), known[row], inline, **values)

    assert answer.status_code == 302
    event = model.objects.latest("pk")
    assert (event.said_by, event.recorded_by) == (world.people["admin"],) * 2
    assert began <= event.known_at <= timezone.now()


@pytest.mark.parametrize(
    ("row", "inline", "said", "refused"),
    [
        ("action", "ownerships", {"owner": "other_post"}, "Say what is handed over and why."),
        (
            "action",
            "ownerships",
            {"owner": "post", "text": "To itself."},
            "Westmere post 1 answers for it already. Choose another post.",
        ),
        (
            "action",
            "action_commitments",
            {"change": "leaves", "commitment": "commitment"},
            "only commitment",
        ),
        ("plan", "closures", {"outcome": "reopened", "reason": "So."}, "is not closed"),
        (
            "plan",
            "closures",
            {"outcome": "reopened", "reason": "So.", "successor": "next_plan"},
            "Only a plan that closes has a successor.",
        ),
        ("plan", "periods", {"days": 0}, "Give a number of days from 1 to 366."),
        ("plan", "periods", {"days": 10**30}, "Give a number of days from 1 to 366."),
        (
            "post",
            "holdings",
            {"change": "takes_up", "holds_from": SOON.isoformat()},
            "Give either an account or the name",
        ),
        (
            "post",
            "holdings",
            {"change": "takes_up", "user": "officer", "holds_from": SOON.isoformat()},
            f"holds the post on {in_full(SOON)} already.",
        ),
    ],
)
def test_event_of_an_admin_that_the_rules_refuse(world, sign_in, row, inline, said, refused):
    world.next_plan = PlanFactory(authority=world.authority)
    known = {**vars(world), **world.people}
    values = {key: getattr(known.get(value), "pk", value) for key, value in said.items()}

    answer = enter(sign_in("admin"), known[row], inline, **values)

    [sentence] = errors_of(answer)
    assert refused in sentence


@pytest.mark.parametrize(
    ("row", "inline", "field", "foreign"),
    [
        ("action", "ownerships", "owner", "post"),
        ("action", "action_commitments", "commitment", "commitment"),
        ("plan", "closures", "successor", "plan"),
        ("finding", "links", "recommendation", "asked"),
        ("finding", "repeats", "earlier_recommendation", "asked"),
        ("finding", "repeats", "earlier_inspection", "inspection"),
    ],
)
def test_nothing_of_another_authority_can_be_chosen(
    world, sign_in, row, inline, field, foreign
):
    values = {
        field: getattr(world.elsewhere, foreign).pk,
        "text": "Over.",
        "reason": "Over.",
        "change": "joins",
        "outcome": "closed",
        "state": "confirmed",
    }

    answer = enter(sign_in("admin"), getattr(world, row), inline, **values)

    assert errors_of(answer) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_admin_confirms_what_a_finding_speaks_of(world, sign_in):
    client = sign_in("admin")
    said = {"recommendation": world.asked.pk, "state": "confirmed"}

    answer = enter(client, world.finding, "links", **said)
    again = enter(client, world.finding, "links", **said)

    assert answer.status_code == 302
    link = FindingLink.objects.latest("pk")
    assert (link.state, link.recorded_by) == ("confirmed", world.people["admin"])
    assert link.holds_from == world.visit.stands_on
    assert errors_of(again) == ["That is how it stands already."]


def test_finding_does_not_speak_of_what_was_asked_later(world, sign_in):
    later = RecommendationFactory(inspection=world.visit)

    answer = enter(
        sign_in("admin"), world.finding, "links", recommendation=later.pk, state="confirmed"
    )

    assert errors_of(answer) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


@pytest.mark.parametrize("record", ["finding", "later"])
@pytest.mark.parametrize("earlier", ["recommendation", "finding", "inspection"])
def test_admin_says_what_is_said_again(world, sign_in, record, earlier):
    world.later = RecommendationFactory(inspection=world.visit)
    said_before = {
        "recommendation": RecommendationFactory(inspection=world.inspection),
        "finding": FindingFactory(inspection=world.inspection),
        "inspection": world.inspection,
    }[earlier]
    said = {f"earlier_{earlier}": said_before.pk, "state": "confirmed"}
    client = sign_in("admin")

    answer = enter(client, getattr(world, record), "repeats", **said)
    again = enter(client, getattr(world, record), "repeats", **said)

    assert answer.status_code == 302
    link = RepeatLink.objects.latest("pk")
    assert getattr(link, f"earlier_{earlier}") == said_before
    assert (link.recorded_by, link.holds_from) == (
        world.people["admin"],
        world.visit.stands_on,
    )
    assert errors_of(again) == ["That is how it stands already."]


def test_what_is_said_again_is_one_thing(world, sign_in):
    both = {"earlier_recommendation": world.asked.pk, "earlier_inspection": world.inspection.pk}

    answer = enter(sign_in("admin"), world.finding, "repeats", state="confirmed", **both)

    assert errors_of(answer) == [
        "Choose one thing that it says again: where its words are held, those."
    ]


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_only_admins_confirm_links(world, sign_in, who):
    answer = enter(
        sign_in(who), world.finding, "links", recommendation=world.asked.pk, state="confirmed"
    )

    assert answer.status_code == 403
