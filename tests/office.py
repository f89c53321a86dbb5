"""Westmere on 21 January 2019, for the tests of the screens on which officers and approvers
say something: a plan, a post that the officer holds, and one action of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from inspections.models.time import london_day
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UpdateFactory,
    UserFactory,
    on,
)

NOON = on("2019-01-21")
TODAY = NOON.date()


@pytest.fixture
def clock(monkeypatch):
    """It is noon on 21 January 2019; `clock(later)` sets it on."""

    def strike(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    strike(NOON)
    return strike


@pytest.fixture
def plan(authority, clock):
    return PlanFactory(authority=authority, key="plan", title="Improvement plan")


@pytest.fixture
def post(authority, members):
    post = OwnerFactory(authority=authority, key="practice", post="Head of practice")
    HoldingFactory(owner=post, user=members["officer"])
    return post


@pytest.fixture
def action(plan, post):
    commitment = CommitmentFactory(plan=plan, title="Visits on time")
    return ActionFactory(
        plan=plan,
        owner=post,
        commitments=[commitment],
        reference="1.1",
        title="Visit every child",
        success_measure="Nine of ten visits in time",
    )


@pytest.fixture
def officer(client_for, members, post):
    return client_for(members["officer"])


@pytest.fixture
def approver(client_for, members):
    return client_for(members["approver"])


@pytest.fixture
def admin(client_for, members):
    return client_for(members["admin"])


def member_of(authority, *roles, **person):
    user = UserFactory(**person)
    for role in roles:
        MembershipFactory(user=user, authority=authority, role=role)
    return user


def address(name, *args, key="plan", reference="1.1", **query):
    return reverse(name, args=[key, reference, *args], query=query or None)


def words(response):
    """What the page says, without its tags."""
    main = re.search(r"<main.*</main>", response.text, re.DOTALL).group()
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def fields(response):
    """What the page's form would send if nothing more were typed."""
    form = response.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in typed.items()}


def problems(response):
    """What the page's form says is wrong, by field."""
    return response.context["form"].errors


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# For a real browser, which knows no other day than today


@pytest.fixture
def eleven(transactional_db):
    """Eleven actions of one post, each last said to be on track two weeks ago."""
    today = london_day(timezone.now())
    before = {"known_at": timezone.now() - timedelta(days=60)}
    fortnight = {"holds_from": today - timedelta(days=14)}
    fortnight["known_at"] = timezone.now() - timedelta(days=14)
    authority = AuthorityFactory()
    plan = PlanFactory(
        authority=authority, key="plan", opened=today - timedelta(days=60), **before
    )
    post = OwnerFactory(authority=authority, post="Head of practice", **before)
    officer = UserFactory(email="officer@council.example")
    MembershipFactory(user=officer, authority=authority, role="officer")
    HoldingFactory(owner=post, user=officer, holds_from=plan.opened, **before)
    actions = [
        ActionFactory(
            plan=plan,
            owner=post,
            reference=f"1.{n}",
            title=f"The {n}. thing to do",
            first_due=today + timedelta(days=n),
            known_at=before["known_at"],
        )
        for n in range(1, 12)
    ]
    for action in actions:
        UpdateFactory(action=action, by_post=post, **fortnight)
    return actions
