"""What an officer says of an action, in the admin: updates, evidence, requests for a date."""

from django import forms
from django.contrib import admin

from improvement import members, recording
from improvement.access import Need
from improvement.admin.events import (
    EventChoice,
    EventForm,
    EventInline,
    OwnChoice,
    TakingBackForm,
    choice,
    day,
    words,
)
from improvement.models import DateRequest, Evidence, Update
from improvement.recording import Refused
from inspections.models.time import AsAt

AT_WORK = ("said_by", "by_post", "action")


def my_posts(request):
    """The posts that the member speaks for now; read once a request."""
    if not hasattr(request, "posts_spoken_for_now"):
        request.posts_spoken_for_now = members.posts_spoken_for(request.user, AsAt(request.now))
    return request.posts_spoken_for_now


class OfMyPost:
    """Only an officer who holds or covers the post that answers for the action speaks for it."""

    need = Need.UPDATE

    def has_add_permission(self, request, obj):
        # A page of the admin's own history shows a version, which has no owner worked out.
        owner = getattr(obj, "owner_now", None)
        return super().has_add_permission(request, obj) and owner in my_posts(request)


class UpdateForm(EventForm):
    alone = ("no_change",)

    no_change = forms.BooleanField(required=False)
    status = choice([(status.value, status.label) for status in recording.LIVE_STATUSES])
    text = words()
    difference = words()
    reason = words()
    told_by = forms.CharField(max_length=200, required=False)
    holds_from = day(required=False)
    voids = EventChoice(
        gone="It was corrected already, or is not yours to correct.", required=False
    )

    class Meta(EventForm.Meta):
        help_texts = {
            **EventForm.Meta.help_texts,
            "no_change": "What the last update said still holds: leave the rest empty.",
            "holds_from": "Left empty: today.",
        }

    def offer(self):
        mine = self.about.updates.filter(said_by=self.said["by"], retracts=False)
        self.fields["voids"].queryset = (
            mine.filter(voided_by__isnull=True).select_related(*AT_WORK).newest_first()
        )

    def say(self, *, no_change, voids, told_by, **values):
        told = {"action": self.about, "told_by": told_by, **self.said_having_seen}
        if not no_change:
            return recording.record_update(corrects=voids, **values, **told)
        if voids or any(values.values()):
            raise Refused("“No change” says nothing new: leave the rest empty.", "no_change")
        return recording.confirm_no_change(**told)


class UpdateInline(OfMyPost, EventInline):
    model = Update
    form = UpdateForm
    reads = (*AT_WORK, "voids__action", "voided_by")
    told = ("known_at", "said", "stands")

    @admin.display(description="stands", boolean=True)
    def stands(self, update):
        return not hasattr(update, "voided_by") if update.pk else None


class EvidenceForm(TakingBackForm):
    rows, reads = "evidence", AT_WORK

    kind = choice(Evidence.Kind.choices)
    shows = forms.CharField(max_length=300, required=False)
    dated = day(required=False)
    link = forms.URLField(max_length=500, assume_scheme="https", required=False)
    voids = OwnChoice()

    class Meta(TakingBackForm.Meta):
        help_texts = {
            **TakingBackForm.Meta.help_texts,
            "link": "A file is given on the action's own page.",
        }

    def add(self, **values):
        given = recording.Given(**values)
        return recording.add_evidence(action=self.about, given=given, **self.said)

    def take_back(self, evidence):
        return recording.take_back_evidence(evidence=evidence, **self.said)


class EvidenceInline(OfMyPost, EventInline):
    model = Evidence
    form = EvidenceForm
    verbose_name_plural = "evidence"
    reads = (*AT_WORK, "voids")
    told = ("known_at", "said", "file_name")


class DateRequestForm(TakingBackForm):
    rows, reads = "date_requests", AT_WORK

    to = day(required=False)
    reason = words()
    meanwhile = words()
    holds_up = words()
    sooner = forms.BooleanField(required=False, label="an earlier date is meant")
    voids = OwnChoice()

    def add(self, **values):
        return recording.request_date(action=self.about, **values, **self.said_having_seen)

    def take_back(self, request):
        return recording.take_back_request(request=request, **self.said)


class DateRequestInline(OfMyPost, EventInline):
    model = DateRequest
    form = DateRequestForm
    reads = (*AT_WORK, "voids__action")
