"""The review page: a letter and what was read out of it, side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.models import Proposal
from tests.factories import FindingFactory, RecommendationFactory, VisitFactory
from tests.office import messages_of
from tests.review_made import (
    BLOCKS,
    asked_before,
    at,
    draft,
    finding,
    open_leaf,
    press,
    proposed,
    text_of,
    wait,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(authority, members, clock):
    return wait(authority, members["admin"])


def test_a_page_of_the_letter_stands_beside_what_was_read_from_it(admin, waiting):
    page = open_leaf(admin, waiting, 1)

    one = finding(waiting)
    assert "8 not looked at (1 for your answer, 7 only to look over)" in text_of(page)
    mark = f'<mark class="mark mark--undecided" data-proposal="{one.pk}">'
    assert f'{mark}<a href="#proposal-{one.pk}">Plans for children are still' in page.text
    assert "Page 1, paragraph 4, under Findings" in text_of(page)
    assert "The reader is not sure: “late”" in text_of(page)


def test_every_page_says_how_much_of_it_nobody_has_looked_at(admin, waiting):
    page = open_leaf(admin, waiting, 1)

    assert [(one.label, one.undecided) for one in page.context["leaves"]] == [
        ("About the document", 3),
        ("Page 1", 2),
        ("Page 2", 3),
    ]


def test_a_document_without_pages_is_shown_in_runs_of_paragraphs(admin, authority, members):
    blocks = [("paragraph", None, f"Sentence {number}.") for number in range(1, 86)]
    told = draft(findings=())
    told["inspections"] = [
        {
            "key": "2019-02-monitoring_visit",
            "kind": "monitoring_visit",
            "findings": [
                {
                    "key": "f-1",
                    "text": "Sentence 81.",
                    "direction": "improved",
                    "at": {"paragraph": "81", "quote": "Sentence 81."},
                }
            ],
        }
    ]
    waiting = wait(authority, members["admin"], told, blocks, pages=None)

    page = open_leaf(admin, waiting, 3)

    assert [one.label for one in page.context["leaves"]] == [
        "About the document",
        "Paragraphs 1 to 40",
        "Paragraphs 41 to 80",
        "Paragraphs 81 to 85",
    ]
    assert "Sentence 81." in text_of(page)
    assert "Sentence 80." not in text_of(page)


def test_a_leaf_beyond_the_last_shows_the_last(admin, waiting):
    assert open_leaf(admin, waiting, 999).context["leaf"] == 2
    assert open_leaf(admin, waiting, "x").context["leaf"] == 0


def test_accepting_leads_to_the_next_that_nobody_has_looked_at(admin, members, waiting):
    one, following = finding(waiting, "f-1"), finding(waiting, "f-2")

    answer = press(admin, open_leaf(admin, waiting, 1), "Accept", on=one)

    assert (
        answer.url == f"{reverse('waiting', args=[waiting.pk])}?leaf=1#proposal-{following.pk}"
    )
    one.refresh_from_db()
    assert (one.state, one.decided_by, one.corrected) == ("accepted", members["admin"], None)
    assert "7 not looked at (1 for your answer, 6 only to look over), 1 accepted" in text_of(
        open_leaf(admin, waiting, 1)
    )


def test_not_so_and_taking_it_back(admin, waiting):
    one = finding(waiting)

    press(admin, open_leaf(admin, waiting, 1), "Not so", on=one)
    one.refresh_from_db()
    assert one.state == "rejected"

    press(admin, open_leaf(admin, waiting, 1), "Take back", on=one)
    one.refresh_from_db()
    assert (one.state, one.decided_by) == ("undecided", None)


def test_the_rest_of_a_page_is_accepted_at_once_and_only_that_page(admin, waiting):
    press(admin, open_leaf(admin, waiting, 1), "Not so", on=finding(waiting))

    answer = press(admin, open_leaf(admin, waiting, 1), "Accept the rest of this page")

    assert messages_of(answer)[-1] == "One accepted."
    assert answer.url.endswith("?leaf=2")  # where there is something left to look at
    states = waiting.proposals.values_list("state", flat=True)
    assert sorted(states) == ["accepted", "rejected", *["undecided"] * 6]


def test_what_needs_an_answer_is_left_for_it_where_the_rest_of_a_page_is_accepted(
    admin, waiting
):
    page = open_leaf(admin, waiting, 1)
    assert "This takes 1 of the 2 above" in text_of(page)

    answer = press(admin, page, "Accept the rest of this page as read")

    assert messages_of(answer) == ["One accepted. One left for your answer."]
    unsure = finding(waiting, "f-2")
    assert unsure.state == "undecided"
    assert answer.url.endswith(f"?leaf=1#proposal-{unsure.pk}")
    # And nothing offers to accept it unasked.
    assert "Accept the rest" not in text_of(open_leaf(admin, waiting, 1))


def test_what_somebody_else_decided_meanwhile_is_left_as_they_left_it(
    admin, members, authority, waiting, client_for
):
    page = open_leaf(admin, waiting, 1)
    colleague = members["officer"]
    colleague.memberships.create(authority=authority, role="admin")
    theirs = client_for(colleague)
    press(theirs, open_leaf(theirs, waiting, 1), "Not so", on=finding(waiting, "f-1"))

    answer = press(admin, page, "Accept the rest of this page")

    (told,) = messages_of(answer)
    assert told.startswith("None accepted. One left: somebody else looked at them meanwhile.")
    assert finding(waiting, "f-1").state == "rejected"


def test_only_what_the_reader_is_sure_of_is_shown_and_accepted_where_one_asks_for_that(
    admin, waiting
):
    page = open_leaf(admin, waiting, 1, only="sure")
    assert "1 of which the reader is less sure is not shown" in text_of(page)
    press(admin, page, "Accept the rest of this page")

    assert finding(waiting, "f-1").state == "accepted"
    assert finding(waiting, "f-2").state == "undecided"
    # It is kept from page to page, until one asks for all.
    assert len(open_leaf(admin, waiting, 1).context["cards"]) == 1
    assert len(open_leaf(admin, waiting, 1, only="all").context["cards"]) == 2


def test_when_all_is_looked_at_the_page_says_so_and_leads_to_importing(admin, waiting):
    press(admin, open_leaf(admin, waiting, 0), "Accept these facts")
    press(admin, open_leaf(admin, waiting, 1), "Accept", on=finding(waiting, "f-2"))
    for leaf in (1, 2):
        press(admin, open_leaf(admin, waiting, leaf), "Accept the rest of this page")

    page = open_leaf(admin, waiting, 1)

    assert "Everything has been looked at: 8 accepted, 0 rejected." in text_of(page)
    assert reverse("waiting-import", args=[waiting.pk]) in page.text


def test_the_page_as_it_is_printed_is_kept_from_page_to_page(admin, waiting):
    page = open_leaf(admin, waiting, 1, **{"as": "printed"})

    picture = reverse("waiting-page", args=[waiting.pk, 1])
    assert f'<image href="{picture}"' in page.text
    assert f'href="#proposal-{finding(waiting).pk}"' in page.text
    assert "<image" in open_leaf(admin, waiting, 2).text
    assert "<image" not in open_leaf(admin, waiting, 2, **{"as": "text"}).text


def test_a_page_that_cannot_be_drawn_is_not_there(admin, waiting):
    for number in (0, 1, 3):  # the file is no PDF, and has two pages
        assert admin.get(reverse("waiting-page", args=[waiting.pk, number])).status_code == 404


def test_nothing_of_another_authority_is_there(client_for, members, waiting):
    other = client_for(members["other"])
    one = finding(waiting)
    card = reverse("proposal", args=[waiting.pk, one.pk])
    addresses = [
        reverse("waiting", args=[waiting.pk]),
        reverse("waiting-state", args=[waiting.pk]),
        reverse("waiting-page", args=[waiting.pk, 1]),
        card,
    ]

    assert [other.get(address).status_code for address in addresses] == [404] * 4
    said = {"turn": 0, "state": "accepted", "seen": f"{one.pk}:0"}
    for address in (card, addresses[0], reverse("waiting-add", args=[waiting.pk])):
        assert other.post(address, said).status_code == 404
    assert not waiting.proposals.exclude(state="undecided").exists()


def test_only_an_admin_looks_at_it(client_for, members, waiting):
    for role in ("viewer", "officer", "approver"):
        client = client_for(members[role])
        card = reverse("proposal", args=[waiting.pk, finding(waiting).pk])
        assert client.get(reverse("waiting", args=[waiting.pk])).status_code == 403
        assert client.post(card, {"turn": 0, "state": "accepted"}).status_code == 403


def test_the_state_for_a_page_that_stays_open(admin, client_for, members, authority, waiting):
    colleague = members["approver"]
    colleague.memberships.create(authority=authority, role="admin")
    theirs = client_for(colleague)
    press(theirs, open_leaf(theirs, waiting, 1), "Accept", on=finding(waiting))

    told = admin.get(reverse("waiting-state", args=[waiting.pk]), {"leaf": 1}).json()

    turns = {str(finding(waiting, "f-1").pk): 0, str(finding(waiting).pk): 1}
    assert told == {
        "turns": turns,
        "undecided": 7,
        "needed": 0,  # the one that the reader is not sure of has been accepted
        "accepted": 1,
        "rejected": 0,
        "leaves": {"0": 3, "1": 1, "2": 3},
        "others": [f"{colleague}, since 12:00"],
    }
    assert f"Also at work here: {colleague}, since 12:00" in text_of(open_leaf(admin, waiting))


def test_one_card_can_be_looked_at_and_decided_on_alone(admin, waiting):
    one = finding(waiting)
    card = admin.get(reverse("proposal", args=[waiting.pk, one.pk]))

    press(admin, card, "Accept", on=one)

    assert finding(waiting).state == "accepted"


def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(admin, authority, members):
    ours = asked_before(authority)
    ref = "westmere/2018-06-full_inspection/3"
    met = VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    few = wait(authority, members["admin"], draft(refs=[ref]))
    several = [(f"f-{number}", 4, BLOCKS[3][2], "improved", "high") for number in range(1, 40)]
    many = wait(authority, members["admin"], draft(several, [ref]), sha256="a" * 64)

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(address).status_code == 200
        return len(captured)

    def all_of(waiting):
        pages = [reverse("waiting", args=[waiting.pk], query={"leaf": n}) for n in range(3)]
        card = reverse("proposal", args=[waiting.pk, finding(waiting, "f-1").pk])
        return [
            *pages,
            f"{pages[1]}&as=printed",
            reverse("waiting-state", args=[waiting.pk]),
            card,
        ]

    open_leaf(admin, few, 1, **{"as": "printed"})  # that it was chosen is kept, once
    counted = [queries(address) for address in all_of(few)]
    for number in range(10):
        RecommendationFactory(inspection=ours.inspection, key=f"more-{number}")
        FindingFactory(inspection=met)
    assert [queries(address) for address in all_of(many)] == counted
    assert max(counted) <= 15


def test_a_document_of_no_known_family_says_what_to_do(admin, authority, members):
    told = {"document": {"title": "A paper", "sha256": "b" * 64}, "inspections": []}
    waiting = wait(authority, members["admin"], told, sha256="b" * 64)

    page = open_leaf(admin, waiting)
    assert "The reader does not know this kind of document" in text_of(page)
    answer = press(admin, page, "Accept these facts")
    assert answer.status_code == 422
    assert "Kind: Choose one of these." in text_of(answer)

    one = proposed(waiting, kind="document")
    said = {"kind": "peer_review", "published": "3 March 2019"}
    assert press(admin, page, "Accept", on=one, **said).status_code == 302
    page = open_leaf(admin, waiting)
    added = press(admin, page, "Add it", kind="peer_review", started="January 2019")

    assert added.status_code == 302
    one.refresh_from_db()
    assert one.said["key"] == "2019-03-03-peer-review"
    visit = proposed(waiting, kind="inspection")
    assert (visit.state, visit.inspection) == ("accepted", 0)
    assert visit.said == {
        "key": "2019-01-peer_review",
        "kind": "peer_review",
        "started": "2019-01",
    }
    assert "The reader does not know" not in text_of(open_leaf(admin, waiting))
    assert Proposal.objects.filter(waiting=waiting).count() == 2


def test_what_is_recorded_already_is_said_with_what_differs(admin, authority, waiting):
    visit = VisitFactory(
        authority=authority,
        key="2019-02-monitoring_visit",
        started="2019-02-05",
        ended="2019-02-07",
    )
    FindingFactory(inspection=visit)

    page = text_of(open_leaf(admin, waiting))

    assert "0 recommendations, 1 finding . This document tells of 1 grade" in page.replace(
        "finding.", "finding ."
    )
    assert "Recorded: 7 February 2019, by" in page


def test_marks_in_the_cells_of_a_table(admin, waiting):
    one = proposed(waiting, kind="judgement")
    page = open_leaf(admin, waiting, 2).text

    assert page.count(f'data-proposal="{one.pk}"><a href="#proposal-{one.pk}">') == 2
    assert at(9, "")["page"] == "2"
