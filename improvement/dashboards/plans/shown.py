"""The plan that a page is about, as it stood, and what every such page says of it."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from improvement import access
from improvement.dashboards.reconstructed import is_before
from improvement.models import Plan, Update
from improvement.state import PlanState
from improvement.state.rows import Rows
from inspections.models import Inspection


def plans_as_at(as_at):
    """Plans as they stood, with `loaded_at`: when they were first loaded from documents.

    A plan that was loaded has `imported` values. One that was begun here may still be told
    something by a draft: nobody was signed in to say that.
    """
    entries = Plan.history.model.objects.filter(id=OuterRef("pk")).exclude(imported={})
    told = Update.objects.filter(action__plan=OuterRef("pk"), said_by__isnull=True)
    return Plan.objects.for_screen(as_at).annotate(
        loaded_at=Coalesce(
            Subquery(entries.order_by("history_date").values("history_date")[:1]),
            Subquery(told.order_by("recorded_at").values("recorded_at")[:1]),
        )
    )


def find_plan_shown(request, key):
    return access.find(request, plans_as_at(request.as_at), key=key)


def is_reconstructed(state: PlanState) -> bool:
    """Whether the page speaks of a day before its events were recorded."""
    return is_before(state.plan.loaded_at, state.as_at)


def plan_context(state: PlanState) -> dict:
    """What every page about a plan needs to say whose it is and of when it speaks."""
    return {
        "plan": state.plan,
        "state": state,
        "is_reconstructed": is_reconstructed(state),
    }


def answered_inspections(plan: Plan, rows: Rows) -> list[Inspection]:
    """Those that the plan answers and that were known, of the rows that were read anyway."""
    pks = set(plan.answers.values_list("pk", flat=True))
    found = [one for one in rows.fetched.inspections if one.pk in pks]
    return [one for one in found if rows.as_at.knows(one.known_at)]
