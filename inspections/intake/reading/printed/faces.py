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


def _asker(function: Any, answer: Any, *asked: Any) -> Any:
    """With plain addresses, which takes half the time: it is asked for every word."""
    return ctypes.PYFUNCTYPE(answer, *asked)(address(function))


_ADDRESS = ctypes.c_void_p
_ask_run = _asker(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, ctypes.c_int)
_ask_size = _asker(pdfium.FPDFTextObj_GetFontSize, ctypes.c_int, _ADDRESS, _ADDRESS)
_ask_matrix = _asker(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _ADDRESS, _ADDRESS)
_ask_font = _asker(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
_ask_mode = _asker(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _ADDRESS)


class Faces:
    """How the runs of a page are printed, each asked for once."""

    def __init__(self, text_page: Any, turned: int) -> None:
        self._page = address(text_page.raw)
        self._turned = turned
        self._held = (ctypes.c_float * 7)()  # a size and a matrix
        self._told = ctypes.addressof(self._held)
        self._faces: dict[int, Face] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}

    def at(self, letter: int) -> Face:
        run = _ask_run(self._page, letter) or 0
        face = self._faces.get(run)
        if face is None:
            face = self._faces[run] = self._asked(run) if run else NO_FACE
        return face

    def _asked(self, run: int) -> Face:
        # Into the same places each time: there are a hundred runs on a page.
        _ask_size(run, self._told)
        _ask_matrix(run, self._told + ctypes.sizeof(ctypes.c_float))
        size, a, b, c, d, _, _ = self._held
        along, across = (b, -a) if self._turned % 2 else (a, b)
        if self._turned > 1:
            along, across = -along, -across
        bold, symbol = self._font(_ask_font(run) or 0)
        return Face(
            round(size * (c**2 + d**2) ** 0.5, 1),
            bold,
            symbol,
            along > 0 and abs(across) < 0.1 * along,
            _ask_mode(run) != INVISIBLE,
        )

    def _font(self, place: int) -> tuple[bool, bool]:
        """Whether it is bold, and whether it holds signs in place of letters."""
        if place not in self._fonts:
            font = ctypes.cast(place, pdfium.FPDF_FONT)
            held = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, held, len(held))
            name = held.value.decode("utf-8", "replace")
            heavy = pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
            self._fonts[place] = heavy or bool(BOLD.search(name)), bool(SYMBOLS.search(name))
        return self._fonts[place]
