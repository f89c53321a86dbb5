"""What a new board member reads of an authority's story, and as at which day."""

import re
from html import unescape
from types import MappingProxyType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.dashboards.timeline.drawing import KIND_SHAPES
from improvement.dashboards.timeline.tenures import read_tenures
from inspections.models.inspections import INSPECTION_KINDS
from inspections.models.time import AsAt
from tests.factories import (
    AreaFactory,
    DocumentFactory,
    FrameworkFactory,
    InspectionFactory,
    JudgementFactory,
    LeaderFactory,
    MembershipFactory,
    MilestoneFactory,
    PlanClosureFactory,
    PlanFactory,
    VisitFactory,
    on,
)

pytestmark = pytest.mark.django_db


def shown(client, **query):
    page = client.get(reverse("timeline", query=query or None))
    assert page.status_code == 200
    return unescape(page.content.decode())


def rows(page, heading):
    """The rows of the table under a heading, each as its cells' words."""
    table = re.search(rf">{heading}</h2>.*?<table.*?</table>", page, re.DOTALL).group()
    found = []
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found.append([" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells])
    return found


def grades(page):
    return {cells[0]: cells[1:] for cells in rows(page, "Grades by area")[1:]}


def story(page):
    """The lines in order of time, without the years."""
    return [cells for cells in rows(page, "In order of time")[1:] if len(cells) > 1]


def told(page):
    """What each link of the drawing is called, with where it leads."""
    drawn = r'<a href="([^"]+)" transform="[^"]+">\s*<title>(.*?)</title>'
    return {words: address for address, words in re.findall(drawn, page)}


def graded(authority, ended, *, areas, given, letter=True, names=MappingProxyType({}), **more):
    """A full inspection under a framework of `areas` that graded those `given`; `names`
    of areas, where they matter."""
    framework = FrameworkFactory()
    inspection = InspectionFactory(
        authority=authority,
        framework=framework,
        started=ended,
        ended=ended,
        published=ended,
        letter=letter,
        **more,
    )
    by_key = {
        key: AreaFactory(framework=framework, key=key, name=names.get(key, key))
        for key in areas
    }
    for key, grade in given.items():
        JudgementFactory(inspection=inspection, area=by_key[key], grade=grade)
    return inspection


# Judgements


def test_an_area_is_told_across_frameworks_as_graded_not_given_or_not_known(viewer, authority):
    graded(
        authority,
        "2015-11-05",
        areas=["overall", "adoption", "leadership"],
        given={"overall": "inadequate", "adoption": "requires_improvement"},
    )
    graded(authority, "2022-04-01", areas=["overall"], given={"overall": "good"})

    found = grades(shown(viewer))

    assert [words.split()[0] for words in found["Overall effectiveness"]] == [
        "Inadequate",
        "Good",
    ]
    assert found["Adoption"][0].startswith("Requires improvement")
    assert found["Adoption"][1] == "not given under this framework"
    assert found["Leadership"] == ["not known", "not given under this framework"]


def test_an_inspection_whose_framework_is_not_stated_leaves_its_areas_not_known(
    viewer, authority
):
    graded(authority, "2015-11-05", areas=["overall"], given={"overall": "inadequate"})
    InspectionFactory(authority=authority, kind="reinspection")

    assert grades(shown(viewer))["Overall effectiveness"][1] == "not known"


def test_a_short_lived_area_has_a_row_only_if_it_was_graded(viewer, authority):
    areas = ["overall", "quality_of_practice"]
    inspection = graded(authority, "2013-03-31", areas=areas, given={"overall": "adequate"})
    assert "Quality of practice" not in shown(viewer)

    area = inspection.framework.areas.get(key="quality_of_practice")
    JudgementFactory(inspection=inspection, area=area, grade="good")

    assert "Quality of practice" in grades(shown(viewer))


def test_a_grade_known_only_from_elsewhere_is_marked_where_it_is_drawn_and_told(
    viewer, authority
):
    graded(
        authority,
        "2013-03-31",
        areas=["overall"],
        given={"overall": "adequate"},
        letter=False,
    )

    page = shown(viewer)

    assert "known from elsewhere" in grades(page)["Overall effectiveness"][0]
    assert "◆* Adequate" in page
    (band,) = [words for words in told(page) if words.startswith("Overall")]
    assert band.endswith("known from elsewhere")


def test_the_page_says_first_where_we_are(viewer, authority):
    graded(authority, "2015-11-05", areas=["overall"], given={"overall": "inadequate"})
    graded(authority, "2022-04-01", areas=["overall"], given={"overall": "good"})
    VisitFactory(authority=authority, started="2023-05-01", ended="2023-05-02")
    PlanFactory(authority=authority, title="The way on", opened="2022-06-01")

    now = shown(viewer).split("<h2")[0]

    assert "Overall effectiveness: <strong>Good</strong>" in now
    assert "Inadequate" not in now
    assert "Monitoring visit, 1 May 2023 to 2 May 2023" in now
    assert "The way on" in now


# As at


def test_a_page_about_the_past_knows_nothing_of_what_came_later(viewer, authority):
    graded(authority, "2015-11-05", areas=["overall"], given={"overall": "inadequate"})
    graded(authority, "2022-04-01", areas=["overall"], given={"overall": "good"})
    MilestoneFactory(authority=authority, on="2019-06-01", title="The direction ends")
    VisitFactory(authority=authority, started="2019-02-05", ended="2019-02-06")
    PlanFactory(authority=authority, title="The way on", opened="2022-06-01")

    page = shown(viewer, as_at="2019-03-01", reading="now")

    (grade,) = grades(page)["Overall effectiveness"]
    assert grade.startswith("Inadequate")
    assert [line[0] for line in story(page)] == [
        "5 November 2015",
        "5 February 2019 to 6 February 2019",
    ]
    assert "The direction ends" not in page
    assert "The way on" not in page


def test_what_nobody_had_heard_of_is_absent_as_known_then_and_there_as_we_know_now(
    viewer, authority, on
):
    MilestoneFactory(
        authority=authority, on="2016-01", title="A direction", known_at=on("2021-08-02")
    )
    LeaderFactory(
        authority=authority, name="A director", since="2016-01-04", known_at=on("2021-08-02")
    )
    VisitFactory(authority=authority)

    then = shown(viewer, as_at="2019-03-01", reading="then")
    now = shown(viewer, as_at="2019-03-01", reading="now")

    assert "A direction" not in then
    assert "A director" not in then
    assert "A direction" in now
    assert "A director" in now


def test_the_last_band_ends_on_the_day_of_the_page(viewer, authority):
    graded(authority, "2015-11-05", areas=["overall"], given={"overall": "inadequate"})
    MilestoneFactory(authority=authority, on="2010-01-01")

    def begins(day):
        page = shown(viewer, as_at=day, reading="now")
        assert f"to {int(day[-2:])}" in page
        return float(re.search(r'translate\(([\d.]+) [\d.]+\)"><title>Overall', page).group(1))

    # The nearer the page's day, the shorter the band, and the later it begins in the width.
    assert begins("2016-03-20") > begins("2022-03-20")


# Visits, plans, milestones, who led


def test_every_kind_of_look_has_its_own_mark():
    assert set(KIND_SHAPES) == set(INSPECTION_KINDS)
    assert len(set(KIND_SHAPES.values())) == len(INSPECTION_KINDS)


def test_a_visit_says_whether_its_letter_is_held(viewer, authority):
    VisitFactory(authority=authority)
    VisitFactory(authority=authority, started="2020-01", ended=None, letter=False)

    page = shown(viewer)

    assert [line[3] for line in story(page)] == ["Letter held", "Letter not held"]
    assert "Monitoring visit, January 2020, letter not held" in told(page)
    assert page.count("lane__mark--hollow") == 2  # the visit's, and that of the key


def test_a_plan_that_is_lost_sight_of_is_a_mark_on_its_last_day_and_no_bar(viewer, authority):
    old = PlanFactory(authority=authority, title="The first plan", opened="2012-01-09")
    PlanClosureFactory(plan=old, outcome="last_known", holds_from="2012-07-18")
    page = shown(viewer)

    assert [line[:3] for line in story(page)] == [
        ["18 July 2012", "The first plan", "Plan last known"]
    ]
    assert "The first plan, last known 18 July 2012" in told(page)
    assert 'class="lane__bar"' not in page


def test_a_closed_plan_opens_and_closes_and_an_invented_one_says_so(viewer, authority):
    plan = PlanFactory(authority=authority, title="The second plan", example=True)
    PlanClosureFactory(plan=plan, holds_from="2022-05-31")

    page = shown(viewer)

    assert [(line[0], line[2]) for line in story(page)] == [
        ("30 November 2018", "Plan opened"),
        ("31 May 2022", "Plan closed"),
    ]
    assert all("Example: invented" in line[1] for line in story(page))
    (words,) = told(page)
    assert words == "Invented: The second plan, open 30 November 2018 to 31 May 2022"


def test_a_milestone_without_a_day_stands_by_the_day_of_its_document(viewer, authority):
    review = DocumentFactory(authority=authority, title="A review", published="2021-08-02")
    MilestoneFactory(
        authority=authority, on=None, document=review, paragraph=7, title="A direction is made"
    )

    page = shown(viewer)

    (line,) = story(page)
    assert line[:3] == ["by 2 August 2021", "A direction is made", "Milestone"]
    assert line[3].startswith("A review")
    assert "paragraph 7" in line[3]


def test_milestones_of_one_printed_date_share_a_mark_that_tells_them_all(viewer, authority):
    for printed, title in (
        ("2018-10", "A direction"),
        ("2018-10", "A contract"),
        ("2018-10-31", "A deadline"),
    ):
        MilestoneFactory(authority=authority, on=printed, title=title)

    page = shown(viewer)

    assert set(told(page)) == {
        "October 2018, 2 milestones: A direction; A contract",
        "31 October 2018: A deadline",
    }
    assert "A direction +1 more" in page
    assert len(story(page)) == 3


def test_a_milestone_without_a_day_is_shown_with_the_inspection_near_it(viewer, authority):
    inspection = VisitFactory(authority=authority)
    review = DocumentFactory(authority=authority, published="2019-04-01")
    MilestoneFactory(authority=authority, on=None, document=review, title="A contract ends")
    MilestoneFactory(authority=authority, on="2018-10", title="A contract begins")

    page = viewer.get(reverse("inspection", args=[authority.slug, inspection.key]))

    words = page.content.decode()
    assert "by 1 April 2019" in words
    assert words.index("A contract begins") < words.index("A contract ends")


def test_one_who_led_is_told_as_far_as_documents_say(viewer, authority):
    named = {"authority": authority, "name": "A director"}
    LeaderFactory(**named, post="Director of Children's Services", on="2019-05-01")
    LeaderFactory(
        **named, post="Director of children's services", since="2018-07", on="2018-09-19"
    )

    line, *others = story(shown(viewer))

    assert others == []
    assert line[0] == "since July 2018, named on 19 September 2018"
    assert "Named on 1 May 2019" in line[3]


def test_who_led_is_not_told_beyond_the_day_of_the_page(viewer, authority):
    LeaderFactory(
        authority=authority, name="A director", since="2018-07-06", on="2020-02-03", until=None
    )

    then = story(shown(viewer, as_at="2019-03-01", reading="now"))

    assert [line[0] for line in then] == ["since 6 July 2018"]


def test_a_leader_whose_document_gives_no_day_is_named_by_the_day_of_the_document(
    viewer, authority
):
    review = DocumentFactory(authority=authority, published="2021-08-02")
    LeaderFactory(authority=authority, document=review, on=None, known_at="2021-08-02T12:00Z")

    assert story(shown(viewer))[0][0] == "named by 2 August 2021"


# The drawing as a whole


def everything(authority, number=1):
    for n in range(number):
        graded(
            authority, f"20{10 + n % 15}-05-04", areas=["overall"], given={"overall": "good"}
        )
        VisitFactory(authority=authority)
        MilestoneFactory(authority=authority, document=DocumentFactory(authority=authority))
        LeaderFactory(authority=authority)
        PlanFactory(authority=authority)


def test_whatever_is_drawn_is_named_and_leads_to_a_page_or_a_line_below(viewer, authority):
    everything(authority)

    page = shown(viewer)
    links = told(page)

    assert len(links) == page.count("<title>") - 1  # the page's own
    assert len(links) == 1 + 2 + 1 + 1 + 1  # a band, two looks, a milestone, a leader, a plan
    for address in links.values():
        if address.startswith("#"):
            assert page.count(f'id="{address[1:]}"') == 1
        else:
            assert viewer.get(address).status_code == 200


def test_links_keep_the_moment_and_nothing_is_styled_inline(viewer, authority):
    everything(authority)

    page = shown(viewer, as_at="2024-03-01", reading="then")

    assert 'style="' not in page
    away = [address for address in told(page).values() if not address.startswith("#")]
    assert away
    assert all("as_at=2024-03-01&reading=then" in address for address in away)


def test_what_happened_once_and_often_takes_the_same_few_queries(viewer, authority):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown(viewer)
        return len(captured)

    everything(authority)
    once = queries()
    everything(authority, 40)

    assert queries() == once
    assert once <= 15


def test_nothing_known_is_said_in_words(viewer, authority):
    assert "Nothing is recorded yet" in shown(viewer)
    assert "Nothing was known by then" in shown(viewer, as_at="2001-01-01", reading="then")
    assert "<svg" not in shown(viewer)


# Whose story


def test_a_member_of_two_councils_chooses_and_no_other_council_is_there(
    members, client_for, authority
):
    second = MembershipFactory(user=members["viewer"]).authority
    elsewhere = MembershipFactory().authority
    for one, title in ((authority, "Here"), (second, "There"), (elsewhere, "Elsewhere")):
        MilestoneFactory(authority=one, title=f"{title} it began")
    viewer = client_for(members["viewer"])

    chosen = shown(viewer, authority=second.slug)

    assert "There it began" in chosen
    assert "Here it began" not in chosen
    assert f"{reverse('timeline')}?authority={authority.slug}" in chosen
    assert "Elsewhere" not in chosen + shown(viewer)
    refused = viewer.get(reverse("timeline", query={"authority": elsewhere.slug}))
    assert refused.status_code == 404


def test_the_timeline_stands_in_the_main_navigation_after_the_inspections(viewer, authority):
    navigation = shown(viewer).split("</nav>")[0]

    names = re.findall(r"<a [^>]*>(\w+)</a></li>", navigation)
    assert names[names.index("Inspections") + 1] == "Timeline"
    assert 'aria-current="page">Timeline' in navigation


def test_a_visit_is_named_with_its_number_wherever_it_is_named(authority):
    visit = VisitFactory(
        authority=authority,
        follows=InspectionFactory(authority=authority),
        ordinal=4,
        started="2017-10-31",
        ended="2017-11-01",
    )

    assert str(visit) == "Monitoring visit 4, 31 October 2017 to 1 November 2017"


def test_two_times_in_a_post_are_two_bars(viewer, authority):
    for since, until in (("2005", "2008"), ("2015", "2017")):
        LeaderFactory(
            authority=authority,
            name="Bob",
            on=None,
            since=since,
            until=until,
            known_at=on(until),
        )

    assert [one.last.year for one in read_tenures(authority, AsAt(timezone.now()))] == [
        2008,
        2017,
    ]


def test_a_document_still_to_come_does_not_say_who_led(viewer, authority):
    LeaderFactory(authority=authority, name="Ann", on="2018-03-01")
    later = DocumentFactory(authority=authority, published="2020-03-01", title="Letter of 2020")
    LeaderFactory(
        authority=authority, name="Ann", on=None, document=later, known_at=on("2020-03-01")
    )

    page = shown(viewer, as_at="2018-06-01", reading="now")

    assert "named on 1 March 2018" in page
    assert "Letter of 2020" not in page


def test_every_line_of_the_story_says_what_happened(viewer, authority):
    everything(authority)

    assert all(line[1] for line in story(shown(viewer)))


def test_care_leavers_were_graded_with_children_in_care(viewer, authority):
    graded(
        authority,
        "2022-04-01",
        areas=["looked_after"],
        given={"looked_after": "good"},
        names={"looked_after": "Children in care and care leavers"},
    )
    graded(
        authority,
        "2026-01-16",
        areas=["looked_after", "care_leavers"],
        given={"looked_after": "good", "care_leavers": "good"},
    )

    assert grades(shown(viewer))["Care leavers"][0] == "graded with children in care"
