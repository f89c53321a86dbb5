"""The figures that a document states, into measures and their readings.

The same key in another document is the same measure. A reading is an event: one that a
later import of the same document states otherwise is voided by the corrected one.
"""

from decimal import Decimal

from improvement.importing.linking import Linking
from improvement.importing.meeting import partial
from improvement.importing.merging import LeftOut, Session, append, fingerprint, merge
from improvement.importing.report import Outcome
from improvement.importing.values import place_of, texts
from inspections.intake.dates import london_day
from inspections.intake.draft import Item
from inspections.models import Document, Inspection, Measure, MeasureReading, Theme

FIGURES = {"value": "value", "from": "earlier", "target": "target"}


class Measuring:
    def __init__(
        self, session: Session, document: Document, inspection: Inspection, linking: Linking
    ):
        self.session, self.document, self.linking = session, document, linking
        self.inspection = inspection

    def run(self, item: Item):
        for entry in item.items_of("measures"):
            self.session.attempt(self._measure, entry)

    def _measure(self, item: Item):
        find = {"authority": self.inspection.authority, "key": item["key"]}
        held = Measure.objects.filter(**find).first()
        self._check(item, held)
        values = texts(item, "name", "unit", "good")
        if "theme" in item:
            # An unknown theme has been told by the check.
            values["theme"] = Theme.objects.filter(key=item["theme"]).first()
        if held is None:
            values["document"] = self.document
        elif held.document_id != self.document.pk:
            # What its first document called it stands; another adds what is still unsaid.
            values = {k: v for k, v in values.items() if not getattr(held, k)}
        measure = merge(self.session, Measure, item, find=find, values=values)
        for position, reading in enumerate(item.items_of("readings")):
            self.session.attempt(self._reading, reading, measure, item, position)
        self.linking.link_measure(item, measure, self.inspection)

    def _check(self, item: Item, held: Measure | None):
        """One key is one indicator: what is counted in children is not counted in %."""
        if held is None and not ("name" in item and "unit" in item):
            sentence = f"{item['key']} is new here: give its name and its unit."
            self.session.problem(item.line_of("key"), sentence)
            raise LeftOut
        if held is not None and item.get("unit", held.unit) != held.unit:
            sentence = f"{item['key']} is measured in {held.unit}: give another key."
            self.session.problem(item.line_of("unit"), sentence)
            raise LeftOut

    def _reading(self, item: Item, measure: Measure, of: Item, position: int):
        said = {
            **{to: Decimal(item[key]) for key, to in FIGURES.items() if key in item},
            **texts(item, "bound"),
            **{to: partial(item, to) for to in ("on",) if to in item},
            **({"earlier_on": partial(item, "from_on")} if "from_on" in item else {}),
        }
        place = place_of(item if "at" in item else of)
        identity = fingerprint(self.document.key, self.inspection.key, measure.key, position)
        told = MeasureReading.objects.filter(measure=measure, draft_key=identity)
        last = told.newest_first().filter(voided_by__isnull=True).first()
        if last is None and (taken_back := told.first()):
            # A person has corrected it here.
            change = ("reading", "", str(item.get("value", "")))
            self.session.add(Outcome.KEPT, taken_back, item, change)
            return
        if last and _says(last, {**said, **place}):
            self.session.add(Outcome.UNCHANGED, last, item)
            return
        append(
            self.session,
            MeasureReading,
            item,
            draft_key=identity,
            measure=measure,
            inspection=self.inspection,
            document=self.document,
            holds_from=self._holds_from(said.get("on")),
            known_at=self.session.known_at,
            voids=last,
            **said,
            **place,
        )

    def _holds_from(self, on):
        """The day of the value if it is stated, else the visit's last; once it is known."""
        if on is None:
            return self.linking.holds_from(self.inspection)
        return min(on.last_day, london_day(self.session.known_at))


SAID = ("value", "earlier", "target", "bound", "on", "earlier_on")
PLACE = ("part", "page", "paragraph", "quote")


def _says(reading: MeasureReading, said: dict) -> bool:
    def stated(value):
        return None if value == "" else value

    return all(
        stated(getattr(reading, name)) == stated(said.get(name)) for name in (*SAID, *PLACE)
    )
