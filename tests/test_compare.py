"""What changed in a plan between two days, as a board member reads it before a meeting."""

import re
from datetime import date

import pytest
from django.urls import reverse

from improvement.models import Plan
from improvement.state import read_state, state_of
from improvement.state.compare import (
    OF_ACTIONS,
    OF_COMMITMENTS,
    CountedAs,
    compare_actions,
    compare_commitments,
)
from improvement.state.rows import Rows
from inspections.models.time import AsAt, Reading
from tests.factories import (
    ActionCommitmentFactory,
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    FindingFactory,
    FindingLinkFactory,
    ImpactFactory,
    InspectionFactory,
    OwnerFactory,
    OwnershipFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    SignOffFactory,
    UpdateFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db
BEFORE, SINCE, DURING, UNTIL = "2019-01-10", "2019-02-06", "2019-03-20", "2019-06-01"


class Board:
    """A plan whose rows change between 6 February and 1 June 2019."""

    def __init__(self, authority):
        self.authority = authority
        self.inspection = InspectionFactory(authority=authority, letter=True)
        self.plan = PlanFactory(authority=authority, key="plan", title="The plan")
        self.head = OwnerFactory(authority=authority, key="head")

    def commitment(self, key, **values):
        recommendation = RecommendationFactory(inspection=self.inspection, key=key)
        return CommitmentFactory(
            plan=self.plan, recommendation=recommendation, title=f"Promise {key}", **values
        )

    def action(self, reference, *statuses, **values):
        """With what its owner said before the earlier day, and after it."""
        action = ActionFactory(
            plan=self.plan, reference=reference, title=f"Step {reference}", **values
        )
        for status, day in zip(statuses, (BEFORE, DURING), strict=False):
            UpdateFactory(action=action, status=status, holds_from=day)
        return action

    def close(self, action, day=DURING):
        claim = UpdateFactory(action=action, status="done", holds_from=day)
        return SignOffFactory(claim=claim, holds_from=day, known_at=on(day, 15))

    def withdraw(self, action, day=DURING):
        return DecisionFactory(action=action, outcome="withdrawn", holds_from=day)

    def reopen(self, action, day=DURING):
        return DecisionFactory(
            action=action, outcome="reopened", holds_from=day, known_at=on(day, 16)
        )

    def move(self, action, to, day=DURING):
        request = DateRequestFactory(action=action, to=to, holds_from=day)
        DecisionFactory(request=request, holds_from=day, known_at=on(day, 15))

    def state(self, day, reading=Reading.THEN):
        as_at = AsAt.end_of(date.fromisoformat(day), reading)
        return read_state(Plan.objects.for_screen(as_at).get(pk=self.plan.pk), as_at)

    def actions(self, since=SINCE, until=UNTIL):
        return compare_actions(self.state(since), self.state(until))

    def commitments(self, since=SINCE, until=UNTIL):
        return compare_commitments(self.state(since), self.state(until))


@pytest.fixture
def board(authority):
    return Board(authority)


def told(comparison):
    """Each row's class and changes, in plain words."""
    return {
        row.name: (row.kind.value, [(c.about, str(c.was), str(c.now)) for c in row.changes])
        for row in comparison.rows
    }


def show(viewer, key="plan", **query):
    query = {name.rstrip("_"): value for name, value in query.items()}
    return viewer.get(reverse("plan-compare", args=[key], query=query))


def read(page):
    """The words of a page, spaces made one; what is hidden from the eye included."""
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def legend(page, kind):
    """Each number of a line with its words, and where it leads."""
    lists = re.findall(rf'<h2 id="{kind}-sum">.*?</section>', page.content.decode(), re.DOTALL)
    links = re.findall(r'<a href="#([^"]+)"><strong>(\d+)</strong> ([^<]+)</a>', lists[0])
    return {words: (int(number), anchor) for anchor, number, words in links}


# What becomes of an action


def added(board):
    board.action("A", added=DURING)


def brought_back(board):
    action = board.action("A", "on_track")
    board.withdraw(action, BEFORE)
    board.reopen(action)


def withdrawn(board):
    board.withdraw(board.action("A", "on_track"))


def came_and_went(board):
    board.withdraw(board.action("A", added=DURING), "2019-04-01")


def closed(board):
    board.close(board.action("A", "on_track"))


def reopened(board):
    action = board.action("A")
    board.close(action, BEFORE)
    board.reopen(action)


def slipped(board):
    board.move(board.action("A", first_due="2019-03-29"), "2019-04-12")


def brought_forward(board):
    board.move(board.action("A", first_due="2019-03-29"), "2019-03-25")


def given_a_date(board):
    board.move(board.action("A", first_due=None, due_as_printed="mid July"), "2019-07-15")


def date_taken_back(board):
    request = DateRequestFactory(
        action=board.action("A", first_due=None), to="2019-07-15", holds_from=BEFORE
    )
    granted = DecisionFactory(request=request, holds_from=BEFORE, known_at=on(BEFORE, 15))
    DecisionFactory(
        request=request,
        voids=granted,
        retracts=True,
        holds_from=BEFORE,
        known_at=on(DURING),
    )


def status_changed(board):
    board.action("A", "on_track", "at_risk")


def owner_changed(board):
    action = board.action("A", owner=board.head)
    other = OwnerFactory(authority=board.authority, key="other")
    OwnershipFactory(action=action, owner=other, holds_from=DURING)


def serves_another(board):
    ActionCommitmentFactory(
        action=board.action("A"), commitment=board.commitment("1"), holds_from=DURING
    )


def nothing_new(board):
    board.action("A", "on_track", "on_track")


def withdrawn_all_along(board):
    board.withdraw(board.action("A"), BEFORE)


@pytest.mark.parametrize(
    ("happened", "kind", "changes"),
    [
        (added, "added", [("in the plan since", "not yet", "2019-03-20")]),
        (brought_back, "brought-back", [("status", "Withdrawn", "Reopened")]),
        (withdrawn, "withdrawn", [("status", "On track", "Withdrawn")]),
        (
            came_and_went,
            "came-and-went",
            [("in the plan since", "not yet", "withdrawn again")],
        ),
        (closed, "closed", [("status", "On track", "Complete")]),
        (reopened, "reopened", [("status", "Complete", "Reopened")]),
        (slipped, "slipped", [("due", "2019-03-29", "2019-04-12")]),
        (brought_forward, "brought-forward", [("due", "2019-03-29", "2019-03-25")]),
        (given_a_date, "dated", [("due", "mid July", "2019-07-15")]),
        (date_taken_back, "undated", [("due", "2019-07-15", "no date")]),
        (status_changed, "moved", [("status", "On track", "At risk")]),
        (owner_changed, "owner", [("owner", "Head of head", "Head of other")]),
        (serves_another, "links", [("serves", "no commitment", "Promise 1")]),
        (nothing_new, "unchanged", []),
        (withdrawn_all_along, "unchanged", []),
    ],
)
def test_an_action_is_counted_as_what_became_of_it(board, happened, kind, changes):
    happened(board)

    assert told(board.actions()) == {"A": (kind, changes)}


def test_by_how_many_days_a_date_moved_is_said(board):
    slipped(board)

    assert [change.days for change in board.actions().rows[0].changes] == [14]


def test_a_row_that_changed_in_two_ways_is_counted_once_and_tells_both(board):
    action = board.action("A", "on_track", first_due="2019-03-29")
    board.move(action, "2019-04-12")
    board.close(action, "2019-04-10")
    board.move(board.action("B", first_due="2019-03-29"), "2019-04-30")

    comparison = board.actions()

    assert told(comparison)["A"] == (
        "closed",
        [("status", "On track", "Complete"), ("due", "2019-03-29", "2019-04-12")],
    )
    assert [row.name for row in comparison.counted(CountedAs.SLIPPED)] == ["B"]
    assert [row.name for row in comparison.beside(CountedAs.SLIPPED)] == ["A"]


# What becomes of a commitment


def serving(board, *statuses, impact=()):
    commitment = board.commitment("1")
    board.action("A", *statuses, commitments=[commitment])
    for state, day in zip(impact, (BEFORE, DURING), strict=False):
        ImpactFactory(commitment=commitment, state=state, holds_from=day)
    return commitment


def visit_says(board, commitment, direction, day):
    visit = VisitFactory(authority=board.authority, started=None, ended=day, published=day)
    finding = FindingFactory(inspection=visit, direction=direction)
    FindingLinkFactory(finding=finding, recommendation=commitment.recommendation)


def status(was, now):
    return ("status", was, now)


@pytest.mark.parametrize(
    ("statuses", "impact", "kind", "changes"),
    [
        (["on_track", "off_track"], (), "worse", [status("On track", "Off track")]),
        (["at_risk", "on_track"], (), "better", [status("At risk", "On track")]),
        ([], (), "unchanged", []),
        (["not_stated", "on_track"], (), "moved", [status("Not stated", "On track")]),
        (
            ["on_track"],
            ("not_yet_shown", "shown"),
            "impact-shown",
            [("impact", "not yet shown", "shown")],
        ),
        (["on_track"], ("shown", "sustained"), "impact", [("impact", "shown", "sustained")]),
        (
            ["on_track"],
            ("sustained", "not_yet_shown"),
            "impact",
            [("impact", "sustained", "not yet shown")],
        ),
    ],
)
def test_a_commitment_is_counted_as_what_became_of_it(board, statuses, impact, kind, changes):
    serving(board, *statuses, impact=impact)

    assert told(board.commitments()) == {"1": (kind, changes)}


def test_a_commitment_taken_up_since_is_added(board):
    board.commitment("1", added=DURING)

    changes = [("in the plan since", "not yet", "2019-03-20")]
    assert told(board.commitments()) == {"1": ("added", changes)}


def test_a_new_disagreement_comes_before_the_status_that_brought_it_about(board):
    commitment = serving(board, "at_risk", "done")
    visit_says(board, commitment, "no_progress", SINCE)

    assert told(board.commitments())["1"] == (
        "disputed",
        [
            status("At risk", "Done, evidence awaited"),
            ("disagreement with the inspectors", "none", "We say better"),
        ],
    )


def test_a_disagreement_ends_when_the_inspectors_come_round(board):
    commitment = serving(board, "on_track")
    visit_says(board, commitment, "no_progress", SINCE)
    visit_says(board, commitment, "improved", "2019-05-02")

    changes = [("disagreement with the inspectors", "We say better", "none")]
    assert told(board.commitments()) == {"1": ("settled", changes)}


def test_an_action_that_joins_is_told_of_its_commitment(board):
    commitment = serving(board, "on_track")
    ActionCommitmentFactory(
        action=board.action("B", "on_track"), commitment=commitment, holds_from=DURING
    )

    assert told(board.commitments()) == {"1": ("links", [("actions", "A", "A, B")])}


# Two states out of rows that were fetched once


@pytest.mark.parametrize("reading", list(Reading))
def test_an_earlier_state_is_what_it_was_when_read_by_itself(
    board, reading, django_assert_num_queries
):
    commitment = serving(board, "on_track", "done", impact=("not_yet_shown", "shown"))
    visit_says(board, commitment, "no_progress", SINCE)
    visit_says(board, commitment, "improved", "2019-05-02")
    visit = VisitFactory(authority=board.authority, ended=BEFORE, published="2019-01-15")
    found = FindingFactory(inspection=visit)
    said = {"finding": found, "recommendation": commitment.recommendation}
    FindingLinkFactory(**said, known_at=on("2019-01-20"), holds_from=BEFORE)
    FindingLinkFactory(**said, state="rejected", known_at=on("2019-04-01"), holds_from=BEFORE)
    OwnershipFactory(commitment=commitment, owner=board.head, holds_from=DURING)
    days = [AsAt.end_of(date.fromisoformat(day), reading) for day in (SINCE, UNTIL)]
    plans = [Plan.objects.for_screen(day).get(pk=board.plan.pk) for day in days]

    with django_assert_num_queries(9):
        rows = Rows([plans[1]], days[1])
        states = state_of(plans[0], rows.earlier([plans[0]], days[0])), state_of(plans[1], rows)

    assert states == (board.state(SINCE, reading), board.state(UNTIL, reading))
    assert states[0] != states[1]


# The page


def everything(board):
    """Five actions of which one is added and one withdrawn; one commitment."""
    commitment = board.commitment("1")
    board.action("A", "on_track", "on_track", commitments=[commitment])
    board.withdraw(board.action("B", "on_track"))
    board.action("C", added=DURING)
    board.move(board.action("D", "on_track", first_due="2019-03-29"), "2019-04-12")
    board.withdraw(board.action("E"), BEFORE)


def test_the_numbers_of_a_line_lead_to_their_rows_and_add_up(board, viewer):
    everything(board)

    page = show(viewer, from_=SINCE, to=UNTIL)

    assert legend(page, "actions") == {
        "added": (1, "actions-added"),
        "withdrawn": (1, "actions-withdrawn"),
        "moved later": (1, "actions-slipped"),
        "unchanged": (2, "actions-unchanged"),
    }
    words = read(page)
    assert "5 in all, 1 of them in the plan on neither day" in words
    assert (
        "3 in the plan on 6 February 2019 + 1 added − 1 withdrawn = 3 in the plan on 1 June 2019"
    ) in words
    for _, anchor in legend(page, "actions").values():
        assert f'id="{anchor}"' in page.content.decode()


def test_the_old_value_is_struck_through_and_said_to_a_screen_reader(board, viewer):
    everything(board)

    html = show(viewer, from_=SINCE, to=UNTIL).content.decode()

    assert (
        'Due: <del><span class="hidden">was </span>29 March 2019</del> '
        '<ins><span class="hidden">now </span>12 April 2019</ins> '
        '<span class="quiet">14 days later</span>'
    ) in html


def test_the_order_of_counting_stands_on_the_page(board, viewer):
    words = read(show(viewer, from_=SINCE, to=UNTIL))

    places = [
        words.index(f"{name}: ") for name in ("Added", "Closed", "Moved later", "Unchanged")
    ]
    assert places == sorted(places)


def test_a_day_compared_with_itself_has_nothing_but_unchanged_rows(board, viewer):
    everything(board)

    page = show(viewer, from_=UNTIL, to=UNTIL)

    assert legend(page, "actions") == {"unchanged": (5, "actions-unchanged")}
    assert legend(page, "commitments") == {"unchanged": (1, "commitments-unchanged")}


def test_it_compares_with_the_last_visit_unless_told(board, viewer):
    visit_says(board, board.commitment("1"), "improved", "2019-02-06")
    visit_says(board, board.commitment("2"), "improved", "2019-05-02")

    assert "from 6 February 2019 to 1 May 2019" in read(show(viewer, to="2019-05-01"))
    assert "from 2 May 2019 to 1 June 2019" in read(show(viewer, to="2019-06-01"))


def test_it_compares_with_the_opening_where_nobody_has_been(board, viewer):
    assert "from 30 November 2018 to 1 June 2019" in read(show(viewer, to="2019-06-01"))


def test_a_page_that_looks_back_leads_to_changes_up_to_its_day(board, viewer):
    words = read(show(viewer, as_at="2019-06-01", reading="now"))

    assert "to 1 June 2019" in words
    assert "As we know now:" in words


def test_what_was_entered_late_is_a_change_only_as_known_then(board, viewer):
    action = board.action("A", "on_track")
    UpdateFactory(
        action=action, status="at_risk", holds_from="2019-01-20", known_at=on("2019-03-01")
    )

    then = show(viewer, from_=SINCE, to=UNTIL)
    now = show(viewer, from_=SINCE, to=UNTIL, reading="now")

    assert "with another status" in legend(then, "actions")
    assert set(legend(now, "actions")) == {"unchanged"}


def test_days_given_the_other_way_round_are_exchanged_and_it_says_so(board, viewer):
    everything(board)

    words = read(show(viewer, from_=UNTIL, to=SINCE))

    assert "from 6 February 2019 to 1 June 2019" in words
    assert "The two days were given the other way round." in words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "yesterday"}, "The date to compare from is written year-month-day"),
        ({"to": "2019-02-30"}, "The date to compare to is written year-month-day"),
        ({"to": "2999-01-01"}, "The date to compare to is still to come."),
        ({"from": "1066-10-14"}, "Nothing is recorded from before 1990."),
        ({"from": SINCE, "reading": "maybe"}, "The reading is “then”"),
        (
            {"to": "2018-01-01"},
            "This plan was not open yet on 1 January 2018: it opened on 30 November 2018.",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(board, viewer, query, sentence):
    page = show(viewer, **query)

    assert page.status_code == 400
    assert sentence in page.content.decode()


def test_before_anything_was_known_everything_counts_as_added(board, viewer):
    everything(board)

    page = show(viewer, from_="2018-01-01", to=UNTIL)

    assert "Nothing was known of this plan on 1 January 2018" in read(page)
    assert legend(page, "actions") == {
        "added": (3, "actions-added"),
        "added and withdrawn again": (2, "actions-came-and-went"),
    }


def test_before_the_plan_opened_it_was_not_open_by_all_that_is_known_now(board, viewer):
    everything(board)

    words = read(show(viewer, from_="2018-01-01", to=UNTIL, reading="now"))

    assert "This plan was not open yet on 1 January 2018" in words
    assert "Nothing was known" not in words


def test_a_plan_that_was_open_and_not_known_is_refused_with_that(board, viewer):
    Plan.objects.filter(pk=board.plan.pk).update(known_at=on("2019-04-01"))

    page = show(viewer, to=SINCE)

    assert page.status_code == 400
    assert (
        "Nothing was known of this plan on 6 February 2019, though it opened on "
        "30 November 2018."
    ) in page.content.decode()


@pytest.mark.parametrize("reading", ["then", "now"])
def test_later_days_are_worth_comparing_to(board, viewer, reading):
    visit_says(board, board.commitment("1"), "improved", "2019-02-06")
    visit_says(board, board.commitment("2"), "improved", "2019-05-02")
    PlanClosureFactory(plan=board.plan, holds_from="2019-06-10")
    visit_says(board, board.commitment("3"), "improved", "2019-09-02")

    page = show(viewer, from_="2018-12-31", to="2019-03-01", reading=reading)

    offered = page.content.decode().partition("<h3>To</h3>")[2].partition("</ul>")[0]
    days = re.findall(r"to=([0-9-]+)", offered)
    assert days == ["2019-02-06", "2019-05-02", "2019-06-10"]


def test_a_closed_plan_is_compared_up_to_the_day_it_closed(board, viewer):
    everything(board)
    PlanClosureFactory(plan=board.plan, holds_from="2019-05-10")

    assert "to 10 May 2019" in read(show(viewer))


def test_the_rows_lead_to_the_later_day_and_the_page_offers_no_other_look_back(board, viewer):
    everything(board)

    html = show(viewer, from_=SINCE, to=UNTIL).content.decode()

    assert "/plans/plan/actions/D/?as_at=2019-06-01&amp;reading=then" in html
    assert "look-back-to" not in html


def test_the_plan_page_leads_to_what_changed(board, viewer):
    address = reverse("plan-compare", args=["plan"])

    today = viewer.get(reverse("plan", args=["plan"])).content.decode()
    past = viewer.get(
        reverse("plan", args=["plan"], query={"as_at": UNTIL, "reading": "now"})
    ).content.decode()

    assert f'<a href="{address}">What changed since 30 November 2018</a>' in today
    assert f'<a href="{address}?as_at={UNTIL}&amp;reading=now">' in past


def test_an_invented_plan_says_so(board, viewer):
    Plan.objects.filter(pk=board.plan.pk).update(example=True)

    assert "Example: invented data." in read(show(viewer))


def test_a_plan_without_rows_says_so(board, viewer):
    assert "The plan had no actions on either day." in read(show(viewer, to=UNTIL))


def test_each_class_has_words_of_its_own():
    from improvement.dashboards.plans.counted import WORDS, WORDS_OF_COMMITMENTS

    for order, words in ((OF_ACTIONS, WORDS), (OF_COMMITMENTS, WORDS_OF_COMMITMENTS)):
        labels = [words[kind][0] for kind in order]
        assert len(set(labels)) == len(labels)
