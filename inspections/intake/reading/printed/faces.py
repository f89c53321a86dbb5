"""How letters are printed: size, weight, direction (PDFium)."""

import ctypes
import re
import struct
from collections.abc import Sequence
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from inspections.intake.reading.printed.asking import address, argument, asker

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


_ADDRESS = ctypes.c_void_p
_ask_run = asker(pdfium.FPDFText_GetTextObject, _ADDRESS)
_ask_size = asker(pdfium.FPDFTextObj_GetFontSize)
_ask_matrix = asker(pdfium.FPDFPageObj_GetMatrix)
_ask_font = asker(pdfium.FPDFTextObj_GetFont, _ADDRESS)
_ask_mode = asker(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)

# Answers go into the same places each time: there are a hundred runs on a page.
_HELD = (ctypes.c_float * 7)()  # a size and a matrix
_SIZE, _MATRIX = ctypes.byref(_HELD), ctypes.byref(_HELD, ctypes.sizeof(ctypes.c_float))
_held = struct.Struct("5f").unpack_from  # without where the run begins


class Faces:
    """How the runs of a page are printed, each asked for once."""

    def __init__(self, text_page: Any, turned: int) -> None:
        self._page = argument(address(text_page.raw))
        self._turned = turned
        self._faces: dict[tuple[float, ...], Face] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}

    def of(self, letters: Sequence[int]) -> list[Face]:
        """For each letter; the same one for all that are printed alike."""
        runs = list(map(_ask_run, repeat(self._page), letters))
        faces = {run: self._asked(run) if run else NO_FACE for run in set(runs)}
        return [faces[run] for run in runs]

    def _asked(self, run: int) -> Face:
        asked = argument(run)
        _ask_size(asked, _SIZE)
        _ask_matrix(asked, _MATRIX)
        told = (*_held(_HELD), _ask_font(asked) or 0, _ask_mode(asked))
        face = self._faces.get(told)
        if face is None:
            face = self._faces[told] = self._face(*told)
        return face

    def _face(
        self, size: float, a: float, b: float, c: float, d: float, font: int, mode: int
    ) -> Face:
        along, across = (b, -a) if self._turned % 2 else (a, b)
        if self._turned > 1:
            along, across = -along, -across
        bold, symbol = self._font(font)
        return Face(
            round(size * (c**2 + d**2) ** 0.5, 1),
            bold,
            symbol,
            along > 0 and abs(across) < 0.1 * along,
            mode != INVISIBLE,
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
