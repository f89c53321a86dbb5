"""The figures that a document states, into measures and their readings.

The same key in another document is the same measure. A reading is an event: where a later
import of the same document, or a corrected version of it, states another figure at the same
place, it voids the first.
What a draft leaves out stays, as everywhere.
"""

from decimal import Decimal
from typing import NamedTuple

from improvement.importing.facts import Facts
from improvement.importing.linking import Linking
from improvement.importing.meeting import partial
from improvement.importing.merging import append_later, fingerprint, merge_later
from improvement.importing.report import ENTERED_HERE, Outcome
from improvement.importing.session import LeftOut, Session
from improvement.importing.values import PLACE, once, place_of, texts
from inspections.intake.dates import london_day
from inspections.intake.draft import Item
from inspections.models import Inspection, Measure, MeasureReading, Theme
from inspections.models.measures import plain

FIGURES = {"value": "value", "from": "earlier", "target": "target"}
DAYS = {"on": "on", "from_on": "earlier_on"}


class Told(NamedTuple):
    """A reading as the draft gives it: the figures and days it states, and where."""

    item: Item
    said: dict
    place: dict

    def common(self, names: tuple) -> tuple:
        return common({**self.said, **self.place}, names)


# What a mistyped reading still has in common with the mended one, the closest first.
IN_COMMON = (("on", *PLACE), ("on", *FIGURES.values()), PLACE, ("on",), ())


def common(values: dict, names: tuple) -> tuple:
    return tuple(values.get(name) or None for name in names)


def pair(
    told: list[Told], keys: list[str], recorded: list[MeasureReading], mended: set[int]
) -> dict[int, MeasureReading]:
    """By its number in the draft, the recorded reading that each one is or mends.

    What the draft says newly mends what it says no longer, where the two are of one day and
    place, or else the only ones left that have as much in common. `mended` names those that
    have been mended already.
    """
    found = {
        number: reading
        for number, key in enumerate(keys)
        for reading in recorded
        if reading.draft_key == key
    }
    gone = [one for one in recorded if one.draft_key not in keys and one.pk not in mended]
    for names in IN_COMMON:
        for alike in {common(vars(one), names) for one in gone}:
            new = [
                number
                for number, one in enumerate(told)
                if number not in found and one.common(names) == alike
            ]
            old = [one for one in gone if common(vars(one), names) == alike]
            if names == IN_COMMON[0] or len(new) == len(old) == 1:
                found |= dict(zip(new, old, strict=False))
        gone = [one for one in gone if one not in found.values()]
    return found


class Measuring:
    def __init__(
        self,
        session: Session,
        facts: Facts,
        themes: dict[str, Theme],
        inspection: Inspection,
        linking: Linking,
    ):
        self.session, self.linking, self.themes = session, linking, themes
        self.document, self.versions = facts.document, facts.versions
        self.inspection = inspection

    def run(self, item: Item):
        entries = once(item.items_of("measures"), "key")
        ours = Measure.objects.filter(
            authority=self.inspection.authority, key__in=[entry["key"] for entry in entries]
        )
        held = {one.key: one for one in ours.select_related("document", "theme")}
        measured = [
            (entry, self.session.attempt(self._measure, entry, held.get(entry["key"])))
            for entry in entries
        ]
        self.session.write_together()
        # What the records have refused has got no number.
        measured = [(entry, one) for entry, one in measured if one is not None and one.pk]
        self._read_recorded([measure for _, measure in measured])
        for entry, measure in measured:
            told = [self._told(reading, entry) for reading in entry.items_of("readings")]
            self._readings(measure, told)
            self.linking.link_measure(entry, measure, self.inspection)

    def _read_recorded(self, measures: list[Measure]):
        """What has been recorded of them: what this document has said, by measure, and what
        has taken whose place."""
        readings = list(MeasureReading.objects.filter(measure__in=measures).oldest_first())
        self.corrections = {one.voids_id: one for one in readings if one.voids_id}
        self.mended = {pk for pk, one in self.corrections.items() if one.draft_key}
        documents = (self.document.pk, *self.versions.earlier)
        self.recorded: dict[int, list[MeasureReading]] = {}
        for one in readings:
            is_ours = one.inspection_id == self.inspection.pk and one.document_id in documents
            if is_ours and one.draft_key:
                self.recorded.setdefault(one.measure_id, []).append(one)

    def _last_word_on(self, reading: MeasureReading | None) -> MeasureReading | None:
        """What stands in its place after every correction."""
        while reading is not None and reading.pk in self.corrections:
            reading = self.corrections[reading.pk]
        return reading

    def _measure(self, item: Item, held: Measure | None) -> Measure:
        self._check(item, held)
        values = texts(item, "name", "unit", "good")
        if "theme" in item:
            # An unknown theme has been told by the check.
            values["theme"] = self.themes.get(item["theme"])
        if held is None or held.document_id in self.versions.earlier:
            values["document"] = self.document
        elif held.document_id != self.document.pk:
            # What its first document called it stands; another adds what is still unsaid.
            values = {k: v for k, v in values.items() if not getattr(held, k)}
        find = {"authority": self.inspection.authority, "key": item["key"]}
        return merge_later(self.session, held, Measure, item, find, values)

    def _check(self, item: Item, held: Measure | None):
        """One key is one indicator: what is counted in children is not counted in %."""
        if held is None and not ("name" in item and "unit" in item):
            sentence = f"{item['key']} is new here: give its name and its unit."
            self.session.problem(item.line_of("key"), sentence)
            raise LeftOut
        ours = (self.document.pk, *self.versions.earlier)
        theirs = held is not None and held.document_id not in ours
        if theirs and item.get("unit", held.unit) != held.unit:
            sentence = f"{item['key']} is measured in {held.unit}: give another key."
            self.session.problem(item.line_of("unit"), sentence)
            raise LeftOut

    def _told(self, item: Item, of: Item) -> Told:
        said = {
            **{to: Decimal(item[key]) for key, to in FIGURES.items() if key in item},
            **texts(item, "bound"),
            **{to: partial(item, key) for key, to in DAYS.items() if key in item},
        }
        return Told(item, said, place_of(item if "at" in item else of))

    def _readings(self, measure: Measure, told: list[Told]):
        keys = [self._draft_key(measure, one) for one in told]
        before = pair(told, keys, self.recorded.get(measure.pk, []), self.mended)
        for number, (one, key) in enumerate(zip(told, keys, strict=True)):
            self.session.attempt(self._reading, one.item, measure, one, key, before.get(number))

    def _reading(
        self, item: Item, measure: Measure, told: Told, key: str, before: MeasureReading | None
    ):
        last = self._last_word_on(before)
        if last and not last.draft_key:
            # A person has corrected it here.
            change = ("reading", last.figures, str(item.get("value", "")))
            self.session.add(Outcome.KEPT, before, item, change, ENTERED_HERE)
        elif last and (last.draft_key == key or last.document_id in self.versions.later):
            self.session.add(Outcome.UNCHANGED, last, item)
        else:
            append_later(
                self.session,
                MeasureReading,
                item,
                draft_key=key,
                measure=measure,
                inspection=self.inspection,
                document=self.document,
                holds_from=self._holds_from(told.said.get("on")),
                known_at=self.session.known_at,
                voids=last,
                **told.said,
                **told.place,
            )

    def _draft_key(self, measure: Measure, told: Told) -> str:
        stated = {**told.said, **told.place}
        said = {
            name: plain(value) if isinstance(value, Decimal) else str(value)
            for name, value in stated.items()
        }
        return fingerprint(self.document.key, self.inspection.key, measure.key, said)

    def _holds_from(self, on):
        """The day of the value if it is stated, else the visit's last; once it is known."""
        if on is None:
            return self.linking.holds_from(self.inspection)
        return min(on.last_day, london_day(self.session.known_at))
