"""The rules of status, lateness, progress, disagreement and colour, as pure functions.

`templates/dashboards/how_status_works.html` writes them down for readers; change both.
"""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Where an action stands: what the officer said, or what was decided since.

    The last four stand only for commitments; the very last for one at a visit before its
    plan opened.
    """

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DONE = "done"
    NOT_STATED = "not_stated"
    COMPLETE = "complete"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    PARTLY_STARTED = "partly_started"
    NO_ACTION = "no_action"
    ALL_WITHDRAWN = "all_withdrawn"
    NOT_OPEN = "not_open"

    @property
    def words(self) -> str:
        return STANDING_WORDS[self]

    @property
    def is_open(self) -> bool:
        """Whether an action that stands so is still to be finished."""
        return self not in (Standing.COMPLETE, Standing.WITHDRAWN)


STANDING_WORDS = {
    Standing.NOT_STARTED: "Not started",
    Standing.ON_TRACK: "On track",
    Standing.AT_RISK: "At risk",
    Standing.OFF_TRACK: "Off track",
    Standing.DONE: "Done, evidence awaited",
    Standing.NOT_STATED: "Not stated",
    Standing.COMPLETE: "Complete",
    Standing.SENT_BACK: "Sent back",
    Standing.REOPENED: "Reopened",
    Standing.WITHDRAWN: "Withdrawn",
    Standing.PARTLY_STARTED: "Partly started",
    Standing.NO_ACTION: "No action",
    Standing.ALL_WITHDRAWN: "All withdrawn",
    Standing.NOT_OPEN: "Plan not open yet",
}

# The worst first. A commitment stands as its worst action does.
WORST_FIRST = (
    Standing.OFF_TRACK,
    Standing.AT_RISK,
    Standing.SENT_BACK,
    Standing.REOPENED,
    Standing.NOT_STARTED,
    Standing.NOT_STATED,
    Standing.ON_TRACK,
    Standing.DONE,
    Standing.COMPLETE,
)


def commitment_standing(actions: Collection[Standing]) -> Standing:
    """Where a commitment stands, from where each of its actions stands."""
    if not actions:
        return Standing.NO_ACTION
    in_plan = {standing for standing in actions if standing != Standing.WITHDRAWN}
    if not in_plan:
        return Standing.ALL_WITHDRAWN
    if in_plan == {Standing.NOT_STARTED}:
        return Standing.NOT_STARTED
    worst = next(standing for standing in WORST_FIRST if standing in in_plan)
    if worst == Standing.NOT_STARTED:
        has_begun = in_plan - {Standing.NOT_STARTED, Standing.NOT_STATED}
        return Standing.PARTLY_STARTED if has_begun else Standing.NOT_STATED
    return worst


def days_late(
    standing: Standing, due: date | None, today: date, claimed_on: date | None
) -> int:
    """By how many days an open action has passed `due`; 0 if it has not.

    A claim of done stops the clock on the day it was entered (`claimed_on`).
    """
    if due is None or not standing.is_open:
        return 0
    stopped = standing == Standing.DONE and claimed_on is not None
    until = min(claimed_on, today) if stopped and claimed_on else today
    return max(0, (until - due).days)


def days_unconfirmed(
    standing: Standing, start: date | None, today: date, last_word: date, period: int
) -> int:
    """For how many days nothing was said about an open action that has begun, if that is
    longer than the plan's period; else 0."""
    begun = start is None or start <= today
    silent = (today - last_word).days
    return silent if standing.is_open and begun and silent > period else 0


class Colour(StrEnum):
    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    GREEN = "green"
    GREY = "grey"


SUSTAINED = "sustained"
IMPACT_SHOWN = ("shown", SUSTAINED)


def colour(
    standing: Standing, late: int, unconfirmed: bool, period: int, impact: str = ""
) -> Colour:
    """The first that applies. `late` is the most days that any open action is late."""
    if standing == Standing.OFF_TRACK or late > period:
        return Colour.RED
    troubled = (Standing.AT_RISK, Standing.SENT_BACK, Standing.REOPENED)
    if standing in troubled or unconfirmed or late:
        return Colour.AMBER
    if standing == Standing.COMPLETE and impact in IMPACT_SHOWN:
        return Colour.BLUE
    if standing in (Standing.COMPLETE, Standing.DONE, Standing.ON_TRACK):
        return Colour.GREEN
    return Colour.GREY


class Progress(StrEnum):
    """What a visit said of a recommendation."""

    IMPROVED = "improved"
    SOME_PROGRESS = "some_progress"
    MIXED = "mixed"
    NO_PROGRESS = "no_progress"
    DECLINED = "declined"
    NOT_MENTIONED = "not_mentioned"
    LETTER_NOT_HELD = "letter_not_held"
    NOT_YET_ASKED = "not_yet_asked"
    AFTER_ANOTHER = "after_another"

    @property
    def words(self) -> str:
        return PROGRESS_WORDS[self]

    @property
    def is_said(self) -> bool:
        """Whether inspectors said something, rather than nothing that we know of."""
        return self not in (
            Progress.NOT_MENTIONED,
            Progress.LETTER_NOT_HELD,
            Progress.NOT_YET_ASKED,
            Progress.AFTER_ANOTHER,
        )

    @property
    def is_tested(self) -> bool:
        """Whether the visit could speak of it: it looked after the recommendation was made
        and before another inspection made a list of its own, or spoke of it all the same."""
        return self not in (Progress.NOT_YET_ASKED, Progress.AFTER_ANOTHER)


PROGRESS_WORDS = {
    Progress.IMPROVED: "Improved",
    Progress.SOME_PROGRESS: "Some progress",
    Progress.MIXED: "Mixed",
    Progress.NO_PROGRESS: "No progress",
    Progress.DECLINED: "Declined",
    Progress.NOT_MENTIONED: "Not mentioned",
    Progress.LETTER_NOT_HELD: "Letter not held",
    Progress.NOT_YET_ASKED: "Not yet asked",
    Progress.AFTER_ANOTHER: "Another inspection between",
}

POSITIVE = frozenset({"improved", "some_progress", "strength"})
NEGATIVE = frozenset({"no_progress", "declined", "weakness"})


def progress(directions: Iterable[str], letter_held: bool) -> Progress:
    """What a visit said, from the directions of its confirmed findings."""
    said = set(directions)
    if not said:
        return Progress.NOT_MENTIONED if letter_held else Progress.LETTER_NOT_HELD
    if said & POSITIVE and said & NEGATIVE:
        return Progress.MIXED
    if said & POSITIVE:
        better = said & {"improved", "strength"}
        return Progress.IMPROVED if better else Progress.SOME_PROGRESS
    return Progress.DECLINED if "declined" in said else Progress.NO_PROGRESS


class Side(StrEnum):
    """Who says better, where the council and the inspectors disagree."""

    WE = "we_say_better"
    THEY = "they_say_better"

    @property
    def words(self) -> str:
        return "We say better" if self is Side.WE else "They say better"


_WE_SAY_BETTER = {
    **dict.fromkeys(
        (Standing.DONE, Standing.COMPLETE),
        (Progress.MIXED, Progress.SOME_PROGRESS, Progress.NO_PROGRESS, Progress.DECLINED),
    ),
    Standing.ON_TRACK: (Progress.NO_PROGRESS, Progress.DECLINED),
}


def disagreement(ours: Standing, theirs: Progress) -> Side | None:
    if theirs in _WE_SAY_BETTER.get(ours, ()):
        return Side.WE
    if ours in (Standing.AT_RISK, Standing.OFF_TRACK) and theirs == Progress.IMPROVED:
        return Side.THEY
    return None
