"""What approvers decide, who may not, in whose stead, and how a slip is taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from improvement import members, recording
from improvement.models import Commitment, Cover, Decision, Impact, SignOff
from improvement.recording import Refused
from improvement.state import Standing
from inspections.models.time import AsAt
from tests.factories import (
    CoverFactory,
    EvidenceFactory,
    HoldingFactory,
    ImpactFactory,
    MeasureFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
    on,
)
from tests.recording.council import NOW, TODAY, TOMORROW, Council

LATER = on("2019-01-21", hour=15)


@pytest.fixture
def council(authority, members):
    return Council(authority, members)


def refusal(attempt, *args, **said):
    with pytest.raises(Refused) as refused:
        attempt(*args, **said)
    return refused.value.field, refused.value.sentence


# Where it was agreed


@pytest.mark.parametrize("outcome", [{"outcome": "granted"}, {"outcome": "granted_to"}])
def test_a_date_that_moves_names_the_minute(council, outcome):
    asked = council.ask()
    to = date(2019, 7, 31) if outcome["outcome"] == "granted_to" else None

    field, sentence = refusal(council.decide, asked, to=to, minute=" ", **outcome)

    assert (field, "minute reference" in sentence) == ("minute", True)
    assert not Decision.objects.exists()
    decision = council.decide(asked, to=to, minute=" Board, item 4 ", **outcome)
    assert decision.minute == "Board, item 4"
    assert council.state().replayed.moves[0].decision.minute == "Board, item 4"


def test_a_refusal_needs_no_minute(council):
    assert council.decide(council.ask(), outcome="refused", reason="No.", minute="").pk


def test_a_minute_is_kept_with_a_withdrawal_and_a_reopening(council):
    council.withdraw(minute="Board, item 5")
    council.reopen(minute="Board, item 6", now=LATER)

    minutes = Decision.objects.order_by("pk").values_list("minute", flat=True)
    assert list(minutes) == ["Board, item 5", "Board, item 6"]


def test_a_minute_reference_has_a_length(council):
    assert refusal(council.decide, council.ask(), minute="x" * 151)[0] == "minute"


# Evidence


def test_a_claim_without_evidence_is_accepted_only_with_what_was_seen(council):
    claim = council.claimed()

    field, sentence = refusal(council.answer, claim, text=" ")

    assert (field, sentence) == ("text", "No evidence was given: say what you have seen.")
    assert council.answer(claim, text="Three reports.").outcome == "accepted"


def test_a_claim_with_evidence_is_accepted_without_a_word(council):
    claim = council.claimed()
    EvidenceFactory(action=council.action)

    assert council.answer(claim, text="").outcome == "accepted"


def test_evidence_that_was_taken_back_shows_nothing(council):
    claim = council.claimed()
    given = EvidenceFactory(action=council.action)
    EvidenceFactory(
        action=council.action, voids=given, retracts=True, kind="", shows="", link=""
    )

    assert refusal(council.answer, claim, text="")[0] == "text"


def test_evidence_of_another_action_shows_nothing(council):
    claim = council.claimed()
    EvidenceFactory(action=council.other_action())

    assert refusal(council.answer, claim, text="")[0] == "text"


# Standing in for an approver


@pytest.fixture
def deputy(council):
    """An officer who stands in for the approver from 14 to 28 January."""
    user = UserFactory()
    MembershipFactory(user=user, authority=council.authority, role="officer")
    stand_in(council, user)
    return user


def stand_in(council, user, approver=None, **days):
    return CoverFactory(
        authority=council.authority,
        owner=None,
        approver=approver or council.approver,
        user=user,
        **{"holds_from": date(2019, 1, 14), "until": date(2019, 1, 28)} | days,
    )


@pytest.mark.parametrize(
    ("day", "may"),
    [
        ("2019-01-13", False),
        ("2019-01-14", True),
        ("2019-01-28", True),
        ("2019-01-29", False),
    ],
)
def test_a_deputy_decides_only_between_the_days(council, deputy, day, may):
    claim = council.claimed()

    if may:
        answer = council.answer(claim, by=deputy, now=on(day))
        assert answer.instead_of == council.approver
    else:
        with pytest.raises(PermissionDenied):
            council.answer(claim, by=deputy, now=on(day))
        assert not SignOff.objects.exists()


def test_every_decision_of_a_deputy_says_for_whom(council, deputy):
    council.decide(council.ask(), by=deputy)
    council.withdraw(by=deputy)
    council.reopen(by=deputy, now=LATER)
    evening = on("2019-01-21", hour=18)
    council.answer(council.update(status="done", now=evening), by=deputy, now=evening)

    decided = [*Decision.objects.all(), *SignOff.objects.all()]
    assert len(decided) == 4
    assert {one.instead_of for one in decided} == {council.approver}
    last = council.state(evening).replayed.since
    assert last.speaker == f"{deputy.email} (covering for {council.approver.email})"


def test_an_approver_who_also_stands_in_decides_as_themselves(council):
    second = UserFactory()
    MembershipFactory(user=second, authority=council.authority, role="approver")
    stand_in(council, second)

    assert council.answer(council.claimed(), by=second).instead_of is None


def test_a_deputy_answers_nothing_that_the_approver_said(council, deputy):
    MembershipFactory(user=council.approver, authority=council.authority, role="officer")
    HoldingFactory(owner=council.post, user=council.approver)
    asked = council.ask(by=council.approver)
    claim = council.update(status="done", by=council.approver)

    for attempt, what in ((council.decide, asked), (council.answer, claim)):
        sentence = refusal(attempt, what, by=deputy)[1]
        assert sentence == (
            f"You cover {council.approver}, who said this. Someone else has to answer it."
        )


def test_a_deputy_answers_nothing_of_a_post_that_the_approver_holds(council, deputy):
    claim = council.update(status="done")
    HoldingFactory(owner=council.post, user=council.approver)

    assert "holds or covers the post" in refusal(council.answer, claim, by=deputy)[1]


def test_who_stands_in_for_two_answers_neither_ones_claim(council, deputy):
    second = UserFactory()
    for role in ("approver", "officer"):
        MembershipFactory(user=second, authority=council.authority, role=role)
    HoldingFactory(owner=council.post, user=second)
    stand_in(council, deputy, approver=second, holds_from=date(2019, 1, 15))
    claim = council.update(status="done", by=second)

    assert str(second) in refusal(council.answer, claim, by=deputy)[1]


def test_who_covers_a_post_does_not_answer_for_it(council):
    CoverFactory(
        authority=council.authority, owner=council.post, user=council.approver, until=TODAY
    )

    sentence = refusal(council.answer, council.update(status="done"))[1]
    assert "You hold or cover the post that said this." in sentence


def test_nobody_signs_off_their_own_claim_because_a_colleague_confirmed_it(council):
    both = council.colleague("officer", "approver")
    council.update(status="done", by=both, now=on("2019-01-14"))
    council.leave_post(user=both, on=date(2019, 1, 15))
    confirmed = recording.confirm_no_change(
        action=council.action, by=council.officer, now=on("2019-01-18")
    )

    assert "You said this yourself." in refusal(council.answer, confirmed, by=both)[1]
    assert council.answer(confirmed).outcome == "accepted"


def test_a_claim_made_anew_after_it_was_sent_back_is_another_claim(council):
    both = council.colleague("officer", "approver")
    first = council.update(status="done", by=both, now=on("2019-01-14"))
    council.leave_post(user=both, on=date(2019, 1, 15))
    council.answer(first, outcome="sent_back", text="No.", now=on("2019-01-16"))
    second = council.update(status="done", now=on("2019-01-18"))

    assert council.answer(second, by=both).outcome == "accepted"


def test_the_covers_by_which_one_decides_are_told_with_their_days(council, deputy):
    members.ask_on(deputy, TODAY)

    (cover,) = members.answerer(deputy, council.authority.pk, AsAt(NOW)).covers

    assert (cover.approver, cover.until) == (council.approver, date(2019, 1, 28))
    assert Cover.objects.count() == 1


def test_who_answers_is_worked_out_in_two_queries(council, deputy, django_assert_num_queries):
    members.ask_on(deputy, TODAY)

    with django_assert_num_queries(2):
        who = members.answerer(deputy, council.authority.pk, AsAt(NOW))

    assert who.instead_of == council.approver


# Taking a slip back


def test_a_sign_off_taken_back_leaves_the_claim_to_be_answered_again(council):
    claim = council.claimed()
    slip = council.answer(claim)

    taken = recording.take_back_sign_off(sign_off=slip, by=council.approver, now=LATER)

    assert (taken.voids, taken.retracts, taken.known_at) == (slip, True, LATER)
    state = council.state(LATER)
    assert (state.standing, state.replayed.claim.pk) == (Standing.DONE, claim.pk)
    again = council.answer(claim, outcome="sent_back", text="No audit.", now=LATER)
    assert again.voids == taken
    assert council.state(LATER).standing == Standing.SENT_BACK


def test_a_date_granted_by_mistake_is_as_it_was_and_decided_again(council):
    asked = council.ask()
    slip = council.decide(asked)

    recording.take_back_decision(decision=slip, by=council.approver, now=LATER)

    state = council.state(LATER)
    assert state.current_due == date(2019, 3, 29)
    assert [entry.pk for entry in state.waiting] == [asked.pk]
    council.decide(asked, outcome="refused", reason="Too late.", now=LATER)
    assert council.state(LATER).waiting == []
    # And once more: a taking back may be answered like the question itself.
    last = Decision.objects.order_by("pk").last()
    recording.take_back_decision(decision=last, by=council.approver, now=LATER)
    council.decide(asked, now=on("2019-01-21", hour=16))
    assert council.state(on("2019-01-21", hour=17)).current_due == asked.to


def test_a_withdrawal_and_a_reopening_are_taken_back(council):
    slip = council.withdraw()
    recording.take_back_decision(decision=slip, by=council.approver, now=LATER)
    assert council.state(LATER).standing == Standing.NOT_STATED

    council.complete()
    slip = council.reopen(now=LATER)
    assert council.state(LATER).replayed.reopened == 1
    recording.take_back_decision(decision=slip, by=council.approver, now=LATER)
    state = council.state(LATER)
    assert (state.standing, state.replayed.reopened) == (Standing.COMPLETE, 0)


def test_only_who_recorded_it_takes_it_back_and_only_on_the_day(council):
    slip = council.answer(council.claimed())
    second = UserFactory()
    MembershipFactory(user=second, authority=council.authority, role="approver")

    def take_back(**said):
        return recording.take_back_sign_off(sign_off=slip, **said)

    assert "Only who recorded it" in refusal(take_back, by=second, now=LATER)[1]
    tomorrow = on(TOMORROW)
    assert "only on that day" in refusal(take_back, by=council.approver, now=tomorrow)[1]
    with pytest.raises(PermissionDenied):
        take_back(by=council.officer, now=LATER)
    take_back(by=council.approver, now=LATER)
    assert "taken back already" in refusal(take_back, by=council.approver, now=LATER)[1]


def test_what_something_rests_on_is_not_taken_back(council):
    sent_back = council.answer(council.claimed(), outcome="sent_back", text="No audit.")
    council.update(status="on_track", now=LATER)

    sentence = refusal(
        recording.take_back_sign_off, sign_off=sent_back, by=council.approver, now=LATER
    )[1]

    assert "may rest on it" in sentence


def test_an_answer_to_another_question_rests_on_nothing(council):
    claim, asked = council.claimed(), council.ask()
    granted = council.decide(asked)
    council.answer(claim, now=LATER)

    recording.take_back_decision(decision=granted, by=council.approver, now=LATER)

    assert council.state(LATER).current_due == date(2019, 3, 29)


def test_in_a_closed_plan_nothing_is_taken_back(council):
    slip = council.withdraw()
    council.closed()

    sentence = refusal(
        recording.take_back_decision, decision=slip, by=council.approver, now=LATER
    )[1]
    assert "The plan closed" in sentence


# Impact


def test_what_is_shown_names_what_shows_it_and_is_looked_at_again(council):
    council.claimed()
    said = council.impact()

    assert (said.shown_by, said.recheck_on) == ("audit", date(2019, 7, 22))
    assert refusal(council.impact, text="Other.", shown_by="")[0] == "shown_by"
    assert refusal(council.impact, text="Other.", shown_by="luck")[0] == "shown_by"
    assert refusal(council.impact, text="Other.", recheck_on=None)[0] == "recheck_on"
    assert refusal(council.impact, text="Other.", recheck_on=TODAY)[0] == "recheck_on"


def test_what_is_not_yet_shown_needs_neither(council):
    said = council.impact(state="not_yet_shown", text="", shown_by="", recheck_on=None)

    assert said.state == "not_yet_shown"


def test_a_measure_is_named_only_where_a_measure_shows_it(council):
    council.claimed()
    measure = MeasureFactory(authority=council.authority)

    assert refusal(council.impact, measure=measure)[0] == "measure"
    elsewhere = MeasureFactory()
    assert refusal(council.impact, measure=elsewhere, shown_by="measure")[0] == "measure"
    assert council.impact(measure=measure, shown_by="measure").measure == measure


@pytest.mark.parametrize(("days", "may"), [(89, False), (90, True)])
def test_sustained_is_what_still_holds_after_ninety_days(council, days, may):
    council.claimed()
    council.impact()
    then = NOW + timedelta(days=days)
    again = {"state": "sustained", "recheck_on": None, "now": then}

    if may:
        assert council.impact(**again).state == "sustained"
    else:
        field, sentence = refusal(council.impact, **again)
        assert (field, "21 April 2019" in sentence) == ("state", True)


def test_nothing_is_sustained_that_was_never_shown(council):
    council.claimed()
    assert "Nothing has been shown yet" in refusal(council.impact, state="sustained")[1]


def test_what_was_shown_no_more_begins_anew(council):
    council.claimed()
    council.impact()
    council.impact(state="not_yet_shown", now=on("2019-04-01"))
    council.impact(now=on("2019-06-01"), recheck_on=date(2019, 12, 1))
    then = {"state": "sustained", "recheck_on": None}

    sentence = refusal(council.impact, now=on("2019-08-01"), **then)[1]
    assert "known since 1 June 2019" in sentence
    assert council.impact(now=on("2019-08-30"), **then)


def test_what_was_shown_at_an_earlier_day_is_sustained_from_when_it_was_said(council):
    council.claimed()
    council.impact(holds_from=date(2018, 12, 3))
    again = {"state": "sustained", "recheck_on": None}

    field, sentence = refusal(council.impact, **again, now=on("2019-03-05"))

    assert (field, "from 21 April 2019" in sentence) == ("state", True)
    assert council.impact(**again, now=on("2019-04-21"))


def test_what_an_old_paper_showed_is_sustained_from_its_own_day(council):
    council.claimed()
    ImpactFactory(
        commitment=council.commitment,
        holds_from=date(2018, 12, 3),
        known_at=NOW,
        by_post=None,
        draft_key="a" * 64,
    )

    said = council.impact(state="sustained", recheck_on=None, now=on("2019-03-05"))

    assert said.state == "sustained"


def test_impact_is_not_said_from_before_what_stands(council):
    council.claimed()
    first = council.impact(now=on("2019-01-14"), recheck_on=date(2019, 1, 21))

    field, sentence = refusal(council.impact, holds_from=date(2019, 1, 7))

    assert field == "holds_from"
    assert sentence == "What stands holds from 14 January 2019. Give that day or a later one."
    council.impact(holds_from=first.holds_from)
    sentence = refusal(council.impact, text="More.", holds_from=date(2019, 1, 7), now=LATER)[1]
    assert sentence.endswith("Give that day or a later one, or take it back.")
    row = Commitment.objects.for_screen(AsAt(LATER)).get(pk=council.commitment.pk)
    assert row.recheck_now == date(2019, 7, 22)


def test_who_only_stands_in_does_not_say_whether_it_works(council, deputy):
    council.claimed()

    sentence = refusal(council.impact, by=deputy)[1]

    assert sentence == (
        "Whether it works is said by an approver themselves, not by who covers one."
    )
    assert council.impact()


def test_a_word_on_impact_is_taken_back_while_nothing_was_said_after_it(council):
    council.claimed()
    first, second = council.impact(), council.impact(text="More.", now=LATER)

    def take_back(impact, by=council.approver, now=LATER):
        return recording.take_back_impact(impact=impact, by=by, now=now)

    assert "after it" in refusal(take_back, first)[1]
    assert "only on that day" in refusal(take_back, second, now=on(TOMORROW))[1]
    take_back(second)
    assert "taken back already" in refusal(take_back, second)[1]
    take_back(first)
    assert refusal(council.impact, state="sustained", now=on("2019-07-01"))[0] == "state"
    standing = Impact.objects.that_stand(AsAt(LATER))
    assert not standing.exists()


def test_someone_elses_word_on_impact_stays(council):
    council.claimed()
    said = council.impact()
    second = UserFactory()
    MembershipFactory(user=second, authority=council.authority, role="approver")

    take_back = recording.take_back_impact
    assert "Only who" in refusal(take_back, impact=said, by=second, now=LATER)[1]


def test_a_post_of_elsewhere_makes_nobody_an_answerer_here(council):
    HoldingFactory(owner=OwnerFactory(), user=council.approver)

    assert council.answer(council.claimed()).outcome == "accepted"
