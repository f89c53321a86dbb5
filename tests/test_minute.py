"""The board's minute: what the plan page answers, and that each figure opens its rows."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from improvement.figures.pace import pace_of
from inspections.models.time import AsAt, Reading
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    PlanFactory,
    SignOffFactory,
    UpdateFactory,
    on,
)
from tests.large_plan import OPENED, day, large_plan
from tests.state.reading import read

pytestmark = pytest.mark.django_db
QUESTIONS = [
    "What changed",
    "Where we disagree with the inspectors",
    "What has slipped",
    "What is late, silent or without an owner",
    "What is signed off, and shown to work",
    "Are we fast enough",
]


class Figures(HTMLParser):
    """The lines of the minute: how many, of how many, and where they lead."""

    def __init__(self, page):
        super().__init__()
        self.lines, self._open = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "line" in (attributes.get("class") or "").split():
            self._open = [attributes["href"], ""]
            self.lines.append(self._open)

    def handle_endtag(self, tag):
        if tag == "a":
            self._open = None

    def handle_data(self, data):
        if self._open:
            self._open[1] += data


def figures(page):
    """(address, number, of how many) of every line."""
    found = []
    for address, words in Figures(page).lines:
        number, of = re.match(r"\s*(\d+) .* of (\d+) ", words).groups()
        found.append((address, int(number), int(of)))
    return found


def page(viewer, plan, **moment):
    answer = viewer.get(reverse("plan", args=[plan.key], query=moment))
    assert answer.status_code == 200
    return answer.content.decode()


def rows_at(viewer, address):
    """How many rows the list has that a figure leads to."""
    answer = viewer.get(address)
    assert answer.status_code == 200
    where = urlsplit(address).fragment
    if where:
        words = answer.content.decode().split(f'id="{where}">')[1]
        table = words.split("<tbody>")[1].split("</tbody>")[0]
        return table.count("<tr")
    return len(answer.context["count"].rows)


def test_the_six_questions_stand_in_the_order_in_which_a_board_asks(viewer, authority):
    plan = large_plan(authority, recommendations=3, visits=2)
    words = page(viewer, plan)

    places = [words.index(question) for question in QUESTIONS]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "moment",
    [
        {},
        {"as_at": day(400).isoformat(), "reading": "then"},
        {"as_at": day(400).isoformat(), "reading": "now"},
        {"as_at": day(90).isoformat(), "reading": "then"},
    ],
)
def test_every_figure_opens_just_as_many_rows(viewer, authority, moment):
    plan = large_plan(authority, recommendations=7, visits=4)

    found = figures(page(viewer, plan, **moment))

    assert len(found) > 20
    for address, number, of in found:
        assert rows_at(viewer, address) == number, address
        assert number <= of, address


# Pace


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, opened=OPENED, runs_until="2020-03-31")


def close(plan, claimed, signed, due="2019-03-29"):
    action = ActionFactory(plan=plan, first_due=due)
    claim = UpdateFactory(
        action=action, status="done", holds_from=claimed, known_at=on(claimed)
    )
    SignOffFactory(claim=claim, holds_from=signed, known_at=on(signed))
    return action


def pace(plan, at):
    return pace_of(read(plan, at))


def test_the_forecast_takes_the_pace_of_the_last_half_year(plan):
    for _ in range(3):
        close(plan, "2019-05-01", "2019-05-10")
    close(plan, "2018-12-03", "2018-12-10")  # too long ago to count
    for _ in range(6):
        ActionFactory(plan=plan)

    told = pace(plan, "2019-07-31")

    assert (len(told.lately.rows), len(told.still_open.rows), told.days) == (3, 6, 182)
    assert told.finished == on("2019-07-31").date() + timedelta(days=364)
    assert told.is_too_slow


def test_a_young_plan_is_measured_since_it_opened(plan):
    for _ in range(3):
        close(plan, "2019-01-10", "2019-01-14")
    ActionFactory(plan=plan)

    told = pace(plan, "2019-01-29")

    assert told.days == 60
    assert told.finished == on("2019-01-29").date() + timedelta(days=20)
    assert not told.is_too_slow


@pytest.mark.parametrize("closed", [0, 2])
def test_of_fewer_than_three_sign_offs_nothing_is_foretold(plan, closed):
    for _ in range(closed):
        close(plan, "2019-05-01", "2019-05-10")
    ActionFactory(plan=plan)

    assert pace(plan, "2019-07-31").finished is None


def test_what_is_signed_off_counts_by_the_day_of_its_claim(plan, viewer):
    close(plan, "2019-03-29", "2019-04-20")
    close(plan, "2019-04-01", "2019-04-02")
    ActionFactory(plan=plan)

    shown = {
        re.search(r"show=([\w-]+)", address)[1]: (number, of)
        for address, number, of in figures(page(viewer, plan, as_at="2019-06-01"))
        if "show=" in address
    }

    assert shown["closed-in-time"] == (1, 3)
    assert shown["closed-later"] == (1, 3)
    assert shown["due-not-closed"] == (1, 3)


def test_a_plan_without_sign_offs_or_dates_is_told_so(plan, viewer):
    CommitmentFactory(plan=plan)
    ActionFactory(plan=plan, first_due=None)

    words = page(viewer, plan, as_at="2019-06-01")

    assert "Too little is signed off to tell" in words
    assert "No due date has been moved later" in words


def test_how_often_and_by_how_much_dates_slipped(plan, viewer):
    action = ActionFactory(plan=plan, first_due="2019-03-01")
    for to, asked in (("2019-03-31", "2019-02-20"), ("2019-05-30", "2019-03-20")):
        request = DateRequestFactory(action=action, to=to, holds_from=asked, known_at=on(asked))
        DecisionFactory(request=request, holds_from=asked, known_at=on(asked, hour=15))

    words = page(viewer, plan, as_at="2019-06-01")

    assert "moved later 2 times, by 90 days as a rule (median), 90 days at most" in words


def test_as_known_then_a_late_sign_off_changes_nothing(plan):
    action = close(plan, "2019-03-20", "2019-03-25")
    assert AsAt.end_of(on("2019-04-01").date(), Reading.THEN).known_by
    late = UpdateFactory(
        action=ActionFactory(plan=plan),
        status="done",
        holds_from="2019-03-20",
        known_at=on("2019-05-01"),
    )
    SignOffFactory(claim=late, holds_from="2019-03-25", known_at=on("2019-05-01"))

    then = pace_of(read(plan, "2019-04-01", Reading.THEN))
    now = pace_of(read(plan, "2019-04-01", Reading.NOW))

    assert [row.pk for row in then.lately.rows] == [action.pk]
    assert len(now.lately.rows) == 2
