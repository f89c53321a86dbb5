"""An admin says what findings speak of."""

from datetime import date

import pytest
from django.utils import timezone

from improvement.keeping.links import judge_links
from inspections.models import FindingLink
from inspections.models.time import AsAt
from tests import factories
from tests.factories import on
from tests.held import FORMS, WORSE, Letter, hold, read, stands_at, words
from tests.keeping.said import LONG, address, problems, say


@pytest.fixture
def links_page(finding):
    return address("finding-links", "westmere", finding.inspection.key, finding.key)


def test_a_finding_shows_what_earlier_inspections_asked_for(
    admin, authority, links_page, commitment
):
    later = factories.InspectionFactory(authority=authority, started="2020-01-06", ended=None)
    factories.RecommendationFactory(inspection=later)

    asked = admin.get(links_page).context["asked"]

    assert [(str(inspection), [row[0] for row in rows]) for inspection, rows in asked] == [
        ("Re-inspection, 4 June 2018 to 28 June 2018", [commitment.recommendation])
    ]


def test_the_finding_leads_to_its_sentence(admin, authority):
    letter = Letter(authority)
    hold(letter.paper, FORMS["text"])
    finding = letter.finding(WORSE)

    page = read(admin, address("finding-links", "westmere", letter.visit.key, finding.key))

    (link,) = page.xpath("//main//a[contains(@href, '/text/#')]/@href")
    assert words(stands_at(admin, link)) == WORSE


def test_several_links_are_confirmed_or_rejected_at_once(
    admin, members, links_page, finding, inspection
):
    wanted, proposed, left = factories.RecommendationFactory.create_batch(
        3, inspection=inspection
    )
    factories.FindingLinkFactory(finding=finding, recommendation=proposed, state="proposed")

    response = admin.post(
        links_page,
        {
            f"link-{wanted.pk}": "confirmed",
            f"link-{proposed.pk}": "rejected",
            f"link-{left.pk}": "",
        },
        follow=True,
    )

    told = FindingLink.objects.filter(recorded_by__isnull=False).order_by("recommendation")
    assert [(e.recommendation, e.state, e.recorded_by) for e in told] == [
        (wanted, "confirmed", members["admin"]),
        (proposed, "rejected", members["admin"]),
    ]
    assert told[0].holds_from == date(2019, 2, 6)
    assert say(response) == ["Confirmed: 1. Rejected: 1."]


def test_only_what_changed_is_written(admin, links_page, finding, commitment):
    asked = commitment.recommendation
    factories.FindingLinkFactory(finding=finding, recommendation=asked)
    name = f"link-{asked.pk}"

    admin.post(links_page, {name: "confirmed", f"initial-{name}": "confirmed"})

    assert FindingLink.objects.count() == 1


def test_what_someone_else_rejected_meanwhile_is_not_confirmed_again(
    admin, links_page, finding, commitment
):
    asked = commitment.recommendation
    factories.FindingLinkFactory(finding=finding, recommendation=asked)
    factories.FindingLinkFactory(finding=finding, recommendation=asked, state="rejected")
    name = f"link-{asked.pk}"
    shown = admin.get(links_page).content.decode()

    admin.post(links_page, {name: "confirmed", f"initial-{name}": "confirmed"})

    assert f'<input type="hidden" name="initial-{name}" value="rejected"' in shown
    assert [link.state for link in finding.links.order_by("pk")] == ["confirmed", "rejected"]


def test_a_mind_is_changed_even_about_a_link_that_holds_from_a_later_day(
    finding, commitment, members
):
    factories.FindingLinkFactory(
        finding=finding,
        recommendation=commitment.recommendation,
        holds_from="2019-03-01",
        known_at=on("2019-03-01"),
    )

    judge_links(
        finding=finding,
        states={commitment.recommendation: "rejected"},
        by=members["admin"],
        now=timezone.now(),
    )

    assert finding.links.all().confirmed(AsAt(timezone.now())) == []


def test_a_finding_of_an_undated_visit_stands_by_the_letter(members, commitment, authority):
    visit = factories.VisitFactory(
        authority=authority, started=None, ended=None, published=None
    )
    letter = factories.DocumentFactory(authority=authority, published="2019-05-01")
    finding = factories.FindingFactory(
        inspection=visit, document=letter, known_at=on("2019-05-02")
    )
    visit.sources.all().delete()

    judge_links(
        finding=finding,
        states={commitment.recommendation: "confirmed"},
        by=members["admin"],
        now=timezone.now(),
    )

    assert finding.links.get().holds_from == date(2019, 5, 1)


@pytest.mark.parametrize("state", ["proposed", "maybe", "\0", LONG])
def test_a_link_is_confirmed_or_rejected_and_nothing_else(admin, links_page, commitment, state):
    name = f"link-{commitment.recommendation_id}"

    response = admin.post(links_page, {name: state})

    assert list(problems(response)) == [name]
    assert not FindingLink.objects.exists()


def test_a_finding_does_not_speak_of_another_councils_recommendation(
    admin, links_page, commitment, elsewhere
):
    name = f"link-{elsewhere['recommendation'].pk}"

    admin.post(links_page, {name: "confirmed"})

    assert not FindingLink.objects.exists()
