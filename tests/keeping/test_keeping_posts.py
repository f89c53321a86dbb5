"""An admin keeps posts and says who holds them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from improvement.keeping.posts import count_open_actions
from improvement.models import Holding, Owner, Plan
from improvement.state import read_state
from inspections.models.time import AsAt
from tests import factories
from tests.keeping.said import HUGE, LONG, TODAY, address, problems


def test_posts_show_who_holds_them_today_and_how_much_is_open(admin, authority, plan, post):
    vacant = factories.OwnerFactory(authority=authority, post="Head of care")
    factories.ActionFactory.create_batch(2, plan=plan, owner=post)
    holding = factories.HoldingFactory(owner=post, by_post=post)
    factories.HoldingFactory(
        owner=vacant, by_post=post, name="Somebody", holds_from=TODAY() + timedelta(days=7)
    )

    response = admin.get(address("owner-list"))

    rows = response.context["posts"]
    assert [
        (row.post.owner, [held.user for held in row.post.holders], row.open) for row in rows
    ] == [(post, [holding.user_id], 2), (vacant, [], 0)]
    assert response.content.decode().count("Vacant") == 1


def test_open_actions_are_those_that_every_screen_calls_open(authority, plan, post):
    complete, sent_back, withdrawn, reopened, untouched = factories.ActionFactory.create_batch(
        5, plan=plan, owner=post
    )
    claim = factories.UpdateFactory(action=complete, status="done")
    factories.SignOffFactory(claim=claim)
    claim = factories.UpdateFactory(action=sent_back, status="done")
    factories.SignOffFactory(claim=claim, outcome="sent_back")
    factories.DecisionFactory(action=withdrawn)
    factories.DecisionFactory(action=reopened)
    factories.DecisionFactory(action=reopened, outcome="reopened", holds_from="2019-02-01")
    closed = factories.PlanFactory(authority=authority)
    factories.ActionFactory(plan=closed, owner=post)
    factories.PlanClosureFactory(plan=closed)
    as_at = AsAt(timezone.now())

    counted = count_open_actions(authority, as_at)

    state = read_state(Plan.objects.for_screen(as_at).get(pk=plan.pk), as_at)
    assert counted[post.pk] == sum(action.is_open for action in state.actions) == 3


def test_a_post_is_added_under_a_key_of_its_own(admin, authority):
    for body in ("", "Police"):
        admin.post(address("owner-create"), {"post": "Head of care", "body": body})
    admin.post(address("owner-create"), {"post": "日本"})

    assert list(Owner.objects.order_by("pk").values_list("key", flat=True)) == [
        "head-of-care",
        "head-of-care-police",
        "post",
    ]


def test_a_post_is_there_once_in_whatever_case(admin, post, authority):
    factories.OwnerFactory(authority=authority, post="Other")

    added = admin.post(address("owner-create"), {"post": "DIRECTOR"})
    amended = admin.post(
        address("owner-amend", authority.owners.get(post="Other").pk), {"post": "director"}
    )

    assert problems(added) == problems(amended) == {"post": ["There is this post already."]}


def test_the_same_post_at_another_council_is_no_matter(admin, elsewhere):
    Owner.objects.filter(pk=elsewhere["owner"].pk).update(post="Director")

    admin.post(address("owner-create"), {"post": "Director"})

    assert Owner.objects.filter(authority__slug="westmere", post="Director").exists()


@pytest.mark.parametrize("value", ["", LONG, "\0"])
def test_an_odd_name_for_a_post_is_refused_with_a_word(admin, post, value):
    pages = [address("owner-create"), address("owner-amend", post.pk)]

    assert [list(problems(admin.post(page, {"post": value}))) for page in pages] == [
        ["post"]
    ] * 2


def test_amending_a_post_keeps_its_key_and_its_earlier_name(admin, post):
    admin.post(address("owner-amend", post.pk), {"post": "Director of children’s services"})

    post.refresh_from_db()
    assert (post.key, post.post) == ("dcs", "Director of children’s services")
    assert [old.post for old in post.history.order_by("history_id")][0] == "Director"


def test_someone_takes_up_a_post_on_a_day_to_come_and_leaves_it(admin, post, members):
    page = address("holding-create", post.pk)
    start, end = TODAY() + timedelta(days=7), TODAY() + timedelta(days=70)
    assert f'value="{TODAY().isoformat()}"' in admin.get(page).text

    admin.post(page, {"user": members["officer"].pk, "on": start.isoformat()})
    taken_up = Holding.objects.get()
    admin.post(f"{page}?leaves={taken_up.pk}", {"on": end.isoformat(), "to": "vacant"})

    told = Holding.objects.order_by("pk")
    assert [(h.user, h.name, h.change, h.holds_from) for h in told] == [
        (members["officer"], "", "takes_up", start),
        (members["officer"], "", "leaves", end),
    ]


def test_whoever_leaves_soon_holds_the_post_until_then(admin, post):
    to_come = TODAY() + timedelta(days=30)
    holding = factories.HoldingFactory(owner=post, name="A. Body")
    factories.HoldingFactory(
        owner=post, name="A. Body", change="leaves", holds_from=to_come, by_post=post
    )
    factories.HoldingFactory(owner=post, name="B. Body", holds_from=to_come, by_post=post)
    gone = factories.HoldingFactory(owner=post, name="C. Body", by_post=post)
    factories.HoldingFactory(owner=post, name="C. Body", change="leaves", by_post=post)

    held = admin.get(address("holding-create", post.pk)).context["held"]

    assert [(h.taken_up.name, h.until) for h in held] == [
        ("A. Body", to_come),
        ("B. Body", None),
    ]
    assert held[0].taken_up == holding
    assert admin.get(address("holding-create", post.pk, leaves=gone.pk)).status_code == 404


def test_someone_without_an_account_holds_a_post_by_name(admin, post):
    admin.post(address("holding-create", post.pk), {"name": "A. Body", "on": "2019-01-07"})

    assert [str(h.name) for h in Holding.objects.current(AsAt(timezone.now()))] == ["A. Body"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"on": "2019-01-07"}, "user"),
        ({"name": LONG, "on": "2019-01-07"}, "name"),
        ({"name": "\0", "on": "2019-01-07"}, "name"),
        ({"name": "N", "on": ""}, "on"),
        ({"name": "N", "on": "0201-01-01"}, "on"),
        ({"name": "N", "on": "2999-01-01"}, "on"),
        ({"user": HUGE, "on": "2019-01-07"}, "user"),
        ({"user": "\0", "on": "2019-01-07"}, "user"),
    ],
)
def test_a_holder_with_something_odd_is_refused_with_a_word(admin, post, sent, field):
    response = admin.post(address("holding-create", post.pk), sent)

    assert list(problems(response)) == [field]
    assert not Holding.objects.exists()


def test_a_holder_is_an_account_or_a_name_not_both(admin, post, members):
    sent = {"user": members["officer"].pk, "name": "N", "on": "2019-01-07"}

    response = admin.post(address("holding-create", post.pk), sent)

    assert list(problems(response)) == ["name"]


def test_someone_of_another_council_takes_up_no_post_here(admin, post, elsewhere):
    sent = {"user": elsewhere["person"].pk, "on": "2019-01-07"}

    response = admin.post(address("holding-create", post.pk), sent)

    assert problems(response) == {"user": ["Choose one from the list."]}


def test_a_post_is_taken_up_once(admin, post):
    sent = {"name": "A. Body", "on": "2019-01-07"}

    admin.post(address("holding-create", post.pk), sent)
    again = admin.post(address("holding-create", post.pk), sent)

    assert "holds the post on 7 January 2019 already" in problems(again)["__all__"][0]


def test_nobody_leaves_before_they_came(admin, post):
    holding = factories.HoldingFactory(owner=post, name="A. Body")
    page = address("holding-create", post.pk, leaves=holding.pk)

    response = admin.post(page, {"on": "2019-01-06"})

    assert problems(response) == {"on": ["They take it up on 7 January 2019."]}


@pytest.mark.parametrize("leaves", [HUGE, "x", "\0", ""])
def test_a_holder_that_nobody_knows_is_not_there(admin, post, leaves):
    assert admin.get(address("holding-create", post.pk, leaves=leaves)).status_code == 404


def test_a_holder_of_another_post_does_not_leave_this_one(admin, post, authority):
    other = factories.HoldingFactory(owner__authority=authority)

    assert admin.get(address("holding-create", post.pk, leaves=other.pk)).status_code == 404
