from django import forms

from improvement.forms import Guarded
from improvement.keeping.forms.posts import handover_note, taker
from improvement.models import User


class PersonLeavingForm(Guarded, forms.Form):
    """What becomes of each post that nobody else holds: somebody takes it over, or it
    knowingly stays vacant. `takers` are officers by authority."""

    def __init__(self, *args, orphaned, takers, **kwargs):
        super().__init__(*args, **kwargs)
        for post in orphaned:
            label = f"Who takes over {post.owner}"
            self.fields[self.name_of(post)] = taker(takers[post.owner.authority_id], label)
        if orphaned:
            self.fields["text"] = handover_note()

    @staticmethod
    def name_of(post):
        return f"post-{post.owner.pk}"

    def chosen(self, post):
        return self.cleaned_data.get(self.name_of(post))

    def clean(self):
        cleaned = super().clean()
        handed_on = any(isinstance(chosen, User) for chosen in cleaned.values())
        if handed_on and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Say what the next one needs to know.")
        return cleaned
