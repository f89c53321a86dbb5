from django import forms

from inspections.models import LinkState


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
