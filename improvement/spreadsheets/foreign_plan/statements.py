"""What a sheet says of an action's status and progress, as updates, sign-offs and decisions;
each word once, and never over what somebody here has said since."""

from dataclasses import dataclass, field
from datetime import date

from improvement.forms import LONGEST_WORDS
from improvement.spreadsheets.foreign_plan.naming import NamedPosts
from improvement.spreadsheets.foreign_plan.questions import DECIDED
from improvement.spreadsheets.foreign_plan.recorded import RecordedAction
from improvement.spreadsheets.foreign_plan.tracker import LONGEST_TITLE, Row, Told, cut
from inspections.intake.dates import in_full

NO_REASON = "No reason was given in the spreadsheet."
DECIDED_HERE = {
    "complete": "That it is complete is decided here by an approver, not by an import. It comes "
    "in as done, evidence awaited.",
    "withdrawn": "That it is withdrawn is decided here by an approver, not by an import.",
}


def too_long(what: str) -> str:
    return f"Its {what} is longer than {LONGEST_WORDS:,} characters."


@dataclass
class RowResult:
    """What one row of the sheet would do."""

    row: Row
    reference: str = ""
    is_new: bool = False
    item: dict = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_conflict: bool = False  # said otherwise here since; the sheet's word can be chosen

    @property
    def does_something(self) -> bool:
        return self.is_new or bool(self.changes)


@dataclass
class Statement:
    """What one row says of its action: recorded (`held`) or new, by `speaker`."""

    result: RowResult
    held: RecordedAction | None
    meant: str  # its status, as the admin answered what the sheet's means
    speaker: str
    signer: str
    day: date
    opened: date
    is_decided_here: bool  # members speak in the plan, so no sheet signs off or withdraws

    def __post_init__(self) -> None:
        self.row = self.result.row
        self.told = self._fresh()

    @property
    def says_something(self) -> bool:
        if self.is_decided_here and self.meant == "complete" and self._last_meant() == "done":
            return bool(self.told)  # it was brought in as a claim already
        return bool(self.told) or (bool(self.meant) and self.meant != self._last_meant())

    def add(self, take: bool) -> None:
        """Put it into the row's item, unless something stands against it."""
        if not self.speaker:
            self.result.kept.append(
                "Nobody speaks for it, so its status and progress are left out."
            )
        elif self.held and self._stays_theirs(take):
            return
        elif self._too_long():
            self.result.problems += self._too_long()
        else:
            self._add()

    def _too_long(self) -> list[str]:
        told = {
            "progress": "\n\n".join(one.words for one in self.told),
            "reason": self.row.reason,
        }
        return [too_long(what) for what, text in told.items() if len(text) > LONGEST_WORDS]

    def _fresh(self) -> list[Told]:
        """The words that no paper has told of the action yet."""
        told = list(self.row.told)
        if len(self.row.title) > LONGEST_TITLE:
            told.insert(0, Told("In full", self.row.title))
        return [one for one in told if self.held is None or not self.held.has_told(one.words)]

    def _last_meant(self) -> str:
        return self.held.last_meant if self.held else "not_stated"

    def _stays_theirs(self, take: bool) -> bool:
        """Whether what was said here stands against the sheet."""
        standing = self.held.state.standing.words.lower()
        if self.held.is_over:
            self.result.kept.append(
                f"It is {standing} here, so what the sheet says of it is not taken. Reopen it "
                "first if it goes on."
            )
            return True
        since = self.held.said_here
        if since is None or take:
            return False
        self.result.is_conflict = True
        self.result.kept.append(
            f"{since.speaker} has spoken of it here since, on {in_full(since.known_on)}: "
            f"{standing}. Their word stays."
        )
        return True

    def _add(self) -> None:
        if self.is_decided_here and self.meant in DECIDED:
            self.result.kept.append(DECIDED_HERE[self.meant])
            if self.meant == "withdrawn" and not self.told:
                return
        by_day: dict[date, list[str]] = {}
        for one in self.told:
            is_earlier = one.on is not None and self.opened <= one.on < self.day
            by_day.setdefault(one.on if is_earlier else self.day, []).append(one.words)
        today = by_day.pop(self.day, [])
        updates = [
            {**self._said_on(on), "status": "not_stated", "text": "\n\n".join(by_day[on])}
            for on in sorted(by_day)
        ]
        # What was said of an earlier day must not become the last word by itself.
        if today or self._says_how_it_stands():
            updates.append(self._present(today))
        if updates:
            self.result.item["updates"] = updates
        if self.held:
            told = "Status and progress, as an update" if updates else "Withdrawn"
            self.result.changes.append(told)
        if self.meant in DECIDED and not self.is_decided_here:
            self._decided()

    def _says_how_it_stands(self) -> bool:
        """An update without words and without a status would say nothing, unless it takes
        back a status that was told before."""
        takes_back = self.meant == "not_stated" and self._last_meant() != "not_stated"
        return takes_back or self._status() != "not_stated"

    def _said_on(self, day: date) -> dict[str, str]:
        return {"on": day.isoformat(), "by_post": self.speaker}

    def _present(self, words: list[str]) -> dict[str, str]:
        update = {**self._said_on(self.day), "status": self._status()}
        if words:
            update["text"] = "\n\n".join(words)
        if update["status"] in ("at_risk", "off_track"):
            update["reason"] = self.row.reason or NO_REASON
        return update

    def _status(self) -> str:
        if self.meant == "complete":
            return "done"
        if self.meant and self.meant != "withdrawn":
            return self.meant
        updates = self.held.updates if self.held else ()
        return updates[-1].outcome if updates else "not_stated"

    def _decided(self) -> None:
        if not self.signer:
            self.result.problems.append("Nobody is named who signed it off or withdrew it.")
            return
        by = {"on": self.day.isoformat(), "by_post": self.signer}
        if self.meant == "complete":
            self.result.item["sign_offs"] = [{**by, "outcome": "accepted"}]
            return
        why = self.row.reason or f"The spreadsheet says: {self.row.status.text or 'withdrawn'}"
        decision = {**by, "outcome": "withdrawn", "reason": cut(why, LONGEST_WORDS)}
        self.result.item["decisions"] = [decision]


def owner_told(
    result: RowResult, held: RecordedAction | None, told: str, named: NamedPosts, day: date
) -> str:
    """Puts the sheet's owner into the row's item where nobody here has changed it; who
    answers for the action on that day, and so speaks for it."""
    if held is None:
        if told:
            result.item["owner"] = told
        return told
    standing = held.state.owner
    speaker = named.existing(standing.key) if standing else told
    if not told or told == speaker and standing:
        return speaker
    last = held.owner_told
    if last and last.owner.key == told:
        return speaker  # it says what it said; somebody here has handed it on since
    if held.owners_told and held.owners_told[-1].said_by_id is not None:
        result.kept.append(f"Somebody here gave it to {standing}; theirs stays.")
    else:
        result.item["handovers"] = [{"on": day.isoformat(), "to": told}]
        result.changes.append(f"Owner: {named.words(told)}")
    return speaker
