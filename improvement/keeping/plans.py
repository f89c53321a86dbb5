from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement import access, recording
from improvement.access import Need
from improvement.forms import sent
from improvement.keeping.forms.plans import ClosingForm, NewPlanForm, PeriodForm, PlanForm
from improvement.models import UPDATE_PERIOD_DAYS, Action, Commitment, Membership, Owner, Plan
from improvement.state import read_state
from improvement.state.deadlines import read_computed
from improvement.two_at_once import in_turn, one_at_a_time
from inspections.models import (
    Authority,
    Finding,
    FindingLink,
    Inspection,
    InspectionDocument,
    LinkState,
    Recommendation,
)

# More than this many findings that wait for a person are counted, not listed.
LISTED = 20


@require_safe
def keeping(request):
    pks = access.authorities(request.user, Need.ADMIN)
    plans = defaultdict(list)
    kept = Plan.objects.for_screen(request.as_at).filter(authority__in=pks)
    for plan in kept.order_by("-opened", "pk"):
        plans[plan.authority_id].append(plan)
    waiting = list(findings_waiting(pks))
    return render(
        request,
        "keeping/home.html",
        {
            "kept": [
                (authority, plans[authority.pk], first_steps(authority, plans[authority.pk]))
                for authority in authorities_to_set_up(pks, request.user)
            ],
            "waiting": waiting[:LISTED],
            "more_waiting": len(waiting) > LISTED,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request):
    authority = chosen_authority(request)
    if authority is None:
        return choose_authority(request, "Start a plan")
    form = NewPlanForm(
        sent(request),
        initial={"period": UPDATE_PERIOD_DAYS, "opened": request.as_at.day},
        inspections=inspections_of(authority),
        today=request.as_at.day,
    )
    if form.is_valid() and write(
        form, lambda: create_plan(form, authority=authority, by=request.user, now=request.now)
    ):
        messages.success(
            request, f"The plan “{form.instance}” is there. Now add its commitments."
        )
        return redirect("plan-keeping", form.instance.key)
    return render(
        request,
        "keeping/plan_create.html",
        {
            "form": form,
            "authority": authority,
            "computed": read_computed(inspections_of(authority)),
        },
    )


@require_safe
def plan_keeping(request, key):
    plan = find_plan(request, key)
    state = read_state(plan, request.as_at)
    asked = recommendations_asked(plan)
    return render(
        request,
        "keeping/plan.html",
        {
            "plan": plan,
            "state": state,
            "asked": asked,
            "unanswered": grouped_by_inspection(without_commitment(asked, state)),
            "gaps": [(action, what_is_missing(action)) for action in state.actions],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@one_at_a_time
def plan_amend(request, key):
    plan = in_turn(request, find_plan, key)
    answers = list(plan.answers.values_list("pk", flat=True))
    form = PlanForm(
        sent(request),
        instance=plan,
        initial={"answers": answers},
        inspections=inspections_of(plan.authority),
        today=request.as_at.day,
        earliest_row=earliest_row(plan),
        answered=list(inspections_with_rows(plan)),
    )
    if form.is_valid() and write(form, lambda: amend_plan(form)):
        messages.success(request, form.outcome("The plan is amended."))
        return redirect("plan-keeping", key)
    answered = plan.answers.for_list().order_by("pk")
    return render(
        request,
        "keeping/plan_amend.html",
        {"form": form, "plan": plan, "computed": read_computed(answered)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@one_at_a_time
def plan_close(request, key):
    plan = in_turn(request, find_plan, key)
    form = ClosingForm(
        sent(request),
        closed_on=plan.closed_on,
        successors=None if plan.closed_on else others_of(plan).order_by("-opened", "pk"),
    )
    verb = recording.reopen_plan if plan.closed_on else recording.close_plan
    if form.is_valid() and write(
        form, lambda: verb(plan=plan, by=request.user, now=request.now, **form.cleaned_data)
    ):
        done = "is open again" if plan.closed_on else "is closed"
        messages.success(request, f"The plan {done}.")
        return redirect("plan-keeping", key)
    return render(request, "keeping/plan_close.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "HEAD", "POST"])
@one_at_a_time
def plan_period(request, key):
    plan = in_turn(request, find_plan, key)
    if plan.closed_on and request.method != "POST":
        return say_closed(request, plan)
    form = PeriodForm(sent(request), initial={"days": plan.period}, plan=plan)
    if form.is_valid() and write(
        form,
        lambda: recording.set_period(
            plan=plan, by=request.user, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, "The update period is changed, from today on.")
        return redirect("plan-keeping", key)
    return render(request, "keeping/plan_period.html", {"form": form, "plan": plan})


# What all screens of plan keeping share


def chosen_authority(request):
    """The authority that the address names, else the only one kept; None if there is a
    choice to make. Looked up in memory: an address may hold what no database takes."""
    member_of = Authority.objects.filter(pk__in=access.authorities(request.user))
    by_slug = {authority.slug: authority for authority in member_of}
    kept = [a for a in by_slug.values() if access.may(request.user, Need.ADMIN, a.pk)]
    if "authority" not in request.GET:
        return kept[0] if len(kept) == 1 else None
    authority = by_slug.get(request.GET["authority"])
    if authority is None:
        raise Http404
    if authority not in kept:
        raise PermissionDenied
    return authority


def choose_authority(request, purpose):
    kept = Authority.objects.filter(pk__in=access.authorities(request.user, Need.ADMIN))
    return render(
        request,
        "keeping/choose_authority.html",
        {"purpose": purpose, "authorities": kept.order_by("name", "pk")},
    )


def find_plan(request, key):
    return access.find(request, Plan.objects.for_screen(request.as_at), key=key)


def say_closed(request, plan):
    messages.error(
        request, f"{recording.why_closed(plan)} Open it again first, if it is to go on."
    )
    return redirect("plan-keeping", plan.key)


def write(form, verb):
    """Whether `verb` wrote; else the form says why not. All of it is written, or nothing."""
    try:
        with transaction.atomic():
            verb()
    except recording.Refused as refused:
        form.add_error(
            refused.field if refused.field in form.fields else None, refused.sentence
        )
    except IntegrityError:
        form.add_error(None, "Someone has just entered the same. Look, then try again.")
    return not form.errors


# Plans: asking and writing


def authorities_to_set_up(pks, user):
    """The authorities with what each has already."""
    about = {"authority": OuterRef("pk")}
    in_a_plan = {"plan__authority": OuterRef("pk")}
    return (
        Authority.objects.filter(pk__in=pks)
        .annotate(
            has_inspections=Exists(Inspection.objects.filter(**about)),
            has_owners=Exists(Owner.objects.filter(**about)),
            has_commitments=Exists(Commitment.objects.filter(**in_a_plan)),
            has_actions=Exists(Action.objects.filter(**in_a_plan)),
            has_others=Exists(Membership.objects.filter(**about).exclude(user=user)),
        )
        .order_by("name", "pk")
    )


def first_steps(authority, plans):
    """What to do to begin with: words, address and whether it is done; nothing if all is."""
    here = {"authority": authority.slug}
    plan = reverse("plan-keeping", args=[plans[0].key]) if plans else ""
    steps = [
        (
            "Import what inspectors wrote, as a draft",
            reverse("draft-upload"),
            authority.has_inspections,
        ),
        (
            "Write down the posts and who holds them",
            reverse("owner-list", query=here),
            authority.has_owners,
        ),
        (
            "Start a plan that answers an inspection",
            reverse("plan-create", query=here),
            bool(plans),
        ),
        ("Answer each recommendation with a commitment", plan, authority.has_commitments),
        ("Add the actions, with owners and due dates", plan, authority.has_actions),
        (
            "Invite the people who are to use it",
            reverse("person-invite"),
            authority.has_others,
        ),
    ]
    return [] if all(done for *_, done in steps) else steps


def findings_waiting(authorities):
    """Findings with a proposed link that nobody has confirmed or rejected yet."""
    answers = FindingLink.objects.filter(
        finding=OuterRef("finding"),
        recommendation=OuterRef("recommendation"),
        voided_by__isnull=True,
        retracts=False,
    ).exclude(state=LinkState.PROPOSED)
    proposed = FindingLink.objects.filter(
        ~Exists(answers), state=LinkState.PROPOSED, voided_by__isnull=True
    )
    findings = Finding.objects.filter(
        inspection__authority__in=authorities, pk__in=proposed.values("finding")
    )
    return findings.select_related("inspection__authority", "document").order_by(
        "inspection", "position", "pk"
    )[: LISTED + 1]


def inspections_of(authority):
    """The authority's inspections, the latest first."""
    found = Inspection.objects.filter(authority=authority).for_list()
    return sorted(found, key=stands_at, reverse=True)


def stands_at(inspection):
    """Its place in the order of time, as in the columns of the matrix."""
    return (inspection.day, inspection.pk)


def inspections_with_rows(plan):
    answered = plan.commitments.values("recommendation__inspection")
    return Inspection.objects.filter(pk__in=answered).for_list()


def others_of(plan):
    return Plan.objects.filter(authority=plan.authority_id).exclude(pk=plan.pk)


def recommendations_asked(plan):
    """Every recommendation of the inspections that the plan answers, in their order."""
    sources = InspectionDocument.objects.select_related("document").order_by("pk")
    return (
        Recommendation.objects.filter(inspection__plans=plan)
        .select_related("inspection")
        .prefetch_related(Prefetch("inspection__sources", sources))
        .order_by("inspection", "position", "pk")
    )


def without_commitment(recommendations, state):
    answered = {row.commitment.recommendation_id for row in state.commitments}
    return [row for row in recommendations if row.pk not in answered]


def grouped_by_inspection(rows):
    """`(inspection in words, rows)` in the order that the rows come in."""
    groups = {}
    for row in rows:
        groups.setdefault(row.inspection_id, (row.inspection, []))[1].append(row)
    return [(str(inspection), members) for inspection, members in groups.values()]


def what_is_missing(state):
    """What an open action of the plan still lacks, in words."""
    if not state.is_open:
        return []
    lacks = [
        (state.owner is None, "no owner"),
        (state.current_due is None, "no due date"),
        (not state.commitments, "serves no commitment"),
    ]
    return [words for missing, words in lacks if missing]


def earliest_row(plan):
    """The first day on which the plan had a commitment or an action."""
    days = [plan.commitments.order_by("added").values_list("added", flat=True).first()]
    days.append(plan.actions.order_by("added").values_list("added", flat=True).first())
    return min(filter(None, days), default=None)


def create_plan(form, *, authority, by, now):
    plan = form.instance
    # Under the lock, so that a form sent twice does not start two plans.
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if authority.plans.filter(title__iexact=plan.title).exists():
        raise recording.Refused("There is a plan of this title already.", "title")
    plan.authority, plan.known_at = authority, now
    form.save()
    plan.answers.set(form.cleaned_data["answers"])
    if form.cleaned_data["period"] != UPDATE_PERIOD_DAYS:
        recording.set_period(plan=plan, days=form.cleaned_data["period"], by=by, now=now)


def amend_plan(form):
    if form.has_changed():
        plan = form.save()
        plan.answers.set(form.cleaned_data["answers"])
