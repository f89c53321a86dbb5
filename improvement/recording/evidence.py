"""Evidence: a link or a file, kept with the update it came with or added to the action."""

import hashlib
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from improvement import access, members
from improvement.access import Need
from improvement.models import Evidence, EvidenceFile, SignOff
from improvement.recording.file_types import check_file, safe_name
from improvement.recording.refusals import Refused, SaidAlready
from improvement.recording.turn import lock_plan, need_words, refuse, said, state_for
from improvement.state.left_over import keeps_its_file
from improvement.state.reasons import why_closed, why_not_open
from inspections.models.time import AsAt

MOST_PIECES = 3  # with one update; more can be added to the action


@dataclass(frozen=True)
class FileGiven:
    """A file as it was uploaded. What it is, is told from its content, not its name."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Given:
    """A piece of evidence as somebody gives it: a link or a file."""

    kind: str
    shows: str
    dated: date | None = None
    link: str = ""
    file: FileGiven | None = None


@transaction.atomic
def add_evidence(*, action, by, now, given):
    """Add evidence to an action, also when it is done or complete: somebody may only then
    have it. Nobody's turn is overtaken by it, so that it asks not what they have seen."""
    as_at = AsAt(now)
    state = state_for(action, by, Need.UPDATE, as_at)
    refuse(why_closed(state.action.plan))
    if not access.may_update(by, state, members.posts_spoken_for(by, as_at)):
        raise PermissionDenied("Evidence is added by whoever answers for the action.")
    if is_kept(given, action, by, as_at):
        raise SaidAlready
    return keep_evidence(given, action=action, update=None, by=by, now=now, post=state.owner)


@transaction.atomic
def take_back_evidence(*, evidence, by, now, reason=""):
    """Take back what was given by mistake: it stays on record, struck through.

    Who gave it may while the plan is open and no sign-off rests on it. An admin may always,
    and says why wherever the giver could not: a file about a child has to go, whoever gave
    it and whenever. The file is really gone: its content is emptied, unless another piece
    that stands is the very same file. Its name, size and fingerprint stay on record. Where
    one was taken back earlier and its content kept, an admin has that emptied by a second
    entry, which names the first.
    """
    as_at = AsAt(now)
    is_admin = keeps_evidence(evidence, by)
    if is_admin:
        plan = lock_plan(evidence.action.plan_id, as_at)
        refuse(why_not_open(plan))
    else:
        state_for(evidence.action, by, Need.UPDATE, as_at)
    refuse(why_evidence_stays(evidence, by))
    if is_admin and needs_reason(evidence, by, plan):
        need_words(reason, "Say why it is taken back.", "reason")
    taken = Evidence.objects.create(
        action=evidence.action,
        voids=_taking_back_of(evidence) or evidence,
        retracts=True,
        shows=reason.strip(),
        holds_from=evidence.holds_from,
        by_post=evidence.by_post,
        **said(by, now),
    )
    if evidence.file_id:
        _empty(evidence.file_id)
    return taken


def keeps_evidence(evidence, by):
    """Whether the member takes back any piece of it, being an admin there."""
    return access.may(by, Need.ADMIN, evidence.action.plan.authority_id)


def why_evidence_stays(evidence, by):
    """Why the member cannot take a piece back: it is done once, and if not by an admin then
    only by who gave it, before anything rests on it."""
    is_admin = keeps_evidence(evidence, by)
    if evidence.retracts or _taking_back_of(evidence):
        may_empty = is_admin and keeps_its_file(evidence)
        return "" if may_empty else "It was taken back already."
    return "" if is_admin else _why_giver_cannot(evidence, by)


def _taking_back_of(evidence):
    return Evidence.objects.filter(voids=evidence).first()


def needs_reason(evidence, by, plan):
    """Whether an admin has to say why: they do what the giver could not."""
    return bool(why_closed(plan) or _why_giver_cannot(evidence, by))


def _why_giver_cannot(evidence, by):
    if evidence.said_by_id != by.pk:
        return "Only who gave the evidence takes it back. An admin can, and says why."
    rests_on_it = SignOff.objects.filter(
        action=evidence.action_id,
        outcome=SignOff.Outcome.ACCEPTED,
        known_at__gte=evidence.known_at,
        retracts=False,
        voided_by__isnull=True,
    )
    if rests_on_it.exists():
        return (
            "The action was signed off with this evidence, so it stays. An admin can take it "
            "back, and says why."
        )
    return ""


def mark_of_evidence(given):
    """The name of the evidence that a page shows, for its form to carry: what is decided on
    it is decided on what was read."""
    return "-".join(str(pk) for pk in sorted(one.pk for one in given))


def refuse_other_evidence(standing, seen):
    if seen is not None and seen != mark_of_evidence(standing):
        raise Refused(
            "The evidence was changed while you were reading: look again. If your answer is "
            "still right, save it once more."
        )


def faults_of(given, today) -> list[Refused]:
    """All that is wrong with a piece of evidence, in the order of the boxes on the page."""
    faults = []
    for check in (_check_kind, _check_what, _check_day, _check_shows):
        try:
            check(given, today)
        except Refused as refused:
            faults.append(refused)
    return faults


def _check_kind(given, today):
    if given.kind not in Evidence.Kind.values:
        raise Refused("Choose what it is.", "kind")


def _check_what(given, today):
    if bool(given.link.strip()) == bool(given.file):
        raise Refused("Give a link or a file, one of the two.", "link")
    if given.file:
        check_file(given.file.name, given.file.content)
    else:
        _check_link(given.link.strip())


def _check_day(given, today):
    if given.dated and given.dated > today:
        raise Refused("That day is still to come. Give the day of the evidence.", "dated")


def _check_shows(given, today):
    need_words(given.shows, "Say in one sentence what it shows.", "shows")


def keep_evidence(given, *, action, update, by, now, post):
    """Write the evidence, once the turn to speak is ours."""
    as_at = AsAt(now)
    for fault in faults_of(given, as_at.day):
        raise fault
    kind = check_file(given.file.name, given.file.content) if given.file else None
    return Evidence.objects.create(
        action=action,
        update=update,
        kind=given.kind,
        dated=given.dated,
        shows=given.shows.strip(),
        link=given.link.strip(),
        file=_keep(given.file.content, kind) if kind else None,
        file_name=safe_name(given.file.name, kind) if kind else "",
        holds_from=as_at.day,
        by_post=post,
        **said(by, now),
    )


def is_kept(given, action, by, as_at):
    """Whether the same person gave the very same today, and it stands."""
    same = Evidence.objects.that_stand(as_at).filter(
        action=action,
        said_by=by,
        holds_from=as_at.day,
        kind=given.kind,
        dated=given.dated,
        shows=given.shows.strip(),
        link=given.link.strip(),
    )
    if given.file:
        same = same.filter(file__sha256=_fingerprint(given.file.content))
    return same.exists()


def _check_link(link):
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        raise Refused("This is not a web address. It begins with https://.", "link") from None
    if "@" in urlsplit(link).netloc:
        raise Refused("Leave the name and password out of the address.", "link")


def _fingerprint(content):
    return hashlib.sha256(content).hexdigest()


def _keep(content, kind) -> EvidenceFile:
    told = {"size": len(content), "media_type": kind.media_type, "content": content}
    # Locked: an admin of another plan may be about to empty the very same file.
    files = EvidenceFile.objects.select_for_update(no_key=True)
    kept, _ = files.get_or_create(sha256=_fingerprint(content), defaults=told)
    if not kept.content:
        kept.content = content
        kept.save(update_fields=["content"])
    return kept


def _empty(file_pk):
    """Drop what a file holds, unless a piece that stands still gives it."""
    kept = EvidenceFile.objects.filter(pk=file_pk)
    list(kept.select_for_update(no_key=True).values_list("pk"))
    if not Evidence.objects.filter(file=file_pk, voided_by__isnull=True).exists():
        kept.update(content=b"")
