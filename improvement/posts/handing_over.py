from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.forms import sent
from improvement.models import Owner
from improvement.posts.forms import HandOverForm
from improvement.state.handovers import open_actions
from improvement.state.tenures import covers_to_come, officers, tenures, told_of
from inspections.intake.dates import in_full


@require_http_methods(["GET", "HEAD", "POST"])
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
            request, f"You have handed over: {said['to']} holds {owner} from {begins} on."
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
