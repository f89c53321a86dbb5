from django import forms

from improvement import recording
from improvement.approvers.forms.decisions import needed_by_an_answer
from improvement.forms import DayField
from improvement.models import Impact
from improvement.saying.forms import ChoiceField, RecordingForm, SaidField
from inspections.models import Measure

DAYS = recording.SUSTAINED_AFTER.days


class MeasureField(forms.ModelChoiceField):
    """A measure of the authority; those that prove the recommendation are offered first."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Measure.objects.none(), required=False, empty_label="None", **kwargs
        )

    def offer(self, proving, others):
        known = {measure.pk: measure for measure in [*proving, *others]}
        self.queryset = Measure.objects.filter(pk__in=known)
        groups = {"They show whether this works": proving, "Other measures": others}
        self.choices = [
            ("", "None"),
            *(
                (title, [(measure.pk, str(measure)) for measure in measures])
                for title, measures in groups.items()
                if measures
            ),
        ]


class ImpactForm(RecordingForm):
    verb = recording.record_impact
    done = "What you said about its impact is recorded."

    state = ChoiceField(
        label="Does what was done work?",
        choices=[
            (Impact.State.NOT_YET_SHOWN.value, "Not yet shown"),
            (Impact.State.SHOWN.value, "Shown"),
            (
                Impact.State.SUSTAINED.value,
                f"Sustained: shown at least {DAYS} days ago, and still so",
            ),
        ],
    )
    shown_by = needed_by_an_answer(
        ChoiceField(
            label="What shows it?",
            choices=[(by.value, by.label.capitalize()) for by in Impact.ShownBy],
            required=False,
            help_text="Needed when it is shown or sustained.",
        )
    )
    measure = needed_by_an_answer(
        MeasureField(label="Which measure", help_text="Needed when a measure shows it.")
    )
    text = needed_by_an_answer(
        SaidField(
            label="What does it show, in your words?",
            hint="Needed when it is shown or sustained: how much, of how many, when.",
            required=False,
        )
    )
    holds_from = DayField(
        label="So since",
        help_text="Today, unless it has been so since an earlier day.",
        required=False,
    )
    recheck_on = needed_by_an_answer(
        DayField(
            label="To be looked at again on",
            help_text="Needed when it is shown. Six months on are proposed.",
            required=False,
        )
    )

    def __init__(self, data=None, *, proving, others, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["measure"].offer(proving, others)
