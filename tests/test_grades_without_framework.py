"""A letter tells of an earlier grade, and nobody knows under which framework it was given: the
grade waits, and nothing else does."""

import pytest
from django.urls import reverse

from improvement.documents.deciding import decide
from improvement.documents.taking_in import take_in
from inspections.models import Finding, Framework, Inspection, Judgement
from tests.conftest import NOW
from tests.rutland import OF_RUTLAND
from tests.waiting_letter import LETTER, visit

pytestmark = pytest.mark.django_db
authority, admin, client = OF_RUTLAND

EARLIER = {"kind": "inspection", "inspection": 1}


@pytest.fixture
def waiting(admin):
    """Nothing of the inspection of June 2018 is recorded; the letter gives its month alone."""
    taken = take_in(LETTER.encode(), "letter.md", by=admin, now=NOW)
    for one in taken.proposals.all():
        say(one, "accepted", admin)
    assert taken.proposals.filter(kind="judgement").count() == 1
    return taken


def say(one, state, by, **corrected):
    said = {**one.said, **corrected} if corrected else None
    decide(proposal=one, seen=one.turn, state=state, said=said, by=by, now=NOW)


def page(client, waiting, name="waiting-import"):
    return client.get(reverse(name, args=[waiting.pk]))


def words(response):
    return " ".join(response.content.decode().split())


def import_it(client, waiting):
    shown = page(client, waiting).context["attempt"]
    address = reverse("waiting-import", args=[waiting.pk])
    return client.post(address, {"seen": shown.seen, "known": "past"}, follow=True)


def test_the_import_page_says_that_it_waits_and_leads_to_the_card_that_lacks_it(
    client, waiting
):
    told = words(page(client, waiting))

    earlier = waiting.proposals.get(**EARLIER)
    assert "Grades that wait for a framework" in told
    assert f'#proposal-{earlier.pk}">Full inspection, by June 2018</a>: 1 judgement.' in told
    assert "Import as" in told


def test_all_else_is_imported_and_the_message_says_what_waits(client, waiting):
    told = words(import_it(client, waiting))

    assert visit().findings.count() == Finding.objects.count() == 3
    assert Inspection.objects.count() == 2
    assert not Judgement.objects.exists()
    again = reverse("waiting-import", args=[waiting.pk])
    assert f'<a href="{again}">1 judgement</a> waits for a framework to be said.' in told
    assert "is imported" in words(page(client, waiting))


def test_once_the_framework_is_said_the_grade_is_imported_too(client, admin, waiting):
    framework = Framework.objects.get(key="ILACS-2018")
    import_it(client, waiting)

    earlier = waiting.proposals.get(**EARLIER)
    say(earlier, "accepted", admin, framework=framework.key)
    assert "Grades that wait" not in words(page(client, waiting))
    import_it(client, waiting)

    grade = Judgement.objects.get()
    assert (grade.area.framework, grade.area.key) == (framework, "overall")
    assert grade.inspection.key == earlier.said["key"]


def test_a_grade_of_an_inspection_whose_framework_is_recorded_does_not_wait(
    client, authority, waiting
):
    framework = Framework.objects.get(key="ILACS-2018")
    Inspection.objects.create(
        authority=authority,
        key="told-before",
        kind="full_inspection",
        framework=framework,
        published="2018-06-30",
        known_at=NOW,
    )

    import_it(client, waiting)

    assert Judgement.objects.get().inspection.key == "told-before"


def test_an_inspection_that_may_be_one_of_two_is_asked_about_and_not_told_as_waiting(
    client, authority, waiting
):
    for key, day in (("one", "2018-06-29"), ("two", "2018-06-30")):
        kept = {"kind": "full_inspection", "known_at": NOW}
        Inspection.objects.create(authority=authority, key=key, published=day, **kept)

    shown = page(client, waiting)

    assert "This may be one or two, which are recorded already." in words(shown)
    assert shown.context["attempt"].unplaced == []


def test_a_date_that_is_none_is_told_as_what_is_wrong(client, admin, waiting):
    say(waiting.proposals.get(**EARLIER), "accepted", admin, started="June")

    told = words(page(client, waiting))

    assert "to mend first: nothing was imported" in told


def test_who_puts_the_document_away_is_told_what_would_be_lost(client, waiting):
    import_it(client, waiting)

    told = words(page(client, waiting, "waiting-put-away"))

    assert "1 judgement that was accepted</strong> would be lost" in told


def test_the_list_says_what_would_be_lost_before_anybody_puts_it_away(client, admin, waiting):
    import_it(client, waiting)
    again = reverse("waiting-import", args=[waiting.pk])

    told = words(client.get(reverse("waiting-list")))

    assert "put it away" not in told
    assert f'<a href="{again}">1 judgement<span class="hidden"> of' in told
    assert "</a> not imported yet" in told


def test_it_says_so_until_the_grade_is_imported(client, waiting):
    import_it(client, waiting)
    framework = Framework.objects.get(key="ILACS-2018")
    Inspection.objects.exclude(pk=visit().pk).update(framework=framework)

    known = words(client.get(reverse("waiting-list")))
    import_it(client, waiting)

    assert "not imported yet" in known
    assert "put it away" in words(client.get(reverse("waiting-list")))


def test_nothing_is_said_to_wait_where_nothing_does(client, admin, waiting):
    say(waiting.proposals.get(kind="judgement"), "rejected", admin)

    imported = words(import_it(client, waiting))
    away = words(page(client, waiting, "waiting-put-away"))

    assert "framework to be said" not in imported
    assert "would be lost" not in away
