"""Writes into a Word document what Word only shows: numbers before items, headings by style.

And takes out what is no part of its text: notes and their marks.
"""

from lxml import etree

from inspections.intake.reading.docx_styles import (
    Numbering,
    Styles,
    child,
    list_place,
    outline_level,
    value,
)

MARK = "OwnMark"
ITEM = "OwnItem"
DEEPEST_HEADING = 6

_NOTES = ("{*}footnoteReference", "{*}endnoteReference", "{*}commentReference")


def with_marks(document: etree._Element, styles: Styles, numbering: Numbering) -> None:
    """Changes the document in place."""
    for note in list(document.iter(*_NOTES)):
        note.getparent().remove(note)
    _cut_links(document)
    _bring_out_boxes(document)
    # Word's own: drawings have paragraphs of another kind.
    for paragraph in document.iter(f"{{{etree.QName(document).namespace}}}p"):
        _mark(paragraph, styles, numbering)


def _mark(paragraph: etree._Element, styles: Styles, numbering: Numbering) -> None:
    properties = child(paragraph, "pPr")
    style = value(child(properties, "pStyle"))
    place = list_place(properties) or styles.list_place(style)
    outline = value(child(properties, "outlineLvl"))
    heading = outline_level(outline) if outline else styles.heading_level(style)
    mark = numbering.next_mark(place) if place and not _is_gone(paragraph) else ""
    if properties is not None:
        paragraph.remove(properties)
        _keep_tracked(paragraph, properties)
    if heading:
        _set_style(paragraph, f"Heading{min(heading, DEEPEST_HEADING)}")
        _write_before(paragraph, f"{mark} " if mark else "", "")
    elif place and mark:
        _set_style(paragraph, f"{ITEM}{place.level + 1}")
        _write_before(paragraph, mark, MARK)


def _is_gone(paragraph: etree._Element) -> bool:
    """Whether its end was deleted or moved away: Word does not count it any more."""
    own = child(paragraph, "pPr", "rPr")
    return child(own, "del") is not None or child(own, "moveFrom") is not None


def _keep_tracked(paragraph: etree._Element, properties: etree._Element) -> None:
    """mammoth joins a paragraph whose end was deleted to the next by this."""
    own = child(properties, "rPr")
    if child(own, "del") is not None:
        kept = etree.Element(properties.tag)
        kept.append(own)
        paragraph.insert(0, kept)


def _set_style(paragraph: etree._Element, name: str) -> None:
    namespace = etree.QName(paragraph).namespace
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = etree.Element(f"{{{namespace}}}pPr")
        paragraph.insert(0, properties)
    style = etree.Element(f"{{{namespace}}}pStyle")
    style.set(f"{{{namespace}}}val", name)
    properties.insert(0, style)


def _write_before(paragraph: etree._Element, words: str, style: str) -> None:
    if not words:
        return
    namespace = etree.QName(paragraph).namespace
    run = etree.Element(f"{{{namespace}}}r")
    if style:
        properties = etree.SubElement(run, f"{{{namespace}}}rPr")
        etree.SubElement(properties, f"{{{namespace}}}rStyle").set(f"{{{namespace}}}val", style)
    etree.SubElement(run, f"{{{namespace}}}t").text = words
    paragraph.insert(1, run)  # behind its properties


def _cut_links(document: etree._Element) -> None:
    """Links and pictures name other parts of the file, which are left behind."""
    for element in document.iter("{*}hyperlink", "{*}blip", "{*}imagedata"):
        for name in list(element.attrib):
            if name.endswith(("}id", "}embed", "}link")):
                del element.attrib[name]


def _bring_out_boxes(document: etree._Element) -> None:
    """A text box stands in the file twice, as a drawing and for older programs; mammoth reads
    only the second, which not every program writes."""
    namespace = etree.QName(document).namespace
    for choice in list(document.iter("{*}AlternateContent")):
        drawn = child(choice, "Choice")
        boxes = [] if drawn is None else list(drawn.iter(f"{{{namespace}}}txbxContent"))
        if boxes:
            shown = etree.Element(f"{{{namespace}}}pict")
            shown.tail = choice.tail
            shown.extend(boxes)
            choice.getparent().replace(choice, shown)
