"""Correcting what was read out of a letter: nothing is invented, and what is wrong is told where
it can be mended."""

import pytest

from tests.factories import DocumentFactory
from tests.review_made import BLOCKS, SHA, finding, open_leaf, press, proposed, text_of, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(authority, members, clock):
    return wait(authority, members["admin"])


def accept(admin, waiting, leaf, one, **typed):
    words = "Save changes" if one.state == "accepted" else "Accept"
    answer = press(admin, open_leaf(admin, waiting, leaf), words, on=one, **typed)
    one.refresh_from_db()
    return answer


# The document's words


def test_words_may_be_shortened_and_their_quote_follows(admin, waiting):
    one = finding(waiting)

    accept(admin, waiting, 1, one, text="still often   late")

    assert one.said["text"] == "still often late"
    assert one.said["at"] == {"page": "1", "paragraph": "4", "quote": "still often late"}
    assert one.proposed["text"] == "Plans for children are still often late."
    assert "Accepted by admin@westmere.example, corrected" in text_of(
        open_leaf(admin, waiting, 1)
    )


def test_words_may_go_on_in_the_passages_that_follow(admin, waiting):
    one = proposed(waiting, kind="recommendation")
    whole = "How managers record what they decide, so that the reasons are clear."

    accept(admin, waiting, 2, one, text=whole)

    assert one.said["text"] == whole
    # It begins in another paragraph now, and both are marked.
    assert (one.passage, one.said["at"]["paragraph"]) == (7, "7")
    page = open_leaf(admin, waiting, 2).text
    assert page.count(f'data-proposal="{one.pk}"><a href="#proposal-{one.pk}">') == 2


def test_words_that_were_copied_out_of_a_table_are_found(admin, waiting):
    one = proposed(waiting, kind="recommendation")

    accept(admin, waiting, 2, one, text="Visits on time\t97%")

    assert one.said["text"] == "Visits on time 97%"
    assert one.passage == 10


@pytest.mark.parametrize(
    "invented",
    [
        "Plans for children are never late.",
        "Plans for children are still often late. And worse.",
        "late often still",
        # Both stand in the letter, and not one after the other.
        "Managers now see every file each month. How soon plans are made",
    ],
)
def test_words_that_do_not_stand_in_the_letter_are_refused(invented, admin, waiting):
    one = finding(waiting)

    answer = accept(admin, waiting, 1, one, text=invented, direction="declined")

    assert answer.status_code == 422
    assert "These words do not stand in the document at this place." in text_of(answer)
    assert "What you typed is kept" in text_of(answer)
    assert invented in answer.text
    assert (one.state, one.corrected) == ("undecided", None)


def test_our_own_words_go_into_a_summary(admin, waiting):
    one = finding(waiting)

    accept(admin, waiting, 1, one, text="", summary="Plans come late.")

    assert (one.said["summary"], "text" in one.said) == ("Plans come late.", False)
    # The place it was taken from is still the document's.
    assert one.said["at"]["quote"] == "Plans for children are still often late."


def test_without_any_words_nothing_is_accepted(admin, waiting):
    one = finding(waiting)

    answer = accept(admin, waiting, 1, one, text="")

    assert "Give the document’s words, or a summary of our own." in text_of(answer)
    assert one.state == "undecided"


def test_our_own_words_are_asked_about_when_they_look_like_a_child(admin, waiting):
    one = finding(waiting)

    answer = accept(admin, waiting, 1, one, summary="The plan of John, aged 7, was late.")

    assert answer.status_code == 422
    assert "Tick" in text_of(answer) or "tick below" in text_of(answer)
    assert one.state == "undecided"


# The rest of a card


def test_direction_and_theme_of_a_finding(admin, waiting):
    one = finding(waiting)

    accept(admin, waiting, 1, one, direction="no_progress", theme="management_oversight")

    assert (one.said["direction"], one.said["theme"]) == (
        "no_progress",
        "management_oversight",
    )


def test_number_kind_and_urgency_of_a_recommendation(admin, waiting):
    one = proposed(waiting, kind="recommendation")

    accept(admin, waiting, 2, one, key="7", kind="recommendation", immediate="yes")
    assert one.said["key"] == "7"
    assert (one.said["kind"], one.said["immediate"]) == ("recommendation", "yes")

    answer = accept(admin, waiting, 2, one, key="f9")
    assert answer.status_code == 422
    assert "Give the number as printed" in text_of(answer)
    assert one.said["key"] == "7"


def test_a_number_is_given_to_one_recommendation_only(admin, waiting):
    first = proposed(waiting, kind="recommendation")
    accept(admin, waiting, 2, first)
    other = waiting.proposals.get(pk=first.pk)
    other.pk, other.state, other.decided_by, other.decided_at = None, "undecided", None, None
    other.save()

    answer = accept(admin, waiting, 2, other)

    assert "A recommendation “afi-1” has been accepted already." in text_of(answer)
    assert other.state == "undecided"


def test_a_grade(admin, waiting):
    one = proposed(waiting, kind="judgement")

    accept(admin, waiting, 2, one, grade="good", area="leadership")

    assert (one.said["grade"], one.said["area"]) == ("good", "leadership")
    assert one.said["at"] == one.proposed["at"]


def test_a_figure(admin, waiting):
    one = proposed(waiting, kind="measure")
    assert "97% from 86%" in text_of(open_leaf(admin, waiting, 2))

    accept(
        admin, waiting, 2, one, good="higher", from__1="", value__1="97.5", on__1="March 2019"
    )

    assert one.said["good"] == "higher"
    assert one.said["readings"] == [{"value": "97.5", "on": "2019-03"}]


def test_a_figure_that_is_none_is_refused(admin, waiting):
    one = proposed(waiting, kind="measure")

    answer = accept(admin, waiting, 2, one, value__1="many")

    assert "Give a plain number, such as 34.4." in text_of(answer)
    assert one.state == "undecided"


# What the document is


def test_the_facts_are_accepted_in_one_press_with_what_was_typed_in_any_of_them(admin, waiting):
    page = open_leaf(admin, waiting)
    paper = proposed(waiting, kind="document")
    visit = proposed(waiting, kind="inspection", inspection=0)
    typed = {f"p{paper.pk}-published": "4 March 2019", f"p{visit.pk}-ordinal": "2"}

    answer = press(admin, page, "Accept these facts", **typed)

    assert answer.url.endswith("?leaf=1")
    assert {one.state for one in waiting.proposals.filter(passage=None)} == {"accepted"}
    paper.refresh_from_db()
    visit.refresh_from_db()
    assert paper.said["published"] == "2019-03-04"
    assert paper.said["key"] == "2019-03-04-monitoring-letter"
    assert visit.said["ordinal"] == "2"


def test_one_wrong_fact_keeps_them_all_back_and_is_told_at_its_field(admin, waiting):
    visit = proposed(waiting, kind="inspection", inspection=0)

    answer = press(
        admin,
        open_leaf(admin, waiting),
        "Accept these facts",
        **{f"p{visit.pk}-ended": "31 February 2019"},
    )

    assert answer.status_code == 422
    assert "Last day: “31 February 2019” is no day, month or year in the calendar." in text_of(
        answer
    )
    assert 'value="31 February 2019"' in answer.text
    assert not waiting.proposals.exclude(state="undecided").exists()


def test_days_are_shown_in_words_and_taken_in_words_or_figures(admin, waiting):
    visit = proposed(waiting, kind="inspection", inspection=0)
    assert 'value="5 February 2019"' in open_leaf(admin, waiting).text

    accept(admin, waiting, 0, visit, ended="2019-02-07", published="March 2019")

    assert (visit.said["started"], visit.said["ended"]) == ("2019-02-05", "2019-02-07")
    assert visit.said["published"] == "2019-03"
    assert 'value="March 2019"' in open_leaf(admin, waiting).text


def test_a_last_day_before_the_first_is_refused(admin, waiting):
    visit = proposed(waiting, kind="inspection", inspection=0)

    answer = accept(admin, waiting, 0, visit, ended="2019-01")

    assert "The last day is before the first." in text_of(answer)
    assert visit.state == "undecided"


def test_the_key_of_an_inspection_follows_its_day_and_kind(admin, waiting):
    visit = proposed(waiting, kind="inspection", inspection=0)

    accept(admin, waiting, 0, visit, started="March 2019", ended="", kind="focused_visit")

    assert visit.said["key"] == "2019-03-focused_visit"
    assert "ended" not in visit.said


def test_people_are_given_one_a_line_with_their_role(admin, waiting):
    visit = proposed(waiting, kind="inspection", inspection=0)

    answer = accept(admin, waiting, 0, visit, people="A. Reader, chief")
    assert "“A. Reader, chief”: write the name, a comma and one of these" in text_of(answer)

    accept(admin, waiting, 0, visit, people="A. Reader, inspector\nSmith, B., observer")
    assert visit.said["people"] == [
        {"name": "A. Reader", "role": "inspector"},
        {"name": "Smith, B.", "role": "observer"},
    ]


def test_two_areas_that_were_read_as_one_are_set_apart_by_a_line(admin, waiting):
    visit = proposed(waiting, kind="inspection", inspection=0)
    accept(admin, waiting, 0, visit, areas_covered="front door care leavers")

    accept(admin, waiting, 0, visit, areas_covered="front door\ncare leavers")

    assert visit.said["areas_covered"] == ["front door", "care leavers"]


def test_a_document_with_the_key_of_another_file_gets_one_of_its_own(admin, authority, waiting):
    DocumentFactory(authority=authority, key="2019-02-28-monitoring-letter", sha256="e" * 64)
    paper = proposed(waiting, kind="document")

    accept(admin, waiting, 0, paper, replaces="2019-02-28-monitoring-letter")

    assert paper.said["key"] == "2019-02-28-monitoring-letter-b"
    assert paper.said["replaces"] == "2019-02-28-monitoring-letter"


def test_the_same_file_recorded_already_keeps_its_key(admin, authority, waiting):
    DocumentFactory(authority=authority, key="2019-02-28-monitoring-letter", sha256=SHA)
    paper = proposed(waiting, kind="document")

    accept(admin, waiting, 0, paper)

    assert paper.said["key"] == "2019-02-28-monitoring-letter"


def test_from_when_it_may_be_shown_to_the_public(admin, waiting):
    paper = proposed(waiting, kind="document")

    accept(admin, waiting, 0, paper, public_from="2019-03-04")

    assert paper.said["public_from"] == "2019-03-04"


def test_a_plan_is_accepted_whole(admin, authority, members):
    told = {
        "document": {"key": "paper", "title": "Paper", "kind": "scrutiny_report"},
        "authority": "Westmere",
        "plan": {
            "key": "plan",
            "title": "Plan",
            "opened": "2019-03-01",
            "actions": [{"reference": "1", "title": "Write plans in time"}],
        },
    }
    told["document"]["sha256"] = "c" * 64
    waiting = wait(authority, members["admin"], told, BLOCKS[:1], pages=1, sha256="c" * 64)
    plan = proposed(waiting, kind="plan")
    assert "Write plans in time" in text_of(open_leaf(admin, waiting))

    accept(admin, waiting, 0, plan, title="Our plan")

    assert plan.said == {**plan.proposed, "title": "Our plan"}
