from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.forms import sent
from improvement.keeping.forms.links import LinksForm
from improvement.keeping.plans import inspections_of, stands_at, write
from inspections.models import Finding, LinkState, Recommendation


@require_http_methods(["GET", "HEAD", "POST"])
def finding_links(request, authority, inspection, key):
    finding = access.find(
        request,
        Finding.objects.select_related("inspection__authority", "document", "theme"),
        inspection__authority__slug=authority,
        inspection__key=inspection,
        key=key,
    )
    asked = recommendations_of(inspections_before(finding))
    standing = {link.recommendation_id: link for link in standing_links(finding, request.as_at)}
    form = LinksForm(
        sent(request),
        recommendations=[row for _, rows in asked for row in rows],
        standing={pk: link.state for pk, link in standing.items()},
    )
    if form.is_valid() and write(
        form,
        lambda: judge_links(
            finding=finding, states=form.changed(), by=request.user, now=request.now
        ),
    ):
        messages.success(request, in_words(form.changed()))
        return redirect("finding-links", authority, inspection, key)
    return render(
        request,
        "keeping/finding_links.html",
        {
            "finding": finding,
            "form": form,
            "asked": [
                (
                    answered,
                    [(row, form[form.name_of(row)], standing.get(row.pk)) for row in rows],
                )
                for answered, rows in asked
            ],
            "others": neighbours(finding),
        },
    )


# Asking


def inspections_before(finding):
    """Those of the same authority that stand before the finding's own, the latest first."""
    found = inspections_of(finding.inspection.authority)
    # The same inspection with its documents read, which its words and its day need.
    finding.inspection = next(other for other in found if other == finding.inspection)
    return [other for other in found if stands_at(other) < stands_at(finding.inspection)]


def recommendations_of(inspections):
    """`(inspection, its recommendations)`, without those that asked for nothing."""
    rows = {inspection.pk: [] for inspection in inspections}
    asked = Recommendation.objects.filter(inspection__in=list(rows)).select_related(
        "theme", "document"
    )
    for row in asked.order_by("position", "pk"):
        rows[row.inspection_id].append(row)
    return [(i, rows[i.pk]) for i in inspections if rows[i.pk]]


def standing_links(finding, as_at):
    return finding.links.all().standing(as_at, "recommendation_id")


def neighbours(finding):
    """The keys of the findings of the inspection before and after this one."""
    keys = list(
        Finding.objects.filter(inspection=finding.inspection_id)
        .order_by("position", "pk")
        .values_list("key", flat=True)
    )
    here = keys.index(finding.key)
    return {
        "before": keys[here - 1] if here else None,
        "after": keys[here + 1] if here + 1 < len(keys) else None,
        "number": here + 1,
        "count": len(keys),
    }


def in_words(states):
    if not states:
        return "Nothing was changed."
    confirmed = sum(state == LinkState.CONFIRMED for state in states.values())
    return f"Confirmed: {confirmed}. Rejected: {len(states) - confirmed}."


# Writing


def judge_links(*, finding, states, by, now):
    for recommendation, state in states.items():
        recording.judge_link(
            finding=finding, recommendation=recommendation, state=state, by=by, now=now
        )
