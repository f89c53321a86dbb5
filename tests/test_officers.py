import re
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from improvement.models import DateRequest, Decision, Impact, Plan, SignOff, Update
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    HoldingFactory,
    ImpactFactory,
    MembershipFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    on,
)

NOON = on("2019-01-21")
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It is noon on 21 January 2019; `clock(later)` sets it on."""

    def strike(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    strike(NOON)
    return strike


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, key="plan", title="Improvement plan")


@pytest.fixture
def post(authority, members):
    post = OwnerFactory(authority=authority, key="practice", post="Head of practice")
    HoldingFactory(owner=post, user=members["officer"])
    return post


@pytest.fixture
def action(plan, post):
    commitment = CommitmentFactory(plan=plan, title="Visits on time")
    return ActionFactory(
        plan=plan,
        owner=post,
        commitments=[commitment],
        reference="1.1",
        title="Visit every child",
        success_measure="Nine of ten visits in time",
    )


@pytest.fixture
def officer(client_for, members, post):
    return client_for(members["officer"])


@pytest.fixture
def approver(client_for, members):
    return client_for(members["approver"])


def address(name, *args, key="plan", reference="1.1"):
    return reverse(name, args=[key, reference, *args])


def words(response):
    """What the page says, without its tags."""
    main = re.search(r"<main.*</main>", response.text, re.DOTALL).group()
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def fields(response):
    """What the page's form would send if nothing more were typed."""
    form = response.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in typed.items()}


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# My actions


def group(response, title):
    return [str(row.action) for row in response.context["groups"].get(title, [])]


def an_action(plan, post, reference, **fields):
    return ActionFactory(plan=plan, owner=post, reference=reference, title="", **fields)


def test_an_officer_finds_what_is_theirs_by_what_presses_most(officer, plan, post):
    long_ago, soon = date(2019, 1, 18), TODAY + timedelta(days=28)
    late = an_action(plan, post, "late", first_due=long_ago)
    UpdateFactory(action=late)
    later = an_action(plan, post, "later", first_due=long_ago - timedelta(days=1))
    UpdateFactory(action=later)
    back = an_action(plan, post, "back")
    SignOffFactory(claim=UpdateFactory(action=back, status="done"), outcome="sent_back")
    again = an_action(plan, post, "again")
    DecisionFactory(action=again, outcome="reopened", holds_from="2019-01-14")
    an_action(plan, post, "silent")
    due = an_action(plan, post, "due", first_due=soon)
    UpdateFactory(action=due)
    rest = an_action(plan, post, "rest", first_due=soon + timedelta(days=1))
    UpdateFactory(action=rest)
    undated = an_action(plan, post, "undated", first_due=None)
    UpdateFactory(action=undated)

    page = officer.get(reverse("my-actions"))

    assert {title: group(page, title) for title in page.context["groups"]} == {
        "Late": ["later ", "late "],
        "Sent back or reopened": ["again ", "back "],
        "Unconfirmed": ["silent "],
        "Due in the next 28 days": ["due "],
        "The rest": ["rest ", "undated "],
    }


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

    page = officer.get(reverse("my-actions"))

    assert page.context["groups"] == {}
    assert "No open action belongs to a post that you hold" in words(page)


def test_a_post_that_is_taken_up_tomorrow_is_not_yet_ones_own(client_for, members, action):
    care = OwnerFactory(authority=action.plan.authority)
    an_action(action.plan, care, "2.1")
    HoldingFactory(owner=care, user=members["officer"], holds_from="2019-01-22", known_at=NOON)

    page = client_for(members["officer"]).get(reverse("my-actions"))

    assert "2.1" not in words(page)


def test_a_holder_of_a_post_who_is_no_officer_has_no_actions(client_for, members, action):
    HoldingFactory(owner=action.ownerships.get().owner, user=members["viewer"])

    page = client_for(members["viewer"]).get(reverse("my-actions"))

    assert "You read here; officers update actions" in words(page)


def test_an_approver_finds_the_claims_and_requests_that_wait(approver, action, plan, post):
    UpdateFactory(action=action, status="done", text="All visits made.", by_post=post)
    moved = an_action(plan, post, "1.2")
    DecisionFactory(request=DateRequestFactory(action=moved, by_post=post))
    DateRequestFactory(
        action=moved,
        by_post=post,
        to="2019-09-30",
        holds_from="2019-01-14",
        reason="No staff.",
    )

    page = approver.get(reverse("my-actions"))

    said = words(page)
    assert "Claims of done to answer (1)" in said
    assert "All visits made. Head of practice 7 January 2019 29 March 2019 Answer" in said
    assert "Requests for a new date to decide (1)" in said
    assert (
        "28 June 2019 first 29 March 2019; moved 1 time 30 September 2019 No staff. "
        "Head of practice 14 January 2019 Decide" in said
    )
    waiting = DateRequest.objects.get(to="2019-09-30").pk
    assert address("request-decide", waiting, reference="1.2") in page.text
    assert address("action-sign-off") in page.text


def test_what_one_said_oneself_is_shown_but_not_offered(approver, members, action):
    UpdateFactory(action=action, status="done", said_by=members["approver"])
    DateRequestFactory(action=action, said_by=members["approver"])

    page = approver.get(reverse("my-actions"))

    assert words(page).count("Someone else has to answer it.") == 2
    assert address("action-sign-off") not in page.text


def test_claims_of_closed_plans_and_of_other_authorities_do_not_wait(
    approver, members, action, client_for
):
    UpdateFactory(action=action, status="done")

    assert "No claim waits" in words(client_for(members["other"]).get(reverse("my-actions")))

    PlanClosureFactory(plan=action.plan)
    assert "No claim waits" in words(approver.get(reverse("my-actions")))


def test_my_actions_on_a_day_gone_by_offers_no_form(approver, members, action):
    MembershipFactory(user=members["approver"], authority=action.plan.authority, role="officer")
    HoldingFactory(owner=action.ownerships.get().owner, user=members["approver"])
    UpdateFactory(action=action, status="done")

    page = approver.get(reverse("my-actions"), {"as_at": "2019-01-10", "reading": "then"})

    said = words(page)
    assert "What was yours to do on 10 January 2019" in said
    assert "Claims of done to answer (1)" in said
    assert "To do" not in said
    assert "as_at=2019-01-10" in page.text


@pytest.mark.parametrize("number", [1, 30])
def test_my_actions_asks_the_database_the_same_number_of_times(
    client_for, members, action, post, number, django_assert_num_queries
):
    user = members["officer"]
    MembershipFactory(user=user, authority=action.plan.authority, role="approver")
    for n in range(number):
        row = an_action(action.plan, post, f"2.{n}")
        UpdateFactory(action=row, status="done")
        DateRequestFactory(action=row, by_post=post)
    client = client_for(user)

    with django_assert_num_queries(12):
        client.get(reverse("my-actions"))


def test_an_invented_plan_says_so_wherever_its_actions_stand(officer, approver, action):
    Plan.objects.update(example=True)

    pages = [officer.get(reverse("my-actions")), approver.get(reverse("my-actions"))]
    pages += [officer.get(address("action-update")), approver.get(address("action-withdraw"))]

    assert ["Example: invented data." in words(page) for page in pages] == [True] * 4


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(client_for, db):
    response = client_for().get(reverse("my-actions"))

    assert response.url.startswith(reverse("account_login"))


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
    assert said.count("Write no information about individual children.") == 2
    assert "Not stated" not in said
    assert fields(page)["status"] == ""
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
    assert fields(again) | {"seen": ""} == typed | {"seen": ""}
    assert "Two &lt;b&gt;teams&lt;/b&gt;." in again.text
    assert "<details open>" in again.text
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

    assert "<details>" in page.text.partition('method="post" novalidate')[2]


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
    assert "Recorded while you were writing At risk Head of speaker, 7 January 2019" in said
    assert "Four teams." in said
    assert (fields(again)["text"], fields(again)["status"]) == ("Two teams.", "on_track")
    assert Update.objects.count() == 1

    response = officer.post(address("action-update"), fields(again))

    assert response.url == address("action")
    assert Update.objects.count() == 2


def test_an_officer_corrects_their_last_update(officer, action):
    officer.post(address("action-update"), {"status": "done", "text": "All visited."})
    mistaken = Update.objects.get()

    page = officer.get(address("action-update"))
    assert f"?corrects={mistaken.pk}" in page.text

    correcting = address("action-update") + f"?corrects={mistaken.pk}"
    page = officer.get(correcting)
    assert (fields(page)["status"], fields(page)["text"]) == ("done", "All visited.")
    assert "It stays on record, struck through" in words(page)

    response = officer.post(correcting, fields(page) | {"status": "on_track"})
    assert response.url == address("action")
    assert Update.objects.get(voids=mistaken).status == "on_track"


@pytest.mark.parametrize("whose", ["a colleague's", "that of nobody", "no number"])
def test_only_ones_own_update_of_this_action_can_be_corrected(officer, action, whose):
    pks = {
        "a colleague's": UpdateFactory(action=action).pk,
        "that of nobody": 987654321,
        "no number": "x",
    }

    response = officer.get(address("action-update"), {"corrects": pks[whose]})

    assert response.status_code == 404


# New date


def test_an_officer_asks_for_a_new_date(officer, action):
    page = officer.get(address("action-date"))
    assert "Current due date 29 March 2019" in words(page)
    assert "First due date 29 March 2019" in words(page)
    assert "Times moved Never" in words(page)

    sent = fields(page) | {"to": "2019-06-28", "reason": "The system comes later."}
    response = officer.post(address("action-date"), sent)

    assert response.url == address("action")
    assert "The date stays as it is until an approver decides." in messages_of(response)[0]
    assert DateRequest.objects.get().to == date(2019, 6, 28)


def test_a_date_that_cannot_be_asked_for_is_shown_again(officer, action):
    sent = {"to": "2019-01-21", "reason": "The system comes later."}

    page = officer.post(address("action-date"), sent)

    assert "The new date must be later than today." in words(page)
    assert fields(page) | {"seen": ""} == sent | {"seen": ""}


def test_while_a_request_waits_the_page_says_so_instead_of_asking(officer, action):
    DateRequestFactory(action=action)

    page = officer.get(address("action-date"))

    assert "A request for 28 June 2019 is waiting to be decided" in words(page)
    assert "The new date" not in words(page)


# Sign-off


@pytest.fixture
def claim(action, post):
    return UpdateFactory(action=action, status="done", text="All visited.", by_post=post)


def test_an_approver_reads_the_claim_and_accepts_it(approver, claim):
    page = approver.get(address("action-sign-off"))
    assert "Nine of ten visits in time" in words(page)
    assert "All visited. Head of practice, entered 7 January 2019" in words(page)

    sent = fields(page) | {"outcome": "accepted", "text": "Five audits seen."}
    response = approver.post(address("action-sign-off"), sent)

    assert response.url == address("action")
    sign_off = SignOff.objects.get()
    assert (sign_off.claim, sign_off.outcome, sign_off.text) == (
        claim,
        "accepted",
        "Five audits seen.",
    )


def test_sending_back_asks_for_a_note_and_keeps_the_choice(approver, claim):
    sent = fields(approver.get(address("action-sign-off"))) | {"outcome": "sent_back"}

    page = approver.post(address("action-sign-off"), sent)

    assert "Say what is missing." in words(page)
    assert fields(page)["outcome"] == "sent_back"
    assert not SignOff.objects.exists()


def test_a_claim_that_changed_while_one_read_is_shown_before_it_is_answered(
    approver, claim, action, post
):
    sent = fields(approver.get(address("action-sign-off"))) | {"outcome": "accepted"}
    newer = UpdateFactory(
        action=action,
        status="done",
        text="All but two visited.",
        by_post=post,
        holds_from="2019-01-14",
    )

    page = approver.post(address("action-sign-off"), sent)

    assert "a newer one has taken its place" in words(page)
    assert "All but two visited." in words(page)
    assert not SignOff.objects.exists()

    approver.post(address("action-sign-off"), fields(page))
    assert SignOff.objects.get().claim == newer


def test_ones_own_claim_is_not_offered(approver, members, action):
    UpdateFactory(action=action, status="done", said_by=members["approver"])

    page = approver.get(address("action-sign-off"))

    assert "You said this yourself. Someone else has to answer it." in words(page)
    assert "Record your answer" not in words(page)


def test_without_a_claim_there_is_nothing_to_sign_off(approver, action):
    assert "There is no claim of done" in words(approver.get(address("action-sign-off")))


def test_a_sign_off_that_names_no_claim_writes_nothing(approver, claim):
    page = approver.post(address("action-sign-off"), {"outcome": "accepted", "claim": "x"})

    assert page.status_code == 200
    assert not SignOff.objects.exists()


# Decide


def test_an_approver_decides_a_request_knowing_how_often_it_moved(approver, action, post):
    DecisionFactory(request=DateRequestFactory(action=action))
    refused = DateRequestFactory(action=action, to="2019-08-31", holds_from="2019-01-10")
    DecisionFactory(request=refused, outcome="refused", holds_from="2019-01-11")
    request = DateRequestFactory(
        action=action,
        to="2019-09-30",
        by_post=post,
        holds_from="2019-01-14",
        reason="No staff.",
    )
    here = address("request-decide", request.pk)

    page = approver.get(here)
    said = words(page)
    assert "Date asked for 30 September 2019 Head of practice, 14 January 2019" in said
    assert "Current due date 28 June 2019 First due date 29 March 2019" in said
    assert "Times moved 1: to 28 June 2019 Refused before 31 August 2019" in said
    assert "No staff." in said

    sent = fields(page) | {"outcome": "granted_to", "to": "2019-07-31", "reason": "Once."}
    response = approver.post(here, sent)
    assert response.url == address("action")
    decision = Decision.objects.get(request=request)
    assert (decision.outcome, decision.to, decision.reason) == (
        "granted_to",
        date(2019, 7, 31),
        "Once.",
    )


def test_a_refusal_without_a_reason_keeps_what_was_chosen(approver, action):
    request = DateRequestFactory(action=action)
    here = address("request-decide", request.pk)

    page = approver.post(here, fields(approver.get(here)) | {"outcome": "refused"})

    assert "Say why it is refused." in words(page)
    assert fields(page)["outcome"] == "refused"


def test_a_request_of_another_action_is_not_there(approver, action):
    request = DateRequestFactory(action=ActionFactory(plan=action.plan))

    assert approver.get(address("request-decide", request.pk)).status_code == 404


def test_a_request_decided_already_says_by_whom(approver, action, post):
    request = DateRequestFactory(action=action)
    DecisionFactory(request=request, by_post=post, holds_from="2019-01-14")

    page = approver.get(address("request-decide", request.pk))

    assert "decided on 14 January 2019 by Head of practice" in words(page)


# Withdraw, reopen, impact


def test_an_action_is_withdrawn_with_a_reason_and_reopened_with_one(approver, action, clock):
    page = approver.get(address("action-withdraw"))
    assert "Visits on time" in words(page)
    response = approver.post(address("action-withdraw"), fields(page) | {"reason": "Not ours."})
    assert response.url == address("action")

    clock(on("2019-01-21", hour=14))
    page = approver.get(address("action-reopen"))
    response = approver.post(address("action-reopen"), fields(page) | {"reason": "It is."})
    assert response.url == address("action")

    told = Decision.objects.order_by("pk").values_list("outcome", "reason", "holds_from")
    assert list(told) == [
        ("withdrawn", "Not ours.", TODAY),
        ("reopened", "It is.", TODAY),
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("action-withdraw", "Say why it is withdrawn."),
        ("action-reopen", "Say why it is reopened."),
    ],
)
def test_neither_goes_without_a_reason(approver, action, name, sentence):
    page = approver.post(address(name), {"reason": " "})

    assert sentence in words(page)
    assert not Decision.objects.exists()


def test_an_open_action_cannot_be_reopened(approver, action):
    page = approver.get(address("action-reopen"))

    assert "Only a complete or withdrawn action can be reopened." in words(page)


def test_an_approver_says_that_it_works_and_by_what(approver, action):
    commitment = action.action_commitments.get().commitment
    ImpactFactory(commitment=commitment, state="not_yet_shown", text="No audit yet.")
    here = reverse("commitment-impact", args=["plan", commitment.pk])

    page = approver.get(here)
    assert "Impact not yet shown" in words(page)
    assert "No audit yet." in words(page)

    sent = fields(page) | {"state": "shown", "text": "Nine of ten in May."}
    response = approver.post(here, sent)
    recommendation = commitment.recommendation
    assert response.url == reverse(
        "recommendation",
        args=["westmere", recommendation.inspection.key, recommendation.key],
    )
    last = Impact.objects.latest("pk")
    assert (last.state, last.text, last.holds_from) == ("shown", "Nine of ten in May.", TODAY)


def test_impact_said_twice_at_once_is_shown_before_it_is_saved(approver, action):
    commitment = action.action_commitments.get().commitment
    here = reverse("commitment-impact", args=["plan", commitment.pk])
    sent = fields(approver.get(here)) | {"state": "shown", "text": "Nine of ten in May."}
    ImpactFactory(commitment=commitment, state="not_yet_shown", text="No audit yet.")

    page = approver.post(here, sent)

    assert "Recorded while you were writing" in words(page)
    assert approver.post(here, fields(page)).status_code == 302


def test_impact_without_what_shows_it_is_shown_again(approver, action):
    commitment = action.action_commitments.get().commitment
    here = reverse("commitment-impact", args=["plan", commitment.pk])

    page = approver.post(here, {"state": "sustained", "text": ""})

    assert "Say what shows it." in words(page)
    assert not Impact.objects.exists()


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


def test_an_action_that_is_not_there_is_not_there(officer, action):
    assert officer.get(address("action-update", reference="7.7")).status_code == 404
    assert officer.get(address("action-update", key="other")).status_code == 404


@pytest.mark.parametrize("name", ["action-update", "action-date"])
def test_a_form_has_no_script_and_no_inline_style(officer, action, name):
    page = officer.get(address(name))

    assert "<script" not in page.text
    assert "style=" not in page.text
