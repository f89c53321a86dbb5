from django import forms

from improvement import recording
from improvement.forms import DayField, Guarded
from improvement.saying.forms import SaidField


class PostForm(Guarded, forms.Form):
    """Says one thing about a post or an approver; keeps all that was typed if that is
    refused."""

    def record(self, verb, **about):
        """Whether `verb` recorded it; else the form says why not."""
        try:
            verb(**self.cleaned_data, **about)
        except recording.Refused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, refused.sentence)
        return not self.errors


def colleague(people, **kwargs):
    """A choice of one of the people, who must have been read already."""
    rows = {str(person.pk): person for person in people}
    return forms.TypedChoiceField(
        choices=[("", "Choose one"), *((pk, str(person)) for pk, person in rows.items())],
        coerce=rows.get,
        empty_value=None,
        error_messages={
            "required": "Choose somebody.",
            "invalid_choice": "Choose one from the list.",
        },
        **kwargs,
    )


class HandOverForm(PostForm):
    on = DayField(
        label="From which day", help_text="Today or a later day; until then it stays yours."
    )
    text = SaidField(
        label="What the next one needs to know",
        hint="What is under way, who to ask, what comes next.",
        missing="Say what the next one needs to know.",
        rows=6,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = colleague(
            people, label="Who takes it up", help_text="An officer of this council."
        )
        self.order_fields(["to", "on", "text"])


class TakeBackForm(PostForm):
    reason = SaidField(
        label="Why it is taken back",
        hint="It stays on record beside the handover.",
        missing="Say why it is taken back.",
        rows=3,
    )


class CoverForm(PostForm):
    """Who covers, from when to when; `may_stand` if the end may be left open."""

    starts = DayField(label="First day", help_text="Today or a later day.")
    until = DayField(label="Last day", help_text="The whole of this day is covered, too.")
    text = SaidField(label="What they need to know", hint="Where things are.", required=False)

    def __init__(self, *args, people, may_stand=False, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"] = colleague(people, label="Who covers", help_text=hint)
        if may_stand:
            self.fields["user"].label = "Who speaks for it here"
            self.fields["until"].required = False
            self.fields["until"].help_text = "Leave it empty if there is no end yet."
        self.order_fields(["user", "starts", "until", "text"])
