"""A PDF comes back as its reader sees it: headings, paragraphs, items and rows, whole, without
what is printed on every page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.intake.confined import UnreadableError
from inspections.intake.reading.pdf import read_pdf
from tests.fingerprints import fingerprint
from tests.pdf_made import Sheet, locked_pdf, pdf

FULL = "Leaders of the harbour know each boat and look after every crew in all weathers"
MORE = "and the masters of the pier write down each evening what the tide has brought in"


def told(*sheets):
    """Each passage as its kind, its mark if it has one, and its words."""
    return [
        (passage.kind.value, passage.marker, passage.text)
        if passage.marker
        else (passage.kind.value, passage.text)
        for passage in read_pdf(pdf(*sheets)).passages
    ]


def rows(*sheets):
    return [passage.cells for passage in read_pdf(pdf(*sheets)).passages if passage.cells]


def prose(sheet, y=300):
    """Text enough to say what size is usual."""
    return sheet.lines(70, y, FULL, MORE, "before the lamps are lit.")


# Paragraphs


def test_lines_of_a_paragraph_are_one_passage_and_a_gap_begins_the_next():
    sheet = Sheet().lines(70, 200, FULL, "and come home.").lines(70, 260, "Nobody waits.")
    assert told(sheet) == [
        ("paragraph", f"{FULL} and come home."),
        ("paragraph", "Nobody waits."),
    ]


def test_lines_that_had_room_for_more_are_paragraphs_of_their_own():
    sheet = prose(Sheet().lines(70, 100, "The Harbour Master", "Quay House", "Saltby"))
    assert told(sheet)[:3] == [
        ("paragraph", "The Harbour Master"),
        ("paragraph", "Quay House"),
        ("paragraph", "Saltby"),
    ]


def test_a_paragraph_over_a_page_is_one_with_boxes_on_both():
    first = Sheet().lines(70, 700, FULL, MORE).words(300, 800, "1")
    second = Sheet().lines(70, 80, "as long as there is light.").words(300, 800, "2")
    passages = read_pdf(pdf(first, second)).passages
    assert [passage.text for passage in passages] == [
        f"{FULL} {MORE} as long as there is light."
    ]
    assert passages[0].page == 1
    assert [box.page for box in passages[0].boxes] == [1, 1, 2]


def test_boxes_say_where_each_line_stands_from_the_upper_left():
    box = read_pdf(pdf(Sheet().words(70, 100, "Saltby"))).passages[0].boxes[0]
    assert (box.page, box.left) == (1, 70)
    assert box.top < 100 < box.bottom < 110
    assert 100 < box.right < 120


def test_a_paragraph_in_a_narrow_frame_stays_whole():
    sheet = prose(Sheet()).grid((60, 330), (90, 150))
    sheet.lines(
        70,
        105,
        "The master saw to it that all the boats",
        "and (at dusk) all the good crews of",
    )
    sheet.lines(70, 133.8, "Saltby came home.")
    assert told(sheet)[0] == (
        "paragraph",
        "The master saw to it that all the boats and (at dusk) all the good crews of Saltby came home.",
    )


def test_two_columns_of_text_are_read_one_after_the_other():
    left = [f"The left side tells us story {number}" for number in range(10)]
    right = [f"the right one goes on with {number}" for number in range(10)]
    sheet = Sheet().lines(50, 100, *left).lines(320, 100, *right)
    words = " ".join(text for _, text in told(sheet))
    assert words == " ".join(left + right)


# What is printed on every page


def test_heads_feet_and_page_numbers_leave_the_text():
    sheets = [
        Sheet()
        .words(70, 40, "Visit to Saltby harbour", size=9)
        .lines(70, 200, f"{name} boats came home.")
        .words(70, 800, f"3 to 5 May, page {number}", size=9)
        for number, name in enumerate(("Blue", "Green", "Red", "White"), 1)
    ]
    assert [text for _, text in told(*sheets)] == [
        "Blue boats came home.",
        "Green boats came home.",
        "Red boats came home.",
        "White boats came home.",
    ]


def test_a_footnote_stands_at_the_end_and_its_mark_nowhere():
    first = (
        prose(Sheet(), 600)
        .lines(70, 668, FULL, "and come home.")
        .words(149, 678, "1", size=7)
        .words(70, 746, "1", size=6)
        .words(76, 750, "In the sense of the harbour rules.", size=9)
    )
    assert told(first, Sheet().lines(70, 80, "Nobody waits."))[1:] == [
        ("paragraph", f"{FULL} and come home."),
        ("paragraph", "Nobody waits."),
        ("paragraph", "In the sense of the harbour rules."),
    ]


def test_ordinals_keep_their_raised_letters():
    sheet = Sheet().words(70, 200, "On the 4").words(115.5, 195, "th", size=7)
    sheet.words(126, 200, "of May")
    assert told(sheet) == [("paragraph", "On the 4th of May")]


def test_text_that_is_turned_or_not_shown_is_left_out():
    sheet = Sheet().words(70, 200, "Seen.").words(20, 500, "DRAFT", up=True)
    assert told(sheet.words(70, 300, "Not seen.", hidden=True)) == [("paragraph", "Seen.")]


def test_a_recognised_scan_is_read_though_its_text_is_not_shown():
    sheet = Sheet().words(70, 300, "Read by a machine.", hidden=True)
    assert told(sheet) == [("paragraph", "Read by a machine.")]


def test_a_page_that_lies_on_its_side_is_read():
    sheet = Sheet(turned=90).words(100, 800, "A wide table.", up=True)
    assert told(sheet) == [("paragraph", "A wide table.")]


# Words


def test_a_hyphen_at_a_line_s_end_stays_where_the_document_writes_it_so():
    sheet = Sheet().lines(70, 200, f"A well-kept pier. {FULL[:50]} and a well-", "kept quay.")
    assert told(sheet)[0][1].endswith("and a well-kept quay.")


def test_a_hyphen_that_only_fills_the_line_goes():
    sheet = Sheet().lines(70, 200, f"The harbour is here. {FULL[:44]} in the har-", "bour.")
    assert told(sheet)[0][1].endswith("in the harbour.")


@pytest.mark.parametrize(("odd", "plain"), [("ﬁ", "fi"), ("\xad", ""), ("\u200b", "")])
def test_ligatures_and_signs_that_nobody_sees_become_plain_letters(odd, plain):
    sheet = Sheet(odd=odd).words(70, 200, "co").words(82.7, 200, "~", font="odd")
    assert told(sheet.words(89.7, 200, "sh")) == [("paragraph", f"co{plain}sh")]


def test_words_set_side_by_side_without_a_space_are_two():
    sheet = Sheet().words(70, 200, "salt").words(94, 200, "and").words(118, 200, "  tar")
    assert told(sheet) == [("paragraph", "salt and tar")]


# Items


@pytest.mark.parametrize("odd", ["•", "◼", "\uf06e", "\uf0b7", "\uf02d", "\x83", "▪"])
def test_every_odd_bullet_is_a_bullet(odd):
    sheet = Sheet().bullet(70, 200, odd).lines(90, 200, "mend the nets")
    sheet.words(70, 220, "~", font="odd").lines(90, 220, "count the boats")
    assert told(prose(sheet))[:2] == [
        ("item", "•", "mend the nets"),
        ("item", "•", "count the boats"),
    ]


@pytest.mark.parametrize("sign", ["-", "o", "–"])
def test_signs_with_other_uses_are_bullets_before_a_tab(sign):
    sheet = prose(Sheet().words(70, 200, sign).words(90, 200, "mend the nets"))
    assert told(sheet)[0] == ("item", "•", "mend the nets")


@pytest.mark.parametrize("mark", ["1.", "12.", "a)", "(iii)", "2.1"])
def test_numbered_items_keep_their_mark(mark):
    sheet = prose(Sheet().words(70, 200, mark).words(100, 200, "Mend the nets at once"))
    assert told(sheet)[0] == ("item", mark, "Mend the nets at once")


def test_a_number_set_close_to_its_words_is_a_mark():
    sheet = prose(Sheet().words(70, 200, "14.Boats are counted."))
    assert told(sheet)[0] == ("item", "14.", "Boats are counted.")


def test_an_item_goes_on_in_the_next_line_and_over_the_page():
    first = Sheet().words(70, 690, "7.").lines(90, 690, FULL, "and stay awake.")
    first.words(300, 800, "1")
    second = Sheet().lines(90, 80, "Then they rest.").words(70, 110, "8.")
    second.words(90, 110, "Sail.").lines(70, 150, "That is all.").words(300, 800, "2")
    assert told(first, second) == [
        ("item", "7.", f"{FULL} and stay awake. Then they rest."),
        ("item", "8.", "Sail."),
        ("paragraph", "That is all."),
    ]


def test_items_further_in_belong_to_the_one_above():
    sheet = Sheet().bullet(70, 200).words(90, 200, "nets").words(90, 220, "~", font="odd")
    sheet.words(110, 220, "small ones").words(70, 240, "~", font="odd")
    passages = read_pdf(pdf(prose(sheet.words(90, 240, "boats")))).passages
    assert [passage.level for passage in passages] == [1, 2, 1, 0]


def test_a_number_that_begins_a_line_of_prose_is_no_item():
    sheet = Sheet().lines(70, 200, FULL[:-9] + "for years, 14 or", "12. Then all is well.")
    assert [kind for kind, *_ in told(sheet)] == ["paragraph"]


# Headings


def test_larger_letters_and_bold_lines_alone_are_headings_by_size():
    sheet = Sheet().words(70, 80, "Saltby", size=26).words(70, 120, "Visit", size=14)
    prose(sheet.words(70, 170, "Findings", font="bold"), 200)
    passages = read_pdf(pdf(sheet)).passages
    assert [(passage.kind.value, passage.level) for passage in passages] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
    ]


def test_a_heading_of_two_lines_is_one():
    sheet = Sheet().lines(70, 80, "The boats and their crews and all who", "wait", size=20)
    assert told(prose(sheet))[0] == ("heading", "The boats and their crews and all who wait")


def test_bold_words_inside_a_paragraph_make_no_heading():
    sheet = Sheet().lines(70, 200, FULL).words(70, 214.4, "masters", font="bold")
    sheet.words(125, 214.4, "of the pier wait.")
    assert [kind for kind, *_ in told(sheet)] == ["paragraph"]


# Tables


def test_a_table_with_lines_gives_rows_and_its_head_is_no_heading():
    sheet = Sheet().grid((70, 300, 500), (190, 210, 240, 260))
    sheet.words(75, 205, "Judgement", font="bold").words(305, 205, "Grade", font="bold")
    sheet.lines(75, 222, "How the harbour", "is led").words(305, 229, "Good")
    sheet.words(75, 255, "How the boats fare").words(305, 255, "Requires improvement")
    assert rows(prose(sheet)) == [
        ("Judgement", "Grade"),
        ("How the harbour is led", "Good"),
        ("How the boats fare", "Requires improvement"),
    ]


def test_an_empty_cell_keeps_its_place():
    sheet = Sheet().grid((70, 200, 300, 500), (190, 210, 230))
    sheet.words(75, 205, "What").words(205, 205, "By").words(305, 205, "Until")
    sheet.words(75, 225, "Nets").words(305, 225, "May")
    assert rows(prose(sheet)) == [("What", "By", "Until"), ("Nets", "", "May")]


def test_a_table_without_lines_gives_rows():
    sheet = Sheet().words(70, 200, "Judgement").words(380, 200, "Grade")
    sheet.lines(70, 225, "The boats and", "crews").words(380, 232, "Good")
    sheet.lines(70, 265, "Pier").words(380, 265, "Inadequate")
    assert rows(prose(sheet, 320)) == [
        ("Judgement", "Grade"),
        ("The boats and crews", "Good"),
        ("Pier", "Inadequate"),
    ]


def test_narrow_columns_without_lines_are_told_by_the_gap_that_every_row_keeps():
    sheet = Sheet()
    asked = ("Mend the nets of all", "Count each boat and", "Light the lamp on the")
    then = ("boats", "crew", "long pier")
    done = ("Nets are bought now", "Boats are all counted", "No lamp has been lit")
    for number, (first, rest, said) in enumerate(zip(asked, then, done, strict=True)):
        y = 200 + 40 * number
        sheet.lines(70, y, first, rest).words(195, y, said).words(380, y, "Green")
    assert rows(prose(sheet, 400)) == [
        (f"{first} {rest}", said, "Green")
        for first, rest, said in zip(asked, then, done, strict=True)
    ]


def test_a_list_of_contents_gives_rows_also_where_a_title_runs_under_the_numbers():
    sheet = Sheet().words(70, 100, "The pier").words(500, 100, "3")
    sheet.lines(70, 130, f"{FULL} and at", "night").words(500, 144.4, "12")
    assert rows(prose(sheet)) == [("The pier", "3"), (f"{FULL} and at night", "12")]


def test_a_table_broken_one_word_a_line_comes_back_together():
    sheet = Sheet().lines(70, 200, "1. Boats", "that", "need", "help")
    sheet.lines(150, 200, "Requires", "improvement")
    sheet.lines(70, 270, "2. Crews", "looked", "after").lines(150, 270, "Good")
    assert rows(prose(sheet, 330)) == [
        ("1. Boats that need help", "Requires improvement"),
        ("2. Crews looked after", "Good"),
    ]


def test_a_grade_on_the_last_line_of_its_label_belongs_to_it():
    sheet = Sheet().lines(70, 200, "The boats and", "crews").words(380, 214.4, "Good")
    sheet.words(70, 240, "Pier").words(380, 240, "Inadequate")
    assert rows(prose(sheet)) == [("The boats and crews", "Good"), ("Pier", "Inadequate")]


def test_a_row_over_a_page_is_one_and_the_head_printed_again_goes():
    first = prose(Sheet(), 200).grid((70, 200, 500), (640, 660, 720))
    first.words(75, 655, "What").words(205, 655, "How")
    first.words(75, 675, "Nets").lines(205, 675, "All of them are mended before the", "storms")
    second = Sheet().grid((70, 200, 500), (60, 80, 120, 140))
    second.words(75, 75, "What").words(205, 75, "How").words(205, 95, "of autumn.")
    second.words(75, 135, "Boats").words(205, 135, "Painted.")
    assert rows(first, second) == [
        ("What", "How"),
        ("Nets", "All of them are mended before the storms of autumn."),
        ("Boats", "Painted."),
    ]


def test_a_frame_round_prose_is_no_table():
    sheet = Sheet().grid((60, 560), (180, 250)).lines(70, 200, FULL, "and come home.")
    assert told(sheet) == [("paragraph", f"{FULL} and come home.")]


# Files that cannot be read


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (locked_pdf(), "password"),
        (pdf(Sheet().words(70, 200, "Saltby"))[:60], "damaged"),
        (pdf(Sheet().rule(70, 200, 500, 200)), "recognised (OCR)"),
        (pdf(*[Sheet()] * 301), "over 300 pages"),
    ],
    ids=["locked", "cut off", "a scan", "too long"],
)
def test_what_cannot_be_read_is_told_with_what_to_do(content, says):
    with pytest.raises(UnreadableError) as why:
        read_pdf(content)
    assert says in str(why.value)


# Anything


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH", min_size=1, max_size=9),
            min_size=1,
            max_size=8,
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_words_laid_out_in_lines_come_back_in_order(lines):
    sheet = Sheet().lines(60, 100, *(" ".join(words) for words in lines), pitch=20, size=10)
    given = "".join(word for words in lines for word in words)
    reading = read_pdf(pdf(sheet))
    read = "".join(passage.marker + passage.text for passage in reading.passages)
    assert fingerprint(read) == fingerprint(given)
