"""The figures that a document states, into measures and their readings.

The same key in another document is the same measure. A reading is an event: where a later
import of the same document states another figure at the same place, it voids the first.
What a draft leaves out stays, as everywhere.
"""

from decimal import Decimal
from typing import NamedTuple

from improvement.importing.linking import Linking
from improvement.importing.meeting import partial
from improvement.importing.merging import LeftOut, Session, append, fingerprint, merge
from improvement.importing.report import Outcome
from improvement.importing.values import place_of, texts
from inspections.intake.dates import london_day
from inspections.intake.draft import Item
from inspections.models import Document, Inspection, Measure, MeasureReading, Theme
from inspections.models.measures import plain

FIGURES = {"value": "value", "from": "earlier", "target": "target"}
DAYS = {"on": "on", "from_on": "earlier_on"}
PLACE = ("part", "page", "paragraph")


class Told(NamedTuple):
    """A reading as the draft gives it: the figures and days it states, and where."""

    item: Item
    said: dict
    place: dict

    @property
    def spot(self) -> tuple:
        """The sentence, as nearly as it is told: by its place and the day of the value."""
        return (self.said.get("on"), *(self.place.get(name) or None for name in PLACE))


def spot_of(reading: MeasureReading) -> tuple:
    return (reading.on, *(getattr(reading, name) or None for name in PLACE))


def last_word_on(reading: MeasureReading | None) -> MeasureReading | None:
    """What stands in its place after every correction."""
    while hasattr(reading, "voided_by"):
        reading = reading.voided_by
    return reading


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
        self._readings(
            measure, [self._told(entry, item) for entry in item.items_of("readings")]
        )
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

    def _told(self, item: Item, of: Item) -> Told:
        said = {
            **{to: Decimal(item[key]) for key, to in FIGURES.items() if key in item},
            **texts(item, "bound"),
            **{to: partial(item, key) for key, to in DAYS.items() if key in item},
        }
        return Told(item, said, place_of(item if "at" in item else of))

    def _readings(self, measure: Measure, told: list[Told]):
        recorded = MeasureReading.objects.filter(
            measure=measure, inspection=self.inspection, document=self.document
        ).exclude(draft_key="")
        held = list(recorded.oldest_first())
        keys = [self._draft_key(measure, one) for one in told]
        for one, key in zip(told, keys, strict=True):
            same = [reading for reading in held if reading.draft_key == key]
            # Where the draft said otherwise before, and says that no longer.
            mended = [
                reading
                for reading in held
                if reading.draft_key not in keys and spot_of(reading) == one.spot
            ]
            before = next(iter(same or mended), None)
            if before and before not in same:
                held.remove(before)  # each takes the place of one
            self.session.attempt(self._reading, one.item, measure, one, key, before)

    def _reading(
        self, item: Item, measure: Measure, told: Told, key: str, before: MeasureReading | None
    ):
        last = last_word_on(before)
        if last and not last.draft_key:
            # A person has corrected it here.
            change = ("reading", last.figures, str(item.get("value", "")))
            self.session.add(Outcome.KEPT, before, item, change)
        elif last and last.draft_key == key:
            self.session.add(Outcome.UNCHANGED, last, item)
        else:
            append(
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
