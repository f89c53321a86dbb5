from django import forms
from django.db.models import Q

from improvement.dashboards.search.hits import KINDS, Asked
from inspections.models import Authority, Direction, Inspection, Theme
from inspections.models.time import AsAt

NO_THEME = "none"


class SearchForm(forms.Form):
    """What is looked for, and where. Only what the member may see can be chosen."""

    q = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
        help_text="Each of them must occur, in any order. Part of a word will do.",
    )

    def __init__(
        self,
        parameters,
        *,
        authorities: list[Authority],
        themes: list[Theme],
        inspections: list[Inspection],
    ):
        super().__init__(parameters)
        several = len(authorities) > 1
        self.authorities = {one.slug: one for one in authorities}
        self.inspections = {f"{one.authority.slug}/{one.key}": one for one in inspections}
        named = {
            reference: f"{one.authority}: {one}" if several else str(one)
            for reference, one in self.inspections.items()
        }
        self._offer("in", "Kind", {name: kind.many for name, kind in KINDS.items()})
        self._offer(
            "theme", "Theme", {t.key: t.name for t in themes} | {NO_THEME: "None given"}
        )
        self._offer("inspection", "Inspection", named)
        self._offer(
            "direction", "Direction", {d.value: d.label.capitalize() for d in Direction}
        )
        if several:
            self._offer("authority", "Authority", {a.slug: a.name for a in authorities})

    def _offer(self, name: str, label: str, choices: dict[str, str]):
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=[("", "Any"), *choices.items()]
        )

    @property
    def words(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data.get("q", "").split()))

    @property
    def filters(self) -> list[tuple[str, str, str]]:
        """Those in use: name, label, and what was chosen in words."""
        return [
            (name, field.label, dict(field.choices)[self.cleaned_data[name]])
            for name, field in self.fields.items()
            if name != "q" and self.cleaned_data.get(name)
        ]

    def asked(self, as_at: AsAt) -> Asked:
        chosen = self.cleaned_data
        only = self.authorities.get(chosen.get("authority"))
        authorities = [only] if only else list(self.authorities.values())
        return Asked(
            self.words,
            [one for one in self.inspections.values() if one.authority in authorities],
            [one.pk for one in authorities],
            as_at,
            self.inspections.get(chosen["inspection"]),
            self._theme(),
            chosen["direction"],
        )

    def _theme(self) -> Q:
        key = self.cleaned_data["theme"]
        if key == NO_THEME:
            return Q(theme=None)
        return Q(theme__key=key) if key else Q()
