"""The rows that a plan's state is made of, in one query for each kind."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from improvement.models import ActionCommitment, DateRequest, Decision, Plan, SignOff, Update
from improvement.state.replay import Entry, stands
from inspections.models import Document, Finding, FindingLink, Inspection, LinkState
from inspections.models.time import AsAt

NO_TEXT = Value("", output_field=CharField())
NO_DATE = Cast(Value(None), DateField())
NO_KEY = Cast(Value(None), BigIntegerField())
NO = Value(False, output_field=BooleanField())
SPEAKER = Coalesce(
    NullIf("said_by__name", Value("")),
    "said_by__email",
    "by_post__post",
    NO_TEXT,
    output_field=CharField(),
)


def _for(*whom):
    """The speaker, with for whom they spoke."""
    return Concat(SPEAKER, Value(" ("), *whom, Value(")"), output_field=CharField())


# Who covered the post, or speaks for a partner body, is not who holds it.
SPEAKER_OF_POST = Case(
    When(as_cover=True, by_post__body="", then=_for(Value("covering for "), "by_post__post")),
    When(
        as_cover=True,
        then=_for(Value("on behalf of "), "by_post__post", Value(", "), "by_post__body"),
    ),
    default=SPEAKER,
)
DECIDER = Case(
    When(
        instead_of__isnull=False,
        then=_for(
            Value("covering for "),
            Coalesce(
                NullIf("instead_of__name", Value("")),
                "instead_of__email",
                output_field=CharField(),
            ),
        ),
    ),
    default=SPEAKER,
)

# That an action joined or left a commitment; all other kinds are about the action itself.
BELONGING = "belonging"

# For each kind of event its model; where outcome, to, text, reason and about stand; who
# spoke; and what only some kinds say: difference, told_by, meanwhile, holds_up, minute,
# no_change.
COLUMNS = {
    "update": (
        Update,
        [F("status"), NO_DATE, F("text"), F("reason"), NO_KEY],
        SPEAKER_OF_POST,
        [F("difference"), F("told_by"), NO_TEXT, NO_TEXT, NO_TEXT, F("no_change")],
    ),
    "request": (
        DateRequest,
        [NO_TEXT, F("to"), NO_TEXT, F("reason"), NO_KEY],
        SPEAKER_OF_POST,
        [NO_TEXT, NO_TEXT, F("meanwhile"), F("holds_up"), NO_TEXT, NO],
    ),
    "decision": (
        Decision,
        [F("outcome"), F("to"), NO_TEXT, F("reason"), F("request_id")],
        DECIDER,
        [NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, F("minute"), NO],
    ),
    "sign_off": (
        SignOff,
        [F("outcome"), NO_DATE, F("text"), NO_TEXT, F("claim_id")],
        DECIDER,
        [NO_TEXT] * 5 + [NO],
    ),
    BELONGING: (
        ActionCommitment,
        [F("change"), NO_DATE, NO_TEXT, NO_TEXT, F("commitment_id")],
        SPEAKER,
        [NO_TEXT] * 5 + [NO],
    ),
}


def fetch_events(plans: Collection[Plan], as_at: AsAt) -> tuple[list[Entry], list[Entry]]:
    """Every event of the plans' actions that was known, the voided ones included: what
    stood at an earlier visit may have been voided since. And apart from them, oldest first,
    which action joined or left which commitment (`about`)."""
    entries, belongings = [], []
    for entry in _fetch(COLUMNS, as_at, action__plan__in=plans):
        (belongings if entry.kind == BELONGING else entries).append(entry)
    belongings.sort(key=lambda entry: (entry.holds_from, entry.known_at, entry.pk))
    return entries, belongings


def fetch_entries(action: int, as_at: AsAt) -> list[Entry]:
    """The same of one action, without what it joined or left."""
    return _fetch([kind for kind in COLUMNS if kind != BELONGING], as_at, action=action)


def _fetch(kinds: Iterable[str], as_at: AsAt, **about) -> list[Entry]:
    queries = []
    for kind in kinds:
        model, columns, speaker, more = COLUMNS[kind]
        events = model.objects.filter(**about, holds_from__lte=as_at.day)
        if as_at.known_by:
            events = events.filter(known_at__lte=as_at.known_by)
        queries.append(
            events.values_list(
                Value(kind),
                "pk",
                "action_id",
                "holds_from",
                "known_at",
                *columns,
                "voided_by__known_at",
                "retracts",
                "said_by_id",
                "by_post_id",
                speaker,
                "voids_id",
                *more,
                "recorded_by_id",
            )
        )
    # One query for all kinds: screens are held to a fixed number of them.
    return [Entry(*row) for row in queries[0].union(*queries[1:], all=True)]


def fetch_links(
    recommendations: Collection[int], as_at: AsAt, inspections: Collection[Inspection]
) -> list[FindingLink]:
    """Every word that was known on which finding speaks of them, oldest first; the voided
    ones included. Findings of the `inspections`, which come with their documents, share them
    instead of having each a copy."""
    links = FindingLink.objects.filter(
        recommendation__in=recommendations, holds_from__lte=as_at.day
    )
    if as_at.known_by:
        links = links.filter(known_at__lte=as_at.known_by)
    found = list(
        links.annotate(voided_at=F("voided_by__known_at"))
        .select_related("finding")
        .oldest_first()
    )
    _share([link.finding for link in found], inspections)
    return found


def _share(findings: list[Finding], inspections: Collection[Inspection]) -> None:
    by_pk = {inspection.pk: inspection for inspection in inspections}
    documents = {
        source.document_id: source.document
        for inspection in inspections
        for source in inspection.sources.all()
    }
    # A finding may stand in a document that is none of its inspection's.
    if others := {finding.document_id for finding in findings} - documents.keys() - {None}:
        documents |= Document.objects.in_bulk(others)
    for finding in findings:
        if finding.inspection_id in by_pk:
            finding.inspection = by_pk[finding.inspection_id]
        if finding.document_id:
            finding.document = documents[finding.document_id]


def confirmed(
    links: list[FindingLink], as_at: AsAt
) -> dict[tuple[int, int], list[FindingLink]]:
    """The findings confirmed by the moment, by (recommendation, inspection that made them)."""
    standing = {}
    for link in links:
        if stands(link, as_at.day, as_at.known_by) and as_at.knows(link.finding.known_at):
            standing[link.finding_id, link.recommendation_id] = link
    found = defaultdict(list)
    for link in sorted(standing.values(), key=lambda link: link.finding.position):
        if link.state == LinkState.CONFIRMED:
            found[link.recommendation_id, link.finding.inspection_id].append(link)
    return found
