from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from improvement import access
from improvement.addresses import number_in
from improvement.documents.headings import heading_of
from improvement.documents.review.adding import AddForm, AddInspectionForm
from improvement.documents.review.answering import SAVED, accept_rest, answer
from improvement.documents.review.cards import card
from improvement.documents.review.desk import Desk
from improvement.documents.review.leaves import Leaves
from improvement.documents.review.needs import need_of
from improvement.documents.review.page import ReviewPage
from improvement.documents.review.state import state_of
from improvement.models import Proposal, WaitingDocument
from improvement.two_at_once import one_at_a_time


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request, pk):
    """A leaf of the document; posted to, it accepts of what is left of that leaf, or of a group
    of its cards, what a look is enough for; of the facts about the document all."""
    held = _waiting(request, pk)
    leaf = _leaf(request)
    if request.method == "POST":
        return _accept_several(request, held, leaf)
    page = ReviewPage(request, held, leaf)
    return render(request, "documents/review.html", page.context())


def _accept_several(request, held, leaf):
    page = ReviewPage(request, held, leaf)
    is_group = request.POST.get("rest") == "looked-over"
    seen = _seen(request.POST.get("seen", ""))
    shown = [one for one in page.here if one.pk in seen]
    rest = accept_rest(
        shown,
        seen,
        page.desk,
        page.leaf,
        request.POST if page.leaf == 0 else {},
        by=request.user,
        now=request.now,
        all_or_none=page.leaf == 0,
        only_looked_over=page.leaf != 0,
    )
    if page.leaf and not is_group:
        left = [one for one in page.shown if one.is_waiting and one.pk not in seen]
        rest.unseen = sum(not need_of(one) for one in left)
    if request.headers.get("X-Fragment") == "yes":
        return _shown_several(request, held, page.leaf, seen, rest)
    if page.leaf == 0 and rest.wrong:
        context = page.context(rest.wrong)
        return render(request, "documents/review.html", context, status=422)
    messages.success(request, rest.sentence)
    if is_group and shown:
        return HttpResponseRedirect(_onward(shown[0], page.leaf))
    return HttpResponseRedirect(_after_the_rest(page))


def _after_the_rest(page) -> str:
    """What is left of the page for an answer, or was not in sight; else the next page."""
    held = page.waiting.proposals.filter(pk__in=[one.pk for one in page.shown])
    left = held.filter(state=Proposal.State.UNDECIDED).order_by("position", "pk").first()
    if left is not None:
        return _address(page.waiting.pk, page.leaf, f"#proposal-{left.pk}")
    found = Leaves(page.waiting).next_open(page.leaf)
    return _address(page.waiting.pk, page.leaf if found is None else found)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, document, pk):
    """One card: to look at alone, and to decide on."""
    found = access.find(
        request,
        Proposal.objects.select_related(
            "waiting__authority", "waiting__file", "decided_by"
        ).defer("waiting__file__content"),
        waiting=document,
        pk=pk,
    )
    leaf = Leaves(found.waiting).of_one(found)
    desk = Desk(found.waiting)
    is_fragment = request.headers.get("X-Fragment") == "yes"
    if request.method != "POST":
        shown = card(found, desk, leaf, is_alone=not is_fragment, is_whole=True)
        return _shown(request, shown, is_fragment)
    is_alone = request.POST.get("alone") == "yes"
    said = answer(
        found, desk, leaf, request.POST, by=request.user, now=request.now, is_alone=is_alone
    )
    if is_fragment or (is_alone and said.status != SAVED):
        return _shown(request, said.card, is_fragment, status=said.status)
    if said.status == SAVED:
        done = said.card.proposal.get_state_display()
        messages.success(request, f"{done.capitalize()}: “{said.card.short}”")
        return HttpResponseRedirect(_onward(said.card.proposal, leaf))
    page = ReviewPage(request, found.waiting, leaf)
    context = page.context([said.card])
    return render(request, "documents/review.html", context, status=said.status)


@require_POST
@one_at_a_time
def add(request, pk):
    """Something that the reader did not see. Of two who add the same the second is told so."""
    held = _waiting(request, pk, locked=True)
    page = ReviewPage(request, held, _leaf(request))
    kind = AddInspectionForm if request.POST.get("what") == "inspection" else AddForm
    form = kind(request.POST, desk=page.desk)
    is_fragment = request.headers.get("X-Fragment") == "yes"
    if not form.is_valid():
        if is_fragment:
            context = {"form": form, "waiting": held, "leaf": page.leaf}
            return render(request, "documents/_review_add.html", context, status=422)
        return render(request, "documents/review.html", page.context(add_form=form), status=422)
    added = form.add(by=request.user, now=request.now)
    leaf = Leaves(held).of_one(added)
    if is_fragment:
        return _shown(request, card(added, page.desk, leaf), is_fragment)
    return HttpResponseRedirect(_address(held.pk, leaf, f"#proposal-{added.pk}"))


@require_safe
def state(request, pk):
    held = _waiting(request, pk)
    return JsonResponse(state_of(held, _leaf(request), by=request.user, now=request.now))


def _shown_several(request, held, leaf, seen, rest):
    """For a script: the cards as they stand now, and what became of them in a sentence."""
    page = ReviewPage(request, held, leaf)
    cards = page.cards([one for one in rest.wrong if one.proposal.pk in seen])
    context = {
        "waiting": held,
        "cards": [one for one in cards if one.proposal.pk in seen],
        "sentence": rest.sentence,
    }
    return render(request, "documents/_review_several.html", context)


def _shown(request, shown, is_fragment, status=SAVED):
    one = shown.proposal
    if one.passage:
        shown.heading = heading_of(one.waiting.file.passages, one.passage)
    template = "documents/_card.html" if is_fragment else "documents/review_card.html"
    context = {"card": shown, "waiting": shown.proposal.waiting}
    return render(request, template, context, status=status)


def _waiting(request, pk, *, locked=False):
    held = WaitingDocument.objects.select_related(
        "authority", "file", "added_by", "imported_by"
    )
    if locked:
        held = held.select_for_update(of=("self",))
    return access.find(request, held.defer("file__content"), pk=pk)


def _leaf(request) -> int:
    return number_in(request.GET.get("leaf", ""))


def _seen(sent: str) -> dict[int, int]:
    """What the page showed undecided: `12:3 13:0` is the proposal 12 at its turn 3, and 13."""
    pairs = (one.partition(":")[::2] for one in sent.split())
    numbers = ((pk, turn) for pk, turn in pairs if f"{pk}{turn}".isascii())
    return {
        int(pk): int(turn)
        for pk, turn in numbers
        if pk.isdigit() and turn.isdigit() and len(pk) + len(turn) < 30
    }


def _onward(one, leaf) -> str:
    """The next card on the same leaf that nobody has looked at, else this one."""
    rows = list(one.waiting.proposals.order_by("position", "pk").only("passage", "state"))
    each = Leaves(one.waiting).of_each(other.passage for other in rows)
    here = [other for other, on in zip(rows, each, strict=True) if on == leaf]
    at = next((at for at, other in enumerate(here) if other.pk == one.pk), 0)
    found = next((other for other in here[at:] if other.is_waiting), one)
    return _address(one.waiting_id, leaf, f"#proposal-{found.pk}")


def _address(pk, leaf, anchor="") -> str:
    return f"{reverse('waiting', args=[pk], query={'leaf': leaf})}{anchor}"
