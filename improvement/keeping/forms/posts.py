from django import forms

from improvement.forms import DayField, Guarded, NameField
from improvement.keeping.forms.choices import one_of
from improvement.models import Owner
from improvement.saying.forms import SaidField
from improvement.two_at_once import Amending


class OwnerForm(Amending, Guarded, forms.ModelForm):
    class Meta:
        model = Owner
        fields = ["post", "body", "answers_to"]
        field_classes = {"post": NameField, "body": NameField}

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = [owner for owner in others if owner.pk != self.instance.pk]
        if "answers_to" in self.fields:
            self.fields["answers_to"] = one_of(
                [owner for owner in self.others if not owner.body],
                empty="Nobody",
                label="Who is told what is late here",
                help_text="Usually the post that it reports to.",
                required=False,
            )

    def clean_answers_to(self):
        above = chosen = self.cleaned_data["answers_to"]
        by_pk = {owner.pk: owner for owner in self.others}
        # Every step goes to another post, or it would be a circle already: it comes to an end.
        for _ in by_pk:
            if above and above.answers_to_id == self.instance.pk and self.instance.pk:
                raise forms.ValidationError(
                    f"{chosen} answers to this post, directly or through others. Choose another."
                )
            above = by_pk.get(above.answers_to_id) if above else None
        return chosen

    def clean(self):
        cleaned = super().clean()
        named = (cleaned.get("post", "").lower(), cleaned.get("body", "").lower())
        if named in {(owner.post.lower(), owner.body.lower()) for owner in self.others}:
            self.add_error("post", "There is this post already.")
        return cleaned


class TakeUpForm(Guarded, forms.Form):
    name = NameField(
        label="Name, only for someone without an account",
        help_text="Needed unless you chose an account.",
        max_length=150,
        required=False,
    )
    on = DayField(label="Holds it from", help_text="May be a day to come.")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"] = one_of(
            people,
            empty="Someone without an account",
            label="Who",
            help_text="Needed unless you write a name below.",
            required=False,
        )
        for name in ("user", "name"):
            self.fields[name].needed_by_an_answer = True
        self.order_fields(["user", "name", "on"])

    def clean(self):
        cleaned = super().clean()
        if not {"user", "name"} & set(self.errors):
            if cleaned["user"] and cleaned["name"]:
                self.add_error("name", "Choose an account or write a name, not both.")
            elif not cleaned["user"] and not cleaned["name"]:
                self.add_error("user", "Choose an account, or write a name.")
        return cleaned


VACANT = "vacant"


class LeaveForm(Guarded, forms.Form):
    """Someone leaves a post. `takers` are the officers who could take it over; none are
    given for a partner body, which names its own people. Who shares the post keeps it."""

    on = DayField(label="No longer holds it from", help_text="May be a day to come.")

    def __init__(self, *args, holds_from, takers=None, is_shared=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.holds_from = holds_from
        if takers is not None:
            self.fields["to"] = taker(
                takers,
                "Who takes it over",
                required=False,
                empty="Whoever else holds it" if is_shared else "Choose one",
            )
            self.fields["to"].needed_by_an_answer = not is_shared
            self.fields["text"] = handover_note()

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.holds_from:
            raise forms.ValidationError(f"They take it up on {self.holds_from:%-d %B %Y}.")
        return on


def handover_note():
    note = SaidField(
        label="What the next one needs to know (needed when somebody takes it over)",
        hint="They see it until they have said something on each action.",
        required=False,
    )
    note.needed_by_an_answer = True
    return note


def taker(people, label, *, empty="Choose one", **kwargs):
    """Who takes a post over: somebody, or `VACANT` where it knowingly stays so."""
    rows = {str(person.pk): person for person in people} | {VACANT: VACANT}
    return forms.TypedChoiceField(
        label=label,
        choices=[
            ("", empty),
            (VACANT, "Nobody: it stays vacant, and the board’s pages say so"),
            *((str(person.pk), str(person)) for person in people),
        ],
        coerce=rows.get,
        empty_value=None,
        error_messages={
            "required": "Choose who takes it over, or that it stays vacant.",
            "invalid_choice": "Choose one from the list.",
        },
        **kwargs,
    )
