"""A page of a PDF as it is printed: a picture (PNG), drawn in a confined process.

The boxes of passages lie on it: they are in points from the upper left corner of the page as it
is seen, and the picture is that page from edge to edge. So a box's `left` stands at
`left / width of the page` of the picture's width; `Reading.sizes` has each page's width and height.
"""

import base64

from inspections.intake.confined import run_confined

WIDEST = 1600  # pixels
NARROWEST = 50


def draw_page(content: bytes, number: int, width: int) -> bytes:
    """The page, counted from 1, as a PNG so many pixels wide (within 50 and 1600).

    Raises UnreadableError with a sentence for what cannot be drawn.
    """
    width = max(NARROWEST, min(width, WIDEST))
    drawn = run_confined(
        "inspections.intake.reading.drawn:draw_plain", content, str(number), str(width)
    )
    return base64.b64decode(drawn)
