"""A page of a PDF is drawn as it is printed, and the boxes of its words lie on the words."""

import zlib
from itertools import chain

import pytest

from inspections.intake.confined import UnreadableError
from inspections.intake.drawing import draw_page
from inspections.intake.reading import read
from tests.pdf_made import Sheet, locked_pdf, pdf

WORD = "Saltby"
# How a word lies in the file so that it stands upright on a page so turned.
MATRIX = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}


def picture(content, number=1, width=300):
    """Its width, and the lightness of each dot, row by row."""
    png = draw_page(content, number, width)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    start = png.index(b"IDAT") + 4
    held = zlib.decompress(png[start : png.rindex(b"IEND") - 8])
    row = 1 + 3 * wide
    assert len(held) == row * high
    return wide, [list(held[at + 1 : at + row : 3]) for at in range(0, len(held), row)]


def dark_places(rows):
    return [(x, y) for y, row in enumerate(rows) for x, dot in enumerate(row) if dot < 128]


def assert_on_the_words(content):
    """Nothing else is printed on the first page, so all that is dark lies in the boxes."""
    reading = read(content)
    wide, rows = picture(content, width=600)
    scale = wide / reading.sizes[0][0]
    assert len(rows) == pytest.approx(scale * reading.sizes[0][1], abs=1)
    boxes = list(chain.from_iterable(passage.boxes for passage in reading.passages))
    dark = dark_places(rows)
    assert len(dark) > 50
    for box in boxes:
        left, top, right, bottom = (
            edge * scale for edge in (box.left, box.top, box.right, box.bottom)
        )
        inside = [(x, y) for x, y in dark if left - 2 <= x <= right + 2 and top <= y <= bottom]
        assert len(inside) == len(dark), (box, dark[:3])
        assert max(x for x, _ in inside) > right - 6  # it is no wider than the word
        assert min(x for x, _ in inside) < left + 6


def turned(quarter):
    sheet = Sheet(turned=quarter)
    letters = WORD.encode().hex()
    sheet.drawn.append(f"BT /plain 30 Tf {MATRIX[quarter]} 200 500 Tm <{letters}> Tj ET")
    return pdf(sheet)


@pytest.mark.parametrize("quarter", MATRIX)
def test_boxes_fall_on_the_words_however_the_page_is_turned(quarter):
    assert read(turned(quarter)).passages[0].text == WORD
    assert_on_the_words(turned(quarter))


@pytest.mark.parametrize("quarter", MATRIX)
def test_boxes_fall_on_the_words_of_a_page_that_is_cropped(quarter):
    cropped = turned(quarter).replace(b"/Rotate", b"/CropBox [100 350 500 750] /Rotate")

    assert read(cropped).sizes == ((400, 400),)
    assert_on_the_words(cropped)


def test_the_page_that_is_asked_for_is_drawn():
    content = pdf(Sheet().words(70, 100, WORD), Sheet())

    assert dark_places(picture(content, 1)[1])
    assert not dark_places(picture(content, 2)[1])


def test_sizes_are_told_of_every_page():
    content = pdf(Sheet().words(70, 100, WORD), Sheet(turned=90))

    assert read(content).sizes == ((595, 842), (842, 595))
    assert read(b"Words without pages.").sizes == ()


def test_a_picture_is_never_wider_than_is_useful():
    flat = sized(100, 5)
    assert picture(flat, width=100_000)[0] == 1600
    assert picture(flat, width=-5)[0] == 50


def sized(width, height):
    return pdf(Sheet()).replace(b"[0 0 595 842]", f"[0 0 {width} {height}]".encode())


def test_a_page_of_ten_metres_is_drawn_as_small_as_any():
    wide, rows = picture(sized(28_346, 28_346), width=400)

    assert (wide, len(rows)) == (400, 400)


@pytest.mark.parametrize(
    ("content", "number", "sentence"),
    [
        (pdf(Sheet()), 0, "has 1 pages, and page 0 was asked for"),
        (pdf(Sheet()), 2, "has 1 pages, and page 2 was asked for"),
        (sized(1, 14_000), 1, "so long and narrow"),
        (sized(14_000, 1), 1, "so long and narrow"),
        (locked_pdf(), 1, "locked with a password"),
        (b"Plain words.", 1, "damaged"),
        (b"%PDF-1.7 cut off", 1, "damaged"),
    ],
    ids=["none", "past the end", "long", "flat", "locked", "no PDF", "cut off"],
)
def test_what_cannot_be_drawn_has_a_sentence(content, number, sentence):
    with pytest.raises(UnreadableError, match=sentence):
        draw_page(content, number, 1600)
