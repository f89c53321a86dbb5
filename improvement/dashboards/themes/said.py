"""What inspections said of a theme, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from improvement.dashboards.publishing import KeptBack
from improvement.state.rules import NEGATIVE, POSITIVE
from inspections.models import Inspection, Theme


class Found(StrEnum):
    """What an inspection's findings say of a theme, or why there are none."""

    BETTER = "better"
    WORSE = "worse"
    BOTH = "both"
    FIGURES = "figures"
    SILENT = "silent"
    NOT_HELD = "not_held"

    @property
    def words(self) -> str:
        return FOUND_WORDS[self]


FOUND_WORDS = {
    Found.BETTER: "Better",
    Found.WORSE: "Worse",
    Found.BOTH: "Both",
    Found.FIGURES: "Figures",
    Found.SILENT: "Silent",
    Found.NOT_HELD: "Not held",
}
FOUND_SENTENCES = {
    Found.BETTER: "found better",
    Found.WORSE: "found worse",
    Found.BOTH: "found both better and worse",
    Found.FIGURES: "figures given",
}


@dataclass(frozen=True)
class Said:
    """What one inspection said of a theme, in numbers."""

    inspection: Inspection
    letter_held: bool
    raised: int = 0
    better: int = 0
    worse: int = 0
    figures: int = 0
    kept_back: KeptBack | None = None  # where any of it is not for publication

    @property
    def is_anything(self) -> bool:
        return bool(self.raised or self.better or self.worse or self.figures)

    @property
    def found(self) -> Found | None:
        """None where it raised the theme and found nothing."""
        if self.better and self.worse:
            return Found.BOTH
        if self.better or self.worse:
            return Found.BETTER if self.better else Found.WORSE
        if self.figures:
            return Found.FIGURES
        if self.raised:
            return None
        return Found.SILENT if self.letter_held else Found.NOT_HELD

    @property
    def sentence(self) -> str:
        """`raised, found both better and worse`; nothing where it said nothing."""
        words = ["raised"] if self.raised else []
        if self.found in FOUND_SENTENCES:
            words.append(FOUND_SENTENCES[self.found])
        return ", ".join(words)

    @property
    def called_on(self) -> date:
        return called_on(self.inspection)


def called_on(inspection: Inspection) -> date:
    """The day whose year people call it by: that of its own report. The inspection of
    autumn 2015 is the one of January 2016. One known only from elsewhere goes by its own."""
    if inspection.published:
        return inspection.published.last_day
    days = [
        source.document.stands_on
        for source in inspection.sources.all()
        if source.is_its_report and not source.document.second_hand
    ]
    return min(filter(None, days), default=inspection.day)


def count_directions(directions: Iterable[str]) -> dict[str, int]:
    """How many speak well of it and how many do not."""
    said = list(directions)
    return {
        "better": sum(one in POSITIVE for one in said),
        "worse": sum(one in NEGATIVE for one in said),
    }


def number_of_times(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


@dataclass(frozen=True)
class Record:
    """What the inspections said of a theme, in order of time."""

    theme: Theme
    said: list[Said]

    @cached_property
    def raises(self) -> list[Said]:
        return [said for said in self.said if said.raised]

    @property
    def times(self) -> str:
        """How often it was raised: `once`, `7 times`."""
        return number_of_times(len(self.raises))

    @property
    def years(self) -> str:
        """The years in which it was raised: `2012 (twice), 2018, 2026`."""
        times = Counter(said.called_on.year for said in self.raises)
        return ", ".join(
            str(year) if number == 1 else f"{year} ({number_of_times(number)})"
            for year, number in sorted(times.items())
        )

    @cached_property
    def last(self) -> Said | None:
        """The last that spoke of it."""
        return next((said for said in reversed(self.said) if said.is_anything), None)

    @property
    def asked(self) -> int:
        return sum(said.raised for said in self.said)

    @property
    def found(self) -> int:
        return sum(said.better + said.worse for said in self.said)

    @property
    def weight(self) -> tuple[int, int]:
        """How much was said, for the order of the list."""
        return len(self.raises), self.asked + self.found
