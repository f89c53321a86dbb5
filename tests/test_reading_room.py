"""The reading room: a board member who clicked from a figure or a finding stands at the
sentence, with what is around it."""

import pytest
from django.urls import reverse

from tests.docx_made import docx, paragraph
from tests.factories import (
    AreaFactory,
    DocumentPartFactory,
    FindingLinkFactory,
    JudgementFactory,
    LeaderFactory,
    MeasureFactory,
    MeasureReadingFactory,
    MilestoneFactory,
    RecommendationFactory,
    RivalFactory,
    ThemeFactory,
)
from tests.held import (
    ASKED,
    BETTER,
    FORMS,
    WORSE,
    Letter,
    address,
    hold,
    passage_of,
    read,
    stands_at,
    words,
)
from tests.pdf_made import Sheet, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(authority):
    return Letter(authority)


# From anywhere to the sentence


@pytest.mark.parametrize("form", FORMS)
def test_a_click_on_the_place_of_a_finding_leads_to_its_sentence(form, letter, viewer):
    hold(letter.paper, FORMS[form])
    finding = letter.finding(BETTER, paragraph=2)

    page = read(viewer, reverse("inspection", args=["westmere", letter.visit.key]))
    (link,) = page.xpath(
        "//tr[@id=$row]//td[@data-label='Where']/a/@href", row=f"finding-{finding.key}"
    )
    sentence = stands_at(viewer, link)

    assert words(sentence) == BETTER
    assert WORSE in words(passage_of(sentence))


@pytest.mark.parametrize("form", FORMS)
def test_a_click_on_the_sentence_leads_back_to_the_finding(form, letter, viewer):
    hold(letter.paper, FORMS[form])
    finding = letter.finding(BETTER, paragraph=2)

    page = read(viewer, address(letter))
    (link,) = page.xpath("//mark[@id=$id]/a/@href", id=f"finding-{finding.pk}")

    assert BETTER in words(stands_at(viewer, link))


@pytest.mark.parametrize("form", FORMS)
def test_the_whole_text_is_there_in_its_order(form, letter, viewer):
    passages = hold(letter.paper, FORMS[form])

    page = read(viewer, address(letter))
    shown = page.xpath("//*[contains(concat(' ', @class, ' '), ' passage ') and @id]")

    assert [one.get("id") for one in shown] == [f"p{one.number}" for one in passages]
    for one, passage in zip(shown, passages, strict=True):
        for cell in passage.cells or [passage.text]:
            assert cell in words(one)
        assert passage.marker in words(one)


def test_every_kind_of_record_leads_from_its_place_to_its_words_and_back(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    overall = AreaFactory(name="Overall effectiveness")
    rows = {
        BETTER: letter.finding(BETTER, paragraph=2),
        ASKED: letter.recommendation(ASKED, paragraph=4),
        "Overall effectiveness": JudgementFactory(
            area=overall,
            grade="inadequate",
            quote="Overall effectiveness | Inadequate",
            paragraph=6,
            **letter.told,
        ),
        "from 86% to 97%": MeasureReadingFactory(
            measure=MeasureFactory(authority=letter.authority),
            quote="from 86% to 97%",
            paragraph=2,
            **letter.told,
        ),
        WORSE: MilestoneFactory(authority=letter.authority, document=letter.paper, quote=WORSE),
        "What to do": LeaderFactory(
            authority=letter.authority, document=letter.paper, quote="What to do"
        ),
        "Area": RivalFactory(quote="Area", fact="first day", value="2019-02-04", **letter.told),
    }
    page = read(viewer, address(letter))
    for quote, row in rows.items():
        kind = {"measurereading": "reading"}.get(row._meta.model_name, row._meta.model_name)
        (mark,) = page.xpath("//mark[@id=$id]", id=f"{kind}-{row.pk}")
        assert words(mark) == quote
        (link, *_) = mark.xpath(".//a/@href")
        assert viewer.get(link).status_code == 200

    document = read(viewer, reverse("document", args=["westmere", "letter"]))
    places = document.xpath("//td[@data-label='Where']/a/@href")
    assert len(places) == len(rows)
    assert {words(stands_at(viewer, place)) for place in places} == set(rows)


def test_from_wherever_its_words_are_told_a_click_leads_to_the_sentence(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    theme, measure = ThemeFactory(), MeasureFactory(authority=letter.authority)
    finding = letter.finding(BETTER, paragraph=2, theme=theme)
    FindingLinkFactory(finding=finding, recommendation=letter.asked_before)
    asked = letter.recommendation(ASKED, paragraph=4, theme=theme)
    MeasureReadingFactory(measure=measure, quote="from 86% to 97%", paragraph=2, **letter.told)
    MilestoneFactory(
        authority=letter.authority, document=letter.paper, quote=WORSE, on="2019-02"
    )
    pages = {
        reverse("recommendation", args=["westmere", letter.earlier.key, "7"]): {BETTER},
        reverse("recommendation", args=["westmere", letter.visit.key, asked.key]): {ASKED},
        reverse("theme", args=["westmere", theme.key]): {BETTER, ASKED},
        reverse("search", query={"q": "visits"}): {BETTER},
        reverse("measure", args=["westmere", measure.key]): {"from 86% to 97%"},
        reverse("measure-list"): {"from 86% to 97%"},
        reverse("timeline"): {WORSE},
        reverse("inspection", args=["westmere", letter.visit.key]): {
            BETTER,
            ASKED,
            "from 86% to 97%",
            WORSE,
        },
    }
    for where, expected in pages.items():
        links = read(viewer, where).xpath("//main//a[contains(@href, '/text/#')]/@href")
        assert {words(stands_at(viewer, link)) for link in links} == expected, where


def test_a_figure_within_a_finding_is_marked_inside_it(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    finding = letter.finding(BETTER, paragraph=2)
    figure = MeasureReadingFactory(
        measure=MeasureFactory(authority=letter.authority),
        quote="from 86% to 97%",
        paragraph=2,
        **letter.told,
    )

    page = read(viewer, address(letter))
    (mark,) = page.xpath("//mark[@id=$id]", id=f"finding-{finding.pk}")
    (inner,) = mark.xpath(".//mark")

    assert words(mark) == BETTER
    assert (inner.get("id"), words(inner)) == (f"reading-{figure.pk}", "from 86% to 97%")
    assert not page.xpath("//a//a")


def test_two_records_of_the_same_words_have_both_their_place(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    first, second = (letter.finding(BETTER, paragraph=2) for _ in range(2))

    page = read(viewer, address(letter))

    for finding in (first, second):
        (place,) = page.xpath("//*[@id=$id]", id=f"finding-{finding.pk}")
        assert BETTER in words(passage_of(place))
        key = f"#finding-{finding.key}"
        assert page.xpath("//ul[@class='told-notes']//a[contains(@href, $key)]", key=key)


def test_marks_that_overlap_lose_nothing_and_each_has_one_place(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    letter.finding("Visits to children have improved, from 86%", paragraph=2)
    letter.finding("from 86% to 97% in time. Plans are", paragraph=2)

    page = read(viewer, address(letter))
    (passage,) = page.xpath("//*[@id='p2']")

    assert words(passage.find("p")) == f"{BETTER} {WORSE}"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_no_link_is_of_a_blank_alone(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    for quote in (f"{BETTER} {WORSE}", BETTER, WORSE):
        letter.finding(quote, paragraph=2)

    page = read(viewer, address(letter))

    assert all(words(link) for link in page.xpath("//mark/a"))
    assert words(page.xpath("//*[@id='p2']/p")[0]) == f"{BETTER} {WORSE}"


def test_beside_a_finding_stands_of_which_recommendations_it_speaks(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    finding = letter.finding(BETTER, paragraph=2)
    FindingLinkFactory(finding=finding, recommendation=letter.asked_before)
    not_confirmed = RecommendationFactory(inspection=letter.earlier, title="Staff stay")
    FindingLinkFactory(finding=finding, recommendation=not_confirmed, state="proposed")

    page = read(viewer, address(letter))
    (notes,) = page.xpath("//*[@id='p2']//ul[@class='told-notes']")

    assert "Finding ↑ Improved Speaks of 7. See children in time" in words(notes)
    assert "Staff stay" not in words(page)
    assert viewer.get(notes.xpath(".//a[contains(., '7.')]/@href")[0]).status_code == 200


# Where a place is looked for


def test_the_paragraph_that_is_named_goes_before_others_with_the_same_words(letter, viewer):
    hold(letter.paper, docx(*(paragraph("Plans are better.") for _ in range(3))))
    finding = letter.finding("Plans are better.", paragraph=2)

    page = read(viewer, address(letter))

    assert page.xpath("//*[@id='p2']//mark/@id") == [f"finding-{finding.pk}"]


def test_words_that_stand_in_another_paragraph_are_found_there(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    finding = letter.finding(WORSE, paragraph=4, page=9)

    page = read(viewer, address(letter))

    assert page.xpath("//*[@id='p2']//mark/@id") == [f"finding-{finding.pk}"]


def test_the_page_that_is_named_goes_before_others_with_the_same_words(letter, viewer):
    sheets = [Sheet().words(72, 120, "Plans are better than they were.") for _ in range(3)]
    hold(letter.paper, pdf(*sheets))
    letter.finding("Plans are better", page=2)

    page = read(viewer, address(letter))

    assert page.xpath("//*[@id='p2']//mark")
    assert len(page.xpath("//mark")) == 1


def test_a_paragraph_counts_from_the_beginning_of_its_part(letter, viewer):
    hold(letter.paper, docx(*(paragraph(f"Paragraph {n} is better.") for n in range(1, 6))))
    DocumentPartFactory(document=letter.paper, key="annex", from_paragraph=3)
    finding = letter.finding("is better.", part="annex", paragraph=2)

    page = read(viewer, address(letter))

    assert page.xpath("//*[@id='p4']//mark/@id") == [f"finding-{finding.pk}"]


def test_words_that_go_on_in_the_next_passages_are_marked_in_all_of_them(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    over = letter.finding(f"{WORSE} What to do Make sure that every plan", paragraph=2)

    page = read(viewer, address(letter))

    assert [words(mark) for mark in page.xpath("//mark")] == [
        WORSE,
        "What to do",
        "Make sure that every plan",
    ]
    assert page.xpath("//mark/@id") == [f"finding-{over.pk}"]
    assert len(page.xpath("//li[starts-with(@class, 'told-notes__')]")) == 1


def test_words_that_go_on_are_marked_from_where_they_begin(letter, viewer):
    hold(letter.paper, docx(paragraph("Plans. Then plans. Plans."), paragraph("Are better.")))
    letter.finding("Plans. Are better.", paragraph=1)

    page = read(viewer, address(letter))

    assert [one.tag for one in page.xpath("//*[@id='p1']/p/node()[self::*]")] == ["mark"]
    assert page.xpath("//*[@id='p1']/p/mark/preceding-sibling::node()") == [
        "Plans. Then plans. "
    ]


def test_a_summary_in_our_words_stands_beside_its_paragraph_and_marks_no_words(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    ours = letter.finding("", text="", summary="Visits got better.", paragraph=2)

    page = read(viewer, address(letter))
    (note,) = page.xpath("//*[@id=$id]", id=f"finding-{ours.pk}")

    assert passage_of(note).get("id") == "p2"
    assert not page.xpath("//mark")


def test_what_is_known_only_to_its_page_stands_where_that_begins(letter, viewer):
    hold(letter.paper, FORMS["pdf"])
    ours = letter.finding("", text="", summary="Plans got better.", page=2)
    nowhere = letter.finding("", text="", summary="Plans got worse.", page=9)

    page = read(viewer, address(letter))
    (note,) = page.xpath("//*[@id=$id]", id=f"finding-{ours.pk}")
    (listed,) = read(viewer, address(letter, page=2)).xpath(
        "//*[@id=$id]", id=f"finding-{ours.pk}"
    )

    assert words(passage_of(note)).startswith("page 2 Told of this page, in our own words")
    assert "Plans got better." in words(note)
    assert "somewhere on this page" in words(listed)
    assert page.xpath("//ul[@class='not-found']/li/@id") == [f"finding-{nowhere.pk}"]


def test_what_is_not_in_the_text_is_told_at_its_end(letter, viewer):
    hold(letter.paper, FORMS["docx"])
    lost = letter.finding("Never said anywhere.", paragraph=2)
    ours = letter.finding("", text="", summary="Visits got better.", paragraph=99)

    page = read(viewer, address(letter))
    (end,) = page.xpath("//ul[@class='not-found']")

    assert end.xpath("li/@id") == [f"finding-{lost.pk}", f"finding-{ours.pk}"]
    assert "Never said anywhere." in words(end)
    assert "Visits got better." in words(end)
    assert page.xpath("//h2[@id='not-found']")
