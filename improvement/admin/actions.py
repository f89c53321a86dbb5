from django import forms
from django.contrib import admin
from django.db.models import OuterRef
from django.urls import reverse

from improvement import access, recording
from improvement.access import Need
from improvement.admin.events import (
    EventChoice,
    EventForm,
    EventInline,
    choice,
    day,
    words,
)
from improvement.admin.forms import ActionForm
from improvement.admin.ownership import OwnershipInline
from improvement.admin.scope import Scoped
from improvement.keeping.rows import make_room
from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    DateRequest,
    Decision,
    Ownership,
    SignOff,
    Status,
    Update,
)
from improvement.models.plans import latest
from inspections.admin import RecordAdmin
from inspections.intake.dates import london_day
from inspections.models.time import AsAt


def my_posts(request):
    """The posts that the member holds now; read once a request."""
    if not hasattr(request, "posts_held_now"):
        request.posts_held_now = access.posts_held(request.user, AsAt(request.now))
    return request.posts_held_now


class OfMyPost:
    """Only an officer who holds the post that answers for the action speaks for it."""

    need = Need.UPDATE

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and obj.owner_now in my_posts(request)


class UpdateForm(EventForm):
    status = choice([(status.value, status.label) for status in recording.LIVE_STATUSES])
    text = words()
    reason = words()
    holds_from = day(required=False)
    voids = EventChoice(
        gone="It was corrected already, or is not yours to correct.", required=False
    )

    class Meta(EventForm.Meta):
        help_texts = {**EventForm.Meta.help_texts, "holds_from": "Left empty: today."}

    def offer(self):
        mine = self.about.updates.filter(said_by=self.said["by"], retracts=False)
        self.fields["voids"].queryset = (
            mine.filter(voided_by__isnull=True)
            .select_related("action", "said_by", "by_post")
            .newest_first()
        )

    def say(self, *, voids, **values):
        return recording.record_update(action=self.about, corrects=voids, **values, **self.said)


class UpdateInline(OfMyPost, EventInline):
    model = Update
    form = UpdateForm
    reads = ("said_by", "by_post", "action", "voids__action", "voided_by")
    told = ("known_at", "said", "stands")

    @admin.display(description="stands", boolean=True)
    def stands(self, update):
        return not hasattr(update, "voided_by") if update.pk else None


class DateRequestForm(EventForm):
    to = day(required=False)
    reason = words()

    def say(self, **values):
        return recording.request_date(action=self.about, **values, **self.said)


class DateRequestInline(OfMyPost, EventInline):
    model = DateRequest
    form = DateRequestForm
    reads = ("said_by", "by_post", "action")


class DecisionForm(EventForm):
    request = EventChoice(
        gone="It was decided already, or is not a request about this action.", required=False
    )
    outcome = choice(Decision.Outcome.choices)
    to = day(required=False)
    reason = words()

    class Meta(EventForm.Meta):
        help_texts = {
            **EventForm.Meta.help_texts,
            "request": "Left empty to withdraw or reopen the action.",
        }

    def offer(self):
        waiting = self.about.date_requests.filter(decisions__isnull=True)
        self.fields["request"].queryset = waiting.select_related(
            "action__plan", "said_by", "by_post"
        ).newest_first()

    def clean(self):
        cleaned = super().clean()
        on_a_request = cleaned.get("outcome") in Decision.ON_A_REQUEST
        if "outcome" not in cleaned or "request" in self.errors:
            return cleaned
        if on_a_request and not cleaned["request"]:
            self.add_error("request", "Choose the request that you decide.")
        if not on_a_request and (cleaned["request"] or cleaned.get("to")):
            self.add_error(
                "outcome", "An action is withdrawn or reopened without a request or date."
            )
        return cleaned

    def say(self, *, request, outcome, to, reason):
        if request:
            return recording.decide_request(
                request=request, outcome=outcome, to=to, reason=reason, **self.said
            )
        is_withdrawn = outcome == Decision.Outcome.WITHDRAWN
        verb = recording.withdraw if is_withdrawn else recording.reopen
        return verb(action=self.about, reason=reason, **self.said)


class DecisionInline(EventInline):
    model = Decision
    form = DecisionForm
    need = Need.APPROVE
    reads = ("said_by", "by_post", "action", "request__action")


class SignOffForm(EventForm):
    claim = EventChoice(gone="It was answered already, or is not a claim about this action.")
    outcome = choice(SignOff.Outcome.choices)
    text = words()

    def offer(self):
        claims = self.about.updates.filter(status=Status.DONE, sign_offs__isnull=True)
        self.fields["claim"].queryset = (
            claims.filter(voided_by__isnull=True)
            .select_related("action__plan", "said_by", "by_post")
            .newest_first()
        )

    def say(self, **values):
        return recording.sign_off(**values, **self.said)


class SignOffInline(EventInline):
    model = SignOff
    form = SignOffForm
    need = Need.APPROVE
    reads = ("said_by", "by_post", "action", "claim__action")


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
