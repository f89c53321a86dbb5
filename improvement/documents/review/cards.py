"""One card of the review page: a thing that is proposed, and the form that decides on it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html

from improvement.documents.already import Differing
from improvement.documents.naming import inspection_in_words, when
from improvement.documents.review.desk import Desk
from improvement.documents.review.emphasis import Bit, in_bits
from improvement.documents.review.forms import FORMS, CardForm
from improvement.documents.review.links import LinkRow
from improvement.documents.review.needs import is_taken_as_same, need_of
from improvement.models import Proposal
from improvement.templatetags.words import grade_words
from inspections.intake.dates import LONDON
from inspections.models import Recommendation

SHORT = 60  # letters
LINKS = ("key", "recommendations", "not_about", "repeats", "not_repeats")
SURE = {
    "high": "The reader is sure",
    "medium": "The reader is fairly sure",
    "low": "The reader is not sure",
}


@dataclass
class Card:
    proposal: Proposal
    form: CardForm
    leaf: int
    heading: str = ""  # the headings under which it stands
    told: list[str] = field(default_factory=list)  # what happened, for whoever decides
    is_alone: bool = False  # on a page of its own
    is_whole: bool = False  # with the list of everything that it may speak of

    @property
    def template(self) -> str:
        return f"documents/_card_{self.proposal.kind}.html"

    @property
    def said(self) -> dict:
        return self.proposal.said

    @property
    def is_of_facts(self) -> bool:
        """Whether it stands in the one form of leaf 0, and not in one of its own."""
        return self.leaf == 0 and not self.is_alone

    @property
    def lists_others(self) -> bool:
        return self.is_alone or self.is_whole or bool(self.form["other"].data)

    @property
    def links(self) -> list[tuple[LinkRow, object]]:
        """What it may speak of, each with its field."""
        return [(row, self.form[row.name]) for row in getattr(self.form, "links", ())]

    @property
    def turn_name(self) -> str:
        return self.form.add_prefix("turn")

    @property
    def submits_to(self) -> str:
        """Of a button in the form that all cards of leaf 0 share: where it alone goes."""
        if not self.is_of_facts:
            return ""
        one = self.proposal
        address = reverse("proposal", args=[one.waiting_id, one.pk])
        return format_html(' formaction="{}"', address)

    @property
    def need(self) -> str:
        return need_of(self.proposal)

    @property
    def is_taken_as_same(self) -> bool:
        """Whether “the same” is answered beforehand: the card says so."""
        return is_taken_as_same(self.proposal)

    @property
    def likely(self) -> dict | None:
        """What is recorded already and may be the same, or was chosen as that."""
        return self.form.likely

    # What the card says of the thing, in words

    @property
    def bits(self) -> list[Bit]:
        """Its words, those apart that made the reader say so, and those recorded too."""
        same = self.likely or {}
        why = self.said.get("sure", {}).get("why", "")
        return in_bits(self.words, why=why, other=same.get("words", ""))

    @property
    def same_bits(self) -> list[Bit]:
        """The words that are recorded, those apart that the document has too."""
        return in_bits((self.likely or {}).get("words", ""), other=self.words)

    @property
    def words(self) -> str:
        return self.said.get("text") or self.said.get("summary", "")

    @property
    def short(self) -> str:
        """For who hears the buttons and does not see the card."""
        said = self.said
        words = self.words or said.get("title") or said.get("name") or self.summary
        if self.proposal.kind == Proposal.Kind.JUDGEMENT:
            words = f"{self.area}: {grade_words(said.get('grade', ''))}"
        words = words or self.proposal.get_kind_display()
        return words if len(words) <= SHORT else f"{words[:SHORT]}…"

    @property
    def sure(self) -> str:
        return SURE[self.said["sure"]["level"]]

    @property
    def theme(self) -> str:
        choices = dict(self.form.fields["theme"].choices)
        return choices.get(self.said.get("theme"), "")

    @property
    def is_corrected(self) -> bool:
        """Whether a person has changed what it says, and not only what it speaks of."""
        said = (self.proposal.proposed, self.proposal.corrected or self.proposal.proposed)
        first, second = ({k: v for k, v in one.items() if k not in LINKS} for one in said)
        return first != second

    @property
    def kind_words(self) -> str:
        kinds = dict(Recommendation.Kind.choices)
        return kinds.get(self.said.get("kind"), Recommendation.Kind.RECOMMENDATION.label)

    @property
    def area(self) -> str:
        key = self.said.get("area", "")
        return dict(self.form.desk.areas_of(self.proposal.inspection)).get(key, key)

    @property
    def of(self) -> str:
        """Which earlier inspection it belongs to; nothing for the one the document is about."""
        about = self.form.desk.inspections.get(self.proposal.inspection or 0)
        return inspection_in_words(about.said) if self.proposal.inspection and about else ""

    @property
    def summary(self) -> str:
        """An inspection in a line; nothing of anything else."""
        is_inspection = self.proposal.kind == Proposal.Kind.INSPECTION
        return inspection_in_words(self.said) if is_inspection else ""

    @property
    def figures(self) -> list[str]:
        return [
            figure_in_words(one, self.said.get("unit", "")) for one in self.said["readings"]
        ]


def figure_in_words(reading: dict, unit: str) -> str:
    def with_unit(figure):
        return f"{figure}{unit}" if unit == "%" else f"{figure} {unit}".strip()

    told = [reading.get("bound", "").replace("_", " "), with_unit(reading.get("value", ""))]
    words = " ".join(filter(None, told)) if reading.get("value") else ""
    if reading.get("from"):
        words = f"{words} from {with_unit(reading['from'])}".strip()
    if reading.get("target"):
        words += f", against a target of {with_unit(reading['target'])}"
    if reading.get("on"):
        words += f" ({when(reading['on'])})"
    return words


def prefix_of(proposal: Proposal, leaf: int) -> str | None:
    """On leaf 0 all cards share one form, so that all of it can be accepted at once."""
    return f"p{proposal.pk}" if leaf == 0 else None


def card(proposal: Proposal, desk: Desk, leaf: int, data=None, **told) -> Card:
    form = FORMS[proposal.kind](
        data, proposal=proposal, desk=desk, prefix=prefix_of(proposal, leaf)
    )
    return Card(proposal, form, leaf, **told)


def tell_differing(cards: list[Card], differing: list[Differing]) -> None:
    """Beside each field of the inspection what other documents say of it."""
    about = next((one for one in cards if one.proposal.inspection == 0), None)
    for one in differing:
        if about is not None and one.name in about.form.fields:
            field = about.form.fields[one.name]
            words = "{} Recorded: {}, by {}. Both are kept."
            field.help_text = format_html(
                words, field.help_text, one.here, one.by or "a person here"
            )


def what_happened(proposal: Proposal) -> str:
    """Who decided what while somebody else looked at it."""
    if proposal.decided_by is None:
        return "Somebody else has taken back what was decided on this, while you looked at it."
    at, state = clock_time(proposal.decided_at), proposal.get_state_display()
    return f"{proposal.decided_by} has {state} this at {at}, while you looked at it."


def clock_time(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime("%H:%M")
