"""Cards that are read together are accepted together; what needs an answer is left for it."""

from itertools import product

import pytest
from django.urls import reverse

from improvement.documents.review.leaves import MOST_CARDS, Leaves
from improvement.documents.review.needs import count_needed, number_needed
from improvement.models import Proposal
from tests.factories import RecommendationFactory, VisitFactory
from tests.office import messages_of
from tests.review_made import (
    BLOCKS,
    draft,
    finding,
    open_leaf,
    press,
    proposed,
    text_of,
    wait,
)

pytestmark = pytest.mark.django_db

SURE = [(f"f-{n}", 4, BLOCKS[3][2][:20], "improved", "high") for n in range(1, 4)]
UNSURE = ("f-9", 4, "Plans for children are still often late.", "weakness", "low")


@pytest.fixture
def waiting(authority, members, clock):
    return wait(authority, members["admin"], draft([*SURE, UNSURE]))


def recorded_as(one, sure, key="f7"):
    one.same = {"key": key, "words": "Plans are late.", "why": "Both", "sure": sure}
    one.save()


def states(waiting):
    rows = waiting.proposals.filter(kind="finding").order_by("position")
    return [one.state for one in rows]


def test_those_read_together_are_accepted_in_one_press_each_for_itself(admin, members, waiting):
    answer = press(admin, open_leaf(admin, waiting, 1), "Accept 3 as read")

    assert states(waiting) == ["accepted"] * 3 + ["undecided"]
    assert messages_of(answer) == ["3 accepted. One left for your answer."]
    rows = waiting.proposals.filter(state="accepted")
    assert [(one.turn, one.decided_by) for one in rows] == [(1, members["admin"])] * 3
    # On to the one that is left.
    assert answer.url.endswith(f"#proposal-{finding(waiting, 'f-9').pk}")


def test_what_was_struck_out_before_stays_so(admin, waiting):
    press(admin, open_leaf(admin, waiting, 1), "Not so", on=finding(waiting, "f-2"))

    press(admin, open_leaf(admin, waiting, 1), "Accept 2 as read")

    assert states(waiting) == ["accepted", "rejected", "accepted", "undecided"]


def test_what_somebody_decided_meanwhile_is_not_accepted_with_the_others(
    admin, members, authority, waiting, client_for
):
    page = open_leaf(admin, waiting, 1)
    members["officer"].memberships.create(authority=authority, role="admin")
    theirs = client_for(members["officer"])
    press(theirs, open_leaf(theirs, waiting, 1), "Not so", on=finding(waiting, "f-2"))

    answer = press(admin, page, "Accept 3 as read", fragment=True)

    assert states(waiting) == ["accepted", "rejected", "accepted", "undecided"]
    assert "2 accepted. One left: somebody else looked at them" in text_of(answer)
    assert answer.text.count("<article") == 4


def test_a_group_is_of_one_heading_and_no_longer_than_a_screen(admin, authority, members):
    several = [(f"f-{n}", 4, BLOCKS[3][2][:20], "improved", "high") for n in range(1, 12)]
    waiting = wait(authority, members["admin"], draft(several))

    assert [len(one.cards) for one in open_leaf(admin, waiting, 1).context["groups"]] == [9, 2]


def test_how_many_need_an_answer_and_the_way_to_the_next_of_them(admin, waiting):
    page = open_leaf(admin, waiting, 2)

    assert "10 not looked at (1 for your answer, 9 only to look over)" in text_of(page)
    one = finding(waiting, "f-9")
    assert f"leaf=1#proposal-{one.pk}" in page.text


def test_a_page_that_stays_open_is_told_the_same_number(waiting):
    """By the database alone, whatever was read, recorded, corrected and decided."""
    sures = ({}, {"sure": {"level": "low"}}, {"sure": {"level": "high"}})
    sames = (None, {"key": "f7"}, {"key": "f7", "sure": "no"}, {"key": "f7", "sure": "yes"})
    states = ("undecided", "rejected")
    rows = product(sures, (None, *sures), sames, states)
    for place, (read, corrected, same, state) in enumerate(rows, start=100):
        one = Proposal(waiting=waiting, kind="finding", position=place, proposed=read)
        one.corrected, one.same, one.state = corrected, same, state
        one.decided_by = None if state == "undecided" else waiting.added_by
        one.save()

    assert count_needed(waiting) == number_needed(waiting.proposals.all()) > 10


# Recorded already


def test_what_is_surely_recorded_is_taken_as_the_same_and_the_card_says_so(admin, waiting):
    recorded_as(finding(waiting, "f-9"), "yes")
    page = open_leaf(admin, waiting, 1)
    assert "Taken as recorded already “Plans are late.”" in text_of(page)
    assert '<span class="bit--shared">late</span>' in page.text

    press(admin, page, "Accept 4 as read")

    assert waiting.proposals.get(proposed__key="f-9").said["key"] == "f7"


def test_what_was_taken_as_the_same_can_be_called_another(admin, waiting):
    recorded_as(finding(waiting, "f-9"), "yes")

    one = finding(waiting, "f-9")
    press(admin, open_leaf(admin, waiting, 1), "Accept", on=one, same="no")

    assert finding(waiting, "f-9").said["key"] == "f-9"


def test_what_may_be_the_same_is_left_for_an_answer(admin, waiting):
    recorded_as(finding(waiting, "f-1"), "no")

    press(admin, open_leaf(admin, waiting, 1), "Accept 2 as read")

    assert states(waiting) == ["undecided", "accepted", "accepted", "undecided"]


def test_another_recommendation_with_a_recorded_number_gets_a_number_of_its_own(
    admin, authority, waiting
):
    visit = VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    RecommendationFactory(inspection=visit, key="afi-1", summary="Write less.")
    one = proposed(waiting, kind="recommendation")
    recorded_as(one, "no", key="afi-1")
    page = open_leaf(admin, waiting, 2)
    assert "Recorded already? afi-1 “Plans are late.”" in text_of(page)

    press(admin, page, "Accept", on=one, same="no")

    one.refresh_from_db()
    assert one.said["key"] == "afi-1-1"


# A page with very much on it


def many(authority, members, number, blocks=BLOCKS, pages=2):
    several = [(f"f-{n}", 4, BLOCKS[3][2][:20], "improved", "high") for n in range(number)]
    return wait(authority, members["admin"], draft(several), blocks, pages=pages)


def test_a_page_with_very_much_on_it_is_shown_in_parts_and_accepted_part_by_part(
    admin, authority, members
):
    waiting = many(authority, members, 1_100)
    page = open_leaf(admin, waiting, 3)
    labels = [one.label for one in page.context["leaves"]]
    assert labels[:4] == [
        "About the document",
        "Page 1, part 1",
        "Page 1, part 2",
        "Page 1, part 3",
    ]
    assert len(page.context["cards"]) == MOST_CARDS

    answer = press(admin, page, "Accept the rest of this page")

    assert messages_of(answer) == ["100 accepted."]
    assert answer.url.endswith("?leaf=4")


def test_a_paragraph_with_very_much_in_it_is_named_part_by_part(admin, authority, members):
    blocks = [(kind, None, text) for kind, _, text in BLOCKS]
    waiting = many(authority, members, 250, blocks, pages=None)

    labels = [one.label for one in open_leaf(admin, waiting, 1).context["leaves"]]

    assert labels == [
        "About the document",
        "Paragraphs 1 to 3",
        "Paragraph 4, part 1",
        "Paragraph 4, part 2",
        "Paragraph 4, part 3, to 5",
        "Paragraphs 6 to 10",
    ]


def test_a_card_past_the_hundredth_is_found_from_where_one_is_led_to_it(
    admin, authority, members
):
    waiting = many(authority, members, 150)
    shown = open_leaf(admin, waiting, 3)
    one = shown.context["cards"][-1].proposal
    press(admin, shown, "Accept", on=one)

    # It belongs to an inspection that nobody has accepted.
    page = admin.get(reverse("waiting-import", args=[waiting.pk]))
    added = press(
        admin,
        open_leaf(admin, waiting, 3, add=4),
        "Add it",
        words="Managers now see",
        kind="finding",
        direction="improved",
    )

    assert f"?leaf=3#proposal-{one.pk}" in page.text
    by_hand = proposed(waiting, by_hand=True)
    assert added.url.endswith(f"?leaf=3#proposal-{by_hand.pk}")
    assert f'id="proposal-{by_hand.pk}"' in open_leaf(admin, waiting, 3).text


def test_every_proposal_is_on_one_leaf(authority, members):
    blocks = [("paragraph", 1 + n // 300, f"Sentence {n}.") for n in range(600)]
    waiting = wait(authority, members["admin"], draft(findings=()), blocks)
    places = [1, 1, 2, *[7] * 250, *range(8, 600)]
    Proposal.objects.bulk_create(
        Proposal(waiting=waiting, kind="finding", passage=place, position=number, inspection=0)
        for number, place in enumerate(places, start=100)
    )
    leaves = Leaves(waiting)

    assert sum(one.told for one in leaves.listed(1)) == waiting.proposals.count()
    assert max(one.told for one in leaves.listed(1)) <= MOST_CARDS
    shown = [passage for leaf in range(leaves.last + 1) for passage in leaves.passages(leaf)]
    assert sorted(set(shown)) == list(range(1, 601))


def test_of_a_very_long_text_only_the_leaves_around_are_listed(admin, authority, members):
    blocks = [("paragraph", None, "A word.") for _ in range(4_000)]
    told = {"document": draft()["document"], "inspections": []}
    waiting = wait(authority, members["admin"], told, blocks, pages=None)

    listed = [one.number for one in open_leaf(admin, waiting, 50).context["leaves"]]

    assert listed == [0, *range(46, 55), 100]


def test_what_of_a_page_was_not_seen_is_told_as_left(admin, waiting):
    page = open_leaf(admin, waiting, 1)
    first, last = finding(waiting, "f-1"), finding(waiting, "f-9")

    answer = press(admin, page, "Accept the rest", seen=f"{first.pk}:0 {last.pk}:0")

    assert states(waiting) == ["accepted", *["undecided"] * 3]
    told = "2 you have not seen yet are left: scroll to them, then press again."
    assert messages_of(answer) == [f"One accepted. {told} One left for your answer."]
