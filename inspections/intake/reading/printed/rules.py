"""The lines that a page draws round its cells."""

import ctypes
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from inspections.intake.reading.printed.asking import address, argument, asker
from inspections.intake.reading.printed.glyphs import PrintedPage

THICKEST = 3.0  # points; a bar is thicker
SHORTEST = 3.0
MOST = 20_000  # of a drawing; no table has so many

_ask_object = asker(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
_ask_type = asker(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_ask_bounds = asker(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_ask_mode = asker(pdfium.FPDFPath_GetDrawMode)
_count_segments = asker(pdfium.FPDFPath_CountSegments, ctypes.c_int)
_HELD = (ctypes.c_float * 4)()
_BOUNDS = [ctypes.byref(_HELD, at * ctypes.sizeof(ctypes.c_float)) for at in range(4)]


class Rules(NamedTuple):
    """Lines across as (y, left, right), lines down as (x, top, bottom)."""

    across: list[tuple[float, float, float]]
    down: list[tuple[float, float, float]]


def rules_of(page: Any, seen: PrintedPage) -> Rules:
    rules = Rules([], [])
    count = min(pdfium.FPDFPage_CountObjects(page), MOST)
    objects = map(_ask_object, repeat(argument(address(page.raw))), range(count))
    for drawn in map(argument, objects):
        if _ask_type(drawn) == pdfium.FPDF_PAGEOBJ_PATH:
            _add(drawn, seen, rules)
    return rules


def _add(drawn: Any, seen: PrintedPage, rules: Rules) -> None:
    if not _ask_bounds(drawn, *_BOUNDS):
        return
    left, bottom, right, top = _HELD
    box = seen.box(left, top, right, bottom)
    wide, high = box[2] - box[0], box[3] - box[1]
    if high <= THICKEST:
        if wide > SHORTEST:
            rules.across.append(((box[1] + box[3]) / 2, box[0], box[2]))
    elif wide <= THICKEST:
        rules.down.append(((box[0] + box[2]) / 2, box[1], box[3]))
    elif _is_frame(drawn):
        rules.across.extend(((box[1], box[0], box[2]), (box[3], box[0], box[2])))
        rules.down.extend(((box[0], box[1], box[3]), (box[2], box[1], box[3])))


def _is_frame(drawn: Any) -> bool:
    """A drawn rectangle; a filled one only colours what is on it."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _ask_mode(drawn, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value) and _count_segments(drawn) <= 6
