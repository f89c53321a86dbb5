from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.access import Need
from improvement.forms import sent
from improvement.models import Holding, Owner
from improvement.posts.forms import HandOverForm, TakeBackForm
from improvement.state.handovers import open_actions
from improvement.state.tenures import covers_to_come, officers, tenures, told_of
from inspections.intake.dates import in_full

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def hand_over(request, pk):
    owner = access.find(request, Owner.objects.select_related("authority"), pk=pk)
    today = request.as_at.day
    held = tenures(told_of([owner.pk])[owner.pk], today)
    own = [t for t in held if t.taken_up.user_id == request.user.pk]
    if not any(t.taken_up.holds_from <= today for t in own):
        raise PermissionDenied(f"You do not hold the post {owner}, so you cannot hand it over.")
    form = HandOverForm(
        sent(request),
        people=[person for person in officers(owner.authority) if person != request.user],
        initial={"on": today},
    )
    about = {"owner": owner, "by": request.user, "now": request.now}
    if form.is_valid() and form.record(recording.hand_over, **about):
        said = form.cleaned_data
        begins = "today" if said["on"] == today else in_full(said["on"])
        messages.success(
            request,
            f"You have handed over: {said['to']} holds {owner} from {begins} on. Until they have "
            "said something for it, you can take that back on this page; after that, ask an "
            "admin of your council.",
        )
        return redirect("my-posts")
    context = {
        "form": form,
        "owner": owner,
        "held": held,
        "actions": open_actions([owner.authority_id], request.as_at)[owner.pk],
        "covers": covers_to_come(owner.covers, today),
    }
    return render(request, "posts/hand_over.html", context)


@require_http_methods(METHODS)
def take_back(request, pk):
    """Undo a handover; `pk` is that of the leaving with which the post was handed over."""
    reads = ("owner__authority", "user", "said_by")
    handed = Holding.objects.filter(change=Holding.Change.LEAVES, retracts=False)
    left = access.find(request, handed.select_related(*reads), pk=pk)
    owner, is_mine = left.owner, left.user_id == request.user.pk
    if not recording.may_take_back(left, request.user, request.as_at):
        raise PermissionDenied("You take back only what you handed over yourself.")
    handover = recording.find_to_take_back(left)
    form = TakeBackForm(sent(request))
    about = {"left": left, "by": request.user, "now": request.now}
    if form.is_valid() and form.record(recording.take_back_handover, **about):
        whose = "yours" if is_mine else f"{left.user or left.name}’s"
        messages.success(
            request, f"The handover is taken back: {owner} is {whose} again. Tell who had it."
        )
        return redirect("my-posts") if is_mine else redirect("holding-create", owner.pk)
    context = {
        "form": form,
        "owner": owner,
        "left": left,
        "handover": handover,
        "is_mine": is_mine,
        "is_admin": access.may(request.user, Need.ADMIN, owner.authority_id),
    }
    return render(request, "posts/take_back.html", context)
