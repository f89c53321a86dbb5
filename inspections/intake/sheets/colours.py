"""The colours of an Excel workbook, however it names them, as #RRGGBB."""

import colorsys
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl.styles.colors import COLOR_INDEX

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Excel counts the theme's colours in this order, which is not the theme's own.
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_OFFICE = [
    "FFFFFF",
    "000000",
    "EEECE1",
    "1F497D",
    "4F81BD",
    "C0504D",
    "9BBB59",
    "8064A2",
    "4BACC6",
    "F79646",
    "0000FF",
    "800080",
]


class Colours:
    """Resolves a workbook's fills."""

    def __init__(self, theme: bytes | None) -> None:
        self.theme = _theme(theme) if theme else _OFFICE

    def of_fill(self, fill: Any) -> str:
        """The colour behind a cell; nothing if there is none, or it is plain white."""
        if getattr(fill, "patternType", None) in (None, "none"):
            return ""
        colour = self._of(fill.fgColor)
        return "" if colour == "#FFFFFF" else colour

    def _of(self, colour: Any) -> str:
        rgb = ""
        if colour.type == "rgb":
            rgb = str(colour.rgb)[-6:]
        elif colour.type == "theme" and 0 <= colour.theme < len(self.theme):
            rgb = self.theme[colour.theme]
        elif colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
            rgb = COLOR_INDEX[colour.indexed][-6:]
        try:
            return _tinted(rgb, colour.tint or 0)
        except ValueError:
            return ""


def _theme(xml: bytes) -> list[str]:
    try:
        scheme = fromstring(xml).find(f".//{_DRAWING}clrScheme")
    except Exception:  # whatever a parser may raise: without a theme there are still colours
        return _OFFICE
    if scheme is None:
        return _OFFICE
    found = []
    for name, usual in zip(_ORDER, _OFFICE, strict=True):
        colour = scheme.find(f"{_DRAWING}{name}/")
        value = "" if colour is None else colour.get("lastClr") or colour.get("val") or ""
        found.append(value if len(value) == 6 else usual)
    return found


def _tinted(rgb: str, tint: float) -> str:
    """Lightened or darkened as Excel does it. Raises ValueError for what is no colour."""
    if len(rgb) != 6:
        raise ValueError(rgb)
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), full)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)
