"""The forms by which somebody's plan comes in: the file, the plan it becomes, its columns."""

from django import forms

from improvement.forms import DayField, Guarded
from improvement.keeping.forms.plans import NewPlanForm
from improvement.spreadsheets.foreign_plan.found import Found
from improvement.spreadsheets.foreign_plan.headings import (
    MEANINGS,
    SEVERAL,
    heading_row,
    headings,
)
from improvement.spreadsheets.foreign_plan.tracker import Tracker
from inspections.intake.confined import MAX_BYTES, MOST
from inspections.intake.sheets import Table

MAX_ROWS = 2_500


class SheetForm(Guarded, forms.Form):
    sheet = forms.FileField(
        label="Spreadsheet",
        help_text=f"An Excel workbook (.xlsx) or CSV, at most {MOST}. Nothing is written until "
        "you have seen what each row would do.",
    )
    plan = forms.ChoiceField(label="It is")
    day = DayField(
        label="The day it speaks of",
        help_text="What it says of status and progress holds from this day.",
    )

    def __init__(self, *args, plans, authorities, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.plans = {f"plan-{plan.pk}": plan for plan in plans}
        self.authorities = {f"new-{one.pk}": one for one in authorities}
        self.today = today
        one = len(self.authorities) == 1
        self.fields["plan"].choices = [
            ("", "Choose one"),
            *((name, f"The plan “{plan}”") for name, plan in self.plans.items()),
            *(
                (name, "A plan that is not here yet" + ("" if one else f", of {authority}"))
                for name, authority in self.authorities.items()
            ),
        ]

    def clean_sheet(self):
        sheet = self.cleaned_data["sheet"]
        if sheet.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is over {MOST}; a plan is far smaller.")
        return sheet

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come.")
        return day

    def clean(self):
        cleaned = super().clean()
        plan = self.plans.get(cleaned.get("plan"))
        if plan and cleaned.get("day") and cleaned["day"] < plan.opened:
            self.add_error(
                "day", f"The plan opened on {plan.opened:%-d %B %Y}, after this day."
            )
        return cleaned


class SheetPlanForm(NewPlanForm):
    """A plan that the import would create: nothing of it is written before that."""

    def __init__(self, *args, authority, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority, self.day = authority, day
        del self.fields["period"]
        self.fields["opened"].help_text = "The day from which it was the council’s plan."

    def clean_title(self):
        title = self.cleaned_data["title"]
        if self.authority.plans.filter(title__iexact=title).exists():
            raise forms.ValidationError(
                "There is a plan of this title. To bring the sheet into it, delete this upload "
                "and choose that plan when you upload it."
            )
        return title

    def clean_opened(self):
        opened = super().clean_opened()
        if opened > self.day:
            raise forms.ValidationError(
                f"The sheet speaks of {self.day:%-d %B %Y}; the plan cannot open after that."
            )
        return opened


class HeadingForm(forms.Form):
    """Which sheet of the workbook, and which of its rows holds the headings."""

    table = forms.TypedChoiceField(label="Sheet", coerce=int)
    heading = forms.IntegerField(label="Row with the headings", min_value=1)

    def __init__(self, *args, tables: list[Table], **kwargs):
        super().__init__(*args, **kwargs)
        self.tables = tables
        self.fields["table"].choices = [
            (n, f"{table.name} ({_rows_in_words(table)}{', hidden' if table.hidden else ''})")
            for n, table in enumerate(tables)
        ]

    def clean(self):
        cleaned = super().clean()
        rows = self.tables[cleaned["table"]].rows if "table" in cleaned else ()
        if rows and cleaned.get("heading", 1) > len(rows):
            self.add_error("heading", f"The sheet has only {len(rows)} rows.")
        return cleaned


def _rows_in_words(table: Table) -> str:
    """How many rows a sheet has, without its headings and what stands above them."""
    rows = len(table.rows) - heading_row(table) if table.rows else 0
    return f"{rows} row{'' if rows == 1 else 's'}"


class ColumnsForm(forms.Form):
    fill_down = forms.BooleanField(
        label="An empty recommendation means the one above it", required=False
    )
    leave_hidden = forms.BooleanField(label="Leave out the hidden rows", required=False)

    def __init__(self, *args, table: Table, heading: int, proposed: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.heading = table, heading
        self.names = headings(table, heading)
        for number, name in enumerate(self.names, 1):
            said = proposed.get(str(number), {"as": ""})
            label = f"Column {letter(number)}{f': {name}' if name else ''}"
            self.fields[f"as-{number}"] = forms.ChoiceField(
                label=label[:150], choices=MEANINGS.items(), required=False, initial=said["as"]
            )
            self.fields[f"on-{number}"] = DayField(
                label="of the day", required=False, initial=said.get("on")
            )
        if not table.hidden_rows:
            del self.fields["leave_hidden"]

    def columns(self):
        """For the page: letter, heading, some of what stands in it, and its fields."""
        for number, name in enumerate(self.names, 1):
            yield {
                "letter": letter(number),
                "heading": name,
                "is_hidden": number in self.table.hidden_columns,
                "samples": self._samples(number - 1),
                "as": self[f"as-{number}"],
                "on": self[f"on-{number}"],
            }

    def _samples(self, column: int) -> list[str]:
        cells = (row[column] for row in self.table.rows[self.heading :])
        filled = (cell.text or cell.colour or cell.note for cell in cells)
        return list(dict.fromkeys(text for text in filled if text))[:3]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        told = self.told()
        used = [column["as"] for column in told["columns"].values()]
        for number, column in told["columns"].items():
            if column["as"] not in SEVERAL and used.count(column["as"]) > 1:
                self.add_error(f"as-{number}", "Two columns cannot both mean this.")
        if "action" not in used:
            self.add_error(None, "Say which column holds the action: what will be done.")
        if self.errors:
            return cleaned
        if self.table.cut:
            self.add_error(None, f"{self.table.cut} Split the sheet, or delete empty rows.")
        self._check_rows(Tracker(self.table, told), told)
        return cleaned

    def _check_rows(self, tracker: Tracker, told: dict) -> None:
        if not tracker.rows:
            self.add_error(None, "There is no row below the headings.")
        if len(tracker.rows) > MAX_ROWS:
            self.add_error(None, f"A plan of more than {MAX_ROWS:,} rows is not taken in.")
        for kind, sentence in Found.of(tracker).too_many():
            number = next((n for n, c in told["columns"].items() if c["as"] == kind), None)
            self.add_error(f"as-{number}" if number else None, sentence)

    def told(self) -> dict:
        """The answers as they are kept."""
        columns = {}
        for number in range(1, len(self.names) + 1):
            columns[str(number)] = {"as": self.cleaned_data.get(f"as-{number}", "")}
            if on := self.cleaned_data.get(f"on-{number}"):
                columns[str(number)]["on"] = on.isoformat()
        return {
            "heading": self.heading,
            "columns": columns,
            "fill_down": self.cleaned_data.get("fill_down", False),
            "leave_hidden": self.cleaned_data.get("leave_hidden", False),
        }


def letter(number: int) -> str:
    """The name of a column: A, B … Z, AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
