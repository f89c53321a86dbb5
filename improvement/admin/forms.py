"""What is checked of a description besides its own fields: the rules of the keeping pages."""

from django import forms

from improvement import recording
from improvement.keeping.forms import posts
from improvement.keeping.forms.choices import RESERVED
from improvement.keeping.forms.plans import settle_key
from improvement.keeping.forms.rows import check_start
from inspections.intake.dates import london_day


class RowForm(forms.ModelForm):
    """A row of a plan: a commitment or an action. `now` is given by the admin."""

    now = None

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding and cleaned.get("plan"):
            self.check_new(cleaned["plan"])
        return cleaned

    def check_new(self, plan):
        # The admin checks and saves in one transaction, so the lock holds until both are done.
        try:
            recording.lock_open_plan(plan, self.now)
        except recording.Refused as refused:
            self.add_error("plan", refused.sentence)


class ActionForm(RowForm):
    def clean(self):
        cleaned = super().clean()
        check_start(self, cleaned)
        return cleaned

    def check_new(self, plan):
        super().check_new(plan)
        reference, due = (self.cleaned_data.get(name) for name in ("reference", "first_due"))
        taken = plan.actions.values_list("reference", flat=True)
        if reference and reference.lower() in {*RESERVED, *(other.lower() for other in taken)}:
            self.add_error("reference", "The plan has this reference already. Choose another.")
        if due and due < plan.opened:
            self.add_error(
                "first_due", f"It is before the plan opened ({plan.opened:%-d %B %Y})."
            )


class CommitmentForm(RowForm):
    def check_new(self, plan):
        super().check_new(plan)
        asked = self.cleaned_data.get("recommendation")
        if asked and not plan.answers.filter(pk=asked.inspection_id).exists():
            self.add_error("recommendation", "The plan does not answer that inspection.")


class OwnerForm(posts.OwnerForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, others=(), **kwargs)

    def clean(self):
        authority = self.cleaned_data.get("authority") or self.instance.authority_id
        others = type(self.instance).objects.filter(authority=authority)
        self.others = list(others.exclude(pk=self.instance.pk))
        return super().clean() if "post" in self.fields else self.cleaned_data


class PlanForm(forms.ModelForm):
    now = None

    def clean_opened(self):
        opened = self.cleaned_data["opened"]
        if opened > london_day(self.now):
            raise forms.ValidationError("A plan cannot open on a day that is still to come.")
        return opened

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding:
            self._check_new(cleaned)
        return cleaned

    def _check_new(self, cleaned):
        settle_key(self, cleaned)
        elsewhere = [
            inspection
            for inspection in cleaned.get("answers", ())
            if inspection.authority_id != getattr(cleaned.get("authority"), "pk", None)
        ]
        if cleaned.get("authority") and elsewhere:
            self.add_error("answers", "Choose inspections of the plan's own authority.")


class WordedForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        # The database refuses it too, but not in words: `text` is not on the form.
        if "summary" in cleaned and not (cleaned["summary"] or self.instance.text):
            self.add_error("summary", "Say it in our words: the document's own are not held.")
        return cleaned
