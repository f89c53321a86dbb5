from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from improvement import recording
from improvement.models import (
    ActionCommitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Ownership,
    Plan,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
)
from improvement.recording import Overtaken, Refused, SaidAlready
from improvement.state import Standing, read_state
from inspections.models import FindingLink, RepeatLink
from inspections.models.time import AsAt, Event
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    FindingFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    VisitFactory,
    on,
)

NOW = on("2019-01-21")
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


class Council:
    """Westmere on 21 January 2019: the plan of November, and in it one action, due on
    29 March, of a post that the officer holds. Everything is said at noon unless told."""

    def __init__(self, authority, members):
        self.authority = authority
        self.officer, self.approver = members["officer"], members["approver"]
        self.admin, self.viewer, self.other = (
            members[role] for role in ("admin", "viewer", "other")
        )
        self.plan = PlanFactory(authority=authority)
        self.post = OwnerFactory(authority=authority, key="practice", post="Head of practice")
        HoldingFactory(owner=self.post, user=self.officer)
        self.commitment = CommitmentFactory(plan=self.plan)
        self.action = ActionFactory(
            plan=self.plan, owner=self.post, commitments=[self.commitment]
        )

    def state(self, now=NOW):
        plan = Plan.objects.for_screen(AsAt(now)).get(pk=self.plan.pk)
        return read_state(plan, AsAt(now)).action_by_pk[self.action.pk]

    # What officers and approvers say, with words that nobody can object to.

    def update(self, **said):
        usual = {"action": self.action, "by": self.officer, "now": NOW, "status": "on_track"}
        return recording.record_update(**usual | {"text": "Two teams of five."} | said)

    def ask(self, **said):
        usual = {"action": self.action, "by": self.officer, "now": NOW}
        asked = {
            "to": date(2019, 6, 28),
            "reason": "The system comes later.",
            "meanwhile": "Two teams keep lists by hand.",
            "holds_up": "Nothing.",
        }
        return recording.request_date(**usual | asked | said)

    def decide(self, request, **said):
        usual = {"request": request, "by": self.approver, "now": NOW, "outcome": "granted"}
        return recording.decide_request(**usual | {"minute": "Board, item 4"} | said)

    def answer(self, claim, **said):
        usual = {"claim": claim, "by": self.approver, "now": NOW, "outcome": "accepted"}
        return recording.sign_off(**usual | {"text": "Three reports seen."} | said)

    def withdraw(self, **said):
        usual = {"action": self.action, "by": self.approver, "now": NOW, "reason": "Not ours."}
        return recording.withdraw(**usual | said)

    def reopen(self, **said):
        usual = {"action": self.action, "by": self.approver, "now": NOW, "reason": "Not so."}
        return recording.reopen(**usual | said)

    def impact(self, **said):
        usual = {"commitment": self.commitment, "by": self.approver, "now": NOW}
        shown = {"state": "shown", "shown_by": "audit", "text": "Audits of May and June."}
        recheck = {"recheck_on": date(2019, 7, 22)}
        return recording.record_impact(**usual | shown | recheck | said)

    def give(self, **said):
        usual = {"action": self.action, "owner": self.post, "by": self.admin, "now": NOW}
        return recording.give_owner(**usual | said)

    def join(self, **said):
        usual = {"action": self.action, "commitment": self.commitment}
        return recording.join(**usual | {"by": self.admin, "now": NOW} | said)

    def leave(self, **said):
        usual = {"action": self.action, "commitment": self.commitment}
        return recording.leave(**usual | {"by": self.admin, "now": NOW} | said)

    def close(self, **said):
        usual = {"plan": self.plan, "by": self.admin, "now": NOW, "reason": "Succeeded."}
        return recording.close_plan(**usual | said)

    def open_again(self, **said):
        usual = {"plan": self.plan, "by": self.admin, "now": NOW, "reason": "Closed too soon."}
        return recording.reopen_plan(**usual | said)

    def period(self, days, **said):
        usual = {"plan": self.plan, "days": days, "by": self.admin, "now": NOW}
        return recording.set_period(**usual | said)

    def take_up(self, **said):
        usual = {"owner": self.post, "by": self.admin, "now": NOW, "on": TODAY}
        return recording.take_up(**usual | said)

    def leave_post(self, **said):
        usual = {"owner": self.post, "by": self.admin, "now": NOW, "on": TODAY}
        return recording.leave_post(**usual | said)

    # What happened before.

    def holding_the_post(self, user):
        HoldingFactory(owner=self.post, user=user)
        return user

    def colleague(self, *roles):
        """Someone else who holds the post, with these roles."""
        user = UserFactory()
        for role in roles:
            MembershipFactory(user=user, authority=self.authority, role=role)
        return self.holding_the_post(user)

    def other_action(self, **fields):
        return ActionFactory(plan=self.plan, owner=self.post, **fields)

    def later_plan(self):
        plan = PlanFactory(authority=self.authority, opened=TOMORROW)
        return ActionFactory(plan=plan, owner=self.post)

    def complete(self):
        return SignOffFactory(claim=self.claimed(), holds_from=date(2019, 1, 14))

    def sent_back(self):
        return SignOffFactory(
            claim=self.claimed(), outcome="sent_back", holds_from=date(2019, 1, 14)
        )

    def withdrawn(self):
        return DecisionFactory(action=self.action)

    def closed(self):
        PlanClosureFactory(plan=self.plan, holds_from=date(2019, 1, 14))

    def asked(self, **said):
        return DateRequestFactory(action=self.action, by_post=self.post, **said)

    def claimed(self, **said):
        return UpdateFactory(action=self.action, status="done", by_post=self.post, **said)


@pytest.fixture
def council(authority, members):
    return Council(authority, members)


def events():
    """How many events of each kind there are."""
    kinds = [model for model in apps.get_models() if issubclass(model, Event)]
    return {model.__name__: model.objects.count() for model in kinds}


# What is said stands


def test_an_officer_says_how_an_action_stands(council):
    update = council.update(status="at_risk", reason="Two posts are vacant.")

    state = council.state()
    assert (state.standing, state.replayed.last_update.pk) == (Standing.AT_RISK, update.pk)
    assert (update.said_by, update.recorded_by, update.by_post) == (
        council.officer,
        council.officer,
        council.post,
    )
    assert (update.holds_from, update.known_at) == (TODAY, NOW)


def test_an_update_may_hold_from_an_earlier_day(council):
    update = council.update(holds_from=date(2019, 1, 10))

    assert (update.holds_from, update.known_at) == (date(2019, 1, 10), NOW)


def test_words_are_kept_without_the_blanks_around_them(council):
    update = council.update(text="  Two teams.\n", status="off_track", reason=" No staff. ")

    assert (update.text, update.reason) == ("Two teams.", "No staff.")


def test_around_midnight_the_day_is_londons(council):
    late_in_utc = on("2019-07-01", hour=0, minute=30)

    assert council.update(now=late_in_utc).holds_from == date(2019, 7, 1)


def test_an_officer_corrects_what_they_said(council):
    mistaken = council.update(status="done", now=on("2019-01-14"))

    correction = council.update(status="on_track", corrects=mistaken)

    assert (correction.voids, correction.holds_from) == (mistaken, date(2019, 1, 14))
    assert council.state().standing == Standing.ON_TRACK
    assert council.state().replayed.claim is None


def test_an_old_word_is_corrected_on_its_own_day_whatever_was_decided_since(council):
    mistaken = council.update(text="Tow teams.", now=on("2019-01-10"))
    council.withdraw(now=on("2019-01-14"))
    council.reopen(now=on("2019-01-15"))

    council.update(text="Two teams.", corrects=mistaken)

    assert council.state().standing == Standing.REOPENED
    assert council.state().replayed.last_update.text == "Two teams."


def test_an_officer_asks_for_a_date_and_nothing_changes(council):
    request = council.ask()

    state = council.state()
    assert [entry.pk for entry in state.waiting] == [request.pk]
    assert state.current_due == date(2019, 3, 29)
    assert (request.said_by, request.by_post) == (council.officer, council.post)


def test_a_date_granted_holds_from_the_decision(council):
    decision = council.decide(council.ask(now=on("2019-01-14")))

    state = council.state()
    assert (state.first_due, state.current_due) == (date(2019, 3, 29), date(2019, 6, 28))
    assert (decision.holds_from, decision.said_by, decision.by_post) == (
        TODAY,
        council.approver,
        None,
    )


def test_another_date_can_be_granted(council):
    council.decide(council.ask(), outcome="granted_to", to=date(2019, 4, 30))

    assert council.state().current_due == date(2019, 4, 30)


def test_a_date_refused_stays_as_it_was_and_can_be_asked_for_again(council):
    council.decide(council.ask(), outcome="refused", reason="It has moved twice.")

    council.ask(now=on("2019-01-22"), reason="The system comes later still.")

    assert council.state(on("2019-01-22")).current_due == date(2019, 3, 29)


def test_an_action_without_a_date_gets_its_first_by_decision(council):
    council.action = ActionFactory(plan=council.plan, owner=council.post, first_due=None)

    council.decide(council.ask())

    assert council.state().first_due == date(2019, 6, 28)


def test_an_approver_signs_off_a_claim(council):
    claim = council.update(status="done")

    sign_off = council.answer(claim, text="Five audits seen.")

    assert council.state().standing == Standing.COMPLETE
    assert (sign_off.said_by, sign_off.text) == (council.approver, "Five audits seen.")


def test_an_approver_sends_a_claim_back(council):
    council.answer(council.claimed(), outcome="sent_back", text="No audit yet.")

    assert council.state().standing == Standing.SENT_BACK


def test_an_officer_answers_what_was_sent_back_with_a_new_claim(council):
    council.answer(council.claimed(), outcome="sent_back", text="No audit yet.")

    council.answer(council.update(status="done", now=on("2019-01-22")), now=on("2019-01-23"))

    assert council.state(on("2019-01-23")).standing == Standing.COMPLETE


def test_an_action_is_withdrawn_and_reopened(council):
    council.withdraw()
    assert council.state().standing == Standing.WITHDRAWN

    council.reopen(now=on("2019-01-22"))
    assert council.state(on("2019-01-22")).standing == Standing.REOPENED


def test_after_reopening_an_action_takes_updates_again(council):
    council.complete()
    council.reopen()

    council.update(now=on("2019-01-21", hour=13))

    assert council.state().standing == Standing.ON_TRACK


def test_an_approver_says_whether_it_works(council):
    council.claimed()
    impact = council.impact(holds_from=date(2019, 1, 15))

    assert (impact.state, impact.holds_from) == ("shown", date(2019, 1, 15))
    assert council.impact(state="not_yet_shown", text="").pk


def test_an_action_is_handed_to_another_post(council):
    care = OwnerFactory(authority=council.authority)

    handover = council.give(owner=care, text="Everything is in the shared folder.")

    assert council.state().owner == care
    assert (handover.said_by, handover.holds_from) == (council.admin, TODAY)


def test_a_commitment_is_given_to_a_post(council):
    council.give(action=None, commitment=council.commitment)

    assert council.commitment.ownerships.get().owner == council.post


def test_an_action_joins_a_commitment_and_leaves_another(council):
    homes = CommitmentFactory(plan=council.plan)

    council.join(commitment=homes)
    council.leave()

    assert council.state().commitments == (homes,)


def test_an_action_can_join_again_what_it_left(council):
    council.join(commitment=CommitmentFactory(plan=council.plan))
    council.leave()

    council.join(now=on("2019-01-22"))

    assert len(council.state(on("2019-01-22")).commitments) == 2


def test_a_plan_closes_and_opens_again(council):
    successor = PlanFactory(authority=council.authority)

    closure = council.close(successor=successor)
    assert closure.successor == successor
    assert council.state().action.plan.closed_on == TODAY

    council.open_again(now=on("2019-01-22"))
    assert council.update(now=on("2019-01-22")).pk


def test_a_period_holds_from_today(council):
    council.period(28)

    assert council.state().action.plan.period == 28


def test_a_post_is_taken_up_and_left(council):
    council.take_up(user=council.approver, on=date(2019, 3, 1))
    council.leave_post(user=council.officer, on=date(2019, 3, 1))
    council.take_up(name="A locum", on=date(2019, 3, 1))

    assert held(council, "2019-02-28") == {(council.officer.pk, "")}
    assert held(council, "2019-03-01") == {(council.approver.pk, ""), (None, "A locum")}


def held(council, day):
    holdings = Holding.objects.filter(owner=council.post).current(AsAt(on(day)))
    return {(holding.user_id, holding.name) for holding in holdings}


def test_a_posts_new_holder_speaks_for_it_and_the_old_one_no_longer(council):
    successor = UserFactory()
    MembershipFactory(user=successor, authority=council.authority, role="officer")
    council.take_up(user=successor)
    council.leave_post(user=council.officer)

    assert council.update(by=successor).by_post == council.post
    with pytest.raises(PermissionDenied, match="you do not hold it"):
        council.update(text="Three teams.")


# What a rule forbids. Each: what happened before, what is tried, what the person reads, and
# the field beside which they read it.


def nothing(council):
    pass


def asked_and_closed(council):
    council.closed()
    return council.asked()


def asked_and_complete(council):
    council.complete()
    return council.asked()


def asked_and_decided(council):
    return DecisionFactory(request=council.asked(), holds_from=date(2019, 1, 14)).request


def asked_and_taken_back(council):
    request = council.asked()
    DateRequestFactory(action=council.action, voids=request, retracts=True, to=None, reason="")
    return request


def claimed_and_closed(council):
    council.closed()
    return council.claimed()


def claimed_twice(council):
    first = council.claimed()
    council.claimed(holds_from=date(2019, 1, 14))
    return first


def complete_and_closed(council):
    council.complete()
    council.closed()


def said_a_week_ago(council, **said):
    return council.update(now=on("2019-01-14"), **said)


def claimed_a_week_ago(council):
    return said_a_week_ago(council, status="done")


def claimed_by_one_who_approves(council):
    return said_a_week_ago(council, status="done", by=council.colleague("officer", "approver"))


def asked_by_one_who_approves(council):
    return council.ask(now=on("2019-01-14"), by=council.colleague("officer", "approver"))


def asked_by_the_approvers_post(council):
    council.holding_the_post(council.approver)
    return council.asked()


def claimed_by_the_approvers_post(council):
    council.holding_the_post(council.approver)
    return council.claimed()


def claimed_before_the_approver_took_up_the_post(council):
    claim = claimed_a_week_ago(council)
    council.holding_the_post(council.approver)
    return claim


def said_by_a_colleague(council):
    return said_a_week_ago(council, by=council.colleague("officer"))


def said_of_another_action(council):
    return said_a_week_ago(council, action=council.other_action())


def corrected(council):
    mistaken = said_a_week_ago(council)
    council.update(corrects=mistaken, text="Three teams.", now=on("2019-01-15"))
    return mistaken


def claimed_and_sent_back(council):
    claim = claimed_a_week_ago(council)
    council.answer(claim, outcome="sent_back", text="No audit.", now=on("2019-01-15"))
    return claim


REFUSED = {
    # Updates
    "update without words": (
        nothing,
        lambda c, _: c.update(text=" \n"),
        "Say what changed.",
        "text",
    ),
    "at risk without a reason": (
        nothing,
        lambda c, _: c.update(status="at_risk", reason=" "),
        "Say why it is at risk.",
        "reason",
    ),
    "off track without a reason": (
        nothing,
        lambda c, _: c.update(status="off_track"),
        "Say why it is off track.",
        "reason",
    ),
    "nobody says not stated": (
        nothing,
        lambda c, _: c.update(status="not_stated"),
        "Choose one of the answers.",
        "status",
    ),
    "complete is decided, not said": (
        nothing,
        lambda c, _: c.update(status="complete"),
        "Choose one of the answers.",
        "status",
    ),
    "update that holds from tomorrow": (
        nothing,
        lambda c, _: c.update(holds_from=TOMORROW),
        "That day is still to come.",
        "holds_from",
    ),
    "update from before the action was added": (
        nothing,
        lambda c, _: c.update(holds_from=date(2018, 11, 29)),
        "in the plan only since 30 November 2018",
        "holds_from",
    ),
    "update that would undo an answer from before it": (
        Council.sent_back,
        lambda c, _: c.update(holds_from=date(2019, 1, 13)),
        "decision on it holds since 14 January 2019",
        "holds_from",
    ),
    "update of a closed plan": (
        Council.closed,
        lambda c, _: c.update(),
        "The plan closed on 14 January 2019. A closed plan takes no updates",
        "",
    ),
    "update of a plan that opens later": (
        Council.later_plan,
        lambda c, action: c.update(action=action),
        "The plan has not opened yet.",
        "",
    ),
    "update of an action that comes later": (
        lambda c: c.other_action(added=TOMORROW),
        lambda c, action: c.update(action=action),
        "in the plan only from 22 January 2019",
        "",
    ),
    "update of a complete action": (
        Council.complete,
        lambda c, _: c.update(),
        "“Complete”, since 14 January 2019. It takes no updates",
        "",
    ),
    "update of a withdrawn action": (
        Council.withdrawn,
        lambda c, _: c.update(),
        "“Withdrawn”, since 7 January 2019. It takes no updates",
        "",
    ),
    "correction of what a colleague said": (
        said_by_a_colleague,
        lambda c, earlier: c.update(corrects=earlier),
        "You can correct only what you said yourself",
        "",
    ),
    "correction of what was loaded": (
        lambda c: UpdateFactory(action=c.action, by_post=c.post),
        lambda c, earlier: c.update(corrects=earlier),
        "You can correct only what you said yourself",
        "",
    ),
    "correction of an update of another action": (
        said_of_another_action,
        lambda c, earlier: c.update(corrects=earlier),
        "You can correct only what you said yourself, and of this action.",
        "",
    ),
    "correction of what was corrected": (
        corrected,
        lambda c, earlier: c.update(corrects=earlier),
        "corrected already",
        "",
    ),
    "correction of a claim that was answered": (
        claimed_and_sent_back,
        lambda c, earlier: c.update(corrects=earlier),
        "That claim was answered, so it stays.",
        "",
    ),
    # Requests
    "request without a reason": (
        nothing,
        lambda c, _: c.ask(reason=""),
        "Say why it needs another date.",
        "reason",
    ),
    "request without a date": (nothing, lambda c, _: c.ask(to=None), "Give the new date", "to"),
    "request for today": (
        nothing,
        lambda c, _: c.ask(to=TODAY),
        "The new date must be later than today.",
        "to",
    ),
    "request for the date it has": (
        nothing,
        lambda c, _: c.ask(to=date(2019, 3, 29)),
        "That is the date it has now.",
        "to",
    ),
    "second request while one waits": (
        Council.asked,
        lambda c, _: c.ask(to=date(2019, 7, 1)),
        "A request for 28 June 2019 is waiting to be decided",
        "",
    ),
    "request in a closed plan": (
        Council.closed,
        lambda c, _: c.ask(),
        "takes no updates, requests or decisions",
        "",
    ),
    "request for a complete action": (
        Council.complete,
        lambda c, _: c.ask(),
        "no requests for a date until an approver has reopened it",
        "",
    ),
    "request for a withdrawn action": (
        Council.withdrawn,
        lambda c, _: c.ask(),
        "no requests for a date until an approver has reopened it",
        "",
    ),
    # Decisions on requests
    "refusal without a reason": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="refused", reason=" "),
        "Say why it is refused.",
        "reason",
    ),
    "another date that is not given": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to"),
        "Give the new date",
        "to",
    ),
    "another date that is the one asked for": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=date(2019, 6, 28)),
        "That is the date asked for",
        "to",
    ),
    "another date that is the one it has": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=date(2019, 3, 29)),
        "That is the date it has now.",
        "to",
    ),
    "another date that has passed": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=TODAY),
        "later than today",
        "to",
    ),
    "a date with a refusal": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="refused", reason="No.", to=TOMORROW),
        "A date belongs only to “Grant another date”.",
        "to",
    ),
    "granting a date that has passed": (
        lambda c: c.asked(to=date(2019, 1, 20)),
        lambda c, asked: c.decide(asked),
        "The date asked for has passed.",
        "outcome",
    ),
    "withdrawing by deciding a request": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="withdrawn", reason="No."),
        "Choose one of the answers.",
        "outcome",
    ),
    "deciding one's own request": (
        asked_by_one_who_approves,
        lambda c, asked: c.decide(asked, by=asked.said_by),
        "You said this yourself.",
        "",
    ),
    "deciding a loaded request of the post one holds": (
        asked_by_the_approvers_post,
        lambda c, asked: c.decide(asked),
        "You hold or cover the post that said this.",
        "",
    ),
    "deciding twice": (
        asked_and_decided,
        lambda c, asked: c.decide(asked),
        "This request was decided on 14 January 2019",
        "",
    ),
    "deciding a request that was taken back": (
        asked_and_taken_back,
        lambda c, asked: c.decide(asked),
        "This request was taken back.",
        "",
    ),
    "deciding in a closed plan": (
        asked_and_closed,
        lambda c, asked: c.decide(asked),
        "takes no updates, requests or decisions",
        "",
    ),
    "granting a date to a complete action": (
        asked_and_complete,
        lambda c, asked: c.decide(asked),
        "A new date would change nothing",
        "",
    ),
    # Sign-offs
    "signing off one's own claim": (
        claimed_by_one_who_approves,
        lambda c, claim: c.answer(claim, by=claim.said_by),
        "You said this yourself.",
        "",
    ),
    "signing off a loaded claim of the post one holds": (
        claimed_by_the_approvers_post,
        lambda c, claim: c.answer(claim),
        "You hold or cover the post that said this.",
        "",
    ),
    "signing off a claim that a predecessor in one's post made": (
        claimed_before_the_approver_took_up_the_post,
        lambda c, claim: c.answer(claim),
        "You hold or cover the post that said this.",
        "",
    ),
    "sending back without a note": (
        Council.claimed,
        lambda c, claim: c.answer(claim, outcome="sent_back", text=" "),
        "Say what is missing.",
        "text",
    ),
    "an answer that is none": (
        Council.claimed,
        lambda c, claim: c.answer(claim, outcome=""),
        "Choose one of the answers.",
        "outcome",
    ),
    "signing off what is not claimed": (
        said_a_week_ago,
        lambda c, update: c.answer(update),
        "There is no claim of done",
        "",
    ),
    "signing off a claim that was taken further": (
        claimed_twice,
        lambda c, claim: c.answer(claim),
        "a newer one has taken its place",
        "",
    ),
    "signing off twice": (
        lambda c: c.complete().claim,
        lambda c, claim: c.answer(claim, outcome="sent_back", text="No."),
        "“Complete”, since 14 January 2019. There is no claim",
        "",
    ),
    "signing off in a closed plan": (
        claimed_and_closed,
        lambda c, claim: c.answer(claim),
        "The plan closed on 14 January 2019",
        "",
    ),
    # Withdrawing and reopening
    "withdrawing without a reason": (
        nothing,
        lambda c, _: c.withdraw(reason=" "),
        "Say why it is withdrawn.",
        "reason",
    ),
    "withdrawing what is complete": (
        Council.complete,
        lambda c, _: c.withdraw(),
        "Only an open action can be withdrawn.",
        "",
    ),
    "withdrawing twice": (
        Council.withdrawn,
        lambda c, _: c.withdraw(),
        "Only an open action can be withdrawn.",
        "",
    ),
    "withdrawing in a closed plan": (
        Council.closed,
        lambda c, _: c.withdraw(),
        "The plan closed on 14 January 2019",
        "",
    ),
    "reopening without a reason": (
        Council.complete,
        lambda c, _: c.reopen(reason=""),
        "Say why it is reopened.",
        "reason",
    ),
    "reopening what is open": (
        Council.claimed,
        lambda c, _: c.reopen(),
        "Only a complete or withdrawn action can be reopened.",
        "",
    ),
    "reopening in a closed plan": (
        complete_and_closed,
        lambda c, _: c.reopen(),
        "The plan closed on 14 January 2019",
        "",
    ),
    # Impact
    "impact shown by nothing": (
        nothing,
        lambda c, _: c.impact(text=" "),
        "Say what shows it.",
        "text",
    ),
    "impact that is no answer": (
        nothing,
        lambda c, _: c.impact(state="perhaps"),
        "Choose one of the answers.",
        "state",
    ),
    "impact from tomorrow": (
        nothing,
        lambda c, _: c.impact(holds_from=TOMORROW),
        "That day is still to come.",
        "holds_from",
    ),
    "impact from before the commitment": (
        nothing,
        lambda c, _: c.impact(holds_from=date(2018, 11, 29)),
        "in the plan only since 30 November 2018",
        "holds_from",
    ),
    "impact of what nobody says is done": (
        nothing,
        lambda c, _: c.impact(),
        "Nothing is said to be done yet, so nothing can be shown to work.",
        "state",
    ),
    "impact of what was reopened": (
        lambda c: (c.complete(), c.reopen()),
        lambda c, _: c.impact(),
        "Nothing is said to be done yet, so nothing can be shown to work.",
        "state",
    ),
    "impact in a closed plan": (
        Council.closed,
        lambda c, _: c.impact(),
        "The plan closed on 14 January 2019",
        "",
    ),
    # Keeping plans and posts
    "owner that it has already": (
        nothing,
        lambda c, _: c.give(),
        "Head of practice answers for it already.",
        "owner",
    ),
    "owner of another authority": (
        lambda c: OwnerFactory(),
        lambda c, owner: c.give(owner=owner),
        "That post belongs to another authority.",
        "owner",
    ),
    "owner in a closed plan": (
        Council.closed,
        lambda c, _: c.give(owner=OwnerFactory(authority=c.authority)),
        "The plan closed on 14 January 2019",
        "",
    ),
    "joining twice": (nothing, lambda c, _: c.join(), "belongs to", ""),
    "joining a commitment of another plan": (
        lambda c: CommitmentFactory(plan=PlanFactory(authority=c.authority)),
        lambda c, commitment: c.join(commitment=commitment),
        "That commitment belongs to another plan.",
        "",
    ),
    "joining in a closed plan": (
        Council.closed,
        lambda c, _: c.join(),
        "The plan closed on 14 January 2019",
        "",
    ),
    "leaving what it does not belong to": (
        lambda c: CommitmentFactory(plan=c.plan),
        lambda c, commitment: c.leave(commitment=commitment),
        "does not belong to",
        "",
    ),
    "leaving the only commitment": (nothing, lambda c, _: c.leave(), "the only commitment", ""),
    "closing without a reason": (
        nothing,
        lambda c, _: c.close(reason=" "),
        "Say why the plan closes.",
        "reason",
    ),
    "closing twice": (
        Council.closed,
        lambda c, _: c.close(),
        "The plan closed on 14 January 2019 already.",
        "",
    ),
    "a plan that succeeds itself": (
        nothing,
        lambda c, _: c.close(successor=c.plan),
        "A plan cannot succeed itself.",
        "successor",
    ),
    "a successor at another authority": (
        lambda c: PlanFactory(),
        lambda c, successor: c.close(successor=successor),
        "That plan belongs to another authority.",
        "successor",
    ),
    "opening again what is open": (
        nothing,
        lambda c, _: c.open_again(),
        "The plan is not closed",
        "",
    ),
    "opening again without a reason": (
        Council.closed,
        lambda c, _: c.open_again(reason=" "),
        "Say why the plan opens again.",
        "reason",
    ),
    "a period of no days": (
        nothing,
        lambda c, _: c.period(0),
        "Give a number of days from 1 to 366.",
        "days",
    ),
    "a period of years": (nothing, lambda c, _: c.period(367), "from 1 to 366", "days"),
    "the period it has": (nothing, lambda c, _: c.period(42), "is 42 days already", "days"),
    "a period for a closed plan": (
        Council.closed,
        lambda c, _: c.period(28),
        "The plan closed on 14 January 2019",
        "",
    ),
    "taking up a post twice": (
        nothing,
        lambda c, _: c.take_up(user=c.officer),
        "holds the post on 21 January 2019 already",
        "",
    ),
    "a post taken up by nobody": (
        nothing,
        lambda c, _: c.take_up(name=" "),
        "Give either an account or the name",
        "user",
    ),
    "a post taken up by an account and a name": (
        nothing,
        lambda c, _: c.take_up(user=c.approver, name="A locum"),
        "Give either an account or the name",
        "user",
    ),
    "a post taken up by someone of another authority": (
        nothing,
        lambda c, _: c.take_up(user=c.other),
        "has no role at Westmere",
        "user",
    ),
    "leaving a post that one does not hold": (
        nothing,
        lambda c, _: c.leave_post(user=c.approver),
        "does not hold the post on 21 January 2019",
        "",
    ),
    "leaving a post before taking it up": (
        nothing,
        lambda c, _: c.leave_post(user=c.officer, on=date(2019, 1, 6)),
        "does not hold the post on 6 January 2019",
        "",
    ),
}


@pytest.mark.parametrize(
    ("before", "attempt", "sentence", "field"), REFUSED.values(), ids=REFUSED.keys()
)
def test_what_is_refused_says_why_and_writes_nothing(council, before, attempt, sentence, field):
    earlier = before(council)
    written = events()

    with pytest.raises(Refused) as refused:
        attempt(council, earlier)

    assert sentence in refused.value.sentence
    assert refused.value.field == field
    assert events() == written


def test_a_refusal_is_a_validation_error_that_forms_can_show(council):
    with pytest.raises(Refused) as beside_a_field:
        council.update(text="")
    with pytest.raises(Refused) as of_the_whole:
        council.reopen()

    assert beside_a_field.value.message_dict == {"text": ["Say what changed."]}
    assert of_the_whole.value.messages == [of_the_whole.value.sentence]


# Who may not speak, whatever the rules say

FORBIDDEN = {
    "viewer updates": (nothing, lambda c, _: c.update(by=c.viewer)),
    "approver updates": (nothing, lambda c, _: c.update(by=c.approver)),
    "admin updates": (nothing, lambda c, _: c.update(by=c.admin)),
    "officer of another authority updates": (nothing, lambda c, _: c.update(by=c.other)),
    "officer updates an action of another post": (
        lambda c: ActionFactory(plan=c.plan, owner=OwnerFactory(authority=c.authority)),
        lambda c, action: c.update(action=action),
    ),
    "officer updates an action of no post": (
        lambda c: ActionFactory(plan=c.plan),
        lambda c, action: c.update(action=action),
    ),
    "officer updates before taking up the post": (
        lambda c: c.leave_post(user=c.officer),
        lambda c, _: c.update(),
    ),
    "a post's holder without the role updates": (
        lambda c: c.holding_the_post(c.viewer),
        lambda c, _: c.update(by=c.viewer),
    ),
    "superuser updates": (
        lambda c: c.holding_the_post(UserFactory(is_superuser=True)),
        lambda c, superuser: c.update(by=superuser),
    ),
    "viewer asks for a date": (nothing, lambda c, _: c.ask(by=c.viewer)),
    "officer of another authority asks": (nothing, lambda c, _: c.ask(by=c.other)),
    "officer decides a request": (
        Council.asked,
        lambda c, asked: c.decide(asked, by=c.officer),
    ),
    "approver elsewhere decides": (Council.asked, lambda c, asked: c.decide(asked, by=c.other)),
    "officer signs off": (Council.claimed, lambda c, claim: c.answer(claim, by=c.officer)),
    "admin signs off": (Council.claimed, lambda c, claim: c.answer(claim, by=c.admin)),
    "approver elsewhere signs off": (
        Council.claimed,
        lambda c, claim: c.answer(claim, by=c.other),
    ),
    "officer withdraws": (nothing, lambda c, _: c.withdraw(by=c.officer)),
    "officer reopens": (Council.complete, lambda c, _: c.reopen(by=c.officer)),
    "officer says that it works": (nothing, lambda c, _: c.impact(by=c.officer)),
    "approver changes the owner": (nothing, lambda c, _: c.give(by=c.approver)),
    "admin elsewhere changes the owner": (nothing, lambda c, _: c.give(by=c.other)),
    "approver joins": (nothing, lambda c, _: c.join(by=c.approver)),
    "approver leaves": (nothing, lambda c, _: c.leave(by=c.approver)),
    "approver closes a plan": (nothing, lambda c, _: c.close(by=c.approver)),
    "approver opens a plan again": (Council.closed, lambda c, _: c.open_again(by=c.approver)),
    "approver sets the period": (nothing, lambda c, _: c.period(28, by=c.approver)),
    "officer takes up a post": (nothing, lambda c, _: c.take_up(user=c.viewer, by=c.officer)),
    "officer ends a holding": (
        nothing,
        lambda c, _: c.leave_post(user=c.officer, by=c.officer),
    ),
}


@pytest.mark.parametrize(("before", "attempt"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_who_may_not_speak_writes_nothing(council, before, attempt):
    earlier = before(council)
    written = events()

    with pytest.raises(PermissionDenied, match=r"\w"):
        attempt(council, earlier)

    assert events() == written


# The same thing twice, and two people at once

TWICE = {
    "update": (nothing, lambda c, _: c.update()),
    "update with a reason": (
        nothing,
        lambda c, _: c.update(status="off_track", reason="No staff."),
    ),
    "correction": (said_a_week_ago, lambda c, said: c.update(corrects=said, text="Three.")),
    "request": (nothing, lambda c, _: c.ask()),
    "decision": (Council.asked, lambda c, asked: c.decide(asked)),
    "other date": (
        Council.asked,
        lambda c, asked: c.decide(asked, outcome="granted_to", to=date(2019, 4, 30)),
    ),
    "sign-off": (Council.claimed, lambda c, claim: c.answer(claim)),
    "sent back": (
        Council.claimed,
        lambda c, claim: c.answer(claim, outcome="sent_back", text="No audit."),
    ),
    "withdrawal": (nothing, lambda c, _: c.withdraw()),
    "reopening": (Council.complete, lambda c, _: c.reopen()),
    "impact": (Council.claimed, lambda c, _: c.impact()),
}


@pytest.mark.parametrize(("before", "verb"), TWICE.values(), ids=TWICE.keys())
def test_the_same_said_twice_in_a_day_is_kept_once(council, before, verb):
    earlier = before(council)
    verb(council, earlier)
    written = events()

    with pytest.raises(SaidAlready, match="kept once"):
        verb(council, earlier)

    assert events() == written


def test_the_same_said_on_another_day_is_kept(council):
    council.update()

    assert council.update(now=on("2019-01-22"))


def test_the_same_said_again_after_something_else_is_kept(council):
    council.update()
    council.update(text="Three teams.", now=on("2019-01-21", hour=13))

    assert council.update(now=on("2019-01-21", hour=14))


def test_the_same_said_by_a_colleague_is_kept(council):
    council.update()

    assert council.update(by=council.colleague("officer"))


def seen_by(state):
    entries = recording.entered(state)
    return recording.mark(entries[-1]) if entries else ""


def test_what_was_recorded_since_one_looked_is_shown_before_saving(council):
    seen = seen_by(council.state())
    newer = council.update(text="Three teams.", now=on("2019-01-21", hour=11))
    written = events()

    with pytest.raises(Overtaken) as overtaken:
        council.update(seen=seen)

    assert [entry.pk for entry in overtaken.value.newer] == [newer.pk]
    assert events() == written


def test_having_seen_it_one_can_save_all_the_same(council):
    council.update(text="Three teams.", now=on("2019-01-21", hour=11))

    assert council.update(seen=seen_by(council.state())).text == "Two teams of five."


def test_a_request_decided_while_one_wrote_counts_as_something_newer(council):
    request = council.asked()
    seen = seen_by(council.state())
    council.decide(request, now=on("2019-01-21", hour=11))

    with pytest.raises(Overtaken) as overtaken:
        council.update(seen=seen)

    assert [entry.kind for entry in overtaken.value.newer] == ["decision"]


def test_a_word_on_impact_since_one_looked_is_shown_before_saving(council):
    council.claimed()
    first = council.impact(state="not_yet_shown", now=on("2019-01-14"))
    second = council.impact(now=on("2019-01-21", hour=11))

    with pytest.raises(Overtaken) as overtaken:
        council.impact(text="Of July too.", seen=recording.mark(first))

    assert overtaken.value.newer == [second]
    assert council.impact(text="Of July too.", seen=recording.mark(second))


# Links: what inspectors' words speak of


@pytest.fixture
def said_again(council):
    """What may be judged of a finding: each verb with all that it is told but who speaks."""
    asked = RecommendationFactory(inspection__authority=council.authority)
    finding = FindingFactory(inspection=VisitFactory(authority=council.authority))
    return {
        "link": (recording.judge_link, {"finding": finding, "recommendation": asked}),
        "repeat": (recording.judge_repeat, {"record": finding, "earlier": asked}),
        "whole": (
            recording.judge_repeat,
            {"record": finding, "earlier": asked.inspection},
        ),
    }


@pytest.mark.parametrize("kind", ["link", "repeat", "whole"])
def test_admin_confirms_a_link_once_and_may_reject_it_later(council, said_again, kind):
    judge, about = said_again[kind]
    by_me = {**about, "by": council.admin, "now": on("2019-03-01")}

    confirmed = judge(state="confirmed", **by_me)

    assert (confirmed.state, confirmed.recorded_by) == ("confirmed", council.admin)
    assert judge(state="confirmed", **by_me) is None
    assert judge(state="rejected", **by_me).state == "rejected"


@pytest.mark.parametrize("kind", ["link", "repeat", "whole"])
@pytest.mark.parametrize("who", ["viewer", "officer", "approver", "other"])
def test_whoever_is_no_admin_judges_no_links(council, said_again, kind, who):
    judge, about = said_again[kind]

    with pytest.raises(PermissionDenied):
        judge(state="confirmed", by=getattr(council, who), now=NOW, **about)

    assert not FindingLink.objects.exists()
    assert not RepeatLink.objects.exists()


@pytest.mark.parametrize("kind", ["link", "repeat", "whole"])
def test_link_is_never_judged_as_merely_proposed(council, said_again, kind):
    judge, about = said_again[kind]

    with pytest.raises(Refused, match="Choose one of the answers"):
        judge(state="proposed", by=council.admin, now=NOW, **about)


def test_link_stays_within_the_authority(council, said_again):
    finding = said_again["link"][1]["finding"]
    theirs = RecommendationFactory()

    with pytest.raises(Refused, match="another authority"):
        recording.judge_link(
            finding=finding,
            recommendation=theirs,
            state="confirmed",
            by=council.admin,
            now=NOW,
        )


EVENTS_SAID_HERE = (
    ActionCommitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Ownership,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
)


def test_every_event_names_who_said_and_recorded_it_and_since_when_it_is_known(council):
    asked = council.ask()
    council.decide(asked)
    council.answer(council.update(status="done"))
    council.impact()
    council.reopen()
    council.give(owner=OwnerFactory(authority=council.authority))
    council.join(commitment=CommitmentFactory(plan=council.plan))
    council.period(28)
    council.take_up(user=council.approver)
    council.close()

    for kind in EVENTS_SAID_HERE:
        last = kind.objects.order_by("pk").last()
        assert last.said_by is not None, kind
        assert (last.recorded_by, last.known_at) == (last.said_by, NOW), kind


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_a_claim_at_once_one_is_told(authority, members):
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to SQLite's memory; run on PostgreSQL")
    council = Council(authority, members)
    claim = council.claimed()
    second = UserFactory()
    MembershipFactory(user=second, authority=authority, role="approver")
    together = Barrier(2)

    def answer(by):
        together.wait(timeout=10)
        try:
            return council.answer(claim, by=by)
        except Refused as refused:
            return refused.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answer, [council.approver, second]))

    assert SignOff.objects.count() == 1
    assert sum("There is no claim of done" in str(said) for said in answers) == 1
