"""An officer's list: what is theirs to do next, and the shortest way to have it said."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from improvement.models import Plan, Update
from tests.factories import (
    PASSWORD,
    ActionFactory,
    CoverFactory,
    DateRequestFactory,
    DecisionFactory,
    EvidenceFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    OwnershipFactory,
    PlanClosureFactory,
    PlanFactory,
    SignOffFactory,
    UpdateFactory,
    UpdateRoundFactory,
    UserFactory,
    on,
)
from tests.office import NOON, TODAY, address, fields, messages_of, words

pytestmark = pytest.mark.usefixtures("clock")
LONG_AGO = date(2019, 1, 18)
HERE = "/my-actions/"


def an_action(plan, post, reference, **said):
    return ActionFactory(plan=plan, owner=post, reference=reference, title="", **said)


def groups(page):
    return {
        group.title: [str(row.state.action).strip() for row in rows]
        for group, rows in page.context["groups"]
    }


def row_of(page, action):
    """The row of one action, as markup."""
    found = re.search(rf'<tr id="action-{action.pk}">.*?</tr>', page.text, re.DOTALL)
    return found.group()


def test_an_officer_finds_what_is_theirs_by_what_to_do_next(officer, plan, post):
    soon = TODAY + timedelta(days=28)
    UpdateFactory(action=an_action(plan, post, "late", first_due=LONG_AGO))
    UpdateFactory(action=an_action(plan, post, "later", first_due=LONG_AGO - timedelta(days=1)))
    back = an_action(plan, post, "back")
    SignOffFactory(claim=UpdateFactory(action=back, status="done"), outcome="sent_back")
    again = an_action(plan, post, "again")
    DecisionFactory(action=again, outcome="reopened", holds_from="2019-01-14")
    refused = an_action(plan, post, "refused")
    UpdateFactory(action=refused)
    request = DateRequestFactory(action=refused)
    DecisionFactory(request=request, outcome="refused", holds_from="2019-01-14")
    UpdateFactory(action=an_action(plan, post, "bare"), status="done")
    claimed = an_action(plan, post, "claimed", first_due=soon)
    UpdateFactory(action=claimed, status="done")
    EvidenceFactory(action=claimed)
    an_action(plan, post, "silent")
    said_since = an_action(plan, post, "said-since", first_due=LONG_AGO)
    UpdateFactory(action=said_since, holds_from=TODAY)
    UpdateFactory(action=an_action(plan, post, "due", first_due=soon))
    rest = an_action(plan, post, "rest", first_due=soon + timedelta(days=1))
    UpdateFactory(action=rest)
    UpdateFactory(action=an_action(plan, post, "undated", first_due=None))

    page = officer.get(HERE)

    assert list(groups(page).items()) == [
        ("Late", ["later", "late"]),
        ("Came back to you", ["again", "back", "refused"]),
        ("Evidence awaited", ["bare"]),
        ("Unconfirmed", ["silent"]),
        ("Late, and answered since", ["said-since"]),
        ("Due in the next 28 days", ["due"]),
        ("Waiting for others", ["claimed"]),
        ("The rest", ["rest", "undated"]),
    ]
    # The lists that ask for something, and no other: what is late and was answered for waits
    # for somebody else.
    assert "<h1>7 of your 12 actions wait for your answer</h1>" in page.text
    assert "<title>My actions: 7 of 12 wait for your answer" in page.text
    assert "Go through all 12, one at a time" in words(page)


def test_in_an_update_round_what_nobody_answered_for_waits_for_an_answer(officer, plan, post):
    asked, answered = (an_action(plan, post, reference) for reference in ("1.1", "1.2"))
    UpdateFactory(action=asked)
    UpdateRoundFactory(plan=plan, holds_from="2019-01-14", closes=TODAY)
    UpdateFactory(action=answered, holds_from="2019-01-15", said_by=UserFactory())

    page = officer.get(HERE)

    assert groups(page) == {"Asked in the update round": ["1.1"], "The rest": ["1.2"]}
    assert "1 of your 2 actions waits for your answer" in words(page)
    officer.post(address("action-no-change"), pressed(page, asked))
    page = officer.get(HERE)
    assert "<h1>Nothing waits for your answer</h1>" in page.text
    assert "2 of your 2 answered in this round . It asks nothing more of you." in words(page)


@pytest.mark.parametrize("decided", ["sent back", "reopened", "refused", "another date"])
def test_what_came_back_in_a_round_waits_for_another_answer(officer, action, plan, decided):
    UpdateRoundFactory(plan=plan, holds_from="2019-01-14", closes=TODAY)
    said = {"holds_from": "2019-01-15", "said_by": UserFactory()}
    claim = UpdateFactory(action=action, status="done", **said)
    if decided == "sent back":
        SignOffFactory(claim=claim, outcome="sent_back", holds_from="2019-01-16")
    elif decided == "reopened":
        DecisionFactory(action=action, outcome="reopened", holds_from="2019-01-16")
    else:
        asked = DateRequestFactory(action=action, **said)
        answer = {"another date": {"outcome": "granted_to", "to": "2019-04-30"}}
        told = answer.get(decided, {"outcome": "refused"})
        DecisionFactory(request=asked, holds_from="2019-01-16", **told)

    page = officer.get(HERE)

    assert "<h1>1 of your 1 action waits for your answer</h1>" in page.text
    assert "0 of your 1 answered in this round" in words(page)
    sent = {"status": "on_track", "text": "Audited since."}
    officer.post(address("action-update"), fields(officer.get(address("action-update"))) | sent)
    assert "1 of your 1 answered in this round" in words(officer.get(HERE))


def test_each_says_why_it_came_back(officer, plan, post):
    back = an_action(plan, post, "back")
    claim = UpdateFactory(action=back, status="done")
    SignOffFactory(
        claim=claim, outcome="sent_back", text="No audit yet.", holds_from="2019-01-14"
    )
    moved = an_action(plan, post, "moved")
    DecisionFactory(
        request=DateRequestFactory(action=moved),
        outcome="granted_to",
        to="2019-04-30",
        reason="One month.",
        holds_from="2019-01-15",
    )

    said = words(officer.get(HERE))

    assert "Sent back by Head of speaker, 14 January 2019: No audit yet." in said
    assert (
        "Another date granted, 30 April 2019 by Head of speaker, 15 January 2019: One month."
        in said
    )


def test_a_refusal_no_longer_presses_once_something_was_said_since(officer, plan, post):
    refused = an_action(plan, post, "refused")
    request = DateRequestFactory(action=refused)
    DecisionFactory(request=request, outcome="refused", holds_from="2019-01-14")
    UpdateFactory(action=refused, holds_from="2019-01-16")

    assert groups(officer.get(HERE)) == {"The rest": ["refused"]}


def test_evidence_that_was_taken_back_is_awaited_again(officer, plan, post):
    action = an_action(plan, post, "bare")
    UpdateFactory(action=action, status="done")
    given = EvidenceFactory(action=action)
    EvidenceFactory(action=action, voids=given, retracts=True, kind="", shows="", link="")

    assert groups(officer.get(HERE)) == {"Evidence awaited": ["bare"]}


def test_what_is_finished_or_another_posts_is_not_on_an_officers_list(
    officer, authority, plan, post
):
    done = an_action(plan, post, "done")
    SignOffFactory(claim=UpdateFactory(action=done, status="done"))
    DecisionFactory(action=an_action(plan, post, "gone"))
    an_action(plan, OwnerFactory(authority=authority), "theirs")
    an_action(plan, None, "nobodys")
    closed = PlanFactory(authority=authority)
    an_action(closed, post, "closed")
    PlanClosureFactory(plan=closed)

    page = officer.get(HERE)

    assert groups(page) == {}
    assert "No open action belongs to a post that you hold or cover" in words(page)


def test_a_post_that_is_taken_up_tomorrow_is_not_yet_ones_own(client_for, members, action):
    care = OwnerFactory(authority=action.plan.authority)
    an_action(action.plan, care, "2.1")
    HoldingFactory(owner=care, user=members["officer"], holds_from="2019-01-22", known_at=NOON)

    page = client_for(members["officer"]).get(HERE)

    assert "2.1" not in words(page)


def test_a_holder_of_a_post_who_is_no_officer_has_no_actions(client_for, members, action):
    HoldingFactory(owner=action.ownerships.get().owner, user=members["viewer"])

    page = client_for(members["viewer"]).get(HERE)

    assert "You read here; officers update actions" in words(page)


# Covering


def test_what_one_covers_stands_apart_with_until_when(officer, authority, members, plan, post):
    care = OwnerFactory(authority=authority, post="Head of care")
    covered = an_action(plan, care, "2.1")
    own = an_action(plan, post, "1.1")
    CoverFactory(
        authority=authority, owner=care, user=members["officer"], text="Back in February."
    )

    page = officer.get(HERE)

    said = words(page)
    assert groups(page) == {"Unconfirmed": ["1.1"]}
    assert "Covering for Head of care (1) Until 31 January 2019." in said
    assert "Note: Back in February." in said
    assert said.index("Unconfirmed (1)") < said.index("Covering for Head of care")
    assert address("action-update", reference="2.1") in row_of(page, covered)
    assert address("action-update", reference="1.1") in row_of(page, own)


def test_cover_ends_with_its_last_day(client_for, authority, members, plan, clock):
    care = OwnerFactory(authority=authority, post="Head of care")
    an_action(plan, care, "2.1")
    CoverFactory(authority=authority, owner=care, user=members["officer"])

    clock(on("2019-01-31"))
    assert "Covering for Head of care" in words(client_for(members["officer"]).get(HERE))
    clock(on("2019-02-01"))
    assert "Head of care" not in words(client_for(members["officer"]).get(HERE))


def test_a_partner_bodys_action_asks_who_told_us_before_it_is_confirmed(
    officer, authority, members, plan
):
    police = OwnerFactory(authority=authority, post="Superintendent", body="Police")
    action = an_action(plan, police, "3.1")
    UpdateFactory(action=action)
    CoverFactory(authority=authority, owner=police, user=members["officer"], until=None)

    page = officer.get(HERE)
    assert "On behalf of Superintendent (Police) (1)" in words(page)
    there = address("action-no-change", reference="3.1")
    assert f'href="{there}?from=mine"' in row_of(page, action)

    page = officer.get(there)
    assert "Who at Police told us, and when?" in words(page)
    refused = officer.post(there, fields(page))
    assert "Say who at Police told us, and when." in words(refused)
    officer.post(there, fields(page) | {"told_by": "Superintendent, 20 January"})
    assert Update.objects.latest("pk").told_by == "Superintendent, 20 January"


# The shortest way


def test_every_status_is_one_press_away_and_chosen_in_the_form(officer, action):
    page = officer.get(HERE)
    row = row_of(page, action)

    for status, said in [("at_risk", "At risk"), ("done", "Done"), ("on_track", "On track")]:
        link = f"{address('action-update')}?from=mine&amp;status={status}"
        named = f'{said}<span class="hidden">: 1.1 Visit every child</span>'
        assert f'<a href="{link}">{named}</a>' in row
        form = officer.get(address("action-update", status=status))
        assert fields(form)["status"] == status
        # And the box that has to say more is where one then writes.
        box = "reason" if status == "at_risk" else "text"
        assert re.search(rf'<textarea name="{box}"[^>]* autofocus', form.text)
        assert form.text.count("autofocus") == 1
        assert ('name="text"' in form.text.partition('name="reason"')[0]) == (box == "text")


def test_a_status_that_there_is_not_is_not_chosen(officer, action):
    assert fields(officer.get(address("action-update", status="not_stated")))["status"] == ""


def test_from_the_list_one_comes_back_to_the_list(officer, action):
    there = address("action-update", status="on_track") + "&from=mine"

    response = officer.post(there, fields(officer.get(there)) | {"text": "Two teams."})

    assert response.url == f"/my-actions/#action-{action.pk}"
    assert messages_of(response) == ["Your update is recorded."]
    # The page opens at the row, so what was recorded is told there, and once.
    page = officer.get(response.url)
    assert "Your update is recorded." in row_of(page, action)
    assert page.text.count("Your update is recorded.") == 1
    assert "Your update is recorded." not in officer.get(HERE).text


def test_what_is_recorded_of_an_action_that_is_not_on_the_list_is_told_above_it(
    officer, action, plan, post
):
    other = an_action(plan, post, "1.10")
    officer.post(address("action-update"), {"status": "on_track", "text": "Two teams."})
    OwnershipFactory(action=action, owner=OwnerFactory(authority=plan.authority))

    page = officer.get(HERE)

    assert "Your update is recorded." in words(page)
    assert "Your update is recorded." not in row_of(page, other)


def test_each_says_how_much_evidence_was_given(officer, action):
    UpdateFactory(action=action)
    assert "of evidence given" not in row_of(officer.get(HERE), action)
    sent = {"kind_1": "audit", "link_1": "https://example.org/a", "shows_1": "Nine of ten."}
    officer.post(address("evidence-add") + "?from=mine", sent)
    row = row_of(officer.get(HERE), action)
    assert "Your evidence is recorded." in row
    assert "1 piece of evidence given" in row

    EvidenceFactory(action=action)
    UpdateFactory(action=action, status="done")

    assert "2 pieces of evidence given, waits to be signed off." in words(officer.get(HERE))


@pytest.mark.parametrize("come_from", ["https://elsewhere.example/", "//elsewhere.example"])
def test_no_address_sends_anybody_elsewhere(officer, action, come_from):
    there = address("action-update") + f"?from={come_from}"

    response = officer.post(there, {"status": "on_track", "text": "Two teams."})

    assert response.url == address("action")


def pressed(page, action):
    """What the button “No change” of the action's row would send."""
    return {"seen": re.search(r'name="seen" value="([^"]*)"', row_of(page, action)).group(1)}


def test_no_change_is_one_press_on_the_list(officer, action):
    UpdateFactory(action=action, status="at_risk", reason="No staff.")
    page = officer.get(HERE)

    response = officer.post(f"{address('action-no-change')}?from=mine", pressed(page, action))

    assert response.url == f"/my-actions/#action-{action.pk}"
    assert messages_of(response) == ["Recorded: nothing has changed since the last update."]
    update = Update.objects.latest("pk")
    assert (update.no_change, update.status, update.reason) == (True, "at_risk", "No staff.")


def test_after_no_change_the_last_words_stay_in_sight(officer, action):
    UpdateFactory(action=action, text="Two teams.", holds_from="2019-01-14")
    officer.post(address("action-no-change"), pressed(officer.get(HERE), action))

    told = "14 January 2019; confirmed without change on 21 January 2019"
    assert f"Two teams. {told}" in words(officer.get(HERE))
    form = words(officer.get(address("action-update")))
    assert "On track Head of speaker, 14 January 2019 Two teams." in form
    assert "Confirmed without change on 21 January 2019 by officer@westmere.example" in form
    assert "Two teams." not in words(officer.get(HERE, {"as_at": "2019-01-10"}))


def test_ones_own_last_update_can_be_corrected_from_the_list(officer, action):
    UpdateFactory(action=action)
    assert "corrects=" not in row_of(officer.get(HERE), action)
    officer.post(address("action-update"), {"status": "on_track", "text": "Two teams."})
    mine = Update.objects.latest("pk")

    link = f"{address('action-update')}?corrects={mine.pk}"
    assert f'href="{link}&amp;from=mine"' in row_of(officer.get(HERE), action)
    page = officer.get(link)
    response = officer.post(f"{link}&from=mine", fields(page) | {"text": "Three teams."})
    assert response.url == f"/my-actions/#action-{action.pk}"


def test_no_change_to_what_somebody_changed_meanwhile_is_not_recorded(officer, action):
    UpdateFactory(action=action)
    page = officer.get(HERE)
    UpdateFactory(action=action, text="Four teams.", holds_from="2019-01-14")

    again = officer.post(f"{address('action-no-change')}?from=mine", pressed(page, action))

    assert "Four teams." in words(again)
    assert not Update.objects.filter(no_change=True).exists()
    officer.post(address("action-no-change"), fields(again))
    assert Update.objects.filter(no_change=True).count() == 1


@pytest.mark.parametrize("since", ["nobody said", "sent back"])
def test_no_change_is_not_offered_where_there_is_nothing_to_confirm(officer, action, since):
    if since == "sent back":
        SignOffFactory(claim=UpdateFactory(action=action, status="done"), outcome="sent_back")

    page = officer.get(HERE)

    assert "No change" not in row_of(page, action)
    assert "nothing to confirm" in words(
        officer.get(address("action-no-change"))
    ) or "Say what has been done since." in words(officer.get(address("action-no-change")))


def test_who_waits_for_a_date_is_not_asked_to_ask_again(officer, action):
    DateRequestFactory(action=action, to="2019-06-28")

    row = row_of(officer.get(HERE), action)

    assert "28 June 2019 asked for, not decided" in row
    assert "Ask for a date" not in row
    assert "Take it back" not in row  # it is somebody else's


def test_who_waits_for_a_date_finds_it_under_others_and_can_take_it_back(
    officer, action, plan, post, members
):
    UpdateFactory(action=action)
    late = an_action(plan, post, "late", first_due=LONG_AGO)
    UpdateFactory(action=late)
    for one in (action, late):
        asked = DateRequestFactory(action=one, to="2019-06-28", said_by=members["officer"])

    page = officer.get(HERE)

    assert groups(page) == {"Waiting for others": ["late", "1.1 Visit every child"]}
    back = address("request-take-back", asked.pk, reference="late")
    assert f'href="{back}?from=mine"' in row_of(page, late)
    response = officer.post(f"{back}?from=mine", fields(officer.get(back)))
    assert response.url == f"/my-actions/#action-{late.pk}"
    assert groups(officer.get(HERE))["Late"] == ["late"]


# Approvers, the past, and what the page costs


def test_an_approver_reads_in_a_line_how_much_waits(approver, action, plan, post):
    UpdateFactory(action=action, status="done")
    DateRequestFactory(action=an_action(plan, post, "1.2"))

    said = words(approver.get(HERE))

    assert "2 claims or requests wait for an approver’s answer." in said


def test_where_nothing_waits_the_line_says_so(approver, client_for, members, action):
    UpdateFactory(action=action, status="done")

    assert "Nothing waits" in words(client_for(members["other"]).get(HERE))

    PlanClosureFactory(plan=action.plan)
    assert "Nothing waits" in words(approver.get(HERE))


def test_my_actions_on_a_day_gone_by_offers_no_form(officer, action):
    UpdateFactory(action=action)

    page = officer.get(HERE, {"as_at": "2019-01-10", "reading": "then"})

    assert "What was yours to do on 10 January 2019" in words(page)
    assert "No change" not in words(page)
    assert address("action-update") not in page.text
    assert "one at a time" not in words(page)
    assert "as_at=2019-01-10" in page.text


@pytest.mark.parametrize("number", [1, 30])
def test_my_actions_asks_the_database_the_same_number_of_times(
    client_for, members, authority, action, post, number, django_assert_num_queries
):
    user = members["officer"]
    MembershipFactory(user=user, authority=authority, role="approver")
    care = OwnerFactory(authority=authority)
    CoverFactory(authority=authority, owner=care, user=user)
    for n in range(number):
        row = an_action(action.plan, care if n % 2 else post, f"2.{n}")
        EvidenceFactory(action=row, update=UpdateFactory(action=row, status="done"))
        DateRequestFactory(action=row, by_post=post)
    client = client_for(user)

    with django_assert_num_queries(15):
        client.get(HERE)


def test_an_invented_plan_says_so_on_the_list(officer, action):
    Plan.objects.update(example=True)

    assert "Example: invented data." in words(officer.get(HERE))


def sign_in(client, email, **then):
    sent = {"login": email, "password": PASSWORD} | then
    return client.post(reverse("account_login"), sent).url


def test_who_has_actions_or_decisions_comes_to_them_after_signing_in(
    client_for, members, authority, post, action
):
    covering = UserFactory(email="cover@westmere.example")
    MembershipFactory(user=covering, authority=authority, role="officer")
    CoverFactory(authority=authority, owner=post, user=covering)
    idle = UserFactory(email="idle@westmere.example")
    MembershipFactory(user=idle, authority=authority, role="officer")

    landed = {
        email: sign_in(client_for(), f"{email}@westmere.example")
        for email in ("officer", "cover", "idle", "viewer", "approver")
    }

    assert landed == {
        "officer": HERE,
        "cover": HERE,
        "idle": "/",
        "viewer": "/",
        "approver": "/",
    }
    UpdateFactory(action=action, status="done", by_post=post)
    assert sign_in(client_for(), "approver@westmere.example") == reverse("to-decide")
    asked_for = sign_in(client_for(), "officer@westmere.example", next="/search/")
    assert asked_for == "/search/"


def test_the_keyboard_goes_from_the_address_to_the_password_and_signs_in(client_for, db):
    page = client_for().get(reverse("account_login")).text

    stops = ("autofocus", 'type="password"', ">Sign in</button>", "Forgot your password?")
    places = [page.index(stop) for stop in stops]
    assert places == sorted(places)


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(client_for, db):
    sign_in_page = reverse("account_login")

    assert client_for().get(HERE).url == f"{sign_in_page}?next={HERE}"
    # Who opened the site, and no page of it, comes to what is theirs.
    assert client_for().get("/").url == sign_in_page
