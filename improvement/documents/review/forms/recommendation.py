from django import forms
from django.core.validators import RegexValidator

from improvement.documents.review.forms.fields import YES_NO, choice
from improvement.documents.review.forms.worded import WordedForm
from improvement.forms import NameField
from inspections.models import Recommendation

NUMBER = RegexValidator(
    r"^(?!f)(?!visits$)[A-Za-z0-9][A-Za-z0-9_-]{0,28}$",
    "Give the number as printed, or its list’s prefix and its place, such as afi-2.",
)
OTHER_NUMBER = "What is recorded has the number {}. Leave that number, or say “Another”."


class RecommendationForm(WordedForm):
    links_maybe, links_yes, links_no = "May repeat", "Repeats", "Does not repeat"
    links_question = "Does it repeat this?"

    key = forms.CharField(
        label="Number",
        max_length=29,
        validators=[NUMBER],
        error_messages={"required": NUMBER.message},
    )
    kind = choice("Kind", Recommendation.Kind.choices, open_as="Not stated")
    immediate = choice("To be done at once", YES_NO, open_as="Not stated")
    title = NameField(label="Short title of our own", max_length=150, required=False)

    def clean(self):
        recorded = (self.proposal.same or {}).get("key")
        is_same = self.cleaned_data.get("same") == "yes"
        if is_same and "key" in self.changed_data and self.cleaned_data.get("key") != recorded:
            self.add_error("key", OTHER_NUMBER.format(recorded))
        return super().clean()

    def put_key(self, said, is_same):
        """Its number is what it is met by: another with that number gets one of its own, and
        keeps it."""
        one = self.proposal
        if is_same:
            said["key"] = one.same["key"]
        elif said["key"] == one.same["key"]:
            first = one.proposed["key"]
            said["key"] = self.desk.free_key(one.kind, first, one.inspection)

    field_order = ("key", "text", "kind", "immediate", "theme", "title", "summary", "other")
