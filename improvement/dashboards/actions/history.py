"""Everything that befell an action, as lines to read: updates, requests, decisions,
sign-offs, owners and commitments, and how its words read before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, DateTimeField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from improvement.dashboards.actions.evidence import EvidenceOf, Piece
from improvement.models import Action, ActionCommitment, Holding, Ownership
from improvement.state import ActionState, PlanState, Standing
from improvement.state.fetch import COLUMNS, NO_KEY, NO_TEXT, SPEAKER
from improvement.state.replay import ORDER_OF_KINDS, Entry
from inspections.intake.dates import in_full
from inspections.models.time import AsAt, LondonDay, london_day

NO_TIME = Cast(Value(None), DateTimeField())
REWORDED_BY = Coalesce(
    NullIf("history_user__name", Value("")),
    "history_user__email",
    NO_TEXT,
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """What befell an action besides the entries that decide how it stands.

    `kind` is ownership, belonging, handover (of the post), or words (its title as it read
    from then on); or that of an entry which corrects another, of which only `pk` and
    `voids` are of interest.
    """

    kind: str
    pk: int
    holds_from: date
    known_at: datetime
    text: str
    about: int | None
    change: str
    speaker: str
    voids: int | None
    voided_at: datetime | None
    retracts: bool

    @property
    def known_on(self) -> date:
        return london_day(self.known_at)


def fetch_happenings(action: Action) -> list[Happening]:
    """In one query: screens are held to a fixed number of them."""
    when = ["pk", "holds_from", "known_at"]
    whether = ["voids_id", "voided_by__known_at", "retracts"]
    queries = [
        Ownership.objects.filter(action=action).values_list(
            Value("ownership"), *when, "text", "owner_id", NO_TEXT, SPEAKER, *whether
        ),
        ActionCommitment.objects.filter(action=action).values_list(
            Value("belonging"), *when, NO_TEXT, "commitment_id", "change", SPEAKER, *whether
        ),
        Holding.objects.filter(owner__ownerships__action=action)
        .exclude(text="")
        .distinct()
        .values_list(Value("handover"), *when, "text", "owner_id", "change", SPEAKER, *whether),
        action.history.order_by().values_list(
            Value("words"),
            "history_id",
            LondonDay("history_date"),
            "history_date",
            "title",
            NO_KEY,
            NO_TEXT,
            REWORDED_BY,
            NO_KEY,
            NO_TIME,
            Value(False),
        ),
    ]
    for kind, (model, *_) in COLUMNS.items():
        corrections = model.objects.filter(action=action, voids__isnull=False)
        queries.append(
            corrections.values_list(
                Value(kind), *when, NO_TEXT, NO_KEY, NO_TEXT, SPEAKER, *whether
            )
        )
    return [Happening(*row) for row in queries[0].union(*queries[1:], all=True)]


@dataclass(frozen=True)
class HistoryLine:
    """One event as a reader sees it. `anchor` is its name in addresses."""

    anchor: str
    event: Entry | Happening
    words: str
    notes: list[tuple[str, str]]
    is_voided: bool
    corrected_by: str = ""
    corrects: str = ""
    is_taken_back: bool = False
    evidence: tuple[Piece, ...] = ()

    @property
    def entered_later(self) -> date | None:
        late = self.event.known_on != self.event.holds_from
        return self.event.known_on if late else None

    @property
    def order(self):
        event = self.event
        place = ORDER_OF_KINDS.get(event.kind, -1)
        return (event.holds_from, event.known_at, place, event.pk)


@dataclass(frozen=True)
class Wording:
    """How a title read before it was changed."""

    before: str
    happening: Happening


class ActionHistory:
    """The history of one action as far as it was known at the moment of the page."""

    def __init__(self, plan: PlanState, action: ActionState, evidence: EvidenceOf):
        self.plan = plan
        self.action = action
        self.evidence = evidence
        self.as_at: AsAt = plan.as_at
        self.happenings = fetch_happenings(action.action)
        self.requests = {e.pk: e for e in action.entries if e.kind == "request"}
        voiding = [h for h in self.happenings if h.voids and self._was_known(h)]
        self.voids = {(h.kind, h.pk): f"{h.kind}-{h.voids}" for h in voiding}
        self.voided_by = {(h.kind, h.voids): f"{h.kind}-{h.pk}" for h in voiding}
        self.taken_back = {(h.kind, h.voids) for h in voiding if h.retracts}
        for piece in evidence.apart:
            if piece.retracts:
                self.taken_back.add((piece.kind, piece.evidence.voids_id))
                about = "given" if piece.empties_file else "evidence"
                self.voids[piece.kind, piece.pk] = f"{about}-{piece.evidence.voids_id}"
                self.voided_by[piece.kind, piece.evidence.voids_id] = f"given-{piece.pk}"

    def lines(self) -> list[HistoryLine]:
        """Newest first."""
        events = list(self.action.entries)
        events += [
            h
            for h in self.happenings
            if h.kind in ("ownership", "belonging") and self._was_known(h)
        ]
        events += self._handovers()
        events += self.evidence.apart
        lines = [self._line(event) for event in events]
        return sorted(lines, key=lambda line: line.order, reverse=True)

    def _handovers(self) -> list[Happening]:
        """The notes with which a post was handed over while it answered for the action."""
        return [
            h
            for h in self.happenings
            if h.kind == "handover" and self._was_known(h) and h.about == self._owner_on(h)
        ]

    def _owner_on(self, event: Happening) -> int | None:
        given = [
            h
            for h in self.happenings
            if h.kind == "ownership"
            and not h.retracts
            and not self._is_voided(h)
            and self._was_known(h)
            and h.holds_from <= event.holds_from
        ]
        last = max(given, key=lambda h: (h.holds_from, h.known_at, h.pk), default=None)
        return last.about if last else None

    def wordings(self) -> list[Wording]:
        """How its title read before each change, newest first; whatever the moment of the
        page, because descriptions are shown in today's words."""
        kept = sorted((h for h in self.happenings if h.kind == "words"), key=lambda h: h.pk)
        pairs = zip(kept, kept[1:], strict=False)
        return [Wording(b.text, a) for b, a in reversed(list(pairs)) if b.text != a.text]

    def _was_known(self, event) -> bool:
        return event.holds_from <= self.as_at.day and self.as_at.knows(event.known_at)

    def _is_voided(self, event) -> bool:
        return event.voided_at is not None and self.as_at.knows(event.voided_at)

    def _line(self, event) -> HistoryLine:
        name = (event.kind, event.pk)
        says_more = not event.retracts or event.kind in ("given", "handover")
        notes = getattr(self, f"_{event.kind}_notes")(event) if says_more else []
        return HistoryLine(
            anchor=f"{event.kind}-{event.pk}",
            event=event,
            words=self._words(event),
            notes=[(label, text) for label, text in notes if text],
            # What only took another back is no mistake once that is answered anew.
            is_voided=self._is_voided(event) and not event.retracts,
            corrected_by=self.voided_by.get(name, ""),
            corrects=self.voids.get(name, ""),
            is_taken_back=name in self.taken_back,
            evidence=self._evidence_with(event),
        )

    def _evidence_with(self, event) -> tuple[Piece, ...]:
        return tuple(self.evidence.by_update[event.pk]) if event.kind == "update" else ()

    def _words(self, event) -> str:
        if event.retracts:
            is_file = event.kind == "given" and event.empties_file
            return "Deletes a file taken back" if is_file else "Takes an earlier entry back"
        return getattr(self, f"_{event.kind}_words")(event)

    def _update_words(self, update: Entry) -> str:
        return Standing(update.outcome).words

    def _update_notes(self, update: Entry):
        return [
            ("", "No change since the last update" if update.no_change else update.text),
            ("What difference it makes", update.difference),
            ("Why", update.reason),
            ("Told by", update.told_by),
        ]

    def _request_words(self, request: Entry) -> str:
        return f"Asked for a new date: {printed(request.to)}"

    def _request_notes(self, request: Entry):
        return [
            ("Why", request.reason),
            ("Meanwhile", request.meanwhile),
            ("What it holds up", request.holds_up),
        ]

    def _decision_words(self, decision: Entry) -> str:
        asked = self.requests.get(decision.about)
        asked_for = printed(asked.to) if asked else ""
        return {
            "granted": f"New date granted: {asked_for}",
            "granted_to": f"Another date granted: {printed(decision.to)}",
            "refused": f"New date refused: {asked_for}",
            "withdrawn": "Withdrawn from the plan",
            "reopened": "Reopened",
        }[decision.outcome]

    def _decision_notes(self, decision: Entry):
        return [("Why", decision.reason), ("Minuted", decision.minute)]

    def _sign_off_words(self, sign_off: Entry) -> str:
        accepted = sign_off.outcome == "accepted"
        return "Signed off as complete" if accepted else "Sent back"

    def _sign_off_notes(self, sign_off: Entry):
        return [("", sign_off.text)]

    def _given_words(self, piece: Piece) -> str:
        return f"Evidence added: {piece.evidence.get_kind_display()}"

    def _given_notes(self, piece: Piece):
        return [("Why" if piece.retracts else "What it shows", piece.evidence.shows)]

    def _ownership_words(self, ownership: Happening) -> str:
        return f"Owner: {self.plan.owners.get(ownership.about, 'not known')}"

    def _ownership_notes(self, ownership: Happening):
        return [("Handover", ownership.text)]

    def _handover_words(self, handover: Happening) -> str:
        return f"Post handed over: {self.plan.owners.get(handover.about, 'not known')}"

    def _handover_notes(self, handover: Happening):
        return [("Why" if handover.retracts else "Handover", handover.text)]

    def _belonging_words(self, belonging: Happening) -> str:
        found = [c for c in self.plan.commitments if c.commitment.pk == belonging.about]
        named = "another recommendation"
        if found:
            named = f"recommendation {found[0].recommendation.key}, {found[0].commitment}"
        verb = "Answers" if belonging.change == "joins" else "No longer answers"
        return f"{verb} {named}"

    def _belonging_notes(self, belonging: Happening):
        return []


def printed(day: date | None) -> str:
    return in_full(day) if day else "no date"
