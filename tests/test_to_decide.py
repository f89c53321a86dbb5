"""The queue of an approver: what waits, what has to be known of it, and deciding in the list,
several at once."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.models import Decision, Plan, SignOff
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    CoverFactory,
    DateRequestFactory,
    DecisionFactory,
    EvidenceFactory,
    ImpactFactory,
    MembershipFactory,
    PlanClosureFactory,
    PlanFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    on,
)
from tests.office import NOON, TODAY, address, messages_of, words
from tests.sending import sent_from

pytestmark = pytest.mark.usefixtures("clock")
QUEUE = "/to-decide/"


def an_action(plan, post, reference, **fields):
    return ActionFactory(plan=plan, owner=post, reference=reference, title="Visits", **fields)


@pytest.fixture
def waiting(plan, post):
    """Two claims and two requests, the longest waiting first: 1.1, 1.2, 1.3, 1.4."""
    found = []
    for number, day in enumerate(("2018-12-10", "2018-12-11", "2018-12-12", "2018-12-13"), 1):
        action = an_action(plan, post, f"1.{number}")
        said = {"action": action, "by_post": post, "holds_from": day}
        if number in (1, 3):
            found.append(UpdateFactory(status="done", text=f"Done {number}.", **said))
        else:
            found.append(DateRequestFactory(reason=f"Why {number}.", **said))
    return found


def shown(page):
    """(kind, reference) of every row that can be answered."""
    rows = [*page.context["kept"], *page.context["rows"]]
    return [(row.waiting.kind, row.waiting.state.number) for row in rows]


def key(one):
    kind = "claim" if one._meta.model_name == "update" else "request"
    return f"{kind}-{one.pk}"


def answers(page, *said):
    """What the browser sends: the boxes as shown, with what is said of some rows."""
    sent = sent_from(page, having="minute")
    for one, typed in said:
        sent |= {f"{key(one)}-{name}": value for name, value in typed.items()}
    return sent


# What is there


def test_all_that_waits_is_there_the_longest_waiting_first(approver, waiting):
    page = approver.get(QUEUE)

    assert "2 claims of done and 2 requests for a new date wait" in words(page)
    assert shown(page) == [
        ("claim", "1.1"),
        ("request", "1.2"),
        ("claim", "1.3"),
        ("request", "1.4"),
    ]


def test_where_nothing_waits_the_page_says_so(approver, plan):
    page = approver.get(QUEUE)

    assert "No claim of done and no request for a new date waits." in words(page)
    assert "Record these decisions" not in words(page)


@pytest.mark.parametrize(
    ("show", "references"),
    [("claims", ["1.1", "1.3"]), ("dates", ["1.2", "1.4"]), ("nonsense", ["1.1", "1.2"])],
)
def test_one_kind_can_be_shown_alone(approver, waiting, show, references):
    page = approver.get(QUEUE, {"show": show})

    assert [reference for _, reference in shown(page)][:2] == references


def test_one_plan_can_be_shown_alone(approver, authority, waiting, post):
    other = PlanFactory(authority=authority, key="other", title="Other plan")
    UpdateFactory(action=an_action(other, post, "9.9"), status="done")

    assert shown(approver.get(QUEUE, {"plan": "other"})) == [("claim", "9.9")]
    page = approver.get(QUEUE, {"plan": "none-such"})
    assert "Nothing that you can answer is on this list." in words(page)


def test_what_was_answered_or_is_of_a_closed_plan_does_not_wait(
    approver, authority, waiting, post
):
    SignOffFactory(claim=waiting[0])
    DecisionFactory(request=waiting[1])
    closed = PlanFactory(authority=authority)
    UpdateFactory(action=an_action(closed, post, "8.8"), status="done")
    PlanClosureFactory(plan=closed, holds_from="2019-01-14")

    page = approver.get(QUEUE)
    assert shown(page) == [("claim", "1.3"), ("request", "1.4")]

    SignOffFactory(claim=waiting[2])
    assert "1 request for a new date waits." in words(approver.get(QUEUE))


def test_nothing_of_another_authority_is_there(approver, waiting):
    elsewhere = PlanFactory(authority=AuthorityFactory())
    theirs = UpdateFactory(action=ActionFactory(plan=elsewhere, reference="7.7"), status="done")

    page = approver.get(QUEUE)
    assert "7.7" not in page.text
    sent = {f"{key(theirs)}-outcome": "accepted", f"{key(theirs)}-text": "Seen."}
    page = approver.post(QUEUE, sent)
    assert "1 of what you answered waits nowhere" in words(page)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "officer", "admin"])
def test_whoever_does_not_decide_is_refused(client_for, members, waiting, role):
    client = client_for(members[role])

    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE, {}).status_code == 403
    assert "To decide" not in client.get("/plans/").text


def test_the_header_leads_there(approver, plan):
    assert 'href="/to-decide/"' in approver.get("/plans/").text


def test_a_request_says_all_that_the_board_will_ask(approver, plan, post):
    action = an_action(plan, post, "1.1")
    DecisionFactory(request=DateRequestFactory(action=action), minute="Board, item 2")
    DateRequestFactory(
        action=action,
        to="2019-07-28",
        holds_from="2019-01-14",
        reason="No staff.",
        meanwhile="Lists by hand.",
        holds_up="The audit of August.",
        by_post=post,
    )

    said = words(approver.get(QUEUE))

    assert "28 June 2019 → to 28 July 2019 , 30 days later" in said
    assert "First date 29 March 2019; the new one would be 121 days after it" in said
    assert "Moved once so far: to 28 June 2019 (Board, item 2)" in said
    assert (
        "Why No staff. Meanwhile Lists by hand. What it holds up The audit of August." in said
    )
    assert "Until you decide, and if you refuse, 28 June 2019 stays its date." in said


def test_a_late_action_is_said_to_stay_late_until_it_is_decided(approver, plan, post):
    action = an_action(plan, post, "1.1", first_due=date(2019, 1, 18))
    DateRequestFactory(action=action, to="2019-01-30", holds_from="2019-01-14")

    said = words(approver.get(QUEUE))

    assert "Late by 3 days" in said
    assert "Until you decide, and if you refuse, it stays late against 18 January 2019." in said


def test_an_earlier_date_says_by_how_much(approver, plan, post):
    action = an_action(plan, post, "1.1")
    DateRequestFactory(action=action, to="2019-03-19", holds_from="2019-01-14")

    assert "19 March 2019 , 10 days earlier" in words(approver.get(QUEUE))


def test_a_claim_says_what_changed_and_shows_its_evidence(approver, waiting):
    action = waiting[0].action
    UpdateFactory(action=action, status="at_risk", holds_from="2018-12-03")
    EvidenceFactory(action=action)
    gone = EvidenceFactory(action=action, link="https://example.org/gone")
    EvidenceFactory(action=action, voids=gone, retracts=True, known_at=NOON)

    page = approver.get(QUEUE, {"show": "claims"})
    said = words(page)

    assert said.count("1 piece of evidence was taken back since.") == 1
    assert "https://example.org/gone" not in page.text
    assert "At risk → to Done, evidence awaited Done 1." in said
    assert 'href="https://example.org/audit"' in page.text
    assert said.count("No evidence was given") == 1  # of 1.3


def test_ones_own_are_told_apart_with_why_not(approver, members, plan, post, waiting):
    UpdateFactory(
        action=an_action(plan, post, "5.5"), status="done", said_by=members["approver"]
    )

    page = approver.get(QUEUE)

    assert "5.5" not in [reference for _, reference in shown(page)]
    assert "For someone else to answer (1)" in words(page)
    assert "You said this yourself." in words(page)


def test_a_page_holds_as_many_as_one_can_read(approver, plan, post):
    for number in range(30):
        UpdateFactory(action=an_action(plan, post, f"2.{number}"), status="done")

    assert len(shown(approver.get(QUEUE))) == 25
    page = approver.get(QUEUE, {"page": 2})
    assert len(shown(page)) == 5
    assert "Record what you have answered here before you open another page." in words(page)
    assert len(shown(approver.get(QUEUE, {"page": "x"}))) == 25


def test_an_invented_plan_says_so(approver, waiting):
    Plan.objects.update(example=True)

    assert "Example: invented data." in words(approver.get(QUEUE))


def test_what_was_said_before_a_claim_are_the_last_words_and_no_bare_confirmation(
    approver, plan, post
):
    said = {"action": an_action(plan, post, "1.1"), "by_post": post}
    UpdateFactory(text="Two teams.", holds_from="2019-01-08", **said)
    UpdateFactory(text="", no_change=True, holds_from="2019-01-09", **said)
    UpdateFactory(status="done", text="All.", holds_from="2019-01-10", **said)

    assert "Said before Two teams. Head of practice, 8 January 2019" in words(
        approver.get(QUEUE)
    )


# Deciding in the list


def test_several_are_decided_at_once_with_one_minute(approver, members, waiting):
    claim, request, other_claim, other_request = waiting
    page = approver.get(QUEUE)
    sent = answers(
        page,
        (claim, {"outcome": "accepted", "text": "Three reports seen."}),
        (request, {"outcome": "granted"}),
        (other_claim, {"outcome": "sent_back", "text": "No audit."}),
        (
            other_request,
            {"outcome": "granted_to", "to": "2019-05-31", "minute": "Board, item 9"},
        ),
    )

    response = approver.post(QUEUE, sent | {"minute": "Board, item 4"})

    assert response.url == QUEUE
    assert messages_of(response) == ["4 decisions recorded."]
    assert list(SignOff.objects.order_by("claim").values_list("outcome", "text")) == [
        ("accepted", "Three reports seen."),
        ("sent_back", "No audit."),
    ]
    decided = Decision.objects.order_by("request").values_list("outcome", "to", "minute")
    assert list(decided) == [
        ("granted", None, "Board, item 4"),
        ("granted_to", date(2019, 5, 31), "Board, item 9"),
    ]
    assert {one.said_by for one in SignOff.objects.all()} == {members["approver"]}
    assert "No claim of done and no request" in words(approver.get(QUEUE))


def test_what_is_left_stays_as_it_is(approver, waiting):
    sent = answers(approver.get(QUEUE), (waiting[2], {"outcome": "accepted", "text": "Seen."}))

    response = approver.post(QUEUE, sent)

    assert messages_of(response) == ["1 decision recorded."]
    assert len(shown(approver.get(QUEUE))) == 3


def test_what_cannot_be_recorded_keeps_what_was_typed_and_the_rest_is_recorded(
    approver, waiting
):
    claim, request, other_claim, _ = waiting
    sent = answers(
        approver.get(QUEUE),
        (claim, {"outcome": "sent_back", "text": " "}),
        (request, {"outcome": "refused", "minute": "Board, item 9"}),
        (other_claim, {"outcome": "accepted", "text": "Seen."}),
    )

    page = approver.post(QUEUE, sent)

    said = words(page)
    assert "1 decision recorded. 2 not:" in said
    assert "Note on 1.1 – Say what is missing." in said
    assert "Why, for 1.2 – Say why it is refused." in said
    assert [row.waiting.state.number for row in page.context["kept"]] == ["1.1", "1.2"]
    again = sent_from(page, having="minute")
    assert again[f"{key(claim)}-outcome"] == "sent_back"
    assert again[f"{key(request)}-minute"] == "Board, item 9"
    assert SignOff.objects.get().claim == other_claim

    again |= {f"{key(claim)}-text": "No audit.", f"{key(request)}-reason": "Too late."}
    assert messages_of(approver.post(QUEUE, again)) == ["2 decisions recorded."]


def test_a_date_is_not_granted_without_a_minute(approver, waiting):
    sent = answers(approver.get(QUEUE), (waiting[1], {"outcome": "granted"}))

    page = approver.post(QUEUE, sent)

    asks = (
        "Minute reference for the dates decided here – Say where the new date of 1.2 was agreed"
    )
    assert f'<a href="#id_minute">{asks}' in page.text
    assert "Minute reference for 1.2 –" not in words(page)
    assert not Decision.objects.exists()


def test_a_minute_of_a_row_that_cannot_be_kept_is_mended_in_the_row(approver, waiting):
    typed = {"outcome": "granted", "minute": "x" * 151}
    page = approver.post(QUEUE, answers(approver.get(QUEUE), (waiting[1], typed)))

    assert f'<a href="#id_{key(waiting[1])}-minute">Minute reference for 1.2 –' in page.text


def test_what_somebody_else_answered_meanwhile_is_said_with_what_was_typed(approver, waiting):
    claim, request, *_ = waiting
    sent = answers(
        approver.get(QUEUE),
        (claim, {"outcome": "sent_back", "text": "No audit."}),
        (request, {"outcome": "refused", "reason": "Too late."}),
    )
    SignOffFactory(claim=claim, holds_from=TODAY)

    page = approver.post(QUEUE, sent)

    said = words(page)
    assert "1 decision recorded. 1 not:" in said
    assert "somebody answered it meanwhile, or it was taken back" in said
    assert "There is no claim of done to accept or send back." in said
    assert "No audit." in said
    assert SignOff.objects.count() == 1
    assert Decision.objects.get().outcome == "refused"


def test_what_was_said_of_an_action_meanwhile_is_shown_before_it_is_decided(
    approver, waiting, post
):
    request = waiting[1]
    sent = answers(approver.get(QUEUE), (request, {"outcome": "refused", "reason": "No."}))
    UpdateFactory(
        action=request.action,
        status="off_track",
        reason="The supplier has left.",
        by_post=post,
        holds_from="2019-01-18",
    )

    page = approver.post(QUEUE, sent)

    assert "Recorded while you were writing" in words(page)
    assert "The supplier has left." in words(page)
    assert not Decision.objects.exists()
    again = sent_from(page, having="minute")
    assert messages_of(approver.post(QUEUE, again)) == ["1 decision recorded."]


def test_a_claim_and_a_request_of_one_action_are_decided_together(approver, waiting, post):
    claim = waiting[0]
    request = DateRequestFactory(action=claim.action, holds_from="2019-01-14", by_post=post)
    sent = answers(
        approver.get(QUEUE),
        (claim, {"outcome": "accepted", "text": "Seen."}),
        (request, {"outcome": "refused", "reason": "It is done."}),
    )

    assert messages_of(approver.post(QUEUE, sent)) == ["2 decisions recorded."]


def test_the_same_sent_twice_is_kept_once(approver, waiting):
    said = (waiting[0], {"outcome": "sent_back", "text": "No audit."})
    sent = answers(approver.get(QUEUE), said)
    approver.post(QUEUE, sent)

    response = approver.post(QUEUE, sent)

    assert messages_of(response)[-1] == "1 decision recorded."
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [{"text": "Seen."}, {"outcome": "perhaps"}, {"outcome": "granted"}, {"outcome": "\x00"}],
)
def test_a_row_that_cannot_be_right_says_so(approver, waiting, typed):
    page = approver.post(QUEUE, answers(approver.get(QUEUE), (waiting[0], typed)))

    assert page.status_code == 200
    assert "0 decisions recorded. 1 not:" in words(page)
    assert not SignOff.objects.exists()


def test_a_button_pressed_without_an_answer_says_what_to_do(approver, waiting):
    page = approver.post(QUEUE, answers(approver.get(QUEUE)))

    assert "Choose an answer in at least one row." in words(page)


def test_a_minute_that_cannot_be_kept_records_nothing_and_keeps_all(approver, waiting):
    said = (waiting[0], {"outcome": "accepted", "text": "Seen."})
    sent = answers(approver.get(QUEUE), said) | {"minute": "x" * 151}

    page = approver.post(QUEUE, sent)

    assert "at most 150 characters" in words(page)
    assert sent_from(page, having="minute")[f"{key(waiting[0])}-text"] == "Seen."
    assert not SignOff.objects.exists()


def test_words_that_look_like_a_childs_are_asked_about_before_they_are_kept(approver, waiting):
    said = (waiting[0], {"outcome": "accepted", "text": "Seen with Tomasz, aged 7."})
    page = approver.post(QUEUE, answers(approver.get(QUEUE), said))

    assert "individual child" in words(page)
    assert not SignOff.objects.exists()


def test_ones_own_claim_cannot_be_answered_by_hand(approver, members, waiting):
    own = UpdateFactory(
        action=waiting[0].action, status="done", said_by=members["approver"], holds_from=TODAY
    )
    sent = {f"{key(own)}-outcome": "accepted", f"{key(own)}-text": "Seen."}

    page = approver.post(QUEUE, sent)

    assert "1.1 – You said this yourself." in words(page)
    assert "somebody answered it meanwhile" not in words(page)
    assert not SignOff.objects.exists()


# Standing in


def test_a_deputy_reads_for_whom_and_until_when(client_for, authority, members, waiting):
    user = UserFactory()
    MembershipFactory(user=user, authority=authority, role="officer")
    CoverFactory(
        authority=authority,
        owner=None,
        approver=members["approver"],
        user=user,
        until="2019-01-28",
    )
    client = client_for(user)

    page = client.get(QUEUE)
    assert f"You decide for {members['approver']} until 28 January 2019" in words(page)
    client.post(QUEUE, answers(page, (waiting[0], {"outcome": "accepted", "text": "Seen."})))

    assert SignOff.objects.get().instead_of == members["approver"]


# A slip, and what is to be looked at again


def test_a_slip_in_the_list_can_be_taken_back_from_it(approver, waiting):
    claim = waiting[0]
    sent = answers(approver.get(QUEUE), (claim, {"outcome": "accepted", "text": "Seen."}))
    approver.post(QUEUE, sent)
    slip = SignOff.objects.get()

    page = approver.get(QUEUE)
    here = address("sign-off-take-back", slip.pk)
    assert "What you decided today (1)" in words(page)
    assert here in page.text
    approver.post(here)

    page = approver.get(QUEUE)
    assert ("claim", "1.1") in shown(page)
    assert "What you decided today" not in words(page)


def test_impact_whose_day_has_come_is_to_be_looked_at_again(approver, plan):
    due, later = CommitmentFactory(plan=plan), CommitmentFactory(plan=plan)
    ImpactFactory(commitment=due, recheck_on=TODAY)
    ImpactFactory(commitment=later, recheck_on="2019-01-22")

    page = approver.get(QUEUE)

    assert "Impact to be looked at again (1)" in words(page)
    assert reverse("commitment-impact", args=["plan", due.pk]) in page.text
    assert reverse("commitment-impact", args=["plan", later.pk]) not in page.text


def test_at_the_end_of_a_cover_the_queue_is_closed(client_for, authority, members, clock):
    user = UserFactory()
    MembershipFactory(user=user, authority=authority, role="officer")
    days = {"holds_from": "2019-01-14", "until": "2019-01-21"}
    CoverFactory(
        authority=authority, owner=None, approver=members["approver"], user=user, **days
    )

    assert client_for(user).get(QUEUE).status_code == 200
    clock(on("2019-01-22", hour=0, minute=1))
    assert client_for(user).get(QUEUE).status_code == 403
