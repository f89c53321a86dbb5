"""What became of all that an inspection asked for, whether or not a plan answers it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    FindingFactory,
    FindingLinkFactory,
    InspectionFactory,
    PlanClosureFactory,
    PlanFactory,
    RecommendationFactory,
    RepeatLinkFactory,
    UpdateFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, key="2018-06", letter=True)


@pytest.fixture
def asked(inspection):
    """The two things it asked for."""
    return [
        RecommendationFactory(inspection=inspection, key=key, title=title)
        for key, title in (("1", "Visit in time"), ("2", "Write it down"))
    ]


def visit_on(authority, day, **values):
    return VisitFactory(authority=authority, started=None, ended=day, published=day, **values)


def says(visit, recommendation, direction, **values):
    finding = FindingFactory(inspection=visit, direction=direction, **values)
    return FindingLinkFactory(finding=finding, recommendation=recommendation)


def answer(plan, recommendation, status="on_track"):
    commitment = CommitmentFactory(plan=plan, recommendation=recommendation)
    action = ActionFactory(plan=plan, commitments=[commitment], first_due=None)
    UpdateFactory(action=action, status=status, holds_from="2019-01-07")
    return commitment


def matrix(viewer, inspection, **query):
    return viewer.get(
        reverse("inspection-matrix", args=["westmere", inspection.key], query=query)
    )


def words(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def main_of(page):
    assert page.status_code == 200
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def table(page):
    """The heads of the visits' columns, and each row's cells by its number."""
    html = main_of(page)
    heads = [words(head) for head in re.findall(r"<th scope=\"col\">(.*?)</th>", html, re.S)]
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", html.partition("<tbody>")[2], re.S):
        name = words(re.search(r"<th.*?>(.*?)</th>", row, re.S)[1]).partition(".")[0]
        rows[name] = [words(cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.S)]
    return heads[2:], rows


def test_each_visit_has_a_column_though_no_plan_is_held(viewer, authority, inspection, asked):
    says(visit_on(authority, "2019-02-06"), asked[0], "no_progress")
    visit_on(authority, "2019-09-03", letter=False)

    page = matrix(viewer, inspection)

    heads, rows = table(page)
    assert heads == [
        "Monitoring visit 6 February 2019",
        "Monitoring visit 3 September 2019 letter not held",
    ]
    assert rows == {
        "1": ["No plan held", "→ No progress", "? Letter not held"],
        "2": ["No plan held", "– Not mentioned", "? Letter not held"],
    }
    assert "1 of 2 was spoken of in the 2 looks since" in words(main_of(page))
    assert "No plan that we hold answers any of them." in words(main_of(page))


def test_columns_end_with_the_next_graded_inspection_save_those_that_spoke_of_one(
    viewer, authority, inspection, asked
):
    says(visit_on(authority, "2020-03-03", kind="reinspection"), asked[0], "improved")
    visit_on(authority, "2020-06-02")
    says(visit_on(authority, "2021-06-02"), asked[1], "declined")

    heads, rows = table(matrix(viewer, inspection))

    assert heads == ["Re-inspection 3 March 2020", "Monitoring visit 2 June 2021"]
    assert rows == {
        "1": ["No plan held", "↑ Improved", "Another inspection between"],
        "2": ["No plan held", "– Not mentioned", "↓ Declined"],
    }


def test_looks_without_a_column_are_told_with_why_they_have_none(
    viewer, authority, inspection, asked
):
    says(visit_on(authority, "2019-02-06"), asked[0], "no_progress")
    visit_on(authority, "2020-03-03", kind="reinspection")
    visit_on(authority, "2020-06-02")
    visit_on(authority, "2020-09-02")

    text = words(main_of(matrix(viewer, inspection)))

    assert (
        "1 of 2 was spoken of in the 2 looks shown; no letter that we hold speaks of the "
        "other 1. Re-inspection, 3 March 2020 judged everything anew; 2 later looks have no "
        "column, because they speak of none of these."
    ) in text


def test_a_plan_counts_the_rows_in_which_its_status_stands(
    viewer, authority, inspection, asked
):
    old = PlanFactory(authority=authority, title="Plan of 2018")
    new = PlanFactory(authority=authority, title="Plan of 2020", opened="2020-01-15")
    for recommendation in asked:
        answer(old, recommendation)
    ActionFactory(plan=new, commitments=[CommitmentFactory(plan=new, recommendation=asked[1])])

    text = words(main_of(matrix(viewer, inspection)))

    assert "Our status in 1 of the 2 rows is that of Plan of 2018 ." in text
    assert "Our status in 1 of the 2 rows is that of Plan of 2020 ." in text


@pytest.fixture
def spoken_of_late(authority, inspection, asked):
    """Both were looked at once; after a re-inspection a visit speaks of the second alone."""
    says(visit_on(authority, "2019-02-06"), asked[0], "no_progress")
    visit_on(authority, "2020-03-03", kind="reinspection")
    says(visit_on(authority, "2021-06-02"), asked[1], "declined")


def links_of_cells(html):
    return re.findall(r'<a href="([^"#]+)#(visit-\d+)">', unescape(html))


def leads_somewhere(viewer, address, anchor):
    return f'id="{anchor}"' in main_of(viewer.get(address))


@pytest.mark.parametrize("plans", ["none", "of one row", "closed", "two"])
def test_every_link_of_a_cell_leads_to_what_the_visit_said(
    viewer, authority, inspection, asked, spoken_of_late, plans
):
    if plans != "none":
        plan = PlanFactory(authority=authority, key="plan")
        answered = asked[:1] if plans == "of one row" else asked
        for recommendation in answered:
            answer(plan, recommendation)
    if plans == "closed":
        PlanClosureFactory(plan=plan, holds_from="2019-06-30")
    if plans == "two":
        answer(PlanFactory(authority=authority, opened="2018-12-15"), asked[1])

    links = links_of_cells(main_of(matrix(viewer, inspection)))
    if plans != "none":
        links += links_of_cells(main_of(viewer.get(reverse("plan", args=["plan"]))))

    assert len(links) >= 5
    assert [link for link in links if not leads_somewhere(viewer, *link)] == []


def test_a_plan_is_not_said_to_be_passed_over_by_a_visit_after_another_inspection(
    viewer, authority, inspection, asked, spoken_of_late
):
    plan = PlanFactory(authority=authority, key="plan")
    for recommendation in asked:
        answer(plan, recommendation)

    _, rows = table(viewer.get(reverse("plan-matrix", args=["plan"])))

    assert rows["1"][-2] == "Another inspection between On track"
    page = viewer.get(reverse("recommendation", args=["westmere", "2018-06", "1"]))
    assert "2 June 2021" not in main_of(page).partition("What inspectors said")[2]


def test_where_a_plan_answers_our_status_stands_beside_what_they_said(
    viewer, authority, inspection, asked
):
    plan = PlanFactory(authority=authority, title="Plan of 2018")
    answer(plan, asked[0], "done")
    says(visit_on(authority, "2018-10-02"), asked[0], "no_progress")
    says(visit_on(authority, "2019-02-06"), asked[0], "no_progress")

    page = matrix(viewer, inspection, as_at="2019-02-10", reading="now")

    _, rows = table(page)
    assert rows == {
        "1": [
            "● Done, evidence awaited",
            "→ No progress Plan not open yet",
            "→ No progress Done, evidence awaited We say better",
        ],
        "2": ["No plan held", "– Not mentioned", "– Not mentioned"],
    }
    text = words(main_of(page))
    assert "Our status in 1 of the 2 rows is that of Plan of 2018 ." in text
    assert "For 1 of them no plan is held." in text
    assert "Example: invented data." not in text


def test_an_invented_plan_is_marked(viewer, authority, inspection, asked):
    answer(PlanFactory(authority=authority, example=True), asked[0])

    assert "Example: invented data." in words(main_of(matrix(viewer, inspection)))


def test_the_newest_plan_answers_and_each_row_names_its_own(
    viewer, authority, inspection, asked
):
    old = PlanFactory(authority=authority, title="Plan of 2018")
    new = PlanFactory(authority=authority, title="Plan of 2020", opened="2020-01-15")
    for recommendation in asked:
        answer(old, recommendation)
    commitment = CommitmentFactory(plan=new, recommendation=asked[1])
    ActionFactory(plan=new, commitments=[commitment])

    html = main_of(matrix(viewer, inspection))

    rows = re.findall(r"<th scope=\"row\">(.*?)</th>", html, re.S)
    assert [words(row) for row in rows] == [
        "1. Visit in time Plan of 2018",
        "2. Write it down Plan of 2020",
    ]


def test_after_a_plan_has_closed_no_status_of_ours_stands(viewer, authority, inspection, asked):
    plan = PlanFactory(authority=authority)
    answer(plan, asked[0])
    PlanClosureFactory(plan=plan, holds_from="2019-06-30")
    says(visit_on(authority, "2019-02-06"), asked[0], "improved")
    says(visit_on(authority, "2019-09-03"), asked[0], "declined")

    page = matrix(viewer, inspection)

    assert table(page)[1]["1"][1:] == ["↑ Improved On track", "↓ Declined"]
    assert "closed on 30 June 2019" in words(main_of(page))


def test_of_the_past_only_what_was_known_is_there(viewer, authority, inspection, asked):
    plan = PlanFactory(authority=authority, known_at=on("2019-05-01"))
    answer(plan, asked[0])
    says(visit_on(authority, "2019-02-06"), asked[0], "improved")
    visit_on(authority, "2019-09-03")

    heads, rows = table(matrix(viewer, inspection, as_at="2019-03-01", reading="then"))

    assert heads == ["Monitoring visit 6 February 2019"]
    assert rows["1"] == ["No plan held", "↑ Improved"]


def test_an_inspection_still_to_come_is_not_found(viewer, inspection, asked):
    assert matrix(viewer, inspection, as_at="2018-06-27").status_code == 404


def test_an_inspection_that_asked_for_nothing_says_so(viewer, inspection):
    assert "No recommendation of it is recorded." in words(main_of(matrix(viewer, inspection)))


def test_nobody_has_looked_since(viewer, inspection, asked):
    assert "Nobody from outside has looked since." in words(main_of(matrix(viewer, inspection)))


def test_a_visit_on_the_day_of_a_notice_comes_after_it(viewer, authority):
    visit = visit_on(authority, "2019-02-06")
    notice = InspectionFactory(
        authority=authority, kind="improvement_notice", started=None, ended="2019-02-06"
    )
    required = RecommendationFactory(inspection=notice, key="1")
    answer(PlanFactory(authority=authority), required)
    says(visit, required, "improved")

    heads, rows = table(matrix(viewer, notice))

    assert heads == ["Monitoring visit 6 February 2019"]
    assert rows["1"][1] == "↑ Improved On track"


# The page of the inspection


def inspection_page(viewer, inspection):
    return main_of(viewer.get(reverse("inspection", args=["westmere", inspection.key])))


def test_the_inspection_leads_to_what_each_visit_said(viewer, inspection, asked):
    address = reverse("inspection-matrix", args=["westmere", inspection.key])

    html = inspection_page(viewer, inspection)

    assert f'href="{address}">What each visit said of its 2 recommendations</a>' in html


def test_the_inspection_shows_which_earlier_ones_it_repeats(
    viewer, authority, inspection, asked
):
    earlier = InspectionFactory(authority=authority, ended="2015-11-05", published="2016-01-05")
    again = RecommendationFactory(inspection=earlier, key="13", title="Challenge")
    other = RecommendationFactory(inspection=earlier, key="14", title="Rejected since")
    elsewhere = RecommendationFactory(
        inspection=InspectionFactory(authority=AuthorityFactory()), title="Not ours"
    )
    RepeatLinkFactory(recommendation=asked[0], earlier_recommendation=again)
    RepeatLinkFactory(recommendation=asked[0], earlier_recommendation=elsewhere)
    RepeatLinkFactory(recommendation=asked[1], earlier_recommendation=other)
    RepeatLinkFactory(
        recommendation=asked[1],
        earlier_recommendation=other,
        state="rejected",
        holds_from="2019-02-01",
    )
    asked[1].says_repeat = True
    asked[1].save()

    text = words(inspection_page(viewer, inspection))

    assert "13. Challenge (Full inspection," in text
    assert "2 of 2 say again what was said before: 1 in Full inspection" in text
    assert "published 5 January 2016" in text
    assert "The report says it was asked before" in text
    assert "Rejected since" not in text
    assert "Not ours" not in text


# A recommendation whose plan has ended


@pytest.mark.parametrize("outcome", ["closed", "last_known"])
def test_visits_after_the_end_of_its_plan_are_listed_without_a_status_of_ours(
    viewer, authority, inspection, asked, outcome
):
    plan = PlanFactory(authority=authority)
    answer(plan, asked[0])
    PlanClosureFactory(plan=plan, holds_from="2019-06-30", outcome=outcome)
    says(visit_on(authority, "2019-02-06"), asked[0], "improved")
    says(visit_on(authority, "2019-09-03"), asked[0], "declined", summary="Late again.")

    html = main_of(viewer.get(reverse("recommendation", args=["westmere", "2018-06", "1"])))

    before, _, after = html.partition("Monitoring visit, 3 September 2019")
    assert "while we said" in before
    assert "Late again." in after
    assert "while we said" not in after
    assert f"{outcome.replace('_', ' ')} on 30 June 2019" in words(after)
