"""What is checked of a description besides its own fields: the rules of the keeping pages."""

from django import forms

from improvement import recording
from improvement.keeping import forms as keeping
from improvement.keeping.forms import RESERVED, free_key
from improvement.models import Plan
from inspections.intake.dates import london_day
from inspections.models.time import AsAt


def why_nothing_new(plan, now):
    """Why nothing can be added to a plan now; or nothing."""
    standing = Plan.objects.for_screen(AsAt(now)).filter(pk=plan.pk).first()
    return recording.why_not_open(standing) or recording.why_closed(standing)


class RowForm(forms.ModelForm):
    """A row of a plan: a commitment or an action. `now` is given by the admin."""

    now = None

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding and cleaned.get("plan"):
            self.check_new(cleaned["plan"])
        return cleaned

    def check_new(self, plan):
        if sentence := why_nothing_new(plan, self.now):
            self.add_error("plan", sentence)


class ActionForm(RowForm):
    def clean(self):
        cleaned = super().clean()
        start, due = cleaned.get("start"), cleaned.get("first_due") or self.instance.first_due
        if start and due and start > due:
            self.add_error("start", f"It starts after it is due ({due:%-d %B %Y}).")
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


class OwnerForm(keeping.OwnerForm):
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
        taken = {key.lower() for key in Plan.objects.values_list("key", flat=True)} | RESERVED
        key = (cleaned.get("key") or "").lower() or free_key(
            cleaned.get("title", ""), taken, 60
        )
        if key in taken:
            self.add_error("key", "This key is taken. Choose another.")
        elif not key and cleaned.get("title") and "key" not in self.errors:
            self.add_error("key", "None can be made from this title. Write one.")
        elif "key" not in self.errors:
            cleaned["key"] = key
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
