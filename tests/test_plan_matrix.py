"""Every commitment against every visit: grouped, ordered and narrowed by the address; and with
how much of what we called done inspectors later agreed."""

import re

import pytest
from django.urls import reverse

from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    FindingFactory,
    FindingLinkFactory,
    InspectionFactory,
    OwnerFactory,
    PlanFactory,
    RecommendationFactory,
    ThemeFactory,
    UpdateFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND = "2019-02-06", "2019-05-08"


class Plan:
    """A plan of an inspection, and two visits since."""

    def __init__(self, authority):
        self.inspection = InspectionFactory(authority=authority, letter=True)
        self.plan = PlanFactory(authority=authority, key="plan")
        self.visits = {
            day: VisitFactory(authority=authority, started=day, ended=day, published=day)
            for day in (FIRST, SECOND)
        }

    def commitment(self, key, *, done="", theme=None, owner=None, board="", **said):
        """Done since the day `done`; `said` at the visits `first` and `second`."""
        asked = RecommendationFactory(inspection=self.inspection, key=key, theme=theme)
        commitment = CommitmentFactory(
            plan=self.plan, recommendation=asked, title=f"Row {key}", owner=owner, board=board
        )
        action = ActionFactory(plan=self.plan, commitments=[commitment])
        if done:
            UpdateFactory(action=action, status="done", holds_from=done, known_at=on(done))
        days = {"first": FIRST, "second": SECOND}
        for name, direction in said.items():
            visit = self.visits[days[name]]
            finding = FindingFactory(inspection=visit, direction=direction)
            FindingLinkFactory(finding=finding, recommendation=asked, holds_from=days[name])
        return commitment


@pytest.fixture
def kept(authority):
    return Plan(authority)


@pytest.fixture
def page(viewer):
    def open_page(**asked):
        return viewer.get(reverse("plan-matrix", args=["plan"], query=asked))

    return open_page


def rows(answer):
    """The rows in their order, as their keys."""
    body = answer.content.decode().split('<table class="matrix')[-1]
    return re.findall(r'<th scope="row"><a href="[^"]*">(\w+)\. Row', body)


def heads(answer):
    return re.findall(r'scope="rowgroup"[^>]*>([^<]*)<', answer.content.decode())


def counted(answer):
    """By name of theme or owner: said to be done, agreed, not agreed, not spoken of."""
    by = {}
    for name, *_, cells in re.findall(
        r'<th scope="row">([^<]+)</th>((?:(?!</tr>).)*)', answer.content.decode(), re.DOTALL
    ):
        numbers = re.findall(r">(\d+)(?: of \d+)?<span", cells)
        by[name] = [int(number) for number in numbers[1:]]
    return by


def test_it_is_grouped_by_theme_owner_or_board_in_order_of_name(kept, page, authority):
    zeal, audit = ThemeFactory(name="Zeal"), ThemeFactory(name="Audit")
    kept.commitment("1", theme=zeal, board="Scrutiny")
    kept.commitment("2", theme=audit, owner=OwnerFactory(authority=authority, post="A head"))
    kept.commitment("3", theme=zeal)

    assert heads(page(group="theme")) == ["Audit", "Zeal"]
    assert rows(page(group="theme")) == ["2", "1", "3"]
    assert heads(page(group="owner")) == ["A head", "No owner"]
    assert heads(page(group="board")) == ["No board named", "Scrutiny"]
    assert rows(page()) == ["1", "2", "3"]


def test_what_has_not_been_looked_at_for_longest_comes_first(kept, page):
    kept.commitment("1", second="improved")
    kept.commitment("2")
    kept.commitment("3", first="improved")

    answer = page(sort="silent")

    assert rows(answer) == ["2", "3", "1"]
    words = answer.content.decode()
    assert 'Never <span class="then">2 letters silent</span>' in words
    assert '6 February 2019 <span class="then">1 letter since silent</span>' in words


def test_only_the_rows_that_the_address_asks_for_are_shown(kept, page):
    theme = ThemeFactory(key="audit")
    kept.commitment("1", theme=theme, done="2019-01-10", second="declined")
    kept.commitment("2", done="2019-01-10", second="declined")
    kept.commitment("3", theme=theme)

    assert rows(page(theme="audit")) == ["1", "3"]
    assert rows(page(show="disagree", theme="audit")) == ["1"]
    assert (
        "<strong>1</strong> of 3 commitments"
        in page(show="disagree", theme="audit").content.decode()
    )
    assert "None of them is so." in page(show="they-say-better").content.decode()


@pytest.mark.parametrize(
    "asked", [{"group": "x"}, {"sort": "x"}, {"show": "x"}, {"theme": "x"}, {"owner": "-1"}]
)
def test_what_there_is_not_is_not_found(kept, page, asked):
    kept.commitment("1")

    assert page(**asked).status_code == 404


def test_of_what_we_called_done_it_counts_what_inspectors_agreed_with(kept, page):
    one, other = ThemeFactory(name="One"), ThemeFactory(name="Other")
    early, late = "2019-01-10", "2019-03-10"
    kept.commitment("1", theme=one, done=early, first="improved")
    kept.commitment("2", theme=one, done=early, first="improved", second="no_progress")
    kept.commitment("3", theme=one, done=late, first="improved")  # said before we claimed
    kept.commitment("4", theme=one)  # never claimed
    kept.commitment("5", theme=other, done=late, second="some_progress")

    answer = page()

    by = counted(answer)
    assert by["One"] == [3, 1, 1, 1]
    assert by["Other"] == [1, 0, 1, 0]


@pytest.mark.parametrize("show", ["claim-agreed", "claim-not-agreed", "claim-not-looked-at"])
def test_each_number_opens_its_rows(kept, page, viewer, show):
    theme = ThemeFactory(key="audit")
    kept.commitment("1", theme=theme, done="2019-01-10", first="improved")
    kept.commitment("2", theme=theme, done="2019-01-10", first="declined")
    kept.commitment("3", theme=theme, done="2019-06-10")
    words = page().content.decode()
    addresses = re.findall(rf'href="([^"]*show={show}&amp;theme=audit)"', words)

    assert len(addresses) == 1
    answer = viewer.get(addresses[0].replace("&amp;", "&"))

    assert len(rows(answer)) == 1


def test_where_nothing_is_called_done_it_says_so(kept, page):
    kept.commitment("1")

    assert "We have not said of any commitment that it is done." in page().content.decode()
