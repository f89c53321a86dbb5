"""What an admin has accepted of a document goes into the records: they see what that would do,
and nothing else is done."""

import pytest
from django.db.models import Model
from django.urls import reverse

from improvement.documents.deciding import add_by_hand, decide
from improvement.documents.taking_in import take_in
from improvement.importing import import_drafts
from improvement.models import Action, Proposal
from inspections.models import (
    Document,
    DocumentFile,
    Finding,
    FindingLink,
    Inspection,
    Judgement,
    Recommendation,
    Rival,
)
from tests.conftest import NOW
from tests.factories import AuthorityFactory, MembershipFactory, UpdateFactory, UserFactory
from tests.review_made import open_leaf, press
from tests.rutland import OF_RUTLAND
from tests.waiting_letter import BY_HAND, LETTER, PAPER, REPORT, TWO_VISITS, visit

pytestmark = pytest.mark.django_db
authority, admin, client = OF_RUTLAND

TOLD: list[type[Model]] = [Document, Inspection, Judgement, Recommendation, Finding, Rival]


def record(*drafts):
    files = [(f"draft-{number}.yaml", text) for number, text in enumerate(drafts)]
    report = import_drafts(files, actor=None, now=NOW, history=True)
    assert report.problems == []


@pytest.fixture
def waiting(admin):
    record(REPORT)
    return take_in(LETTER.encode(), "letter.md", by=admin, now=NOW)


def say(proposals, state, by, **corrected):
    """Decide on each; `corrected` are words of its own that a person gives it."""
    for one in proposals:
        one.refresh_from_db()
        said = {**one.said, **corrected} if corrected else None
        decide(proposal=one, seen=one.turn, state=state, said=said, by=by, now=NOW)


def accept(waiting, by, **of):
    say(waiting.proposals.filter(**of), "accepted", by)


def finding(waiting, words):
    told = waiting.proposals.filter(kind="finding")
    return next(one for one in told if words in one.proposed["text"])


def page(client, waiting):
    return client.get(reverse("waiting-import", args=[waiting.pk]))


def words(response):
    return " ".join(response.content.decode().split())


def import_it(client, waiting, **sent):
    shown = page(client, waiting).context["attempt"]
    known = "past" if shown.history else "now"
    fields = {"seen": shown.seen, "known": known, **sent}
    address = reverse("waiting-import", args=[waiting.pk])
    return client.post(address, fields, follow=True)


def count():
    return [model.objects.count() for model in TOLD]


# Before


def test_as_long_as_the_document_itself_is_not_accepted_nothing_can_be_imported(
    client, admin, waiting
):
    accept(waiting, admin, kind="finding")

    told = words(page(client, waiting))

    assert "Nothing can be imported yet" in told
    assert "Import as" not in told


def test_the_page_says_what_importing_would_do_and_writes_nothing(client, admin, waiting):
    before = count()
    accept(waiting, admin)

    told = words(page(client, waiting))

    assert "3 findings" in told
    assert f"Import as {admin}" in told
    assert count() == before
    assert DocumentFile.objects.get().document is None


def test_who_is_no_admin_there_cannot_import(client_for, members, admin, waiting):
    elsewhere = UserFactory(email="elsewhere@eastmere.example")
    MembershipFactory(user=elsewhere, authority=AuthorityFactory(), role="admin")
    address = reverse("waiting-import", args=[waiting.pk])

    assert client_for(members["viewer"]).post(address).status_code == 403
    assert client_for(elsewhere).post(address).status_code == 404


# Importing


def test_what_was_seen_is_imported_with_the_documents_own_file(client, admin, waiting):
    accept(waiting, admin)

    told = words(import_it(client, waiting))

    assert "Imported “Letter on the monitoring visit to Rutland" in told
    document = Document.objects.get(sha256=waiting.file.sha256)
    assert (document.held_as, document.file.pk) == ("markdown", waiting.file.pk)
    assert document.history.first().history_user == admin
    assert visit().findings.count() == 3
    waiting.refresh_from_db()
    assert (waiting.imported_by, waiting.imported_at is None) == (admin, False)
    # The sentence that it was taken from is known to the letter.
    assert Finding.objects.filter(text="", inspection=visit()).count() == 0


def test_imported_again_it_says_that_everything_is_recorded(client, admin, waiting):
    accept(waiting, admin)
    import_it(client, waiting)
    before = count()

    told = words(page(client, waiting))
    import_it(client, waiting)

    assert "Everything that has been accepted is recorded already" in told
    assert "Import as" not in told
    assert count() == before


def test_what_is_not_looked_at_can_be_imported_later_and_adds_only_itself(
    client, admin, waiting
):
    for kind in ("document", "inspection"):
        accept(waiting, admin, kind=kind)
    say([finding(waiting, "oversight")], "accepted", admin)
    told = words(page(client, waiting))
    assert "Not looked at:</strong> 1 judgement, 2 findings" in told

    told = words(import_it(client, waiting))
    review, listed = reverse("waiting", args=[waiting.pk]), reverse("waiting-list")
    assert f'<a href="{review}">3 of what was read out of it</a> have not been' in told
    assert f'<a href="{listed}">documents to confirm</a> until it is put away' in told
    assert visit().findings.count() == 1

    say([finding(waiting, "Visits")], "accepted", admin)
    assert "1 created, 0 changed" in words(import_it(client, waiting))
    assert visit().findings.count() == 2


def test_a_file_meets_what_somebody_told_by_hand_and_adds_its_words(client, admin):
    record(REPORT, BY_HAND)
    waiting = take_in(LETTER.encode(), "letter.md", by=admin, now=NOW)
    accept(waiting, admin)
    say([finding(waiting, "oversight")], "accepted", admin, key="f1")
    before = count()

    told = words(page(client, waiting))
    import_it(client, waiting)

    assert "3 findings, 1 of them with the document’s own words added" in told
    # Two findings are new; of all else there is no more than before.
    assert [after - was for after, was in zip(count(), before, strict=True)] == [
        0,
        0,
        0,
        0,
        2,
        0,
    ]
    held = visit().findings.get(key="f1")
    assert held.text.startswith("Managers’ oversight")
    assert held.summary == "Managers look at the work more often."
    assert Document.objects.get(key="letter-by-hand").file.pk == waiting.file.pk


def test_links_that_were_confirmed_and_refused_come_with_it(client, admin, waiting):
    accept(waiting, admin)
    asked = "rutland/2018-06-full_inspection/{}".format
    oversight = finding(waiting, "oversight")
    say([oversight], "accepted", admin, recommendations=[asked(1)], not_about=[asked(2)])

    assert "With them 2 answers" in words(page(client, waiting))
    import_it(client, waiting)

    states = FindingLink.objects.order_by("recommendation__key").values_list("state", flat=True)
    assert list(states) == ["confirmed", "rejected"]


@pytest.mark.parametrize(("known", "year"), [("past", 2019), ("now", 2026)])
def test_it_is_known_since_it_came_out_or_since_today(client, admin, waiting, known, year):
    accept(waiting, admin)

    told = words(page(client, waiting))
    import_it(client, waiting, known=known)

    assert "Since the document came out, 20 December 2019" in told
    assert Finding.objects.first().known_at.year == year


def test_a_letter_of_the_last_days_is_news_unless_somebody_says_otherwise(client, admin):
    record(REPORT)
    new = LETTER.replace("20 December 2019", "2 November 2026").replace(
        "November 2019", "October 2026"
    )
    waiting = take_in(new.encode(), "letter.md", by=admin, now=NOW)
    accept(waiting, admin)

    assert not page(client, waiting).context["attempt"].history


# What is left out


def test_what_is_rejected_or_left_behind_is_told_and_not_recorded(client, admin, waiting):
    accept(waiting, admin)
    say([finding(waiting, "Visits")], "rejected", admin)
    earlier = waiting.proposals.get(kind="inspection", inspection=1)
    say([earlier], "rejected", admin)

    told = words(page(client, waiting))
    import_it(client, waiting)

    assert "Rejected:</strong> 1 inspection, 1 finding." in told
    assert "Accepted, and left behind" in told
    assert "Overall: inadequate" in told
    assert visit().findings.count() == 2


def test_what_is_rejected_after_it_was_imported_is_said_to_be_recorded_still(
    client, admin, waiting
):
    accept(waiting, admin)
    import_it(client, waiting)
    say([finding(waiting, "Visits")], "rejected", admin)

    told = words(page(client, waiting))

    assert "Rejected, but imported before:</strong> what was imported stays recorded" in told
    assert "take the rejection back on its card" in told
    record = visit().findings.get(text__startswith="Visits")
    assert reverse("admin:inspections_finding_change", args=[record.pk]) in told
    assert visit().findings.count() == 3


def test_that_one_was_rejected_afterwards_changes_nothing_of_the_others(client, admin, waiting):
    accept(waiting, admin)
    import_it(client, waiting)
    say([finding(waiting, "oversight")], "rejected", admin)

    told = words(page(client, waiting))

    assert "Its place in the document" not in told
    assert "There is nothing to import." in told
    assert "Import as" not in told


def test_what_comes_between_two_recorded_ones_changes_neither(client, admin, waiting):
    accept(waiting, admin)
    say([finding(waiting, "Plans")], "undecided", admin)
    import_it(client, waiting)
    accept(waiting, admin)

    assert "1 created, 0 changed" in words(import_it(client, waiting))

    in_order = visit().findings.order_by("position").values_list("text", flat=True)
    assert [one.split()[0] for one in in_order] == ["Managers’", "Plans", "Visits"]


def test_another_order_is_told_as_another_place(client, admin, waiting):
    accept(waiting, admin)
    import_it(client, waiting)
    first = finding(waiting, "oversight")
    first.position = 99
    first.save()

    assert "Its place in the document" in words(page(client, waiting))


def test_without_the_inspection_it_is_about_none_of_its_inspections_goes_in(
    client, admin, waiting
):
    accept(waiting, admin)
    say([waiting.proposals.get(kind="inspection", inspection=0)], "undecided", admin)
    before = Inspection.objects.count()

    import_it(client, waiting)

    assert Inspection.objects.count() == before
    assert Document.objects.get(sha256=waiting.file.sha256).told.count() == 0


# What others say, and what a person has corrected


def test_another_documents_word_is_shown_beside_this_ones_and_kept(client, admin, waiting):
    record(PAPER)
    accept(waiting, admin)

    told = words(page(client, waiting))
    import_it(client, waiting)

    assert "Another document says otherwise" in told
    assert "25 November 2019" in told
    assert "The committee’s paper" in told
    assert str(visit().started) == "26 November 2019"
    assert Rival.objects.get().value == "25 November 2019"


def test_a_report_of_another_inspection_does_not_speak_over_its_own(client, admin, waiting):
    mention = waiting.proposals.get(kind="judgement")
    accept(waiting, admin)
    say([mention], "accepted", admin, grade="requires_improvement")

    told = words(page(client, waiting))
    import_it(client, waiting)

    assert "what is recorded here" in told
    assert "The report of 2018" in told
    assert Judgement.objects.get().grade == "inadequate"
    assert Rival.objects.get().value == "requires_improvement"


def test_what_a_person_has_corrected_here_is_kept_and_said(client, admin):
    record(REPORT, BY_HAND)
    Finding.objects.filter(key="f1").update(direction="no_progress")
    waiting = take_in(LETTER.encode(), "letter.md", by=admin, now=NOW)
    accept(waiting, admin)
    say([finding(waiting, "oversight")], "accepted", admin, key="f1", direction="some_progress")

    told = words(page(client, waiting))
    import_it(client, waiting)

    assert "Corrected here by a person, and kept" in told
    assert visit().findings.get(key="f1").direction == "no_progress"


# Two at once


def test_if_another_admin_decides_meanwhile_nothing_is_imported_and_the_page_says_so(
    client, admin, members, waiting
):
    accept(waiting, admin)
    seen = page(client, waiting).context["attempt"].seen
    say([finding(waiting, "Visits")], "rejected", admin)

    told = words(import_it(client, waiting, seen=seen))

    assert "Nothing was imported: since you opened this page what has been accepted" in told
    assert not Inspection.objects.filter(kind="monitoring_visit").exists()
    assert DocumentFile.objects.get().document is None
    # What is shown now can be imported.
    import_it(client, waiting)
    assert visit().findings.count() == 2


def test_if_the_records_change_meanwhile_nothing_is_imported_and_the_page_says_so(
    client, admin, waiting
):
    accept(waiting, admin)
    seen = page(client, waiting).context["attempt"].seen
    record(PAPER)

    told = words(import_it(client, waiting, seen=seen))

    assert "since you opened this page somebody has changed what is recorded" in told
    assert not Finding.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"seen": "x" * 300}, {"seen": "a", "known": "never"}])
def test_whatever_is_sent_nothing_else_than_what_was_seen_is_imported(
    client, admin, waiting, sent
):
    accept(waiting, admin)

    response = client.post(reverse("waiting-import", args=[waiting.pk]), sent)

    assert response.status_code == 200
    assert not Finding.objects.exists()


# What keeps it out


def test_what_is_wrong_is_told_with_the_card_that_has_to_be_mended(client, admin, waiting):
    accept(waiting, admin)
    oversight, visits = finding(waiting, "oversight"), finding(waiting, "Visits")
    say([visits], "accepted", admin, key=oversight.said["key"])
    before = count()

    response = import_it(client, waiting)

    told = words(response)
    assert "to mend first: nothing was imported" in told
    assert f"#proposal-{visits.pk}" in told
    assert "This and “Managers’ oversight of the work has improved" in told
    assert count() == before


def test_a_key_given_twice_is_told_once(client, admin, waiting):
    accept(waiting, admin)
    oversight, visits = finding(waiting, "oversight"), finding(waiting, "Visits")
    say([visits], "accepted", admin, key=oversight.said["key"])

    told = words(import_it(client, waiting))

    assert "1 thing to mend first" in told
    assert "already exists" not in told


def test_which_of_two_recorded_visits_it_is_can_be_said_on_its_card(client, admin, waiting):
    record(TWO_VISITS)
    accept(waiting, admin)
    about = waiting.proposals.get(kind="inspection", inspection=0)

    told = words(import_it(client, waiting))

    assert "2019-11-monitoring_visit-b or visit-three, which are recorded already" in told
    assert "Say which under “Recorded already as”" in told
    assert f"#proposal-{about.pk}" in told
    assert not Finding.objects.exists()

    press(client, open_leaf(client, waiting), "Save changes", on=about, recorded="visit-three")

    # Said once, it stands whatever else is corrected, until it is taken back.
    press(client, open_leaf(client, waiting), "Save changes", on=about, ordinal="3")
    about.refresh_from_db()
    assert (about.said["key"], about.said["ordinal"]) == ("visit-three", "3")
    import_it(client, waiting)
    assert Inspection.objects.get(key="visit-three").findings.count() == 3

    press(client, open_leaf(client, waiting), "Save changes", on=about, recorded="")
    about.refresh_from_db()
    assert about.said["key"] == "2019-11-monitoring_visit"


def test_a_document_of_no_known_kind_is_named_as_what_lacks_it(client, admin):
    waiting = take_in(b"A note.\n\nIt says little.", "note.txt", by=admin, now=NOW)
    accept(waiting, admin)

    told = words(import_it(client, waiting))

    assert "Nobody has said yet what kind of document it is" in told
    paper = waiting.proposals.get(kind="document")
    assert f'#proposal-{paper.pk}">A note.</a>' in told
    assert not Document.objects.exists()


def test_a_recommendation_that_is_not_recorded_is_no_reason_to_import_the_rest(
    client, admin, waiting
):
    accept(waiting, admin)
    oversight = finding(waiting, "oversight")
    say([oversight], "accepted", admin, recommendations=["rutland/2018-06-full_inspection/9"])

    told = words(import_it(client, waiting))

    assert "There is no rutland/2018-06-full_inspection/9" in told
    assert not Finding.objects.exists()


PLAN = {
    "key": "plan-2020",
    "title": "The plan of 2020",
    "opened": "2019-12-20",
    "answers": ["rutland/2018-06-full_inspection"],
    "owners": [{"key": "director", "post": "Director"}],
    "commitments": [
        {"recommendation": "rutland/2018-06-full_inspection/1", "title": "Oversight"}
    ],
    "actions": [
        {
            "reference": "1",
            "title": "Oversee",
            "commitments": ["rutland/2018-06-full_inspection/1"],
            "owner": "director",
        }
    ],
}


def test_a_plan_in_which_members_speak_takes_no_past_and_may_be_tried_as_news(
    client, admin, waiting
):
    accept(waiting, admin)
    by_hand = {"inspection": None, "passage": None, "by": admin, "now": NOW}
    paper = add_by_hand(waiting=waiting, kind="plan", said=PLAN, **by_hand)
    import_it(client, waiting)
    action = Action.objects.get()
    UpdateFactory(action=action, said_by=admin, known_at=NOW, holds_from=NOW.date())
    more = {**PLAN["actions"][0], "reference": "2", "title": "Oversee more"}
    say([paper], "accepted", admin, actions=[*PLAN["actions"], more])

    told = words(page(client, waiting))
    as_news = client.get(reverse("waiting-import", args=[waiting.pk]), {"known": "now"})

    assert "Members have entered events in this plan" in told
    assert "Try it as known since today." in told
    assert "Import as" in words(as_news)
    seen = as_news.context["attempt"].seen
    import_it(client, waiting, seen=seen, known="now")
    assert Action.objects.count() == 2


def test_a_document_that_may_not_be_published_says_so_before_it_is_imported(
    client, admin, waiting
):
    accept(waiting, admin)
    paper = waiting.proposals.get(kind="document")
    assert "Not for publication." in words(page(client, waiting))

    say([paper], "accepted", admin, public_from="2019-12-20")

    assert "Not for publication." not in words(page(client, waiting))
    assert Proposal.objects.get(pk=paper.pk).said["public_from"] == "2019-12-20"
