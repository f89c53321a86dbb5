import re
from datetime import date

import pytest

from improvement.models import DateRequest, Decision, Plan, SignOff, Update
from tests.factories import (
    ActionFactory,
    DateRequestFactory,
    DecisionFactory,
    HoldingFactory,
    MembershipFactory,
    PlanClosureFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    on,
)
from tests.office import TODAY, address, fields, messages_of, words

pytestmark = pytest.mark.usefixtures("clock")


def test_an_invented_plan_says_so_on_the_forms(officer, approver, action):
    Plan.objects.update(example=True)

    pages = [officer.get(address("action-update")), approver.get(address("action-withdraw"))]

    assert ["Example: invented data." in words(page) for page in pages] == [True] * 2


# Update


def test_an_officer_updates_an_action_and_returns_to_it(officer, action):
    page = officer.get(address("action-update"))

    sent = {"status": "at_risk", "text": "Two teams.", "reason": "Two posts are vacant."}
    response = officer.post(address("action-update"), fields(page) | sent)

    assert response.url == address("action")
    assert messages_of(response) == ["Your update is recorded."]
    update = Update.objects.get()
    assert (update.status, update.text, update.reason, update.holds_from) == (
        "at_risk",
        "Two teams.",
        "Two posts are vacant.",
        TODAY,
    )


def test_the_update_page_shows_the_last_update_and_its_warnings(officer, action):
    UpdateFactory(action=action, status="off_track", text="One team.", reason="No staff.")

    page = officer.get(address("action-update"))

    said = words(page)
    assert "Off track" in said
    assert "One team." in said
    assert "No staff." in said
    assert said.count("Write no information about individual children") == 1
    assert "Why? (needed when it is at risk or off track)" in said
    assert "Left empty, what was said last stands: “No staff.”" in said
    assert "Not stated" not in said
    assert fields(page)["status"] == "off_track"
    assert fields(page)["holds_from"] == "2019-01-21"


def test_what_is_refused_is_shown_again_with_all_that_was_typed(officer, action):
    page = officer.get(address("action-update"))
    typed = {
        "status": "off_track",
        "text": "Two <b>teams</b>.",
        "reason": "",
        "holds_from": "2019-01-15",
    }

    again = officer.post(address("action-update"), fields(page) | typed)

    assert again.status_code == 200
    assert "Say why it is off track." in words(again)
    assert {name: fields(again)[name] for name in typed} == typed
    assert "Two &lt;b&gt;teams&lt;/b&gt;." in again.text
    assert "<details open>" in again.text.partition("an earlier day</summary>")[0][-80:]
    assert "<title>Error: " in again.text
    assert not Update.objects.exists()


def test_an_officer_reads_what_was_missing_when_it_was_sent_back(officer, claim, post):
    SignOffFactory(
        claim=claim, outcome="sent_back", text="No audit yet.", holds_from="2019-01-14"
    )

    said = words(officer.get(address("action-update")))

    assert "Decided since Sent back Head of speaker, 14 January 2019 No audit yet." in said


def test_the_day_it_holds_from_is_folded_away_until_it_is_another(officer, action):
    page = officer.get(address("action-update"))

    assert "<details>" in page.text.partition("an earlier day</summary>")[0][-80:]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "", "status": "on_track"}, "Say what changed."),
        ({"text": "Two teams.", "status": ""}, "Choose one of the answers."),
        ({"text": "Two.", "status": "on_track", "holds_from": "2019-02-30"}, "the calendar."),
        ({"text": "Two.", "status": "on_track", "holds_from": "2109-01-01"}, "after 2099."),
        ({"text": "Two.", "status": "on_track", "holds_from": "2019-01-22"}, "still to come."),
        ({"text": "Two.", "status": "complete"}, "Choose one of the answers."),
    ],
)
def test_a_form_that_cannot_be_right_says_so(officer, action, typed, sentence):
    page = officer.post(address("action-update"), typed)

    assert sentence in words(page)
    assert not Update.objects.exists()


def test_an_empty_day_means_today(officer, action):
    officer.post(
        address("action-update"), {"status": "on_track", "text": "Two.", "holds_from": ""}
    )

    assert Update.objects.get().holds_from == TODAY


def test_an_earlier_day_than_the_last_word_is_recorded_and_the_last_word_stands(
    officer, action
):
    UpdateFactory(action=action, holds_from="2019-01-14")
    page = officer.get(address("action-update"))

    sent = {"status": "done", "text": "All visited.", "holds_from": "2019-01-10"}
    response = officer.post(address("action-update"), fields(page) | sent)

    assert messages_of(response)[0].endswith(
        "as holding from 10 January 2019. What was said of 14 January 2019 is later, so it "
        "still stands."
    )


def test_sending_the_same_form_twice_records_it_once(officer, action):
    sent = fields(officer.get(address("action-update")))
    sent |= {"status": "on_track", "text": "Two teams."}

    first = officer.post(address("action-update"), sent)
    second = officer.post(address("action-update"), sent)

    assert messages_of(first) == ["Your update is recorded."]
    assert second.url == address("action")
    assert "kept once" in messages_of(second)[-1]
    assert Update.objects.count() == 1


def test_of_two_who_write_at_once_the_second_reads_the_first_and_may_save_all_the_same(
    officer, action, post
):
    sent = fields(officer.get(address("action-update")))
    sent |= {"status": "on_track", "text": "Two teams."}
    UpdateFactory(action=action, text="Four teams.", status="at_risk", reason="One is new.")

    again = officer.post(address("action-update"), sent)

    said = words(again)
    assert "Something was recorded while you were writing: read it first." in said
    assert "Theirs, recorded At risk Head of speaker, 7 January 2019 Four teams." in said
    assert "Yours, not recorded yet How does it stand? On track" in said
    assert "Record mine after it Keep theirs, leave mine" in said
    assert "Four teams." in said
    assert (fields(again)["text"], fields(again)["status"]) == ("Two teams.", "on_track")
    assert Update.objects.count() == 1

    response = officer.post(address("action-update"), fields(again))

    assert response.url == address("action")
    assert Update.objects.count() == 2


def test_an_officer_corrects_their_last_update(officer, action):
    officer.post(address("action-update"), {"status": "done", "text": "All visited."})
    mistaken = Update.objects.get()

    for page in (officer.get(address("action-update")), officer.get(address("action"))):
        assert f"?corrects={mistaken.pk}" in page.text

    correcting = address("action-update") + f"?corrects={mistaken.pk}"
    page = officer.get(correcting)
    assert (fields(page)["status"], fields(page)["text"]) == ("done", "All visited.")
    assert "It stays on record, struck through" in words(page)

    response = officer.post(correcting, fields(page) | {"status": "on_track"})
    assert response.url == address("action")
    assert Update.objects.get(voids=mistaken).status == "on_track"
    page = officer.get(address("action"))
    assert f'href="{correcting}"' not in page.text
    assert "A mistake: see the correction" in words(page)


@pytest.mark.parametrize("whose", ["a colleague's", "nobody's", "no number", "too long"])
def test_only_ones_own_update_of_this_action_can_be_corrected(officer, action, whose):
    pks = {
        "a colleague's": UpdateFactory(action=action).pk,
        "nobody's": 987654321,
        "no number": "x",
        "too long": "9" * 5000,
    }

    response = officer.get(address("action-update"), {"corrects": pks[whose]})

    assert response.status_code == 404


# New date

ASKED = {
    "to": "2019-06-28",
    "reason": "The system comes later.",
    "meanwhile": "Lists are kept by hand.",
    "holds_up": "Nothing.",
}


def test_an_officer_asks_for_a_new_date(officer, action):
    page = officer.get(address("action-date"))
    assert "Current due date 29 March 2019" in words(page)
    assert "First due date 29 March 2019" in words(page)
    assert "Times moved Never" in words(page)

    assert "Until then, and if it is refused, it stays due on 29 March 2019." in words(page)

    response = officer.post(address("action-date"), fields(page) | ASKED)

    assert response.url == address("action")
    (told,) = messages_of(response)
    assert "28 June 2019: 91 days later than the current date. The date stays as it is" in told
    asked = DateRequest.objects.get()
    assert (asked.to, asked.reason) == (date(2019, 6, 28), "The system comes later.")
    assert (asked.meanwhile, asked.holds_up) == ("Lists are kept by hand.", "Nothing.")


def test_a_request_says_how_far_it_moves_from_the_first_date_too(officer, action):
    DecisionFactory(request=DateRequestFactory(action=action))

    response = officer.post(address("action-date"), ASKED | {"to": "2019-09-30"})

    assert "94 days later than the current date, 185 days later than the first." in str(
        messages_of(response)
    )


def test_a_late_action_stays_late_while_one_asks(client_for, members, action, clock):
    clock(on("2019-04-08"))

    said = words(client_for(members["officer"]).get(address("action-date")))

    assert "Until then, and if it is refused, it stays late against 29 March 2019." in said


def test_every_move_and_refusal_so_far_is_on_the_page(officer, action):
    DecisionFactory(request=DateRequestFactory(action=action))
    refused = DateRequestFactory(action=action, to="2019-08-31", holds_from="2019-01-10")
    DecisionFactory(
        request=refused, outcome="refused", holds_from="2019-01-11", reason="Too late."
    )

    said = words(officer.get(address("action-date")))

    assert "Times moved 1: to 28 June 2019, 91 days later" in said
    assert "31 August 2019, on 11 January 2019 by Head of speaker: Too late." in said


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("reason", "Say why it needs another date."),
        ("meanwhile", "Say what happens meanwhile."),
        ("holds_up", "Say what it holds up, or that it holds up nothing."),
        ("to", "Give the date."),
    ],
)
def test_a_request_says_why_until_when_what_meanwhile_and_what_it_holds_up(
    officer, action, missing, sentence
):
    page = officer.post(address("action-date"), ASKED | {missing: ""})

    assert sentence in words(page)
    assert not DateRequest.objects.exists()


def test_an_earlier_date_has_to_be_meant(officer, action):
    typed = ASKED | {"to": "2019-02-28"}

    page = officer.post(address("action-date"), typed)
    said = words(page)
    assert "That is earlier than the date it has now, 29 March 2019." in said
    assert "Yes: 28 February 2019 is meant, 29 days earlier than the current date" in said
    assert not DateRequest.objects.exists()

    response = officer.post(address("action-date"), fields(page) | {"sooner": "on"})
    assert response.url == address("action")
    assert DateRequest.objects.get().to == date(2019, 2, 28)


def test_a_later_date_is_not_asked_about(officer, action):
    page = officer.post(address("action-date"), ASKED | {"reason": ""})

    assert "is meant" not in words(page)


def test_one_takes_back_ones_own_request_while_nobody_has_decided(officer, action, members):
    officer.post(address("action-date"), ASKED)
    asked = DateRequest.objects.get()
    there = address("request-take-back", asked.pk)
    assert there in officer.get(address("action")).text

    page = officer.get(there)
    assert "Asked for 28 June 2019" in words(page)
    response = officer.post(there, fields(page))

    assert response.url == address("action")
    assert DateRequest.objects.get(voids=asked).retracts
    assert "It was taken back already." in words(officer.get(there))
    assert there not in officer.get(address("action")).text
    assert "Takes an earlier entry back" in words(officer.get(address("action")))


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_decided_request_and_that_of_a_colleague_stay(officer, action, members, method):
    decided = DateRequestFactory(action=action, said_by=members["officer"])
    DecisionFactory(request=decided, outcome="refused", holds_from="2019-01-14")
    theirs = DateRequestFactory(action=action, holds_from="2019-01-15")

    of_mine = getattr(officer, method)(address("request-take-back", decided.pk))
    of_theirs = getattr(officer, method)(address("request-take-back", theirs.pk))

    assert "It was decided on 14 January 2019 by Head of speaker, so it stays." in words(
        of_mine
    )
    assert "Only who asked for the date takes that back." in words(of_theirs)
    assert not DateRequest.objects.filter(retracts=True).exists()


def test_a_date_that_cannot_be_asked_for_is_shown_again(officer, action):
    sent = ASKED | {"to": "2019-01-21", "sooner": "on"}

    page = officer.post(address("action-date"), sent)

    assert "The new date must be later than today." in words(page)
    assert {name: fields(page)[name] for name in ASKED} == ASKED | {"to": "2019-01-21"}


def test_while_a_request_waits_the_page_says_so_instead_of_asking(officer, action):
    DateRequestFactory(action=action)

    page = officer.get(address("action-date"))

    assert "A request for 28 June 2019 is waiting to be decided" in words(page)
    assert "The new date" not in words(page)


@pytest.fixture
def claim(action, post):
    return UpdateFactory(action=action, status="done", text="All visited.", by_post=post)


# Closed plans and finished actions, the past, and who may come here

FORMS = ["action-update", "action-date", "action-sign-off", "action-withdraw", "action-reopen"]


def holder_with_both_roles(client_for, authority, post):
    user = UserFactory()
    for role in ("officer", "approver"):
        MembershipFactory(user=user, authority=authority, role=role)
    HoldingFactory(owner=post, user=user)
    return client_for(user)


@pytest.mark.parametrize("name", FORMS)
def test_a_closed_plan_says_so_and_offers_no_form(client_for, authority, post, action, name):
    PlanClosureFactory(plan=action.plan, holds_from="2019-01-14")
    client = holder_with_both_roles(client_for, authority, post)

    page = client.get(address(name))

    assert "The plan closed on 14 January 2019. A closed plan takes no updates" in words(page)
    assert "csrfmiddlewaretoken" not in re.search(r"<main.*</main>", page.text, re.S).group()


def test_what_was_typed_while_the_plan_closed_is_kept(officer, action):
    sent = fields(officer.get(address("action-update")))
    PlanClosureFactory(plan=action.plan, holds_from="2019-01-14")

    page = officer.post(
        address("action-update"), sent | {"status": "on_track", "text": "Two teams."}
    )

    assert "The plan closed on 14 January 2019." in words(page)
    assert "Two teams." in page.text
    assert not Update.objects.exists()


@pytest.mark.parametrize("name", ["action-update", "action-date"])
def test_a_complete_action_takes_no_update_and_no_request(officer, claim, name):
    SignOffFactory(claim=claim, holds_from="2019-01-14")

    page = officer.get(address(name))

    assert "“Complete”, since 14 January 2019. It takes no updates" in words(page)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_form_is_shown_or_taken_for_the_past(
    client_for, authority, post, action, name, method
):
    client = holder_with_both_roles(client_for, authority, post)

    response = getattr(client, method)(address(name) + "?as_at=2019-01-10")

    assert response.status_code == 400


@pytest.mark.parametrize("name", ["action-update", "action-date"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_officer_without_the_post_is_told_whose_it_is(
    client_for, members, authority, action, name, method
):
    stranger = UserFactory()
    MembershipFactory(user=stranger, authority=authority, role="officer")

    page = getattr(client_for(stranger), method)(
        address(name), {"status": "on_track", "text": "Two.", "to": "2019-06-28", "reason": "x"}
    )

    assert page.status_code == 403
    assert "Head of practice answers for 1.1 Visit every child." in words(page)
    assert not Update.objects.exists()
    assert not DateRequest.objects.exists()


def test_for_an_action_of_no_post_an_officer_is_told_who_gives_it_one(officer, plan):
    ActionFactory(plan=plan, reference="9.9")

    page = officer.get(address("action-update", reference="9.9"))

    assert page.status_code == 403
    assert "No post answers for" in words(page)


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("viewer", "action-update", 403),
        ("approver", "action-update", 403),
        ("admin", "action-update", 403),
        ("other", "action-update", 404),
        ("viewer", "action-date", 403),
        ("approver", "action-date", 403),
        ("other", "action-date", 404),
        ("viewer", "action-sign-off", 403),
        ("officer", "action-sign-off", 403),
        ("admin", "action-sign-off", 403),
        ("other", "action-sign-off", 404),
        ("officer", "action-withdraw", 403),
        ("other", "action-withdraw", 404),
        ("officer", "action-reopen", 403),
        ("other", "action-reopen", 404),
    ],
)
def test_who_may_not_is_refused_and_nothing_is_written(
    client_for, members, claim, role, name, status
):
    client = client_for(members[role])
    sent = {"status": "on_track", "text": "Two.", "outcome": "accepted", "claim": claim.pk}
    sent |= {"to": "2019-06-28", "reason": "It is so."}

    assert client.get(address(name)).status_code == status
    assert client.post(address(name), sent).status_code == status
    written = [Update, DateRequest, Decision, SignOff]
    assert [kind.objects.count() for kind in written] == [1, 0, 0, 0]


def test_a_refused_page_says_why(approver, action):
    page = approver.get(address("action-update"))

    assert "It needs a role that you do not have." in words(page)


@pytest.mark.parametrize("there", [{"reference": "7.7"}, {"key": "other"}])
def test_an_action_that_is_not_there_is_not_there(officer, action, there):
    assert officer.get(address("action-update", **there)).status_code == 404


@pytest.mark.parametrize("name", ["action-update", "action-date"])
def test_a_form_has_no_inline_script_and_no_inline_style(officer, action, name):
    page = officer.get(address(name))

    scripts = re.findall("<script([^>]*)>(.*?)</script>", page.text)
    assert scripts[0] == (' src="/static/keep-words.js" defer', "")
    assert all("src=" in where and not script for where, script in scripts)
    assert "style=" not in page.text
