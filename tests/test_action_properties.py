"""Whatever is said of actions, by whoever and in whatever order: the first date stays, every
day of slippage was granted, nobody answers their own word, and what is refused writes nothing.

The histories are made by the real verbs; what they must add up to is worked out here the long
way round, from the rows.
"""

from collections import Counter
from datetime import date, timedelta

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from improvement import recording
from improvement.models import (
    Cover,
    DateRequest,
    Decision,
    Plan,
    SignOff,
    Update,
    User,
)
from improvement.state import read_state
from inspections.models.time import AsAt, Event
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UserFactory,
    on,
)

BEGAN = date(2019, 1, 7)
EVENTS = [model for model in apps.get_models() if issubclass(model, Event)]
GRANTS = {"granted", "granted_to"}

# Who there is: their roles, and the posts that they hold. Two hold the first post; two are
# officers and approvers at once, so that they could answer themselves.
MEMBERS = {
    "both": (["officer", "approver"], ["practice"]),
    "colleague": (["officer"], ["practice"]),
    "neighbour": (["officer", "approver"], ["visits"]),
    "approver": (["approver"], []),
    "stand-in": (["officer"], []),
    "admin": (["admin", "approver"], []),
}

# Mostly somebody who may: drawn evenly from all, hardly anything would ever be said.
SPEAKERS = {
    "practice": ["both", "colleague", "both", "colleague", "stand-in", "neighbour"],
    "visits": ["neighbour", "neighbour", "neighbour", "neighbour", "neighbour", "both"],
}
JUDGES = ["approver", "admin", "stand-in", "both", "neighbour", "colleague"]
COVERING = ["stand-in", "stand-in", "stand-in", "colleague", "neighbour", "both"]
KINDS = (
    ["wait", "update", "end"] * 2
    + ["claim", "answer", "ask", "decide"]
    + ["claim_and_answer", "ask_and_decide"] * 4
    + ["answer_and_take_back", "decide_and_take_back", "no_change", "correct"]
    + ["ask_and_take_back", "cover_a_post", "cover_an_approver", "end_cover", "give_to_a_post"]
)

step = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "n": st.sampled_from([0, 0, 0, 1, 1, 2]),
        "pick": st.sampled_from(range(6)),
        "other": st.sampled_from(range(6)),
        "days": st.sampled_from([1, 3, 14, 45, 90]),
    }
)


HAPPENED = Counter()  # over all histories: which verb wrote, and what was refused


def counted():
    """The kind of each event that there is; in one query, for every step asks."""
    first, *others = (
        model.objects.order_by().values_list(Value(model.__name__)) for model in EVENTS
    )
    return Counter(first.union(*others, all=True))


class Council:
    """Two posts with three actions: one with a due date, one without, one of the other post."""

    def __init__(self):
        self.now = on(BEGAN, 9)
        self.authority = AuthorityFactory()
        self.plan = PlanFactory(authority=self.authority)
        self.posts = {
            key: OwnerFactory(authority=self.authority, key=key)
            for key in ("practice", "visits")
        }
        self.people = {name: self._member(name) for name in MEMBERS}
        serves = [CommitmentFactory(plan=self.plan)]
        dues = [
            (date(2019, 3, 29), "practice"),
            (None, "practice"),
            (date(2019, 2, 1), "visits"),
        ]
        self.actions = [
            ActionFactory(
                plan=self.plan, first_due=due, owner=self.posts[key], commitments=serves
            )
            for due, key in dues
        ]
        self.first_due = {action.pk: action.first_due for action in self.actions}
        self.owned_by = [key for _, key in dues]
        self.is_checked, self.answers_checked = False, set()
        self.given_by = {}  # the decision that gave a first date, by action
        whom = {"approver": self.people["approver"], "authority": self.authority}
        days = {"starts": BEGAN, "until": BEGAN + timedelta(days=60)}
        in_for = {"user": self.people["stand-in"], **days}
        self.say(recording.cover_approver, "approver", **whom, **in_for)
        self.say(recording.cover_post, "both", owner=self.posts["practice"], **in_for)

    def _member(self, name):
        roles, posts = MEMBERS[name]
        user = UserFactory(name=name)
        for role in roles:
            MembershipFactory(user=user, authority=self.authority, role=role)
        for key in posts:
            HoldingFactory(owner=self.posts[key], user=user)
        return user

    # What is said

    def say(self, verb, by, **said):
        """Say it at the clock, a little later than what was said before."""
        self.now += timedelta(minutes=1)
        before = counted()
        by = User.objects.get(pk=self.people[by].pk)  # as at a new request
        try:
            written = verb(by=by, now=self.now, **said)
        except (recording.Refused, PermissionDenied) as refused:
            HAPPENED[str(refused).strip("[]'\"")] += 1
            assert counted() == before
            return False
        else:
            HAPPENED[verb.__name__, getattr(written, "outcome", "")] += 1
            HAPPENED["for an approver"] += bool(getattr(written, "instead_of", None))
            HAPPENED["as cover"] += getattr(written, "as_cover", False)
            assert counted().total() == before.total() + 1
            self.is_checked = False
            return True

    def go_on(self, taken):
        """One step: who says what of which action."""
        self.n, self.pick, self.days = taken["n"], taken["pick"], taken["days"]
        self.action, self.other = self.actions[self.n], taken["other"]
        key = self.owned_by[self.n]
        self.speaker, self.judge = SPEAKERS[key][self.pick], JUDGES[self.pick]
        getattr(self, taken["kind"])()
        if not self.is_checked:
            self.first_date_stays_and_slippage_is_what_was_granted()
            self.nobody_answers_their_own_word()
            self.is_checked = True

    def wait(self):
        self.now += timedelta(days=self.days, hours=1)

    def update(self):
        self._update(["not_started", "on_track", "at_risk", "off_track"][self.other % 4])

    def claim(self):
        self._update("done", text=f"Done, {self.now}.")

    def correct(self):
        mine = Update.objects.filter(action=self.action, said_by=self.people[self.speaker])
        if mistaken := mine.order_by("-pk").first():
            status = "done" if self.other % 2 else "on_track"
            self._update(status, corrects=mistaken, holds_from=mistaken.holds_from)

    def _update(self, status, **said):
        back = timedelta(days=5 if self.other == 5 else 0)
        usual = {"text": f"At {self.now}.", "reason": "Because."}
        usual |= {"action": self.action, "holds_from": self.now.date() - back}
        self.say(recording.record_update, self.speaker, **usual | said, status=status)

    def no_change(self):
        self.say(recording.confirm_no_change, self.speaker, action=self.action)

    def ask(self):
        self.say(
            recording.request_date,
            self.speaker,
            action=self.action,
            to=self.now.date() + timedelta(days=self.days),
            sooner=True,
            reason="Because.",
            meanwhile="As before.",
            holds_up="Nothing.",
        )

    def decide(self):
        if request := self._last(DateRequest):
            outcome = ["granted", "granted_to", "refused"][self.other % 3]
            to = self.now.date() + timedelta(days=self.days)
            self.say(
                recording.decide_request,
                self.judge,
                request=request,
                outcome=outcome,
                to=to if outcome == "granted_to" else None,
                reason="So agreed.",
                minute="Board, item 4",
            )

    def answer(self):
        claims = Update.objects.filter(action=self.action, status="done")
        if claim := claims.order_by("-pk").first():
            said = {"outcome": ["accepted", "sent_back"][self.other % 2], "text": "Reports."}
            self.say(recording.sign_off, self.judge, claim=claim, **said)

    def claim_and_answer(self):
        self.claim()
        self.answer()

    def ask_and_decide(self):
        self.ask()
        self.decide()

    def answer_and_take_back(self):
        self.claim_and_answer()
        if sign_off := self._last(SignOff):
            self.say(recording.take_back_sign_off, self.judge, sign_off=sign_off)

    def decide_and_take_back(self):
        self.ask_and_decide()
        if decision := self._last(Decision):
            self.say(recording.take_back_decision, self.judge, decision=decision)

    def ask_and_take_back(self):
        self.ask()
        if request := self._last(DateRequest):
            self.say(recording.take_back_request, self.speaker, request=request)

    def end(self):
        """Reopen it if it is complete or withdrawn, else now and then withdraw it."""
        state = next(state for state in self.states() if state.pk == self.action.pk)
        verb = recording.withdraw if state.is_open else recording.reopen
        if not state.is_open or self.other > 2:
            self.say(verb, self.judge, action=self.action, reason="So agreed.")

    def cover_a_post(self):
        owner = self.posts[self.owned_by[self.n]]
        self._cover(recording.cover_post, self.speaker, owner=owner)

    def cover_an_approver(self):
        whom = {"approver": self.people[self.judge], "authority": self.authority}
        self._cover(recording.cover_approver, self.judge, **whom)

    def _cover(self, verb, by, **whom):
        today, user = self.now.date(), self.people[COVERING[self.other]]
        days = {"starts": today, "until": today + timedelta(days=20)}
        self.say(verb, by, user=user, **days, **whom)

    def end_cover(self):
        if cover := Cover.objects.order_by("-pk").first():
            self.say(recording.end_cover, "admin", cover=cover)

    def give_to_a_post(self):
        key = ["practice", "visits"][self.other % 2]
        given = {"action": self.action, "owner": self.posts[key], "text": "Yours now."}
        if self.say(recording.give_owner, "admin", **given):
            self.owned_by[self.n] = key

    def _last(self, model):
        return model.objects.filter(action=self.action).order_by("-pk").first()

    # What must be so

    def states(self):
        as_at = AsAt(self.now)
        plan = Plan.objects.for_screen(as_at).get(pk=self.plan.pk)
        return read_state(plan, as_at).actions

    def first_date_stays_and_slippage_is_what_was_granted(self):
        for state in self.states():
            first, current, moves = self._dates(state.action)
            assert state.first_due == first
            assert state.current_due == current
            assert state.slippage == sum(days for days in moves if first)
            self._check_first(state.action, first)

    def _dates(self, action):
        """First date, current date and the days of each move, by the decisions that stand."""
        granted = Decision.objects.filter(action=action, outcome__in=GRANTS, retracts=False)
        standing = granted.filter(voided_by__isnull=True).select_related("request")
        first = current = type(action).objects.get(pk=action.pk).first_due
        moves = []
        for decision in standing.order_by("known_at", "pk"):
            after = decision.to or decision.request.to
            moves += [(after - current).days] if current else []
            if first is None:
                first, self.given_by[action.pk] = after, decision.pk
            current = after
        return first, current, moves

    def _check_first(self, action, first):
        """It is what it was; only a grant taken back as a slip takes what it gave with it."""
        was = self.first_due[action.pk]
        giver = Decision.objects.filter(pk=self.given_by.get(action.pk), retracts=False)
        was_taken_back = action.first_due is None and not giver.filter(
            voided_by__isnull=True, action=action
        )
        if was is not None and not was_taken_back and action.pk not in self.slips():
            assert first == was
        self.first_due[action.pk] = first

    def slips(self):
        """Actions of which a grant was taken back."""
        taken_back = Decision.objects.filter(retracts=True, voids__outcome__in=GRANTS)
        return {*taken_back.values_list("action", flat=True)}

    def nobody_answers_their_own_word(self):
        answers = SignOff.objects.filter(retracts=False).select_related("claim")
        for sign_off in answers.exclude(pk__in=self.answered(SignOff)):
            self._check_others(sign_off, sign_off.claim)
        decisions = Decision.objects.filter(retracts=False, request__isnull=False)
        new = decisions.exclude(pk__in=self.answered(Decision))
        for decision in new.select_related("request"):
            self._check_others(decision, decision.request)

    def answered(self, model):
        return {answer.pk for answer in self.answers_checked if type(answer) is model}

    def _check_others(self, answer, word):
        """Who answered, and for whom, neither said it nor spoke for the post that did."""
        self.answers_checked.add(answer)
        for person in {answer.said_by_id, answer.instead_of_id} - {None}:
            assert person != word.said_by_id
            assert person not in self._speak_for(word.by_post_id, answer)

    def _speak_for(self, post, answer):
        """Who held or covered the post on the day of the answer, by what was known then."""
        key = next(key for key, owner in self.posts.items() if owner.pk == post)
        holders = {self.people[n].pk for n, (_, posts) in MEMBERS.items() if key in posts}
        covers = Cover.objects.filter(
            owner=post,
            retracts=False,
            known_at__lte=answer.known_at,
            holds_from__lte=answer.holds_from,
            until__gte=answer.holds_from,
        ).exclude(voided_by__known_at__lte=answer.known_at)
        return holders | {*covers.values_list("user", flat=True)}


class Histories(TestCase):
    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(steps=st.lists(step, min_size=50, max_size=60))
    def test_whatever_is_said_in_whatever_order(self, steps):
        council = Council()
        for taken in steps:
            council.go_on(taken)

    def setUp(self):
        HAPPENED.clear()

    def tearDown(self):
        """They meant something: what was to be tried happened."""
        written = {happened for happened in HAPPENED if isinstance(happened, tuple)}
        assert {verb for verb, _ in written} >= {
            *("record_update", "request_date", "decide_request", "sign_off", "reopen"),
            *("take_back_decision", "take_back_sign_off", "cover_approver", "give_owner"),
        }
        assert {outcome for _, outcome in written} >= {
            *("granted", "refused", "reopened", "accepted", "sent_back"),
        }
        assert HAPPENED["for an approver"]
        assert HAPPENED["as cover"]
        assert HAPPENED["You said this yourself. Someone else has to answer it."]
        assert HAPPENED[
            "You hold or cover the post that said this. Someone else has to answer it."
        ]
