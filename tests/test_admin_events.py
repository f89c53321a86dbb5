"""Rows that are added in the Django admin beside those of the other `test_admin_*.py`: confirmations,
evidence, covers, update rounds; and what is taken back there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.models import Cover, Evidence, Update, UpdateRound
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UpdateFactory,
    UserFactory,
)
from tests.sending import sent_from


class Westmere:
    def __init__(self, authority, members, client_for):
        self.people, self.client_for = members, client_for
        self.plan = PlanFactory(authority=authority)
        self.post = OwnerFactory(authority=authority, post="Head of practice")
        HoldingFactory(owner=self.post, user=members["officer"])
        self.commitment = CommitmentFactory(plan=self.plan)
        self.action = ActionFactory(
            plan=self.plan, owner=self.post, commitments=[self.commitment]
        )
        self.stand_in = UserFactory(name="Deputy head")
        MembershipFactory(user=self.stand_in, authority=authority, role="officer")

    def page_of(self, record):
        opts = record._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])

    def enter(self, who, record, rows, **typed):
        user = self.people.get(who) if isinstance(who, str) else who
        client, address = self.client_for(user), self.page_of(record)
        sent = sent_from(client.get(address), f"{rows}-TOTAL_FORMS")
        row = sent[f"{rows}-INITIAL_FORMS"]
        return client.post(address, sent | {f"{rows}-{row}-{k}": v for k, v in typed.items()})

    def shown(self, who, record):
        return self.client_for(self.people[who]).get(self.page_of(record)).content.decode()


@pytest.fixture
def westmere(authority, members, client_for):
    return Westmere(authority, members, client_for)


def errors(answer):
    return " ".join(map(str, answer.context["errors"]))


def recorded(answer):
    return answer.status_code == 302


TODAY = timezone.localdate


def test_that_nothing_changed_is_one_tick(westmere):
    UpdateFactory(action=westmere.action, status="at_risk", reason="Staff are short.")

    assert recorded(westmere.enter("officer", westmere.action, "updates", no_change="on"))

    said = Update.objects.latest("pk")
    assert (said.no_change, said.status, said.reason) == (True, "at_risk", "Staff are short.")


def test_who_says_that_nothing_changed_says_nothing_else(westmere):
    UpdateFactory(action=westmere.action)

    both = {"no_change": "on", "text": "Something."}
    answer = westmere.enter("officer", westmere.action, "updates", **both)

    assert "leave the rest empty" in errors(answer)
    assert Update.objects.count() == 1


def test_evidence_is_given_as_a_link_and_taken_back(westmere):
    given = {"kind": "audit", "shows": "Nine of ten.", "link": "https://a.example/"}

    assert recorded(westmere.enter("officer", westmere.action, "evidence", **given))
    evidence = Evidence.objects.get()
    taken = westmere.enter("officer", westmere.action, "evidence", voids=evidence.pk)

    assert recorded(taken)
    assert [(e.retracts, e.voids_id) for e in Evidence.objects.order_by("pk")] == [
        (False, None),
        (True, evidence.pk),
    ]
    assert "A file is given on the action" in westmere.shown("officer", westmere.action)


def test_to_take_one_back_and_add_another_are_two_rows(westmere):
    given = {"kind": "audit", "shows": "Nine of ten.", "link": "https://a.example/"}
    westmere.enter("officer", westmere.action, "evidence", **given)
    voids = {"voids": Evidence.objects.get().pk, "shows": "Rather eight."}

    answer = westmere.enter("officer", westmere.action, "evidence", **voids)

    assert "choose it and leave the rest empty" in errors(answer)
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("rows", ["evidence", "date_requests"])
def test_nobody_takes_back_what_somebody_else_said(westmere, rows):
    request = DateRequestFactory(action=westmere.action)

    answer = westmere.enter("officer", westmere.action, rows, voids=request.pk)

    assert "not yours to take back" in errors(answer)


def test_a_request_is_taken_back_while_it_waits(westmere):
    asked = {"reason": "Late.", "meanwhile": "By hand.", "holds_up": "Nothing."}
    westmere.enter("officer", westmere.action, "date_requests", to="2035-06-28", **asked)
    request = westmere.action.date_requests.get()

    assert recorded(
        westmere.enter("officer", westmere.action, "date_requests", voids=request.pk)
    )
    assert westmere.action.date_requests.filter(retracts=True).exists()


def test_an_earlier_date_is_ticked_to_be_meant(westmere):
    action = ActionFactory(plan=westmere.plan, owner=westmere.post, first_due="2035-06-28")
    asked = {"reason": "Ahead.", "meanwhile": "By hand.", "holds_up": "Nothing."}
    asked["to"] = "2035-05-31"

    answer = westmere.enter("officer", action, "date_requests", **asked)
    assert "earlier than the date it has now, 28 June 2035" in errors(answer)
    assert recorded(westmere.enter("officer", action, "date_requests", sooner="on", **asked))

    assert str(action.date_requests.get().to) == "2035-05-31"


def test_a_decision_of_today_is_taken_back_and_made_again(westmere):
    request = DateRequestFactory(action=westmere.action, to="2035-06-28", by_post=westmere.post)
    granted = {"request": request.pk, "outcome": "granted", "minute": "Board, item 4"}
    refused = {"request": request.pk, "outcome": "refused", "reason": "Too late."}
    westmere.enter("approver", westmere.action, "decisions", **granted)
    slip = westmere.action.decisions.get()

    assert recorded(westmere.enter("approver", westmere.action, "decisions", voids=slip.pk))
    assert recorded(westmere.enter("approver", westmere.action, "decisions", **refused))
    assert [d.outcome for d in westmere.action.decisions.order_by("pk")] == [
        "granted",
        "",
        "refused",
    ]


def test_an_answer_of_today_is_taken_back(westmere):
    claim = UpdateFactory(action=westmere.action, status="done", by_post=westmere.post)
    accepted = {"claim": claim.pk, "outcome": "accepted", "text": "Reports seen."}
    westmere.enter("approver", westmere.action, "sign_offs", **accepted)
    slip = westmere.action.sign_offs.get()

    assert recorded(westmere.enter("approver", westmere.action, "sign_offs", voids=slip.pk))
    assert westmere.action.sign_offs.filter(retracts=True, voids=slip).exists()


def test_a_word_on_impact_is_taken_back(westmere):
    westmere.enter("approver", westmere.commitment, "impacts", state="not_yet_shown")
    slip = westmere.commitment.impacts.get()

    assert recorded(westmere.enter("approver", westmere.commitment, "impacts", voids=slip.pk))
    assert westmere.commitment.impacts.filter(retracts=True, voids=slip).exists()


def test_a_post_is_covered_and_whoever_covers_it_is_named_so(westmere):
    days = {"holds_from": TODAY(), "until": TODAY() + timedelta(days=14)}
    cover = {"user": westmere.stand_in.pk, **days}
    assert recorded(westmere.enter("admin", westmere.post, "covers", **cover))

    said = {"status": "on_track", "text": "It goes on."}
    assert recorded(westmere.enter(westmere.stand_in, westmere.action, "updates", **said))

    assert Update.objects.latest("pk").as_cover
    told = "Deputy head (covering for Head of practice)"
    assert told in westmere.shown("officer", westmere.action)


def test_a_cover_is_ended(westmere):
    days = {"holds_from": TODAY() + timedelta(days=3), "until": TODAY() + timedelta(days=9)}
    westmere.enter("admin", westmere.post, "covers", user=westmere.stand_in.pk, **days)
    cover = Cover.objects.get()

    assert recorded(westmere.enter("admin", westmere.post, "covers", voids=cover.pk))
    assert Cover.objects.filter(voids=cover).exists()


def test_a_round_is_opened_changed_and_taken_back(westmere):
    begins = TODAY() + timedelta(days=7)
    days = {"holds_from": begins, "closes": begins + timedelta(days=7)}
    later = days | {"closes": begins + timedelta(days=9)}

    assert recorded(westmere.enter("admin", westmere.plan, "rounds", **days))
    first = UpdateRound.objects.get()
    assert recorded(westmere.enter("admin", westmere.plan, "rounds", voids=first.pk, **later))
    second = UpdateRound.objects.latest("pk")
    assert recorded(westmere.enter("admin", westmere.plan, "rounds", voids=second.pk))

    assert [(r.closes, r.retracts) for r in UpdateRound.objects.order_by("pk")] == [
        (days["closes"], False),
        (later["closes"], False),
        (later["closes"], True),
    ]


def test_a_round_without_its_days_is_refused(westmere):
    answer = westmere.enter("admin", westmere.plan, "rounds", holds_from="2035-01-08")

    assert "Give the day on which it opens and closes." in errors(answer)
    assert not UpdateRound.objects.exists()


def test_the_window_and_deadline_of_a_plan_are_corrected_like_words(westmere):
    client, page = (
        westmere.client_for(westmere.people["admin"]),
        westmere.page_of(westmere.plan),
    )
    days = {"runs_until": "2020-03-31", "submit_by": "2018-12-01"}

    assert recorded(client.post(page, sent_from(client.get(page)) | days))

    westmere.plan.refresh_from_db()
    assert westmere.plan.runs_until == date(2020, 3, 31)


def test_evidence_and_an_update_are_entered_on_one_page(westmere):
    UpdateFactory(action=westmere.action)
    client = westmere.client_for(westmere.people["officer"])
    page = westmere.page_of(westmere.action)
    sent = sent_from(client.get(page), "updates-TOTAL_FORMS")
    rows = {
        "evidence": {"kind": "audit", "shows": "Nine of ten.", "link": "https://a.example/"},
        "date_requests": {
            "to": "2035-06-28",
            "reason": "Late.",
            "meanwhile": "By hand.",
            "holds_up": "Nothing.",
        },
        "updates": {"status": "on_track", "text": "All teams."},
    }
    for name, typed in rows.items():
        row = sent[f"{name}-INITIAL_FORMS"]
        sent |= {f"{name}-{row}-{box}": value for box, value in typed.items()}

    assert recorded(client.post(page, sent))
    counted = [getattr(westmere.action, name).count() for name in rows]
    assert counted == [1, 1, 2]
