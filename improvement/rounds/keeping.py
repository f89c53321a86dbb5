"""What an admin does with rounds: opens, changes and takes back one, and chases the missing."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import recording
from improvement.dashboards.plans.shown import find_plan_shown
from improvement.forms import sent
from improvement.keeping.plans import write
from improvement.mail import chasing
from improvement.rounds.answers import answers_to
from improvement.rounds.forms import RoundForm
from improvement.rounds.screens import Phase, find_round, latest_word
from inspections.intake.working_days import add_working_days

METHODS = ["GET", "HEAD", "POST"]
USUAL_LENGTH = timedelta(days=14)


@require_http_methods(METHODS)
def round_open(request, key):
    plan = find_plan_shown(request, key)
    today = request.as_at.day
    form = RoundForm(sent(request), initial={"opens": today, "closes": usual_close(today)})
    opened = []
    if form.is_valid() and write(
        form,
        lambda: opened.append(
            recording.open_round(
                plan=plan, by=request.user, now=request.now, **form.cleaned_data
            )
        ),
    ):
        messages.success(request, "The round is set. Officers see it on My actions.")
        return redirect("round", key, opened[0].pk)
    context = {"form": form, "plan": plan, "why_not": recording.why_closed(plan)}
    return render(request, "rounds/round_open.html", context)


@require_http_methods(METHODS)
def round_change(request, key, pk):
    update_round, plan = find_round(request, key, pk), find_plan_shown(request, key)
    phase = Phase(update_round, request.as_at.day)
    stands = {
        "opens": update_round.holds_from,
        "closes": update_round.closes,
        "text": update_round.text,
    }
    form = RoundForm(sent(request), initial=stands, has_opened=not phase.is_to_come)
    changed = []
    if form.is_valid() and write(
        form,
        lambda: changed.append(
            recording.change_round(
                update_round=update_round,
                by=request.user,
                now=request.now,
                **{"opens": update_round.holds_from, **form.cleaned_data},
            )
        ),
    ):
        messages.success(request, "The round is changed.")
        return redirect("round", key, changed[0].pk)
    return render(
        request,
        "rounds/round_change.html",
        {"form": form, **about(update_round, plan, request.as_at)},
    )


@require_http_methods(METHODS)
def round_take_back(request, key, pk):
    update_round, plan = find_round(request, key, pk), find_plan_shown(request, key)
    if request.method == "POST":
        try:
            recording.take_back_round(
                update_round=update_round, by=request.user, now=request.now
            )
        except recording.Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(
                request, "The round is taken back. What officers said in it stays."
            )
            return redirect("round-list", key)
    return render(
        request, "rounds/round_take_back.html", about(update_round, plan, request.as_at)
    )


@require_http_methods(METHODS)
def round_chase(request, key, pk):
    """Who has not answered, to copy or to remind by mail."""
    update_round = find_round(request, key, pk)
    answers = answers_to(update_round, request.as_at)
    context = about(update_round, answers.plan, request.as_at)
    if request.method == "POST" and context["phase"].is_open and not context["why_not"]:
        written = chasing.remind(answers, now=request.now)
        messages.success(request, chasing.in_words(written, answers))
        return redirect("round-chase", key, pk)
    reminders = chasing.reminders(answers, today=request.as_at.day)
    context |= {
        "answers": answers,
        "tally": answers.tally,
        "to_remind": chasing.to_remind(answers, reminders),
        "chase_list": [(one, reminders.get(one.user.pk)) for one in answers.chased],
    }
    return render(request, "rounds/round_chase.html", context)


def usual_close(opens):
    """Two weeks on, or the next working day where that is none; what is not known to be one
    (a year whose bank holidays are not announced) is offered as it is."""
    close = opens + USUAL_LENGTH
    return add_working_days(close - timedelta(days=1), 1) or close


def about(update_round, plan, as_at):
    """What the pages about one round share: where it is, and why it takes no change."""
    latest = latest_word(update_round, as_at)
    phase = Phase(update_round, as_at.day)
    why_not = recording.why_closed(plan)
    if latest.retracts:
        why_not = "This round was taken back."
    elif latest.pk != update_round.pk:
        why_not = "Somebody has changed this round since: see what it says now."
    elif phase.is_closed:
        why_not = "The round has closed. How it ended stays as it is."
    return {
        "plan": plan,
        "round": update_round,
        "latest": latest,
        "phase": phase,
        "why_not": why_not,
    }
