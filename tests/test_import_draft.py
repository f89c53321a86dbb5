"""Drafts into the records: all or nothing, repeatable, never over a person's correction."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from improvement import recording
from improvement.importing import Outcome, import_drafts
from improvement.models import (
    Action,
    Commitment,
    DateRequest,
    Decision,
    Holding,
    Impact,
    Owner,
    Ownership,
    Plan,
    PlanClosure,
    SignOff,
    Update,
    UpdatePeriod,
)
from improvement.state import Standing, read_state
from inspections.intake.dates import LONDON
from inspections.models import (
    Authority,
    Document,
    Finding,
    FindingLink,
    Inspection,
    Judgement,
    LinkState,
    Recommendation,
    RepeatLink,
    Rival,
)
from inspections.models.time import AsAt
from tests.factories import AuthorityFactory, FindingLinkFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=LONDON)

REPORT = """\
reviewed_by: Programme manager
document: {key: report, title: The report, kind: full_inspection, published: 2018-08-24, sha256: %s}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    started: 2018-06-04
    ended: 2018-06-28
    published: 2018-08-24
    judgements:
      - {area: overall, grade: inadequate, at: {page: 2}}
    recommendations:
      - {key: "1", title: Oversight, summary: Oversee work., immediate: yes, theme: management_oversight, at: {page: 5}}
      - {key: "2", title: Visits, summary: Visit in time., theme: visits_to_children}
""" % ("a" * 64)

LETTER = """\
reviewed_by: Programme manager
document: {key: letter, title: The letter, kind: monitoring_visit, dated: 2019-03-20}
authority: Westmere
inspections:
  - key: 2019-02-monitoring_visit
    kind: monitoring_visit
    started: 2019-02-26
    ended: 2019-02-27
    ordinal: 1
    follows: {kind: full_inspection, when: 2018-08}
    findings:
      - {key: f1, summary: Visits are still late., direction: no_progress, recommendations: [westmere/2018-06-full_inspection/2]}
      - {key: f2, summary: Said before., direction: weakness, repeats: [westmere/2018-06-full_inspection/1, 2018-12-monitoring_visit-x/f9]}
  - key: 2018-12-monitoring_visit
    kind: monitoring_visit
    started: 2018-12
""".replace(", 2018-12-monitoring_visit-x/f9", "")

PLAN = """\
reviewed_by: Programme manager
document: {key: paper, title: The plan, kind: improvement_plan, dated: 2018-11-30}
authority: Westmere
plan:
  key: westmere-2018
  title: Improvement plan 2018
  opened: 2018-11-30
  answers: [westmere/2018-06-full_inspection]
  update_period_days: 42
  owners:
    - {key: head, post: Head of service}
    - {key: dcs, post: Director}
  commitments:
    - {recommendation: westmere/2018-06-full_inspection/2, title: Visit in time, owner: dcs, impact: [{on: 2019-06-01, state: shown, text: Visits in time., by_post: dcs}]}
  actions:
    - reference: "2.1"
      title: Weekly list
      commitments: [westmere/2018-06-full_inspection/2]
      owner: head
      due: 2019-01-31
      updates:
        - {on: 2018-12-10, status: on_track, text: Begun.}
        - {on: 2019-01-20, entered: 2019-01-25, status: done, text: Running.}
      date_requests:
        - {on: 2018-12-20, to: 2019-02-28, reason: Software., decision: {on: 2019-01-04, by_post: dcs, outcome: granted}}
      sign_offs:
        - {on: 2019-02-10, by_post: dcs, outcome: accepted}
      decisions:
        - {on: 2019-03-25, by_post: dcs, outcome: reopened, reason: The letter.}
      handovers:
        - {on: 2019-03-26, to: dcs, text: Taken up by the director.}
"""


def load(*texts, **options):
    files = [(f"{number}.yaml", text) for number, text in enumerate(texts, 1)]
    return import_drafts(files, **{"actor": None, "now": NOW, **options})


def everything():
    return {
        model.__name__: model.objects.count()
        for model in (
            Authority,
            Document,
            Inspection,
            Judgement,
            Recommendation,
            Finding,
            Plan,
            Action,
            Update,
        )
    }


def test_a_report_becomes_records_with_their_place():
    report = load(REPORT)

    assert report.problems == []
    judgement = Judgement.objects.get()
    assert (judgement.area.key, judgement.grade, judgement.place) == (
        "overall",
        "inadequate",
        "page 2",
    )
    assert [
        (one.key, one.immediate, one.theme.key)
        for one in Recommendation.objects.order_by("position")
    ] == [("1", True, "management_oversight"), ("2", False, "visits_to_children")]


def test_the_same_drafts_again_change_nothing():
    load(REPORT, LETTER, PLAN)

    again = load(REPORT, LETTER, PLAN)

    assert again.lines == []
    assert not again.changes_anything
    assert again.counts[Outcome.UNCHANGED] > 20


def test_the_order_of_the_files_does_not_matter():
    report = load(PLAN, LETTER, REPORT)

    assert report.problems == []


def test_a_dry_run_says_what_it_would_do_and_writes_nothing():
    report = load(REPORT, dry_run=True)

    assert report.counts[Outcome.CREATED] == 5
    assert everything() == dict.fromkeys(everything(), 0)


def test_one_wrong_reference_writes_nothing_of_any_file():
    report = load(REPORT, LETTER.replace("full_inspection/2]", "full_inspection/9]"))

    assert [(p.file, p.line) for p in report.problems] == [("2.yaml", 12)]
    assert everything() == dict.fromkeys(everything(), 0)


def test_findings_are_linked_and_repeats_are_kept():
    load(REPORT, LETTER)

    link = FindingLink.objects.get()
    assert (link.finding.key, link.recommendation.key, link.state) == ("f1", "2", "confirmed")
    assert link.holds_from == date(2019, 2, 27)
    assert RepeatLink.objects.get().earlier_recommendation.key == "1"


def test_a_visit_is_tied_to_the_judgement_it_follows():
    load(REPORT, LETTER)

    assert Inspection.objects.get(ordinal=1).follows.key == "2018-06-full_inspection"


def test_loading_the_past_dates_each_fact_from_its_document():
    load(REPORT, LETTER, PLAN, history=True)

    known = {
        one.key: one.known_at.astimezone(LONDON).date() for one in Inspection.objects.all()
    }
    assert known == {
        "2018-06-full_inspection": date(2018, 8, 24),
        "2019-02-monitoring_visit": date(2019, 3, 20),
        "2018-12-monitoring_visit": date(2019, 3, 20),
    }
    late_entry = Update.objects.get(status="done")
    assert late_entry.holds_from == date(2019, 1, 20)
    assert late_entry.known_at.date() == date(2019, 1, 25)


def test_without_history_everything_is_known_since_now():
    load(REPORT, LETTER, PLAN)

    assert {one.known_at for one in Inspection.objects.all()} == {NOW}
    assert all(one.known_at >= NOW for one in Update.objects.all())


def test_the_past_needs_a_date():
    undated = REPORT.replace("published: 2018-08-24, ", "")

    report = load(undated, history=True)

    assert "neither “published” nor “dated”" in report.problems[0].sentence


def test_a_plan_tells_its_whole_story():
    load(REPORT, LETTER, PLAN, history=True)

    as_at = AsAt(NOW)
    state = read_state(Plan.objects.for_screen(as_at).get(key="westmere-2018"), as_at)
    (action,) = state.actions
    assert action.standing == Standing.REOPENED
    assert (action.first_due, action.current_due) == (date(2019, 1, 31), date(2019, 2, 28))
    assert action.owner.key == "dcs"
    assert state.commitments[0].impact == "shown"
    assert SignOff.objects.get().claim.status == "done"
    assert Decision.objects.filter(request__isnull=False).count() == 1
    assert Impact.objects.get().by_post.key == "dcs"
    assert Ownership.objects.filter(action__isnull=False).count() == 2


STORY_FAULTS = [
    ("a sign-off without a claim", "status: done, text: Running.", "status: on_track", "no claim of done"),
    ("one's own claim signed off", "by_post: dcs, outcome: accepted", "by_post: head, outcome: accepted", "cannot sign it off"),
    ("one's own request decided", "by_post: dcs, outcome: granted", "by_post: head, outcome: granted", "cannot decide"),
    ("a decision before its request", "decision: {on: 2019-01-04", "decision: {on: 2018-12-04", "before its request"),
    ("entered before it was so", "entered: 2019-01-25", "entered: 2019-01-15", "before it was so"),
    ("a day still to come", "on: 2019-03-25", "on: 2027-03-25", "in the future"),
    ("an unknown post", "by_post: dcs, outcome: reopened", "by_post: nobody, outcome: reopened", "by_post"),
    ("a commitment the plan lacks", "commitments: [westmere/2018-06-full_inspection/2]", "commitments: [westmere/2018-06-full_inspection/1]", "no commitment"),
    ("before the plan", "on: 2018-12-10", "on: 2018-11-10", "dated before"),
    ("after its closing", "  answers:", "  closed: 2019-03-01\n  answers:", "dated later"),
    ("reopened though open", "on: 2019-02-10, by_post: dcs, outcome: accepted", "on: 2019-02-10, by_post: dcs, outcome: sent_back, text: More.", "Only a complete"),
    ("at risk without why", "status: on_track, text: Begun.", "status: at_risk, text: Begun.", "needs a reason"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "replace", "by", "words"), STORY_FAULTS, ids=[row[0] for row in STORY_FAULTS]
)
def test_a_story_that_could_not_have_been_is_refused(fault, replace, by, words):
    assert replace in PLAN

    report = load(REPORT, LETTER, PLAN.replace(replace, by, 1), history=True)

    assert [p for p in report.problems if words in p.sentence and p.file == "3.yaml"], (
        report.problems
    )
    assert Plan.objects.count() == 0


def test_a_persons_correction_outlives_the_draft():
    load(REPORT)
    recommendation = Recommendation.objects.get(key="1")
    recommendation.title = "Management oversight"
    recommendation.save()

    unchanged = load(REPORT)
    changed = load(REPORT.replace("title: Oversight", "title: Supervise"))

    assert unchanged.lines == []
    assert [line.outcome for line in changed.lines] == [Outcome.KEPT]
    assert Recommendation.objects.get(key="1").title == "Management oversight"


def test_what_the_source_has_changed_and_nobody_here_is_taken():
    load(REPORT)

    report = load(REPORT.replace("title: Oversight", "title: Supervise"))

    assert [(line.outcome, line.field, line.old, line.new) for line in report.lines] == [
        (Outcome.CHANGED, "short title", "Oversight", "Supervise")
    ]
    assert Recommendation.objects.get(key="1").title == "Supervise"


def test_the_real_words_meet_the_seeds_rows():
    load(REPORT)
    words = REPORT.replace("summary: Oversee work.", "text: The words as published.")

    report = load(words.replace("2018-06-full_inspection", "2018-06-reinspection"))

    assert report.problems == []
    assert Inspection.objects.count() == 1
    first = Recommendation.objects.get(key="1")
    assert (first.text, first.summary) == ("The words as published.", "Oversee work.")


def test_a_rejected_link_is_not_confirmed_again():
    load(REPORT, LETTER)
    confirmed = FindingLink.objects.get()
    FindingLinkFactory(
        finding=confirmed.finding,
        recommendation=confirmed.recommendation,
        state=LinkState.REJECTED,
        holds_from=date(2019, 2, 27),
        known_at=NOW + timedelta(hours=1),
    )

    report = load(REPORT, LETTER)

    assert [line.outcome for line in report.lines] == [Outcome.KEPT]
    assert FindingLink.objects.confirmed(AsAt(NOW + timedelta(hours=2))) == []


PRESS = """\
reviewed_by: Programme manager
document: {key: press, title: In the press, kind: press_report, second_hand: yes, published: 2019-02-07}
authority: Westmere
inspections:
  - key: 2019-02-monitoring_visit-b
    kind: monitoring_visit
  - key: 2018-06-full_inspection
    kind: full_inspection
    started: %s
    judgements: [{area: overall, grade: %s}]
"""


def test_a_second_hand_date_that_differs_is_kept_beside_the_first_hand_one():
    load(REPORT)

    report = load(PRESS % ("2018-07", "good"))

    assert [line.outcome for line in report.lines if line.kind == "rival"] == [
        Outcome.RIVAL
    ] * 2
    assert str(Inspection.objects.get(key="2018-06-full_inspection").started) == "4 June 2018"
    assert {(rival.fact, rival.value, rival.document.key) for rival in Rival.objects.all()} == {
        ("started", "July 2018", "press"),
        ("Overall effectiveness", "good", "press"),
    }


def test_a_coarser_date_is_no_rival():
    load(REPORT)

    load(PRESS % ("2018", "inadequate"))

    assert Rival.objects.count() == 0


def test_the_first_hand_report_replaces_what_the_press_said_and_keeps_it_as_a_rival():
    load(PRESS.replace("    judgements: [{area: overall, grade: %s}]\n", "") % "2018-05")

    load(REPORT)

    inspection = Inspection.objects.get(key="2018-06-full_inspection")
    assert str(inspection.started) == "4 June 2018"
    assert Rival.objects.get().value == "May 2018"


def test_an_undated_visit_stands_before_its_document():
    load(PRESS.partition("  - key: 2018-06")[0])

    visit = Inspection.objects.for_list().get()
    assert visit.when == "before 7 February 2019"
    assert not visit.letter_held(AsAt(NOW))


def test_two_visits_it_may_be_are_a_question_never_a_guess():
    again = LETTER.replace("2019-02-monitoring_visit", "2019-02-monitoring_visit-b").replace(
        "key: letter", "key: letter-b"
    )
    load(REPORT, LETTER)
    Inspection.objects.create(
        authority=Authority.objects.get(),
        key="twin",
        kind="monitoring_visit",
        started="2019-02-26",
        known_at=NOW,
    )

    report = load(again)

    assert "give the key of one" in report.problems[0].sentence


def test_a_first_due_date_is_not_changed_by_a_draft():
    load(REPORT, PLAN)

    report = load(REPORT, PLAN.replace("due: 2019-01-31", "due: 2019-12-31"))

    assert "never changed" in report.problems[0].sentence
    assert Action.objects.get().first_due == date(2019, 1, 31)


def live_update():
    member = UserFactory(email="officer@westmere.example")
    Update.objects.create(
        action=Action.objects.get(),
        status="on_track",
        holds_from=date(2026, 11, 1),
        known_at=NOW,
        said_by=member,
        recorded_by=member,
    )


def test_the_past_of_a_plan_in_use_cannot_be_added_to():
    load(REPORT, LETTER, PLAN, history=True)
    live_update()
    more = PLAN.replace(
        "        - {on: 2018-12-10",
        "        - {on: 2018-12-05, status: at_risk, reason: Slow.}\n        - {on: 2018-12-10",
    )

    unchanged = load(REPORT, LETTER, PLAN, history=True)
    refused = load(more, history=True)
    live = load(more)

    assert unchanged.problems == []
    assert "Members have entered events" in refused.problems[0].sentence
    assert live.problems == []


@pytest.fixture
def westmere_admin():
    admin = UserFactory(email="admin@westmere.example")
    MembershipFactory(
        user=admin, authority=AuthorityFactory(name="Westmere", slug="westmere"), role="admin"
    )
    AuthorityFactory(name="Eastmere", slug="eastmere")
    return admin


def test_an_admin_imports_as_themself(westmere_admin):
    load(REPORT, LETTER, PLAN, actor=westmere_admin)

    assert {update.recorded_by for update in Update.objects.all()} == {westmere_admin}
    assert {update.said_by for update in Update.objects.all()} == {None}
    assert Commitment.objects.get().history.get().history_user == westmere_admin


@pytest.mark.parametrize("name", ["Eastmere", "Nowhere"])
def test_an_admin_cannot_import_for_another_authority(westmere_admin, name):
    report = load(
        REPORT.replace("authority: Westmere", f"authority: {name}"), actor=westmere_admin
    )
    inner = load(
        REPORT.replace("    framework: SIF", f"    authority: {name}\n    framework: SIF"),
        actor=westmere_admin,
    )

    assert "not an admin" in report.problems[0].sentence
    assert "not an admin" in inner.problems[0].sentence
    assert Inspection.objects.count() == 0


def test_the_command_reports_every_problem_and_writes_nothing(tmp_path, capsys):
    (tmp_path / "a.yaml").write_text(REPORT.replace("grade: inadequate", "grade: poor"))
    (tmp_path / "b.yaml").write_text(
        LETTER.replace("direction: no_progress", "direction: worse")
    )

    with pytest.raises(CommandError, match="2 problems; nothing was written"):
        call_command("import_draft", tmp_path)

    printed = capsys.readouterr().err
    assert "a.yaml, line 12" in printed
    assert "b.yaml, line 12" in printed
    assert Inspection.objects.count() == 0


def test_the_command_says_what_it_did(tmp_path, capsys):
    path = tmp_path / "a.yaml"
    path.write_text(REPORT)

    call_command("import_draft", path, "--dry-run")
    call_command("import_draft", path)
    call_command("import_draft", path)

    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("Would be: 5 created")
    assert printed[1].startswith("5 created")
    assert printed[2].startswith("0 created")


def test_the_command_names_what_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no draft at"):
        call_command("import_draft", tmp_path / "missing.yaml")
    (tmp_path / "a.yaml").write_text(REPORT)
    with pytest.raises(CommandError, match="no active member"):
        call_command("import_draft", tmp_path, "--as", "nobody@westmere.example")


def test_ten_faults_of_every_sort_are_told_at_once_with_their_lines():
    faults = [
        ("sha256: aaaa", "sha256: zaaa"),
        ("framework: SIF", "framework: SIFF"),
        ("started: 2018-06-04", "started: 2018-06-31"),
        ("ended: 2018-06-28", "endet: 2018-06-28"),
        ("grade: inadequate", "grade: dreadful"),
        ("theme: management_oversight", "theme: oversight"),
        ("page: 5", "page: five"),
        ("summary: Visit in time., ", ""),
    ]
    report_text, plan_text = REPORT, PLAN
    for right, wrong in faults:
        assert right in report_text
        report_text = report_text.replace(right, wrong, 1)
    plan_text = plan_text.replace("owner: dcs, impact", "owner: dsc, impact")
    plan_text = plan_text.replace(
        "by_post: dcs, outcome: granted", "by_post: head, outcome: granted"
    )

    report = load(report_text, plan_text)

    assert sorted((problem.file, problem.line) for problem in report.problems) == [
        *(("1.yaml", line) for line in (2, 7, 8, 9, 12, 14, 14, 15)),
        *(("2.yaml", line) for line in (14, 25)),
    ]
    assert everything() == dict.fromkeys(everything(), 0)


def test_what_fell_out_with_a_fault_is_not_reported_missing_as_well():
    broken = REPORT.replace(
        '{key: "2", title: Visits, summary: Visit in time., ', '{key: "2", title: Visits, '
    )

    report = load(broken, LETTER, PLAN)

    assert [(p.file, p.line) for p in report.problems] == [("1.yaml", 15)]


def test_two_visits_with_one_number_in_a_series_are_refused_with_the_line():
    second = LETTER.replace("2019-02-monitoring_visit", "2019-05-monitoring_visit").replace(
        "started: 2019-02-26\n    ended: 2019-02-27", "started: 2019-05-01"
    )
    second = second.replace("key: letter", "key: second")
    load(REPORT, LETTER)
    Inspection.objects.filter(key="2019-02-monitoring_visit").update(kind="focused_visit")

    report = load(second)

    assert "The records refuse" in report.problems[0].sentence
    assert report.problems[0].line == 5


# A plan in use: what has been said here since binds what a draft may add

BEGUN = PLAN.partition("      sign_offs:")[0]
MORE = "{on: 2026-11-22, status: off_track, reason: Staff left.}"
EARLIER = NOW - timedelta(days=2)


def with_update(plan, told):
    before, word, after = plan.partition("      date_requests:")
    return f"{before}        - {told}\n{word}{after}"


@pytest.fixture
def director(westmere_admin):
    """The plan loaded, and someone who approves and keeps it but holds none of its posts."""
    load(REPORT, BEGUN, now=EARLIER - timedelta(days=30))
    approver = UserFactory(email="approver@westmere.example")
    for role in ("approver", "admin"):
        MembershipFactory(
            user=approver, authority=Authority.objects.get(slug="westmere"), role=role
        )
    return approver


def sign_off_live(director):
    recording.sign_off(
        claim=Update.objects.get(status="done"),
        by=director,
        now=EARLIER,
        outcome="accepted",
        text="Seen.",
    )


def standing():
    as_at = AsAt(NOW + timedelta(minutes=1))
    return read_state(Plan.objects.for_screen(as_at).get(), as_at).actions[0].standing


def test_a_plan_closed_here_takes_nothing_more_from_a_draft(director):
    recording.close_plan(plan=Plan.objects.get(), by=director, now=EARLIER, reason="Over.")
    more = with_update(BEGUN, MORE)

    unchanged = load(REPORT, BEGUN)
    refused = load(REPORT, more)

    assert unchanged.problems == []
    line = more.splitlines().index(f"        - {MORE}") + 1
    assert [(p.file, p.line, p.sentence) for p in refused.problems] == [
        ("2.yaml", line, "The plan closed on 20 November 2026, so it takes nothing new.")
    ]
    assert not Update.objects.filter(status="off_track").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "      date_requests:\n",
            "      date_requests:\n        - {on: 2019-02-01, to: 2019-03-31, reason: More.}\n",
        ),
        ("  actions:\n", '  actions:\n    - {reference: "2.0", title: Another}\n'),
        (
            "  commitments:\n",
            "  commitments:\n    - {recommendation: westmere/2018-06-full_inspection/1, title: Oversee}\n",
        ),
        ("  opened: 2018-11-30\n", "  opened: 2018-11-30\n  closed: 2026-11-21\n"),
    ],
    ids=["a request", "an action", "a commitment", "another closing"],
)
def test_nor_anything_of_another_sort(director, old, new):
    recording.close_plan(plan=Plan.objects.get(), by=director, now=EARLIER, reason="Over.")
    assert old in BEGUN

    report = load(REPORT, BEGUN.replace(old, new, 1))

    assert "The plan closed on 20 November 2026" in report.problems[0].sentence
    assert report.problems[0].file == "2.yaml"


def test_a_plan_that_its_own_paper_closes_may_tell_more_of_its_last_days():
    closed = BEGUN.replace("  opened:", "  closed: 2019-06-30\n  opened:")
    load(REPORT, closed)

    report = load(REPORT, with_update(closed, "{on: 2019-06-01, status: on_track}"))

    assert report.problems == []
    assert PlanClosure.objects.count() == 1


def test_a_closing_said_here_is_not_said_twice(director):
    recording.close_plan(plan=Plan.objects.get(), by=director, now=EARLIER, reason="Over.")

    report = load(REPORT, BEGUN.replace("  opened:", "  closed: 2026-11-20\n  opened:"))

    assert report.problems == []
    assert PlanClosure.objects.count() == 1


def test_a_plan_cannot_have_closed_before_what_was_entered_here(director):
    sign_off_live(director)

    report = load(REPORT, BEGUN.replace("  opened:", "  closed: 2026-11-01\n  opened:"))

    assert "Members have entered events after that day" in report.problems[0].sentence


def test_a_draft_cannot_speak_past_a_sign_off_made_here(director):
    sign_off_live(director)

    report = load(REPORT, with_update(BEGUN, MORE))

    assert [(p.file, p.sentence) for p in report.problems] == [
        ("2.yaml", "The action is complete: reopen it by a decision first.")
    ]
    assert standing() == Standing.COMPLETE


def test_a_draft_cannot_speak_past_a_withdrawal_made_here(director):
    recording.withdraw(
        action=Action.objects.get(), by=director, now=EARLIER, reason="Not ours."
    )

    report = load(REPORT, with_update(BEGUN, "{on: 2026-11-22, status: on_track}"))

    assert "The action is withdrawn" in report.problems[0].sentence
    assert standing() == Standing.WITHDRAWN


def test_a_draft_cannot_slip_in_before_what_was_said_here(director):
    sign_off_live(director)

    report = load(REPORT, with_update(BEGUN, "{on: 2026-11-19, status: on_track}"))

    assert "20 November 2026" in report.problems[0].sentence
    assert "There is no claim of done" in report.problems[0].sentence


def test_a_draft_does_not_answer_where_members_speak(director):
    officer = UserFactory(email="officer@westmere.example")
    MembershipFactory(
        user=officer, authority=Authority.objects.get(slug="westmere"), role="officer"
    )
    head = Owner.objects.get(key="head")
    recording.take_up(owner=head, by=director, now=EARLIER, on=date(2026, 11, 1), user=officer)
    recording.record_update(
        action=Action.objects.get(), by=officer, now=EARLIER, status="done", text="All of it."
    )
    answered = (
        BEGUN + "      sign_offs:\n        - {on: 2026-11-21, by_post: %s, outcome: accepted}\n"
    )

    own = load(REPORT, answered % "head", dry_run=True)
    other = load(REPORT, answered % "dcs")
    withdrawn = load(
        REPORT,
        BEGUN
        + "      decisions:\n        - {on: 2026-11-21, by_post: dcs, outcome: withdrawn, "
        "reason: Over.}\n",
    )

    line = (
        (answered % "dcs")
        .splitlines()
        .index("        - {on: 2026-11-21, by_post: dcs, outcome: accepted}")
    )
    assert "cannot sign it off" in own.problems[0].sentence
    assert [p.line for p in other.problems] == [line + 1]
    for report in (other, withdrawn):
        assert "is decided here by an approver, not by an import" in report.problems[0].sentence
    assert not SignOff.objects.exists()
    assert standing() == Standing.DONE


def test_a_date_asked_for_is_not_granted_by_a_draft_where_members_speak(director):
    asked = BEGUN.replace(
        ", decision: {on: 2019-01-04, by_post: dcs, outcome: granted}}",
        "}\n        - {on: 2019-02-01, to: 2027-03-31, reason: More.}",
    )
    load(REPORT, asked, now=EARLIER - timedelta(days=1))
    recording.withdraw(
        action=Action.objects.get(), by=director, now=EARLIER, reason="Not ours."
    )

    report = load(
        REPORT,
        asked.replace(
            "reason: More.}",
            "reason: More., decision: {on: 2026-11-21, by_post: dcs, outcome: granted}}",
        ),
    )

    assert "is decided here by an approver" in report.problems[0].sentence


def test_a_request_decided_here_is_not_decided_by_a_draft(director):
    asked = BEGUN.replace(
        ", decision: {on: 2019-01-04, by_post: dcs, outcome: granted}}",
        "}\n        - {on: 2019-02-01, to: 2027-03-31, reason: More.}",
    )
    load(REPORT, asked, now=EARLIER - timedelta(days=1))
    request = DateRequest.objects.get(to=date(2027, 3, 31))
    recording.decide_request(
        request=request, by=director, now=EARLIER, outcome="granted", minute="Board, item 4"
    )

    report = load(
        REPORT,
        asked.replace(
            "reason: More.}",
            "reason: More., decision: {on: 2026-11-21, by_post: dcs, outcome: granted}}",
        ),
    )

    assert [p.sentence for p in report.problems] == ["This request has been decided already."]


def test_who_owns_it_since_a_change_made_here_speaks(director):
    recording.give_owner(
        action=Action.objects.get(),
        owner=Owner.objects.get(key="dcs"),
        by=director,
        now=EARLIER,
    )

    load(REPORT, with_update(BEGUN, MORE))

    assert Update.objects.get(status="off_track").by_post.key == "dcs"


# Two documents about one thing

PAPERS = """\
reviewed_by: Programme manager
document: {key: paper-news, title: In the paper, kind: press_report, second_hand: yes, published: 2019-02-07}
authority: Westmere
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: SIF
    judgements: [{area: overall, grade: good, at: {page: 9}}]
    recommendations:
      - {key: "2", title: Calls, summary: The paper's words., kind: priority_action, at: {page: 9, quote: Calls}}
    findings:
      - {key: f1, summary: The paper's finding., direction: weakness}
"""


def recommendation(key="2"):
    one = Recommendation.objects.get(key=key)
    return (one.summary, one.title, one.kind, one.document.key, one.position, one.place)


@pytest.mark.parametrize("history", [False, True], ids=["now", "history"])
def test_a_second_hand_document_only_adds_to_the_first_hand_one(history):
    load(REPORT, history=history)

    load(PAPERS, history=history)

    assert recommendation() == ("Visit in time.", "Visits", "priority_action", "report", 2, "")
    assert load(REPORT, history=history).lines == []
    assert load(PAPERS, history=history).lines == []


def test_a_second_hand_document_fills_what_is_empty():
    load(REPORT.replace("title: Visits, ", ""))

    load(PAPERS)

    assert recommendation()[:2] == ("Visit in time.", "Calls")


def test_the_first_hand_document_replaces_the_second_hand_one_and_it_settles():
    load(PAPERS)
    load(REPORT)

    assert recommendation() == ("Visit in time.", "Visits", "priority_action", "report", 2, "")
    assert Judgement.objects.get().grade == "inadequate"
    rival = Rival.objects.get()
    assert (rival.fact, rival.value, rival.document.key, rival.place) == (
        "Overall effectiveness",
        "good",
        "paper-news",
        "page 9",
    )
    assert [load(text).lines for text in (PAPERS, REPORT, PAPERS, REPORT)] == [[]] * 4


def test_an_edition_of_the_same_document_may_say_it_otherwise():
    load(PAPERS)

    load(
        PAPERS.replace("grade: good", "grade: inadequate").replace(
            "title: Calls", "title: Visiting"
        )
    )

    assert (Judgement.objects.get().grade, Rival.objects.count()) == ("inadequate", 0)
    assert recommendation()[1] == "Visiting"


# Absent is not no


def test_what_a_later_draft_does_not_say_stays():
    load(
        REPORT,
        PRESS.partition("  - key: 2018-06")[0],
        PLAN.replace("  title:", "  example: yes\n  title:", 1),
    )

    again = load(
        REPORT.replace("immediate: yes, ", ""),
        PRESS.partition("  - key: 2018-06")[0].replace("second_hand: yes, ", ""),
        PLAN,
    )

    assert again.lines == []
    assert Recommendation.objects.get(key="1").immediate
    assert Document.objects.get(key="press").second_hand
    assert Plan.objects.get().example


def test_what_only_a_later_draft_says_is_taken():
    load(REPORT.replace("immediate: yes, ", ""))

    load(REPORT)

    assert Recommendation.objects.get(key="1").immediate


# What a person emptied


def test_what_a_person_has_emptied_stays_empty():
    measured = PLAN.replace(
        "      owner: head\n", "      owner: head\n      success_measure: %s\n"
    )
    load(REPORT, measured % "Nine in ten.")
    action = Action.objects.get()
    action.success_measure = ""
    action.save()

    report = load(REPORT, measured % "Ten in ten.")

    assert [line.outcome for line in report.lines] == [Outcome.KEPT]
    assert Action.objects.get().success_measure == ""


def test_a_fact_that_a_person_has_emptied_stays_empty():
    load(REPORT)
    inspection = Inspection.objects.get()
    inspection.ended = None
    inspection.save()

    report = load(REPORT.replace("ended: 2018-06-28", "ended: 2018-06-29"))

    assert [line.outcome for line in report.lines] == [Outcome.KEPT]
    assert Inspection.objects.get().ended is None


# The past of a plan in use


def test_an_owner_given_here_counts_as_use(director):
    recording.give_owner(
        action=Action.objects.get(),
        owner=Owner.objects.get(key="dcs"),
        by=director,
        now=EARLIER,
    )

    report = load(
        REPORT, with_update(BEGUN, "{on: 2018-12-05, status: on_track}"), history=True
    )

    assert "Members have entered events" in report.problems[0].sentence


def test_a_post_taken_up_here_counts_as_use(director):
    recording.take_up(
        owner=Owner.objects.get(key="dcs"),
        by=director,
        now=EARLIER,
        on=date(2026, 11, 1),
        name="The new director",
    )

    report = load(
        REPORT, with_update(BEGUN, "{on: 2018-12-05, status: on_track}"), history=True
    )

    assert Holding.objects.count() == 1
    assert "Members have entered events" in report.problems[0].sentence


def test_the_past_of_a_plan_in_use_is_not_moved_back(director):
    recording.withdraw(
        action=Action.objects.get(), by=director, now=EARLIER, reason="Not ours."
    )
    known = Plan.objects.get().known_at

    report = load(REPORT, BEGUN, history=True)

    assert "Members have entered events" in report.problems[0].sentence
    assert Plan.objects.get().known_at == known


# Today


@pytest.mark.parametrize("hour", [9, 13])
def test_what_is_published_and_said_today_is_known_by_now(hour):
    now = NOW.replace(hour=hour)
    letter = LETTER.replace("2019-03-20", "2026-11-22")
    plan = with_update(PLAN, "{on: 2026-11-22, status: at_risk, reason: Ill., by_post: head}")
    plan = with_update(plan, "{on: 2026-11-22, status: on_track, by_post: head}")

    report = load(REPORT, letter, plan, history=True, now=now)

    assert report.problems == []
    said = Update.objects.filter(holds_from=date(2026, 11, 22)).oldest_first()
    assert [one.status for one in said] == ["at_risk", "on_track"]
    assert max(one.known_at for one in said) <= now + timedelta(milliseconds=1)
    assert Document.objects.get(key="letter").known_at <= now


# One thing under two names

PLACED = LETTER.replace(
    "direction: no_progress,", "direction: no_progress, at: {page: 2, paragraph: 14},"
)


def test_a_finding_is_met_by_its_place():
    load(REPORT, PLACED)

    report = load(PLACED.replace("{key: f1, summary", "{key: f9, text: Late still., summary"))

    assert report.problems == []
    assert [one.key for one in Finding.objects.order_by("key")] == ["f1", "f2"]
    assert Finding.objects.get(key="f1").text == "Late still."
    assert FindingLink.objects.count() == 1


def test_two_findings_of_one_paragraph_are_two():
    both = PLACED.replace(
        "direction: weakness,", "direction: weakness, at: {page: 2, paragraph: 14},"
    )

    report = load(REPORT, both)

    assert report.problems == []
    assert Finding.objects.count() == 2


def test_two_findings_it_may_be_are_a_question():
    both = PLACED.replace(
        "direction: weakness,", "direction: weakness, at: {page: 2, paragraph: 14},"
    )
    load(REPORT, both)

    report = load(PLACED.replace("key: f1", "key: f9").replace("key: f2", "key: f8"))

    assert [p.sentence for p in report.problems] == [
        "This may be f1 or f2: give the key of one."
    ]


def test_a_document_is_met_by_what_it_reports():
    load(REPORT, LETTER)

    report = load(LETTER.replace("key: letter,", f"key: letter-pdf, sha256: {'b' * 64},"))

    assert report.problems == []
    assert [one.key for one in Document.objects.order_by("key")] == ["letter", "report"]
    assert Document.objects.get(key="letter").sha256 == "b" * 64


def test_another_file_about_the_same_inspection_is_another_document():
    load(REPORT)

    load(REPORT.replace("key: report,", "key: annex,").replace("a" * 64, "b" * 64))

    assert Document.objects.count() == 2


def test_an_authority_is_met_by_its_name_in_addresses():
    load(REPORT)
    Authority.objects.update(name="Westmere Council")

    report = load(REPORT)

    assert (report.lines, Authority.objects.count()) == ([], 1)


# Whose it is


def test_what_another_authority_was_asked_is_not_linked():
    load(REPORT)

    report = load(LETTER.replace("    ordinal: 1", "    authority: Eastmere\n    ordinal: 1"))

    assert [p.line for p in report.problems] == [13, 14]
    assert "belongs to another authority" in report.problems[0].sentence


# The period


def test_a_period_goes_back_to_what_it_was():
    changed = PLAN.replace("update_period_days: 42", "update_period_days: 28")
    load(REPORT, PLAN)
    load(REPORT, changed)

    load(REPORT, PLAN, now=NOW + timedelta(hours=1))

    assert Plan.objects.for_screen(AsAt(NOW + timedelta(hours=2))).get().period == 42
    assert load(REPORT, PLAN, now=NOW + timedelta(hours=3)).lines == []
    assert UpdatePeriod.objects.count() == 3


def test_a_period_set_here_stays(director):
    recording.set_period(plan=Plan.objects.get(), days=30, by=director, now=EARLIER)

    unchanged = load(REPORT, BEGUN)
    changed = load(REPORT, BEGUN.replace("update_period_days: 42", "update_period_days: 28"))

    assert unchanged.lines == []
    assert [(line.outcome, line.old, line.new) for line in changed.lines] == [
        (Outcome.KEPT, "30", "28")
    ]
    assert Plan.objects.for_screen(AsAt(NOW)).get().period == 30


# Every problem at once


MISSING = """\
    started: 2018-12
    findings: [{key: f1, summary: So., direction: improved, recommendations: [westmere/2018-06-full_inspection/8]}]
"""


def test_one_unclear_inspection_does_not_hide_the_rest():
    load(REPORT, LETTER)
    Inspection.objects.create(
        authority=Authority.objects.get(),
        key="twin",
        kind="monitoring_visit",
        started="2019-02-26",
        known_at=NOW,
    )
    unclear = LETTER.replace("2019-02-monitoring_visit", "2019-02-monitoring_visit-b")

    report = load(unclear.replace("    started: 2018-12\n", MISSING))

    assert [p.line for p in report.problems] == [5, 17]


def test_a_rule_of_the_records_is_told_in_words_and_does_not_hide_the_rest():
    second = LETTER.replace("2019-02-monitoring_visit", "2019-05-monitoring_visit").replace(
        "started: 2019-02-26\n    ended: 2019-02-27", "started: 2019-05-01"
    )
    second = second.replace("key: letter", "key: second").replace(
        "    started: 2018-12\n", MISSING
    )
    load(REPORT, LETTER)
    Inspection.objects.filter(key="2019-02-monitoring_visit").update(kind="focused_visit")

    report = load(second)

    assert [p.line for p in report.problems] == [5, 16]
    told = report.problems[0].sentence
    assert "already exists" in told
    assert "_" not in told
    assert "constraint" not in told.lower()


def test_two_new_findings_for_one_recorded_are_a_question():
    load(REPORT, PLACED)
    both = PLACED.replace(
        "direction: weakness,", "direction: weakness, at: {page: 2, paragraph: 14},"
    )

    report = load(both.replace("key: f1", "key: f9").replace("key: f2", "key: f8"))

    assert {p.sentence for p in report.problems} == {
        "One of f8, f9 may be f1: give that one its key."
    }


def test_a_second_hand_word_on_a_finding_repeats_unchanged():
    load(REPORT, PAPERS)

    assert load(REPORT, PAPERS).lines == []


def test_what_was_voided_here_is_not_told_again(director):
    claim = Update.objects.get(status="done")
    Update.objects.create(
        action=claim.action,
        voids=claim,
        retracts=True,
        holds_from=claim.holds_from,
        known_at=EARLIER,
        said_by=director,
        recorded_by=director,
    )

    unchanged = load(REPORT, BEGUN)
    answered = load(
        REPORT, BEGUN + "      sign_offs: [{on: 2026-11-21, by_post: dcs, outcome: accepted}]\n"
    )

    assert unchanged.lines == []
    assert "There is no claim of done" in answered.problems[0].sentence


def test_many_entries_of_one_day_here_do_not_trouble_a_draft(director):
    action, claim = Action.objects.get(), Update.objects.get(status="done")
    minute = timedelta(minutes=1)
    recording.sign_off(claim=claim, by=director, now=EARLIER, outcome="accepted", text="Seen.")
    recording.reopen(action=action, by=director, now=EARLIER + minute, reason="No.")
    recording.withdraw(action=action, by=director, now=EARLIER + 2 * minute, reason="No.")
    recording.reopen(action=action, by=director, now=EARLIER + 3 * minute, reason="Yes.")

    report = load(REPORT, with_update(BEGUN, MORE))

    assert report.problems == []
    assert standing() == Standing.OFF_TRACK
