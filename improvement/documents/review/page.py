"""Everything that one leaf of the review page shows."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from improvement.addresses import number_in
from improvement.documents.already import recorded
from improvement.documents.headings import headings_above, in_a_line
from improvement.documents.review.adding import AddForm, Adding, AddInspectionForm
from improvement.documents.review.cards import Card, card, tell_differing
from improvement.documents.review.desk import Desk
from improvement.documents.review.groups import grouped, seen
from improvement.documents.review.leaves import Leaves
from improvement.documents.review.needs import need_of, number_needed
from improvement.documents.review.printed import as_printed
from improvement.documents.review.shown import blocks
from improvement.documents.review.state import others
from improvement.models import Proposal
from inspections.intake.reading.passages import Kind as PassageKind
from inspections.models import Passage

KEPT = "review"  # in the session: {"as": "printed", "only": "sure"}
VIEWS = {"as": ("text", "printed"), "only": ("all", "sure")}


class ReviewPage:
    def __init__(self, request, waiting, leaf: int):
        self.request, self.waiting = request, waiting
        found = waiting.proposals.select_related("decided_by").order_by("position", "pk")
        self.proposals = list(found)
        for one in self.proposals:
            one.waiting = waiting
        self.leaves = Leaves(waiting, [(one.passage, one.state) for one in self.proposals])
        self.leaf = self.leaves.near(leaf)
        on = self.leaves.of_each(one.passage for one in self.proposals)
        pairs = zip(self.proposals, on, strict=True)
        self._placed = list(pairs)
        self.here = [one for one, number in self._placed if number == self.leaf]
        self.desk = Desk(waiting, self.proposals)
        self.view = self._view()

    @cached_property
    def _read(self) -> list[Passage]:
        """The passages of this leaf, and the headings before it."""
        numbers = self.leaves.passages(self.leaf)
        if not numbers:
            return []
        above = Q(kind=PassageKind.HEADING, number__lt=numbers[0])
        here = Q(number__range=(numbers[0], numbers[-1]))
        return list(self.waiting.file.passages.filter(above | here).order_by("number"))

    @property
    def passages(self) -> list[Passage]:
        here = set(self.leaves.passages(self.leaf))
        return [one for one in self._read if one.number in here]

    def context(self, answered: Sequence[Card] = (), add_form: Adding | None = None) -> dict:
        """For the template; `answered` are cards with what was just sent, `add_form` what was
        to be added, each with what is wrong."""
        cards = self.cards(answered)
        counts = self.leaves.counts
        undecided = [one for one in cards if one.proposal.is_waiting]
        needed = number_needed(self.proposals)
        context = {
            "waiting": self.waiting,
            "leaf": self.leaf,
            "leaves": self.leaves.listed(self.leaf),
            "next_open": self.leaves.next_open(self.leaf),
            "next_needed": self._next_needed(),
            "counts": {state: counts[state] for state in Proposal.State.values},
            "needed": needed,
            "looks": counts[Proposal.State.UNDECIDED] - needed,
            "cards": cards,
            "groups": grouped(cards) if self.leaf else (),
            "undecided": undecided,
            "looked_over": [one for one in undecided if not one.need],
            "seen": seen(undecided),
            "left_out": len(self.here) - len(cards),
            "others": others(self.proposals, by=self.request.user, now=self.request.now),
            "view": self.view,
            "is_paged": bool(self.waiting.file.sizes),
            "is_known": bool(self.desk.inspections),
            "troubled": [one for one in cards if one.told or one.form.errors],
        }
        if self.leaf == 0:
            context["recorded"] = held = recorded(self.waiting, self.proposals)
            tell_differing(cards, held.differing)
            context["tells"] = self._tells()
        else:
            context |= self._document([one.proposal for one in cards])
        context["add_form"] = add_form or self._add_form()
        context["form"] = add_form  # its errors stand in the page's title
        return context

    def _next_needed(self) -> str:
        """The address of the next thing on another leaf that needs an answer; empty if nothing
        does."""
        found = [(number, one) for one, number in self._placed if need_of(one)]
        found = [pair for pair in found if pair[0] != self.leaf]
        if not found:
            return ""
        leaf, one = min(found, key=lambda pair: (pair[0] < self.leaf, pair[0]))
        page = reverse("waiting", args=[self.waiting.pk], query={"leaf": leaf})
        return f"{page}#proposal-{one.pk}"

    def _document(self, shown: list[Proposal]) -> dict:
        file = self.waiting.file
        if file.sizes and self.view["as"] == "printed":
            page = self.leaves.page(self.leaf)
            return as_printed(file, self.waiting.pk, page, self.passages, shown)
        return {"blocks": blocks(self.passages, shown)}

    def _tells(self) -> dict[str, int]:
        """How many things of each kind it tells of the inspection that it is about."""
        return Counter(
            one.kind
            for one in self.proposals
            if one.inspection == 0 and one.state != Proposal.State.REJECTED
        )

    @property
    def shown(self) -> list[Proposal]:
        """Those on it that whoever looks at it is shown."""
        return [one for one in self.here if not self._is_left_out(one)]

    def cards(self, answered: Sequence[Card] = ()) -> list[Card]:
        held = {one.proposal.pk: one for one in answered}
        above = headings_above(self._read)
        cards = []
        for one in self.here:
            if one.pk not in held and self._is_left_out(one):
                continue
            shown = held.get(one.pk) or card(one, self.desk, self.leaf)
            shown.heading = in_a_line(above.get(one.passage or 0, ()))
            cards.append(shown)
        return cards

    def _is_left_out(self, one: Proposal) -> bool:
        """Whoever looks only at what the reader is sure of is not shown the rest, as long as
        nobody has decided on it."""
        level = one.said.get("sure", {}).get("level")
        return self.view["only"] == "sure" and one.is_waiting and level in ("medium", "low")

    def _add_form(self) -> Adding:
        if self.leaf == 0:
            return AddInspectionForm(desk=self.desk)
        number = number_in(self.request.GET.get("add", ""))
        passage = next((one for one in self.passages if one.number == number), None)
        return AddForm(desk=self.desk, passage=passage)

    def _view(self) -> dict[str, str]:
        kept = self.request.session.get(KEPT, {})
        view = {name: kept.get(name, known[0]) for name, known in VIEWS.items()}
        chosen = {
            name: self.request.GET[name]
            for name, known in VIEWS.items()
            if self.request.GET.get(name) in known
        }
        if chosen and {**view, **chosen} != view:
            self.request.session[KEPT] = {**view, **chosen}
        return {**view, **chosen}
