from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, F, Q, Value
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement import access
from improvement.dashboards.inspections import first_entered
from improvement.dashboards.moments import is_before
from improvement.models import ActionCommitment, Commitment, Impact, Ownership, Plan
from improvement.state import Progress, read_state
from improvement.state.columns import Visit, read_visits, visits_after
from improvement.state.fetch import NO_TEXT, SPEAKER, confirmed_links
from improvement.state.rules import progress
from inspections.models import (
    Document,
    FindingLink,
    Inspection,
    LinkState,
    Recommendation,
    RepeatLink,
)
from inspections.models.time import AsAt, Reading, london_day


@require_safe
def recommendation(request, authority, inspection, key):
    as_at = request.as_at
    found = access.find(
        request,
        Recommendation.objects.known(as_at)
        .select_related("inspection__authority", "document", "theme")
        .annotate(entered_at=first_entered(Recommendation)),
        inspection__authority__slug=authority,
        inspection__key=inspection,
        key=key,
    )
    if asked_on(found) > as_at.day:
        raise Http404("Nobody had asked for it.")
    repeats = repeats_of(found, as_at)
    plans = plans_that_answer(found, as_at)
    chosen = choose(plans, request.GET.get("plan"))
    shown = {
        "recommendation": found,
        "asked_at": named(found.inspection, found.document),
        "reconstructed": is_before(found.entered_at, as_at),
        "earlier": [repeat for repeat in repeats if repeat.is_earlier],
        "later": [repeat for repeat in repeats if not repeat.is_earlier],
        "other_plans": [plan for plan in plans if plan != chosen],
        **(answer_of(chosen, found, as_at) or {"mentions": mentions_of(found, as_at)}),
        "may_judge": chosen
        and chosen.closed_on is None
        and not request.GET.get("as_at")
        and access.may(request.user, access.Need.APPROVE, found.inspection.authority_id),
    }
    return render(request, "dashboards/recommendation.html", shown)


# An inspection without a date is placed by all of its documents, which would cost a query
# for each one that is named here. The document at hand does nearly as well.


def has_a_date(inspection: Inspection) -> bool:
    return bool(inspection.last_day_stated or inspection.published)


def asked_on(recommendation: Recommendation) -> date:
    inspection, document = recommendation.inspection, recommendation.document
    if has_a_date(inspection):
        return inspection.stands_on
    told_on = document.stands_on if document else None
    return told_on or london_day(inspection.known_at)


def named(inspection: Inspection, document: Document | None) -> str:
    if has_a_date(inspection):
        return str(inspection)
    printed = document and (document.published or document.dated)
    when = f"before {printed}" if printed else "date not stated"
    return f"{inspection.get_kind_display()}, {when}"


def choose(plans: list[Plan], key: str | None) -> Plan | None:
    """The plan asked for, else the newest. Only one is read, whatever their number."""
    if key is None:
        return plans[0] if plans else None
    for plan in plans:
        if plan.key == key:
            return plan
    raise Http404("No such plan answers it.")


def plans_that_answer(recommendation: Recommendation, as_at: AsAt) -> list[Plan]:
    answers = Commitment.objects.known(as_at).filter(
        recommendation=recommendation, added__lte=as_at.day
    )
    plans = Plan.objects.for_screen(as_at).filter(
        authority=recommendation.inspection.authority_id, commitments__in=answers
    )
    return list(plans.order_by("-opened", "-pk"))


def answer_of(plan: Plan | None, recommendation: Recommendation, as_at: AsAt) -> dict | None:
    """None without a plan, or where its answer was not known by the plan's closing."""
    if plan is None:
        return None
    state = read_state(plan, as_at)
    answers = [c for c in state.commitments if c.recommendation == recommendation]
    if not answers:
        return None
    answer = answers[0]
    return {
        "plan": plan,
        "state": state,
        "answer": answer,
        "mentions": [c for c in answer.cells if c.progress != Progress.NOT_YET_ASKED],
        "history": history_of(answer.commitment, state.as_at),
    }


# What inspectors said of it where no plan answers


class Mention(NamedTuple):
    """What a visit said; like a cell of the matrix, without a status of ours."""

    visit: Visit
    progress: Progress
    links: list[FindingLink]


def mentions_of(recommendation: Recommendation, as_at: AsAt) -> list[Mention]:
    visits = read_visits({recommendation.inspection.authority_id}, as_at)
    links = confirmed_links([recommendation.pk], as_at)
    tested = visits_after(visits, recommendation.inspection_id)
    mentions = []
    for visit in visits:
        said = links.get((recommendation.pk, visit.pk), [])
        if said or visit in tested:
            directions = [link.finding.direction for link in said]
            mentions.append(Mention(visit, progress(directions, visit.letter_held), said))
    return mentions


# What it repeats, and what repeats it


@dataclass(frozen=True)
class Repeat:
    """One end of a confirmed link: a recommendation, a finding or a whole inspection."""

    link: RepeatLink
    is_earlier: bool

    @property
    def recommendation(self):
        return self.link.earlier_recommendation if self.is_earlier else self.link.recommendation

    @property
    def finding(self):
        return self.link.earlier_finding if self.is_earlier else self.link.finding

    @property
    def inspection(self):
        said = self.recommendation or self.finding
        return said.inspection if said else self.link.earlier_inspection

    @property
    def inspection_name(self):
        said = self.recommendation or self.finding
        return named(self.inspection, said.document if said else None)

    def known(self, as_at: AsAt) -> bool:
        said = self.recommendation or self.finding or self.inspection
        return as_at.reading == Reading.NOW or said.known_at <= as_at.moment


def repeats_of(recommendation: Recommendation, as_at: AsAt) -> list[Repeat]:
    """What it repeats and what repeats it, at its own authority, confirmed by a person."""
    ends = ("recommendation", "finding", "earlier_recommendation", "earlier_finding")
    links = RepeatLink.objects.filter(
        Q(recommendation=recommendation) | Q(earlier_recommendation=recommendation)
    ).select_related(
        "earlier_inspection",
        *(f"{end}__{of}" for end in ends for of in ("inspection", "document")),
    )
    repeats = [
        Repeat(link, is_earlier=link.recommendation_id == recommendation.pk)
        for link in links.standing(as_at, *RepeatLink.PAIR)
        if link.state == LinkState.CONFIRMED
    ]
    ours = recommendation.inspection.authority_id
    return [r for r in repeats if r.inspection.authority_id == ours and r.known(as_at)]


# How the plan's answer came to stand as it does


class Change(NamedTuple):
    kind: str
    holds_from: date
    known_at: datetime
    pk: int
    what: str
    text: str
    reference: str
    speaker: str

    @property
    def known_on(self) -> date:
        return london_day(self.known_at)


CHANGES = {
    "impact": (Impact, F("state"), F("text"), NO_TEXT),
    "owner": (Ownership, F("owner__post"), F("text"), NO_TEXT),
    "action": (ActionCommitment, F("change"), F("action__title"), F("action__reference")),
}


def history_of(commitment: Commitment, as_at: AsAt) -> list[Change]:
    """Everything that stands of its impact, owners and actions, newest first."""
    queries = [
        model.objects.as_at(as_at)
        .filter(commitment=commitment, retracts=False)
        .values_list(
            Value(kind, output_field=CharField()),
            "holds_from",
            "known_at",
            "pk",
            *columns,
            SPEAKER,
        )
        for kind, (model, *columns) in CHANGES.items()
    ]
    # One query for the three kinds: screens are held to a fixed number of them.
    changes = [Change(*row) for row in queries[0].union(*queries[1:], all=True)]
    return sorted(changes, key=lambda one: one[1:4], reverse=True)
