"""The questions about a sheet's values: what it may mean to choose from, and a proposal
where there is one, said to be one."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.html import format_html

from improvement.forms import DayField
from improvement.spreadsheets.days import DayRead
from improvement.spreadsheets.foreign_plan.found import in_rows
from improvement.spreadsheets.foreign_plan.likeness import (
    colour_name,
    propose_owner,
    propose_recommendations,
    propose_status,
)
from improvement.spreadsheets.foreign_plan.tracker import Row, parts_of

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
PROPOSED = "Proposed: please check."
MOST_DAYS = 8  # offered, of those that a cell names


@dataclass
class Question:
    """One value, and the fields that ask what it means."""

    colour: str
    fields: list


class Questions:
    """The part of the form that makes its fields."""

    def _hint(self, kind: str, key: str, told: str) -> str:
        """Where the value stands, and by which actions to judge it. A page shows hints as
        they are, so strangers' words are escaped here."""
        name = f"{kind}-{key}"
        rows, titles = in_rows(self.found.rows[name]).capitalize(), self.found.titles[name]
        shown = "; ".join(f"“{title}”" for title in titles)
        return format_html("{}{}. {}", rows, f": {shown}" if shown else "", told)

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
                help_text=self._hint(
                    "status",
                    key,
                    " ".join(filter(None, [proposed and PROPOSED, self._meant(key)])),
                ),
                error_messages={"required": "Say what it means here."},
            )
            self._ask("statuses", {f"status-{key}": choice}, value.colour)
        if self.found.statuses:
            self._post(
                "statuses",
                "signer",
                "Post that signed off what is complete, and decided what is withdrawn",
                "Needed as soon as one of the above means complete or withdrawn; otherwise "
                "leave it at nobody.",
            )
            for name in ("signer", "signer-name"):
                self.fields[name].needed_by_an_answer = True
        if any(not row.owner for row in self.tracker.rows):
            self._post(
                "statuses",
                "speaker",
                "Post that speaks for actions without an owner",
                "Who said what the sheet tells of them. Without one, their status and "
                "progress are left out.",
            )

    def _meant(self, key: str) -> str:
        """What was brought in of these actions before; of a colour that need not be its
        meaning, so nothing is proposed by it."""
        before = self.before.statuses[key].most_common()
        told = "; ".join(f"{STATUSES.get(meant, meant)} ({n})" for meant, n in before)
        return f"When last brought in, these actions were: {told}." if told else ""

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
                    help_text=self._hint("recommendation", key, PROPOSED if proposed else "")
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
            before = self.before.owner(key) if len(parts) > 1 else ""
            taken = whole or before
            several = len(parts) > 1 and not whole
            initial = said.get(key) or {
                "post": f"post:{taken}" if taken else "" if several else "new"
            }
            is_proposed = key not in said and initial["post"]
            hint = self._hint("owner", key, PROPOSED if is_proposed else "")
            if several:
                hint += f" It names {len(parts)}: choose the one that answers for the action."
                hint += (
                    " The post of last time is proposed." if before and key not in said else ""
                )
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
            likely = read.likely or self._last_of_several(key, read)
            days = dict.fromkeys([*read.found[:MOST_DAYS], *filter(None, [likely])])
            found = [(day.isoformat(), f"{day:%-d %B %Y}") for day in days]
            before = self.before.day(key)
            stands = said.get(key) or before or None
            initial = "other" if stands not in (None, "none", *dict(found)) else stands
            if stands is None:
                initial = likely.isoformat() if likely else "" if found else "none"
            told = PROPOSED if stands is None and initial else ""
            if told and len(read.found) > 1:
                told = f"It names {len(read.found)} days. The latest is proposed: please check."
            if before and key not in said:
                told = "What was taken last time is proposed: please check."
            choice = forms.ChoiceField(
                label=read.text[:200],
                choices=[
                    ("", "Choose one"),
                    ("none", "No day: kept as it is written"),
                    *found,
                    ("other", "Another day, given beside"),
                ],
                initial=initial,
                help_text=self._hint("day", key, told),
                error_messages={"required": "Say which day it is, or none."},
            )
            other = DayField(
                label="Another day", required=False,
                initial=stands if initial == "other" else None,
            )  # fmt: skip
            self._ask("days", {f"day-{key}": choice, f"day-{key}-other": other})

    def _last_of_several(self, key: str, read: DayRead) -> date | None:
        """By the last of several days an action is due; of a start, and of one day within a
        phrase, nothing is proposed."""
        return max(read.found) if key in self.found.due and len(read.found) > 1 else None

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
