import re
from datetime import date, timedelta
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Membership,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
    User,
)
from inspections.intake.dates import in_full
from inspections.models import (
    Authority,
    Document,
    Finding,
    FindingLink,
    Framework,
    Inspection,
    Leader,
    Measure,
    Milestone,
    Recommendation,
    RepeatLink,
    Theme,
)
from tests.factories import (
    PASSWORD,
    ActionFactory,
    AreaFactory,
    AuthorityFactory,
    CommitmentFactory,
    DateRequestFactory,
    DocumentFactory,
    DocumentPartFactory,
    FindingFactory,
    FindingLinkFactory,
    HoldingFactory,
    ImpactFactory,
    InspectionFactory,
    InspectionPersonFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MembershipFactory,
    MilestoneFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    SignOffFactory,
    ThemeFactory,
    UpdateFactory,
    UpdatePeriodFactory,
    UserFactory,
    VisitFactory,
)

OF_AN_AUTHORITY = (
    Authority,
    Document,
    Inspection,
    Milestone,
    Leader,
    Measure,
    Recommendation,
    Finding,
    Owner,
    Plan,
    Commitment,
    Action,
)
SHARED = (Theme, Framework)
PEOPLE = (User, Membership)
REGISTERED = OF_AN_AUTHORITY + SHARED + PEOPLE

ROLES = ("viewer", "officer", "approver", "admin")
SOON = timezone.localdate() + timedelta(days=28)  # of what may begin on a day to come
SECRET = "Eastmere"  # in every word of the other authority

# Who may change something on a record's page, its words or by an event; and start a new one.
CHANGES = {
    "viewer": set(),
    "officer": {Action},
    "approver": {Action, Commitment},
    "admin": {
        Document,
        Milestone,
        Leader,
        Measure,
        Recommendation,
        Finding,
        Owner,
        Plan,
        Commitment,
        Action,
    },
    "superuser": {*REGISTERED} - {Inspection, Membership},
}
STARTS = {
    "viewer": set(),
    "officer": set(),
    "approver": set(),
    "admin": {Owner, Plan, Commitment, Action, Theme, Framework},
    "superuser": {Owner, Plan, Commitment, Action, Theme, Framework, Authority, *PEOPLE},
}


class World:
    """One authority with a row behind every page, `mark` in every word of it."""

    def __init__(self, authority, mark):
        self.authority, self.mark = authority, mark
        self._outside()
        self._council()
        self.rows = {
            Authority: authority,
            Document: self.document,
            Inspection: self.inspection,
            Milestone: MilestoneFactory(authority=authority, title=f"{mark} milestone"),
            Leader: LeaderFactory(
                authority=authority, name=f"{mark} director", document=self.document
            ),
            Measure: self.measure,
            Recommendation: self.asked,
            Finding: self.finding,
            Owner: self.post,
            Plan: self.plan,
            Commitment: self.commitment,
            Action: self.action,
        }

    def _outside(self):
        here, mark = self.authority, self.mark
        self.document = DocumentFactory(
            authority=here,
            title=f"{mark} letter",
            publisher=f"{mark} inspectors",
            key=f"{mark.lower()}-letter",
            sha256=f"{mark.lower():a<64}",
        )
        DocumentPartFactory(document=self.document, title=f"{mark} part")
        self.inspection = InspectionFactory(
            authority=here, key=f"{mark.lower()}-2018", follows_as_printed=f"{mark} before"
        )
        InspectionPersonFactory(inspection=self.inspection, name=f"{mark} inspector")
        area = AreaFactory()
        JudgementFactory(
            inspection=self.inspection, area=area, printed=mark, document=self.document
        )
        RivalFactory(inspection=self.inspection, document=self.document, value=mark)
        self.asked = RecommendationFactory(
            inspection=self.inspection,
            key="1",
            title=f"{mark} asks for visits",
            text=f"{mark} should visit children.",
            quote=f"{mark} quote",
            document=self.document,
        )
        self.visit = VisitFactory(authority=here, key=f"{mark.lower()}-visit")
        self.finding = FindingFactory(
            inspection=self.visit,
            text=f"{mark} visits more children.",
            summary=f"{mark} visits more.",
            quote=f"{mark} quote",
            document=self.document,
        )
        FindingLinkFactory(finding=self.finding, recommendation=self.asked, state="proposed")
        RepeatLinkFactory(
            recommendation=None, finding=self.finding, earlier_recommendation=self.asked
        )
        self.measure = MeasureFactory(authority=here, name=f"{mark} agency rate")
        MeasureReadingFactory(
            measure=self.measure, inspection=self.visit, document=self.document
        )

    def _council(self):
        here, mark = self.authority, self.mark
        self.post, self.other_post = (
            OwnerFactory(authority=here, post=f"{mark} post {n}") for n in (1, 2)
        )
        self.plan = PlanFactory(
            authority=here, title=f"{mark} plan", key=f"{mark.lower()}-plan"
        )
        self.plan.answers.add(self.inspection)
        PlanClosureFactory(plan=self.plan, outcome="reopened", reason=f"{mark} reason")
        UpdatePeriodFactory(plan=self.plan)
        self.commitment = CommitmentFactory(
            plan=self.plan,
            recommendation=self.asked,
            title=f"{mark} commits",
            board=f"{mark} board",
            owner=self.post,
        )
        ImpactFactory(commitment=self.commitment, text=f"{mark} impact")
        self.action = self.add_action()
        UpdateFactory(action=self.action, text=f"{mark} goes on")

    def add_action(self, owner=None, **fields):
        return ActionFactory(
            plan=self.plan,
            title=f"{self.mark} acts",
            commitments=[self.commitment],
            owner=owner or self.post,
            **fields,
        )


@pytest.fixture
def world(authority, members):
    """Westmere with everything, and Eastmere, which no member of Westmere may learn of.
    The officer holds the post that answers for the action."""
    elsewhere = Authority.objects.get(slug="eastmere")
    world = World(authority, "Westmere")
    world.elsewhere = World(elsewhere, SECRET)
    world.people = {role: members[role] for role in (*ROLES, "other")} | {
        "superuser": UserFactory(email="root@council.example", is_superuser=True)
    }
    # Whoever only views opens no records: this one comes in by a role elsewhere.
    third = AuthorityFactory(name="Southmere", slug="southmere")
    MembershipFactory(user=members["viewer"], authority=third, role="officer")
    HoldingFactory(owner=world.post, user=world.people["officer"])
    world.rows |= {
        Theme: ThemeFactory(name="Shared theme"),
        Framework: Framework.objects.first(),
        User: world.people["viewer"],
        Membership: Membership.objects.get(user=world.people["viewer"], role="viewer"),
    }
    return world


@pytest.fixture
def sign_in(world, client_for):
    return lambda who: client_for(world.people[who])


def page(row_or_model, name, *args):
    opts = row_or_model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)


def page_of(row, name):
    return page(row, name, row.pk)


def name_of(model):
    return model.__name__


def in_words(value):
    return value.__name__ if isinstance(value, type) else str(value)


def as_sent(found):
    """What a browser sends back from a page of the admin, nothing filled in."""
    forms = [found.context["adminform"].form]
    for inline in found.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [field for form in forms for field in form]
    values = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in values.items() if value is not None}


def as_sent_with(found, inline, **values):
    """The same with a new row in one inline."""
    sent = as_sent(found)
    row = sent[f"{inline}-INITIAL_FORMS"]
    added = {f"{inline}-{row}-{name}": value for name, value in values.items()}
    return sent | added | {f"{inline}-TOTAL_FORMS": row + 1}


def enter(client, row, inline, **values):
    address = page_of(row, "change")
    return client.post(address, as_sent_with(client.get(address), inline, **values))


def errors_of(answer):
    """The sentences that a page which came back says are wrong."""
    return [unescape(re.sub("<[^>]+>", "", str(each))) for each in answer.context["errors"]]


def text_of(answer):
    return answer.content.decode()


# Coming in


def test_every_record_that_members_keep_is_there():
    assert set(admin.site._registry) == set(REGISTERED)


def test_header_and_the_way_back_to_the_site(sign_in):
    shown = text_of(sign_in("officer").get("/admin/"))

    assert "Improvement tracker: records" in shown
    assert '<a href="/">View site</a>' in shown


def test_whoever_is_not_signed_in_comes_to_the_one_sign_in_page(world, client_for):
    answer = client_for().get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/sign-in/?next=")


def test_admin_has_no_sign_in_of_its_own(world, client_for):
    sent = {"username": world.people["superuser"].email, "password": PASSWORD}

    answer = client_for().post("/admin/login/?next=/admin/", sent)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_invited_officer_comes_in_without_being_marked_as_staff(world, sign_in):
    assert not world.people["officer"].is_staff
    assert sign_in("officer").get("/admin/").context["app_list"] != []
    assert sign_in("officer").get(page(Plan, "changelist")).status_code == 200


@pytest.mark.parametrize("role", [None, "viewer"])
def test_whoever_only_views_or_has_no_role_opens_no_records(world, client_for, role):
    user = UserFactory(is_staff=True)
    if role:
        MembershipFactory(user=user, authority=world.authority, role=role)
    client = client_for(user)

    assert client.get("/admin/").status_code == 403
    assert client.get(page(Plan, "changelist")).status_code == 403


# Who sees what


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
@pytest.mark.parametrize("name", ["change", "history"])
def test_member_reads_every_record_of_their_authority(world, sign_in, who, name):
    client = sign_in(who)

    found = {model: client.get(page_of(world.rows[model], name)) for model in OF_AN_AUTHORITY}

    assert {answer.status_code for answer in found.values()} == {200}


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_lists_show_the_rows_of_the_own_authority_only(world, sign_in, who):
    client = sign_in(who)

    listed = {
        model: set(client.get(page(model, "changelist")).context["cl"].queryset)
        for model in OF_AN_AUTHORITY
    }

    of_another = {model for model in listed if world.elsewhere.rows[model] in listed[model]}
    assert {model for model in listed if world.rows[model] in listed[model]} == {*listed}
    assert of_another == ({*listed} if who == "superuser" else set())


@pytest.mark.parametrize("who", ROLES)
def test_no_page_names_the_other_authority(world, sign_in, who):
    client = sign_in(who)
    rows = [world.rows[model] for model in (*OF_AN_AUTHORITY, *SHARED)]
    pages = ["/admin/"]
    pages += [page(row, name) for row in rows for name in ("changelist", "add")]
    pages += [page_of(row, name) for row in rows for name in ("change", "history")]
    kept = [row for row in rows if hasattr(row, "history")]
    pages += [page(row, "simple_history", row.pk, row.history.latest().pk) for row in kept]

    shown = {address: text_of(client.get(address, {"_facets": "True"})) for address in pages}

    # In any case of letters: it stands in addresses of people, too.
    named = [address for address, text in shown.items() if SECRET.lower() in text.lower()]
    assert named == []


@pytest.mark.parametrize("who", ROLES)
def test_record_of_another_authority_is_not_there(world, sign_in, who):
    client, rows = sign_in(who), world.elsewhere.rows.values()
    versions = [page(row, "simple_history", row.pk, row.history.latest().pk) for row in rows]

    changes = [client.get(page_of(row, "change")) for row in rows]

    # As for a record that never was: back to the index, without a word of it.
    assert {(got.status_code, got["Location"]) for got in changes} == {(302, "/admin/")}
    assert SECRET not in text_of(client.get("/admin/"))
    assert {client.get(page_of(row, "history")).status_code for row in rows} == {404}
    assert {client.get(address).status_code for address in versions} == {404}
    assert {client.post(page_of(row, "change")).status_code for row in rows} <= {302, 403}
    assert {client.post(page_of(row, "delete")).status_code for row in rows} == {403}


@pytest.mark.parametrize("who", ROLES)
def test_search_for_a_choice_finds_the_own_authority_only(sign_in, who):
    client = sign_in(who)
    choices = [
        ("inspections", "document", "authority"),
        ("inspections", "recommendation", "inspection"),
        ("inspections", "finding", "document"),
        ("inspections", "findinglink", "recommendation"),
        ("inspections", "repeatlink", "earlier_finding"),
        ("improvement", "action", "plan"),
        ("improvement", "ownership", "owner"),
        ("improvement", "ownership", "action"),
        ("improvement", "impact", "commitment"),
    ]
    asked = [
        dict(zip(("app_label", "model_name", "field_name"), c, strict=True)) for c in choices
    ]

    found = [client.get("/admin/autocomplete/", query) for query in asked]

    assert [len(answer.json()["results"]) > 0 for answer in found] == [True] * len(choices)
    assert [answer for answer in found if SECRET in text_of(answer)] == []


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("model", PEOPLE, ids=name_of)
def test_accounts_are_for_superusers(world, sign_in, who, model):
    client, row = sign_in(who), world.rows[model]
    pages = [page(model, "changelist"), page(model, "add")]
    pages += [page_of(row, name) for name in ("change", "history", "delete")]
    asked = {"app_label": "improvement", "model_name": "holding", "field_name": "user"}

    assert {client.get(address).status_code for address in pages} == {403}
    assert client.get("/admin/autocomplete/", asked).status_code == 403


def test_words_of_a_theme_are_shared_but_not_who_changed_them(world, sign_in):
    theme = world.rows[Theme]
    theme._history_user = world.people["other"]
    theme.save()

    shown = text_of(sign_in("admin").get(page_of(theme, "history")))

    assert "Shared theme" in shown
    assert "eastmere" not in shown


def test_history_of_a_shared_framework_is_for_superusers(world, sign_in):
    framework = world.rows[Framework]

    assert sign_in("admin").get(page_of(framework, "history")).status_code == 403
    assert sign_in("superuser").get(page_of(framework, "history")).status_code == 200


def test_member_of_two_authorities_sees_both_and_writes_where_they_may(world, client_for):
    viewer_there = world.people["admin"]
    MembershipFactory(user=viewer_there, authority=world.elsewhere.authority, role="viewer")
    client = client_for(viewer_there)
    there = world.elsewhere.action

    listed = set(client.get(page(Plan, "changelist")).context["cl"].queryset)
    form = client.get(page(Action, "add")).context["adminform"].form
    offered = set(form.fields["plan"].queryset)

    assert listed == {world.plan, world.elsewhere.plan}
    assert offered == {world.plan}
    assert client.get(page_of(there, "change")).status_code == 200
    assert client.post(page_of(there, "change"), {"title": "Mine now"}).status_code == 403


# Who changes what


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_who_may_change_something_on_which_page(world, sign_in, who):
    client = sign_in(who)
    pages = {
        model: client.get(page_of(row, "change"))
        for model, row in world.rows.items()
        if who == "superuser" or model not in PEOPLE
    }

    offered = {
        model for model, found in pages.items() if found.context["has_change_permission"]
    }
    posted = {
        model: client.post(page_of(world.rows[model], "change"), as_sent(found)).status_code
        for model, found in pages.items()
    }

    assert offered == CHANGES[who]
    assert {model for model, status in posted.items() if status == 302} == CHANGES[who]
    assert set(posted.values()) <= {302, 403}


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_who_may_start_a_new_record(sign_in, who):
    client = sign_in(who)

    found = {model: client.get(page(model, "add")).status_code for model in REGISTERED}
    posted = {model: client.post(page(model, "add"), {}).status_code for model in REGISTERED}

    assert {model for model, status in found.items() if status == 200} == STARTS[who]
    assert {model for model, status in posted.items() if status == 403} == (
        set(REGISTERED) - STARTS[who]
    )


def test_admin_corrects_words_and_its_history_says_who(world, sign_in):
    client, address = sign_in("admin"), page_of(world.action, "change")

    answer = client.post(address, as_sent(client.get(address)) | {"title": "Better words"})

    assert answer.status_code == 302
    version = Action.history.filter(id=world.action.pk).latest()
    assert (version.title, version.history_user) == ("Better words", world.people["admin"])
    assert "Better words" in text_of(client.get(page_of(world.action, "history")))


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_words_are_for_admins(world, sign_in, who):
    client, address = sign_in(who), page_of(world.action, "change")

    client.post(address, as_sent(client.get(address)) | {"title": "Not mine to say"})

    world.action.refresh_from_db()
    assert world.action.title == "Westmere acts"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Document, "authority key kind sha256 dated published second_hand known_at"),
        (
            Recommendation,
            "inspection key kind text quote page paragraph part document known_at",
        ),
        (Finding, "inspection key direction text quote page paragraph part document known_at"),
        (Owner, "authority key known_at"),
        (Plan, "authority key opened example document known_at"),
        (Commitment, "plan recommendation added known_at"),
        (Action, "plan reference added first_due due_as_printed known_at"),
    ],
    ids=in_words,
)
@pytest.mark.parametrize("who", ["admin", "superuser"])
def test_what_was_imported_or_set_once_cannot_be_posted_over(
    world, sign_in, who, model, fields
):
    client, row, names = sign_in(who), world.rows[model], fields.split()
    address = page_of(row, "change")
    before = model.objects.filter(pk=row.pk).values(*names).get()
    forged = dict.fromkeys(names, world.elsewhere.authority.pk) | {
        name: "2031-01-01" for name in names if name in ("first_due", "opened", "added")
    }
    forged |= {name: "Forged words" for name in names if name in ("text", "quote", "key")}

    answer = client.post(address, as_sent(client.get(address)) | forged)

    assert answer.status_code == 302
    assert model.objects.filter(pk=row.pk).values(*names).get() == before


def test_first_due_date_that_was_left_open_cannot_be_filled_in_later(world, sign_in):
    action = world.add_action(first_due=None)
    client, address = sign_in("admin"), page_of(action, "change")

    client.post(address, as_sent(client.get(address)) | {"first_due": "2031-01-01"})

    action.refresh_from_db()
    assert action.first_due is None


@pytest.mark.parametrize("model", [Recommendation, Finding], ids=name_of)
def test_summary_stays_where_the_documents_own_words_are_not_held(world, sign_in, model):
    factory = {Recommendation: RecommendationFactory, Finding: FindingFactory}[model]
    row = factory(inspection=world.visit, text="", summary="Our words.")
    client, address = sign_in("admin"), page_of(row, "change")

    answer = client.post(address, as_sent(client.get(address)) | {"summary": " "})

    assert errors_of(answer) == ["Say it in our words: the document's own are not held."]


def test_an_earlier_version_is_read_but_not_brought_back(world, sign_in):
    client = sign_in("superuser")
    rows = [world.rows[model] for model in OF_AN_AUTHORITY]
    versions = [page(row, "simple_history", row.pk, row.history.latest().pk) for row in rows]
    back = {"title": "Back again", "name": "Back again"}

    assert {client.get(address).status_code for address in versions} == {200}
    assert {client.post(address, back).status_code for address in versions} == {403}
    assert {row.history.count() for row in rows} == {1}


# Nobody deletes


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_nobody_deletes_a_record(world, sign_in, who):
    client, rows = sign_in(who), world.rows.values()
    deleting = {"action": "delete_selected", "post": "yes"}

    single = {client.post(page_of(row, "delete"), {"post": "yes"}).status_code for row in rows}
    many = {
        client.post(
            page(row, "changelist"), deleting | {"_selected_action": [row.pk]}
        ).status_code
        for row in rows
    }

    assert single == {403}
    assert many <= {200, 302, 403}
    assert [row for row in rows if not type(row).objects.filter(pk=row.pk).exists()] == []


@pytest.mark.parametrize("who", [*ROLES, "superuser"])
def test_no_list_offers_to_do_anything_to_many_rows(sign_in, who):
    client = sign_in(who)
    models = REGISTERED if who == "superuser" else (*OF_AN_AUTHORITY, *SHARED)

    lists = [client.get(page(model, "changelist")).context for model in models]

    assert [found["action_form"] for found in lists] == [None] * len(models)


@pytest.mark.parametrize("who", ["officer", "approver", "admin"])
def test_an_event_stays_whatever_is_posted_over_it(world, sign_in, who):
    client, address = sign_in(who), page_of(world.action, "change")
    before = list(Update.objects.order_by("pk").values())
    sent = as_sent(client.get(address)) | {
        "updates-0-text": "Never said",
        "updates-0-status": "done",
        "updates-0-DELETE": "on",
    }

    answer = client.post(address, sent)

    assert answer.status_code == 302
    assert list(Update.objects.order_by("pk").values()) == before


# Officers


def test_officer_adds_an_update_and_it_is_an_event_with_speaker_and_clock(world, sign_in):
    versions, began = world.action.history.count(), timezone.now()

    answer = enter(
        sign_in("officer"),
        world.action,
        "updates",
        status="at_risk",
        text="Slow.",
        reason="Ill.",
    )

    assert answer.status_code == 302
    update = Update.objects.latest("pk")
    assert (update.action, update.status, update.text, update.reason) == (
        world.action,
        "at_risk",
        "Slow.",
        "Ill.",
    )
    officer = world.people["officer"]
    assert (update.said_by, update.by_post, update.recorded_by) == (
        officer,
        world.post,
        officer,
    )
    assert began <= update.known_at <= timezone.now()
    assert update.holds_from == timezone.localdate()
    # The words of the action were not changed by it.
    assert world.action.history.count() == versions


def test_officer_corrects_their_own_update(world, sign_in):
    client = sign_in("officer")
    enter(client, world.action, "updates", status="on_track", text="Mistaken.")
    mistaken = Update.objects.latest("pk")

    answer = enter(
        client,
        world.action,
        "updates",
        status="at_risk",
        text="Right.",
        reason="So.",
        voids=mistaken.pk,
    )

    assert answer.status_code == 302
    assert Update.objects.latest("pk").voids == mistaken


def test_update_of_somebody_else_is_not_theirs_to_correct(world, sign_in):
    theirs = world.action.updates.get()

    answer = enter(
        sign_in("officer"),
        world.action,
        "updates",
        status="on_track",
        text="No.",
        voids=theirs.pk,
    )

    assert errors_of(answer) == ["It was corrected already, or is not yours to correct."]


def test_officer_asks_for_a_date(world, sign_in):
    asked = {"reason": "Late.", "meanwhile": "By hand.", "holds_up": "Nothing."}

    answer = enter(sign_in("officer"), world.action, "date_requests", to="2035-06-28", **asked)

    assert answer.status_code == 302
    request = DateRequest.objects.get()
    assert (request.to, request.said_by) == (date(2035, 6, 28), world.people["officer"])


@pytest.mark.parametrize("inline", ["updates", "date_requests"])
def test_officer_finds_somebody_elses_post_closed(world, sign_in, inline):
    action = world.add_action(owner=world.other_post)
    client, address = sign_in("officer"), page_of(action, "change")
    found = client.get(address)
    values = {"status": "done", "text": "Done.", "to": "2035-06-28", "reason": "Because."}

    answer = client.post(address, as_sent_with(found, inline, **values))

    assert not found.context["has_change_permission"]
    assert answer.status_code == 403
    assert not Update.objects.filter(action=action).exists()
    assert not DateRequest.objects.exists()


@pytest.mark.parametrize("who", ["approver", "admin"])
def test_whoever_is_no_officer_cannot_slip_an_update_in(world, sign_in, who):
    client, address = sign_in(who), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="done", text="Slipped in.")

    answer = client.post(address, sent)

    assert errors_of(answer) == ["You may not enter this here."]
    assert not Update.objects.filter(text="Slipped in.").exists()


def test_admin_who_ends_a_holding_or_an_account_is_told_what_nobody_holds(world, sign_in):
    holder = UserFactory()
    MembershipFactory(user=holder, authority=world.authority, role="officer")
    post = OwnerFactory(authority=world.authority, post="Head of fostering")
    HoldingFactory(owner=post, user=holder, holds_from="2019-01-01")
    root = sign_in("superuser")
    account = reverse("admin:improvement_user_change", args=[holder.pk])
    sent = as_sent(root.get(account))
    sent.pop("is_active")

    warned = text_of(root.post(account, sent, follow=True))
    assert "Nobody else holds Head of fostering." in warned
    assert reverse("person-leaving", args=[holder.pk]) in warned

    left = {"change": "leaves", "user": holder.pk, "holds_from": SOON.isoformat()}
    enter(root, post, "holdings", **left)
    warned = text_of(root.get(page_of(post, "change")))
    assert "Nobody holds Head of fostering from" in warned
    assert reverse("holding-create", args=[post.pk]) in warned


def test_holding_a_post_without_being_an_officer_is_not_enough(world, sign_in):
    HoldingFactory(owner=world.post, user=world.people["viewer"])

    found = sign_in("viewer").get(page_of(world.action, "change"))

    assert not found.context["has_change_permission"]


def test_post_that_changed_hands_is_closed_to_who_held_it(world, sign_in):
    HoldingFactory(
        owner=world.post,
        user=world.people["officer"],
        change="leaves",
        holds_from="2019-02-01",
    )

    assert (
        enter(
            sign_in("officer"), world.action, "updates", status="done", text="I left."
        ).status_code
        == 403
    )


def test_officers_find_the_actions_of_their_posts(world, sign_in):
    world.add_action(owner=world.other_post)
    unowned = ActionFactory(plan=world.plan)
    client = sign_in("officer")

    mine = client.get(page(Action, "changelist"), {"post": "mine"}).context["cl"].queryset
    none = client.get(page(Action, "changelist"), {"post": "none"}).context["cl"].queryset

    assert (list(mine), list(none)) == ([world.action], [unowned])


# Refusals


def test_refused_update_says_why_beside_its_row(world, sign_in):
    answer = enter(sign_in("officer"), world.action, "updates", status="at_risk", text="Slow.")

    [row] = answer.context["inline_admin_formsets"][0].formset.extra_forms
    assert row.errors == {"reason": ["Say why it is at risk."]}
    assert "Say why it is at risk." in text_of(answer)
    assert "Slow." in text_of(answer)


def test_refused_row_takes_the_rest_of_the_page_with_it(world, sign_in):
    MembershipFactory(user=world.people["admin"], authority=world.authority, role="officer")
    HoldingFactory(owner=world.post, user=world.people["admin"])
    client, address = sign_in("admin"), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="on_track", text="Kept?")
    sent |= as_sent_with(client.get(address), "date_requests", to="2011-01-01", reason="So.")
    sent |= {"updates-1-status": "on_track", "updates-1-text": "Kept?", "title": "Kept?"}

    answer = client.post(address, sent)

    assert errors_of(answer) == ["The new date must be later than today."]
    assert not Update.objects.filter(text="Kept?").exists()
    assert not Action.objects.filter(title="Kept?").exists()
    assert not Action.history.filter(title="Kept?").exists()


def test_wrong_words_take_the_event_with_them(world, sign_in):
    MembershipFactory(user=world.people["admin"], authority=world.authority, role="officer")
    HoldingFactory(owner=world.post, user=world.people["admin"])
    client, address = sign_in("admin"), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="on_track", text="Kept?")

    answer = client.post(address, sent | {"title": ""})

    assert errors_of(answer) == ["This field is required."]
    assert not Update.objects.filter(text="Kept?").exists()


def test_two_rows_of_one_page_are_both_said_in_their_order(world, sign_in):
    client, address = sign_in("officer"), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="on_track", text="First.")
    sent |= {"updates-TOTAL_FORMS": 3, "updates-2-status": "done", "updates-2-text": "Second."}

    assert client.post(address, sent).status_code == 302

    said = Update.objects.filter(said_by=world.people["officer"]).order_by("pk")
    assert [update.text for update in said] == ["First.", "Second."]


def test_the_same_said_twice_is_kept_once(world, sign_in):
    client = sign_in("officer")
    said = {"status": "on_track", "text": "Twice."}
    enter(client, world.action, "updates", **said)

    answer = enter(client, world.action, "updates", **said)

    assert errors_of(answer) == [
        "You have said exactly this today. It stands, and was kept once."
    ]
    assert Update.objects.filter(text="Twice.").count() == 1


def test_closed_plan_takes_nothing_and_says_so(world, sign_in):
    PlanClosureFactory(plan=world.plan, holds_from="2019-03-01")

    answer = enter(sign_in("officer"), world.action, "updates", status="done", text="Done.")

    assert errors_of(answer) == [
        "The plan closed on 1 March 2019. A closed plan takes no updates, requests or decisions."
    ]


# Approvers


def test_approver_grants_a_date(world, sign_in):
    request = DateRequestFactory(action=world.action, to="2035-06-28")

    granted = {"request": request.pk, "outcome": "granted", "minute": "Board, item 4"}

    answer = enter(sign_in("approver"), world.action, "decisions", **granted)

    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.request, decision.outcome) == (request, "granted")
    assert decision.minute == "Board, item 4"
    assert decision.said_by == world.people["approver"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"outcome": "refused"}, "Choose the request that you decide."),
        ({"outcome": "withdrawn"}, "Say why it is withdrawn."),
        (
            {"outcome": "reopened", "reason": "So."},
            "Only a complete or withdrawn action can be reopened.",
        ),
        (
            {"outcome": "withdrawn", "to": "2035-01-01", "reason": "So."},
            "An action is withdrawn or reopened without a request or date.",
        ),
    ],
)
def test_decision_that_the_rules_refuse(world, sign_in, said, refused):
    answer = enter(sign_in("approver"), world.action, "decisions", **said)

    assert errors_of(answer)[0].endswith(refused)
    assert not Decision.objects.exists()


def test_approver_withdraws_and_reopens(world, sign_in):
    client = sign_in("approver")

    enter(client, world.action, "decisions", outcome="withdrawn", reason="Not needed.")
    enter(client, world.action, "decisions", outcome="reopened", reason="Needed.")

    assert [decision.outcome for decision in Decision.objects.order_by("pk")] == [
        "withdrawn",
        "reopened",
    ]


def test_approver_signs_off_a_claim(world, sign_in):
    claim = UpdateFactory(action=world.action, status="done", holds_from="2019-01-08")

    accepted = {"claim": claim.pk, "outcome": "accepted", "text": "Three reports seen."}

    answer = enter(sign_in("approver"), world.action, "sign_offs", **accepted)

    assert answer.status_code == 302
    assert SignOff.objects.get().said_by == world.people["approver"]


def test_nobody_signs_off_their_own_claim(world, sign_in):
    MembershipFactory(user=world.people["officer"], authority=world.authority, role="approver")
    client = sign_in("officer")
    enter(client, world.action, "updates", status="done", text="Done.")
    claim = Update.objects.latest("pk")

    answer = enter(client, world.action, "sign_offs", claim=claim.pk, outcome="accepted")

    assert errors_of(answer) == ["You said this yourself. Someone else has to answer it."]
    assert not SignOff.objects.exists()


def test_answered_claims_and_requests_are_not_offered_again(world, sign_in):
    claim = UpdateFactory(action=world.action, status="done", holds_from="2019-01-08")
    SignOffFactory(claim=claim, outcome="sent_back", holds_from="2019-01-09")
    foreign = DateRequestFactory(action=world.elsewhere.action)
    client = sign_in("approver")

    again = enter(client, world.action, "sign_offs", claim=claim.pk, outcome="accepted")
    other = enter(client, world.action, "decisions", request=foreign.pk, outcome="granted")

    assert errors_of(again) == ["It was answered already, or is not a claim about this action."]
    assert errors_of(other) == [
        "It was decided already, or is not a request about this action."
    ]


def test_approver_says_that_impact_is_shown(world, sign_in):
    shown = {"state": "shown", "shown_by": "audit", "text": "Sixty cases."}
    UpdateFactory(action=world.action, status="done", holds_from="2019-01-08")

    answer = enter(
        sign_in("approver"), world.commitment, "impacts", **shown, recheck_on="2035-06-28"
    )

    assert answer.status_code == 302
    impact = Impact.objects.latest("pk")
    assert (impact.state, impact.shown_by) == ("shown", "audit")
    assert (impact.recheck_on, impact.said_by) == (date(2035, 6, 28), world.people["approver"])


# Admins


@pytest.mark.parametrize(
    ("row", "inline", "said", "model"),
    [
        ("action", "ownerships", {"owner": "other_post", "text": "All of it."}, Ownership),
        ("commitment", "ownerships", {"owner": "other_post", "text": "All."}, Ownership),
        (
            "action",
            "action_commitments",
            {"change": "joins", "commitment": "second"},
            ActionCommitment,
        ),
        ("plan", "closures", {"outcome": "closed", "reason": "Over."}, PlanClosure),
        ("plan", "periods", {"days": 60}, UpdatePeriod),
        (
            "post",
            "holdings",
            {"change": "takes_up", "user": "admin", "holds_from": SOON.isoformat()},
            Holding,
        ),
        (
            "post",
            "holdings",
            {"change": "leaves", "user": "officer", "holds_from": SOON.isoformat()},
            Holding,
        ),
    ],
)
def test_admin_adds_an_event(world, sign_in, row, inline, said, model):
    world.second = CommitmentFactory(plan=world.plan)
    known = {**vars(world), **world.people}
    values = {key: getattr(known.get(value), "pk", value) for key, value in said.items()}
    began = timezone.now()

    answer = enter(sign_in("admin"), known[row], inline, **values)

    assert answer.status_code == 302
    event = model.objects.latest("pk")
    assert (event.said_by, event.recorded_by) == (world.people["admin"],) * 2
    assert began <= event.known_at <= timezone.now()


@pytest.mark.parametrize(
    ("row", "inline", "said", "refused"),
    [
        ("action", "ownerships", {"owner": "other_post"}, "Say what is handed over and why."),
        (
            "action",
            "ownerships",
            {"owner": "post", "text": "To itself."},
            "Westmere post 1 answers for it already. Choose another post.",
        ),
        (
            "action",
            "action_commitments",
            {"change": "leaves", "commitment": "commitment"},
            "only commitment",
        ),
        ("plan", "closures", {"outcome": "reopened", "reason": "So."}, "is not closed"),
        (
            "plan",
            "closures",
            {"outcome": "reopened", "reason": "So.", "successor": "next_plan"},
            "Only a plan that closes has a successor.",
        ),
        ("plan", "periods", {"days": 0}, "Give a number of days from 1 to 366."),
        ("plan", "periods", {"days": 10**30}, "Give a number of days from 1 to 366."),
        (
            "post",
            "holdings",
            {"change": "takes_up", "holds_from": SOON.isoformat()},
            "Give either an account or the name",
        ),
        (
            "post",
            "holdings",
            {"change": "takes_up", "user": "officer", "holds_from": SOON.isoformat()},
            f"holds the post on {in_full(SOON)} already.",
        ),
    ],
)
def test_event_of_an_admin_that_the_rules_refuse(world, sign_in, row, inline, said, refused):
    world.next_plan = PlanFactory(authority=world.authority)
    known = {**vars(world), **world.people}
    values = {key: getattr(known.get(value), "pk", value) for key, value in said.items()}

    answer = enter(sign_in("admin"), known[row], inline, **values)

    [sentence] = errors_of(answer)
    assert refused in sentence


@pytest.mark.parametrize(
    ("row", "inline", "field", "foreign"),
    [
        ("action", "ownerships", "owner", "post"),
        ("action", "action_commitments", "commitment", "commitment"),
        ("plan", "closures", "successor", "plan"),
        ("finding", "links", "recommendation", "asked"),
        ("finding", "repeats", "earlier_recommendation", "asked"),
        ("finding", "repeats", "earlier_inspection", "inspection"),
    ],
)
def test_nothing_of_another_authority_can_be_chosen(
    world, sign_in, row, inline, field, foreign
):
    values = {
        field: getattr(world.elsewhere, foreign).pk,
        "text": "Over.",
        "reason": "Over.",
        "change": "joins",
        "outcome": "closed",
        "state": "confirmed",
    }

    answer = enter(sign_in("admin"), getattr(world, row), inline, **values)

    assert errors_of(answer) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_admin_confirms_what_a_finding_speaks_of(world, sign_in):
    client = sign_in("admin")
    said = {"recommendation": world.asked.pk, "state": "confirmed"}

    answer = enter(client, world.finding, "links", **said)
    again = enter(client, world.finding, "links", **said)

    assert answer.status_code == 302
    link = FindingLink.objects.latest("pk")
    assert (link.state, link.recorded_by) == ("confirmed", world.people["admin"])
    assert link.holds_from == world.visit.stands_on
    assert errors_of(again) == ["That is how it stands already."]


def test_finding_does_not_speak_of_what_was_asked_later(world, sign_in):
    later = RecommendationFactory(inspection=world.visit)

    answer = enter(
        sign_in("admin"), world.finding, "links", recommendation=later.pk, state="confirmed"
    )

    assert errors_of(answer) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


@pytest.mark.parametrize("record", ["finding", "later"])
@pytest.mark.parametrize("earlier", ["recommendation", "finding", "inspection"])
def test_admin_says_what_is_said_again(world, sign_in, record, earlier):
    world.later = RecommendationFactory(inspection=world.visit)
    said_before = {
        "recommendation": RecommendationFactory(inspection=world.inspection),
        "finding": FindingFactory(inspection=world.inspection),
        "inspection": world.inspection,
    }[earlier]
    said = {f"earlier_{earlier}": said_before.pk, "state": "confirmed"}
    client = sign_in("admin")

    answer = enter(client, getattr(world, record), "repeats", **said)
    again = enter(client, getattr(world, record), "repeats", **said)

    assert answer.status_code == 302
    link = RepeatLink.objects.latest("pk")
    assert getattr(link, f"earlier_{earlier}") == said_before
    assert (link.recorded_by, link.holds_from) == (
        world.people["admin"],
        world.visit.stands_on,
    )
    assert errors_of(again) == ["That is how it stands already."]


def test_what_is_said_again_is_one_thing(world, sign_in):
    both = {"earlier_recommendation": world.asked.pk, "earlier_inspection": world.inspection.pk}

    answer = enter(sign_in("admin"), world.finding, "repeats", state="confirmed", **both)

    assert errors_of(answer) == [
        "Choose one thing that it says again: where its words are held, those."
    ]


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_only_admins_confirm_links(world, sign_in, who):
    answer = enter(
        sign_in(who), world.finding, "links", recommendation=world.asked.pk, state="confirmed"
    )

    assert answer.status_code == 403


# Something new


def start(client, model, **values):
    address = page(model, "add")
    return client.post(address, as_sent(client.get(address)) | values)


def test_admin_adds_an_action(world, sign_in):
    answer = start(
        sign_in("admin"),
        Action,
        plan=world.plan.pk,
        reference="B1",
        title="One more step",
        start="2026-01-05",
        first_due="2030-03-29",
    )

    assert answer.status_code == 302
    action = Action.objects.get(reference="B1")
    assert (action.added, action.first_due) == (timezone.localdate(), date(2030, 3, 29))
    assert timezone.now() - action.known_at < timedelta(minutes=1)
    assert action.position > world.action.position
    assert action.history.get().history_user == world.people["admin"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"reference": "new"}, "The plan has this reference already. Choose another."),
        ({"reference": "TAKEN"}, "The plan has this reference already. Choose another."),
        ({"first_due": "2018-11-29"}, "It is before the plan opened (30 November 2018)."),
        ({"start": "2031-01-01"}, "It starts after it is due (29 March 2030)."),
        (
            {"plan": "elsewhere"},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        (
            {"plan": "closed"},
            "A closed plan takes no updates, requests or decisions.",
        ),
    ],
)
def test_action_that_the_rules_refuse(world, sign_in, said, refused):
    world.add_action(reference="taken")
    closed = PlanClosureFactory(plan__authority=world.authority).plan
    plans = {"elsewhere": world.elsewhere.plan.pk, "closed": closed.pk}
    values = {
        "plan": world.plan.pk,
        "reference": "B1",
        "title": "One more step",
        "first_due": "2030-03-29",
    } | {key: plans.get(value, value) for key, value in said.items()}

    answer = start(sign_in("admin"), Action, **values)

    assert errors_of(answer)[0].endswith(refused)


def test_admin_adds_a_commitment(world, sign_in):
    asked = RecommendationFactory(inspection=world.inspection)
    said = {"plan": world.plan.pk, "title": "We will", "stance": "accepted"}

    answer = start(sign_in("admin"), Commitment, recommendation=asked.pk, **said)

    assert answer.status_code == 302
    assert Commitment.objects.get(title="We will").added == timezone.localdate()


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"recommendation": "other"}, "The plan does not answer that inspection."),
        ({"stance": "in_part"}, "Say why it is not accepted, or not in full."),
    ],
)
def test_commitment_that_the_rules_refuse(world, sign_in, said, refused):
    other = RecommendationFactory(inspection=world.visit)
    values = {
        "plan": world.plan.pk,
        "recommendation": RecommendationFactory(inspection=world.inspection).pk,
        "title": "We will",
        "stance": "accepted",
    } | {key: {"other": other.pk}.get(value, value) for key, value in said.items()}

    answer = start(sign_in("admin"), Commitment, **values)

    assert errors_of(answer) == [refused]


def test_admin_adds_a_post(world, sign_in):
    client = sign_in("admin")
    said = {"authority": world.authority.pk, "post": "Head of care"}

    answer, again = start(client, Owner, **said), start(client, Owner, **said)

    assert answer.status_code == 302
    assert Owner.objects.get(post="Head of care").key == "head-of-care"
    assert errors_of(again) == ["There is this post already."]


def test_admin_adds_a_plan(world, sign_in):
    said = {"authority": world.authority.pk, "title": "A new plan", "opened": "2026-01-05"}

    answer = start(sign_in("admin"), Plan, answers=[world.inspection.pk], **said)

    assert answer.status_code == 302
    plan = Plan.objects.get(key="a-new-plan")
    assert list(plan.answers.all()) == [world.inspection]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"opened": "2099-01-01"}, "A plan cannot open on a day that is still to come."),
        ({"key": "Westmere-plan"}, "This key is taken. Choose another."),
        ({"title": "!"}, "None can be made from this title. Write one."),
    ],
)
def test_plan_that_the_rules_refuse(world, sign_in, said, refused):
    values = {"authority": world.authority.pk, "title": "A plan", "opened": "2026-01-05"}

    answer = start(sign_in("admin"), Plan, **values | said)

    assert errors_of(answer) == [refused]


def test_admin_of_two_authorities_does_not_mix_them(world, client_for):
    user = world.people["admin"]
    MembershipFactory(user=user, authority=world.elsewhere.authority, role="admin")
    said = {"authority": world.authority.pk, "title": "A plan", "opened": "2026-01-05"}

    answer = start(client_for(user), Plan, answers=[world.elsewhere.inspection.pk], **said)

    assert errors_of(answer) == ["Choose inspections of the plan's own authority."]


def test_admin_adds_a_theme_and_a_framework(world, sign_in):
    client = sign_in("admin")

    theme = start(client, Theme, key="a-theme", name="A theme")
    framework = start(client, Framework, key="NEW", name="A new framework")

    assert (theme.status_code, framework.status_code) == (302, 302)


# Superusers


def test_superuser_makes_an_account_and_gives_it_a_role(world, sign_in):
    client = sign_in("superuser")
    password = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    made = start(client, User, email="New@council.example", name="", **password)
    user = User.objects.get(email__iexact="new@council.example")
    given = enter(client, user, "memberships", authority=world.authority.pk, role="officer")

    assert (made.status_code, given.status_code) == (302, 302)
    assert user.check_password(PASSWORD)
    assert [m.role for m in user.memberships.all()] == ["officer"]


def test_old_address_of_an_account_lets_nobody_in(world, sign_in, client_for):
    user = UserFactory(email="old@council.example")
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    client, address = sign_in("superuser"), page_of(user, "change")

    client.post(address, as_sent(client.get(address)) | {"email": "new@council.example"})

    by_old, by_new = client_for(), client_for()
    by_old.post("/sign-in/", {"login": "old@council.example", "password": PASSWORD})
    by_new.post("/sign-in/", {"login": "new@council.example", "password": PASSWORD})
    assert "_auth_user_id" not in by_old.session
    assert by_new.session["_auth_user_id"] == str(user.pk)


def test_superuser_adds_an_authority(sign_in):
    answer = start(sign_in("superuser"), Authority, name="Northmere")

    assert answer.status_code == 302
    assert Authority.objects.get(name="Northmere").slug == "northmere"


def test_superuser_speaks_for_no_post(world, sign_in):
    answer = enter(sign_in("superuser"), world.action, "updates", status="done", text="Done.")

    assert errors_of(answer) == ["You may not enter this here."]


# Speed


def grow(world, times):
    """More rows of every kind, in the world's authority and in others."""
    for _ in range(times):
        another = AuthorityFactory()
        World(another, f"Growing-{another.pk}")
        inspection = InspectionFactory(
            authority=world.authority, started=None, ended=None, published=None, letter=True
        )
        asked = RecommendationFactory(inspection=inspection, theme=ThemeFactory())
        FindingFactory(inspection=inspection, theme=ThemeFactory())
        plan = PlanFactory(authority=world.authority)
        owner = OwnerFactory(authority=world.authority)
        commitment = CommitmentFactory(plan=plan, recommendation=asked, owner=owner)
        action = ActionFactory(plan=plan, commitments=[commitment], owner=owner)
        UpdateFactory(action=action)
        DocumentFactory(authority=world.authority)
        MilestoneFactory(authority=world.authority)
        LeaderFactory(authority=world.authority, document=world.document)
        MeasureReadingFactory(
            measure=world.measure, inspection=world.inspection, document=world.document
        )
        MembershipFactory()


def count_queries(client, address):
    client.get(address)  # the content types are read once a process
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, {"_facets": "True"}).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("who", "model"),
    [
        *[("officer", model) for model in (*OF_AN_AUTHORITY, *SHARED)],
        *[("superuser", model) for model in REGISTERED],
    ],
    ids=in_words,
)
def test_list_takes_as_many_queries_for_many_rows_as_for_few(world, sign_in, who, model):
    client, address = sign_in(who), page(model, "changelist")
    grow(world, 1)
    few = count_queries(client, address)
    grow(world, 5)

    assert count_queries(client, address) == few


def test_page_of_an_action_takes_as_many_queries_for_many_events(world, sign_in):
    client, address = sign_in("officer"), page_of(world.action, "change")
    few = count_queries(client, address)
    for day in range(1, 9):
        said = {"action": world.action, "holds_from": f"2019-02-0{day}"}
        UpdateFactory(**said, said_by=world.people["officer"])
        DateRequestFactory(**said)

    assert count_queries(client, address) == few


# What nobody types by mistake

HUGE = "9" * 40
ODD = ["\0", "x" * 40_000, "9999-12-31", HUGE, "a\0b", "2019-02-30", "0001-01-01", "-1", "☃"]
ANSWERED = {200, 302, 400, 403, 404}


FILLED = {
    Action: {
        "updates": {"status": "on_track", "text": "It goes on."},
        "evidence": {"kind": "audit", "shows": "Sixty cases.", "link": "https://a.example/"},
        "date_requests": {
            "to": "2035-06-28",
            "reason": "Later.",
            "meanwhile": "By hand.",
            "holds_up": "Nothing.",
        },
        "decisions": {"outcome": "withdrawn", "reason": "Not needed."},
        "ownerships": {"text": "All of it."},
        "action_commitments": {"change": "joins"},
    },
    Commitment: {
        "impacts": {
            "state": "shown",
            "shown_by": "audit",
            "text": "Sixty cases.",
            "recheck_on": "2035-06-28",
        },
        "ownerships": {"text": "."},
    },
    Plan: {
        "closures": {"outcome": "closed", "reason": "Over."},
        "periods": {"days": 50},
        "rounds": {"holds_from": SOON.isoformat(), "closes": SOON.isoformat()},
    },
    Owner: {
        "holdings": {"change": "takes_up", "name": "Someone", "holds_from": SOON.isoformat()},
        "covers": {"holds_from": SOON.isoformat(), "until": SOON.isoformat()},
    },
    Finding: {"links": {"state": "rejected"}, "repeats": {"state": "confirmed"}},
}


def typed(found):
    """The fields that a member types into, by their names."""
    shown = [found.context["adminform"].form]
    for inline in found.context["inline_admin_formsets"]:
        shown += inline.formset.extra_forms
    return {
        field.html_name: field.field for form in shown for field in form if not field.is_hidden
    }


def oddest_for(field):
    """What might get past the check of such a field and break what comes after it."""
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return ["9999-12-31"]
    if isinstance(field, forms.IntegerField | forms.ChoiceField | forms.ModelChoiceField):
        return [HUGE]
    return ["\0", "x" * 40_000] if isinstance(field, forms.CharField) else ["\0", HUGE]


def odd_answers(client, address, rows=()):
    """The status of every odd value in every field, beside what is right; and of one
    odd value in all."""
    found = client.get(address)
    names, right = typed(found), as_sent(found)
    for inline, values in dict(rows).items():
        filled = as_sent_with(found, inline, **values)
        right |= {name: value for name, value in filled.items() if name in names}
    posts = [
        right | {name: value} for name, field in names.items() for value in oddest_for(field)
    ]
    posts += [right | dict.fromkeys(names, value) for value in ODD]
    return {client.post(address, post).status_code for post in posts}


@pytest.mark.parametrize(
    ("who", "model"),
    [
        *[("admin", model) for model in sorted(CHANGES["admin"], key=name_of)],
        ("officer", Action),
        ("approver", Action),
        ("approver", Commitment),
        ("superuser", Authority),
        ("superuser", Theme),
        ("superuser", Framework),
        ("superuser", User),
    ],
    ids=in_words,
)
def test_odd_values_are_told_and_never_break_a_page(world, sign_in, who, model):
    address = page_of(world.rows[model], "change")

    assert odd_answers(sign_in(who), address, FILLED.get(model, {})) <= ANSWERED


@pytest.mark.parametrize("model", sorted(STARTS["superuser"], key=name_of), ids=name_of)
def test_odd_values_of_something_new_never_break_a_page(world, sign_in, model):
    assert odd_answers(sign_in("superuser"), page(model, "add")) <= ANSWERED


@pytest.mark.parametrize("model", [*OF_AN_AUTHORITY, *SHARED], ids=name_of)
def test_odd_addresses_never_break_a_page(world, sign_in, model):
    client, start_of_list = sign_in("admin"), page(model, "changelist")
    hierarchy = admin.site._registry[model].date_hierarchy or "pk"
    odd_queries = [
        {"q": "\0"},
        {"p": "9" * 30},
        {"o": "99.-1.x"},
        {"pk": "\0"},
        {"title": "\0"},
        {"name": "\0"},
        {"key": "a\0b"},
        {f"{hierarchy}__year": "99999999999999999999"},
        {f"{hierarchy}__year": "9999", f"{hierarchy}__month": "12"},
        {f"{hierarchy}__gte": "\0"},
        {"theme__id__exact": "x"},
        {"plan__authority__id__exact": "9" * 40},
        {"plan__authority__name__startswith": "E"},
    ]
    odd_keys = ["x", "-1", "9" * 40, "a%00b", "_5F", "☃", "1%2F2"]

    lists = {client.get(start_of_list, query).status_code for query in odd_queries}
    rows = {
        client.get(f"{start_of_list}{key}/{name}/").status_code
        for key in odd_keys
        for name in ("change", "history", "delete", "history/x", "history/" + "9" * 40)
    }
    searches = {
        client.get(
            "/admin/autocomplete/",
            {"app_label": "improvement", "model_name": "action", "field_name": "plan", **query},
        ).status_code
        for query in ({"term": "\0"}, {"term": "x", "page": "x"}, {"field_name": "x"})
    }

    assert lists | rows | searches <= ANSWERED


@pytest.mark.parametrize(
    "forged",
    [
        {"updates-TOTAL_FORMS": "x"},
        {"updates-INITIAL_FORMS": "99", "updates-TOTAL_FORMS": "120"},
        {"updates-TOTAL_FORMS": "9" * 30},
        {"updates-0-id": "987654"},
        {"updates-0-id": "\0"},
        {"updates-0-action": "987654"},
        {"updates-1-action": "987654"},
        {"_popup": "1", "_to_field": "title"},
        {"_saveasnew": "1"},
    ],
    ids=str,
)
def test_forged_rows_change_nothing(world, sign_in, forged):
    client, address = sign_in("officer"), page_of(world.action, "change")
    before = list(Update.objects.order_by("pk").values())

    answer = client.post(address, as_sent(client.get(address)) | forged)

    assert answer.status_code in ANSWERED
    assert list(Update.objects.order_by("pk").values()) == before


def test_page_that_claims_a_thousand_rows_is_not_built(world, sign_in):
    client, address = sign_in("officer"), page_of(world.action, "change")

    answer = client.post(
        address, as_sent(client.get(address)) | {"updates-TOTAL_FORMS": "1000"}
    )

    assert errors_of(answer) == ["Enter at most 20 at once."]
    assert len(answer.context["inline_admin_formsets"][0].formset.forms) == 21


def test_moment_in_the_address_changes_nothing_here(world, sign_in):
    answer = sign_in("officer").get(page(Plan, "changelist"), {"as_at": "2019-02-07"})

    assert answer.status_code == 302
