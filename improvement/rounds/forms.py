from django import forms

from improvement.forms import DayField, Guarded
from improvement.saying.forms import SaidField


class RoundForm(Guarded, forms.Form):
    opens = DayField(label="Opens on", help_text="Today or a day to come.")
    closes = DayField(
        label="Closes at the end of",
        help_text="Choose a day early enough before the board’s papers go out.",
    )
    text = SaidField(
        label="Note to the officers",
        required=False,
        rows=3,
        hint="What the board will look at this time, for example. It goes into their mail.",
    )

    def __init__(self, *args, has_opened=False, **kwargs):
        super().__init__(*args, **kwargs)
        if has_opened:
            # What was answered counts from that day, so it is told and not asked.
            del self.fields["opens"]
