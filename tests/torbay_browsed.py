"""Torbay's record with a member in each role, for tests in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from improvement.models import Holding, Membership, Owner, User
from inspections.models import Authority
from tests.factories import PASSWORD
from tests.kept import put_back, rows_made_by


@pytest.fixture(scope="session")
def torbay_with_members(rows_of_the_seeds, django_db_blocker):
    """The rows of all the seeds, and of a member in each role; the officer holds a post."""
    with django_db_blocker.unblock():
        return rows_made_by(lambda: add_members(rows_of_the_seeds))


@pytest.fixture
def torbay_to_browse(torbay_with_members, transactional_db):
    put_back(torbay_with_members)
    return Authority.objects.get(slug="torbay")


def add_members(rows_of_the_seeds):
    put_back(rows_of_the_seeds)
    now = timezone.now()
    authority = Authority.objects.get(slug="torbay")
    for role in Membership.Role.values:
        user = User.objects.create_user(f"{role}@example.org", PASSWORD)
        Membership.objects.create(user=user, authority=authority, role=role)
    User.objects.create_superuser("super@example.org", PASSWORD)
    Holding.objects.create(
        owner=Owner.objects.get(key="practice"),
        user=User.objects.get(email="officer@example.org"),
        change=Holding.Change.TAKES_UP,
        holds_from=now.date() - timedelta(days=30),
        known_at=now,
        said_by=User.objects.get(email="admin@example.org"),
    )
