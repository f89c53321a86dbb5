from django import forms

from improvement.documents.review.forms.card import CardForm, Said
from improvement.documents.review.forms.fields import WhenField, choice
from improvement.forms import NameField
from inspections.models import Measure

FIGURE = r"^-?[0-9]{1,9}(\.[0-9]{1,3})?$"
FIGURES = {"value": "Figure", "from": "Figure before", "target": "Target"}
DAYS = {"on": "Day of the figure", "from_on": "Day of the figure before"}


class MeasureForm(CardForm):
    """One indicator and what one or some sentences state of it."""

    own_words = frozenset({"name"})

    name = NameField(
        label="What is measured",
        max_length=150,
        error_messages={"required": "Say what is measured."},
    )
    unit = NameField(
        label="Unit",
        max_length=40,
        error_messages={"required": "Give the unit, such as % or children."},
    )
    good = choice(
        "Which way is good",
        Measure.Good.choices,
        open_as="Neither, or the document does not say",
    )

    def prepare(self):
        self.readings = list(self.proposal.said.get("readings", []))
        for number in range(1, len(self.readings) + 1):
            for name, label in FIGURES.items():
                self.fields[f"{name}-{number}"] = forms.RegexField(
                    FIGURE,
                    label=label,
                    required=False,
                    error_messages={"invalid": "Give a plain number, such as 34.4."},
                )
            for name, label in DAYS.items():
                self.fields[f"{name}-{number}"] = WhenField(label=label)

    @property
    def by_reading(self):
        """The fields of each reading, for the page."""
        return [
            [self[f"{name}-{number}"] for name in (*FIGURES, *DAYS)]
            for number in range(1, len(self.readings) + 1)
        ]

    def filled(self, said: Said) -> Said:
        # Of a figure that may be recorded already, the unit that the document does not print.
        recorded = (self.proposal.same or {}).get("said", {})
        told = {name: said.get(name, "") for name in ("name", "good")}
        told["unit"] = said.get("unit") or recorded.get("unit", "")
        for number, reading in enumerate(self.readings, start=1):
            for name in (*FIGURES, *DAYS):
                told[f"{name}-{number}"] = str(reading.get(name, ""))
        return told

    def put(self, said: Said, name: str, value):
        fact, _, number = name.rpartition("-")
        held = said["readings"][int(number) - 1] if fact else said
        super().put(held, fact or name, value)
