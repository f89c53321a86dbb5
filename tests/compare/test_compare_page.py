"""What changed in a plan between two days, as a board member reads it before a meeting."""

import pytest
from django.urls import reverse

from improvement.models import Plan
from improvement.state.compare import OF_ACTIONS, OF_COMMITMENTS
from tests.compare.board import SINCE, UNTIL, everything, legend, read, show

pytestmark = pytest.mark.django_db


def test_the_numbers_of_a_line_lead_to_their_rows_and_add_up(board, viewer):
    everything(board)

    page = show(viewer, from_=SINCE, to=UNTIL)

    assert legend(page, "actions") == {
        "added": (1, "actions-added"),
        "withdrawn": (1, "actions-withdrawn"),
        "moved later": (1, "actions-slipped"),
        "unchanged": (2, "actions-unchanged"),
    }
    words = read(page)
    assert "5 in all, 1 of them in the plan on neither day" in words
    assert (
        "3 in the plan on 6 February 2019 + 1 added − 1 withdrawn = 3 in the plan on 1 June 2019"
    ) in words
    for _, anchor in legend(page, "actions").values():
        assert f'id="{anchor}"' in page.content.decode()


def test_the_old_value_is_struck_through_and_said_to_a_screen_reader(board, viewer):
    everything(board)

    html = show(viewer, from_=SINCE, to=UNTIL).content.decode()

    assert (
        'Due: <del><span class="hidden">was </span>29 March 2019</del> '
        '<ins><span class="hidden">now </span>12 April 2019</ins> '
        '<span class="quiet">14 days later</span>'
    ) in html


def test_the_order_of_counting_stands_on_the_page(board, viewer):
    words = read(show(viewer, from_=SINCE, to=UNTIL))

    places = [
        words.index(f"{name}: ") for name in ("Added", "Closed", "Moved later", "Unchanged")
    ]
    assert places == sorted(places)


def test_the_rows_lead_to_the_later_day_and_the_page_offers_no_other_look_back(board, viewer):
    everything(board)

    html = show(viewer, from_=SINCE, to=UNTIL).content.decode()

    assert "/plans/plan/actions/D/?as_at=2019-06-01&amp;reading=then" in html
    assert "look-back-to" not in html


def test_the_plan_page_leads_to_what_changed(board, viewer):
    everything(board)
    address = reverse("plan-compare", args=["plan"])

    today = viewer.get(reverse("plan", args=["plan"])).content.decode()
    past = viewer.get(
        reverse("plan", args=["plan"], query={"as_at": UNTIL, "reading": "now"})
    ).content.decode()

    assert f'<a href="{address}?from=2018-11-30">since 30 November 2018</a>' in today
    assert f'<a href="{address}?from=2018-11-30&amp;as_at={UNTIL}&amp;reading=now">' in past


def test_an_invented_plan_says_so(board, viewer):
    Plan.objects.filter(pk=board.plan.pk).update(example=True)

    assert "Example: invented data." in read(show(viewer))


def test_a_plan_without_rows_says_so(board, viewer):
    assert "The plan had no actions on either day." in read(show(viewer, to=UNTIL))


def test_each_class_has_words_of_its_own():
    from improvement.figures.changes import WORDS, WORDS_OF_COMMITMENTS

    for order, words in ((OF_ACTIONS, WORDS), (OF_COMMITMENTS, WORDS_OF_COMMITMENTS)):
        labels = [words[kind][0] for kind in order]
        assert len(set(labels)) == len(labels)
