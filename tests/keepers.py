"""What two admins of Westmere keep at once: a plan with one of everything."""

import pytest
from django.urls import reverse

from tests import factories
from tests.sending import sent_from

THEIRS, MINE = "What a colleague wrote", "What I wrote"
COLLEAGUE = "Head of quality"


class Kept:
    def __init__(self, authority):
        self.authority = authority
        inspection = factories.InspectionFactory(authority=authority, letter=True)
        self.plan = factories.PlanFactory(authority=authority, key="our-plan", title="Our plan")
        self.plan.answers.add(inspection)
        self.post = factories.OwnerFactory(authority=authority, post="Head of practice")
        self.commitment = factories.CommitmentFactory(
            plan=self.plan,
            recommendation=factories.RecommendationFactory(inspection=inspection),
            owner=self.post,
        )
        self.action = factories.ActionFactory(
            plan=self.plan,
            reference="1.1",
            commitments=[self.commitment],
            owner=self.post,
            success_measure="None",
        )

    def colleague(self, *roles, name=COLLEAGUE):
        user = factories.UserFactory(name=name)
        for role in roles:
            factories.MembershipFactory(user=user, authority=self.authority, role=role)
        return user


def address(name, *args):
    return reverse(name, args=args)


def in_words(response):
    return response.content.decode()


def told(response):
    return [str(message) for message in response.context["messages"]]


def save_before_me(colleague, page, **words):
    """A colleague opens the same page and saves it first."""
    answer = colleague.post(page, sent_from(colleague.get(page)) | words)
    assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def kept(authority):
    return Kept(authority)


@pytest.fixture
def me(members, client_for):
    return client_for(members["admin"])


@pytest.fixture
def colleague(kept, client_for):
    return client_for(kept.colleague("admin"))
