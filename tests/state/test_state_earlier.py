"""What a plan was on an earlier day, out of the rows of a later one."""

import pytest

from improvement.models import Plan
from improvement.state import state_of
from improvement.state.rows import Rows
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    ImpactFactory,
    OwnerFactory,
    OwnershipFactory,
    PlanClosureFactory,
    UpdatePeriodFactory,
    day_of,
    on,
)
from tests.state.reading import BOTH, NOW, THEN, read, whole

pytestmark = pytest.mark.django_db
DAYS = ["2018-12-01", "2019-01-07", "2019-01-20", "2019-02-10", "2019-03-01", "2019-04-01"]


@pytest.fixture
def commitment():
    """Owned, shown to work and closed, with each said again, taken back or entered late."""
    commitment = CommitmentFactory()
    plan = commitment.plan
    first, second = (OwnerFactory(authority=plan.authority) for _ in range(2))
    action = ActionFactory(plan=plan, commitments=[commitment], owner=first)
    for thing in ({"action": action}, {"commitment": commitment}):
        OwnershipFactory(owner=first, holds_from="2019-01-05", **thing)
        OwnershipFactory(
            owner=second, holds_from="2019-01-10", known_at=on("2019-03-15"), **thing
        )
    shown = ImpactFactory(commitment=commitment, recheck_on="2019-02-01")
    ImpactFactory(
        commitment=commitment,
        voids=shown,
        retracts=True,
        state="",
        text="",
        known_at=on("2019-02-05"),
    )
    UpdatePeriodFactory(plan=plan, days=28, holds_from="2019-01-15")
    UpdatePeriodFactory(plan=plan, days=14, holds_from="2019-02-15")
    PlanClosureFactory(plan=plan, holds_from="2019-02-01")
    PlanClosureFactory(plan=plan, outcome="reopened", holds_from="2019-02-20")
    return commitment


@BOTH
@pytest.mark.parametrize("day", DAYS)
def test_it_is_what_is_read_of_that_day_by_itself(commitment, day, reading):
    later, earlier = (AsAt.end_of(day_of(one), reading) for one in ("2019-05-01", day))
    rows = Rows.fetch([Plan.objects.for_screen(later).get(pk=commitment.plan.pk)], later)

    before = rows.earlier(earlier)

    assert whole(state_of(before.plans[0], before)) == whole(
        read(commitment.plan, day, reading)
    )


def test_before_it_opened_there_is_no_plan(commitment):
    later, earlier = (AsAt.end_of(day_of(one), NOW) for one in ("2019-05-01", "2018-11-29"))
    rows = Rows.fetch([Plan.objects.for_screen(later).get(pk=commitment.plan.pk)], later)

    assert rows.earlier(earlier).plans == []


def test_as_known_then_a_plan_that_was_entered_later_was_not_there(commitment):
    Plan.objects.filter(pk=commitment.plan.pk).update(known_at=on("2019-04-01"))
    later, earlier = (AsAt.end_of(day_of(one), THEN) for one in ("2019-05-01", "2019-03-01"))
    rows = Rows.fetch([Plan.objects.for_screen(later).get(pk=commitment.plan.pk)], later)

    assert rows.earlier(earlier).plans == []
