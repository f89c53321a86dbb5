"""Everything that was said of one theme and claimed about it, the newest first.

A board member comes with the question how often it was raised and what was said last, or
what inspectors said of it between two years; the first sentence answers.
"""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.reconstructed import is_before
from improvement.dashboards.themes.said import Record
from improvement.dashboards.themes.story import ThemeStory
from inspections.models import Authority, Theme


class YearsForm(forms.Form):
    """Between which years; an inspection counts in the year of its report."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("from", "From the year"), ("to", "To the year")):
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1990,
                max_value=2099,
                widget=forms.TextInput({"inputmode": "numeric"}),
                error_messages={"invalid": "A year is written as in 2016."},
            )

    def clean(self):
        first, last = self.years
        if first and last and first > last:
            self.add_error("to", "It is before the first year.")
        return self.cleaned_data

    @property
    def years(self) -> tuple[int | None, int | None]:
        return self.cleaned_data.get("from"), self.cleaned_data.get("to")

    def chosen(self, told: list) -> list:
        first, last = self.years
        return [one for one in told if (first or one.year) <= one.year <= (last or one.year)]


@require_safe
def theme(request, authority, key):
    found_at = access.find(request, Authority.objects.all(), slug=authority)
    subject = get_object_or_404(Theme, key=key)
    form = YearsForm(request.GET)
    status = 200 if form.is_valid() else 400
    story = ThemeStory(subject, found_at, request.as_at)
    entries, words = form.chosen(story.entries()), form.chosen(story.last_words())
    first, last = form.years
    shown = {
        "theme": subject,
        "authority": found_at,
        "form": form,
        "first": first,
        "last": last,
        "record": Record(subject, [entry.said for entry in reversed(entries)]),
        "entries": entries,
        "told": sorted([*entries, *words], key=lambda one: one.day, reverse=True),
        "reconstructed": any(
            is_before(one.entered_at, request.as_at) for one in story.inspections.values()
        ),
    }
    return render(request, "dashboards/theme.html", shown, status=status)
