"""An admin keeps the actions of a plan."""

from datetime import date

import pytest
from django.utils import timezone

from improvement.keeping.forms.rows import next_reference
from improvement.models import Action, ActionCommitment, Plan
from improvement.state import read_state
from inspections.models.time import AppendOnlyError, AsAt
from tests import factories
from tests.keeping.said import HUGE, LONG, TODAY, address, problems


def test_an_action_is_added_with_all_that_it_needs(admin, plan, commitment, post, action):
    page = address("action-create", plan.key, commitment=commitment.pk)
    initial = admin.get(page).context["form"].initial

    admin.post(
        page,
        {
            "reference": initial["reference"],
            "title": "Audit all visits",
            "commitments": [commitment.pk, commitment.pk],
            "owner": post.pk,
            "start": "2019-01-07",
            "first_due": "2019-06-28",
            "success_measure": "Nine in ten visits in time.",
        },
    )

    added = Action.objects.get(reference="1.2")
    state = read_state(
        Plan.objects.for_screen(AsAt(timezone.now())).get(), AsAt(timezone.now())
    ).action_by_pk[added.pk]
    assert initial["commitments"] == [str(commitment.pk)]
    assert (state.owner, state.commitments, state.first_due, added.start, added.added) == (
        post,
        (commitment,),
        date(2019, 6, 28),
        date(2019, 1, 7),
        TODAY(),
    )


def test_an_action_may_be_added_before_its_owner_and_date_are_known(admin, plan):
    admin.post(address("action-create", plan.key), {"reference": "1", "title": "Begin"})

    action = Action.objects.get()
    assert (action.first_due, action.ownerships.count()) == (None, 0)


@pytest.mark.parametrize(
    ("references", "proposed"),
    [
        ([], "1"),
        (["1", "2", "10"], "11"),
        (["1.1", "1.2", "1.10"], "1.11"),
        (["A-09"], "A-10"),
        (["first"], "first-2"),
    ],
)
def test_the_next_reference_is_proposed(references, proposed):
    assert next_reference(references) == proposed


def test_an_action_takes_its_place_among_the_others(admin, plan):
    for position, reference in enumerate(["1.1", "1.2", "2.1"]):
        factories.ActionFactory(plan=plan, reference=reference, position=position)

    for reference in ("1.10", "1.3", "3.1", "0.9"):
        admin.post(address("action-create", plan.key), {"reference": reference, "title": "T"})

    ordered = Action.objects.order_by("position", "pk").values_list("reference", flat=True)
    assert list(ordered) == ["0.9", "1.1", "1.2", "1.3", "1.10", "2.1", "3.1"]


@pytest.mark.parametrize("reference", ["A1", "a1", "new"])
def test_a_reference_is_given_once_in_whatever_case(admin, plan, reference):
    factories.ActionFactory(plan=plan, reference="A1")

    response = admin.post(
        address("action-create", plan.key), {"reference": reference, "title": "T"}
    )

    assert problems(response) == {
        "reference": ["The plan has this reference already. Choose another."]
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reference", ""),
        ("reference", "1/2"),
        ("reference", ".."),
        ("reference", LONG),
        ("reference", "1\0"),
        ("title", ""),
        ("title", LONG),
        ("title", "\0"),
        ("commitments", HUGE),
        ("commitments", "x"),
        ("owner", HUGE),
        ("start", "0019-01-07"),
        ("start", "tomorrow"),
        ("first_due", "2018-11-29"),
        ("first_due", "20191-01-01"),
        ("first_due", "2200-01-01"),
        ("first_due", "\0"),
        ("success_measure", LONG),
        ("success_measure", "\0"),
    ],
)
def test_an_action_with_something_odd_is_refused_with_a_word(admin, plan, field, value):
    sent = {"reference": "1", "title": "T", field: value}

    response = admin.post(address("action-create", plan.key), sent)

    assert list(problems(response)) == [field]
    assert not Action.objects.exists()


def test_an_action_does_not_start_after_it_is_due(admin, plan):
    sent = {"reference": "1", "title": "T", "start": "2019-07-01", "first_due": "2019-06-28"}

    response = admin.post(address("action-create", plan.key), sent)

    assert problems(response) == {"start": ["It starts after it is due (28 June 2019)."]}


def test_an_action_takes_nothing_from_another_council_or_plan(admin, plan, elsewhere):
    other = factories.CommitmentFactory(plan__authority=plan.authority)
    sent = {"reference": "1", "title": "T", "owner": elsewhere["owner"].pk}

    errors = [
        problems(admin.post(address("action-create", plan.key), {**sent, "commitments": [pk]}))
        for pk in (elsewhere["commitment"].pk, other.pk)
    ]

    assert [set(error) for error in errors] == [{"commitments", "owner"}] * 2


def test_the_first_due_date_is_shown_and_cannot_be_changed(admin, plan, action, commitment):
    page = address("action-amend", plan.key, "1.1")

    shown = admin.get(page).content.decode()
    admin.post(page, {"title": "T", "commitments": [commitment.pk], "first_due": "2030-01-01"})

    action.refresh_from_db()
    assert "29 March 2019" in shown
    assert "It cannot be changed here" in shown
    assert (action.title, action.first_due) == ("T", date(2019, 3, 29))


def test_a_first_due_date_cannot_be_given_late_either(plan):
    action = Action.objects.get(pk=factories.ActionFactory(plan=plan, first_due=None).pk)
    action.first_due = date(2030, 1, 1)

    with pytest.raises(AppendOnlyError):
        action.save()


def test_an_action_moves_from_one_commitment_to_another(admin, plan, action, commitment):
    other = factories.CommitmentFactory(plan=plan)

    admin.post(
        address("action-amend", plan.key, "1.1"), {"title": "T", "commitments": [other.pk]}
    )

    told = ActionCommitment.objects.filter(said_by__isnull=False).order_by("pk")
    assert [(event.change, event.commitment, event.holds_from) for event in told] == [
        ("joins", other, TODAY()),
        ("leaves", commitment, TODAY()),
    ]


def test_an_action_keeps_one_commitment_at_least(admin, plan, action):
    response = admin.post(address("action-amend", plan.key, "1.1"), {"title": "Changed"})

    action.refresh_from_db()
    assert "is the only commitment of 1.1" in problems(response)["__all__"][0]
    assert action.title != "Changed"
    assert not action.action_commitments.filter(change="leaves").exists()


def test_an_action_is_handed_over_with_a_note(admin, plan, action, authority):
    successor = factories.OwnerFactory(authority=authority)
    page = address("action-owner", plan.key, "1.1")

    without = admin.post(page, {"owner": successor.pk})
    admin.post(page, {"owner": successor.pk, "note": "Two audits are left."})

    assert list(problems(without)) == ["note"]
    last = action.ownerships.newest_first()[0]
    assert (last.owner, last.text) == (successor, "Two audits are left.")


def test_an_action_without_owner_gets_one_without_a_note(admin, plan, post):
    action = factories.ActionFactory(plan=plan, reference="1")

    admin.post(address("action-owner", plan.key, "1"), {"owner": post.pk})

    assert action.ownerships.get().owner == post


def test_an_action_is_not_handed_to_another_councils_post(admin, plan, action, elsewhere):
    sent = {"owner": elsewhere["owner"].pk, "note": "n"}

    response = admin.post(address("action-owner", plan.key, "1.1"), sent)

    assert problems(response) == {"owner": ["Choose one from the list."]}


@pytest.mark.parametrize("reference", ["9.9", "1%00", "a" * 500])
def test_an_action_that_is_not_in_the_plan_is_not_there(admin, plan, reference):
    page = f"/keeping/plans/{plan.key}/actions/{reference}/"
    pages = [page, f"{page}owner/"]

    assert {admin.get(page).status_code for page in pages} == {404}
