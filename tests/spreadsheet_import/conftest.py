"""A council's own tracker, and the plan that it becomes."""

import pytest

from improvement.models import Owner, Plan
from tests.factories import HoldingFactory, on
from tests.sheet_walk import bring_in, inspected, workbook


@pytest.fixture
def inspection(authority):
    return inspected(authority)


@pytest.fixture
def plan(walk, authority, inspection):
    """The tracker, imported for the first time."""
    bring_in(walk, workbook(), authority=authority, inspection=inspection)
    return Plan.objects.get()


@pytest.fixture
def now_is(monkeypatch):
    """It is the morning of 1 March 2019; `now_is(day)` sets the day on."""

    def strike(day, hour=9):
        monkeypatch.setattr("django.utils.timezone.now", lambda: on(day, hour))

    strike("2019-03-01")
    return strike


@pytest.fixture
def officer(members, plan):
    """Who holds the post that answers for 1.2, and has said that it is done."""
    member = members["officer"]
    post = Owner.objects.get(key="workforce-lead")
    HoldingFactory(owner=post, user=member, name="", holds_from="2018-12-01")
    return member
