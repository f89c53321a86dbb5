"""A plan whose rows change between two days, and the page that compares them."""

import re
from datetime import date

from django.urls import reverse

from improvement.models import Plan
from improvement.state import read_state
from improvement.state.compare import compare_actions, compare_commitments
from inspections.models.time import AsAt, Reading
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    FindingFactory,
    FindingLinkFactory,
    InspectionFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
    VisitFactory,
    on,
)

BEFORE, SINCE, DURING, UNTIL = "2019-01-10", "2019-02-06", "2019-03-20", "2019-06-01"


class Board:
    """A plan whose rows change between 6 February and 1 June 2019."""

    def __init__(self, authority):
        self.authority = authority
        self.inspection = InspectionFactory(authority=authority, letter=True)
        self.plan = PlanFactory(authority=authority, key="plan", title="The plan")
        self.head = OwnerFactory(authority=authority, key="head")

    def commitment(self, key, **values):
        recommendation = RecommendationFactory(inspection=self.inspection, key=key)
        return CommitmentFactory(
            plan=self.plan, recommendation=recommendation, title=f"Promise {key}", **values
        )

    def action(self, reference, *statuses, **values):
        """With what its owner said before the earlier day, and after it."""
        action = ActionFactory(
            plan=self.plan, reference=reference, title=f"Step {reference}", **values
        )
        for status, day in zip(statuses, (BEFORE, DURING), strict=False):
            UpdateFactory(action=action, status=status, holds_from=day)
        return action

    def close(self, action, day=DURING):
        claim = UpdateFactory(action=action, status="done", holds_from=day)
        return SignOffFactory(claim=claim, holds_from=day, known_at=on(day, 15))

    def withdraw(self, action, day=DURING):
        return DecisionFactory(action=action, outcome="withdrawn", holds_from=day)

    def reopen(self, action, day=DURING):
        return DecisionFactory(
            action=action, outcome="reopened", holds_from=day, known_at=on(day, 16)
        )

    def move(self, action, to, day=DURING):
        request = DateRequestFactory(action=action, to=to, holds_from=day)
        DecisionFactory(request=request, holds_from=day, known_at=on(day, 15))

    def state(self, day, reading=Reading.THEN):
        as_at = AsAt.end_of(date.fromisoformat(day), reading)
        return read_state(Plan.objects.for_screen(as_at).get(pk=self.plan.pk), as_at)

    def actions(self, since=SINCE, until=UNTIL):
        return compare_actions(self.state(since), self.state(until))

    def commitments(self, since=SINCE, until=UNTIL):
        return compare_commitments(self.state(since), self.state(until))


def told(comparison):
    """Each row's class and changes, in plain words."""
    return {
        row.name: (row.kind.value, [(c.about, str(c.was), str(c.now)) for c in row.changes])
        for row in comparison.rows
    }


def show(viewer, key="plan", **query):
    query = {name.rstrip("_"): value for name, value in query.items()}
    return viewer.get(reverse("plan-compare", args=[key], query=query))


def read(page):
    """The words of a page, spaces made one; what is hidden from the eye included."""
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def legend(page, kind):
    """Each number of a line with its words, and where it leads."""
    lists = re.findall(rf'<h2 id="{kind}-sum">.*?</section>', page.content.decode(), re.DOTALL)
    links = re.findall(r'<a href="#([^"]+)"><strong>(\d+)</strong> ([^<]+)</a>', lists[0])
    return {words: (int(number), anchor) for anchor, number, words in links}


def visit_says(board, commitment, direction, day):
    visit = VisitFactory(authority=board.authority, started=None, ended=day, published=day)
    finding = FindingFactory(inspection=visit, direction=direction)
    FindingLinkFactory(finding=finding, recommendation=commitment.recommendation)


def everything(board):
    """Five actions of which one is added and one withdrawn; one commitment."""
    commitment = board.commitment("1")
    board.action("A", "on_track", "on_track", commitments=[commitment])
    board.withdraw(board.action("B", "on_track"))
    board.action("C", added=DURING)
    board.move(board.action("D", "on_track", first_due="2019-03-29"), "2019-04-12")
    board.withdraw(board.action("E"), BEFORE)
