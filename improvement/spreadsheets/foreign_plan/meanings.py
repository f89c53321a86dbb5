"""What the values of a sheet mean here, as the admin answers it."""

from django import forms

from improvement.forms import Guarded
from improvement.spreadsheets.foreign_plan.found import Found
from improvement.spreadsheets.foreign_plan.questions import (
    DECIDED,
    MOST_NAMED,
    Question,
    Questions,
)


class MeaningsForm(Guarded, Questions, forms.Form):
    """Field names carry the key of the value, so an answer never meets another value."""

    def __init__(self, *args, tracker, answers, posts, asked, matches, before, **kwargs):
        super().__init__(*args, **kwargs)
        self.tracker, self.answers = tracker, answers
        self.posts, self.asked = posts, asked
        self.found, self.before = Found.of(tracker), before
        self.sections: dict[str, list] = {}
        self._statuses()
        self._recommendations()
        self._owners()
        self._days()
        self.matches = matches
        self._matches(matches)

    def _ask(self, section: str, fields: dict[str, forms.Field], colour: str = "") -> None:
        self.fields.update(fields)
        self.sections.setdefault(section, []).append((colour, list(fields)))

    def questions(self):
        """For the page: each section with its questions, fields bound."""
        for section, asked in self.sections.items():
            yield section, [Question(c, [self[name] for name in names]) for c, names in asked]

    # Answers

    def clean(self) -> dict:
        cleaned = super().clean()
        statuses = {cleaned.get(name) for name in self.fields if name.startswith("status-")}
        if statuses & set(DECIDED) and not cleaned.get("signer"):
            self.add_error("signer", "Name the post that signed off or decided.")
        self._beside("new", "name", "Give the new post a name.")
        self._beside("other", "other", "Give the day.")
        return cleaned

    def _beside(self, chosen: str, suffix: str, missing: str) -> None:
        """What a choice asks for in the field beside it."""
        for name in self.fields:
            beside = f"{name}-{suffix}"
            is_asked = beside in self.fields and self.cleaned_data.get(name) == chosen
            if is_asked and beside not in self.errors and not self.cleaned_data.get(beside):
                self.add_error(beside, missing)

    def told(self) -> dict:
        """The answers given, as they are kept; what was answered wrongly is left out."""
        told = {
            "statuses": self._answers("status-", self.found.statuses, self.cleaned_data.get),
            "recommendations": self._answers(
                "rec-", self.found.recommendations, self._recommendations_said
            ),
            "owners": self._answers("owner-", self.found.owners, self._post_said),
            "days": self._answers("day-", self.found.days, self._day_said),
            "matches": self._answers("match-", self.matches, self.cleaned_data.get),
        }
        for name in ("signer", "speaker"):
            if name in self.fields:
                told[name] = self._post_said(name) or {}
        return told

    @staticmethod
    def _answers(prefix: str, keys, said) -> dict:
        pairs = ((key, said(f"{prefix}{key}")) for key in keys)
        return {key: answer for key, answer in pairs if answer not in (None, "", [])}

    def _recommendations_said(self, name: str) -> list[str]:
        named = [self.cleaned_data.get(f"{name}-{n}") for n in range(MOST_NAMED)]
        return list(dict.fromkeys(filter(None, named))) if named[0] else []

    def _post_said(self, name: str) -> dict[str, str] | None:
        said = self.cleaned_data.get(name)
        if said != "new":
            return {"post": said} if said else None
        named = " ".join(self.cleaned_data.get(f"{name}-name", "").split())
        return {"post": said, "name": named} if named else None

    def _day_said(self, name: str) -> str | None:
        """A day, or `none`."""
        said = self.cleaned_data.get(name)
        if said != "other":
            return said
        other = self.cleaned_data.get(f"{name}-other")
        return other.isoformat() if other else None
