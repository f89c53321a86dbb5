"""Every way to write, by name. A new verb, page, admin row or command fails here until it has
its line, which says what it leaves behind; and no event is written past the verbs.

That the ways that say the same thing leave the same history: `test_same_history.py`.
"""

import ast
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import get_resolver

from improvement import access, recording
from improvement.admin.events import EventInline
from inspections.models.time import Event

ROOT = Path(settings.BASE_DIR)

# Each verb and the kind of event that it appends.
VERBS = {
    "add_evidence": "Evidence",
    "change_round": "UpdateRound",
    "close_plan": "PlanClosure",
    "confirm_no_change": "Update",
    "cover_approver": "Cover",
    "cover_post": "Cover",
    "decide_request": "Decision",
    "end_cover": "Cover",
    "give_owner": "Ownership",
    "hand_over": "Holding",
    "join": "ActionCommitment",
    "judge_link": "FindingLink",
    "judge_repeat": "RepeatLink",
    "leave": "ActionCommitment",
    "leave_post": "Holding",
    "open_round": "UpdateRound",
    "record_impact": "Impact",
    "record_update": "Update",
    "reopen": "Decision",
    "reopen_plan": "PlanClosure",
    "request_date": "DateRequest",
    "set_period": "UpdatePeriod",
    "sign_off": "SignOff",
    "take_back_decision": "Decision",
    "take_back_evidence": "Evidence",
    "take_back_handover": "Holding",
    "take_back_impact": "Impact",
    "take_back_request": "DateRequest",
    "take_back_round": "UpdateRound",
    "take_back_sign_off": "SignOff",
    "take_up": "Holding",
    "withdraw": "Decision",
}

# What is no event: descriptions, which keep their history; what is not true yet; accounts.
DRAFTS, SHEETS, MAIL, ACCOUNTS = "import_drafts", "sheets", "mail", "accounts"
WAITING = "documents that wait, and what is proposed from them"
WORDS = "words"  # corrected in place, with history, and compared (`two_at_once.py`)
NEW = "a new description"
ROLES = "roles"  # with history, and compared
NO_EVENTS = {DRAFTS, SHEETS, WAITING, MAIL, ACCOUNTS, WORDS, NEW, ROLES}

# Each page that takes what is sent to it, and what it may write.
PAGES = {
    "action-update": {"record_update"},
    "my-actions-each": {"record_update"},
    "action-no-change": {"confirm_no_change"},
    "action-date": {"request_date"},
    "request-take-back": {"take_back_request"},
    "evidence-add": {"add_evidence"},
    "evidence-take-back": {"take_back_evidence"},
    "to-decide": {"sign_off", "decide_request"},
    "action-sign-off": {"sign_off"},
    "sign-off-take-back": {"take_back_sign_off"},
    "request-decide": {"decide_request"},
    "action-withdraw": {"withdraw"},
    "action-reopen": {"reopen"},
    "decision-take-back": {"take_back_decision"},
    "commitment-impact": {"record_impact"},
    "impact-take-back": {"take_back_impact"},
    "post-hand-over": {"hand_over"},
    "handover-take-back": {"take_back_handover"},
    "post-cover": {"cover_post", "end_cover"},
    "approver-cover": {"cover_approver", "end_cover"},
    "person-cover": {"cover_approver", "end_cover"},
    "round-open": {"open_round"},
    "round-change": {"change_round"},
    "round-take-back": {"take_back_round"},
    "round-chase": {MAIL},
    "my-mail": {ACCOUNTS},
    "mail-list": {MAIL},
    "round-trip": {SHEETS},
    "round-trip-preview": {
        *("record_update", "confirm_no_change", "request_date", "give_owner"),
        *(WORDS, SHEETS),
    },
    "sheet-upload": {SHEETS},
    "sheet-plan": {SHEETS},
    "sheet-columns": {SHEETS},
    "sheet-meanings": {DRAFTS, SHEETS},
    "sheet-check": {DRAFTS, SHEETS},
    "sheet-take-away": {SHEETS},
    "draft-upload": {DRAFTS},
    "waiting-list": {WAITING},
    "waiting": {WAITING},
    "waiting-add": {WAITING},
    "proposal": {WAITING},
    "waiting-put-away": {WAITING},
    "waiting-import": {DRAFTS, WAITING},
    "glossary": {WORDS},
    "glossary-add": {NEW},
    "glossary-amend": {WORDS},
    "plan-create": {NEW, "set_period"},
    "plan-amend": {WORDS},
    "plan-close": {"close_plan", "reopen_plan"},
    "plan-period": {"set_period"},
    "commitment-create": {NEW, "give_owner"},
    "commitment-amend": {WORDS, "give_owner"},
    "action-create": {NEW, "give_owner", "join"},
    "action-amend": {WORDS, "join", "leave"},
    "action-owner": {"give_owner"},
    "owner-create": {NEW},
    "owner-amend": {WORDS},
    "holding-create": {"take_up", "leave_post", "hand_over"},
    "finding-links": {"judge_link"},
    "person-invite": {ACCOUNTS, ROLES},
    "person-roles": {ROLES},
    "person-leaving": {ROLES, "hand_over", "leave_post", "end_cover"},
    "authority-create": {NEW},
    "account_login": {ACCOUNTS},
    "account_logout": {ACCOUNTS},
    "account_signup": {ACCOUNTS},
    "account_inactive": {ACCOUNTS},
    "account_reauthenticate": {ACCOUNTS},
    "account_change_password": {ACCOUNTS},
    "account_reset_password": {ACCOUNTS},
    "account_reset_password_done": {ACCOUNTS},
    "account_reset_password_from_key": {ACCOUNTS},
    "account_reset_password_from_key_done": {ACCOUNTS},
}

# Each row that the admin adds to a record, and by which verbs.
ROWS = {
    "UpdateInline": {"record_update", "confirm_no_change"},
    "EvidenceInline": {"add_evidence", "take_back_evidence"},
    "DateRequestInline": {"request_date", "take_back_request"},
    "DecisionInline": {"decide_request", "withdraw", "reopen", "take_back_decision"},
    "SignOffInline": {"sign_off", "take_back_sign_off"},
    "OwnershipInline": {"give_owner"},
    "ActionCommitmentInline": {"join", "leave"},
    "ImpactInline": {"record_impact", "take_back_impact"},
    "HoldingInline": {"take_up", "leave_post"},
    "CoverInline": {"cover_post", "end_cover"},
    "PlanClosureInline": {"close_plan", "reopen_plan"},
    "UpdatePeriodInline": {"set_period"},
    "RoundInline": {"open_round", "change_round", "take_back_round"},
    "FindingLinkInline": {"judge_link"},
    "FindingRepeatInline": {"judge_repeat"},
    "RecommendationRepeatInline": {"judge_repeat"},
    "AreaInline": {NEW},
    "MembershipInline": {ROLES},
}

# Each record of the admin: what is written of itself.
RECORDS = {
    "Action": {NEW, WORDS},
    "Commitment": {NEW, WORDS},
    "Plan": {NEW, WORDS},
    "Owner": {NEW, WORDS},
    "Authority": {NEW, WORDS},
    "Theme": {NEW, WORDS},
    "Framework": {NEW, WORDS},
    "Document": {WORDS},
    "Milestone": {WORDS},
    "Leader": {WORDS},
    "Measure": {WORDS},
    "Recommendation": {WORDS},
    "Finding": {WORDS},
    "Inspection": set(),
    "User": {ACCOUNTS, WORDS},
    "Membership": {ROLES},
}

COMMANDS = {
    "extract_draft": set(),  # writes files, and no record
    "import_draft": {DRAFTS},
    "load_example": {DRAFTS, ACCOUNTS, ROLES, "holdings since the plan opened"},
    "send_mail": {MAIL},
}


def verbs():
    """What can be said: it is told by whom and when."""
    for name in recording.__all__:
        said = getattr(recording, name)
        if inspect.isfunction(said) and {"by", "now"} <= {*inspect.signature(said).parameters}:
            yield name


def methods_of(view):
    """What a view answers, by its own decorator; None if it says nothing of it."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code and "request_method_list" in code.co_freevars:
            held = view.__closure__[code.co_freevars.index("request_method_list")]
            return held.cell_contents
        view = getattr(view, "__wrapped__", None)
    return None


def views(patterns):
    for pattern in patterns:
        if getattr(pattern, "app_name", "") == "admin":
            continue
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.name, pattern.callback


def pages_that_are_sent_to():
    found = views(get_resolver().url_patterns)
    answers = {name: methods_of(view) for name, view in found}
    return {name for name, methods in answers.items() if methods is None or "POST" in methods}


def test_every_verb_has_its_line():
    assert {*verbs()} == {*VERBS}


def test_every_page_that_takes_something_has_its_line():
    assert pages_that_are_sent_to() == {*PAGES}
    assert {*PAGES} <= {*access.RULES}


def rows_of_the_admin():
    kept = admin.site._registry.values()
    inlines = {inline for record in kept for inline in record.inlines}
    readers = {
        inline
        for inline in inlines
        if not issubclass(inline, EventInline) and "has_add_permission" not in vars(inline)
    }
    return {inline.__name__ for inline in inlines - readers}


def test_every_row_and_record_of_the_admin_has_its_line():
    assert rows_of_the_admin() == {*ROWS}
    assert {model.__name__ for model in admin.site._registry} == {*RECORDS}


def test_the_admin_corrects_and_makes_what_its_lines_say():
    kept = {model.__name__: record for model, record in admin.site._registry.items()}
    ours = {name: record for name, record in kept.items() if hasattr(record, "words")}

    assert {name for name, told in RECORDS.items() if WORDS in told and name in ours} == {
        name for name, record in ours.items() if record.words
    }
    assert {name for name, told in RECORDS.items() if NEW in told and name in ours} == {
        name for name, record in ours.items() if record.asked
    }


def test_the_admin_does_nothing_in_bulk():
    assert all(not record.actions for record in admin.site._registry.values())
    assert not any(name for name, _ in admin.site.actions)


def test_every_command_has_its_line():
    folders = [ROOT / app / "management" / "commands" for app in ("improvement", "inspections")]
    found = {path.stem for folder in folders for path in folder.glob("[!_]*.py")}

    assert found == {*COMMANDS}


def test_the_lines_name_only_verbs_and_what_is_no_event():
    told = set().union(*PAGES.values(), *ROWS.values(), *RECORDS.values())

    assert told - NO_EVENTS == {*VERBS}
    assert {*VERBS.values()} <= {model.__name__ for model in event_models()}


# No event is written past the verbs


def event_models():
    return [model for model in apps.get_models() if issubclass(model, Event)]


EVENTS = {model.__name__ for model in event_models()}
# How the events of a record are reached from it: `action.updates`.
REACHED = {
    relation.get_accessor_name()
    for model in apps.get_models()
    for relation in model._meta.related_objects
    if relation.related_model in event_models() and relation.one_to_many
}
WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create", "acreate"),
    *("abulk_create", "aget_or_create", "aupdate_or_create", "add", "set"),
}
# The verbs; the import, which appends what documents tell; the example's holdings.
ALLOWED = (
    "improvement/recording/",
    "improvement/importing/",
    "improvement/management/commands/load_example.py",
)


def event_writes(tree):
    """Each place where an event would be made: its class called, or one of its managers told
    to create."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).split(".")
        is_told = called[-1] in WRITES and {*called[:-1]} & (EVENTS | REACHED)
        if called[-1] in EVENTS or is_told:
            yield ast.unparse(node.func)


def written_past_the_verbs(root):
    found = set()
    for folder in ("improvement", "inspections"):
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if name.startswith(ALLOWED) or "/migrations/" in name:
                continue
            found |= {(name, write) for write in event_writes(ast.parse(path.read_text()))}
    return found


def test_no_event_is_written_past_the_verbs():
    assert {"updates", "decisions", "holdings"} <= REACHED
    assert written_past_the_verbs(ROOT) == set()


def test_where_events_are_written_they_are_found():
    found = {
        write
        for path in (ROOT / "improvement/recording").glob("*.py")
        for write in event_writes(ast.parse(path.read_text()))
    }

    made = {write.removesuffix(".objects.create") for write in found}
    assert {*VERBS.values()} - {"FindingLink", "RepeatLink"} <= made


@pytest.mark.parametrize(
    "line",
    [
        "Update.objects.create(action=action)",
        "Update(action=action).save()",
        "models.Update(action=action)",
        "Decision.objects.bulk_create(rows)",
        "action.updates.create(status='done')",
        "self.action.date_requests.get_or_create(to=to)",
        "def late():\n    Holding.objects.update_or_create(user=user)",
    ],
)
def test_a_planted_write_is_found(tmp_path, line):
    planted = tmp_path / "improvement/officers/a.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(line)

    assert len(written_past_the_verbs(tmp_path)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Update.objects.filter(action=action)",
        "recording.record_update(action=action)",
        "Plan.objects.create(title=title)",
        "UpdateForm(data)",
        "set(action.updates.all())",
    ],
)
def test_what_is_allowed_is_not_found(tmp_path, line):
    planted = tmp_path / "improvement/officers/a.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(line)

    assert written_past_the_verbs(tmp_path) == set()
