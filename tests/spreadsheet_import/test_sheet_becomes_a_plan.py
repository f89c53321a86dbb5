"""A council's plan comes in from its own spreadsheet, by an admin in the browser."""

from datetime import date

import pytest

from improvement.models import Owner, Sheet, SignOff
from inspections.models import Document
from tests.sheet_walk import state_of

pytestmark = pytest.mark.django_db


def test_a_councils_tracker_becomes_a_plan(plan, walk):
    assert [action.reference for action in plan.actions.order_by("position")] == [
        "1.1", "1.2", "2.1", "2.2"
    ]  # fmt: skip
    first = plan.actions.get(reference="1.1")
    assert first.title == "Managers read every plan each month"
    assert first.first_due == date(2019, 3, 31)
    assert first.success_measure == "95% of plans read"
    assert Sheet.objects.count() == 0
    assert "Imported plan.xlsx" in walk.answer.content.decode()


def test_its_colours_and_words_mean_what_the_admin_said(plan):
    states = state_of(plan)

    assert states["1.1"].standing.value == "complete"
    assert states["1.2"].standing.value == "at_risk"
    assert states["2.1"].standing.value == "off_track"
    assert states["2.2"].standing.value == "not_stated"
    assert SignOff.objects.get().by_post.key == "quality"


def test_a_heading_across_the_table_is_the_recommendation_of_the_rows_below(plan):
    served = {
        number: [row.recommendation.key for row in one.commitments]
        for number, one in state_of(plan).items()
    }

    assert served == {"1.1": ["1"], "1.2": ["1"], "2.1": ["2"], "2.2": ["2"]}


def test_a_new_post_is_made_once_and_one_that_is_there_is_taken(plan):
    owners = {number: str(one.owner) for number, one in state_of(plan).items()}

    assert owners["1.1"] == "Head of practice"
    assert owners["1.2"] == "Workforce lead"
    assert owners["2.1"] == owners["2.2"] == "Service manager"
    assert Owner.objects.count() == 4


def test_what_is_no_day_is_kept_as_it_is_written(plan):
    ongoing, several = plan.actions.filter(reference__startswith="2").order_by("reference")

    assert (ongoing.first_due, ongoing.due_as_printed) == (None, "Ongoing")
    assert several.first_due == date(2019, 5, 31)
    assert several.due_as_printed == "April and 31 May 2019"


def test_what_is_told_of_an_earlier_quarter_is_said_of_that_day(plan):
    said = plan.actions.get(reference="1.1").updates.oldest_first()

    assert [(str(one.holds_from), one.status) for one in said] == [
        ("2018-12-31", "not_stated"),
        ("2019-02-28", "done"),
    ]
    assert "List in use" in said[0].text
    assert "How: A monthly list" in said[1].text
    assert "Read by all" in said[1].text  # the quarter is not over: told with the rest


def test_the_file_is_the_document_that_the_plan_names(plan):
    document = Document.objects.get()

    assert plan.document == document
    assert document.title == "Spreadsheet “plan.xlsx”"
    assert len(document.sha256) == 64
