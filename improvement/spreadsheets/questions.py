"""The questions about a sheet's values: what it may mean to choose from, and a proposal
where there is one, said to be one."""

from dataclasses import dataclass

from django import forms

from improvement.forms import DayField
from improvement.spreadsheets.found import in_rows
from improvement.spreadsheets.likeness import (
    colour_name,
    propose_owner,
    propose_recommendations,
    propose_status,
)
from improvement.spreadsheets.tracker import Row, parts_of

STATUSES = {
    "not_started": "Not started",
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "done": "Done, evidence awaited",
    "complete": "Complete: done, and signed off by somebody else",
    "withdrawn": "Withdrawn",
    "not_stated": "Not stated",
}
DECIDED = ("complete", "withdrawn")
MOST_NAMED = 8  # recommendations, in one cell


@dataclass
class Question:
    """One value, and the fields that ask what it means."""

    colour: str
    fields: list


class Questions:
    """The part of the form that makes its fields."""

    def _hint(self, kind: str, key: str, proposed: bool) -> str:
        where = in_rows(self.found.rows[f"{kind}-{key}"]).capitalize()
        return f"{where}. Proposed: please check." if proposed else f"{where}."

    def _statuses(self) -> None:
        said = self.answers.get("statuses", {})
        for key, value in self.found.statuses.items():
            proposed = "" if key in said else propose_status(value)
            label = value.text[:150] or "No words"
            if value.colour:
                label += f" (on {colour_name(value.colour)}, {value.colour})"
            choice = forms.ChoiceField(
                label=label,
                choices=[("", "Choose what it means here"), *STATUSES.items()],
                initial=said.get(key, proposed),
                help_text=self._hint("status", key, bool(proposed)),
                error_messages={"required": "Say what it means here."},
            )
            self._ask("statuses", {f"status-{key}": choice}, value.colour)
        if self.found.statuses:
            self._post(
                "statuses",
                "signer",
                "Post that signed off what is complete, and decided what is withdrawn",
                "Only needed if one of the above means complete or withdrawn.",
            )
        if any(not row.owner for row in self.tracker.rows):
            self._post(
                "statuses",
                "speaker",
                "Post that speaks for actions without an owner",
                "Who said what the sheet tells of them. Without one, their status and "
                "progress are left out.",
            )

    def _post(self, section: str, name: str, label: str, hint: str) -> None:
        said = self.answers.get(name, {})
        choices = [("", "Nobody"), *self._existing(), ("new", "A new post, named beside")]
        choice = forms.ChoiceField(
            label=label, choices=choices, required=False, help_text=hint,
            initial=said.get("post", ""),
        )  # fmt: skip
        named = forms.CharField(
            label="Name of the new post", max_length=150, required=False,
            initial=said.get("name", ""),
        )  # fmt: skip
        self._ask(section, {name: choice, f"{name}-name": named})

    def _existing(self) -> list[tuple[str, str]]:
        return [(f"post:{post.key}", str(post)) for post in self.posts]

    def _recommendations(self) -> None:
        said = self.answers.get("recommendations", {})
        choices = [("none", "None of them"), *((one.ref, one.label) for one in self.asked)]
        known = {ref for ref, _ in choices}
        for key, value in self.found.recommendations.items():
            stands = [ref for ref in said.get(key, ()) if ref in known]
            proposed = [] if key in said else propose_recommendations(value.text, self.asked)
            initial = stands or proposed or (["none"] if not self.asked else [])
            # One field more than are named, up to what a cell may sensibly name.
            for n in range(min(max(2, len(initial)), MOST_NAMED)):
                first = n == 0
                choice = forms.ChoiceField(
                    label=value.text[:200] if first else "and also",
                    choices=[("", "Choose one" if first else "No other"), *choices],
                    required=first,
                    initial=initial[n] if n < len(initial) else "",
                    help_text=self._hint("recommendation", key, bool(proposed))
                    if first
                    else "",
                    error_messages={"required": "Say which it is, or none of them."},
                )
                self._ask_also("recommendations", f"rec-{key}", n, choice)

    def _ask_also(self, section: str, name: str, n: int, choice: forms.Field) -> None:
        if n == 0:
            self._ask(section, {f"{name}-0": choice})
        else:
            self.fields[f"{name}-{n}"] = choice
            self.sections[section][-1][1].append(f"{name}-{n}")

    def _owners(self) -> None:
        said = self.answers.get("owners", {})
        for key, value in self.found.owners.items():
            parts = parts_of(value.text)
            whole = propose_owner(value.text, self.posts)
            several = len(parts) > 1 and not whole
            initial = said.get(key) or {
                "post": f"post:{whole}" if whole else "" if several else "new"
            }
            hint = self._hint("owner", key, key not in said and bool(initial["post"]))
            if several:
                hint += f" It names {len(parts)}: choose the one that answers for the action."
            choice = forms.ChoiceField(
                label=value.text[:200],
                choices=[
                    ("", "Choose one"),
                    *self._existing(),
                    ("new", "A new post, named beside"),
                    ("none", "No owner"),
                ],
                initial=initial["post"],
                help_text=hint,
                error_messages={"required": "Say who answers for these actions."},
            )
            named = forms.CharField(
                label="Name of the new post",
                max_length=150,
                required=False,
                initial=initial.get("name") or (parts[0] if parts else value.text)[:150],
                help_text="A post, team or partner body; a person’s name is no post.",
            )
            self._ask("owners", {f"owner-{key}": choice, f"owner-{key}-name": named})

    def _days(self) -> None:
        said = self.answers.get("days", {})
        for key, read in self.found.days.items():
            found = [(day.isoformat(), f"{day:%-d %B %Y}") for day in read.found[:8]]
            stands = said.get(key)
            initial = "other" if stands not in (None, "none", *dict(found)) else stands
            if stands is None:
                # A month's last day is a proposal; which of several, or part of a phrase, is not.
                initial = read.likely.isoformat() if read.likely else "" if found else "none"
            choice = forms.ChoiceField(
                label=read.text[:200],
                choices=[
                    ("", "Choose one"),
                    ("none", "No day: kept as it is written"),
                    *found,
                    ("other", "Another day, given beside"),
                ],
                initial=initial,
                help_text=self._hint("day", key, stands is None and bool(initial)),
                error_messages={"required": "Say which day it is, or none."},
            )
            other = DayField(
                label="Another day", required=False,
                initial=stands if initial == "other" else None,
            )  # fmt: skip
            self._ask("days", {f"day-{key}": choice, f"day-{key}-other": other})

    def _matches(self, matches: dict[str, tuple[Row, list[str]]]) -> None:
        said = self.answers.get("matches", {})
        for key, (row, near) in matches.items():
            choice = forms.ChoiceField(
                label=row.title[:300],
                choices=[
                    ("", "Choose one"),
                    *((ref, f"It is action {ref}") for ref in near),
                    ("new", "It is a new action"),
                ],
                initial=said.get(key, ""),
                help_text=f"{row.place}. Its words are like those of an action of the plan.",
                error_messages={"required": "Say whether it is this action or a new one."},
            )
            self._ask("matches", {f"match-{key}": choice})
