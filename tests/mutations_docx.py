"""Word files broken where Word would still open them: packed anew, with one part broken as bytes
or, more often, as the tree of elements that it is, so that what reads the tree has its turn."""

import io
import warnings
import zipfile
from copy import deepcopy

from lxml import etree

from tests.docx_made import MC, NAMESPACES, W

ODDS_OF_TREE = 0.7  # as bytes nearly every part is refused before anything of it is read
MOST_ELEMENTS = 20_000
_VALUES = (
    "", "0", "-1", "1", "2", "9", "10", "99999", "999999999999", "NaN", "none", "bullet", "upperRoman",
    "lowerLetter", "decimalZero", "%1.%2", "%9", "%1" * 50, "H2", "Ours", "Listed", "heading 2",
    "heading 99", "Title", "r1", "true", "off", "\u00b2", "x" * 3_000,
)  # fmt: skip
_TAGS = (
    "p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "tcPr", "numPr", "ilvl", "numId", "pStyle", "rStyle", "br",
    "tab", "sym", "ins", "del", "delText", "moveFrom", "sdt", "sdtContent", "hyperlink", "fldChar", "instrText",
    "footnoteReference", "commentReference", "pict", "drawing", "txbxContent", "vMerge", "gridSpan",
    "outlineLvl", "style", "basedOn", "lvl", "num", "abstractNum", "lvlOverride", "startOverride", "body",
    "checkBox", "bookmarkStart", "noBreakHyphen", "smartTag", "object", "b", "vanish",
)  # fmt: skip
_SAID = (
    "Inspection dates: 31 February 2024 to 8 March 2019", "Recommendations", "1.", "(a)", "Inadequate", "from 86% to 97%",
    "has improved, but is not yet consistent", "Areas for priority action", "\u200b", "\u202e", " ", "a" * 5_000,
)  # fmt: skip


def repacked(chance, content, broken):
    """One part broken and packed again, and perhaps lies in the list of parts. `broken(content)`
    breaks bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        chosen = chance.choice((*names, *["word/document.xml"] * len(names)))
        for name in names:
            held = old.read(name)
            if name == chosen:
                held = shaken(chance, held) if chance.random() < ODDS_OF_TREE else broken(held)
            way = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            called = chance.choice((name, *names)) if chance.random() < 0.02 else name
            with warnings.catch_warnings(action="ignore"):  # of a name that stands twice
                new.writestr(called, held, way)
    whole = made.getvalue()
    if chance.random() < 0.15:  # its list of parts stands at the end
        place = chance.randrange(max(0, len(whole) - 600), len(whole) - 4)
        lie = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x09\0\0\0", b"PK\1\2"))
        whole = whole[:place] + lie + whole[place + 4 :]
    return whole


def shaken(chance, part):
    """The part as well-formed as it was, with its elements where they do not belong."""
    root = etree.fromstring(part)
    for _ in range(chance.choice((1, 2, 5, 30))):
        elements = list(root.iter(etree.Element))
        if len(elements) > MOST_ELEMENTS:
            break
        chance.choice(_WAYS)(chance, chance.choice(elements), elements)
    return etree.tostring(root)


def _gone(chance, element, _):
    if element.getparent() is not None:
        element.getparent().remove(element)


def _repeated(chance, element, _):
    size = sum(1 for _ in element.iter())
    parent = element.getparent()
    for _ in (
        range(min(chance.choice((1, 3, 300)), 3_000 // size)) if parent is not None else ()
    ):
        parent.insert(parent.index(element), deepcopy(element))


def _elsewhere(chance, element, elements):
    chance.choice(elements).append(deepcopy(element))


def _called_otherwise(chance, element, _):
    space = chance.choice((W, W, W, MC, "urn:other"))
    element.tag = f"{{{space}}}{chance.choice(_TAGS)}"


def _other_values(chance, element, elements):
    odds = chance.choice((0.02, 0.2, 1))
    for one in (element, *(other for other in elements if chance.random() < odds)):
        for name in one.attrib:
            one.set(name, chance.choice(_VALUES))


def _given_a_child(chance, element, _):
    child = etree.Element(f"{{{W}}}{chance.choice(_TAGS)}")
    child.set(
        f"{{{W}}}{chance.choice(('val', 'id', 'type', 'fldCharType'))}", chance.choice(_VALUES)
    )
    child.text = chance.choice(_SAID)
    element.insert(chance.randrange(len(element) + 1), child)


def _deep_inside(chance, element, _):
    parent = element.getparent()
    if parent is None:
        return
    tags = chance.choice(
        (("tbl", "tr", "tc"), ("sdt", "sdtContent"), ("ins",), ("p", "r"), ("hyperlink",))
    )
    place, outer = parent.index(element), None
    for _ in range(chance.choice((1, 3, 20, 100))):
        for tag in reversed(tags):
            around = etree.Element(f"{{{W}}}{tag}")
            around.append(element if outer is None else outer)
            outer = around
    parent.insert(place, outer)


def _said(chance, element, _):
    element.text = (element.text or "") + chance.choice(_SAID)


def _choice(chance, element, _):
    """What stands there, as a drawing and for older programs."""
    inside = f"<w:txbxContent>{'<w:p><w:r><w:t>In a box</w:t></w:r></w:p>' * 2}</w:txbxContent>"
    drawn = (
        f"<w:r {NAMESPACES}><mc:AlternateContent><mc:Choice>{inside}</mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    element.append(etree.fromstring(drawn))


_WAYS = (
    _gone, _repeated, _elsewhere, _called_otherwise, _other_values, _given_a_child, _given_a_child,
    _deep_inside, _said, _choice,
)  # fmt: skip
