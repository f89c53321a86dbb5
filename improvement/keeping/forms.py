"""The forms of plan keeping.

What may be chosen is handed in as rows already read: only the authority's own. A choice is
looked up among them, so that a key of another authority, too large for the database or no
number at all is simply not a choice.
"""

import re
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify

from improvement.models import Action, Commitment, Membership, Owner, Plan
from improvement.recording import LONGEST_PERIOD_DAYS
from inspections.models import Authority, LinkState

NO_CHILDREN = "Nothing about individual children."
# These words stand in addresses where a key or reference would.
RESERVED = frozenset({"new"})


class DayField(forms.DateField):
    """A day in years that a council can mean."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput({"type": "date"}, "%Y-%m-%d"))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "This is not a day in the calendar."
        self.validators += [
            MinValueValidator(date(1990, 1, 1), "Check the year: it is before 1990."),
            MaxValueValidator(date(2099, 12, 31), "Check the year: it is after 2099."),
        ]


class WordsField(forms.CharField):
    """A paragraph or a few."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 5000)
        kwargs.setdefault("help_text", NO_CHILDREN)
        super().__init__(widget=forms.Textarea({"rows": 4}), **kwargs)


def one_of(groups, *, empty="Choose one", **kwargs):
    """A choice of one row. `groups` are rows, or (heading, rows)."""
    rows, choices = _choices(groups)
    return forms.TypedChoiceField(
        choices=[("", empty), *choices],
        coerce=rows.get,
        empty_value=None,
        error_messages={"invalid_choice": "Choose one from the list."},
        **kwargs,
    )


class RowsField(forms.TypedMultipleChoiceField):
    def clean(self, value):
        return list(dict.fromkeys(super().clean(value)))


def some_of(groups, *, words_of=str, **kwargs):
    """A choice of several rows, each once, as checkboxes."""
    rows, choices = _choices(groups, words_of)
    return RowsField(
        choices=choices,
        coerce=rows.get,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list only."},
        **kwargs,
    )


def _choices(groups, words_of=str):
    rows, choices = {}, []
    for group in groups:
        heading, members = group if isinstance(group, tuple) else (None, [group])
        rows.update({str(row.pk): row for row in members})
        labelled = [(str(row.pk), words_of(row)) for row in members]
        choices += labelled if heading is None else [(heading, labelled)]
    return rows, choices


def free_key(words, taken, length):
    """A key made of `words` that is not `taken`; empty if no letter or figure is in them."""
    wanted = slugify(words)[: length - 4].strip("-_")
    taken = {key.lower() for key in taken} | RESERVED
    if not wanted or wanted not in taken:
        return wanted
    return next(
        f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken
    )


# Plans


class PlanForm(forms.ModelForm):
    opened = DayField(label="Opened on", help_text="It is shown from this day on.")

    class Meta:
        model = Plan
        fields = ["title", "opened"]

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
        fields = ["title", "key", "opened"]

    def clean(self):
        cleaned = super().clean()
        key = (cleaned.get("key") or "").lower()
        taken = Plan.objects.values_list("key", flat=True)
        if key and (key in RESERVED or key in {other.lower() for other in taken}):
            self.add_error("key", "This key is taken. Choose another.")
        elif not key and cleaned.get("title") and "key" not in self.errors:
            key = free_key(cleaned["title"], taken, 60)
            if not key:
                self.add_error("key", "None can be made from this title. Write one.")
        if "key" not in self.errors:
            cleaned["key"] = key
        return cleaned


class PeriodForm(forms.Form):
    days = NewPlanForm.base_fields["period"]


class ClosingForm(forms.Form):
    reason = WordsField(label="Why")

    def __init__(self, *args, successors=None, **kwargs):
        super().__init__(*args, **kwargs)
        if successors:
            self.fields["successor"] = one_of(
                successors,
                empty="No other plan",
                label="The plan that succeeds it",
                required=False,
            )


# Rows and actions


class HandedOver(forms.Form):
    """For forms with an owner: whoever replaces one says what is handed over."""

    owner_now = None

    def clean(self):
        cleaned = super().clean()
        owner = cleaned.get("owner")
        replaced = self.owner_now and owner and owner.pk != self.owner_now.pk
        if replaced and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Say what is handed over and why.")
        return cleaned


class CommitmentForm(HandedOver, forms.ModelForm):
    stance_reason = WordsField(label="Why not, or not in full", required=False)
    note = WordsField(label="Note for a change of owner", required=False)

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


class ActionForm(forms.ModelForm):
    start = DayField(label="Start", required=False)
    success_measure = WordsField(label="How we will know", required=False)

    class Meta:
        model = Action
        fields = ["title", "start", "success_measure"]
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
        self.order_fields(["title", "commitments", "start", "success_measure"])

    def clean(self):
        cleaned = super().clean()
        start = cleaned.get("start")
        due = cleaned.get("first_due") or self.instance.first_due
        if start and due and start > due:
            self.add_error("start", f"It starts after it is due ({due:%-d %B %Y}).")
        return cleaned


class NewActionForm(ActionForm):
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


class HandoverForm(HandedOver):
    def __init__(self, *args, owners, owner_now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner_now = owner_now
        others = [owner for owner in owners if owner != owner_now]
        self.fields["owner"] = one_of(others, label="Post that answers for it from today")
        self.fields["note"] = WordsField(
            label="Handover note",
            required=owner_now is not None,
            help_text=f"What is handed over, and why. {NO_CHILDREN}",
        )


# Posts


class OwnerForm(forms.ModelForm):
    class Meta:
        model = Owner
        fields = ["post", "body"]

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = [owner for owner in others if owner.pk != self.instance.pk]

    def clean(self):
        cleaned = super().clean()
        named = (cleaned.get("post", "").lower(), cleaned.get("body", "").lower())
        if named in {(owner.post.lower(), owner.body.lower()) for owner in self.others}:
            self.add_error("post", "There is this post already.")
        return cleaned


class TakeUpForm(forms.Form):
    name = forms.CharField(
        label="Name, only for someone without an account", max_length=150, required=False
    )
    on = DayField(label="Holds it from", help_text="May be a day to come.")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"] = one_of(
            people, empty="Someone without an account", label="Who", required=False
        )
        self.order_fields(["user", "name", "on"])

    def clean(self):
        cleaned = super().clean()
        if not {"user", "name"} & set(self.errors):
            if cleaned["user"] and cleaned["name"]:
                self.add_error("name", "Choose an account or write a name, not both.")
            elif not cleaned["user"] and not cleaned["name"]:
                self.add_error("user", "Choose an account, or write a name.")
        return cleaned


class LeaveForm(forms.Form):
    on = DayField(label="No longer holds it from", help_text="May be a day to come.")

    def __init__(self, *args, holds_from, **kwargs):
        super().__init__(*args, **kwargs)
        self.holds_from = holds_from

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.holds_from:
            raise forms.ValidationError(f"They take it up on {self.holds_from:%-d %B %Y}.")
        return on


# Findings


class LinksForm(forms.Form):
    """For each recommendation whether the finding speaks of it.

    What stood when the page was drawn travels with it, so that only what this person
    changed is written, not what someone else has changed in the meantime.
    """

    def __init__(self, *args, recommendations, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.recommendations = {self.name_of(row): row for row in recommendations}
        for name, row in self.recommendations.items():
            state = standing.get(row.pk, "")
            judged = state in (LinkState.CONFIRMED, LinkState.REJECTED)
            choices = [(LinkState.CONFIRMED, "Speaks of it"), (LinkState.REJECTED, "Does not")]
            self.fields[name] = forms.ChoiceField(
                label=str(row),
                choices=choices if judged else [*choices, ("", "Not decided")],
                required=False,
                show_hidden_initial=True,
                initial=state if judged else "",
            )

    @staticmethod
    def name_of(recommendation):
        return f"link-{recommendation.pk}"

    def changed(self):
        """The new state by recommendation."""
        chosen = {name: self.cleaned_data[name] for name in self.changed_data}
        return {self.recommendations[name]: state for name, state in chosen.items() if state}


# People


class AuthorityForm(forms.ModelForm):
    slug = forms.SlugField(
        label="Name in addresses",
        max_length=60,
        required=False,
        help_text="Small letters, figures and hyphens. Left empty, it is made from the name.",
    )

    class Meta:
        model = Authority
        fields = ["name", "slug"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Authority.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is an authority of this name already.")
        return name

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.errors:
            return cleaned
        taken = {slug.lower() for slug in Authority.objects.values_list("slug", flat=True)}
        slug = cleaned.get("slug", "").lower() or free_key(cleaned.get("name", ""), taken, 60)
        if slug in taken:
            self.add_error("slug", "This one is taken. Choose another.")
        elif not slug and cleaned.get("name"):
            self.add_error("slug", "None can be made from this name. Write one.")
        else:
            cleaned["slug"] = slug
        return cleaned


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail address", max_length=254)
    name = forms.CharField(
        label="Name",
        max_length=150,
        required=False,
        help_text="Used for a new account only.",
    )

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        if len(authorities) == 1:
            kwargs = {"initial": authorities[0].pk}
        self.fields["authority"] = one_of(authorities, label="Authority", **kwargs)
        self.fields["roles"] = roles_field("Roles")


class RolesForm(forms.Form):
    """A person's roles in the authorities handed in, and whether they have left."""

    def __init__(self, *args, held, may_leave, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.authorities = {f"roles-{authority.pk}": authority for authority in held}
        for name, authority in self.authorities.items():
            self.fields[name] = roles_field(
                f"Roles at {authority}", required=False, initial=held[authority]
            )
        if may_leave:
            self.fields["has_left"] = forms.BooleanField(
                label="Has left: can no longer sign in",
                required=False,
                initial=not person.is_active,
            )

    def roles(self):
        return {
            authority: set(self.cleaned_data[name])
            for name, authority in self.authorities.items()
        }


def roles_field(label, **kwargs):
    return forms.MultipleChoiceField(
        label=label,
        choices=Membership.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list only."},
        **kwargs,
    )
