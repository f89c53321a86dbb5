"""Documents that ask for something, in words of our own, and what is read out of them."""

from inspections.intake.extracting.asked.recommendations import recommendations
from inspections.intake.reading.passages import Form, Kind, Passage, Reading
from tests.documents_made import reading_of

VISITS = "The timeliness of visits to children."
PLANS = "The quality of written plans."
DRIFT = "The oversight that prevents drift."


def of(*blocks):
    """A reading of passages and, for the rest, of the shapes of `reading_of`."""
    made = [
        block if isinstance(block, Passage) else reading_of(block).passages[0]
        for block in blocks
    ]
    numbered = (
        Passage(n, one.kind, one.text, n // 3 + 1, one.marker, one.level, one.cells)
        for n, one in enumerate(made, start=1)
    )
    return Reading(Form.PDF, "0" * 64, 9, tuple(numbered))


def item(marker, text, level=1):
    return Passage(0, Kind.ITEM, text, marker=marker, level=level)


def texts(reading, **kinds):
    return [one["text"] for one in recommendations(reading, **kinds)]


def told(reading, *names):
    return [tuple(one.get(name) for name in names) for one in recommendations(reading)]
