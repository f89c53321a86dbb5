"""Word documents: by way of mammoth to HTML, and on as a web page's parts.

mammoth knows tables, fields and tracked changes (deleted words are gone, inserted ones
stand). It does not know what Word prints before an item, nor which style of an authority's own
is a heading: `docx_marks.py` writes both into the document first.
"""

import io
import re
import zipfile

import mammoth
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from inspections.intake.confined import UnreadableError
from inspections.intake.packed import open_packed
from inspections.intake.reading.collecting import Collected
from inspections.intake.reading.docx_marks import ITEM, MARK, with_marks
from inspections.intake.reading.docx_styles import Numbering, Styles
from inspections.intake.reading.form import DAMAGED, TOO_LARGE
from inspections.intake.reading.marked_up import OWN_LEVEL, OWN_MARKER, collect

MAX_PART = 30_000_000  # bytes of XML: a report of three hundred pages has a tenth

_STYLE_MAP = "\n".join(
    [
        f"r.{MARK} => code",
        *(f"p.{ITEM}{level} => p.item-{level}:fresh" for level in range(1, 10)),
    ]
)
_ITEM_CLASS = re.compile(r"item-(\d)$")


def read_docx(content: bytes, collected: Collected) -> None:
    """Adds its passages: without headers, footers, notes and comments."""
    with open_packed(content, TOO_LARGE) as archive:
        marked = _marked(archive)
    told = mammoth.convert_to_html(
        io.BytesIO(marked), style_map=_STYLE_MAP, convert_image=lambda image: []
    )
    if not told.value:
        return
    root: HtmlElement = document_fromstring(
        told.value.encode(), parser=HTMLParser(encoding="utf-8", huge_tree=True)
    )
    for paragraph in root.iter("p"):
        _as_item(paragraph)
    collect(root, collected)


def _as_item(paragraph: HtmlElement) -> None:
    level = _ITEM_CLASS.match(paragraph.get("class", ""))
    if level:
        marks = list(paragraph.iter("code"))
        paragraph.tag = "li"
        paragraph.set(OWN_LEVEL, level[1])
        paragraph.set(OWN_MARKER, " ".join(mark.text_content() for mark in marks[:1]))
        for mark in marks:
            mark.drop_tree()


def _marked(archive: zipfile.ZipFile) -> bytes:
    """The document alone, packed anew with its marks written in."""
    name = _document_name(archive)
    folder = name.rpartition("/")[0]
    document = _part(archive, name)
    if document is None:
        raise UnreadableError(DAMAGED)
    styles = Styles(_part(archive, f"{folder}/styles.xml"))
    numbering = Numbering(_part(archive, f"{folder}/numbering.xml"))
    with_marks(document, styles, numbering)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as anew:
        anew.writestr("word/document.xml", etree.tostring(document, encoding="utf-8"))
    return packed.getvalue()


def _document_name(archive: zipfile.ZipFile) -> str:
    relations = _part(archive, "_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """One part of the file; none where it has none."""
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > MAX_PART:
        raise UnreadableError(TOO_LARGE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(archive.read(name), parser)
    # No document of Word's declares entities; who does means them to grow.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(DAMAGED)
    return root
