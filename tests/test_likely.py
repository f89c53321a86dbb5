"""What a document that was taken in proposes: which recommendation a sentence speaks of, what
is asked again, and what is recorded already in our own words."""

from datetime import UTC, date, datetime

import pytest

from improvement.documents.likely import add_likely
from improvement.documents.taking_in import AlreadyHereError, WhichAuthorityError, take_in
from improvement.models import Proposal, WaitingDocument
from inspections.intake.confined import UnreadableError
from inspections.models import (
    DocumentFile,
    Finding,
    FindingLink,
    GlossaryEntry,
    LinkState,
    Passage,
    Recommendation,
)
from tests import factories
from tests.waiting_letter import LETTER

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def rutland():
    return factories.AuthorityFactory(name="Rutland", slug="rutland")


def admin_of(*authorities):
    user = factories.UserFactory()
    for authority in authorities:
        factories.MembershipFactory(user=user, authority=authority, role="admin")
    return user


def graded(authority, key, day, *summaries):
    """A full inspection of that day, with what it asked for."""
    found = factories.InspectionFactory(
        authority=authority, key=key, kind="full_inspection", started=day, ended=day
    )
    for number, summary in enumerate(summaries, start=1):
        factories.RecommendationFactory(inspection=found, key=str(number), summary=summary)
    return found


@pytest.fixture
def world(db):
    """Rutland, judged in 2014 and again in 2018, and its admin."""
    authority = rutland()
    graded(authority, "2014-03-full_inspection", "2014-03-03", "Oversee the work of managers.")
    graded(
        authority,
        "2018-06-full_inspection",
        "2018-06-11",
        "Managers are to oversee the work and record their decisions.",
        "Plans for children are to be good and up to date.",
    )
    return authority


@pytest.fixture
def admin(world):
    return admin_of(world)


def letter(by, content=LETTER):
    return take_in(content.encode(), "letter.md", by=by, now=NOW)


def finding(waiting, words):
    rows = waiting.proposals.filter(kind=Proposal.Kind.FINDING)
    return next(one for one in rows if words in one.said["text"])


def refs(proposal):
    return [one["ref"].split("/", 1)[1] for one in proposal.said.get("proposed", ())]


def test_a_sentence_is_proposed_for_the_recommendation_it_speaks_of(admin):
    waiting = letter(admin)

    oversight, plans = finding(waiting, "oversight"), finding(waiting, "not yet good")

    assert refs(oversight)[0] == "2018-06-full_inspection/1"
    assert refs(plans)[0] == "2018-06-full_inspection/2"
    assert all(one["why"] and 0 < float(one["score"]) <= 1 for one in plans.said["proposed"])


def test_what_was_asked_before_the_last_graded_inspection_is_not_proposed(admin):
    waiting = letter(admin)

    found = waiting.proposals.filter(kind=Proposal.Kind.FINDING)

    assert not [ref for one in found for ref in refs(one) if ref.startswith("2014")]


def test_what_was_asked_after_the_visit_is_not_proposed(admin, world):
    graded(world, "2021-01-full_inspection", "2021-01-11", "Managers are to oversee the work.")

    assert refs(finding(letter(admin), "oversight"))[0] == "2018-06-full_inspection/1"


def said_before(world, words, key, state):
    """A person's word on a finding of an earlier visit."""
    asked = Recommendation.objects.get(inspection__key="2018-06-full_inspection", key=key)
    visit = factories.VisitFactory(
        authority=world, key=f"2019-0{key}-monitoring_visit", started=f"2019-0{key}-05"
    )
    row = factories.FindingFactory(inspection=visit, key="f1", summary=words)
    FindingLink.objects.create(
        finding=row,
        recommendation=asked,
        state=state,
        holds_from=date(2019, 6, 1),
        known_at=datetime(2019, 6, 1, tzinfo=UTC),
    )


def score_of(proposal, ref):
    scores = {one["ref"].split("/", 1)[1]: one["score"] for one in proposal.said["proposed"]}
    return float(scores.get(ref, 0))


def test_what_persons_confirmed_and_rejected_before_is_used(admin, world):
    before = finding(letter(admin), "oversight")
    WaitingDocument.objects.all().delete()
    Passage.objects.all().delete()
    DocumentFile.objects.all().delete()
    words = "Managers’ oversight of the work has improved, and decisions are now recorded."
    said_before(world, words, "1", LinkState.REJECTED)
    said_before(world, words, "2", LinkState.CONFIRMED)

    after = finding(letter(admin), "oversight")

    first, second = (f"2018-06-full_inspection/{n}" for n in "12")
    assert score_of(before, first) > score_of(before, second)
    assert score_of(after, first) < score_of(after, second)


def test_the_authoritys_own_glossary_is_used(world):
    proposal = Proposal(
        kind=Proposal.Kind.FINDING, proposed={"key": "f", "text": "Zonks help."}
    )
    about = Proposal(
        kind=Proposal.Kind.INSPECTION,
        inspection=0,
        proposed={"key": "x", "kind": "monitoring_visit", "started": "2019-11-26"},
    )
    add_likely(world, [about, proposal], [], None, NOW)
    assert refs(proposal) == []

    GlossaryEntry.objects.create(
        authority=world, key="zonk", words=["zonks", "plans for children"]
    )
    add_likely(world, [about, proposal], [], None, NOW)

    assert refs(proposal) == ["2018-06-full_inspection/2"]


def test_what_is_recorded_in_our_own_words_is_offered_as_the_same(admin, world):
    visit = factories.VisitFactory(
        authority=world,
        key="2019-11-monitoring_visit",
        started="2019-11-26",
        ended="2019-11-27",
    )
    for key, summary, direction in (
        ("f1", "Managers oversee the work more, and record what they decide.", "improved"),
        ("f2", "Too many plans are out of date.", "no_progress"),
    ):
        factories.FindingFactory(
            inspection=visit, key=key, text="", summary=summary, direction=direction
        )

    waiting = letter(admin)

    assert finding(waiting, "oversight").same["key"] == "f1"
    assert finding(waiting, "not yet good").same["key"] == "f2"
    assert finding(waiting, "more regular").same is None
    assert Finding.objects.count() == 2


def test_a_document_that_is_recorded_keeps_its_title_and_key(admin, world):
    visit = factories.VisitFactory(
        authority=world, key="2019-11-monitoring_visit", started="2019-11-26", letter=False
    )
    held = factories.DocumentFactory(
        authority=world, kind=visit.kind, key="our-key", title="What we call it", sha256=""
    )
    factories.InspectionDocumentFactory(inspection=visit, document=held)

    paper = letter(admin).proposals.get(kind=Proposal.Kind.DOCUMENT).said

    assert (paper["key"], paper["title"]) == (held.key, held.title)


def test_a_recommendation_may_repeat_any_that_was_asked_before(world):
    words = "Managers should oversee the work of social workers."
    proposal = Proposal(kind=Proposal.Kind.RECOMMENDATION, proposed={"key": "1", "text": words})
    about = Proposal(
        kind=Proposal.Kind.INSPECTION,
        inspection=0,
        proposed={"key": "x", "kind": "full_inspection", "started": "2022-11-26"},
    )

    add_likely(world, [about, proposal], [], None, NOW)

    assert set(refs(proposal)) == {"2014-03-full_inspection/1", "2018-06-full_inspection/1"}


# Whose it is, and once


def test_the_same_file_a_second_time_is_refused_and_nothing_is_kept_twice(admin):
    first = letter(admin)

    with pytest.raises(AlreadyHereError) as again:
        letter(admin)

    assert again.value.file == first.file
    assert DocumentFile.objects.count() == WaitingDocument.objects.count() == 1


def test_an_unreadable_file_leaves_nothing(admin):
    with pytest.raises(UnreadableError):
        take_in(b"%PDF-1.7 and no more", "letter.pdf", by=admin, now=NOW)

    assert not DocumentFile.objects.exists()


def test_an_admin_of_several_councils_is_asked_where_a_document_names_none_of_them(world):
    other = factories.AuthorityFactory(name="Barrow", slug="barrow")
    third = factories.AuthorityFactory(name="Wick", slug="wick")
    by = admin_of(other, third)

    with pytest.raises(WhichAuthorityError) as asked:
        letter(by)
    taken = take_in(LETTER.encode(), "letter.md", by=by, now=NOW, chosen=third)

    assert asked.value.named == "Rutland"
    assert (taken.authority, taken.names_authority) == (third, "Rutland")


def test_a_document_goes_to_the_council_that_it_names(world):
    other = factories.AuthorityFactory(name="Barrow", slug="barrow")

    assert letter(admin_of(other, world)).authority == world
