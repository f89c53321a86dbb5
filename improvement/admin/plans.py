from django import forms
from django.contrib import admin
from django.db.models import OuterRef
from django.urls import reverse

from improvement import recording
from improvement.access import Need
from improvement.admin.events import EventForm, EventInline, choice, day, words
from improvement.admin.forms import CommitmentForm, OwnerForm, PlanForm
from improvement.admin.ownership import OwnershipInline
from improvement.admin.scope import Scoped
from improvement.keeping.forms.choices import free_key
from improvement.models import (
    Commitment,
    Holding,
    Impact,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    UpdatePeriod,
    User,
)
from improvement.models.plans import latest
from inspections.admin import RecordAdmin
from inspections.intake.dates import london_day
from inspections.models.time import AsAt

# Posts and who holds them


class HoldingForm(EventForm):
    change = choice(Holding.Change.choices)
    user = forms.ModelChoiceField(User.objects.none(), required=False)
    name = forms.CharField(max_length=150, required=False)
    holds_from = day()

    class Meta(EventForm.Meta):
        help_texts = {
            "name": "Only for a holder without an account.",
            "holds_from": "May be a day to come.",
        }

    def offer(self):
        members = User.objects.filter(memberships__authority=self.about.authority_id)
        self.fields["user"].queryset = members.distinct().order_by("name", "email", "pk")

    def say(self, *, change, holds_from, **holder):
        takes_up = change == Holding.Change.TAKES_UP
        verb = recording.take_up if takes_up else recording.leave_post
        return verb(owner=self.about, on=holds_from, **holder, **self.said)


class HoldingInline(EventInline):
    model = Holding
    fk_name = "owner"
    form = HoldingForm
    verbose_name = "holder"
    verbose_name_plural = "who takes up and leaves the post"
    reads = ("said_by", "by_post", "owner", "user")


@admin.register(Owner)
class OwnerAdmin(Scoped, RecordAdmin):
    form = OwnerForm
    list_display = ("post", "body", "authority", "key")
    list_filter = (
        ("authority", admin.RelatedOnlyFieldListFilter),
        ("body", admin.EmptyFieldListFilter),
    )
    list_select_related = ("authority",)
    search_fields = ("post", "body", "key")
    ordering = ("authority", "post", "pk")
    fields = ("authority", "key", "post", "body", "known_at")
    asked = ("authority", "post", "body")
    words = ("post", "body")
    inlines = (HoldingInline,)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.known_at = request.now
            taken = list(obj.authority.owners.values_list("key", flat=True))
            obj.key = free_key(str(obj), taken, 60) or free_key("post", taken, 60)
        super().save_model(request, obj, form, change)


# Plans


CLOSED, REOPENED = PlanClosure.Outcome.CLOSED, PlanClosure.Outcome.REOPENED


class PlanClosureForm(EventForm):
    outcome = choice(
        # That a plan is lost sight of is told by its paper: who signs in here closes it.
        [(one.value, one.label) for one in (CLOSED, REOPENED)]
    )
    successor = forms.ModelChoiceField(Plan.objects.none(), required=False)
    reason = words()

    def offer(self):
        others = Plan.objects.filter(authority=self.about.authority_id)
        self.fields["successor"].queryset = others.exclude(pk=self.about.pk).order_by("pk")

    def say(self, *, outcome, successor, reason):
        about = {"plan": self.about, "reason": reason, **self.said}
        if outcome == CLOSED:
            return recording.close_plan(successor=successor, **about)
        if successor:
            raise recording.Refused("Only a plan that closes has a successor.", "successor")
        return recording.reopen_plan(**about)


class PlanClosureInline(EventInline):
    model = PlanClosure
    fk_name = "plan"
    form = PlanClosureForm
    verbose_name = "closing or opening again"
    verbose_name_plural = "closed and opened again"
    reads = ("said_by", "by_post", "plan", "successor")


class UpdatePeriodForm(EventForm):
    days = forms.IntegerField()

    def say(self, **values):
        return recording.set_period(plan=self.about, **values, **self.said)


class UpdatePeriodInline(EventInline):
    model = UpdatePeriod
    form = UpdatePeriodForm
    reads = ("said_by", "by_post")


@admin.register(Plan)
class PlanAdmin(Scoped, RecordAdmin):
    form = PlanForm
    list_display = ("title", "authority", "opened", "closed", "example", "key")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter), "example")
    list_select_related = ("authority",)
    search_fields = ("title", "key")
    date_hierarchy = "opened"
    ordering = ("-opened", "pk")
    fields = (
        "authority",
        "key",
        "title",
        "opened",
        "answers",
        "document",
        "example",
        "known_at",
    )
    asked = ("authority", "title", "key", "opened", "answers")
    words = ("title",)
    inlines = (PlanClosureInline, UpdatePeriodInline)

    def get_queryset(self, request):
        closures = PlanClosure.objects.as_at(AsAt(request.now)).filter(plan=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                last_closure=latest(closures, "outcome"),
                last_closure_on=latest(closures, "holds_from"),
            )
        )

    def view_on_site(self, plan):
        return reverse("plan", args=[plan.key])

    @admin.display(description="closed or last known on")
    def closed(self, plan):
        return plan.closed_on

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "key":
            field.required = False
            field.help_text += " Left empty, it is made from the title."
        return field

    def save_model(self, request, obj, form, change):
        if not change:
            obj.known_at = request.now
        super().save_model(request, obj, form, change)


# Commitments


class ImpactForm(EventForm):
    state = choice(Impact.State.choices)
    text = words()
    holds_from = day(required=False)

    class Meta(EventForm.Meta):
        help_texts = {**EventForm.Meta.help_texts, "holds_from": "Left empty: today."}

    def say(self, **values):
        return recording.record_impact(commitment=self.about, **values, **self.said)


class ImpactInline(EventInline):
    model = Impact
    form = ImpactForm
    need = Need.APPROVE
    verbose_name_plural = "impact"
    reads = ("said_by", "by_post", "commitment")


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
