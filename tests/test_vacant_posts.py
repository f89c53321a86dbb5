"""A post that nobody holds: who counts as holding one, and where the board reads of it."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.models import Plan, User
from improvement.state import read_state
from improvement.state.posts import vacant
from inspections.models.time import AsAt, Reading
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    CoverFactory,
    DecisionFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    UserFactory,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(authority):
    return OwnerFactory(authority=authority, key="practice", post="Head of practice")


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, key="plan")


@pytest.fixture
def action(plan, post):
    commitment = CommitmentFactory(plan=plan, owner=post)
    return ActionFactory(plan=plan, reference="1.1", commitments=[commitment], owner=post)


def words(post, day, reading=Reading.NOW):
    """What is said of the post, or nothing where somebody holds it."""
    found = vacant(post.authority_id, AsAt.end_of(date.fromisoformat(day), reading))
    return found[post.pk].words if post.pk in found else ""


# Who counts as holding it


def test_a_post_that_nobody_was_ever_entered_for_says_so(post):
    assert words(post, "2019-02-01") == "Post vacant: no holder entered"


def test_a_post_of_somebody_who_is_no_officer_is_vacant(post):
    holder = UserFactory()
    HoldingFactory(owner=post, user=holder, holds_from="2018-12-01")
    role = holder.memberships.get()
    assert words(post, "2019-02-01") == ""

    role.delete()
    assert words(post, "2019-02-01") == "Post vacant: its holder is no officer"
    MembershipFactory(user=holder, authority=post.authority, role="approver")
    assert words(post, "2019-02-01") == "Post vacant: its holder is no officer"
    assert words(post, "2019-02-01", Reading.THEN) == ""


def test_a_post_is_vacant_from_the_day_its_last_holder_left(post):
    first, second = UserFactory(), UserFactory()
    HoldingFactory(owner=post, user=first, holds_from="2018-12-01")
    HoldingFactory(owner=post, user=second, holds_from="2018-12-01")
    HoldingFactory(owner=post, user=first, change="leaves", holds_from="2019-01-10")
    HoldingFactory(owner=post, user=second, change="leaves", holds_from="2019-02-01")

    assert words(post, "2018-11-30") == "Post vacant: no holder entered"
    assert words(post, "2019-01-20") == ""
    assert words(post, "2019-02-01") == "Post vacant since 1 February 2019"


def test_somebody_without_an_account_holds_a_post(post):
    HoldingFactory(owner=post, name="A locum")

    assert words(post, "2019-02-01") == ""


def test_whoever_takes_a_post_up_later_does_not_hold_it_yet(post):
    HoldingFactory(owner=post, holds_from="2019-03-01", known_at=on("2019-02-01"))

    assert words(post, "2019-02-28") == "Post vacant: no holder entered"
    assert words(post, "2019-03-01") == ""


def test_as_known_then_a_leaving_entered_later_left_nobody_out(post):
    user = UserFactory()
    HoldingFactory(owner=post, user=user)
    HoldingFactory(
        owner=post,
        user=user,
        change="leaves",
        holds_from="2019-02-01",
        known_at=on("2019-03-01"),
    )

    assert words(post, "2019-02-10", Reading.THEN) == ""
    assert words(post, "2019-02-10", Reading.NOW) == "Post vacant since 1 February 2019"


def test_a_holding_taken_back_counts_for_nothing(post):
    taken_up = HoldingFactory(owner=post)
    HoldingFactory(owner=post, user=taken_up.user, voids=taken_up, retracts=True)

    assert words(post, "2019-02-01") == "Post vacant: no holder entered"


def test_an_account_switched_off_holds_nothing_since_it_was_last_used(post):
    user = UserFactory(is_active=False, last_login=on("2019-01-20"))
    HoldingFactory(owner=post, user=user)

    assert words(post, "2019-01-20") == ""
    assert words(post, "2019-01-21") == ("Post vacant: its holder’s account is switched off")
    assert words(post, "2019-01-21", Reading.THEN) == ""


def test_one_of_two_holders_is_enough(post):
    HoldingFactory(owner=post, user=UserFactory(is_active=False))
    HoldingFactory(owner=post, user=UserFactory())

    assert words(post, "2019-02-01") == ""


def test_a_partner_bodys_post_is_never_vacant_here(authority):
    partner = OwnerFactory(authority=authority, post="Superintendent", body="Police")

    assert words(partner, "2019-02-01") == ""


# Where the board reads of it


def show(client, name, *args, **query):
    return client.get(reverse(name, args=args, query=query)).content.decode()


def state(plan, day="2019-02-01", reading=Reading.NOW):
    as_at = AsAt.end_of(date.fromisoformat(day), reading)
    return read_state(Plan.objects.for_screen(as_at).get(pk=plan.pk), as_at)


def test_the_plan_counts_open_actions_of_vacant_posts_and_opens_exactly_them(
    viewer, plan, action, post, authority
):
    held = OwnerFactory(authority=authority)
    HoldingFactory(owner=held)
    ActionFactory(plan=plan, owner=held)
    ActionFactory(plan=plan)  # no post at all is another figure
    withdrawn = ActionFactory(plan=plan, owner=post)
    DecisionFactory(action=withdrawn)

    page = show(viewer, "plan", "plan")
    listed = viewer.get(reverse("action-list", args=["plan"], query={"show": "vacant"}))

    assert "Vacant post" in page
    count = listed.context["count"]
    assert [row.action for row in count.rows] == [action]
    assert (len(count.rows), count.total) == (1, 3)
    assert "Post vacant: no holder entered" in listed.content.decode()


def test_the_action_and_its_commitment_say_since_when(viewer, plan, action, post):
    user = UserFactory()
    HoldingFactory(owner=post, user=user)
    HoldingFactory(owner=post, user=user, change="leaves", holds_from="2019-02-01")
    asked = action.action_commitments.get().commitment.recommendation

    pages = [
        show(viewer, "action", "plan", "1.1"),
        show(viewer, "plan-rows", "plan"),
        show(viewer, "recommendation", "westmere", asked.inspection.key, asked.key),
    ]

    assert all("Post vacant since 1 February 2019" in page for page in pages)


def test_looking_back_shows_who_held_it_then(viewer, plan, action, post):
    user = UserFactory(name="The one before")
    HoldingFactory(owner=post, user=user)
    HoldingFactory(owner=post, user=user, change="leaves", holds_from="2019-02-01")

    then = show(viewer, "action", "plan", "1.1", as_at="2019-01-20", reading="then")
    later = show(viewer, "action", "plan", "1.1", as_at="2019-02-02", reading="then")

    assert "Held by The one before" in then
    assert "Post vacant" not in then
    assert "Post vacant since 1 February 2019" in later


def test_a_vacant_post_that_is_covered_says_by_whom(viewer, plan, action, post, authority):
    stand_in = UserFactory(name="The stand-in")
    CoverFactory(authority=authority, owner=post, user=stand_in, until="2019-01-31")

    during = show(viewer, "action-list", "plan", as_at="2019-01-20", show="vacant")
    after = show(viewer, "action-list", "plan", as_at="2019-02-01", show="vacant")

    assert "no holder entered; covered by The stand-in until 31 January 2019" in during
    assert "The stand-in" not in after


def test_what_is_done_with_is_nobodys_worry(plan, action):
    DecisionFactory(action=action)

    assert [row.vacancy for row in state(plan).actions] == [None]
    assert [row.vacancy for row in state(plan).commitments] == [None]


def test_a_closed_plan_warns_of_nothing(plan, action):
    assert state(plan).actions[0].vacancy

    PlanClosureFactory(plan=plan, holds_from="2019-02-01")

    assert state(plan, "2019-03-01").actions[0].vacancy is None
    assert state(plan, "2019-01-31").actions[0].vacancy


def test_a_plan_last_known_from_a_paper_warns_of_nothing(plan, action):
    PlanClosureFactory(plan=plan, outcome="last_known", holds_from="2019-02-01")

    assert state(plan, "2019-03-01").actions[0].vacancy is None


def test_an_account_switched_off_today_is_a_warning_today(viewer, plan, action, post):
    user = UserFactory()
    HoldingFactory(owner=post, user=user)
    assert "Post vacant" not in show(viewer, "action", "plan", "1.1")

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert "its holder’s account is switched off" in show(viewer, "action", "plan", "1.1")
