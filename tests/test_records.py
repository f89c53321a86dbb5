"""What may never be changed, what the database refuses, and who writes events at all."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from improvement.models import Action, Owner, Proposal, Said, Update
from inspections.models import DocumentFile, GlossaryEntry, Passage
from inspections.models.time import AppendOnlyError, AsAt, Event, Reading
from tests import factories
from tests.factories import (
    ActionFactory,
    AreaFactory,
    AuthorityFactory,
    CommitmentFactory,
    CoverFactory,
    DateRequestFactory,
    DecisionFactory,
    DocumentFactory,
    DocumentPartFactory,
    EvidenceFactory,
    EvidenceFileFactory,
    FindingFactory,
    HoldingFactory,
    ImpactFactory,
    InspectionDocumentFactory,
    InspectionFactory,
    InspectionPersonFactory,
    JudgementFactory,
    LeaderFactory,
    MailFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MembershipFactory,
    MilestoneFactory,
    OwnerFactory,
    OwnershipFactory,
    PlanClosureFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    RivalFactory,
    SignOffFactory,
    UpdateFactory,
    UpdatePeriodFactory,
    UpdateRoundFactory,
    UserFactory,
    on,
)
from tests.review_made import wait

OUR_MODELS = [
    model
    for app in ("inspections", "improvement")
    for model in apps.get_app_config(app).get_models()
]
EVENTS = [model for model in OUR_MODELS if issubclass(model, Event)]
FACTORIES = {
    factory._meta.model: factory
    for factory in vars(factories).values()
    if isinstance(factory, type)
    and issubclass(factory, factories.RowFactory)
    and factory._meta.model
}

every_event = pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.__name__)


# Events are appended


def test_there_are_as_many_kinds_of_event_as_we_know():
    assert {model.__name__ for model in EVENTS} == {
        "ActionCommitment",
        "Cover",
        "DateRequest",
        "Decision",
        "Evidence",
        "FindingLink",
        "Holding",
        "Impact",
        "MeasureLink",
        "MeasureReading",
        "Ownership",
        "PlanClosure",
        "RepeatLink",
        "SignOff",
        "Update",
        "UpdatePeriod",
        "UpdateRound",
    }


@every_event
def test_event_is_never_saved_twice(db, model):
    event = FACTORIES[model]()

    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        model.objects.get(pk=event.pk).save(update_fields=["holds_from"])


@every_event
def test_event_written_over_by_its_number_is_refused(db, model):
    event = FACTORIES[model]()
    event._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


@every_event
def test_event_is_never_deleted(db, model):
    event = FACTORIES[model]()

    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        model.objects.filter(pk=event.pk).delete()

    assert model.objects.filter(pk=event.pk).exists()


@every_event
def test_events_are_never_changed_as_a_set(db, model):
    event = FACTORIES[model]()

    with pytest.raises(AppendOnlyError):
        model.objects.all().update(retracts=False)
    with pytest.raises(AppendOnlyError):
        model.objects.bulk_update([event], ["retracts"])
    with pytest.raises(AppendOnlyError):
        model.objects.update_or_create(pk=event.pk, defaults={"retracts": False})
    for conflict in ("update_conflicts", "ignore_conflicts"):
        with pytest.raises(AppendOnlyError):
            model.objects.bulk_create([event], **{conflict: True})


def test_events_are_never_changed_through_what_they_are_about(db):
    update = UpdateFactory()

    with pytest.raises(AppendOnlyError):
        update.action.updates.update(text="Something else.")
    with pytest.raises(AppendOnlyError):
        update.action.updates.all().delete()


@every_event
def test_event_keeps_when_it_was_written_apart_from_when_it_was_known(db, model):
    event = FACTORIES[model]()

    assert event.recorded_at > event.known_at


def test_row_that_an_event_is_about_cannot_be_deleted(db):
    update = UpdateFactory()

    with pytest.raises(IntegrityError):
        update.action.delete()


# The two readings of a set of events


@pytest.mark.parametrize("reading", list(Reading))
def test_events_as_at_a_day_hold_from_it(db, reading):
    UpdateFactory(holds_from="2019-02-02")
    held = UpdateFactory(holds_from="2019-02-01")

    as_at = AsAt.end_of(held.holds_from, reading)

    assert list(Update.objects.as_at(as_at)) == [held]


def test_events_as_known_then_and_as_we_know_now(db):
    action = ActionFactory()
    voided = UpdateFactory(action=action, holds_from="2019-02-01")
    late = UpdateFactory(holds_from="2019-02-01", known_at=on("2019-02-20"))
    voiding = UpdateFactory(
        action=action, holds_from="2019-02-01", known_at=on("2019-02-10"), voids=voided
    )

    def stand(day, reading):
        found = Update.objects.as_at(AsAt.end_of(factories.day_of(day), reading))
        return list(found.oldest_first())

    assert stand("2019-02-05", Reading.THEN) == [voided]
    assert stand("2019-02-10", Reading.THEN) == [voiding]
    assert stand("2019-02-20", Reading.THEN) == [voiding, late]
    assert stand("2019-02-05", Reading.NOW) == [voiding, late]


def test_newest_first_is_by_day_then_by_when_it_was_known_then_by_number(db):
    days = ["2019-02-01", "2019-02-02", "2019-02-02", "2019-02-02"]
    known = ["2019-02-20", "2019-02-05", "2019-02-04", "2019-02-04"]
    events = [
        UpdateFactory(holds_from=day, known_at=on(at))
        for day, at in zip(days, known, strict=True)
    ]

    assert list(Update.objects.newest_first()) == [events[n] for n in (1, 3, 2, 0)]
    assert list(Update.objects.oldest_first()) == [events[n] for n in (0, 2, 3, 1)]


# A first due date is set once

FIRST = date(2019, 3, 29)


@pytest.mark.parametrize("changed", [date(2019, 6, 28), None])
@pytest.mark.parametrize(
    "change",
    [
        lambda action, due: action.save(),
        lambda action, due: Action.objects.bulk_update([action], ["first_due"]),
        lambda action, due: Action.objects.filter(pk=action.pk).update(first_due=due),
        lambda action, due: action.plan.actions.update(first_due=due),
        lambda action, due: Action.objects.update_or_create(
            pk=action.pk, defaults={"first_due": due}
        ),
    ],
)
@pytest.mark.parametrize(
    "fetch", [lambda made: made, lambda made: Action.objects.get(pk=made.pk)]
)
def test_first_due_date_cannot_be_changed(db, change, changed, fetch):
    action = fetch(ActionFactory(first_due=FIRST))
    action.first_due = changed

    with pytest.raises(AppendOnlyError), transaction.atomic():
        change(action, changed)

    assert Action.objects.get(pk=action.pk).first_due == FIRST


def test_first_due_date_left_empty_is_given_by_decision_only(db):
    action = Action.objects.get(pk=ActionFactory(first_due=None).pk)

    action.first_due = factories.day_of("2019-06-28")

    with pytest.raises(AppendOnlyError):
        action.save()


def test_words_of_an_action_may_be_corrected(db):
    action = Action.objects.get(pk=ActionFactory().pk)

    action.title = "Better words"
    action.save()
    Action.objects.filter(pk=action.pk).update(due_as_printed="end of March")

    assert [row.title for row in action.history.order_by("-history_id")][0] == "Better words"


# What the database refuses: for each constraint, a row that breaks it and nothing else


def twice(factory, *fields, **values):
    """Makes a second row that says the same in `fields`."""
    row = factory(**values)
    factory(**{name: getattr(row, name) for name in fields})


def claimed(**values):
    return UpdateFactory(status="done", **values)


def same_owner_twice():
    # The factory would find the first instead of making a second.
    owner = OwnerFactory()
    Owner.objects.create(authority=owner.authority, key=owner.key, known_at=owner.known_at)


def both(user):
    return {"user": user, "approver": user}


def decided_twice():
    request = DateRequestFactory()
    DecisionFactory(request=request)
    DecisionFactory(request=request, outcome="refused")


def signed_off_twice():
    claim = claimed()
    SignOffFactory(claim=claim)
    SignOffFactory(claim=claim, outcome="sent_back")


def kept_twice():
    authority = AuthorityFactory()
    for _ in range(2):
        a_file(authority)


def a_file(authority):
    told = {"name": "letter.pdf", "sha256": "a" * 64, "form": "pdf", "size": 1}
    return DocumentFile.objects.create(authority=authority, content=b"x", **told)


def said_twice():
    file = a_file(AuthorityFactory())
    for _ in range(2):
        Passage.objects.create(file=file, number=1, kind="paragraph", text="Words.")


def meant_twice(authority):
    for _ in range(2):
        GlossaryEntry.objects.create(authority=authority, key="hub", words=["hub", "desk"])


BREAKS = {
    # Documents and inspections
    "document_key_is_unique": lambda: twice(DocumentFactory, "authority", "key"),
    "document_fingerprint_is_unique": lambda: twice(
        DocumentFactory, "authority", "sha256", sha256="a" * 64
    ),
    "document_file_is_kept_once": lambda: kept_twice(),
    "passage_number_is_unique": lambda: said_twice(),
    "glossary_key_is_unique": lambda: meant_twice(AuthorityFactory()),
    "published_glossary_key_is_unique": lambda: meant_twice(None),
    "proposal_names_who_decided": lambda: Proposal.objects.create(
        waiting=wait(AuthorityFactory(), UserFactory()),
        kind="finding",
        position=1,
        state="accepted",
    ),
    "part_key_is_unique": lambda: twice(DocumentPartFactory, "document", "key"),
    "area_key_is_unique": lambda: twice(AreaFactory, "framework", "key"),
    "inspection_key_is_unique": lambda: twice(InspectionFactory, "authority", "key"),
    "ordinal_restarts_with_each_judgement": lambda: twice(
        InspectionFactory, "follows", "ordinal", follows=InspectionFactory(), ordinal=1
    ),
    "document_tells_of_it_once": lambda: twice(
        InspectionDocumentFactory, "inspection", "document"
    ),
    "person_has_a_role_once": lambda: twice(
        InspectionPersonFactory, "inspection", "name", "role"
    ),
    "one_grade_an_area": lambda: twice(JudgementFactory, "inspection", "area"),
    "rival_is_kept_once": lambda: twice(
        RivalFactory, "inspection", "document", "fact", "value"
    ),
    "milestone_is_kept_once": lambda: twice(MilestoneFactory, "authority", "on", "title"),
    "undated_milestone_is_kept_once": lambda: twice(
        MilestoneFactory,
        "authority",
        "title",
        "on",
        "document",
        on=None,
        document=DocumentFactory(),
    ),
    "milestone_has_a_time": lambda: MilestoneFactory(on=None, document=None),
    "document_names_a_leader_once": lambda: twice(
        LeaderFactory, "authority", "document", "post", "name"
    ),
    "measure_key_is_unique": lambda: twice(MeasureFactory, "authority", "key"),
    "reading_has_a_figure": lambda: MeasureReadingFactory(value=None),
    "recommendation_key_is_unique": lambda: twice(RecommendationFactory, "inspection", "key"),
    "recommendation_has_words": lambda: RecommendationFactory(summary="", text=""),
    "finding_key_is_unique": lambda: twice(FindingFactory, "inspection", "key"),
    "finding_has_words": lambda: FindingFactory(summary="", text=""),
    "repeat_says_who_repeats": lambda: RepeatLinkFactory(recommendation=None),
    "repeat_names_one_earlier": lambda: RepeatLinkFactory(
        earlier_inspection=InspectionFactory()
    ),
    # People and plans
    "one_account_an_address": lambda: [
        UserFactory(email="one@council.example"),
        UserFactory(email="ONE@council.example"),
    ],
    "role_is_given_once": lambda: twice(MembershipFactory, "user", "authority", "role"),
    "owner_key_is_unique": same_owner_twice,
    "holding_names_one_holder": lambda: HoldingFactory(user=UserFactory(), name="Chair"),
    "period_is_at_least_a_day": lambda: UpdatePeriodFactory(days=0),
    "one_commitment_a_recommendation": lambda: twice(
        CommitmentFactory, "plan", "recommendation"
    ),
    "stance_says_why": lambda: CommitmentFactory(stance="in_part"),
    "impact_says_what_shows_it": lambda: ImpactFactory(text=""),
    "impact_has_a_state": lambda: ImpactFactory(state=""),
    "cover_is_for_a_post_or_an_approver": lambda: CoverFactory(approver=UserFactory()),
    "cover_ends_after_it_begins": lambda: CoverFactory(until="2019-01-06"),
    "nobody_covers_themselves": lambda: CoverFactory(owner=None, **both(UserFactory())),
    "cover_of_an_approver_ends": lambda: CoverFactory(
        owner=None, approver=UserFactory(), until=None
    ),
    "round_closes_after_it_opens": lambda: UpdateRoundFactory(closes="2019-01-06"),
    "ownership_is_of_one_thing": lambda: OwnershipFactory(
        commitment=CommitmentFactory(), action=ActionFactory()
    ),
    # Actions
    "action_reference_is_unique": lambda: twice(ActionFactory, "plan", "reference"),
    "update_has_a_status": lambda: UpdateFactory(status=""),
    "no_change_says_nothing_new": lambda: UpdateFactory(no_change=True, text="Two teams."),
    "at_risk_and_off_track_say_why": lambda: UpdateFactory(status="at_risk", reason=""),
    "request_says_a_date_and_why": lambda: DateRequestFactory(reason=""),
    "decision_is_on_a_request_or_on_the_action": lambda: DecisionFactory(
        action=ActionFactory(), outcome="granted"
    ),
    "decision_names_a_date_only_if_another": lambda: DecisionFactory(
        request=DateRequestFactory(), to="2019-06-28"
    ),
    "decision_says_why": lambda: DecisionFactory(reason=""),
    "a_request_is_decided_once": decided_twice,
    "sign_off_has_an_outcome": lambda: SignOffFactory(outcome=""),
    "sent_back_says_what_is_missing": lambda: SignOffFactory(outcome="sent_back", text=""),
    "a_claim_is_signed_off_once": signed_off_twice,
    # Evidence and mail
    "evidence_is_a_link_or_a_file": lambda: EvidenceFactory(file=EvidenceFileFactory()),
    "evidence_says_what_it_shows": lambda: EvidenceFactory(shows=""),
    "evidence_file_is_kept_once": lambda: twice(EvidenceFileFactory, "sha256"),
    "mail_is_written_once": lambda: twice(MailFactory, "key"),
    "mail_handed_over_says_when": lambda: MailFactory(state="sent"),
}


def breaks_of(model):
    """How the rules that all events share are broken."""
    name, factory = model._meta.model_name, FACTORIES[model]
    breaks = {
        f"{name}_retracts_only_what_it_voids": lambda: factory(retracts=True),
        f"{name}_holds_no_later_than_known": lambda: factory(
            holds_from="2019-03-01", known_at=on("2019-02-28", 23, 59)
        ),
    }
    if issubclass(model, Said):  # what outsiders said has no speaker here
        breaks[f"{name}_has_a_speaker"] = lambda: factory(by_post=None, said_by=None)
    return breaks


DECLARED = {c.name: model for model in OUR_MODELS for c in model._meta.constraints}
SHARED = {name: broken for model in EVENTS for name, broken in breaks_of(model).items()}
# A post may be taken up, a cover begin and a round open on a day to come.
for name in ("holding", "cover", "updateround"):
    SHARED.pop(f"{name}_holds_no_later_than_known")
ALL_BREAKS = {**BREAKS, **SHARED}


def test_every_constraint_has_a_row_that_breaks_it():
    assert set(ALL_BREAKS) == set(DECLARED)


@pytest.mark.parametrize("name", sorted(ALL_BREAKS))
def test_database_refuses_what_breaks_a_constraint(db, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ALL_BREAKS[name]()

    # SQLite names a unique constraint by its columns only.
    table = DECLARED[name]._meta.db_table
    told = f"UNIQUE constraint failed: {table}." if connection.vendor == "sqlite" else name
    assert name in str(refused.value) or told in str(refused.value)


def test_post_may_be_taken_up_from_a_day_to_come(db):
    holding = HoldingFactory(holds_from="2019-03-01", known_at=on("2019-02-01"))

    assert type(holding).objects.filter(pk=holding.pk).exists()


def test_day_that_an_event_holds_from_is_compared_with_the_day_in_london(db):
    # Half past midnight in summer: still the day before in UTC.
    update = UpdateFactory(holds_from="2019-07-01", known_at=on("2019-07-01", 0, 30))

    assert Update.objects.filter(pk=update.pk).exists()


@pytest.mark.parametrize(
    "allowed",
    [
        lambda first: DecisionFactory(
            request=first, outcome="refused", voids=DecisionFactory(request=first)
        ),
        lambda first: DocumentFactory(sha256="") and DocumentFactory(sha256=""),
        lambda first: PlanClosureFactory(said_by=None, by_post=None, draft_key="a" * 64),
        lambda first: UpdateFactory(
            action=first.action,
            status="",
            voids=UpdateFactory(action=first.action),
            retracts=True,
        ),
    ],
    ids=["decision corrected", "no fingerprint", "stated by a paper", "taken back"],
)
def test_database_allows_what_the_rules_leave_open(db, allowed):
    assert allowed(DateRequestFactory()).pk


def test_event_is_corrected_once(db):
    mistaken = UpdateFactory()
    UpdateFactory(action=mistaken.action, voids=mistaken)

    with pytest.raises(IntegrityError), transaction.atomic():
        UpdateFactory(action=mistaken.action, voids=mistaken)


# Who writes events

MAY_WRITE = (
    "improvement/recording/",
    "improvement/importing/",
    "improvement/management/commands/load_example.py",
)
CREATES = {"create", "acreate", "bulk_create", "abulk_create", "get_or_create"}
EVENT_NAMES = {model.__name__ for model in EVENTS}
DESCRIPTION_NAMES = {model.__name__ for model in OUR_MODELS} - EVENT_NAMES
# `action.updates.create(…)` writes as well.
RELATED_NAMES = {
    field.remote_field.get_accessor_name()
    for model in EVENTS
    for field in model._meta.fields
    if field.remote_field and not field.remote_field.hidden
}


def written(call):
    """What a call writes, if that may be an event: its name in the source, or nothing."""
    match call.func:
        case ast.Name(id=name) if name in EVENT_NAMES:
            return name  # built to be saved
        case ast.Attribute(attr=verb, value=ast.Attribute(attr="objects", value=owner)):
            name = ast.unparse(owner)
            # A variable may hold any model.
            return name if verb in CREATES and name not in DESCRIPTION_NAMES else None
        case ast.Attribute(attr=verb, value=ast.Attribute(attr=related)):
            return related if verb in CREATES and related in RELATED_NAMES else None
        case ast.Attribute(attr="_base_manager" | "_raw_delete" as forbidden):
            return forbidden


def form_of_an_event(node):
    """A ModelForm's `model = Update`: its save writes one."""
    match node:
        case ast.ClassDef(name="Meta"):
            values = [n.value for n in node.body if isinstance(n, ast.Assign)]
            names = {value.id for value in values if isinstance(value, ast.Name)}
            return next(iter(names & EVENT_NAMES), None)


def writes(root):
    """Every place in the code that may write an event: (file, what it writes)."""
    found = set()
    for folder in ("improvement", "inspections"):
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "/migrations/" in name:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                what = written(node) if isinstance(node, ast.Call) else form_of_an_event(node)
                if what:
                    found.add((name, what))
    return found


def test_events_are_written_only_where_they_may_be():
    found = writes(Path(settings.BASE_DIR))

    assert {place for place in found if not place[0].startswith(MAY_WRITE)} == set()
    assert ("improvement/recording/officers.py", "Update") in found


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("Update.objects.create(action=action)", "Update"),
        ("Update(action=action).save()", "Update"),
        ("action.updates.create(status='done')", "updates"),
        ("plan.closures.bulk_create([])", "closures"),
        ("model.objects.create(action=action)", "model"),
        ("class F(ModelForm):\n    class Meta:\n        model = Update", "Update"),
    ],
)
def test_planted_write_is_found(tmp_path, source, what):
    planted = tmp_path / "improvement" / "dashboards" / "planted.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(source)

    assert writes(tmp_path) == {("improvement/dashboards/planted.py", what)}


def test_planted_write_of_a_description_is_no_event(tmp_path):
    planted = tmp_path / "improvement" / "planted.py"
    planted.parent.mkdir(parents=True)
    planted.write_text("Plan.objects.create(key='a')\nPlan(key='b').save()\nform.save()")

    assert writes(tmp_path) == set()
