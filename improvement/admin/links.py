"""Whether a finding speaks of a recommendation, and what is said again: judged by admins."""

from django import forms
from django.contrib import admin
from django.utils.text import Truncator

from improvement import recording
from improvement.admin.events import EventForm, EventInline, choice
from improvement.keeping.links import inspections_before
from improvement.recording import Refused
from inspections.models import (
    Finding,
    FindingLink,
    Inspection,
    Recommendation,
    RepeatLink,
)


def asked_before(record):
    """The inspections before the one that said it; read once, for every row of the page."""
    if not hasattr(record, "asked_before"):
        record.asked_before = inspections_before(record)
    return record.asked_before


class EarlierChoice(forms.ModelChoiceField):
    def __init__(self, model, **kwargs):
        super().__init__(model.objects.none(), **kwargs)

    def label_from_instance(self, earlier):
        if isinstance(earlier, Inspection):
            return str(earlier)
        # A list as wide as a sentence would push the rest of the row off the page.
        return f"{earlier.inspection.key}: {Truncator(earlier).chars(45)}"


JUDGED = [(state.value, state.label) for state in recording.JUDGED]


class LinkForm(EventForm):
    def earlier(self, model):
        rows = model.objects.filter(inspection__in=asked_before(self.about))
        return rows.select_related("inspection").order_by("-inspection", "position", "pk")

    def judge(self, verb, **pair):
        link = verb(**pair, **self.said)
        if link is None:
            raise Refused("That is how it stands already.", "state")
        return link


class FindingLinkForm(LinkForm):
    recommendation = EarlierChoice(Recommendation)
    state = choice(JUDGED)

    def offer(self):
        self.fields["recommendation"].queryset = self.earlier(Recommendation)

    def say(self, *, recommendation, state):
        return self.judge(
            recording.judge_link,
            finding=self.about,
            recommendation=recommendation,
            state=state,
        )


class RepeatLinkForm(LinkForm):
    EARLIER = {
        "earlier_recommendation": Recommendation,
        "earlier_finding": Finding,
        "earlier_inspection": Inspection,
    }

    earlier_recommendation = EarlierChoice(Recommendation, required=False)
    earlier_finding = EarlierChoice(Finding, required=False)
    earlier_inspection = EarlierChoice(Inspection, required=False)
    state = choice(JUDGED)

    def offer(self):
        for name in ("earlier_recommendation", "earlier_finding"):
            self.fields[name].queryset = self.earlier(self.EARLIER[name])
        before = [inspection.pk for inspection in asked_before(self.about)]
        self.fields["earlier_inspection"].queryset = (
            Inspection.objects.filter(pk__in=before).for_list().order_by("-pk")
        )

    def say(self, *, state, **earlier):
        named = [row for row in earlier.values() if row]
        if len(named) != 1:
            raise Refused(
                "Choose one thing that it says again: where its words are held, those."
            )
        return self.judge(
            recording.judge_repeat, record=self.about, earlier=named[0], state=state
        )


class LinkInline(EventInline):
    told = ("known_at", "judged_by", "score", "why")

    @admin.display(description="judged by")
    def judged_by(self, link):
        unknown = "a draft" if link.draft_key else self.get_empty_value_display()
        return link.recorded_by or unknown


class FindingLinkInline(LinkInline):
    model = FindingLink
    form = FindingLinkForm
    verbose_name = "recommendation"
    verbose_name_plural = "recommendations that it speaks of"
    reads = ("recorded_by", "recommendation")


class RepeatLinkInline(LinkInline):
    model = RepeatLink
    form = RepeatLinkForm
    verbose_name = "earlier words"
    verbose_name_plural = "earlier words that it says again"
    reads = (
        "recorded_by",
        "earlier_recommendation",
        "earlier_finding",
        "earlier_inspection",
    )


class FindingRepeatInline(RepeatLinkInline):
    fk_name = "finding"


class RecommendationRepeatInline(RepeatLinkInline):
    fk_name = "recommendation"
