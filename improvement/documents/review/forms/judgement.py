from django import forms

from improvement.documents.review.forms.card import CardForm
from improvement.documents.review.forms.fields import choice
from inspections.models import Grade


class JudgementForm(CardForm):
    area = forms.ChoiceField(label="Area")
    grade = choice("Grade", Grade.choices)
    printed = forms.CharField(
        label="As printed, where the words differ", max_length=150, required=False
    )

    def prepare(self):
        self.fields["area"].choices = self.desk.areas_of(self.proposal.inspection)
