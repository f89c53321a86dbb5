from django import forms

from improvement.documents.naming import called
from improvement.documents.review.forms.card import Said
from improvement.documents.review.forms.fields import choice
from improvement.documents.review.forms.worded import WordedForm
from improvement.documents.review.our_words import holder_of
from inspections.models import Direction

CHOSEN = "Chosen here"
TAKEN = "“{}” is taken by the card {}, “{}”: change that first."


class FindingForm(WordedForm):
    """Which finding, recorded in our own words only, it is: the one that is offered is answered
    for beside it; any other is chosen from the list, which speaks before that answer."""

    links_maybe, links_yes, links_no = "May speak of", "Speaks of", "Does not speak of"
    links_question = "Does it speak of this?"

    direction = choice("How it is going", Direction.choices)
    recorded = forms.ChoiceField(label="Recorded here already as", required=False)

    field_order = ("text", "direction", "recorded", "theme", "summary", "other")

    def find_likely(self) -> Said | None:
        """The one that was chosen, else the one that is offered."""
        one = self.proposal
        offered, key = one.same, one.said.get("key")
        if key in (one.proposed.get("key"), (offered or {}).get("key")):
            return offered
        chosen = self.desk.our_findings(one.inspection).get(key)
        if chosen is None:
            return offered
        told = {"key": key, "words": chosen.words, "direction": chosen.direction}
        return {**told, "why": CHOSEN, "sure": "no"}

    def prepare(self):
        super().prepare()
        # Listed when the card is drawn or sent, from what the page has read once.
        self.fields["recorded"].choices = self._ours

    def _ours(self):
        found = self.desk.our_findings(self.proposal.inspection)
        same = self.likely or {}
        listed = [
            (key, one.short)
            for key, one in found.items()
            if one.is_ours_alone or key == same.get("key")
        ]
        if same and same["key"] not in found:
            listed.append((same["key"], same["words"]))
        return [("", "Nothing yet"), *listed]

    @property
    def lists_recorded(self) -> bool:
        return len(list(self.fields["recorded"].choices)) > 1

    def filled(self, said: Said) -> Said:
        is_same = bool(self.likely) and self._is_same() == "yes"
        return {**super().filled(said), "recorded": self.likely["key"] if is_same else ""}

    def clean(self):
        if "recorded" in self.changed_data and "recorded" not in self.errors:
            self.errors.pop("same", None)  # answered by what was chosen
            self._refuse_taken(self.cleaned_data["recorded"])
        return super().clean()

    def _refuse_taken(self, key: str) -> None:
        holder = holder_of(key, self.proposal, self.desk) if key else None
        if holder is not None:
            words = dict(self.fields["recorded"].choices)[key]
            place = holder.said.get("at", {})
            where = f"in paragraph {holder.passage}" if holder.passage else "above"
            if place.get("page"):
                where = f"on page {place['page']}"
            self.add_error("recorded", TAKEN.format(words, where, called(holder)))

    def told(self) -> Said:
        said = super().told()
        if "recorded" in self.changed_data:
            said["key"] = self.cleaned_data["recorded"] or self.proposal.proposed["key"]
        return said

    def put_key(self, said, is_same):
        if "recorded" not in self.changed_data:
            super().put_key(said, is_same)

    def put(self, said, name, value):
        if name != "recorded":
            super().put(said, name, value)
