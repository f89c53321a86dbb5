from django import forms

from improvement.models import User


class DayForm(forms.Form):
    day = forms.TypedChoiceField(
        label="Day of the weekly mail",
        choices=User._meta.get_field("digest_day").choices,
        coerce=int,
        error_messages={"invalid_choice": "Choose one of the days."},
    )


class SettleForm(forms.Form):
    """What an admin says of a message that is in doubt."""

    AGAIN, LEAVE = "again", "leave"

    mail = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    answer = forms.ChoiceField(choices=[(AGAIN, "Send it again"), (LEAVE, "Leave it")])
