"""Links between what was found and what was asked before, as events."""

from improvement.importing.meeting import References
from improvement.importing.merging import Session, append_once
from improvement.importing.report import Outcome
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
        """Append the link unless the pair has been spoken of: a person's word stands."""
        spoken = model.objects.filter(**pair).newest_first().first()
        decided = spoken and (spoken.state == state or state == LinkState.PROPOSED)
        if decided:
            self.session.add(Outcome.UNCHANGED, spoken, entry)
        elif spoken and spoken.state == LinkState.REJECTED:
            change = ("link", spoken.state, state.value)
            self.session.add(Outcome.KEPT, spoken, entry, change)
        else:
            append_once(
                self.session,
                model,
                entry,
                draft_key=f"{state.value}",
                within=pair,
                state=state,
                holds_from=self.holds_from(inspection),
                known_at=self.session.known_at,
                **(score or {}),
            )


def _score(proposal: Item) -> dict:
    score = {"score": float(proposal["score"])} if "score" in proposal else {}
    return {**score, **texts(proposal, "why")}


def _refs(item: Item, key: str):
    listed = item.get(key)
    return zip(listed, listed.lines, strict=True) if listed else ()
