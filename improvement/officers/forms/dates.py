from django import forms

from improvement import recording
from improvement.forms import DayField
from improvement.saying.forms import RecordingForm, SaidField
from inspections.intake.dates import in_full


def by_days(number):
    return f"{abs(number)} day{'' if abs(number) == 1 else 's'}"


def distance(to, day):
    """`12 days later than`, `1 day earlier than`."""
    return f"{by_days((to - day).days)} {'later' if to > day else 'earlier'} than"


class DateRequestForm(RecordingForm):
    verb = recording.request_date

    to = DayField(label="Until when?", help_text="A day later than today.")
    reason = SaidField(
        label="Why does it need another date?",
        missing="Say why it needs another date.",
        rows=3,
    )
    meanwhile = SaidField(
        label="What happens meanwhile?",
        hint="For the children and families whom it is for.",
        missing="Say what happens meanwhile.",
        rows=3,
    )
    holds_up = SaidField(
        label="What does it hold up?",
        hint="Other actions, a visit, a decision; or that it holds up nothing.",
        missing="Say what it holds up, or that it holds up nothing.",
        rows=2,
    )
    sooner = forms.BooleanField(required=False)

    def __init__(self, data=None, *, state, **kwargs):
        super().__init__(data, **kwargs)
        self.state = state
        if state.current_due:
            days = {"current": state.current_due, "first": state.first_due}
            shown = {f"data-{name}-date": str(day) for name, day in days.items()}
            self.fields["to"].widget.attrs.update(shown)
        self.asked = self._day_typed()
        if recording.why_not_sooner(state, self.asked):
            how = f"{distance(self.asked, state.current_due)} the current date"
            self.fields["sooner"].label = f"Yes: {in_full(self.asked)} is meant, {how}"
        else:
            del self.fields["sooner"]

    def clean(self):
        cleaned = super().clean()
        # Told with whatever else is missing; the verb would refuse it alone.
        if "sooner" in self.fields and not cleaned.get("sooner"):
            why = recording.why_not_sooner(self.state, self.asked)
            self.add_error("sooner", f"{why} Tick if you mean it, or give a later one.")
        return cleaned

    @property
    def done(self):
        asked, state = self.cleaned_data["to"], self.state
        how = []
        if state.current_due:
            how.append(f"{distance(asked, state.current_due)} the current date")
        if state.first_due and state.first_due not in (asked, state.current_due):
            how.append(f"{distance(asked, state.first_due)} the first")
        told = f": {', '.join(how)}" if how else ""
        return (
            f"You have asked for {in_full(asked)}{told}. The date stays as it is until an "
            "approver decides."
        )

    def _day_typed(self):
        try:
            return self.fields["to"].clean(self.data.get("to"))
        except forms.ValidationError:
            return None
