"""Drafts into the records: all or nothing, repeatable, never over a person's correction."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from improvement.importing import Outcome, import_drafts
from improvement.models import (
    Action,
    Commitment,
    Decision,
    Impact,
    Ownership,
    Plan,
    SignOff,
    Update,
)
from improvement.state import Standing, find_plan, read_state
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
    state = read_state(find_plan(Plan.objects, as_at, key="westmere-2018"), as_at)
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
