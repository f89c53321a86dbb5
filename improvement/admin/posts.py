"""Posts, who holds them and who covers them, in the admin."""

from django import forms
from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html

from improvement import recording
from improvement.admin.events import (
    EventForm,
    EventInline,
    OwnChoice,
    TakingBackForm,
    choice,
    day,
    words,
)
from improvement.admin.forms import OwnerForm
from improvement.admin.scope import Scoped
from improvement.forms import NameField
from improvement.keeping.forms.choices import free_key
from improvement.models import Cover, Holding, Owner, User
from improvement.state.handovers import open_actions
from inspections.admin import RecordAdmin
from inspections.intake.dates import in_full
from inspections.models.time import AsAt


class HoldingForm(EventForm):
    change = choice(Holding.Change.choices)
    user = forms.ModelChoiceField(User.objects.none(), required=False)
    name = NameField(max_length=150, required=False)
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
    told = ("known_at", "said", "text")


class CoverForm(TakingBackForm):
    rows, reads = "covers", ("said_by", "by_post", "owner", "user", "approver")

    user = forms.ModelChoiceField(User.objects.none(), label="who covers")
    holds_from = day(label="from")
    until = day(required=False)
    text = words()
    voids = OwnChoice()

    class Meta(TakingBackForm.Meta):
        help_texts = {
            **TakingBackForm.Meta.help_texts,
            "until": "The last day; may be left open for a partner body.",
            "voids": "To end one today, choose it and leave the rest empty.",
        }

    def offer(self):
        super().offer()
        members = User.objects.filter(memberships__authority=self.about.authority_id)
        self.fields["user"].queryset = members.distinct().order_by("name", "email", "pk")
        self.fields["voids"].label = "ends"

    def to_take_back(self):
        stand = self.about.covers.filter(retracts=False, voided_by__isnull=True)
        return stand.select_related(*self.reads)

    def add(self, *, holds_from, **values):
        told = {"starts": holds_from, **values, **self.said}
        return recording.cover_post(owner=self.about, **told)

    def take_back(self, cover):
        return recording.end_cover(cover=cover, **self.said)


class CoverInline(EventInline):
    model = Cover
    fk_name = "owner"
    form = CoverForm
    verbose_name = "cover"
    verbose_name_plural = "who covers its holder"
    reads = (*CoverForm.reads, "voids__owner", "voids__user")


def warn_if_vacant(request, left):
    """Who enters a leaving here is asked nothing: what becomes of the post is said after it."""
    owner, then = left.owner, AsAt.end_of(left.holds_from)
    if owner.body or Holding.objects.filter(owner=owner).current(then):
        return
    number = len(open_actions([owner.authority_id], AsAt(request.now))[owner.pk])
    words = (
        "Nobody holds {} from {} on. Its open actions: {}. "
        '<a href="{}">Hand it over, or say who covers it</a>'
    )
    there = reverse("holding-create", args=[owner.pk])
    messages.warning(
        request, format_html(words, owner, in_full(left.holds_from), number, there)
    )


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
    inlines = (HoldingInline, CoverInline)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        events = [event for formset in formsets for event in formset.new_objects]
        for left in events:
            if isinstance(left, Holding) and left.change == Holding.Change.LEAVES:
                warn_if_vacant(request, left)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.known_at = request.now
            taken = list(obj.authority.owners.values_list("key", flat=True))
            obj.key = free_key(str(obj), taken, 60) or free_key("post", taken, 60)
        super().save_model(request, obj, form, change)
