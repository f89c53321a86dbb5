"""What one document tells of an inspection: its grades, what was asked, what was found.

Of two documents the first-hand one speaks; the other adds only what that leaves empty.
"""

from collections.abc import Iterable

from improvement.importing.facts import FIRST_HAND, MENTION, Facts, rank_of
from improvement.importing.meeting import the_one
from improvement.importing.merging import (
    is_unsaid,
    known_since_earlier,
    merge_later,
    save_later,
)
from improvement.importing.report import KNOWN_SINCE, Outcome
from improvement.importing.session import LeftOut, Session
from improvement.importing.values import booleans, once, place_of, spot_of, texts
from inspections.intake.draft import Item
from inspections.models import (
    Area,
    Finding,
    Grade,
    Inspection,
    Judgement,
    Recommendation,
)

NO_PLACE = {"part": "", "page": None, "paragraph": None, "quote": ""}
PLACED = ("position", "document", *NO_PLACE)


class Contents:
    def __init__(
        self, session: Session, facts: Facts, themes: dict, inspection: Inspection, rank: int
    ):
        self.session, self.facts, self.themes = session, facts, themes
        self.inspection, self.rank, self.document = inspection, rank, facts.document
        self.reports = dict(inspection.sources.values_list("document", "is_its_report"))

    def run(self, item: Item):
        # Read and written together: a long report has hundreds of each, and others wait.
        asked, found = (
            list(rows.select_related("document", "theme"))
            for rows in (self.inspection.recommendations, self.inspection.findings)
        )
        self.asked = {one.key: one for one in asked}
        self.found = {one.key: one for one in found}
        self._judgements(item)
        for position, entry in enumerate(once(item.items_of("recommendations"), "key"), 1):
            self.session.attempt(self._recommendation, entry, position)
        entries = once(item.items_of("findings"), "key")
        keys = {entry["key"] for entry in entries}
        ours = (one for one in found if one.document_id == self.document.pk)
        self.to_join = grouped(one for one in ours if one.key not in keys)
        self.told_at = grouped(entries)
        for position, entry in enumerate(entries, 1):
            self.session.attempt(self._finding, entry, position)
        self.session.write_together()

    def _outranks(self, held) -> bool:
        """Whether this document may speak over the one that `held` was taken from."""
        if held.document_id == self.document.pk:
            return True
        versions = self.facts.versions
        if held.document_id in versions.earlier or held.document_id in versions.later:
            return held.document_id in versions.earlier
        if held.document is None:
            return self.rank > MENTION  # a person entered it here
        is_report = self.reports.get(held.document_id, False)
        return self.rank > rank_of(held.document, is_its_report=is_report)

    def _place(self, item: Item, held=None) -> dict:
        """Where it stands: as a whole, never one document's page with another's paragraph."""
        place = place_of(item)
        if held is None:
            return {"document": self.document, **place}
        is_ours = held.document_id == self.document.pk
        if is_ours and held.quote and "quote" not in place:
            # Found by its words in the file, it is not moved by one that was counted by hand.
            return {"document": self.document}
        whole = NO_PLACE if "quote" in place or not is_ours else {}
        return {"document": self.document, **whole, **place}

    # Grades

    def _judgements(self, item: Item):
        if not item.items_of("judgements"):
            return
        framework = self.inspection.framework
        if framework is None:
            if "framework" not in item:
                line = item.line_of("judgements")
                kind = self.inspection.get_kind_display().lower()
                sentence = (
                    f"The framework of the {kind} of {self.inspection.when} is not known, so its "
                    "grades have no place: give its framework, or leave its grades out."
                )
                self.session.problem(line, sentence)
            return
        areas = {area.key: area for area in Area.objects.filter(framework=framework)}
        judged = self.inspection.judgements.select_related("area", "document")
        held = {one.area_id: one for one in judged}
        for judgement in once(item.items_of("judgements"), "area"):
            area = areas.get(judgement["area"])
            if area is not None:
                self.session.attempt(self._judgement, judgement, area, held.get(area.pk))
            elif "framework" not in item:  # else told by the check
                sentence = f"{judgement['area']} is not in {framework.key}."
                self.session.problem(judgement.line_of("area"), sentence)

    def _judgement(self, item: Item, area: Area, held: Judgement | None):
        if held and not self._outranks(held):
            self._told_again(held, item)
            return
        if held and held.document_id != self.document.pk:
            self._keep_as_rival(held, item)
        find = {"inspection": self.inspection, "area": area}
        values = {**texts(item, "grade", "printed"), **self._place(item, held)}
        merge_later(self.session, held, Judgement, item, find, values)

    def _told_again(self, held: Judgement, item: Item):
        """Another document gives the grade too: a differing one is kept as a rival."""
        if held.grade != item["grade"]:
            told = Grade(item["grade"])
            change = (str(held.area), held.get_grade_display(), told.label)
            self.facts.rival(self.inspection, item, change, told, held.document, place_of(item))
        elif known_since_earlier(self.session, held, self.session.known_at):
            save_later(self.session, held, item)
            self.session.add(Outcome.CHANGED, held, item, (KNOWN_SINCE, "later", ""))
        else:
            self.session.add(Outcome.UNCHANGED, held, item)

    def _keep_as_rival(self, held: Judgement, item: Item):
        corrected_here = held.grade != held.imported.get("grade")
        if held.grade != item["grade"] and not corrected_here:
            place = {name: getattr(held, name) for name in NO_PLACE}
            area, giver = str(held.area), held.document
            self.facts.keep(self.inspection, item, area, held.grade, giver, place)

    # What was asked, what was found

    def _recommendation(self, item: Item, position: int):
        held = self.asked.get(item["key"])
        values = {
            **booleans(item, "immediate", "says_repeat"),
            **texts(item, "kind", "text", "summary", "title"),
        }
        self._merge(Recommendation, item, held, values, position)

    def _finding(self, item: Item, position: int):
        held = self.found.get(item["key"]) or self._found_there(item)
        values = texts(item, "text", "summary", "direction")
        finding = self._merge(Finding, item, held, values, position)
        self.session.findings[self.inspection.pk, item["key"]] = finding

    def _found_there(self, item: Item) -> Finding | None:
        """What is recorded under another key from the same paragraph of this document.

        Words found in the file meet only the same words: by hand paragraphs are counted
        otherwise, and which summary tells of them is a person's reading.
        """
        where = whereabouts(item)
        candidates = self.to_join.get(where, []) if item.get("at", {}).get("paragraph") else []
        new = {entry["key"] for entry in self.told_at[where]} - self.found.keys()
        if len(candidates) == 1 and len(new) > 1:
            key = candidates[0].key
            sentence = f"One of {', '.join(sorted(new))} may be {key}: give that one its key."
            self.session.problem(item.line_of("key"), sentence)
            raise LeftOut
        return the_one(self.session, item, candidates)

    def _merge(self, model, item: Item, held, values: dict, position: int):
        if "theme" in item:
            # An unknown theme has been told by the check.
            values["theme"] = self.themes.get(item["theme"])
        values.update(self._place(item, held))
        if held is None or self.rank == FIRST_HAND or held.document_id == self.document.pk:
            values["position"] = position
        if held is not None and not self._outranks(held):
            adds = [name for name in values if name not in PLACED and is_unsaid(held, name)]
            values = {name: values[name] for name in adds}
        find = {"inspection": self.inspection, "key": item["key"]}
        return merge_later(self.session, held, model, item, find, values)


def whereabouts(held: Item | Finding) -> tuple:
    """The paragraph, and the words found there; no words for what was counted by hand."""
    quote = place_of(held).get("quote") if isinstance(held, Item) else held.quote
    return (*spot_of(held), quote or "")


def grouped(findings: Iterable[Item | Finding]) -> dict[tuple, list]:
    groups: dict[tuple, list] = {}
    for one in findings:
        groups.setdefault(whereabouts(one), []).append(one)
    return groups
