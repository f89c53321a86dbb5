import re

from django import forms

from improvement.forms import DayField, Guarded
from improvement.keeping.forms.choices import RESERVED, one_of, some_of
from improvement.models import Action, Commitment
from improvement.saying.forms import SaidField
from improvement.two_at_once import Amending, who_said_last


class HandedOver(Guarded, forms.Form):
    """For forms with an owner: whoever replaces one says what is handed over."""

    owner_now = None

    def clean(self):
        cleaned = super().clean()
        owner = cleaned.get("owner")
        replaced = self.owner_now and owner and owner.pk != self.owner_now.pk
        if replaced and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Say what is handed over and why.")
        return cleaned


class CommitmentForm(Amending, HandedOver, forms.ModelForm):
    stance_reason = SaidField(label="Why not, or not in full", required=False)
    note = SaidField(label="Note for a change of owner", required=False)

    class Meta:
        model = Commitment
        fields = ["title", "stance", "stance_reason", "board"]

    def __init__(self, *args, owners, owner_now=None, recommendations=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner_now = owner_now
        self.fields["owner"] = one_of(
            owners,
            empty="No owner yet",
            label="Post that answers for it",
            required=owner_now is not None,
            initial=owner_now and owner_now.pk,
        )
        order = ["title", "stance", "stance_reason", "owner", "note", "board"]
        if recommendations is not None:
            del self.fields["note"]
            self.fields["recommendation"] = one_of(recommendations, label="Recommendation")
            order = ["recommendation", *order]
        self.order_fields(order)

    def clean(self):
        cleaned = super().clean()
        accepted = cleaned.get("stance") == Commitment.Stance.ACCEPTED
        said_why = cleaned.get("stance_reason") or "stance_reason" in self.errors
        if "stance" in cleaned and not accepted and not said_why:
            self.add_error("stance_reason", "Say why it is not accepted, or not in full.")
        return cleaned

    def who_changed(self, name):
        if name == "owner":
            return who_said_last(self.instance.ownerships)
        return super().who_changed(name)


class ActionForm(Amending, Guarded, forms.ModelForm):
    success_measure = SaidField(label="How we will know", required=False)

    class Meta:
        model = Action
        fields = ["title", "success_measure"]
        widgets = {"title": forms.Textarea({"rows": 2})}

    def __init__(self, *args, commitments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitments"] = some_of(
            commitments,
            words_of=lambda row: f"{row.recommendation.key}. {row.title}",
            label="Commitments that it serves",
            required=False,
            help_text="An action may serve several.",
        )
        self.order_fields(["title", "commitments", "success_measure"])

    def who_changed(self, name):
        if name == "commitments":
            return who_said_last(self.instance.action_commitments)
        return super().who_changed(name)


def check_start(form, cleaned):
    start, due = cleaned.get("start"), cleaned.get("first_due") or form.instance.first_due
    if start and due and start > due:
        form.add_error("start", f"It starts after it is due ({due:%-d %B %Y}).")


class NewActionForm(ActionForm):
    start = DayField(label="Start", required=False, help_text="Set once.")
    first_due = DayField(
        label="First due date",
        required=False,
        help_text="Set once. After that only a decision on a date request moves the date, "
        "so that every slip can be seen.",
    )

    class Meta(ActionForm.Meta):
        fields = ["reference", "title", "start", "first_due", "success_measure"]

    def __init__(self, *args, owners, references, opened, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = {reference.lower() for reference in references} | RESERVED
        self.opened = opened
        self.fields["owner"] = one_of(
            owners, empty="No owner yet", label="Post that answers for it", required=False
        )
        order = ["reference", "title", "commitments", "owner", "start", "first_due"]
        self.order_fields([*order, "success_measure"])

    def clean(self):
        cleaned = super().clean()
        check_start(self, cleaned)
        return cleaned

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        if reference.lower() in self.taken:
            raise forms.ValidationError("The plan has this reference already. Choose another.")
        return reference

    def clean_first_due(self):
        due = self.cleaned_data["first_due"]
        if due and due < self.opened:
            raise forms.ValidationError(
                f"It is before the plan opened ({self.opened:%-d %B %Y})."
            )
        return due


def in_order(reference):
    """For sorting references as people count: 1.2 before 1.10."""
    parts = re.split(r"(\d+)", reference.lower())
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def next_reference(references):
    """The next free reference after the last one: after 3.4 comes 3.5."""
    if not references:
        return "1"
    last = max(references, key=in_order)
    stem, number = re.fullmatch(r"(.*?)(\d*)", last, re.ASCII | re.DOTALL).groups()
    if not number:
        stem, number = f"{last}-", "1"
    return f"{stem}{int(number) + 1}"


class HandoverForm(Amending, HandedOver):
    def __init__(self, *args, owners, owner_now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner_now = owner_now
        self.facts = {"owner_now": str(owner_now.pk if owner_now else "")}
        others = [owner for owner in owners if owner != owner_now]
        self.fields["owner"] = one_of(others, label="Post that answers for it from today")
        self.fields["note"] = SaidField(
            label="Handover note",
            required=owner_now is not None,
            hint="What is handed over, and why.",
        )

    def overtaken(self):
        return (
            f"While you were writing, it was given to another post: {self.owner_now} answers for "
            "it now. Nothing is saved yet; if your choice is still right, save once more."
        )
