"""What is said stands."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from improvement.models import Holding
from improvement.state import Standing
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UserFactory,
    on,
)
from tests.recording.council import NOW, TODAY


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
