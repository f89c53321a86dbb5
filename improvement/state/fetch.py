"""The rows that a plan's state is made of, in one query for each kind."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, CharField, DateField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from improvement.models import ActionCommitment, DateRequest, Decision, Plan, SignOff, Update
from improvement.state.replay import Entry
from inspections.models import FindingLink
from inspections.models.time import AsAt

NO_TEXT = Value("", output_field=CharField())
NO_DATE = Cast(Value(None), DateField())
NO_KEY = Cast(Value(None), BigIntegerField())
SPEAKER = Coalesce(
    NullIf("said_by__name", Value("")),
    "said_by__email",
    "by_post__post",
    NO_TEXT,
    output_field=CharField(),
)

# For each kind of event its model, and where outcome, to, text, reason and about stand.
COLUMNS = {
    "update": (Update, [F("status"), NO_DATE, F("text"), F("reason"), NO_KEY]),
    "request": (DateRequest, [NO_TEXT, F("to"), NO_TEXT, F("reason"), NO_KEY]),
    "decision": (Decision, [F("outcome"), F("to"), NO_TEXT, F("reason"), F("request_id")]),
    "sign_off": (SignOff, [F("outcome"), NO_DATE, F("text"), NO_TEXT, F("claim_id")]),
}


def fetch_entries(plans: Collection[Plan], as_at: AsAt) -> list[Entry]:
    """Every event of the plans' actions that was known, the voided ones included: what
    stood at an earlier visit may have been voided since."""
    queries = []
    for kind, (model, columns) in COLUMNS.items():
        events = model.objects.filter(action__plan__in=plans, holds_from__lte=as_at.day)
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
                SPEAKER,
                "voids_id",
            )
        )
    # One query for the four kinds: screens are held to a fixed number of them.
    return [Entry(*row) for row in queries[0].union(*queries[1:], all=True)]


@dataclass(frozen=True, slots=True)
class Belonging:
    """That an action joined a commitment, or left it, from a day on."""

    action: int
    commitment: int
    joins: bool
    holds_from: date
    known_at: datetime
    voided_at: datetime | None
    retracts: bool

    def stands(self, day: date, known_by: datetime | None) -> bool:
        if self.holds_from > day or self.retracts:
            return False
        if known_by is None:
            return self.voided_at is None
        return self.known_at <= known_by and not (self.voided_at and self.voided_at <= known_by)


def fetch_belongings(plans: Collection[Plan], as_at: AsAt) -> list[Belonging]:
    """Which action belongs to which commitment, oldest event first."""
    events = ActionCommitment.objects.filter(action__plan__in=plans, holds_from__lte=as_at.day)
    if as_at.known_by:
        events = events.filter(known_at__lte=as_at.known_by)
    rows = events.oldest_first().values_list(
        "action_id",
        "commitment_id",
        "change",
        "holds_from",
        "known_at",
        "voided_by__known_at",
        "retracts",
    )
    return [Belonging(a, c, change == "joins", *rest) for a, c, change, *rest in rows]


def confirmed_links(
    recommendations: list[int], as_at: AsAt
) -> dict[tuple[int, int], list[FindingLink]]:
    """The confirmed findings by (recommendation, inspection that made them)."""
    events = FindingLink.objects.filter(recommendation__in=recommendations).select_related(
        "finding__document", "finding__inspection"
    )
    if as_at.known_by:
        events = events.filter(finding__known_at__lte=as_at.known_by)
    links = defaultdict(list)
    for link in sorted(events.confirmed(as_at), key=lambda link: link.finding.position):
        links[link.recommendation_id, link.finding.inspection_id].append(link)
    return links
