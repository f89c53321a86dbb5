"""Links between what was found and what was asked before, as events."""

from improvement.importing.meeting import References
from improvement.importing.merging import append_later
from improvement.importing.report import ENTERED_HERE, Outcome
from improvement.importing.session import Session
from improvement.importing.spoken import Spoken
from improvement.importing.values import texts
from inspections.intake.dates import london_day
from inspections.intake.draft import Item
from inspections.models import (
    Authority,
    Finding,
    FindingLink,
    Inspection,
    LinkState,
    Measure,
    MeasureLink,
    Recommendation,
    RepeatLink,
)


class Linking:
    """The links of one draft, appended once everything it names has been imported."""

    def __init__(self, session: Session, authority: Authority):
        self.session = session
        self.references = References(session, authority)

    def run(self, item: Item, inspection: Inspection):
        measures = [entry["key"] for entry in item.items_of("measures")]
        self.spoken = Spoken(inspection, measures)
        for entry in item.items_of("findings"):
            finding = self.session.findings.get((inspection.pk, entry["key"]))
            if finding is not None:  # else left out, with its problem
                self._of_finding(entry, finding)
        asked = {one.key: one for one in inspection.recommendations.all()}
        for entry in item.items_of("recommendations"):
            if entry["key"] in asked:
                self._of_recommendation(entry, asked[entry["key"]])

    def _of_finding(self, entry: Item, finding: Finding):
        for ref, line in _refs(entry, "recommendations"):
            self._link_finding(entry, finding, ref, line, LinkState.CONFIRMED)
        for ref, line in _refs(entry, "not_about"):
            self._link_finding(entry, finding, ref, line, LinkState.REJECTED)
        for proposal in entry.items_of("proposed"):
            self._link_finding(
                entry,
                finding,
                proposal["ref"],
                proposal.line,
                LinkState.PROPOSED,
                _score(proposal),
            )
        for ref, line in _refs(entry, "repeats"):
            self._link_repeat(entry, {"finding": finding}, finding.inspection, ref, line)

    def _of_recommendation(self, entry: Item, asked: Recommendation):
        repeating = {"recommendation": asked}
        for ref, line in _refs(entry, "repeats"):
            self._link_repeat(entry, repeating, asked.inspection, ref, line)
        for ref, line in _refs(entry, "not_repeats"):
            self._link_repeat(entry, repeating, asked.inspection, ref, line, LinkState.REJECTED)
        for proposal in entry.items_of("proposed"):
            self._link_repeat(
                entry,
                repeating,
                asked.inspection,
                proposal["ref"],
                proposal.line,
                LinkState.PROPOSED,
                _score(proposal),
            )

    def holds_from(self, inspection: Inspection):
        """What outsiders said holds from the visit's last day, once it can be known."""
        known_on = london_day(self.session.known_at)
        return min(inspection.stands_on or known_on, known_on)

    def _link_finding(self, entry, finding, ref, line, state, score=None):
        recommendation = self.references.find(ref, finding.inspection, line, Recommendation)
        if recommendation is None:
            return
        if recommendation.inspection_id == finding.inspection_id:
            self.session.problem(line, f"{ref} was asked by the same inspection, not before.")
            return
        pair = {"finding": finding, "recommendation": recommendation}
        self._append_link(FindingLink, entry, pair, finding.inspection, state, score)

    def link_measure(self, entry: Item, measure: Measure, inspection: Inspection):
        for ref, line in _refs(entry, "proves"):
            asked = self.references.find(ref, inspection, line, Recommendation)
            if asked is not None:
                pair = {"measure": measure, "recommendation": asked}
                self._append_link(
                    MeasureLink, entry, pair, inspection, LinkState.CONFIRMED, None
                )

    def _link_repeat(
        self, entry, which, inspection, ref, line, state=LinkState.CONFIRMED, score=None
    ):
        earlier = self.references.find(
            ref, inspection, line, Recommendation, Finding, Inspection
        )
        if earlier is None:
            return
        if earlier in (*which.values(), inspection):
            self.session.problem(line, f"{ref} cannot be what it says again itself.")
            return
        name = f"earlier_{type(earlier)._meta.model_name}"
        self._append_link(RepeatLink, entry, {**which, name: earlier}, inspection, state, score)

    def _append_link(self, model, entry, pair: dict, inspection, state, score):
        """Append the link unless the pair has been spoken of: what a person has said here
        stands, and a proposal adds nothing to what anybody has said."""
        events = self.spoken.of(model, pair)
        spoken = events[-1] if events else None
        decided = spoken and (spoken.state == state or state == LinkState.PROPOSED)
        if (
            spoken
            and not decided
            and spoken.state != LinkState.PROPOSED
            and not spoken.draft_key
        ):
            change = ("link", spoken.get_state_display(), state.label)
            for name, record in pair.items():
                setattr(spoken, name, record)  # what the line names it by, at hand
            self.session.add(Outcome.KEPT, spoken, entry, change, ENTERED_HERE)
        elif decided or any(one.draft_key == state.value for one in events):
            self.session.add(Outcome.UNCHANGED, spoken, entry)
        else:
            link = append_later(
                self.session,
                model,
                entry,
                draft_key=state.value,
                state=state,
                holds_from=self.holds_from(inspection),
                known_at=self.session.known_at,
                **pair,
                **(score or {}),
            )
            self.spoken.add(link)


def _score(proposal: Item) -> dict:
    score = {"score": float(proposal["score"])} if "score" in proposal else {}
    return {**score, **texts(proposal, "why")}


def _refs(item: Item, key: str):
    listed = item.get(key)
    return zip(listed, listed.lines, strict=True) if listed else ()
