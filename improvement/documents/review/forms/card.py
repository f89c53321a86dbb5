"""What the forms of all cards share: they come filled with what stands, they change only what
was typed anew, and what they tell has the form of a draft."""

from copy import deepcopy
from typing import Any

from django import forms

from improvement.documents.review.desk import Desk
from improvement.documents.review.needs import is_taken_as_same
from improvement.documents.review.wrong import problems_of
from improvement.documents.same_figures import told_as_recorded
from improvement.forms import Guarded
from improvement.models import Proposal

Said = dict[str, Any]
SAME = [("yes", "The same"), ("no", "Another")]


class CardForm(Guarded, forms.Form):
    """Bound to what was sent, with what was not sent as it stands: whoever presses “Accept”
    alone accepts what was read."""

    # Fields that hold words of our own. The others hold the document's, which is published.
    own_words = frozenset[str]()

    def __init__(self, data=None, *, proposal: Proposal, desk: Desk, **kwargs):
        self.proposal, self.desk = proposal, desk
        kwargs.setdefault("auto_id", f"id_{proposal.pk}_%s")
        super().__init__(data, **kwargs)
        self.likely = self.find_likely()
        self.prepare()
        if self.likely:
            self.fields["same"] = forms.ChoiceField(
                label="Recorded already?",
                choices=SAME,
                widget=forms.RadioSelect,
                error_messages={"required": "Say whether it is what is recorded already."},
            )
        self.initial = self.filled(proposal.said)
        if self.likely:
            self.initial["same"] = self._is_same()
        if data is not None:
            self.data = data.copy()
            for name in self.fields:
                self.data.setdefault(self.add_prefix(name), self.initial.get(name, ""))

    def find_likely(self) -> Said | None:
        """What is recorded already and may be the same, as `Proposal.same` has it."""
        return self.proposal.same

    def prepare(self) -> None:
        """Give the fields their choices."""

    def filled(self, said: Said) -> Said:
        """The fields as they stand."""
        return {name: said.get(name, "") for name in self.fields}

    def told(self) -> Said:
        """The thing as it is now said, in the form of a draft."""
        said = deepcopy(self.proposal.said)
        for name in self.changed_data:
            self.put(said, name, self.cleaned_data[name])
        if self.likely:
            is_same = self.cleaned_data.get("same") == "yes"
            self.put_key(said, is_same)
            if is_same:
                told_as_recorded(said, self.likely)
        return said

    def put_key(self, said: Said, is_same: bool) -> None:
        """By which an import meets what is recorded already, or does not."""
        said["key"] = (self.likely if is_same else self.proposal.proposed)["key"]

    def put(self, said: Said, name: str, value: Any) -> None:
        if name == "same":
            return
        if value in ("", None, []):
            said.pop(name, None)
        else:
            said[name] = value

    def clean(self):
        """What an import would refuse is refused here, where it can be mended."""
        super().clean()
        if not self.errors:
            self.said = self.told()
            for sentence in problems_of(self.proposal, self.said, self.desk):
                self.add_error(None, sentence)
        return self.cleaned_data

    def _is_same(self) -> str:
        one = self.proposal
        if is_taken_as_same(one):
            return "yes"
        if one.is_waiting and one.corrected is None:
            return ""
        return "yes" if one.said.get("key") == self.likely["key"] else "no"

    def _suspicions(self, name, field):
        is_ours = name in self.own_words and name in self.changed_data
        return super()._suspicions(name, field) if is_ours else []
