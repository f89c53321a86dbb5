"""The list of documents that wait, and how far each is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.models import Proposal
from tests.documents_sent import LIST
from tests.factories import AuthorityFactory, MembershipFactory
from tests.keepers import in_words
from tests.waits import EVENING, MORNING, NOON, Waits


@pytest.fixture
def admin(members):
    return members["admin"]


@pytest.fixture
def letter(authority, admin):
    return Waits(authority, admin, title="Letter of March")


def test_nothing_waits(me):
    page = in_words(me.get(LIST))

    assert "Nothing waits" in page
    assert "Take these in" in page


def test_a_document_shows_what_it_is_and_who_added_it_when(me, letter):
    page = in_words(me.get(LIST))

    assert "1 document on the list" in page
    assert f'href="{reverse("waiting", args=[letter.waiting.pk])}"><bdi>Letter of March' in page
    assert letter.file.name in page
    assert "Monitoring visit" in page
    assert "20 November 2026" in page
    assert "by admin@westmere.example" in page
    assert "None of 5" in page
    assert "Not yet" in page


def test_its_kind_is_what_a_person_has_made_of_it(me, letter):
    Proposal.objects.filter(waiting=letter.waiting, kind="document").update(
        corrected={"kind": "press_report"}
    )

    assert "Press report" in in_words(me.get(LIST))


@pytest.mark.parametrize("told", [{}, {"kind": None}, {"kind": "no such"}, {"kind": ["x"]}])
def test_a_kind_that_nobody_knows_is_said_so(me, letter, told):
    Proposal.objects.filter(waiting=letter.waiting).update(proposed=told)

    page = in_words(me.get(LIST))
    assert "Not known: <a" in page
    assert f"{letter.waiting.pk}/?leaf=0" in page


def test_doubts_and_another_council_s_name_are_told(me, authority, admin):
    Waits(authority, admin, doubts=["It has two dates."], names_authority="Eastmere")

    page = in_words(me.get(LIST))

    assert "1 doubt<" in page
    assert "<li>It has two dates.</li>" in page
    assert "It names <bdi>Eastmere</bdi>" in page


def test_how_many_are_looked_at_accepted_and_rejected(me, letter):
    letter.decide("accepted", "accepted", "rejected")

    page = in_words(me.get(LIST))

    assert "3 of 5" in page
    assert "2 accepted, 1 rejected" in page


def test_all_looked_at_it_is_ready_to_import(me, letter):
    letter.decide(*["accepted"] * 5)

    page = in_words(me.get(LIST))

    assert "All 5" in page
    assert "ready to import" in page


def test_all_rejected_there_is_nothing_to_import(me, letter):
    letter.decide(*["rejected"] * 5)

    assert "Nothing to import" in in_words(me.get(LIST))


def test_imported_in_part_and_what_was_accepted_since(me, letter):
    letter.decide("accepted", "accepted")
    letter.imported(at=NOON)
    letter.decide("accepted", now=EVENING)

    page = in_words(me.get(LIST))

    assert 'In part, on <span class="date">20 November 2026</span>' in page
    assert "1 accepted since" in page


def test_imported_with_nothing_left(me, letter):
    letter.decide(*["accepted"] * 5)
    letter.imported()

    assert "Nothing left to look at" in in_words(me.get(LIST))


def test_what_nobody_has_imported_comes_first_and_the_newest_before_others(
    me, authority, admin
):
    done = Waits(authority, admin, title="Imported", added_at=EVENING)
    done.imported()
    Waits(authority, admin, title="Older", added_at=MORNING)
    Waits(authority, admin, title="Newer", added_at=NOON)

    shown = [one.waiting.title for one in me.get(LIST).context["rows"]]

    assert shown == ["Newer", "Older", "Imported"]


def test_another_authority_s_documents_are_not_there(me, admin):
    Waits(AuthorityFactory(), admin, title="Belongs elsewhere")

    assert "Belongs elsewhere" not in in_words(me.get(LIST))


def test_who_keeps_several_sees_whose_each_is(me, letter, admin):
    second = MembershipFactory(user=admin, role="admin", authority__name="Northmere").authority
    Waits(second, admin)

    page = in_words(me.get(LIST))

    assert "2 documents on the list" in page
    assert "Northmere" in page


def test_two_hundred_documents_come_in_pages(me, authority, admin):
    for _ in range(200):
        Waits(authority, admin, findings=0)

    first, last = (in_words(me.get(LIST, {"page": n})) for n in (1, 4))

    assert "200 documents on the list" in first
    assert "Page 1 of 4" in first
    assert first.count("/put-away/") == last.count("/put-away/") == 50


@pytest.mark.parametrize("page", ["0", "99", "x", "\0"])
def test_an_odd_page_is_a_page(me, letter, page):
    assert "Letter of March" in in_words(me.get(LIST, {"page": page}))


def test_the_pages_take_as_many_queries_for_many_documents_as_for_few(me, authority, admin):
    first = Waits(authority, admin)

    def queries(page):
        with CaptureQueriesContext(connection) as captured:
            assert me.get(page).status_code == 200
        return len(captured)

    few = [queries(LIST), queries(first.away)]
    for _ in range(30):
        waits = Waits(authority, admin, findings=20, doubts=["A doubt."])
        waits.decide("accepted", "rejected")
    first.decide(*["accepted"] * 5)
    waits.imported()

    many = [queries(LIST), queries(first.away)]
    assert many[0] == few[0] <= 15
    assert max(many + few) <= 15
