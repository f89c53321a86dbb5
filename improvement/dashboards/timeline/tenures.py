"""Who led, as far as documents say."""

from dataclasses import dataclass
from datetime import date

from inspections.intake.dates import in_full
from inspections.models import Authority, Leader
from inspections.models.time import AsAt, london_day


@dataclass(frozen=True)
class Tenure:
    """Whom documents name in one post by a day, and for how long as far as they say."""

    named: list[Leader]
    by: date

    @property
    def leader(self) -> Leader:
        return self.named[0]

    @property
    def pk(self) -> int:
        return self.leader.pk

    @property
    def post_key(self) -> str:
        """Documents differ in the capitals of a post, not in the post."""
        return self.leader.post.casefold()

    @property
    def days(self) -> list[date]:
        return [day for leader in self.named for day in days_stated(leader) if day <= self.by]

    @property
    def first(self) -> date:
        return min(self.days)

    @property
    def last(self) -> date:
        """Until when they say so, or the page's day where they say longer."""
        longest = max(day for leader in self.named for day in days_stated(leader))
        return min(longest, self.by)

    @property
    def named_on(self) -> list[date]:
        days = {day_named(leader) for leader in self.named} - {None}
        return sorted(day for day in days if day <= self.by)

    @property
    def sayings(self) -> list[tuple[str, Leader]]:
        """What each document says of it, the earliest day first."""
        told = sorted(self.named, key=lambda leader: (min(days_stated(leader)), leader.pk))
        return [(words, leader) for leader in told if (words := self._words(leader))]

    def _words(self, leader: Leader) -> str:
        stated = [("since", leader.since), ("named on", leader.on), ("until", leader.until)]
        words = [f"{how} {day}" for how, day in stated if day and day.last_day <= self.by]
        if not any(day for _, day in stated):
            day = days_stated(leader)[0]
            return f"named by {in_full(day)}" if day <= self.by else ""
        return ", ".join(words)

    def __str__(self):
        said = "; ".join(words for words, _ in self.sayings)
        return f"{self.leader}: {said}"


def day_named(leader: Leader) -> date | None:
    """The day on which a document names the leader as in post; if it gives no day at all,
    its own."""
    if leader.on:
        return leader.on.last_day
    if leader.since or leader.until:
        return None
    dated = leader.document and leader.document.stands_on
    return dated or london_day(leader.known_at)


def days_stated(leader: Leader) -> list[date]:
    printed = [day.last_day for day in (leader.since, leader.until) if day]
    named = day_named(leader)
    return [*printed, named] if named else printed


def terms(named: list[Leader]) -> list[list[Leader]]:
    """One person's time in a post, apart where a document has them take it up again."""
    found: list[list[Leader]] = []
    for leader in sorted(named, key=lambda leader: (min(days_stated(leader)), leader.pk)):
        left = [one.until.last_day for one in found[-1] if one.until] if found else []
        if not found or (left and leader.since and leader.since.first_day > max(left)):
            found.append([])
        found[-1].append(leader)
    return found


def read_tenures(authority: Authority, as_at: AsAt) -> list[Tenure]:
    leaders = Leader.objects.known(as_at).filter(authority=authority)
    named: dict[tuple[str, str], list[Leader]] = {}
    for leader in leaders.select_related("document").order_by("pk"):
        # Two people whom nobody names are told apart by when they began.
        who = leader.name or str(leader.since or leader.pk)
        named.setdefault((leader.post.casefold(), who), []).append(leader)
    tenures = [Tenure(term, as_at.day) for group in named.values() for term in terms(group)]
    reached = [tenure for tenure in tenures if tenure.days]
    return sorted(reached, key=lambda tenure: (tenure.first, tenure.pk))
