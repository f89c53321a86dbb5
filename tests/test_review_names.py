"""What cards and their buttons are called, for who hears them or does not look closely."""

import lxml.html
import pytest

from tests.review_made import asked_before, draft, open_leaf, proposed, shown, text_of, wait

pytestmark = pytest.mark.django_db
REF = "westmere/2018-06-full_inspection/3"


@pytest.fixture
def waiting(authority, members):
    asked_before(authority)
    plan = {"title": "Plan", "actions": []}
    return wait(authority, members["admin"], draft(refs=[REF]) | {"plan": plan})


def test_the_buttons_of_every_kind_of_card_name_what_they_decide_on(admin, waiting):
    named = 0
    for leaf in (0, 1, 2):
        tree = lxml.html.fromstring(open_leaf(admin, waiting, leaf).text)
        for button in tree.xpath("//article//button[@name='state']"):
            words = shown(button).partition("“")[2]
            assert len(words.strip("”")) > 3, shown(button)
            named += 1
    assert named == 2 * waiting.proposals.count()


def test_a_grade_is_named_by_its_area_and_grade(admin, waiting):
    one = proposed(waiting, kind="judgement")
    tree = lxml.html.fromstring(open_leaf(admin, waiting, 2).text)
    button = tree.get_element_by_id(f"proposal-{one.pk}").xpath(".//button")[0]

    assert shown(button) == "Accept “Overall effectiveness: Inadequate”"


def test_what_it_may_speak_of_is_no_statement_before_somebody_has_said_so(admin, waiting):
    page = open_leaf(admin, waiting, 1)

    verbs = lxml.html.fromstring(page.text).xpath("//*[@class='proposal__link-verb']")
    assert [shown(one) for one in verbs] == ["May speak of:"] * 2
    assert "1 May speak of: 3. Make plans in time" in text_of(page)


def test_accepting_the_rest_says_how_many_it_takes_of_how_many(admin, waiting):
    assert "This takes 1 of the 2 above" in text_of(open_leaf(admin, waiting, 1))
