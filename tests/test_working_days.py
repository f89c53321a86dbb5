"""Working days in England, and the days that counting them gives beside what is stated."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.state.deadlines import read_computed
from inspections.intake.working_days import LAST_YEAR, add_working_days, is_working_day
from tests.factories import (
    InspectionDocumentFactory,
    InspectionFactory,
    RecommendationFactory,
)

days = st.dates(date(2000, 1, 1), date(LAST_YEAR - 1, 6, 30))


@pytest.mark.parametrize(
    ("published", "number", "counted"),
    [
        # A focused visit's letter of 2018, which itself states 3 December and 10 September.
        ("2018-08-07", 70, "2018-11-14"),
        ("2018-08-07", 20, "2018-09-05"),
        # An inspection of 2016, whose plan was due on 9 March.
        ("2016-11-25", 70, "2017-03-08"),
        ("2018-08-24", 70, "2018-12-03"),
    ],
)
def test_seventy_and_twenty_working_days_after_a_real_report(published, number, counted):
    assert add_working_days(date.fromisoformat(published), number) == date.fromisoformat(
        counted
    )


@pytest.mark.parametrize(
    "holiday",
    [
        "2022-06-03",  # the Platinum Jubilee
        "2022-09-19",  # the state funeral
        "2023-05-08",  # the coronation
        "2020-05-08",  # May Day moved to VE Day
        "2021-12-28",  # Boxing Day, observed
        "2024-04-01",  # Easter Monday, which is none in Scotland
        "2024-08-26",  # the last Monday of August
    ],
)
def test_a_bank_holiday_of_england_is_no_working_day(holiday):
    assert is_working_day(date.fromisoformat(holiday)) is False


@pytest.mark.parametrize(
    "day",
    [
        "2024-01-02",  # a holiday in Scotland only
        "2024-03-18",  # in Northern Ireland only
        "2020-05-04",
        "2024-08-05",
    ],
)
def test_a_day_off_elsewhere_in_the_kingdom_is_a_working_day(day):
    assert is_working_day(date.fromisoformat(day)) is True


def test_a_day_beyond_the_known_years_is_not_known():
    assert is_working_day(date(LAST_YEAR + 1, 3, 1)) is None
    assert add_working_days(date(LAST_YEAR, 12, 1), 70) is None
    assert add_working_days(date(1989, 12, 1), 20) is None


@given(days, st.integers(1, 100))
def test_it_is_a_working_day_with_so_many_working_days_up_to_it(day, number):
    reached = add_working_days(day, number)

    between = (day + timedelta(n) for n in range(1, (reached - day).days + 1))
    assert is_working_day(reached)
    assert sum(map(is_working_day, between)) == number


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_counting_on_is_counting_once(day, first, more):
    assert add_working_days(add_working_days(day, first), more) == add_working_days(
        day, first + more
    )


@given(days)
def test_a_weekend_is_never_worked(day):
    assert is_working_day(day + timedelta(5 - day.weekday())) is False
    assert is_working_day(day + timedelta(6 - day.weekday())) is False


# What is offered


def told(inspection):
    found = read_computed(type(inspection).objects.for_list().filter(pk=inspection.pk))
    return [one.words for one in found]


@pytest.mark.django_db
def test_a_graded_inspection_is_counted_from_its_publication():
    inspection = InspectionFactory(published="2018-08-24")

    [words] = told(inspection)

    assert words.endswith(
        "the report was published on 24 August 2018; 70 working days after that is "
        "3 December 2018."
    )


@pytest.mark.django_db
def test_an_area_for_priority_action_also_asks_for_a_draft():
    visit = InspectionFactory(kind="focused_visit", published="2018-08-07")
    assert told(visit) == []

    RecommendationFactory(inspection=visit, kind="priority_action")

    draft, plan = told(visit)
    assert "a draft plan, 20 working days after that is 5 September 2018." in draft
    assert "70 working days after that is 14 November 2018." in plan


@pytest.mark.django_db
@pytest.mark.parametrize(
    "known",
    [{"published": None}, {"published": "2018-08"}, {"kind": "joint_inspection"}],
    ids=["no day", "a month", "a letter that states its own"],
)
def test_nothing_is_counted_from_a_day_that_is_not_known(known):
    assert told(InspectionFactory(**{"published": "2018-08-24"} | known)) == []


@pytest.mark.django_db
def test_its_own_report_says_when_it_was_published_if_nothing_else_does():
    inspection = InspectionFactory(published=None)
    InspectionDocumentFactory(
        inspection=inspection, is_its_report=False, document__published="2018-09-19"
    )
    assert told(inspection) == []

    InspectionDocumentFactory(
        inspection=inspection, is_its_report=True, document__published="2018-08-24"
    )

    assert "published on 24 August 2018" in told(inspection)[0]


@pytest.mark.django_db
def test_it_is_said_where_the_bank_holidays_are_not_known():
    inspection = InspectionFactory(published=f"{LAST_YEAR}-11-30")

    assert (
        f"is not known: England's bank holidays are known here from 1990 to {LAST_YEAR}."
        in (told(inspection)[0])
    )
