from django import forms

from improvement import recording
from improvement.admin.events import EventForm, EventInline, words
from improvement.models import Action, Owner, Ownership


class OwnershipForm(EventForm):
    owner = forms.ModelChoiceField(Owner.objects.none())
    text = words()

    def offer(self):
        authority = self.about.plan.authority_id
        posts = Owner.objects.filter(authority=authority)
        self.fields["owner"].queryset = posts.order_by("post", "body", "pk")

    def clean(self):
        cleaned = super().clean()
        # As on the keeping pages: a new owner gets words from the one before.
        if self.about.owner_now and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Say what is handed over and why.")
        return cleaned

    def say(self, **values):
        kind = "action" if isinstance(self.about, Action) else "commitment"
        return recording.give_owner(**{kind: self.about}, **values, **self.said)


class OwnershipInline(EventInline):
    """The post that answers for an action or a commitment."""

    model = Ownership
    form = OwnershipForm
    verbose_name = "post that answers for it"
    verbose_name_plural = "posts that answer for it"
    reads = ("said_by", "by_post", "owner")
