"""How letters are printed: size, weight, direction (PDFium)."""

import ctypes
import re
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

BOLD = re.compile("bold|black|heavy|demi", re.IGNORECASE)
SYMBOLS = re.compile("wingdings|webdings|symbol|dingbats", re.IGNORECASE)
BOLD_WEIGHT = 600
INVISIBLE = 3  # how recognised text lies over the picture of a scan


class Face(NamedTuple):
    """How a run of text is printed."""

    size: float
    bold: bool
    symbol: bool
    upright: bool
    visible: bool


NO_FACE = Face(0.0, False, False, False, False)


def address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


# With plain addresses, which takes half the time: it is asked for every word.
_ask_run = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    address(pdfium.FPDFText_GetTextObject)
)


class Faces:
    """How the runs of a page are printed, each asked for once."""

    def __init__(self, text_page: Any, turned: int) -> None:
        self._page = address(text_page.raw)
        self._turned = turned
        self._faces: dict[int, Face] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}

    def at(self, letter: int) -> Face:
        run = _ask_run(self._page, letter) or 0
        if run not in self._faces:
            handle = ctypes.cast(run, pdfium.FPDF_PAGEOBJECT)
            self._faces[run] = self._asked(handle) if run else NO_FACE
        return self._faces[run]

    def _asked(self, run: Any) -> Face:
        size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        pdfium.FPDFTextObj_GetFontSize(run, size)
        pdfium.FPDFPageObj_GetMatrix(run, matrix)
        along, across = ((matrix.a, matrix.b), (matrix.b, -matrix.a))[self._turned % 2]
        if self._turned > 1:
            along, across = -along, -across
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        bold, symbol = self._font(pdfium.FPDFTextObj_GetFont(run))
        return Face(
            round(size.value * scale, 1),
            bold,
            symbol,
            along > 0 and abs(across) < 0.1 * along,
            pdfium.FPDFTextObj_GetTextRenderMode(run) != INVISIBLE,
        )

    def _font(self, font: Any) -> tuple[bool, bool]:
        """Whether it is bold, and whether it holds signs in place of letters."""
        key = address(font)
        if key not in self._fonts:
            held = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, held, len(held))
            name = held.value.decode("utf-8", "replace")
            heavy = pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
            self._fonts[key] = heavy or bool(BOLD.search(name)), bool(SYMBOLS.search(name))
        return self._fonts[key]
