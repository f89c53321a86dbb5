"""An admin keeps the commitments of a plan."""

import pytest

from improvement.models import Commitment
from tests import factories
from tests.keeping.said import HUGE, LONG, TODAY, address, problems


def test_a_commitment_is_added_for_a_recommendation(admin, plan, recommendation, post):
    page = address("commitment-create", plan.key, recommendation=recommendation.pk)
    initial = admin.get(page).context["form"].initial

    admin.post(
        page,
        {
            **initial,
            "title": "Fewer cases each",
            "stance": "in_part",
            "stance_reason": "Not in one year.",
            "owner": post.pk,
            "board": "Improvement board",
        },
    )

    row = Commitment.objects.get()
    assert initial == {"recommendation": recommendation.pk, "title": "Caseloads"}
    assert (row.recommendation, row.title, row.stance, row.board, row.added) == (
        recommendation,
        "Fewer cases each",
        "in_part",
        "Improvement board",
        TODAY(),
    )
    assert row.ownerships.get().owner == post


@pytest.mark.parametrize("stance", ["in_part", "not_accepted"])
def test_a_commitment_that_is_not_accepted_in_full_says_why(
    admin, plan, recommendation, stance
):
    sent = {"recommendation": recommendation.pk, "title": "T", "stance": stance}

    response = admin.post(address("commitment-create", plan.key), sent)

    assert problems(response) == {
        "stance_reason": ["Say why it is not accepted, or not in full."]
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recommendation", ""),
        ("recommendation", HUGE),
        ("recommendation", "\0"),
        ("title", LONG),
        ("title", "\0"),
        ("stance", "maybe"),
        ("stance", "\0"),
        ("stance_reason", LONG),
        ("stance_reason", "\0"),
        ("owner", HUGE),
        ("owner", "-1"),
        ("owner", "x"),
        ("board", LONG),
        ("board", "\0"),
    ],
)
def test_a_commitment_with_something_odd_is_refused_with_a_word(
    admin, plan, recommendation, field, value
):
    sent = {"recommendation": recommendation.pk, "title": "T", "stance": "accepted"}

    response = admin.post(address("commitment-create", plan.key), {**sent, field: value})

    assert list(problems(response)) == [field]
    assert not Commitment.objects.exists()


def test_a_recommendation_has_one_commitment_in_a_plan(admin, plan, commitment, recommendation):
    taken = commitment.recommendation.pk
    sent = {"recommendation": taken, "title": "Again", "stance": "accepted"}

    response = admin.post(address("commitment-create", plan.key), sent)

    assert problems(response) == {"recommendation": ["Choose one from the list."]}


def test_a_commitment_takes_nothing_from_another_council(
    admin, plan, recommendation, elsewhere
):
    sent = {
        "recommendation": elsewhere["recommendation"].pk,
        "title": "T",
        "stance": "accepted",
        "owner": elsewhere["owner"].pk,
    }

    response = admin.post(address("commitment-create", plan.key), sent)

    assert set(problems(response)) == {"recommendation", "owner"}


def test_an_address_with_an_odd_recommendation_still_opens(admin, plan, recommendation):
    pages = [
        address("commitment-create", plan.key, recommendation=odd) for odd in (HUGE, "x", "\0")
    ]

    assert {admin.get(page).status_code for page in pages} == {200}


def test_a_commitment_gets_another_owner_with_a_note(admin, plan, authority):
    before, after = factories.OwnerFactory.create_batch(2, authority=authority)
    row = factories.CommitmentFactory(plan=plan, owner=before)
    sent = {"title": row.title, "stance": "accepted", "owner": after.pk}
    page = address("commitment-amend", plan.key, row.pk)

    without = admin.post(page, sent)
    admin.post(page, {**sent, "note": "New structure."})

    assert problems(without) == {"note": ["Say what is handed over and why."]}
    last = row.ownerships.newest_first()[0]
    assert (last.owner, last.text, last.holds_from) == (after, "New structure.", TODAY())


def test_amending_the_words_of_a_commitment_changes_no_owner(admin, plan, post, inspection):
    row = factories.CommitmentFactory(plan=plan, owner=post)
    sent = {"title": "Better", "stance": "accepted", "owner": post.pk}

    admin.post(address("commitment-amend", plan.key, row.pk), sent)

    row.refresh_from_db()
    assert (row.title, row.ownerships.count(), row.history.count()) == ("Better", 1, 2)


def test_a_commitment_of_another_plan_is_not_there(admin, plan, authority):
    other = factories.CommitmentFactory(plan__authority=authority)

    assert admin.get(address("commitment-amend", plan.key, other.pk)).status_code == 404
    assert admin.get(address("commitment-amend", plan.key, 10**18)).status_code == 404
