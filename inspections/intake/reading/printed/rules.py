"""The lines that a page draws round its cells."""

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from inspections.intake.reading.printed.glyphs import PrintedPage

THICKEST = 3.0  # points; a bar is thicker
SHORTEST = 3.0
MOST = 20_000  # of a drawing; no table has so many


class Rules(NamedTuple):
    """Lines across as (y, left, right), lines down as (x, top, bottom)."""

    across: list[tuple[float, float, float]]
    down: list[tuple[float, float, float]]


def rules_of(page: Any, seen: PrintedPage) -> Rules:
    rules = Rules([], [])
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST)):
        drawn = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH:
            _add(drawn, seen, rules)
    return rules


def _add(drawn: Any, seen: PrintedPage, rules: Rules) -> None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return
    box = seen.box(left.value, top.value, right.value, bottom.value)
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
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    return bool(stroke.value) and pdfium.FPDFPath_CountSegments(drawn) <= 6
