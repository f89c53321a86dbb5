"""Whether a finding speaks of a recommendation, and what is said again: judged by admins."""

from django import forms
from django.contrib import admin
from django.db import transaction

from improvement.admin.events import EventForm, EventInline, choice
from improvement.keeping.links import inspections_before, judge_links
from improvement.recording import Refused
from inspections.models import (
    Finding,
    FindingLink,
    Inspection,
    LinkState,
    Recommendation,
    RepeatLink,
)
from inspections.models.time import london_day

STANDS_ALREADY = "That is how it stands already."


def asked_before(record):
    """The inspections before the one that said it; read once, for every row of the page."""
    if not hasattr(record, "asked_before"):
        record.asked_before = inspections_before(record)
    return record.asked_before


@transaction.atomic
def judge_repeat(*, record, earlier, state, by, now):
    """Confirm or reject that a finding or recommendation says `earlier` again.

    As with a finding's links, it holds from the visit, whenever someone here read it so.
    """
    # The lock keeps two people's words on one record apart.
    type(record).objects.select_for_update(no_key=True).get(pk=record.pk)
    pair = {record._meta.model_name: record, f"earlier_{earlier._meta.model_name}": earlier}
    spoken = RepeatLink.objects.filter(**pair, voided_by__isnull=True, retracts=False)
    last = spoken.newest_first().first()
    if last and last.state == state:
        raise Refused(STANDS_ALREADY, "state")
    today = london_day(now)
    said_on = record.inspection.stands_on or (record.document and record.document.stands_on)
    # Not before the word that it replaces, or that one would go on standing.
    days = [said_on or today] + ([last.holds_from] if last else [])
    return RepeatLink.objects.create(
        **pair, state=state, holds_from=min(max(days), today), known_at=now, recorded_by=by
    )


class EarlierChoice(forms.ModelChoiceField):
    def __init__(self, model, **kwargs):
        super().__init__(model.objects.none(), **kwargs)

    def label_from_instance(self, earlier):
        if isinstance(earlier, Inspection):
            return str(earlier)
        return f"{earlier.inspection.key}: {earlier}"


JUDGED = [(state.value, state.label) for state in (LinkState.CONFIRMED, LinkState.REJECTED)]


class LinkForm(EventForm):
    def earlier(self, model):
        rows = model.objects.filter(inspection__in=asked_before(self.about))
        return rows.select_related("inspection").order_by("-inspection", "position", "pk")


class FindingLinkForm(LinkForm):
    recommendation = EarlierChoice(Recommendation)
    state = choice(JUDGED)

    def offer(self):
        self.fields["recommendation"].queryset = self.earlier(Recommendation)

    def say(self, *, recommendation, state):
        links = FindingLink.objects.filter(finding=self.about, recommendation=recommendation)
        before = links.count()
        judge_links(finding=self.about, states={recommendation: state}, **self.said)
        if links.count() == before:
            raise Refused(STANDS_ALREADY, "state")
        return links.order_by("pk").last()


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
        return judge_repeat(record=self.about, earlier=named[0], state=state, **self.said)


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
