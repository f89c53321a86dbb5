"""What the reader did not see: chosen in the document by a person, and accepted by them."""

from datetime import datetime
from typing import Any

from django import forms

from improvement.documents.deciding import add_by_hand
from improvement.documents.naming import inspection_in_words
from improvement.documents.review.desk import Desk
from improvement.documents.review.forms.fields import DocumentWords, WhenField, choice
from improvement.documents.review.forms.inspection import KINDS
from improvement.documents.review.forms.measure import FIGURE
from improvement.documents.review.forms.recommendation import NUMBER
from improvement.documents.review.forms.worded import NOT_THERE
from improvement.documents.review.place import Place, around, place_of
from improvement.documents.review.wrong import problems_of
from improvement.forms import Guarded, NameField
from improvement.models import Proposal, User
from inspections.intake.extracting.keys import inspection_key, measure_key
from inspections.models import Direction, Grade, Recommendation

Kind = Proposal.Kind
Said = dict[str, Any]
OFFERED = (Kind.FINDING, Kind.RECOMMENDATION, Kind.JUDGEMENT, Kind.MEASURE)
# Where nothing is numbered, the prefix of the list that it stands in.
PREFIXES = {"recommendation": "rec", "priority_action": "pa", "area_for_improvement": "afi"}
STANDS_HERE = "This stands among the cards already. Correct it there, or take other words."
TOLD_HERE = "This inspection stands among the cards already. Correct it there."
NO_INSPECTION = (
    "Say first which inspection the document is about, on “About the document”: what you add "
    "here belongs to it."
)


class Adding(Guarded, forms.Form):
    """A form that ends in a proposal added by hand."""

    def __init__(self, data=None, *, desk: Desk, **kwargs):
        self.desk = desk
        kwargs.setdefault("auto_id", "id_add_%s")
        super().__init__(data, **kwargs)

    def clean(self):
        super().clean()
        if not self.errors:
            self.proposal = self.proposed()
            for sentence in problems_of(self.proposal, self.proposal.proposed, self.desk):
                self.add_error(None, sentence)
        return self.cleaned_data

    def proposed(self) -> Proposal:
        raise NotImplementedError

    def add(self, *, by: User, now: datetime) -> Proposal:
        one = self.proposal
        return add_by_hand(
            waiting=one.waiting,
            kind=one.kind,
            inspection=one.inspection,
            passage=one.passage,
            said=one.proposed,
            by=by,
            now=now,
        )

    def _suspicions(self, name, field):
        return []  # words of the document, which is published


class AddForm(Adding):
    """Words of the document, by the number of the passage in which they begin."""

    passage = forms.IntegerField(label="Paragraph", min_value=1, max_value=1_000_000)
    words = DocumentWords(label="The words, as they stand there")
    kind = choice("It is a", [(kind.value, kind.label) for kind in OFFERED])
    inspection = forms.TypedChoiceField(label="Of which inspection", coerce=int)
    direction = choice("A finding: how it is going", Direction.choices, open_as="Choose")
    number = forms.CharField(
        label="A recommendation: its number", required=False, max_length=29, validators=[NUMBER]
    )
    asked_as = choice(
        "A recommendation: its kind", Recommendation.Kind.choices, open_as="Choose"
    )
    area = forms.ChoiceField(label="A judgement: its area", required=False)
    grade = choice("A judgement: its grade", Grade.choices, open_as="Choose")
    name = NameField(label="A figure: what is measured", max_length=150, required=False)
    unit = NameField(label="A figure: its unit", max_length=40, required=False)
    value = forms.RegexField(
        FIGURE,
        label="The figure itself",
        required=False,
        error_messages={"invalid": "Give a plain number, such as 34.4."},
    )

    NEEDED = {
        Kind.FINDING: ("direction",),
        Kind.RECOMMENDATION: ("asked_as",),
        Kind.JUDGEMENT: ("area", "grade"),
        Kind.MEASURE: ("name", "unit", "value"),
    }

    def __init__(self, data=None, *, desk: Desk, passage=None, **kwargs):
        super().__init__(data, desk=desk, **kwargs)
        told = [
            (number, inspection_in_words(one.said) if number else "The one it is about")
            for number, one in desk.inspections.items()
        ]
        self.fields["inspection"].choices = told
        self.fields["area"].choices = [("", "Choose"), *desk.areas_of(None)]
        self.is_chosen = passage is not None
        if passage is not None:
            self.initial = {"passage": passage.number, "words": passage.text}

    def clean(self):
        said = self.cleaned_data
        if not self.desk.inspections:
            self.add_error(None, NO_INSPECTION)
        for name in self.NEEDED.get(said.get("kind"), ()):
            if name not in self.errors and not said.get(name):
                self.add_error(name, "This is needed for what you add.")
        number, words = said.get("passage"), said.get("words")
        if number and words:
            self.place = place_of(around(self.desk.waiting.file, number), words, number)
            if self.place is None:
                self.add_error("words", NOT_THERE)
            elif self._stands_here(self.place, said):
                self.add_error("words", STANDS_HERE)
        return super().clean()

    def _stands_here(self, place: Place, said: Said) -> bool:
        """Whether the same words are proposed as the same already, as when a form is sent
        twice. One sentence may give several figures, each with its name."""
        rows = self.desk.waiting.proposals.filter(
            kind=said.get("kind"), passage=place.passage.number
        ).exclude(state=Proposal.State.REJECTED)
        held = [one.said for one in rows]
        name = said.get("name") or None
        return any(
            one.get("at", {}).get("quote") == place.words and one.get("name") == name
            for one in held
        )

    def proposed(self) -> Proposal:
        said = self.cleaned_data
        told = getattr(self, f"_{said['kind']}")(said, self.place)
        return Proposal(
            waiting=self.desk.waiting,
            kind=said["kind"],
            inspection=said["inspection"],
            passage=self.place.passage.number,
            proposed={**told, "at": self.place.at},
        )

    def _finding(self, said, place) -> Said:
        first = f"f-{self.desk.waiting.file.sha256[:6]}-{place.passage.number}"
        key = self.desk.free_key(Kind.FINDING, first)
        return {"key": key, "text": place.words, "direction": said["direction"]}

    def _recommendation(self, said, place) -> Said:
        kind = said["asked_as"]
        prefix = PREFIXES.get(kind, "req")
        key = said["number"] or self.desk.free_key(
            Kind.RECOMMENDATION, prefix, said["inspection"]
        )
        return {"key": key, "kind": kind, "text": place.words}

    def _judgement(self, said, place) -> Said:
        return {"area": said["area"], "grade": said["grade"]}

    def _measure(self, said, place) -> Said:
        key = measure_key(said["name"], self.desk.keys_taken(Kind.MEASURE))
        reading = {"value": said["value"], "at": place.at}
        return {"key": key, "name": said["name"], "unit": said["unit"], "readings": [reading]}


class AddInspectionForm(Adding):
    """An inspection that the document tells of: the one it is about, where the reader found
    none, or an earlier one."""

    kind = choice("Kind of inspection", [("", "Choose"), *KINDS])
    started = WhenField(label="First day")
    ended = WhenField(label="Last day")

    def clean(self):
        said = {name: told for name, told in self.cleaned_data.items() if told}
        held = self.desk.inspections.values()
        standing = [one.said for one in held if one.state != Proposal.State.REJECTED]
        if not self.errors and any(_alike(said, one) for one in standing):
            self.add_error(None, TOLD_HERE)
        return super().clean()

    def proposed(self) -> Proposal:
        said = {name: told for name, told in self.cleaned_data.items() if told}
        held = self.desk.inspections
        paper = next((one.said for one in self.desk.facts if one.kind == Kind.DOCUMENT), {})
        printed = None if held else paper.get("published") or paper.get("dated")
        taken = [str(one.said.get("key")) for one in held.values()]
        said = {"key": inspection_key(said, printed, taken), **said}
        return Proposal(
            waiting=self.desk.waiting,
            kind=Kind.INSPECTION,
            inspection=max(held, default=-1) + 1,
            proposed=said,
        )


def _alike(said: Said, other: Said) -> bool:
    """Whether both are of one kind and of the same days, as when a form is sent twice. Of what
    has no days nobody can say that."""
    has_days = "started" in said or "ended" in said
    names = ("kind", "started", "ended")
    return has_days and all(said.get(name) == other.get(name) for name in names)
