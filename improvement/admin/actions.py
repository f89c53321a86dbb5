from django import forms
from django.contrib import admin
from django.db.models import OuterRef
from django.urls import reverse

from improvement import recording
from improvement.admin.decisions import DecisionInline, SignOffInline
from improvement.admin.events import EventForm, EventInline, choice
from improvement.admin.forms import ActionForm
from improvement.admin.ownership import OwnershipInline
from improvement.admin.scope import Scoped
from improvement.admin.updates import (
    DateRequestInline,
    EvidenceInline,
    UpdateInline,
    my_posts,
)
from improvement.keeping.rows import make_room
from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    Ownership,
    Plan,
    Status,
    Update,
    latest,
)
from improvement.state import read_state
from inspections.admin import RecordAdmin
from inspections.intake.dates import london_day
from inspections.models.time import AsAt


class ActionCommitmentForm(EventForm):
    change = choice(ActionCommitment.Change.choices)
    commitment = forms.ModelChoiceField(Commitment.objects.none())

    def offer(self):
        self.fields["commitment"].queryset = self.about.plan.commitments.order_by("pk")

    def say(self, *, change, commitment):
        joins = change == ActionCommitment.Change.JOINS
        verb = recording.join if joins else recording.leave
        return verb(action=self.about, commitment=commitment, **self.said)


class ActionCommitmentInline(EventInline):
    model = ActionCommitment
    form = ActionCommitmentForm
    verbose_name = "joining or leaving a commitment"
    verbose_name_plural = "commitments that it serves"
    reads = ("said_by", "by_post", "action", "commitment")


class PostFilter(admin.SimpleListFilter):
    title = "post that answers"
    parameter_name = "post"

    def lookups(self, request, model_admin):
        return [("mine", "A post I hold"), ("none", "None")]

    def queryset(self, request, actions):
        if self.value() == "mine":
            return actions.filter(owner_now__in=my_posts(request))
        return actions.filter(owner_now__isnull=True) if self.value() == "none" else actions


@admin.register(Action)
class ActionAdmin(Scoped, RecordAdmin):
    form = ActionForm
    list_display = (
        "reference",
        "title",
        "plan",
        "post",
        "first_due",
        "last_said",
        "last_said_on",
    )
    list_display_links = ("reference", "title")
    list_filter = (
        PostFilter,
        ("plan__authority", admin.RelatedOnlyFieldListFilter),
        ("plan", admin.RelatedOnlyFieldListFilter),
        ("first_due", admin.EmptyFieldListFilter),
    )
    list_select_related = ("plan__authority",)
    search_fields = ("reference", "title", "success_measure")
    date_hierarchy = "first_due"
    ordering = ("plan", "position", "pk")
    fields = (
        "plan",
        "reference",
        "title",
        "added",
        "start",
        "first_due",
        "due_as_printed",
        "success_measure",
        "known_at",
    )
    asked = ("plan", "reference", "title", "start", "first_due", "success_measure")
    words = ("title", "success_measure")
    inlines = (
        UpdateInline,
        EvidenceInline,
        DateRequestInline,
        DecisionInline,
        SignOffInline,
        OwnershipInline,
        ActionCommitmentInline,
    )

    def get_queryset(self, request):
        as_at = AsAt(request.now)
        of_it = {"action": OuterRef("pk")}
        owners = Ownership.objects.as_at(as_at).filter(**of_it)
        updates = Update.objects.as_at(as_at).filter(**of_it)
        return (
            super()
            .get_queryset(request)
            .select_related("plan__authority")
            .annotate(
                owner_now=latest(owners, "owner"),
                post_now=latest(owners, "owner__post"),
                status_said=latest(updates, "status"),
                said_on=latest(updates, "holds_from"),
            )
        )

    def told_so_far(self, request, action):
        as_at = AsAt(request.now)
        plan = Plan.objects.for_screen(as_at).filter(pk=action.plan_id).first()
        state = read_state(plan, as_at).action_by_pk.get(action.pk) if plan else None
        return recording.entered(state) if state else []

    def view_on_site(self, action):
        return reverse("action", args=[action.plan.key, action.reference])

    @admin.display(description="post that answers", ordering="post_now")
    def post(self, action):
        return action.post_now

    @admin.display(description="last update", ordering="status_said")
    def last_said(self, action):
        return Status(action.status_said).label if action.status_said else None

    @admin.display(description="as at", ordering="said_on")
    def last_said_on(self, action):
        return action.said_on

    def save_model(self, request, obj, form, change):
        if not change:
            obj.added, obj.known_at = london_day(request.now), request.now
            obj.position = make_room(obj.plan, obj.reference)
        super().save_model(request, obj, form, change)
