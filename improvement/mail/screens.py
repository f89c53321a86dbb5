from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access
from improvement.access import Need
from improvement.forms import sent
from improvement.mail.forms import DayForm, SettleForm
from improvement.mail.outbox import in_doubt, leave_it, send_again, to_member
from improvement.models import Mail

METHODS = ["GET", "HEAD", "POST"]
SHOWN = 40


@require_http_methods(METHODS)
def my_mail(request):
    """The day of the weekly mail, and what was sent to whoever asks."""
    form = DayForm(sent(request), initial={"day": request.user.digest_day})
    if form.is_valid():
        request.user.digest_day = form.cleaned_data["day"]
        request.user.save(update_fields=["digest_day"])
        day = request.user.get_digest_day_display()
        messages.success(
            request,
            f"Your weekly mail comes on {day} from now on, and never within four days of the "
            "last one.",
        )
        return redirect("my-mail")
    mails = Mail.objects.filter(user=request.user).exclude(
        # Told in one mail with others.
        kind=Mail.Kind.ESCALATION,
        body="",
    )
    context = {"form": form, "mails": mails.order_by("-written_at", "-pk")[:SHOWN]}
    return render(request, "mail/my_mail.html", context)


@require_http_methods(METHODS)
def mail_list(request):
    """The messages that need a person, of the people whose roles the admin keeps. What they
    say is not shown: it may speak of another authority, too."""
    kept = access.authorities(request.user, Need.ADMIN)
    ours = in_doubt(request.now).filter(to_member(kept))
    form = SettleForm(sent(request))
    if form.is_valid():
        mail = get_object_or_404(ours, pk=form.cleaned_data["mail"])
        messages.success(request, settle(mail, form.cleaned_data["answer"], request))
        return redirect("mail-list")
    if form.is_bound:
        messages.error(request, "Nothing was changed: press one of the buttons of a message.")
    waiting = Mail.objects.filter(to_member(kept), state=Mail.State.WAITING)
    context = {
        "mails": ours.select_related("user").order_by("handed_over_at", "pk"),
        "waiting": waiting.count(),
    }
    return render(request, "mail/mail_list.html", context)


def settle(mail, answer, request):
    """What became of it, in words."""
    verb = send_again if answer == SettleForm.AGAIN else leave_it
    if not verb(mail, by=request.user, now=request.now):
        return "Somebody else has answered for this message just now."
    if answer == SettleForm.AGAIN:
        return f"The message to {mail.user} is sent again with the next mail."
    return f"It is kept that nothing more is to be done about the message to {mail.user}."
