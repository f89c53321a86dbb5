from django import forms
from django.utils.html import format_html

from improvement import recording
from improvement.forms import DayField
from improvement.models import NEEDS_REASON, Evidence, Status
from improvement.officers.forms.evidence import WithEvidence
from improvement.saying.forms import ChoiceField, RecordingForm, SaidField
from inspections.intake.dates import in_full
from inspections.models.time import AsAt

WORDS = ("text", "difference", "reason")


class UpdateForm(WithEvidence, RecordingForm):
    """How an action stands; or, where its second button was pressed, that nothing changed.

    `again` is the status that it has and that may be said once more: with it, words alone are
    an update, and without words it is none. `named` is the status that a link has chosen
    already: the box that has to say more is where one then begins.
    """

    template_name = "officers/_update_form.html"
    verb = recording.record_update

    status = ChoiceField(
        label="How does it stand?",
        choices=[(status.value, status.label) for status in recording.LIVE_STATUSES],
    )
    text = SaidField(
        label="What changed since the last update?",
        hint="Needed, unless it is at risk or off track and why it is so is all there is to say.",
        rows=3,
        required=False,
    )
    difference = SaidField(
        label="What difference does it make?",
        hint="For children and families, as far as it can be seen yet. Kept apart from what "
        "was done.",
        rows=2,
        required=False,
    )
    reason = SaidField(
        label="Why? (needed when it is at risk or off track)", rows=2, required=False
    )
    told_by = forms.CharField(max_length=200, required=False)
    holds_from = DayField(
        label="So since",
        help_text="Today, unless it has been so since an earlier day.",
        required=False,
    )

    def __init__(
        self, data=None, *, today, last_update=None, again="", named="", body="", **kwargs
    ):
        super().__init__(data, **kwargs)
        self.today, self.last_update = today, last_update
        self.again = again
        self.confirms = "no_change" in self.data
        self.fields["status"].required = not self.confirms
        self.initial.setdefault("holds_from", today)
        self.asks_why_first = named in NEEDS_REASON
        if named and not self.is_bound:  # else the page begins with what is wrong
            first = self.fields["reason" if self.asks_why_first else "text"]
            first.widget.attrs["autofocus"] = True
        for name in ("text", "reason"):
            self.fields[name].needed_by_an_answer = True
        # Read by static/needed-when.js, which shows the box only then.
        needing = " ".join(status.value for status in NEEDS_REASON)
        self.fields["reason"].widget.attrs["data-needed-when"] = f"status={needing}"
        if again in NEEDS_REASON and last_update.reason:
            self.fields["reason"].help_text = format_html(
                "Left empty, what was said last stands: “{}”", last_update.reason
            )
        if body:
            ask_who_told(self, body)
        else:
            del self.fields["told_by"]

    @property
    def asks_for_evidence(self):
        return self["status"].value() == "done"

    @property
    def is_of_today(self):
        return str(self["holds_from"].value()) in ("", str(self.today))

    @property
    def done(self):
        if self.confirms:
            return "Recorded: nothing has changed since the last update."
        since = self.cleaned_data["holds_from"] or self.today
        last = self.last_update
        if last is None or since >= last.holds_from or self.about["corrects"]:
            return self._done_today
        return (
            f"Your update is recorded as holding from {in_full(since)}. What was said of "
            f"{in_full(last.holds_from)} is later, so it still stands."
        )

    @property
    def _done_today(self):
        if self.cleaned_data["status"] != Status.DONE or self.given:
            return "Your update is recorded."
        if self._was_given_before():
            return (
                "Your claim that it is done is recorded. It waits to be signed off, with the "
                "evidence given before."
            )
        return (
            "Your claim that it is done is recorded. Whoever signs it off looks for "
            "evidence: add it to the action as soon as there is some."
        )

    def _was_given_before(self):
        standing = Evidence.objects.that_stand(AsAt(self.recorded.known_at))
        return standing.filter(action=self.about["action"]).exists()

    def clean(self):
        cleaned = super().clean()
        if self.confirms and self._says_something():
            raise forms.ValidationError(
                "You have written something, so it is not “no change”. Record the update; or "
                "empty the boxes and say “no change” once more."
            )
        if not self.confirms:
            self._check_words()
        return cleaned

    def say(self, **said):
        told = self.cleaned_data.items()
        kept = {name: value for name, value in told if name not in self.box_names}
        if not self.confirms:
            return recording.record_update(**kept, evidence=self.given, **self.about, **said)
        confirmed = {name: kept[name] for name in ("seen", "told_by") if name in kept}
        return recording.confirm_no_change(action=self.about["action"], **confirmed, **said)

    def _says_something(self):
        stands_as = self.last_update.outcome if self.last_update else ""
        other = self.cleaned_data.get("status") not in ("", stands_as)
        return other or self.given or any(self.cleaned_data.get(name) for name in WORDS)

    def _check_words(self):
        # Asked here too, so that all that is missing is told together.
        status = self.cleaned_data.get("status")
        if status and status == self.again:
            self._check_more_is_said(status)
        elif status in NEEDS_REASON and not self.cleaned_data.get("reason"):
            label = dict(self.fields["status"].choices)[status].lower()
            self.add_error("reason", f"Say why it is {label}.")
        elif status not in NEEDS_REASON and not self.cleaned_data.get("text"):
            self.add_error("text", "Say what changed.")

    def _check_more_is_said(self, status):
        text, reason = self.cleaned_data.get("text"), self.cleaned_data.get("reason")
        if not text and not (reason and status in NEEDS_REASON):
            label = dict(self.fields["status"].choices)[status]
            self.add_error(
                "text",
                f"It stands as “{label}” already. Say what changed; if nothing has, press "
                "“No change”.",
            )
        elif status in NEEDS_REASON and not reason:
            self.cleaned_data["reason"] = self.last_update.reason


def ask_who_told(form, body):
    """A partner body has no account here: whoever speaks for it says who told them."""
    form.fields["told_by"].label = f"Who at {body} told us, and when?"
    form.fields["told_by"].help_text = "Their post and the day."
    form.fields["told_by"].needed_by_an_answer = True


class NoChangeForm(RecordingForm):
    verb = recording.confirm_no_change
    done = "Recorded: nothing has changed since the last update."

    told_by = forms.CharField(max_length=200, required=False)

    def __init__(self, data=None, *, body="", **kwargs):
        super().__init__(data, **kwargs)
        if body:
            ask_who_told(self, body)
        else:
            del self.fields["told_by"]
