"""Whichever way one says it, the history is the same: the form, the walk through all of one's
actions, the admin, the spreadsheet, several decided at once. All but the time and the key."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from improvement.models import (
    DateRequest,
    Decision,
    Evidence,
    Impact,
    Ownership,
    SignOff,
    Update,
)
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    HoldingFactory,
    OwnerFactory,
    PlanFactory,
    UpdateFactory,
)
from tests.round_trips import Workbook, apply, download, upload
from tests.sending import sent_from

TO = date(2098, 6, 30)
TIMES_AND_KEYS = {"id", "known_at", "recorded_at", "draft_key"}


class Westmere:
    """As many actions as there are ways, all the same; who says it; the ways themselves."""

    def __init__(self, authority, members, client_for):
        self.people = members
        self.plan = PlanFactory(authority=authority, key="plan")
        self.post = OwnerFactory(authority=authority, post="Head of practice")
        self.other = OwnerFactory(authority=authority, post="Head of care")
        HoldingFactory(owner=self.post, user=members["officer"])
        self.clients = {role: client_for(members[role]) for role in members}
        self.made = 0

    def action(self):
        self.made += 1
        commitment = CommitmentFactory(plan=self.plan)
        action = ActionFactory(
            plan=self.plan,
            owner=self.post,
            commitments=[commitment],
            reference=f"1.{self.made}",
            first_due="2098-03-29",
        )
        UpdateFactory(action=action, status="at_risk", reason="Staff are short.")
        return action

    def verb(self, verb, role, **told):
        verb(by=self.people[role], now=timezone.now(), **told)

    def page(self, role, name, *args, having, query=None, **typed):
        """Fill in the page's form and send it."""
        client, address = self.clients[role], reverse(name, args=args, query=query)
        answer = client.post(address, sent_from(client.get(address), having) | typed)
        assert answer.status_code == 302, answer.context["form"].errors

    def on(self, role, action, name, *args, having, **typed):
        self.page(role, name, "plan", action.reference, *args, having=having, **typed)

    def in_the_admin(self, role, record, rows, **typed):
        client = self.clients[role]
        opts = record._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
        sent = sent_from(client.get(address), f"{rows}-TOTAL_FORMS")
        row = sent[f"{rows}-INITIAL_FORMS"]
        answer = client.post(address, sent | {f"{rows}-{row}-{k}": v for k, v in typed.items()})
        assert answer.status_code == 302, answer.context["errors"]

    def in_a_sheet(self, role, action, **typed):
        client = self.clients[role]
        book = Workbook(download(client, self.plan)).write(action.reference, **typed)
        apply(client, upload(client, book))

    def in_the_queue(self, key, minute="", **typed):
        client, address = self.clients["approver"], reverse("to-decide")
        sent = sent_from(client.get(address), f"{key}-outcome")
        sent |= {f"{key}-{name}": value for name, value in typed.items()}
        answer = client.post(address, sent | {"minute": minute})
        assert answer.status_code == 302


@pytest.fixture
def westmere(authority, members, client_for):
    return Westmere(authority, members, client_for)


def left_behind(model, about, *names):
    """What the event says, but for time, key and the record that it is about."""
    left_out = TIMES_AND_KEYS | {f"{name}_id" for name in names}
    event = model.objects.latest("pk")
    assert getattr(event, names[0]) == about
    return {
        field.attname: getattr(event, field.attname)
        for field in model._meta.concrete_fields
        if field.attname not in left_out
    }


def all_alike(told, count):
    assert len(told) == count
    assert all(one == told[0] for one in told), told
    assert told[0]["said_by_id"] == told[0]["recorded_by_id"] is not None
    return told[0]


UPDATE = {"status": "on_track", "text": "Two teams of five.", "difference": "Seen sooner."}


def test_an_update(westmere):
    def by_verb(action):
        westmere.verb(recording.record_update, "officer", action=action, **UPDATE)

    def by_form(action):
        westmere.on("officer", action, "action-update", having="status", **UPDATE, reason="")

    def in_the_walk(action):
        query = {"action": action.pk}
        typed = {"having": "status", "query": query, **UPDATE, "reason": ""}
        westmere.page("officer", "my-actions-each", **typed)

    def in_the_admin(action):
        westmere.in_the_admin("officer", action, "updates", **UPDATE)

    def in_a_sheet(action):
        westmere.in_a_sheet("officer", action, **UPDATE | {"status": "On track"})

    told = []
    for way in (by_verb, by_form, in_the_walk, in_the_admin, in_a_sheet):
        action = westmere.action()
        way(action)
        told.append(left_behind(Update, action, "action"))

    said = all_alike(told, 5)
    assert {name: said[name] for name in UPDATE} == UPDATE
    assert said["by_post_id"] == westmere.post.pk


def test_that_nothing_changed(westmere):
    def by_verb(action):
        westmere.verb(recording.confirm_no_change, "officer", action=action)

    def by_press(action):
        westmere.on("officer", action, "action-no-change", having="seen")

    def in_the_admin(action):
        westmere.in_the_admin("officer", action, "updates", no_change="on")

    def in_a_sheet(action):
        westmere.in_a_sheet("officer", action, no_change="yes")

    told = []
    for way in (by_verb, by_press, in_the_admin, in_a_sheet):
        action = westmere.action()
        way(action)
        told.append(left_behind(Update, action, "action"))

    said = all_alike(told, 4)
    assert (said["no_change"], said["reason"]) == (True, "Staff are short.")


def test_a_request_for_a_date(westmere):
    asked = {"reason": "Later.", "meanwhile": "By hand.", "holds_up": "Nothing."}

    def by_verb(action):
        westmere.verb(recording.request_date, "officer", action=action, to=TO, **asked)

    def by_form(action):
        westmere.on("officer", action, "action-date", having="to", to=TO, **asked)

    def in_the_admin(action):
        westmere.in_the_admin("officer", action, "date_requests", to=TO, **asked)

    def in_a_sheet(action):
        in_cells = {"why" if name == "reason" else name: said for name, said in asked.items()}
        westmere.in_a_sheet("officer", action, to=TO, **in_cells)

    told = []
    for way in (by_verb, by_form, in_the_admin, in_a_sheet):
        action = westmere.action()
        way(action)
        told.append(left_behind(DateRequest, action, "action"))

    assert all_alike(told, 4)["to"] == TO


def test_a_decision_on_a_date(westmere):
    granted = {"outcome": "granted", "reason": "As agreed.", "minute": "Board, item 4"}

    def by_verb(request):
        westmere.verb(recording.decide_request, "approver", request=request, **granted)

    def by_form(request):
        where = ("approver", request.action, "request-decide", request.pk)
        westmere.on(*where, having="outcome", **granted)

    def in_the_queue(request):
        answer = {name: granted[name] for name in ("outcome", "reason")}
        westmere.in_the_queue(f"request-{request.pk}", minute=granted["minute"], **answer)

    def in_the_admin(request):
        typed = {"request": request.pk, **granted}
        westmere.in_the_admin("approver", request.action, "decisions", **typed)

    told = []
    for way in (by_verb, by_form, in_the_queue, in_the_admin):
        request = DateRequestFactory(action=westmere.action(), to=TO, by_post=westmere.post)
        way(request)
        told.append(left_behind(Decision, request, "request", "action"))

    assert all_alike(told, 4)["minute"] == "Board, item 4"


def test_an_answer_to_a_claim(westmere):
    accepted = {"outcome": "accepted", "text": "Three reports seen."}

    def by_verb(claim):
        westmere.verb(recording.sign_off, "approver", claim=claim, **accepted)

    def by_form(claim):
        about = claim.action
        westmere.on("approver", about, "action-sign-off", having="outcome", **accepted)

    def in_the_queue(claim):
        westmere.in_the_queue(f"claim-{claim.pk}", **accepted)

    def in_the_admin(claim):
        typed = {"claim": claim.pk, **accepted}
        westmere.in_the_admin("approver", claim.action, "sign_offs", **typed)

    told = []
    for way in (by_verb, by_form, in_the_queue, in_the_admin):
        about = {"action": westmere.action(), "by_post": westmere.post}
        claim = UpdateFactory(status="done", holds_from="2019-01-08", **about)
        way(claim)
        told.append(left_behind(SignOff, claim, "claim", "action"))

    assert all_alike(told, 4)["outcome"] == "accepted"


def test_that_an_action_is_withdrawn(westmere):
    why = {"reason": "Not ours to do.", "minute": "Board, item 5"}

    def by_verb(action):
        westmere.verb(recording.withdraw, "approver", action=action, **why)

    def by_form(action):
        westmere.on("approver", action, "action-withdraw", having="reason", **why)

    def in_the_admin(action):
        westmere.in_the_admin("approver", action, "decisions", outcome="withdrawn", **why)

    told = []
    for way in (by_verb, by_form, in_the_admin):
        action = westmere.action()
        way(action)
        told.append(left_behind(Decision, action, "action"))

    assert all_alike(told, 3)["outcome"] == "withdrawn"


def test_that_it_works(westmere):
    shown = {"state": "shown", "shown_by": "audit", "text": "Sixty cases.", "recheck_on": TO}

    def by_verb(commitment):
        westmere.verb(recording.record_impact, "approver", commitment=commitment, **shown)

    def by_form(commitment):
        where = ("approver", "commitment-impact", "plan", commitment.pk)
        westmere.page(*where, having="state", **shown)

    def in_the_admin(commitment):
        westmere.in_the_admin("approver", commitment, "impacts", **shown)

    told = []
    for way in (by_verb, by_form, in_the_admin):
        action = westmere.action()
        UpdateFactory(action=action, status="done")
        commitment = action.action_commitments.get().commitment
        way(commitment)
        told.append(left_behind(Impact, commitment, "commitment"))

    assert all_alike(told, 3)["recheck_on"] == TO


def test_a_new_owner(westmere):
    other = westmere.other

    def by_verb(action):
        westmere.verb(recording.give_owner, "admin", action=action, owner=other, text="Yours.")

    def by_form(action):
        given = {"owner": other.pk, "note": "Yours."}
        westmere.on("admin", action, "action-owner", having="owner", **given)

    def in_the_admin(action):
        westmere.in_the_admin("admin", action, "ownerships", owner=other.pk, text="Yours.")

    told = []
    for way in (by_verb, by_form, in_the_admin):
        action = westmere.action()
        way(action)
        told.append(left_behind(Ownership, action, "action"))

    assert all_alike(told, 3)["owner_id"] == other.pk


def test_evidence(westmere):
    link = {"kind": "audit", "shows": "Nine of ten in time.", "link": "https://example.org/a"}

    def by_verb(action):
        given = recording.Given(**link)
        westmere.verb(recording.add_evidence, "officer", action=action, given=given)

    def in_the_admin(action):
        westmere.in_the_admin("officer", action, "evidence", **link)

    told = []
    for way in (by_verb, in_the_admin):
        action = westmere.action()
        way(action)
        told.append(left_behind(Evidence, action, "action"))

    assert all_alike(told, 2)["shows"] == link["shows"]
