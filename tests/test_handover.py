"""A post is handed on, and somebody leaves: nothing is orphaned in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from improvement.models import Holding, User
from inspections.models.time import AsAt, Reading, london_day
from tests.factories import (
    CoverFactory,
    DateRequestFactory,
    HoldingFactory,
    OwnerFactory,
    UpdateFactory,
)
from tests.office import NOON, TODAY, member_of, problems, words

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOTE = "Two audits are left; the quality lead has the list."


@pytest.fixture
def successor(authority):
    return member_of(authority, "officer", name="The successor")


def held(post, day):
    holdings = Holding.objects.filter(owner=post).current(AsAt.end_of(day))
    return {holding.user or holding.name for holding in holdings}


# The verb


@pytest.fixture
def hand_over(post, members, successor):
    def say(**said):
        usual = {"owner": post, "by": members["officer"], "now": NOON, "on": TODAY}
        return recording.hand_over(**usual | {"to": successor, "text": NOTE} | said)

    return say


def test_a_holder_hands_over_from_today_with_a_note(hand_over, post, members, successor):
    taken_up = hand_over()

    assert held(post, TODAY - timedelta(days=1)) == {members["officer"]}
    assert held(post, TODAY) == {successor}
    assert (taken_up.user, taken_up.text, taken_up.said_by) == (
        successor,
        NOTE,
        members["officer"],
    )


def test_until_a_later_day_the_post_stays_theirs(hand_over, post, members, successor):
    hand_over(on=date(2019, 3, 1))

    assert held(post, date(2019, 2, 28)) == {members["officer"]}
    assert held(post, date(2019, 3, 1)) == {successor}


def test_whoever_shares_a_post_keeps_it_and_gets_the_note(hand_over, post, successor):
    HoldingFactory(owner=post, user=successor)

    left = hand_over()

    assert held(post, TODAY) == {successor}
    assert (left.change, left.text) == ("leaves", NOTE)


def test_an_admin_hands_on_what_somebody_else_holds(hand_over, post, members, successor):
    holding = post.holdings.get()

    hand_over(by=members["admin"], leaving=holding, on=date(2019, 1, 14))

    assert held(post, date(2019, 1, 14)) == {successor}


def test_an_admin_fills_a_vacant_post_with_a_note(authority, members, successor):
    vacant = OwnerFactory(authority=authority)

    recording.hand_over(
        owner=vacant, by=members["admin"], now=NOON, on=TODAY, to=successor, text=NOTE
    )

    assert held(vacant, TODAY) == {successor}


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({"text": "  "}, "Say what the next one needs to know", "text"),
        ({"on": date(2019, 1, 20)}, "That day has passed", "on"),
        ({"on": date(2099, 2, 1)}, "more than a year ahead", "on"),
        ({"to": "viewer"}, "is no officer at Westmere", "to"),
        ({"to": "other"}, "is no officer at Westmere", "to"),
        ({"to": "officer"}, "is the one who leaves", "to"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(hand_over, members, said, sentence, field):
    said = {name: members.get(value, value) for name, value in said.items()}

    with pytest.raises(recording.Refused, match=sentence) as refused:
        hand_over(**said)

    assert refused.value.field == field
    assert Holding.objects.count() == 1


def test_somebody_who_has_left_takes_nothing_up(hand_over, authority):
    gone = member_of(authority, "officer", is_active=False)

    with pytest.raises(recording.Refused, match="is no officer"):
        hand_over(to=gone)


def test_a_post_is_handed_over_once(hand_over, authority):
    hand_over()

    with pytest.raises(PermissionDenied, match="You do not hold the post"):
        hand_over(to=member_of(authority, "officer"))


def test_what_is_handed_over_later_is_not_handed_over_after_that_day(hand_over, authority):
    hand_over(on=date(2019, 3, 1))

    with pytest.raises(recording.Refused, match="does not hold the post on 8 March 2019"):
        hand_over(to=member_of(authority, "officer"), on=date(2019, 3, 8))


@pytest.mark.parametrize("who", ["viewer", "approver", "other"])
def test_nobody_hands_over_what_they_do_not_hold(hand_over, members, who):
    with pytest.raises(PermissionDenied):
        hand_over(by=members[who])


def test_a_holder_does_not_hand_on_a_colleagues_part(hand_over, post, successor, authority):
    theirs = HoldingFactory(owner=post, user=member_of(authority, "officer"))

    with pytest.raises(PermissionDenied, match="only what you hold yourself"):
        hand_over(leaving=theirs)


@pytest.mark.django_db(transaction=True)
def test_a_post_handed_to_two_at_once_goes_to_one_of_them(hand_over, authority, post):
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to SQLite's memory; run on PostgreSQL")
    together = Barrier(2)

    def give(to):
        together.wait(timeout=10)
        try:
            return hand_over(to=to)
        except (recording.Refused, PermissionDenied) as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(give, [member_of(authority, "officer"), member_of(authority, "officer")])
        )

    assert sum("not hold the post" in str(answer) for answer in answers) == 1
    assert len(held(post, TODAY)) == 1


def test_a_second_handover_does_not_pass_by_the_first(hand_over, post, authority, successor):
    march, april = date(2019, 3, 1), date(2019, 4, 1)
    hand_over(on=march)
    other = member_of(authority, "officer")

    with pytest.raises(recording.Refused) as refused:
        hand_over(to=other, on=date(2019, 2, 1))

    assert refused.value.sentence.startswith(
        "It is handed over to The successor from 1 March 2019 already."
    )
    assert held(post, april) == {successor}
    hand_over(on=date(2019, 2, 1))  # to the same person it only comes earlier
    assert held(post, date(2019, 2, 1)) == held(post, april) == {successor}


@pytest.mark.parametrize("verb", ["take_up", "hand_over", "cover_post"])
def test_nobody_is_given_a_post_who_left_since_they_were_chosen(
    verb, hand_over, post, members, successor
):
    chosen = User.objects.get(pk=successor.pk)
    User.objects.filter(pk=successor.pk).update(is_active=False)
    said = {"owner": post, "by": members["admin"], "now": NOON}
    days = {"starts": TODAY, "until": TODAY + timedelta(days=7)}
    give = {
        "take_up": lambda: recording.take_up(**said, on=TODAY, user=chosen),
        "hand_over": lambda: hand_over(to=chosen),
        "cover_post": lambda: recording.cover_post(**said, **days, user=chosen),
    }

    with pytest.raises(recording.Refused):
        give[verb]()

    assert held(post, TODAY) == {members["officer"]}


# Taken back


@pytest.fixture
def take_back(members):
    def say(handed, **said):
        left = handed.owner.holdings.get(
            change="leaves", known_at=handed.known_at, retracts=False
        )
        usual = {"left": left, "by": members["officer"], "reason": "The wrong post."}
        return recording.take_back_handover(**usual | {"now": NOON + MINUTE} | said)

    return say


def speak_for_the_post(action, by, now=NOON + MINUTE):
    recording.record_update(action=action, by=by, now=now, status="on_track", text="Read in.")


@pytest.mark.parametrize("who", ["officer", "admin"])
@pytest.mark.parametrize("day", [TODAY, date(2019, 3, 1)])
def test_a_handover_by_mistake_is_taken_back_and_stays_on_record(
    hand_over, take_back, post, members, who, day
):
    handed = hand_over(on=day)

    taken_back = take_back(handed, by=members[who])

    assert held(post, TODAY) == held(post, date(2019, 4, 1)) == {members["officer"]}
    assert (taken_back.voids, taken_back.text) == (handed, "The wrong post.")
    assert Holding.objects.count() == 5  # nothing is deleted
    then = AsAt(handed.known_at, Reading.THEN)
    assert [one.user for one in post.holdings.current(then)] == (
        [handed.user] if day == TODAY else [members["officer"]]
    )


def test_to_somebody_who_shares_the_post_it_is_taken_back_too(
    hand_over, take_back, post, members, successor
):
    HoldingFactory(owner=post, user=successor)

    take_back(hand_over())

    assert held(post, TODAY) == {members["officer"], successor}


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_once_the_successor_has_spoken_for_the_post_it_stays_handed_over(
    hand_over, take_back, post, action, members, successor, who
):
    handed = hand_over()
    speak_for_the_post(action, successor)

    with pytest.raises(recording.Refused, match="can no longer be taken back"):
        take_back(handed, by=members[who], now=NOON + 2 * MINUTE)

    assert held(post, TODAY) == {successor}


def test_what_was_said_before_they_held_the_post_hinders_nothing(
    hand_over, take_back, post, action, members, successor
):
    cover = {"owner": post, "authority": post.authority, "until": date(2019, 2, 28)}
    CoverFactory(user=successor, **cover)
    handed = hand_over(on=date(2019, 3, 1))
    speak_for_the_post(action, successor)

    take_back(handed, now=NOON + 2 * MINUTE)

    assert held(post, date(2019, 3, 1)) == {members["officer"]}


def test_what_changed_hands_since_is_not_taken_back(hand_over, take_back, post, successor):
    third = member_of(post.authority, "officer")
    handed = hand_over()
    hand_over(by=successor, to=third, now=NOON + MINUTE)

    with pytest.raises(recording.Refused, match="it has changed hands since"):
        take_back(handed, now=NOON + 2 * MINUTE)

    assert held(post, TODAY) == {third}


def test_it_is_taken_back_once_and_with_a_reason(hand_over, take_back, post, members):
    handed = hand_over()
    with pytest.raises(recording.Refused, match="Say why") as refused:
        take_back(handed, reason=" ")
    assert refused.value.field == "reason"

    take_back(handed)

    with pytest.raises(recording.Refused, match="can no longer be taken back"):
        take_back(handed)


@pytest.mark.parametrize("who", ["viewer", "approver", "other", "colleague", "successor"])
def test_nobody_takes_back_what_others_handed_over(
    hand_over, take_back, authority, members, successor, who
):
    people = {"successor": successor, "colleague": member_of(authority, "officer"), **members}

    with pytest.raises(PermissionDenied):
        take_back(hand_over(), by=people[who])


def test_who_has_left_gets_no_post_back(hand_over, take_back, members):
    handed = hand_over()
    User.objects.filter(pk=members["officer"].pk).update(is_active=False)

    with pytest.raises(recording.Refused, match="is no officer here any more"):
        take_back(handed, by=members["admin"])


# An officer leaves


def test_the_page_shows_all_that_passes_with_the_post(
    client_for, members, action, post, successor
):
    UpdateFactory(action=action, status="done")
    DateRequestFactory(action=action, to=date(2019, 6, 28))

    page = client_for(members["officer"]).get(reverse("post-hand-over", args=[post.pk]))

    text = page.content.decode()
    assert [row.action for row in page.context["actions"]] == [action]
    assert "Said to be done on 7 January 2019" in text
    assert "28 June 2019 asked for as the new date" in text
    assert "The successor" in text


def test_an_officer_hands_over_and_the_successor_reads_the_note_until_they_have_spoken(
    client_for, members, action, post, successor, clock
):
    sent = {"to": successor.pk, "on": london_day(timezone.now()).isoformat(), "text": NOTE}
    response = client_for(members["officer"]).post(
        reverse("post-hand-over", args=[post.pk]), sent, follow=True
    )
    assert "The successor holds Head of practice from today on" in response.content.decode()
    clock(NOON + MINUTE)
    theirs = client_for(successor)
    stand_in = member_of(post.authority, "officer")
    CoverFactory(authority=post.authority, owner=post, user=stand_in, until=date(2099, 1, 1))
    recording.record_update(
        action=action, by=stand_in, now=timezone.now(), status="on_track", text="For them."
    )
    assert NOTE in theirs.get(reverse("my-actions")).content.decode()
    assert NOTE in theirs.get(reverse("action", args=["plan", "1.1"])).content.decode()

    recording.record_update(
        action=action, by=successor, now=timezone.now(), status="on_track", text="Read in."
    )

    assert NOTE not in theirs.get(reverse("my-actions")).content.decode()
    assert NOTE in theirs.get(reverse("my-posts")).content.decode()


def test_the_note_of_another_post_stays_out_of_an_actions_history(
    viewer, action, members, successor, authority
):
    other = OwnerFactory(authority=authority)
    HoldingFactory(owner=other, user=successor, text="Of another post.")

    page = viewer.get(reverse("action", args=["plan", "1.1"])).content.decode()

    assert "Of another post." not in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"to": ""}, "to"),
        ({"to": "9" * 30}, "to"),
        ({"to": "\0"}, "to"),
        ({"on": "yesterday"}, "on"),
        ({"on": "2019-01-01"}, "on"),
        ({"text": ""}, "text"),
        ({"text": "The child is called Someone, 7"}, "text"),
    ],
)
def test_a_handover_with_something_odd_is_refused_and_kept(
    client_for, members, post, successor, sent, field
):
    usual = {"to": successor.pk, "on": london_day(timezone.now()).isoformat(), "text": NOTE}

    response = client_for(members["officer"]).post(
        reverse("post-hand-over", args=[post.pk]), usual | sent
    )

    assert list(problems(response)) == [field]
    assert Holding.objects.count() == 1


def test_without_a_colleague_the_page_says_whom_to_ask(client_for, members, post):
    page = client_for(members["officer"]).get(reverse("post-hand-over", args=[post.pk]))

    assert "there is nobody to hand it to" in page.content.decode()
    assert b"Hand it over</button>" not in page.content


def test_a_colleague_cannot_open_the_page(client_for, post, successor):
    page = client_for(successor).get(reverse("post-hand-over", args=[post.pk]))

    assert page.status_code == 403
    assert "You do not hold the post Head of practice" in page.content.decode()


def test_the_page_after_handing_over_offers_the_way_back_until_the_successor_speaks(
    officer, viewer, action, post, successor, client_for
):
    sent = {"to": successor.pk, "on": TODAY.isoformat(), "text": NOTE}
    handed = officer.post(reverse("post-hand-over", args=[post.pk]), sent, follow=True)
    left = post.holdings.get(change="leaves")
    way_back = reverse("handover-take-back", args=[left.pk])
    assert "until they have said something for it, you can take" in words(handed).lower()
    assert way_back in handed.text
    assert NOTE in words(officer.get(way_back))

    assert list(problems(officer.post(way_back, {"reason": ""}))) == ["reason"]
    back = officer.post(way_back, {"reason": "It was the other post."}, follow=True)

    assert "Head of practice is yours again" in words(back)
    assert way_back not in back.text
    assert reverse("post-hand-over", args=[post.pk]) in back.text
    history = viewer.get(reverse("action", args=["plan", "1.1"])).text
    assert f"<s>{NOTE}</s>" in history
    assert "It was the other post." in history
    told = words(client_for(successor).get(reverse("my-posts")))
    assert "is not yours any more" in told
    assert "Why: It was the other post." in told
    assert "is not yours any more" not in words(back)


def test_an_admin_finds_the_way_back_and_the_reason_where_holders_are_kept(
    admin, hand_over, post, action, successor
):
    hand_over(now=NOON - MINUTE)
    page = reverse("holding-create", args=[post.pk])
    way_back = reverse("handover-take-back", args=[post.holdings.get(change="leaves").pk])
    assert way_back in admin.get(page).text

    done = admin.post(way_back, {"reason": "It was the other post."}, follow=True)

    assert done.redirect_chain[-1][0] == page
    assert "It was the other post." in words(done)
    assert way_back not in done.text


def test_once_they_have_spoken_the_page_says_whom_to_ask(
    officer, admin, hand_over, action, post, successor
):
    hand_over(now=NOON - 2 * MINUTE)
    way_back = reverse("handover-take-back", args=[post.holdings.get(change="leaves").pk])
    speak_for_the_post(action, successor, now=NOON - MINUTE)

    assert way_back not in officer.get(reverse("my-posts")).text
    assert "Ask an admin of your council" in words(officer.get(way_back))
    assert "follow “Leaves”" in words(admin.get(way_back))
    assert "Take it back</button>" not in officer.get(way_back).text


# An admin ends a holding


def leaves(post):
    holding = post.holdings.order_by("pk").first()
    return reverse("holding-create", args=[post.pk], query={"leaves": holding.pk})


def test_ending_the_only_holding_shows_what_would_be_without_anybody(admin, post, action):
    page = admin.get(leaves(post)).content.decode()

    assert "Nobody else holds the post" in page
    assert str(action) in page


def test_ending_the_only_holding_needs_a_word_on_what_becomes_of_the_post(admin, post, action):
    response = admin.post(leaves(post), {"on": "2019-02-01"})

    assert "Choose who takes it over, or that it stays vacant" in problems(response)["to"][0]
    assert Holding.objects.count() == 1


def test_the_post_stays_vacant_only_knowingly(admin, post, action):
    admin.post(leaves(post), {"on": "2019-02-01", "to": "vacant"})

    assert held(post, date(2019, 2, 1)) == set()


def test_a_holding_ends_and_somebody_takes_over_in_one_step(admin, post, action, successor):
    without_note = admin.post(leaves(post), {"on": "2019-02-01", "to": successor.pk})
    admin.post(leaves(post), {"on": "2019-02-01", "to": successor.pk, "text": NOTE})

    assert list(problems(without_note)) == ["text"]
    assert held(post, date(2019, 2, 1)) == {successor}


def test_where_somebody_else_holds_the_post_nothing_more_is_asked(admin, post, successor):
    HoldingFactory(owner=post, user=successor)

    admin.post(leaves(post), {"on": "2019-02-01"})

    assert held(post, date(2019, 2, 1)) == {successor}


def test_a_partner_bodys_holder_leaves_without_more_ado(admin, authority):
    partner = OwnerFactory(authority=authority, post="Superintendent", body="Police")
    HoldingFactory(owner=partner, name="The one before")

    admin.post(leaves(partner), {"on": "2019-02-01"})

    assert held(partner, date(2019, 2, 1)) == set()


# Somebody leaves the council


def leaving(person):
    return reverse("person-leaving", args=[person.pk])


def test_before_somebody_is_marked_as_left_all_that_depends_on_them_is_shown(
    admin, members, post, action, authority
):
    officer = members["officer"]
    UpdateFactory(action=action, status="done")
    DateRequestFactory(action=action)
    to_cover = OwnerFactory(authority=authority, post="Head of care")
    CoverFactory(authority=authority, owner=to_cover, user=officer, until=date(2099, 1, 1))

    page = admin.get(leaving(officer))

    text = page.content.decode()
    assert [p.owner for p in page.context["leaving"].orphaned] == [post]
    assert "Nobody else holds it" in text
    assert "Claims and requests that wait to be answered: 2" in text
    assert str(action) in text
    assert "They cover Head of care" in text


def test_the_roles_page_leads_there_instead_of_switching_the_account_off(
    admin, members, post, action
):
    page = reverse("person-roles", args=[members["officer"].pk])
    roles = {f"roles-{post.authority_id}": ["officer"], "has_left": "on"}

    shown = admin.get(page).content.decode()
    sent = admin.post(page, roles)

    assert leaving(members["officer"]) in shown
    assert sent["Location"] == leaving(members["officer"])
    members["officer"].refresh_from_db()
    assert members["officer"].is_active


def test_a_post_is_handed_on_as_somebody_is_marked_as_left(
    admin, members, post, action, successor
):
    officer, day = members["officer"], london_day(timezone.now())
    nothing_said = admin.post(leaving(officer), {"text": ""})
    without_note = admin.post(leaving(officer), {f"post-{post.pk}": successor.pk})
    officer.refresh_from_db()
    assert officer.is_active

    admin.post(leaving(officer), {f"post-{post.pk}": successor.pk, "text": NOTE})

    officer.refresh_from_db()
    assert list(problems(nothing_said)) == [f"post-{post.pk}"]
    assert list(problems(without_note)) == ["text"]
    assert not officer.is_active
    assert held(post, day) == {successor}


def test_a_leavers_posts_and_covers_end_with_the_account(admin, members, post, authority):
    officer, day = members["officer"], london_day(timezone.now())
    cover = CoverFactory(
        authority=authority,
        owner=OwnerFactory(authority=authority),
        user=officer,
        until=date(2099, 1, 1),
    )

    admin.post(leaving(officer), {f"post-{post.pk}": "vacant"})

    assert held(post, day) == set()
    assert cover.voided_by.until == day - timedelta(days=1)
    assert held(post, date(2019, 2, 1)) == {officer}


def test_the_only_approver_is_named_as_such(admin, members):
    page = admin.get(leaving(members["approver"])).content.decode()

    assert "They are the only approver at Westmere" in page


def test_nobody_marks_themselves_as_left(admin, members):
    response = admin.post(leaving(members["admin"]), {"text": ""}, follow=True)

    assert "You cannot mark" in response.content.decode()
    members["admin"].refresh_from_db()
    assert members["admin"].is_active
