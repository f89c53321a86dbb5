"""Any plan, downloaded and uploaded: without edits nothing changes; with edits exactly those.

The file goes through the same writer and the same reader as in the browser; only the child
process around the reader is left out, to have time for many plans.
"""

import io
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from improvement import recording
from improvement.exports.cells import as_cell
from improvement.models import (
    ACTION_EVENTS,
    Action,
    DateRequest,
    Membership,
    Owner,
    Ownership,
    Plan,
    Update,
)
from improvement.spreadsheets.round_trip.apply import record
from improvement.spreadsheets.round_trip.cells import as_said, words
from improvement.spreadsheets.round_trip.changes import Speaker
from improvement.spreadsheets.round_trip.choices import ChoicesForm
from improvement.spreadsheets.round_trip.compare import compare
from improvement.spreadsheets.round_trip.uploaded import Uploaded, read_upload
from improvement.spreadsheets.round_trip.workbook import Download, in_order, write_workbook
from improvement.state import read_action, read_state
from inspections.intake.sheets.reading import read as read_file
from inspections.intake.sheets.tables import Workbook as ReadWorkbook
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UserFactory,
    on,
)
from tests.round_trips import Workbook

NOW = on("2019-02-11")
TODAY = NOW.date()
ENTERED = attrgetter("kind", "pk")

bounded = settings(
    deadline=None,
    max_examples=15,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NASTY = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44 20",
    "-",
    "@here",
    "'quoted",
    '"quoted", and; cut\tup',
    "  blanks  around  ",
    "two\nlines\r\nand\rmore",
    "a\x00b\x07c\x1fd".replace("\x00", ""),
    "\x85\xa0\u2028\u200b\ufeff\ufffe\uffff",
    "_x0041_ _x000D_ _x005F_",
    "yes",
    "TRUE",
    "01.10",
    "2019-03-01",
    "29/03/2019",
    "#REF!",
    "🧒🏽 naïve Ünï",
    "<b>&amp;</b>]]>",
]
TOO_LONG = ["x" * 40_000, "🧒" * 20_000]
texts = st.sampled_from(NASTY) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40
)
lines = texts.map(lambda text: text[:150])
statuses = st.sampled_from(recording.LIVE_STATUSES)
days = st.integers(-60, 400).map(lambda number: TODAY + timedelta(number))

actions = st.fixed_dictionaries(
    {
        "title": lines,
        "success_measure": texts | st.sampled_from(["", *TOO_LONG]),
        "start": days | st.none(),
        "first_due": days | st.none(),
        "due_as_printed": lines.map(lambda text: text[:90]) | st.just(""),
        "owner": st.sampled_from([0, 0, 0, 1, None]),
    }
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["update"] * 4 + ["no_change", "request", "decide", "sign_off"] * 2)
        | st.sampled_from(["withdraw", "reopen"]),
        st.integers(0, 3),
        statuses,
        texts,
        days,
    ),
    max_size=8,
)
plans = st.fixed_dictionaries(
    {
        "title": lines,
        "posts": st.lists(lines, min_size=2, max_size=2, unique_by=words),
        "actions": st.lists(actions, min_size=1, max_size=3),
        "steps": steps,
    }
)


class Council:
    """A plan with somebody who may do everything in it, and a colleague who decides."""

    def __init__(self, told):
        self.authority = AuthorityFactory()
        self.user, self.approver = UserFactory(), UserFactory()
        for role in Membership.Role.values:
            for user in (self.user, self.approver):
                MembershipFactory(user=user, authority=self.authority, role=role)
        self.plan = PlanFactory(authority=self.authority, title=told["title"])
        self.posts = [OwnerFactory(authority=self.authority, post=p) for p in told["posts"]]
        for post in self.posts:
            HoldingFactory(owner=post, user=self.user)
        commitment = CommitmentFactory(plan=self.plan, title=told["title"])
        for number, action in enumerate(told["actions"], 1):
            fields = {key: value for key, value in action.items() if key != "owner"}
            owner = action["owner"]
            ActionFactory(
                plan=self.plan,
                reference=f"{number}.10",
                commitments=[commitment],
                owner=None if owner is None else self.posts[owner],
                **fields,
            )
        for minute, step in enumerate(told["steps"]):
            self.take(on("2019-02-10", minute=minute), *step)

    def take(self, now, kind, number, status, text, day):
        """Say it as on the screen; what the rules refuse is not said."""
        listed = list(self.plan.actions.select_related("plan").order_by("pk"))
        action = listed[number % len(listed)]
        try:
            with transaction.atomic():
                if kind in ("update", "no_change", "request"):
                    self.say(action, kind, status, text, day, {"by": self.user, "now": now})
                else:
                    self.decide(action, kind, text, {"by": self.approver, "now": now})
        except (recording.Refused, PermissionDenied):
            pass

    def say(self, action, kind, status, text, day, said):
        if kind == "update":
            told = {"status": status, "text": text, "reason": text}
            recording.record_update(action=action, **told, **said)
        elif kind == "no_change":
            recording.confirm_no_change(action=action, **said)
        else:
            told = {"reason": text, "meanwhile": text, "holds_up": text}
            recording.request_date(action=action, to=day, sooner=True, **told, **said)

    def decide(self, action, kind, text, said):
        state = self.state().action_by_pk[action.pk]
        if kind == "decide" and state.waiting:
            request = DateRequest.objects.get(pk=state.waiting[0].pk)
            recording.decide_request(request=request, outcome="granted", **said)
        elif kind == "sign_off" and state.replayed.claim:
            claim = Update.objects.get(pk=state.replayed.claim.pk)
            recording.sign_off(claim=claim, outcome="sent_back", text=text, **said)
        elif kind == "withdraw":
            recording.withdraw(action=action, reason=text, **said)
        elif kind == "reopen":
            recording.reopen(action=action, reason=text, **said)

    def state(self):
        as_at = AsAt(NOW)
        return read_state(Plan.objects.for_screen(as_at).get(pk=self.plan.pk), as_at)

    def file(self):
        state = self.state()
        owners = in_order(state.owners.values())
        return write_workbook(
            Download(state.plan, state.actions, AsAt(NOW), is_mine=False, owners=owners)
        )

    def compare(self, content):
        read = read_upload(ReadWorkbook.from_plain(read_file(content)))
        kept = Uploaded.from_plain(read.to_plain())
        assert kept == read
        speaker = Speaker.of(self.user, self.authority.pk, AsAt(NOW))
        return compare(kept, self.state(), speaker, AsAt(NOW))

    def record(self, comparison):
        """Press “Record”, with whatever the page asks for."""
        sent = {"seen": comparison.fingerprint, "note": "Moved.", "not_about_a_child": "on"}
        form = ChoicesForm(sent, comparison=comparison)
        assert form.is_valid(), form.errors
        return record(form.chosen(), by=self.user, now=NOW)


def everything_said():
    return {
        (model.__name__, event.pk) for model in ACTION_EVENTS for event in model.objects.all()
    } | {("Ownership", event.pk) for event in Ownership.objects.all()}


def saved_again(content):
    saved = io.BytesIO()
    load_workbook(io.BytesIO(content)).save(saved)
    return saved.getvalue()


update_edits = st.fixed_dictionaries(
    {"status": statuses, "text": texts, "reason": texts, "difference": texts | st.none()}
)
request_edits = st.fixed_dictionaries(
    {"to": days, "why": texts, "meanwhile": texts, "holds_up": texts}
)
edits = st.fixed_dictionaries(
    {
        "update": update_edits | st.none(),
        "request": request_edits | st.none(),
        "title": lines | st.none(),
        "measure": texts | st.none(),
        "owner": st.sampled_from([None, None, 0, 1]),
    }
)


class RoundTrips(TestCase):
    @bounded
    @given(plans)
    def test_without_edits_nothing_changes(self, told):
        council = Council(told)
        content = council.file()
        check_read_alone(council.state())

        for file in (content, saved_again(content)):
            comparison = council.compare(file)
            assert (comparison.rows, comparison.strays) == ([], [])
            assert comparison.notes == []

    @bounded
    @given(plans, st.lists(edits, min_size=3, max_size=3))
    def test_with_edits_exactly_those_arrive(self, told, wanted):
        council = Council(told)
        book, expected = Workbook(council.file()), {}
        for state, edit in zip(council.state().actions, wanted, strict=False):
            expected[state.pk] = written(book, council, state, edit)
        before = everything_said()
        titles = {a.pk: (a.title, a.success_measure) for a in Action.objects.all()}

        comparison = council.compare(book.saved())
        assert comparison.strays == []
        possible = {
            row.pk: {part.kind: part for part in [*row.said, *row.kept]}
            for row in comparison.rows
        }
        counted = council.record(comparison)

        # Nothing that the page offered was refused, and nothing else was said.
        recorded = everything_said() - before
        assert len(recorded) == sum(
            counted[kind] for kind in ("update", "no_change", "request", "owner")
        )
        for pk, edit in expected.items():
            parts = possible.get(pk, {})
            assert set(parts) <= set(edit)
            check_said(pk, edit, parts, recorded)
        for action in Action.objects.all():
            kept = possible.get(action.pk, {})
            title, measure = titles[action.pk]
            edit = expected[action.pk]
            assert action.title == (edit["title"] if "title" in kept else title)
            assert action.success_measure == (edit["measure"] if "measure" in kept else measure)

        again = council.compare(book.saved())
        offered_again = {(row.pk, part.kind) for row, part in again.parts}
        assert (
            offered_again & {(pk, kind) for pk, parts in possible.items() for kind in parts}
            == set()
        )


def check_read_alone(plan):
    """Whoever speaks of an action is told the same of it as the page of the plan shows."""
    for state in plan.actions:
        alone = read_action(plan.plan, state.pk, plan.as_at)
        assert sorted(alone.entries, key=ENTERED) == sorted(state.entries, key=ENTERED)
        told = {"entries": [], "commitments": (), "vacancy": None}
        assert replace(alone, **told) == replace(state, **told)


def written(book, council, state, edit):
    """Write the edits into the row; by kind what they say, as far as they differ."""
    reference, expected = state.action.reference, {}
    for kind in ("update", "request"):
        if edit[kind]:
            cells = {
                key: as_cell(str(getattr(value, "label", value)))
                if not isinstance(value, date | type(None))
                else value
                for key, value in edit[kind].items()
            }
            book.write(reference, **cells)
            expected[kind] = edit[kind]
    for key, model_field in (("title", "title"), ("measure", "success_measure")):
        now = getattr(state.action, model_field)
        if edit[key] and words(as_cell(edit[key])) != words(as_cell(now)):
            book.write(reference, **{key: as_cell(edit[key])})
            said = as_said(as_cell(edit[key]))
            expected[key] = words(said) if key == "title" else said
    if edit["owner"] is not None and council.posts[edit["owner"]] != state.owner:
        book.write(reference, owner=as_cell(council.posts[edit["owner"]].post))
        expected["owner"] = council.posts[edit["owner"]]
    return expected


def check_said(pk, edit, parts, recorded):
    if "update" in parts:
        said = Update.objects.filter(action=pk).latest("pk")
        assert ("Update", said.pk) in recorded
        told = edit["update"]
        assert said.status == told["status"]
        for key in ("text", "difference"):
            assert getattr(said, key) == as_said(as_cell(told[key] or ""))
    if "request" in parts:
        asked = DateRequest.objects.filter(action=pk).latest("pk")
        assert ("DateRequest", asked.pk) in recorded
        assert asked.to == edit["request"]["to"]
        assert asked.reason == as_said(as_cell(edit["request"]["why"]))
    if "owner" in parts and parts["owner"].told["owner"]:
        given_to = Ownership.objects.filter(action=pk).latest("pk")
        assert given_to.owner == edit["owner"]
    assert Owner.objects.exists()
