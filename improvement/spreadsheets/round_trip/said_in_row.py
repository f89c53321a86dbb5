"""What one row of an uploaded plan says of its action: an update, that nothing changed, a
request for another date."""

from improvement import recording
from improvement.models import NEEDS_REASON, Update
from improvement.recording.turn import check_new_date
from improvement.spreadsheets.days import read_day
from improvement.spreadsheets.round_trip.cells import words
from improvement.spreadsheets.round_trip.layout import standing_reason, standing_status
from improvement.spreadsheets.round_trip.row_reading import RowReading
from improvement.state import Standing

LONGEST_TOLD_BY = Update._meta.get_field("told_by").max_length

UPDATE = ("status", "text", "difference", "reason", "told_by")
REQUEST = ("to", "why", "meanwhile", "holds_up")
YES = {"yes", "y", "x", "true", "1", "✓", "✔"}


class SaidInRow(RowReading):
    def parts(self):
        found = [self._update(), self._no_change(), self._request()]
        return [part for part in found if part]

    # An update

    def _update(self):
        keys = self._edited(UPDATE)
        standing = standing_status(self.state)
        status, problem = self._status(standing) if "status" in keys else (standing, "")
        if not problem and keys == ["status"] and status == standing:
            self.already = True  # somebody has said so meanwhile
            return None
        if not keys or self._is_satisfied(keys, status, problem):
            return None
        reason = self._cell("reason") if "reason" in keys else ""
        if "reason" not in keys and status in NEEDS_REASON:
            reason = standing_reason(self.state)
        told = {
            "status": status,
            "text": self._cell("text"),
            "difference": self._cell("difference"),
            "reason": reason,
            "told_by": self._cell("told_by"),
        }
        problems = [
            *self._problems(keys),
            recording.why_no_update(self.state),
            problem,
            *self._missing_words(told),
            self._why_not_told(told["told_by"]),
        ]
        return self._part("update", keys, told, problems)

    def _is_satisfied(self, keys, status, problem):
        names = {"status": "outcome"}
        wanted = {names.get(key, key): self._cell(key) for key in keys}
        if "status" in keys:
            wanted["outcome"] = str(status or "")
        return not problem and self._was_said("update", wanted)

    def _status(self, standing):
        """The status that the cell gives, or why it gives none."""
        text = words(self._cell("status"))
        folded = text.casefold()
        if not text:
            return standing, "The status is empty. Choose one of the list."
        for status in recording.LIVE_STATUSES:
            if folded in (
                status.label.casefold(),
                status.value,
                status.value.replace("_", " "),
            ):
                return status, ""
        if folded == Standing.COMPLETE.words.casefold():
            return standing, (
                "An action is complete once an approver has signed it off. Write “Done, "
                "evidence awaited” if it is done."
            )
        choices = "; ".join(status.label for status in recording.LIVE_STATUSES)
        return standing, f"“{text[:60]}” is no status. Choose one of: {choices}."

    def _missing_words(self, told):
        status = told["status"]
        if status is None:
            yield f"It stands as “{self.state.standing.words}”. Choose under “Status” how it stands now."
        elif status in NEEDS_REASON and not told["reason"]:
            yield f"Say why it is {status.label.lower()}, under “Why at risk or off track”."
        elif status not in NEEDS_REASON and not told["text"]:
            yield "Say what changed, under “What changed”."

    def _why_not_told(self, told_by):
        owner = self.state.owner
        if len(told_by) > LONGEST_TOLD_BY:
            return self._too_long("told_by", LONGEST_TOLD_BY)
        as_cover = owner is not None and owner.pk not in self.speaker.held
        if as_cover and owner.body and not told_by:
            return f"Say who at {owner.body} told us, under “Who told us, and when”."
        return ""

    # That nothing changed

    def _no_change(self):
        if "no_change" not in self.row.edited:
            return None
        text = words(self._cell("no_change"))
        if not text and "no_change" not in self.row.unreadable:
            return None
        if self._was_said("update", {"no_change": True}):
            return None
        told_by = self._cell("told_by")
        both = self._edited(("status", "text", "difference", "reason"))
        problems = [
            *self._problems(["no_change"]),
            ""
            if text.casefold() in YES
            else f"“{text[:60]}” is no answer: write yes, or nothing.",
            "The row says that nothing changed, and what changed. Keep one." if both else "",
            recording.why_no_confirmation(self.state),
            self._why_not_told(told_by),
        ]
        return self._part("no_change", ["no_change"], {"told_by": told_by}, problems)

    # A request for another date

    def _request(self):
        keys = [
            key
            for key in self._edited(REQUEST)
            if self._cell(key) or key in self.row.unreadable
        ]
        if not keys:
            return None
        text = self._cell("to")
        to = read_day(text).day
        told = {
            "to": to,
            "reason": self._cell("why"),
            "meanwhile": self._cell("meanwhile"),
            "holds_up": self._cell("holds_up"),
        }
        names = {"to": "to", "why": "reason", "meanwhile": "meanwhile", "holds_up": "holds_up"}
        if self._was_said("request", {names[key]: told[names[key]] for key in keys}):
            return None
        unread = text and to is None
        problems = [
            *self._problems(keys),
            recording.why_no_request(self.state),
            f"“{text[:60]}” is no one day. Write a date such as 31/03/2027." if unread else "",
            self._why_not_that_day(to),
            ""
            if told["reason"]
            else "Say why it needs another date, under “Why the new date”.",
            "" if told["meanwhile"] else "Say what happens meanwhile.",
            "" if told["holds_up"] else "Say what it holds up, or that it holds up nothing.",
        ]
        return self._part("request", keys, told, problems)

    def _why_not_that_day(self, to):
        try:
            check_new_date(to, self.state, self.as_at)
        except recording.Refused as refused:
            return refused.sentence
        why = recording.why_not_sooner(self.state, to)
        return why and f"{why} Give a later one, or ask with the form on the action’s own page."
