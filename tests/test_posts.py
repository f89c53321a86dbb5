"""Posts as their holders and admins see them: my posts, the list of posts, who is told what
is late."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from inspections.models.time import london_day
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    CoverFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UserFactory,
)
from tests.office import problems

pytestmark = pytest.mark.django_db


def my_posts(client, **query):
    response = client.get(reverse("my-posts", query=query))
    assert response.status_code == 200
    return response.content.decode()


# My posts


def test_an_officer_sees_their_posts_since_when_and_how_much_is_open(officer, authority, post):
    plan = PlanFactory(authority=authority, example=True)
    ActionFactory(plan=plan, owner=post)
    ActionFactory(plan=plan, owner=post, first_due=None)

    page = my_posts(officer)

    assert "Head of practice" in page
    assert "7 January 2019" in page
    assert officer.get(reverse("my-posts")).context["posts"][0].open == 2
    assert "1 late" in page


def test_my_actions_leads_to_my_posts(officer, post):
    page = officer.get(reverse("my-actions")).content.decode()

    assert f'href="{reverse("my-posts")}"' in page


def test_what_is_handed_over_on_a_day_to_come_is_said_so(officer, post, members):
    to_come = london_day(timezone.now()) + timedelta(days=30)
    HoldingFactory(owner=post, user=members["officer"], change="leaves", holds_from=to_come)
    HoldingFactory(owner=post, user=UserFactory(name="The successor"), holds_from=to_come)

    page = my_posts(officer)

    assert "until you leave it on" in page
    assert "The successor takes it up on" in page


@pytest.mark.parametrize("who", ["viewer", "admin", "other"])
def test_who_holds_nothing_is_told_whom_to_ask(client_for, members, post, who):
    other = members[who]
    other.memberships.filter(role="approver").delete()

    assert "You hold no post here" in my_posts(client_for(other))


@pytest.mark.parametrize("reading", ["then", "now"])
def test_looking_back_shows_what_was_theirs_then_and_offers_nothing(officer, post, reading):
    page = my_posts(officer, as_at="2019-02-01", reading=reading)

    assert "Head of practice" in page
    assert reverse("post-hand-over", args=[post.pk]) not in page


def test_a_holding_taken_back_since_is_no_stumbling_block(officer, post, members):
    taken_up = post.holdings.get()
    HoldingFactory(
        owner=post,
        user=members["officer"],
        voids=taken_up,
        retracts=True,
        known_at=timezone.now(),
    )

    assert "Head of practice" in my_posts(officer, as_at="2019-02-01", reading="then")
    assert "Head of practice" not in my_posts(officer)


def test_who_lost_the_role_is_offered_nothing_that_would_be_refused(
    client_for, members, post, authority
):
    HoldingFactory(owner=post, user=members["viewer"])

    page = my_posts(client_for(members["viewer"]))

    assert "Head of practice" in page
    assert reverse("post-hand-over", args=[post.pk]) not in page


# The list of posts


def test_the_list_says_since_when_a_post_is_vacant_and_who_covers_it(admin, authority, members):
    vacant = OwnerFactory(authority=authority, post="Head of care")
    holding = HoldingFactory(owner=vacant, by_post=vacant)
    HoldingFactory(
        owner=vacant,
        user=holding.user,
        change="leaves",
        holds_from="2019-02-01",
        by_post=vacant,
    )
    CoverFactory(
        authority=authority,
        owner=vacant,
        user=UserFactory(name="The stand-in"),
        until=date(2099, 1, 1),
        by_post=vacant,
    )

    page = admin.get(reverse("owner-list")).content.decode()

    assert "since 1 February 2019" in page
    assert "The stand-in" in page


def test_a_partner_body_that_somebody_speaks_for_is_not_vacant(admin, authority):
    police = OwnerFactory(authority=authority, post="Superintendent", body="Police")

    page = admin.get(reverse("owner-list")).content.decode()

    assert "Its own people" in page
    assert "Vacant" not in page
    assert reverse("post-cover", args=[police.pk]) in page


# Who is told what is late


@pytest.fixture
def chain(authority):
    """Three posts, each told what is late at the one before it."""
    team = OwnerFactory(authority=authority, post="Team manager")
    head = OwnerFactory(authority=authority, post="Head of service")
    director = OwnerFactory(authority=authority, post="Director")
    team.answers_to, head.answers_to = head, director
    team.save()
    head.save()
    return team, head, director


def answer_to(admin, owner, above):
    sent = {"post": owner.post, "body": owner.body, "answers_to": above.pk if above else ""}
    return admin.post(reverse("owner-amend", args=[owner.pk]), sent)


def test_a_post_answers_to_another_and_the_list_says_so(admin, authority, post):
    director = OwnerFactory(authority=authority, post="Director of the service")

    answer_to(admin, post, director)

    post.refresh_from_db()
    assert post.answers_to == director
    row = next(
        row
        for row in admin.get(reverse("owner-list")).context["posts"]
        if row.post.owner == post
    )
    assert row.told.owner == director


def test_a_post_is_added_with_who_is_told(admin, authority, post):
    admin.post(reverse("owner-create"), {"post": "Team manager", "answers_to": post.pk})

    assert authority.owners.get(post="Team manager").answers_to == post


@pytest.mark.parametrize("above", ["team", "head"])
def test_posts_do_not_answer_to_each_other_in_a_circle(admin, chain, above):
    team, head, director = chain

    response = answer_to(admin, director, {"team": team, "head": head}[above])

    director.refresh_from_db()
    assert director.answers_to is None
    assert "answers to this post, directly or through others" in str(problems(response))


def test_a_circle_that_is_there_already_is_no_stumbling_block(admin, chain, post):
    _, head, director = chain
    director.answers_to = head
    director.save()

    answer_to(admin, post, head)

    post.refresh_from_db()
    assert post.answers_to == head


def test_neither_itself_nor_a_partner_body_nor_another_council_is_told(
    admin, authority, post, members
):
    police = OwnerFactory(authority=authority, post="Superintendent", body="Police")
    elsewhere = OwnerFactory(authority=members["other"].memberships.first().authority)

    answers = [answer_to(admin, post, above) for above in (post, police, elsewhere)]

    assert {str(problems(answer)["answers_to"]) for answer in answers} == {
        str(problems(answers[0])["answers_to"])
    }
    post.refresh_from_db()
    assert post.answers_to is None


def test_nobody_need_be_told(admin, chain):
    team, *_ = chain

    answer_to(admin, team, None)

    team.refresh_from_db()
    assert team.answers_to is None


# The number of queries


def grow(authority, members, number):
    """More posts, holders, covers and actions; the officer holds every post but those that
    they have handed over."""
    plan = PlanFactory(authority=authority)
    for _ in range(number):
        owner = OwnerFactory(authority=authority)
        HoldingFactory(owner=owner, user=members["officer"], text="A note.")
        colleague = UserFactory()
        for role in ("officer", "viewer"):
            MembershipFactory(user=colleague, authority=authority, role=role)
        HoldingFactory(owner=owner, user=colleague)
        left = {"change": "leaves", "user": members["officer"], "said_by": members["officer"]}
        HoldingFactory(owner=OwnerFactory(authority=authority), text="Handed on.", **left)
        for stand_in in (members["officer"], UserFactory()):
            CoverFactory(authority=authority, owner=owner, user=stand_in, until="2099-01-01")
        CoverFactory(
            authority=authority,
            owner=None,
            approver=members["approver"],
            user=members["officer"],
            until="2099-01-01",
        )
        row = CommitmentFactory(plan=plan, owner=owner)
        ActionFactory(plan=plan, commitments=[row], owner=owner)
    return owner


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("my-posts", "officer"),
        ("my-actions", "officer"),
        ("post-hand-over", "officer"),
        ("post-cover", "officer"),
        ("post-cover", "admin"),
        ("approver-cover", "approver"),
        ("person-cover", "admin"),
        ("person-leaving", "admin"),
        ("person-roles", "admin"),
        ("people", "admin"),
        ("owner-list", "admin"),
        ("holding-create", "admin"),
    ],
)
def test_pages_take_the_same_few_queries_whatever_they_hold(
    name, who, authority, members, client_for
):
    client, counted = client_for(members[who]), []
    for number in (1, 20):
        owner = grow(authority, members, number)
        of_posts = ("post-hand-over", "post-cover", "holding-create")
        of_people = ("person-leaving", "person-roles")
        named = {
            "approver-cover": [authority.slug],
            "person-cover": [authority.slug, members["approver"].pk],
            **{page: [owner.pk] for page in of_posts},
            **{page: [members["officer"].pk] for page in of_people},
        }
        address = reverse(name, args=named.get(name, []))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted.append(len(queries))

    assert counted[0] == counted[1] <= 15


@pytest.mark.parametrize("roles", [["viewer"], []])
def test_who_holds_a_post_stays_an_officer_until_it_is_handed_over(
    admin, members, authority, post, roles
):
    officer, today = members["officer"], london_day(timezone.now())
    page = reverse("person-roles", args=[officer.pk])

    refused = admin.post(page, {f"roles-{authority.pk}": roles})

    (said,) = refused.context["form"].errors[f"roles-{authority.pk}"]
    assert f"{officer} holds Head of practice. Hand it over first" in said
    assert reverse("holding-create", args=[post.pk]) in refused.content.decode()
    assert officer.memberships.get().role == "officer"

    recording.leave_post(
        owner=post, by=members["admin"], now=timezone.now(), on=today, user=officer
    )
    assert admin.post(page, {f"roles-{authority.pk}": roles}).status_code == 302
    assert [m.role for m in officer.memberships.all()] == roles


def test_who_holds_a_post_without_any_role_is_still_among_the_people(admin, members, post):
    members["officer"].memberships.all().delete()

    page = admin.get(reverse("people"))

    assert (members["officer"], {}, [post], []) in page.context["people"]
    assert "No role here" in page.content.decode()
    assert reverse("holding-create", args=[post.pk]) in page.content.decode()
