"""Plans in the admin: when they close, how often their actions are spoken of, update rounds."""

from django import forms
from django.contrib import admin
from django.db.models import OuterRef
from django.urls import reverse

from improvement import recording
from improvement.admin.events import (
    EventChoice,
    EventForm,
    EventInline,
    choice,
    day,
    words,
)
from improvement.admin.forms import PlanForm
from improvement.admin.scope import Scoped
from improvement.models import Plan, PlanClosure, UpdatePeriod, UpdateRound, latest
from inspections.admin import RecordAdmin
from inspections.models.time import AsAt

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


class RoundForm(EventForm):
    holds_from = day(label="opens", required=False)
    closes = day(required=False)
    text = words()
    voids = EventChoice(
        gone="It was changed or taken back already.", label="instead of", required=False
    )

    class Meta(EventForm.Meta):
        help_texts = {
            **EventForm.Meta.help_texts,
            "voids": "To take a round back, choose it and leave the rest empty.",
        }

    def offer(self):
        stand = self.about.rounds.filter(retracts=False, voided_by__isnull=True)
        self.fields["voids"].queryset = stand.select_related(*RoundInline.reads).newest_first()

    def say(self, *, holds_from, closes, text, voids):
        if voids and not (holds_from or closes or text):
            return recording.take_back_round(update_round=voids, **self.said)
        if not holds_from or not closes:
            missing = "closes" if holds_from else "holds_from"
            raise recording.Refused("Give the day on which it opens and closes.", missing)
        told = {"opens": holds_from, "closes": closes, "text": text, **self.said}
        if voids:
            return recording.change_round(update_round=voids, **told)
        return recording.open_round(plan=self.about, **told)


class RoundInline(EventInline):
    model = UpdateRound
    form = RoundForm
    verbose_name = "update round"
    verbose_name_plural = "update rounds"
    reads = ("said_by", "by_post", "plan")


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
        "runs_until",
        "submit_by",
        "answers",
        "document",
        "example",
        "known_at",
    )
    asked = ("authority", "title", "key", "opened", "runs_until", "submit_by", "answers")
    words = ("title", "runs_until", "submit_by")
    inlines = (PlanClosureInline, UpdatePeriodInline, RoundInline)

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
