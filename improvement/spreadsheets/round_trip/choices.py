"""What the uploader decides before anything is recorded: of each conflict whose words are to
stand, and for each post that nobody knows which one is meant."""

from django import forms

from improvement.forms import Guarded, WordsField
from improvement.models import NEEDS_REASON
from improvement.saying.forms import ChoiceField, SeenField
from improvement.spreadsheets.round_trip.changes import Comparison, Part, RowChange
from improvement.spreadsheets.round_trip.layout import standing_reason, standing_status
from improvement.spreadsheets.round_trip.workbook import in_order

MINE, WORDS, THEIRS, LEAVE = "mine", "words", "theirs", "leave"

CHANGED = (
    "Something was recorded since you looked at this page, so nothing is recorded yet. The "
    "page shows how it stands now, and your choices are kept: look again, and record it."
)


class ChoicesForm(Guarded, forms.Form):
    """One field for each thing to decide. `seen` says what the page showed: if anything is
    otherwise by now, the page is shown again."""

    seen = SeenField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, comparison: Comparison, **kwargs):
        super().__init__(data, **kwargs)
        self.comparison = comparison
        self.initial["seen"] = comparison.fingerprint
        for row in comparison.rows:
            if row.is_conflict:
                self.fields[name_of_row(row)] = _words_of_whom(row)
            for part in row.kept:
                self._ask_of(row, part)
        if any(part.kind == "owner" for _, part in comparison.parts):
            self.fields["note"] = WordsField(
                label="Handover note",
                hint="Needed where one post takes an action over from another: what is handed "
                "over, and why. It stands with each of these actions.",
                required=False,
            )
            self.fields["note"].needed_by_an_answer = True
        if comparison.suspicions:
            self.fields["not_about_a_child"] = forms.BooleanField(
                label="None of this is about an individual child. Record it as it is.",
                error_messages={
                    "required": "Some words look as if they were about an individual child. "
                    "Take them out of the file and upload it again, or tick that they are not."
                },
            )

    def _ask_of(self, row: RowChange, part: Part):
        name = name_of_part(row, part)
        if part.is_unknown:
            posts = in_order(self.comparison.plan.owners.values())
            self.fields[name] = forms.TypedChoiceField(
                label=f"Which post is meant by “{part.cells[0].new[:80]}”?",
                choices=[
                    ("", "Choose one"),
                    (LEAVE, "None: leave the owner as it is"),
                    *((str(post.pk), str(post)) for post in posts),
                ],
                coerce=lambda value: (
                    self.comparison.plan.owners.get(int(value), None)
                    if value.isdecimal()
                    else None
                ),
                empty_value="",
                error_messages={"required": "Choose a post, or leave the owner as it is."},
            )
        elif part.clash:
            self.fields[name] = ChoiceField(
                label=f"Whose is to stand for “{part.cells[0].column.heading}”?",
                choices=[
                    (MINE, "What stands in your file"),
                    (THEIRS, "What stands here by now"),
                ],
            )

    def clean(self):
        cleaned = super().clean()
        if "note" in self.fields and not self.errors and not cleaned.get("note"):
            replaced = any(
                part.kind == "owner" and row.state.owner for row, part, _ in self.chosen()
            )
            if replaced:
                self.add_error("note", "Say what is handed over and why.")
        if self.data.get("seen") != self.comparison.fingerprint:
            self.add_error(None, CHANGED)
        return cleaned

    def chosen(self):
        """(row, part, what its verb is told) of all that is to be recorded."""
        for row in self.comparison.rows:
            whose = self.cleaned_data.get(name_of_row(row), MINE)
            for part in row.said if whose != THEIRS else ():
                yield row, part, _told(row, part, whose)
            for part in row.kept:
                told = self._kept(row, part)
                if told is not None:
                    yield row, part, told

    def _kept(self, row, part):
        """What the verb of an admin's change is told; None if it is not to be recorded."""
        choice = self.cleaned_data.get(name_of_part(row, part), MINE)
        if part.kind != "owner":
            return None if choice == THEIRS else part.told
        owner = choice if part.is_unknown else part.told["owner"]
        if choice == THEIRS or owner is None or owner == row.state.owner:
            return None
        return {"owner": owner, "text": self.cleaned_data.get("note", "")}


def name_of_row(row):
    return f"row-{row.pk}"


def name_of_part(row, part):
    return f"{part.kind}-{row.pk}"


def _words_of_whom(row):
    choices = [(MINE, "Record what your file says after it; both stay in the history")]
    if _may_keep_status(row):
        words = row.state.standing.words
        choices.append((WORDS, f"Record your words, and leave it as it stands now: {words}"))
    choices.append((THEIRS, "Do not record what your file says"))
    return ChoiceField(label=f"What is to stand for {row.state.number}?", choices=choices)


def _may_keep_status(row):
    """Whether the file's words go with the status that was said since."""
    update = next((part for part in row.said if part.kind == "update"), None)
    standing = standing_status(row.state)
    if update is None or standing is None or update.told["status"] == standing:
        return False
    return bool(update.told["text"])


def _told(row, part, whose):
    if whose != WORDS or part.kind != "update":
        return part.told
    status = standing_status(row.state)
    reason = standing_reason(row.state) if status in NEEDS_REASON else part.told["reason"]
    return {**part.told, "status": status, "reason": reason}
