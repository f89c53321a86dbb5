"""Fields of cards: a day as printed, words of the document, a choice that may stay open."""

import calendar
import re

from django import forms

from inspections.intake.dates import PartialDate

LONGEST = 10_000  # letters, as draft.schema.json has it
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]+)\s+(\d{4})", re.IGNORECASE)
_IN_FIGURES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")  # as a British form has it
NO_DAY = (
    "“{}” is no day, month or year in the calendar. Write it as 13 November 2023, November 2023 "
    "or 2023."
)
FIRST_YEAR, LAST_YEAR = 1990, 2099
NOT_STATED = ("", "Not stated")
YES_NO = [("yes", "Yes"), ("no", "No")]


class WhenField(forms.CharField):
    """A day, a month or a year, shown as a document prints it and taken so or in figures;
    cleaned to `2016-12-05`, `2016-12` or `2016`."""

    def __init__(self, *, hint="", **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(max_length=40, help_text=hint, **kwargs)

    def prepare_value(self, value):
        try:
            return str(PartialDate(value))
        except (TypeError, ValueError):
            return value

    def has_changed(self, initial, data):
        try:
            return self.clean(data) != (initial or "")
        except forms.ValidationError:
            return True

    def clean(self, value):
        said = super().clean(value)
        if not said:
            return ""
        if figures := _IN_FIGURES.fullmatch(said):
            said = f"{figures[3]}-{int(figures[2]):02}-{int(figures[1]):02}"
        words = _IN_WORDS.fullmatch(said)
        if words and words[2].casefold() in MONTHS:
            day = f"-{int(words[1]):02}" if words[1] else ""
            said = f"{words[3]}-{MONTHS[words[2].casefold()]:02}{day}"
        try:
            printed = PartialDate(said)
        except ValueError:
            raise forms.ValidationError(NO_DAY.format(value)) from None
        if not FIRST_YEAR <= printed.last_day.year <= LAST_YEAR:
            raise forms.ValidationError("Check the year.")
        return said


class DocumentWords(forms.CharField):
    """Words of the document. That they stand in it is asked where the document is known."""

    def __init__(self, *, rows=4, **kwargs):
        super().__init__(
            max_length=LONGEST, widget=forms.Textarea({"rows": rows}), strip=True, **kwargs
        )

    def has_changed(self, initial, data):
        return (initial or "").split() != (data or "").split()


class LinesField(forms.CharField):
    """A list, one a line; cleaned to a list of texts."""

    def __init__(self, *, rows=3, **kwargs):
        super().__init__(
            required=False, max_length=LONGEST, widget=forms.Textarea({"rows": rows}), **kwargs
        )

    def clean(self, value):
        return _lines(super().clean(value))

    def has_changed(self, initial, data):
        return _lines(initial or "") != _lines(data or "")


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def choice(label, choices, *, open_as=None, **kwargs):
    """A list to choose from; `open_as` words the answer that leaves it open."""
    listed = [*([("", open_as)] if open_as is not None else []), *choices]
    kwargs.setdefault("error_messages", {"required": "Choose one of these."})
    return forms.ChoiceField(label=label, choices=listed, required=open_as is None, **kwargs)
