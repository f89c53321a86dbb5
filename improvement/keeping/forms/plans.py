from django import forms

from improvement.forms import DayField, Guarded
from improvement.keeping.forms.choices import RESERVED, free_key, one_of, some_of
from improvement.models import Plan
from improvement.recording import LONGEST_PERIOD_DAYS
from improvement.saying.forms import SaidField
from improvement.two_at_once import Amending, who_said_last
from inspections.intake.dates import in_full


class PlanForm(Amending, Guarded, forms.ModelForm):
    opened = DayField(label="Opened on", help_text="It is shown from this day on.")
    runs_until = DayField(
        label="Runs until",
        required=False,
        help_text="The last day of the time that the plan is for, if it states one.",
    )
    submit_by = DayField(
        label="To be submitted by",
        required=False,
        help_text="As the letter or notice states it, whatever counting working days gives.",
    )

    class Meta:
        model = Plan
        fields = ["title", "opened", "runs_until", "submit_by"]

    def __init__(self, *args, inspections, today, earliest_row=None, answered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.earliest_row, self.answered = today, earliest_row, answered
        self.fields["answers"] = some_of(
            inspections,
            label="Inspections that it answers",
            required=False,
            help_text="Each of their recommendations can get a commitment in the plan.",
        )

    def clean_opened(self):
        opened = self.cleaned_data["opened"]
        if opened > self.today:
            raise forms.ValidationError("A plan cannot open on a day that is still to come.")
        if self.earliest_row and opened > self.earliest_row:
            raise forms.ValidationError(
                f"The plan has had commitments or actions since {self.earliest_row:%-d %B %Y}."
            )
        return opened

    def clean_runs_until(self):
        end, opened = self.cleaned_data["runs_until"], self.cleaned_data.get("opened")
        if end and opened and end < opened:
            raise forms.ValidationError(f"It is before the plan opened ({in_full(opened)}).")
        return end

    def clean_answers(self):
        answers = self.cleaned_data["answers"]
        chosen = {inspection.pk for inspection in answers}
        dropped = [inspection for inspection in self.answered if inspection.pk not in chosen]
        if dropped:
            raise forms.ValidationError(
                f"The plan has commitments that answer this inspection: {dropped[0]}."
            )
        return answers


class NewPlanForm(PlanForm):
    key = forms.SlugField(
        label="Key",
        max_length=60,
        required=False,
        help_text="Its name in addresses, which never changes: small letters, figures and "
        "hyphens. Left empty, it is made from the title.",
    )
    period = forms.IntegerField(
        label="Update period, in days",
        min_value=1,
        max_value=LONGEST_PERIOD_DAYS,
        help_text="An open action about which nothing was said for longer is unconfirmed.",
    )

    class Meta(PlanForm.Meta):
        fields = ["title", "key", "opened", "runs_until", "submit_by"]

    def clean(self):
        cleaned = super().clean()
        settle_key(self, cleaned)
        return cleaned


def settle_key(form, cleaned):
    """The key of a new plan: the one that was given if it is free, else made of the title."""
    if "key" in form.errors:
        return
    key = (cleaned.get("key") or "").lower()
    taken = {other.lower() for other in Plan.objects.values_list("key", flat=True)}
    if key in taken | RESERVED:
        form.add_error("key", "This key is taken. Choose another.")
        return
    cleaned["key"] = key or free_key(cleaned.get("title", ""), taken, 60)
    if cleaned.get("title") and not cleaned["key"]:
        form.add_error("key", "None can be made from this title. Write one.")


class PeriodForm(Amending, forms.Form):
    days = NewPlanForm.base_fields["period"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def who_changed(self, name):
        return who_said_last(self.plan.periods)


class ClosingForm(Amending, Guarded, forms.Form):
    """Closes a plan, or opens it again if it is closed."""

    reason = SaidField(label="Why")

    def __init__(self, *args, closed_on, successors=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.facts = {"closed_on": str(closed_on or "")}
        if successors:
            self.fields["successor"] = one_of(
                successors,
                empty="No other plan",
                label="The plan that succeeds it",
                required=False,
            )

    def overtaken(self):
        done = "closed the plan" if self.facts["closed_on"] else "opened the plan again"
        return (
            f"Somebody {done} while you were writing, so nothing is saved. Read what this page "
            "would do now before you press its button."
        )
