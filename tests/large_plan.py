"""An invented plan of sixty recommendations, ten visits and 180 actions, for measuring pages."""

from datetime import date, timedelta

from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    ImpactFactory,
    InspectionFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    ThemeFactory,
    UpdateFactory,
    VisitFactory,
    on,
)

OPENED = date(2018, 11, 30)
STATUSES = ("not_started", "on_track", "at_risk", "on_track", "off_track", "done")
DIRECTIONS = ("improved", "some_progress", "no_progress", "declined", "strength", "weakness")
NEW_DATES = 5  # one action in so many has had its date moved


def large_plan(authority, *, recommendations=60, visits=10, actions_each=3, key="large"):
    """Its plan; an example, so that every page says that it is invented."""
    inspection = InspectionFactory(authority=authority, letter=True)
    plan = PlanFactory(authority=authority, key=key, title="Large plan", example=True)
    plan.answers.add(inspection)
    owners = [OwnerFactory(authority=authority, post=f"Head of service {n}") for n in range(12)]
    for owner in owners[:9]:
        HoldingFactory(owner=owner, holds_from=OPENED)
    themes = [ThemeFactory() for _ in range(8)]
    looks = [_visit(authority, number) for number in range(visits)]
    for number in range(recommendations):
        row = RecommendationFactory(inspection=inspection, theme=themes[number % len(themes)])
        commitment = CommitmentFactory(
            plan=plan, recommendation=row, owner=owners[number % len(owners)]
        )
        for step in range(actions_each):
            _action(plan, commitment, owners[(number + step) % len(owners)], number, step)
        for place, look in enumerate(looks):
            if (number + place) % 3:
                _finding(look, row, number + place)
        if number % 7 == 0:
            ImpactFactory(commitment=commitment, holds_from=day(200), known_at=on(day(200)))
    return plan


def day(after):
    return OPENED + timedelta(days=after)


def _visit(authority, number):
    began = day(60 + 90 * number)
    return VisitFactory(
        authority=authority,
        started=began.isoformat(),
        ended=(began + timedelta(days=1)).isoformat(),
        published=(began + timedelta(days=25)).isoformat(),
    )


def _finding(look, recommendation, turn):
    known_at = on(look.published.last_day)
    finding = FindingFactory(
        inspection=look, direction=DIRECTIONS[turn % len(DIRECTIONS)], known_at=known_at
    )
    FindingLinkFactory(
        finding=finding,
        recommendation=recommendation,
        holds_from=look.ended.last_day,
        known_at=known_at,
    )


def _action(plan, commitment, owner, number, step):
    due = day(120 + 37 * ((number * 3 + step) % 20))
    action = ActionFactory(plan=plan, commitments=[commitment], owner=owner, first_due=due)
    claim = None
    for turn in range(6):
        said = day(30 + 110 * turn + (number * 7 + step) % 40)
        status = STATUSES[(number + step + turn) % len(STATUSES)]
        claim = UpdateFactory(action=action, status=status, holds_from=said, known_at=on(said))
    if claim.status == "done" and number % 2:
        later = day(660)
        SignOffFactory(claim=claim, holds_from=later, known_at=on(later))
    if (number * 3 + step) % NEW_DATES == 0:
        asked = due - timedelta(days=10)
        request = DateRequestFactory(
            action=action, to=due + timedelta(days=60), holds_from=asked, known_at=on(asked)
        )
        decided = due - timedelta(days=3)
        DecisionFactory(request=request, holds_from=decided, known_at=on(decided))
