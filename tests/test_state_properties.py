"""Random histories: the state of a plan against a naive replay of the same events.

The replay here is written the long way round, from the rules as people read them; it shares
no code with `improvement.state`.
"""

import itertools
import re
from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from improvement.models import ActionCommitment, DateRequest, Decision, Plan, SignOff, Update
from improvement.state import read_state, state_of
from improvement.state.compare import CountedAs, compare_actions, compare_commitments
from improvement.state.rows import Rows
from inspections.intake.dates import PartialDate
from inspections.models.time import AsAt, Reading
from tests.factories import ActionFactory, CommitmentFactory, OwnerFactory, PlanFactory, on
from tests.state.reading import whole

OPENED = date(2019, 1, 1)
DUES = [date(2019, 1, 25), None]
LAST = 75

bounded = settings(
    deadline=None,
    max_examples=60,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# `sampled_from` draws evenly; `integers` would crowd the first days.
step = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["nothing"]  # what a failing history shrinks to
            + ["update"] * 8
            + ["request"] * 3
            + ["decide"] * 3
            + ["sign_off"] * 4
            + ["void"] * 4
            + ["withdraw", "reopen", "belong", "belong"]
        ),
        "action": st.sampled_from(range(len(DUES))),
        "known": st.sampled_from(range(61)),
        "hour": st.sampled_from([9, 15]),
        "late": st.sampled_from([0, 0, 0, 3, 10, 30]),
        "pick": st.sampled_from(range(6)),
        "status": st.sampled_from(
            ["not_started", "on_track", "at_risk", "off_track", "not_stated"] + ["done"] * 5
        ),
    }
)
histories = st.lists(step, min_size=16, max_size=28)
days = st.sampled_from([OPENED + timedelta(n) for n in range(LAST + 1)])
readings = st.sampled_from(list(Reading))


class History:
    """Writes down steps, in the order in which they became known."""

    def __init__(self, steps, actions, commitments, speaker):
        self.actions, self.commitments, self.speaker = actions, commitments, speaker
        self.steps = sorted(steps, key=lambda s: (s["known"], s["hour"]))
        self.events = []

    def write(self, until=None):
        """Write down what was known by `until`; what was left is written next time."""
        waiting = []
        for taken in self.steps:
            if until is None or self._known_at(taken) <= until:
                getattr(self, f"_{taken['kind']}")(taken)
            else:
                waiting.append(taken)
        self.steps = waiting
        return self

    def of(self, model, action):
        return [e for e in self.events if type(e) is model and e.action_id == action.pk]

    def _known_at(self, taken):
        return on(OPENED + timedelta(taken["known"]), taken["hour"])

    def _add(self, model, taken, back=0, **values):
        holds_from = max(OPENED, OPENED + timedelta(taken["known"] - back))
        row = {
            "action": self.actions[taken["action"]],
            "holds_from": holds_from,
            "known_at": self._known_at(taken),
            "by_post": self.speaker,
            **values,
        }
        event = QuerySet(model).bulk_create([model(**row)])[0]
        self.events.append(event)

    def _pick(self, taken, candidates):
        return candidates[taken["pick"] % len(candidates)] if candidates else None

    def _nothing(self, taken):
        pass

    def _update(self, taken):
        self._add(Update, taken, taken["late"], status=taken["status"], reason="Why.")

    def _request(self, taken):
        to = OPENED + timedelta(20 + 9 * taken["pick"])
        self._add(DateRequest, taken, taken["late"], to=to, reason="Why.")

    def _decide(self, taken):
        action = self.actions[taken["action"]]
        decided = {d.request_id for d in self.of(Decision, action)}
        waiting = [r for r in self.of(DateRequest, action) if r.pk not in decided and r.to]
        request = self._pick(taken, waiting)
        if request:
            outcome = ("granted", "refused", "granted_to")[taken["pick"] % 3]
            to = OPENED + timedelta(70 - taken["pick"]) if outcome == "granted_to" else None
            self._add(Decision, taken, request=request, outcome=outcome, to=to, reason="Why.")

    def _sign_off(self, taken):
        action = self.actions[taken["action"]]
        answered = {s.claim_id for s in self.of(SignOff, action)}
        claims = [u for u in self.of(Update, action) if u.status == "done"]
        claim = self._pick(taken, [u for u in claims if u.pk not in answered])
        if claim:
            outcome = ("accepted", "sent_back")[taken["pick"] % 2]
            self._add(SignOff, taken, claim=claim, outcome=outcome, text="What.")

    def _withdraw(self, taken):
        self._add(Decision, taken, outcome="withdrawn", reason="Why.")

    def _reopen(self, taken):
        self._add(Decision, taken, outcome="reopened", reason="Why.")

    def _belong(self, taken):
        commitment = self.commitments[taken["pick"] % 2]
        change = ("joins", "leaves")[taken["pick"] // 2 % 2]
        self._add(ActionCommitment, taken, taken["late"], commitment=commitment, change=change)

    def _void(self, taken):
        voided = [e.voids for e in self.events if e.voids]
        of_action = [e for e in self.events if e.action == self.actions[taken["action"]]]
        mistaken = self._pick(taken, [e for e in reversed(of_action) if e not in voided])
        if mistaken is None:
            return
        values = {"voids": mistaken, "retracts": taken["pick"] % 3 == 0}
        values["holds_from"] = mistaken.holds_from
        if type(mistaken) is Update:
            only_words = taken["hour"] == 9
            status = mistaken.status if only_words else taken["status"]
            values |= {"status": status, "reason": "Why."}
        elif type(mistaken) is DateRequest:
            values |= {"to": mistaken.to + timedelta(5), "reason": "Why."}
        elif type(mistaken) is SignOff:
            values |= {"claim": mistaken.claim, "outcome": "sent_back", "text": "What."}
        elif type(mistaken) is ActionCommitment:
            values |= {"commitment": mistaken.commitment, "change": "leaves"}
        elif mistaken.request:
            values |= {"request": mistaken.request, "outcome": "refused", "reason": "Why."}
        else:
            values |= {"outcome": "reopened", "reason": "Why."}
        self._add(type(mistaken), taken, **values)


# The naive replay


PLACE = {DateRequest: 0, Update: 1, SignOff: 2, Decision: 3, ActionCommitment: 4}


def standing_events(events, as_at):
    """Those that stand, oldest first."""
    if as_at.reading == Reading.THEN:
        events = [e for e in events if e.known_at <= as_at.moment]
    voided = {(type(e), e.voids_id) for e in events if e.voids_id}
    stand = [
        e
        for e in events
        if not e.retracts and (type(e), e.pk) not in voided and e.holds_from <= as_at.day
    ]
    return sorted(stand, key=place)


def place(event):
    """A correction stands where the mistaken entry stood, if it holds from the same day."""
    first = event
    while type(first) is not ActionCommitment and first.voids:
        if first.voids.holds_from != event.holds_from:
            break
        first = first.voids
    return (first.holds_from, first.known_at, PLACE[type(first)], first.pk)


def naive_standings(stand, updates):
    """Every word on where the action stands, with the event that said it."""
    said = []
    for event in stand:
        if type(event) is Update:
            said.append((event.status, event))
        elif type(event) is SignOff and event.claim in updates:
            accepted = event.outcome == "accepted"
            said.append(("complete" if accepted else "sent_back", event))
        elif type(event) is Decision and event.request_id is None:
            said.append((event.outcome, event))
    return said


def naive_answers(stand, requests):
    """The first decision on each request, in their order."""
    answers = {}
    for event in stand:
        if type(event) is Decision and event.request in requests:
            answers.setdefault(event.request, event)
    return answers


def naive_claimed_on(said):
    """The day the clock stopped: when the claims that stand now were first entered, or
    those whose words they correct."""
    entered = []
    for status, event in reversed(said):
        if status != "done":
            break
        while event and event.status == "done":
            entered.append(event.known_at.date())
            event = event.voids
    return min(entered, default=None)


def naive_action(action, events, as_at):
    stand = [e for e in standing_events(events, as_at) if e.action_id == action.pk]
    updates = [e for e in stand if type(e) is Update]
    requests = [e for e in stand if type(e) is DateRequest]
    said = naive_standings(stand, updates)
    status = said[-1][0] if said else "not_stated"
    answers = naive_answers(stand, requests)
    granted = [d.to or request.to for request, d in answers.items() if d.outcome != "refused"]
    given = [due for due in (action.first_due, *granted) if due] or [None]
    first, current = given[0], given[-1]
    claimed_on = naive_claimed_on(said)
    clock = min(as_at.day, claimed_on or as_at.day)
    is_open = status not in ("complete", "withdrawn")

    def late(due):
        return (clock - due).days if due and is_open and clock > due else 0

    heard = max([OPENED, *[update.holds_from for update in updates]])
    silent = (as_at.day - heard).days
    return {
        "standing": status,
        "due": (first, current),
        "slippage": (current - first).days if first else 0,
        "late": (late(current), late(first)),
        "claimed_on": claimed_on,
        "unconfirmed": silent if silent > 42 and is_open else 0,
        "waiting": [r.pk for r in requests if r not in answers],
        "last_update": updates[-1].pk if updates else None,
    }


def naive_members(commitment, actions, events, as_at):
    members = []
    for action in actions:
        words = [
            e.change
            for e in standing_events(events, as_at)
            if type(e) is ActionCommitment
            and (e.action_id, e.commitment_id) == (action.pk, commitment.pk)
        ]
        if words and words[-1] == "joins":
            members.append(action)
    return members


def naive_commitment(standings):
    if not standings:
        return "no_action"
    held = set(standings) - {"withdrawn"}
    if held & {"on_track", "done", "complete"} and "not_started" in held:
        held.add("partly_started")
    if len(held) > 1:
        held.discard("not_started")
    order = (
        "off_track at_risk sent_back reopened partly_started not_stated on_track done "
        "complete not_started"
    )
    return next((s for s in order.split() if s in held), "all_withdrawn")


def seen(state):
    """What a state says, in the same plain words."""
    actions = {
        s.action.pk: {
            "standing": str(s.standing),
            "due": (s.first_due, s.current_due),
            "slippage": s.slippage,
            "late": (s.late, s.late_against_first),
            "claimed_on": s.replayed.claimed_on,
            "unconfirmed": s.unconfirmed,
            "waiting": [entry.pk for entry in s.waiting],
            "last_update": s.replayed.last_update and s.replayed.last_update.pk,
        }
        for s in state.actions
    }
    commitments = {
        s.commitment.pk: (str(s.standing), [a.action.pk for a in s.actions])
        for s in state.commitments
    }
    return actions, commitments


class HistoryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        known = {"known_at": on(OPENED, 0)}
        cls.plan = PlanFactory(opened=OPENED, **known)
        cls.commitments = [CommitmentFactory(plan=cls.plan, **known) for _ in range(2)]
        # The first belongs to both commitments, the second to one.
        cls.actions = [
            ActionFactory(
                plan=cls.plan,
                first_due=due,
                position=n,
                commitments=cls.commitments[n:],
                **known,
            )
            for n, due in enumerate(DUES)
        ]
        cls.joined = list(ActionCommitment.objects.all())
        cls.speaker = OwnerFactory(authority=cls.plan.authority)

    def history(self, steps):
        history = History(steps, self.actions, self.commitments, self.speaker)
        history.events += self.joined
        return history

    def read(self, as_at):
        return read_state(Plan.objects.for_screen(as_at).get(pk=self.plan.pk), as_at)

    @bounded
    @given(histories, st.lists(days, min_size=4, max_size=4))
    def test_state_is_what_the_events_add_up_to(self, steps, asked):
        events = self.history(steps).write().events

        for day, reading in itertools.product(asked, Reading):
            as_at = AsAt.end_of(day, reading)
            actions, commitments = seen(self.read(as_at))

            expected = {a.pk: naive_action(a, events, as_at) for a in self.actions}
            assert actions == expected
            members = {
                c.pk: [a.pk for a in naive_members(c, self.actions, events, as_at)]
                for c in self.commitments
            }
            assert commitments == {
                pk: (naive_commitment([expected[a]["standing"] for a in held]), held)
                for pk, held in members.items()
            }

    @bounded
    @given(histories, days, st.sampled_from([8, 12, 23]))
    def test_what_becomes_known_later_never_changes_what_was_known_then(self, steps, day, hour):
        moment = AsAt(on(day, hour), Reading.THEN)
        history = self.history(steps).write(until=moment.moment)
        assume(history.steps)
        before = seen(self.read(moment))

        history.write()

        assert seen(self.read(moment)) == before

    @bounded
    @given(histories, days, readings)
    def test_first_date_stands_and_slippage_is_the_sum_of_the_moves(self, steps, day, reading):
        self.history(steps).write()

        for state in self.read(AsAt.end_of(day, reading)).actions:
            moves = state.replayed.moves
            assert state.slippage == sum(move.days for move in moves)
            if state.action.first_due:
                assert state.first_due == state.action.first_due
            elif moves:
                assert state.first_due == moves[0].after
            else:
                assert (state.first_due, state.current_due) == (None, None)
            for earlier, later in zip(moves, moves[1:], strict=False):
                assert later.before == earlier.after

    # Two moments of the same history

    def read_both(self, then, now):
        """The states at two moments, out of rows that were fetched once."""
        plan = Plan.objects.for_screen(now).get(pk=self.plan.pk)
        rows = Rows.fetch([plan], now)
        earlier = rows.earlier(then)
        return state_of(earlier.plans[0], earlier), state_of(plan, rows)

    @bounded
    @given(histories, days, days, readings)
    def test_an_earlier_state_out_of_later_rows_is_the_state_read_by_itself(
        self, steps, day, other, reading
    ):
        self.history(steps).write()
        then, now = (AsAt.end_of(d, reading) for d in sorted((day, other)))

        earlier, later = self.read_both(then, now)

        assert whole(earlier) == whole(self.read(then))
        assert whole(later) == whole(self.read(now))

    @bounded
    @given(histories, days, days, readings)
    def test_what_changed_is_counted_once_and_adds_up(self, steps, day, other, reading):
        self.history(steps).write()
        then, now = (AsAt.end_of(d, reading) for d in sorted((day, other)))
        earlier, later = self.read_both(then, now)

        for compare in (compare_actions, compare_commitments):
            for before in (earlier, None):  # None: nothing was known of it yet
                found = compare(before, later)
                counted = {kind: len(found.counted(kind)) for kind in found.order}
                assert sum(counted.values()) == len(found.rows)
                assert found.now == (
                    found.then
                    + counted[CountedAs.ADDED]
                    + counted[CountedAs.BROUGHT_BACK]
                    - counted[CountedAs.WITHDRAWN]
                )
                for row in found.rows:
                    kinds = [change.kind for change in row.changes] or [CountedAs.UNCHANGED]
                    assert row.kind == min(kinds, key=found.order.index)
                    assert all(change.was != change.now for change in row.changes)

    @bounded
    @given(histories, days, readings)
    def test_a_moment_compared_with_itself_is_unchanged(self, steps, day, reading):
        self.history(steps).write()
        state = self.read(AsAt.end_of(day, reading))

        for compare in (compare_actions, compare_commitments):
            assert {row.kind for row in compare(state, state).rows} == {CountedAs.UNCHANGED}


# Dates as printed

years = st.integers(1, 9999)
dates_as_printed = st.one_of(
    years.map("{:04}".format),
    st.tuples(years, st.integers(1, 12)).map(lambda ym: "{:04}-{:02}".format(*ym)),
    st.dates().map(date.isoformat),
)


@bounded
@given(dates_as_printed)
def test_printed_date_is_kept_as_printed(text):
    printed = PartialDate(text)

    assert printed.text == text
    assert PartialDate(printed.text) == printed
    assert printed.first_day <= printed.last_day
    assert printed.agrees_with(printed)


@bounded
@given(st.dates(min_value=date(1, 1, 1)))
def test_date_lies_in_its_month_and_year_and_these_end_with_their_last_day(day):
    exact, month, year = (PartialDate(day.isoformat()[:length]) for length in (10, 7, 4))

    assert exact.first_day == exact.last_day == day
    assert month.first_day <= day <= month.last_day <= year.last_day
    assert (month.first_day.day, (year.first_day.month, year.first_day.day)) == (1, (1, 1))
    assert (year.last_day.month, year.last_day.day) == (12, 31)
    next_month = month.last_day.toordinal() + 1
    assert next_month > date.max.toordinal() or date.fromordinal(next_month).day == 1
    assert exact.agrees_with(month)
    assert year.agrees_with(exact)
    assert exact.is_finer_than(month)
    assert month.is_finer_than(year)


@bounded
@given(st.lists(dates_as_printed, max_size=8))
def test_order_is_by_the_last_day(texts):
    printed = sorted(PartialDate(text) for text in texts)

    last_days = [p.last_day for p in printed]
    assert last_days == sorted(last_days)
    assert all((a < b) + (b < a) + (a == b) == 1 for a in printed for b in printed)


@bounded
@given(
    st.one_of(
        st.text(max_size=12).filter(lambda text: not re.match(r"\d{4}", text)),
        st.sampled_from(["2019-1", "2019-1-1", "19-01-01", "2019-01-01 ", "2019/01/01"]),
        st.sampled_from(["2019-13", "2019-00", "2019-02-30", "2019-04-31", "0000"]),
    )
)
def test_what_is_not_a_date_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=f"“{re.escape(text)}” is not a d"):
        PartialDate(text)
