"""Update rounds: when they run, what answers them, and how one that has closed ended."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from improvement import recording
from improvement.models import UpdateRound
from improvement.recording import LONGEST_ROUND_DAYS, Refused
from improvement.rounds.answers import answers_to, my_rounds, tally
from improvement.rounds.keeping import usual_close
from inspections.models.time import AsAt
from tests.council import MONDAY, Council
from tests.factories import (
    CoverFactory,
    HoldingFactory,
    MembershipFactory,
    OwnershipFactory,
    PlanClosureFactory,
    UpdateFactory,
    on,
)

TODAY = MONDAY.date()
FRIDAY = date(2019, 2, 1)


@pytest.fixture
def council(db):
    return Council()


def counts(update_round, now):
    found = answers_to(update_round, AsAt(now)).tally
    return found.spoken, found.asked


# When a round runs


def test_an_admin_opens_a_round_and_it_is_kept_as_an_event(council):
    opened = council.open_round(text="  The board looks at visits.  ")

    kept = UpdateRound.objects.get()
    assert kept == opened
    assert (kept.holds_from, kept.closes, kept.text) == (
        TODAY,
        FRIDAY,
        "The board looks at visits.",
    )
    assert kept.said_by == council.admin


def test_only_an_admin_of_the_authority_opens_one(council):
    admin_elsewhere = MembershipFactory(role="admin").user

    for who in (council.officer, council.approver, admin_elsewhere):
        with pytest.raises(PermissionDenied):
            council.open_round(by=who)

    assert not UpdateRound.objects.exists()


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"opens": TODAY - timedelta(days=1)}, "opens"),
        ({"closes": TODAY - timedelta(days=1)}, "closes"),
        ({"opens": FRIDAY, "closes": TODAY}, "closes"),
        ({"opens": date(2099, 2, 1), "closes": date(2099, 2, 8)}, "opens"),
        ({"closes": TODAY + timedelta(days=LONGEST_ROUND_DAYS)}, "closes"),
    ],
    ids=[
        "opens yesterday",
        "closed yesterday",
        "closes before it opens",
        "in 2099",
        "too long",
    ],
)
def test_days_that_cannot_be_are_refused_with_the_field(council, days, field):
    with pytest.raises(Refused) as refused:
        council.open_round(**days)

    assert refused.value.field == field
    assert not UpdateRound.objects.exists()


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (date(2026, 11, 20), date(2026, 12, 4)),  # two Fridays
        (date(2026, 11, 22), date(2026, 12, 7)),  # not the Sunday
        (date(2026, 12, 11), date(2026, 12, 29)),  # neither Christmas nor its weekend
        (date(2027, 12, 25), date(2028, 1, 8)),  # no bank holidays are known of that year
    ],
)
def test_a_round_is_offered_to_close_on_a_working_day(opens, closes):
    assert usual_close(opens) == closes


def test_the_longest_round_is_taken(council):
    council.open_round(closes=TODAY + timedelta(days=LONGEST_ROUND_DAYS - 1))

    assert UpdateRound.objects.count() == 1


def test_two_rounds_of_a_plan_never_run_on_one_day(council):
    council.open_round()

    with pytest.raises(Refused, match="21 January 2019 to 1 February 2019"):
        council.open_round(opens=FRIDAY, closes=FRIDAY)
    council.open_round(opens=date(2019, 2, 2), closes=date(2019, 2, 8))

    assert UpdateRound.objects.count() == 2


def test_a_closed_plan_opens_no_round(council):
    PlanClosureFactory(plan=council.plan, holds_from=TODAY)

    with pytest.raises(Refused, match="closed"):
        council.open_round()


def test_a_change_takes_the_place_of_what_stood_and_keeps_it(council):
    first = council.open_round()
    later = recording.change_round(
        update_round=first, by=council.admin, now=MONDAY, opens=TODAY, closes=date(2019, 2, 4)
    )

    assert later.voids == first
    assert UpdateRound.objects.count() == 2
    with pytest.raises(Refused, match="Somebody changed this round"):
        recording.take_back_round(update_round=first, by=council.admin, now=MONDAY)


def test_the_first_day_of_an_open_round_stays(council):
    opened = council.open_round()

    with pytest.raises(Refused, match="open since 21 January 2019") as refused:
        recording.change_round(
            update_round=opened,
            by=council.admin,
            now=on("2019-01-23"),
            opens=date(2019, 1, 24),
            closes=FRIDAY,
        )
    assert refused.value.field == "opens"


def test_a_round_to_come_is_moved_as_a_whole(council):
    to_come = council.open_round(opens=date(2019, 2, 4), closes=date(2019, 2, 8))

    moved = recording.change_round(
        update_round=to_come,
        by=council.admin,
        now=MONDAY,
        opens=date(2019, 2, 11),
        closes=date(2019, 2, 15),
    )

    assert moved.holds_from == date(2019, 2, 11)


def test_a_closed_round_is_neither_changed_nor_taken_back(council):
    opened = council.open_round()
    told = {"update_round": opened, "by": council.admin, "now": on("2019-02-02")}

    with pytest.raises(Refused, match="closed on 1 February 2019"):
        recording.change_round(**told, opens=TODAY, closes=date(2019, 2, 8))
    with pytest.raises(Refused, match="closed on 1 February 2019"):
        recording.take_back_round(**told)


def test_a_round_that_is_taken_back_makes_room_for_another(council):
    opened = council.open_round()

    recording.take_back_round(update_round=opened, by=council.admin, now=MONDAY)
    council.open_round()

    assert UpdateRound.objects.filter(retracts=False, voided_by=None).count() == 1


# What answers


def test_anything_that_is_entered_in_its_days_answers(council):
    actions = [council.add_action(f"2.{n}", council.post) for n in range(4)]
    for action in actions:
        council.update(action, now=on("2019-01-14"))
    opened = council.open_round()
    assert counts(opened, MONDAY) == (0, 5)

    council.update(actions[0])
    council.no_change(actions[1])
    council.ask(actions[2])
    council.update(actions[3], status="done")

    assert counts(opened, MONDAY) == (4, 5)


def test_what_counts_is_when_it_was_entered_not_from_when_it_holds(council):
    opened = council.open_round()

    council.update(holds_from=date(2019, 1, 8))

    assert counts(opened, MONDAY) == (1, 1)


@pytest.mark.parametrize(
    ("when", "spoken"),
    [
        (on("2019-01-20", hour=23, minute=59), 0),
        (on("2019-01-21", hour=0), 1),
        (on("2019-02-01", hour=23, minute=59), 1),
        (on("2019-02-02", hour=0), 0),
    ],
    ids=["the minute before", "the first minute", "the last minute", "the minute after"],
)
def test_a_round_runs_by_days_in_london(council, when, spoken):
    opened = council.open_round(now=on("2019-01-19"))

    council.update(now=when)

    assert counts(opened, on("2019-03-01")) == (spoken, 1)


def test_days_in_summer_begin_at_midnight_in_london(council):
    opened = council.open_round(opens=date(2019, 4, 1), closes=date(2019, 4, 5))
    # Half past midnight in London is still the day before by universal time.
    council.update(now=on("2019-04-06", hour=0, minute=30))
    assert counts(opened, on("2019-04-07")) == (0, 1)

    council.update(now=on("2019-04-07"), text="Since")
    later = council.open_round(
        now=on("2019-04-07"), opens=date(2019, 4, 8), closes=date(2019, 4, 12)
    )
    council.update(now=on("2019-04-08", hour=0, minute=30), text="Early")
    assert counts(later, on("2019-04-09")) == (1, 1)


def test_an_action_that_is_finished_in_the_round_still_counts(council):
    opened = council.open_round()
    council.answer(council.update(status="done"))

    assert counts(opened, MONDAY) == (1, 1)


def test_an_action_that_was_finished_before_is_not_asked_about(council):
    council.answer(council.update(status="done", now=on("2019-01-14")), now=on("2019-01-15"))

    assert counts(council.open_round(), MONDAY) == (0, 0)


def test_a_closed_round_says_how_it_ended_whatever_comes_later(council):
    late = council.add_action("1.2", council.post)
    opened = council.open_round()
    council.update()
    ended = counts(opened, on("2019-02-02"))
    before = answers_to(opened, AsAt(on("2019-02-02")))

    council.update(late, now=on("2019-02-04"))
    council.add_action("1.3", council.post, known_at=on("2019-02-05"))
    UpdateFactory(
        action=late, said_by=council.officer, holds_from="2019-01-25", known_at=on("2019-02-05")
    )
    HoldingFactory(
        owner=council.post,
        user=council.officer,
        change="leaves",
        holds_from="2019-01-22",
        known_at=on("2019-02-06"),
    )

    after = answers_to(opened, AsAt(on("2019-03-01")))
    assert ended == (1, 2)
    assert counts(opened, on("2019-03-01")) == ended
    assert [post.holders for post in after.posts] == [post.holders for post in before.posts]


def test_what_is_imported_meanwhile_is_nobodys_answer(council):
    opened = council.open_round()
    UpdateFactory(action=council.action, by_post=council.post, holds_from=TODAY)

    assert counts(opened, on("2019-01-22")) == (0, 1)
    council.update()
    assert counts(opened, on("2019-01-22")) == (1, 1)


def test_an_answer_that_was_corrected_in_the_round_is_still_one(council):
    opened = council.open_round()
    mistaken = council.update()
    council.update(corrects=mistaken, text="Mended words.")

    assert counts(opened, MONDAY) == (1, 1)


def test_the_list_and_the_page_of_a_round_count_the_same(council):
    """Counted from today's state, and from the state at its close."""
    council.add_action("1.2", council.post)
    finished = council.add_action("1.3", council.post)
    opened = council.open_round()
    council.update()
    council.update(finished, now=on("2019-01-25"))
    council.answer(
        council.update(finished, status="done", now=on("2019-02-04")), now=on("2019-02-05")
    )

    later = on("2019-03-01")
    listed = tally(council.state(later), opened, AsAt(later))
    assert (listed.spoken, listed.asked) == counts(opened, later) == (2, 3)


# Whose answer it is


def test_answers_are_told_by_post_with_who_holds_and_who_covers_it(council):
    council.add_action("2.1", council.above)
    cover = CoverFactory(
        authority=council.authority,
        owner=council.post,
        user=council.head,
        holds_from="2019-01-14",
        until="2019-01-31",
    )
    opened = council.open_round()
    council.update()

    first, second = answers_to(opened, AsAt(MONDAY)).posts
    assert (first.owner, len(first.spoken), len(first.missing)) == (council.above, 0, 1)
    assert (second.owner, len(second.spoken), len(second.missing)) == (council.post, 1, 0)
    assert [holding.user for holding in second.holders] == [council.officer]
    assert second.covers == [cover]
    assert set(second.officers) == {council.officer, council.head}


def test_who_has_left_and_a_post_without_anybody_stand_apart(council):
    vacant = council.add_post("Head of nothing yet")
    council.add_action("2.1", vacant)
    left = council.add_member("officer", is_active=False)
    council.add_action("2.2", council.add_post("Head of what was", left))
    council.add_action("2.3", None)

    answers = answers_to(council.open_round(), AsAt(MONDAY))

    assert [one.user for one in answers.chased] == [council.officer]
    assert {post.owner.post if post.owner else None for post in answers.unreachable} == {
        "Head of nothing yet",
        "Head of what was",
        None,
    }


def test_who_holds_two_posts_is_chased_once_with_all_that_is_missing(council):
    other = council.add_post("Head of two", council.officer)
    council.add_action("2.1", other)

    (chased,) = answers_to(council.open_round(), AsAt(MONDAY)).chased

    assert len(chased.posts) == 2
    assert {action.number for action in chased.missing} == {"1.1", "2.1"}


def test_my_part_of_an_open_round_counts_my_posts_only(council):
    council.add_action("1.2", council.post)
    council.add_action("2.1", council.above)
    council.open_round()
    council.update()

    (mine,) = my_rounds([council.state()], {council.post.pk}, AsAt(MONDAY))

    assert (mine.spoken, mine.asked) == (1, 2)
    assert my_rounds([council.state()], set(), AsAt(MONDAY)) == []
    after = on("2019-02-02")
    assert my_rounds([council.state(after)], {council.post.pk}, AsAt(after)) == []


def test_an_action_that_changed_hands_is_asked_of_the_post_that_has_it_now(council):
    OwnershipFactory(
        owner=council.above, action=council.action, holds_from="2019-01-18", commitment=None
    )
    opened = council.open_round()

    (post,) = answers_to(opened, AsAt(MONDAY)).posts
    assert post.owner == council.above
