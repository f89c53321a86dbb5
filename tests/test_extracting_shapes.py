"""Reports and letters of all kinds and years, read as passages and as printed pages."""

import pytest

from inspections.intake.extracting import extracted
from inspections.intake.reading import read
from tests.score import HEAD
from tests.shapes import SHAPES
from tests.typeset import asked_of, printed, reading_of


def letters(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@pytest.mark.parametrize("is_printed", [False, True], ids=["passages", "printed"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_document_tells_its_head_its_grades_and_all_that_it_asks(shape, is_printed):
    reading = read(printed(shape.written)) if is_printed else reading_of(shape.written)

    draft = extracted(reading).draft

    about = draft["inspections"][0]
    said = {"authority": draft["authority"], **about}
    head = {name: said[name] for name in HEAD if name in said}
    judged = {row["area"]: row["grade"] for row in about.get("judgements", ())}
    asked = [letters(one["text"]) for one in about.get("recommendations", ())]
    if "published" not in shape.head:
        head.pop("published", None)
    assert head == shape.head
    assert judged == shape.judged
    assert asked == [letters(one) for one in asked_of(shape.written)]
