"""Marks in a text: whatever is marked, the text stays whole, what is marked is what was named,
and what lies on the printed page lies within its lines."""

from hypothesis import given
from hypothesis import strategies as st

from improvement.marking import cut, in_cells, lines_of, tokens, unspaced

TEXT = st.text(st.sampled_from("ab é’.([*\\ \t\n\xa0"), max_size=40)
PLACE = st.integers(-3, 45)
MARKS = st.lists(st.tuples(st.tuples(PLACE, PLACE), st.sampled_from("ABC")), max_size=6)


@given(TEXT, MARKS)
def test_cut_text_put_together_again_is_the_text(text, marked):
    assert "".join(piece.text for piece in cut(text, marked)) == text


@given(TEXT, MARKS)
def test_each_letter_is_under_the_marks_that_cover_it_and_no_others(text, marked):
    pieces = cut(text, marked)

    covered = [piece.marks for piece in pieces for _ in piece.text]
    assert covered == [
        tuple(mark for (start, end), mark in marked if start <= at < end)
        for at in range(len(text))
    ]


def test_marks_that_overlap_are_cut_where_each_begins_and_ends():
    pieces = cut("one two three", [((0, 7), "first"), ((4, 13), "second")])

    assert [(piece.text, piece.marks) for piece in pieces] == [
        ("one ", ("first",)),
        ("two", ("first", "second")),
        (" three", ("second",)),
    ]


CELLS = st.lists(st.text("ab ", max_size=6).map(lambda one: " ".join(one.split())), max_size=5)


@given(CELLS, st.booleans(), st.data())
def test_the_cells_of_a_row_lose_nothing_and_keep_what_is_marked(cells, with_empty, data):
    text = " | ".join(cell for cell in cells if cell or with_empty)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    found = in_cells(text, cells, [((start, end), "mark")])

    assert [cell for cell, _ in found] == (cells or [text])
    marked = [
        piece.text for cell, inside in found for piece in cut(cell, inside) if piece.marks
    ]
    assert "".join("".join(marked).split()) == "".join(tokens(text[start:end]))


def test_cells_that_are_not_the_text_are_not_shown_in_its_place():
    assert in_cells("a | b", ["a", "c"], []) == [("a | b", [])]


@given(st.text("ab| \t\n", max_size=30), st.data())
def test_a_stretch_of_the_tokens_is_the_same_words_in_the_text(text, data):
    spaced = " ".join(tokens(text))
    start = data.draw(st.integers(0, len(spaced)))
    end = data.draw(st.integers(start, len(spaced)))

    first, last = unspaced(text, (start, end))

    assert first <= last
    assert tokens(text[first:last]) == tokens(spaced[start:end])


BOX = st.builds(
    lambda page, left, top, wide, high: {
        "page": page,
        "left": left,
        "top": top,
        "right": left + wide,
        "bottom": top + high,
    },
    st.integers(1, 3),
    *[st.floats(0, 800)] * 2,
    *[st.floats(0, 500)] * 2,
)


@given(st.lists(BOX, max_size=6), st.integers(0, 500), st.data())
def test_marked_lines_lie_within_the_printed_lines(boxes, length, data):
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))

    for line in lines_of(boxes, length, (start, end)):
        assert any(
            line.page == box["page"]
            and line.left >= box["left"] - 0.01
            and line.left + line.width <= box["right"] + 0.01
            and (line.top, line.height) == (box["top"], box["bottom"] - box["top"])
            for box in boxes
        )


def test_a_whole_passage_is_marked_line_by_line():
    first = {"page": 1, "left": 50, "top": 100, "right": 250, "bottom": 112}
    second = {"page": 2, "left": 50, "top": 40, "right": 150, "bottom": 52}

    whole = lines_of([first, second], 30, (0, 30))
    end = lines_of([first, second], 30, (20, 30))

    assert [(line.page, line.left, line.width) for line in whole] == [
        (1, 50, 200),
        (2, 50, 100),
    ]
    assert [(line.page, line.left, line.width) for line in end] == [(2, 50, 100)]
