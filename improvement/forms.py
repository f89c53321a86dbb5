"""What every form shares: how it is drawn, with hint and error tied to the field, and the
fields for a day and for words."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting

NO_CHILDREN = "Write no information about individual children."


class FormRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class DayField(forms.DateField):
    """A day in years that a council can mean."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    default_error_messages = {
        "required": "Give the date.",
        "invalid": "This is not a day in the calendar.",
    }
    default_validators = [
        MinValueValidator(date(1990, 1, 1), "Check the year: it is before 1990."),
        MaxValueValidator(date(2099, 12, 31), "Check the year: it is after 2099."),
    ]


class WordsField(forms.CharField):
    """A paragraph or a few, with the warning that every box of free text carries."""

    def __init__(self, *, hint="", rows=4, missing="", **kwargs):
        super().__init__(
            error_messages={"required": missing} if missing else None,
            widget=forms.Textarea({"rows": rows}),
            help_text=f"{hint} {NO_CHILDREN}".strip(),
            max_length=5000,
            **kwargs,
        )


def sent(request):
    """What a form is bound to: an empty one that was sent is wrong, not new."""
    return request.POST if request.method == "POST" else None
