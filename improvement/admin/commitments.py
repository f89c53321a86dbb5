"""Commitments and whether what was done for them works, in the admin."""

from django import forms
from django.contrib import admin
from django.db.models import OuterRef

from improvement import recording
from improvement.access import Need
from improvement.admin.events import EventInline, OwnChoice, TakingBackForm, choice, day, words
from improvement.admin.forms import CommitmentForm
from improvement.admin.ownership import OwnershipInline
from improvement.admin.scope import Scoped
from improvement.models import Commitment, Impact, Ownership, latest
from inspections.admin import RecordAdmin
from inspections.intake.dates import london_day
from inspections.models import Measure
from inspections.models.time import AsAt


class ImpactForm(TakingBackForm):
    rows, reads = "impacts", ("said_by", "by_post", "commitment")

    state = choice(Impact.State.choices)
    shown_by = choice(Impact.ShownBy.choices, required=False)
    measure = forms.ModelChoiceField(Measure.objects.none(), required=False)
    text = words()
    holds_from = day(required=False)
    recheck_on = day(required=False)
    voids = OwnChoice()

    class Meta(TakingBackForm.Meta):
        help_texts = {**TakingBackForm.Meta.help_texts, "holds_from": "Left empty: today."}

    def offer(self):
        super().offer()
        measures = Measure.objects.filter(authority=self.about.plan.authority_id)
        self.fields["measure"].queryset = measures.order_by("name", "pk")

    def add(self, **values):
        told = {**values, **self.said_having_seen}
        return recording.record_impact(commitment=self.about, **told)

    def take_back(self, impact):
        return recording.take_back_impact(impact=impact, **self.said)


class ImpactInline(EventInline):
    model = Impact
    form = ImpactForm
    need = Need.APPROVE
    verbose_name_plural = "impact"
    reads = ("said_by", "by_post", "commitment", "measure", "voids__commitment")


@admin.register(Commitment)
class CommitmentAdmin(Scoped, RecordAdmin):
    form = CommitmentForm
    list_display = ("title", "plan", "recommendation", "stance", "post", "impact", "added")
    list_filter = (
        ("plan__authority", admin.RelatedOnlyFieldListFilter),
        ("plan", admin.RelatedOnlyFieldListFilter),
        "stance",
    )
    list_select_related = ("plan__authority", "recommendation")
    search_fields = ("title", "board", "stance_reason", "recommendation__title")
    ordering = ("plan", "recommendation__inspection", "recommendation__position", "pk")
    fields = (
        "plan",
        "recommendation",
        "title",
        "stance",
        "stance_reason",
        "board",
        "added",
        "known_at",
    )
    asked = ("plan", "recommendation", "title", "stance", "stance_reason", "board")
    words = ("title", "stance", "stance_reason", "board")
    inlines = (ImpactInline, OwnershipInline)

    def get_queryset(self, request):
        as_at = AsAt(request.now)
        of_it = {"commitment": OuterRef("pk")}
        owners = Ownership.objects.as_at(as_at).filter(**of_it)
        impacts = Impact.objects.as_at(as_at).filter(**of_it)
        return (
            super()
            .get_queryset(request)
            .select_related("plan__authority", "recommendation")
            .annotate(
                owner_now=latest(owners, "owner"),
                post_now=latest(owners, "owner__post"),
                impact_now=latest(impacts, "state"),
            )
        )

    def told_so_far(self, request, commitment):
        return list(recording.impacts_of(commitment))

    @admin.display(description="post that answers", ordering="post_now")
    def post(self, commitment):
        return commitment.post_now

    @admin.display(description="impact", ordering="impact_now")
    def impact(self, commitment):
        return Impact.State(commitment.impact_now).label if commitment.impact_now else None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.added, obj.known_at = london_day(request.now), request.now
        super().save_model(request, obj, form, change)
