"""Evidence as it is recorded: what is refused, and what is kept once."""

import pytest
from django.core.exceptions import PermissionDenied

from improvement import recording
from improvement.models import Evidence, EvidenceFile, Update
from improvement.recording import FileGiven, Refused, SaidAlready
from tests.evidence.given import PDF, a_link
from tests.factories import PlanClosureFactory, SignOffFactory, UpdateFactory, on
from tests.office import NOON


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"shows": "  "}, "shows"),
        ({"link": ""}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "S:\\audits\\may.docx"}, "link"),
        ({"link": "https://name:secret@example.org/"}, "link"),
        ({"file": FileGiven("a.pdf", PDF)}, "link"),
        ({"link": "", "file": FileGiven("a.exe", b"MZ\x00")}, "file"),
        ({"dated": on("2019-01-22").date()}, "dated"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_is_written(action, members, told, field):
    said = {"action": action, "by": members["officer"], "now": NOON}

    with pytest.raises(Refused) as alone:
        recording.add_evidence(**said, given=a_link(**told))
    with pytest.raises(Refused):
        recording.record_update(
            **said, status="on_track", text="Two.", evidence=[a_link(), a_link(**told)]
        )

    assert alone.value.field == field
    counted = [kind.objects.count() for kind in (Evidence, EvidenceFile, Update)]
    assert counted == [0, 0, 0]


def test_the_same_file_twice_is_stored_once_and_shown_twice(action, members):
    for shows in ("Nine of ten.", "Five of six."):
        recording.add_evidence(
            action=action,
            by=members["officer"],
            now=NOON,
            given=a_link(link="", shows=shows, file=FileGiven("a.pdf", PDF)),
        )

    assert (Evidence.objects.count(), EvidenceFile.objects.count()) == (2, 1)


def test_the_very_same_evidence_is_kept_once(action, members):
    said = {"action": action, "by": members["officer"], "now": NOON, "given": a_link()}
    recording.add_evidence(**said)

    with pytest.raises(SaidAlready):
        recording.add_evidence(**said)

    assert Evidence.objects.count() == 1


def test_the_same_words_with_other_evidence_are_not_the_same(action, members):
    said = {"action": action, "by": members["officer"], "now": NOON}
    said |= {"status": "done", "text": "All visited."}
    recording.record_update(**said)

    recording.record_update(**said, evidence=[a_link()])
    with pytest.raises(SaidAlready):
        recording.record_update(**said, evidence=[a_link()])

    assert (Update.objects.count(), Evidence.objects.count()) == (2, 1)


@pytest.mark.parametrize("role", ["viewer", "approver", "admin", "other"])
def test_only_who_answers_for_an_action_gives_evidence(action, members, role):
    with pytest.raises(PermissionDenied):
        recording.add_evidence(action=action, by=members[role], now=NOON, given=a_link())


def test_evidence_comes_later_too_but_not_to_a_closed_plan(action, members, post):
    said = {"action": action, "by": members["officer"], "now": NOON}
    claim = UpdateFactory(action=action, status="done", by_post=post)
    SignOffFactory(claim=claim, holds_from="2019-01-14")

    recording.add_evidence(**said, given=a_link())
    PlanClosureFactory(plan=action.plan, holds_from="2019-01-14")
    with pytest.raises(Refused, match="The plan closed on 14 January 2019"):
        recording.add_evidence(**said, given=a_link(shows="More."))

    assert Evidence.objects.count() == 1
