"""Web pages: what they say, without the furniture of their site."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from inspections.intake.confined import UnreadableError
from inspections.intake.reading.collecting import Collected
from inspections.intake.reading.encodings import decoded
from inspections.intake.reading.form import TANGLED
from inspections.intake.reading.marked_up import OWN_MARKER, collect

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE
)
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")

_NEVER_READ = re.compile(
    "(?:script|style|template|noscript|svg|math|canvas|iframe|object|embed|audio|video|nav|aside"
    "|footer|button|select|option|textarea|input|dialog|map|head|title)$"
)
_ROLES = re.compile(
    r"\s*(?:navigation|banner|contentinfo|search|(?:alert)?dialog|complementary|menu(?:bar)?)\s*$"
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# By what sites call it. Some words are an authority's subjects as well: those count only
# alone, or with a word of building behind them.
_FURNITURE = re.compile(
    r"""(?:^|[\s_-])(?:
        cookies? | consent | breadcrumbs? | sidebar | advert\w* | promo | newsletter | pagination
      | menu | nav | navbar | navigation | footer | banner | visually-hidden | sr-only
      | screen-reader-text )(?:$|[\s_-])
      | (?:^|\s)(?:[\w-]*[_-])?(?:skip | share | sharing | social | related | comments | feedback
        | hidden)(?:[_-](?:bar|box|buttons?|content|form|icons?|items|links?|list|media))?(?:$|\s)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOLDS_FURNITURE = re.compile("(?:a|div|dl|form|ol|p|section|span|td|ul)$")
_MOST_OF_FURNITURE = 0.4  # of a page's words; more is the page itself under an odd name
_LEAST_OF_MAIN = 0.2  # of a page's words; a main part with less has its words elsewhere
_NOTE = re.compile(r"\[?\(?(?:\d{1,3}|[*†‡a-z])\)?\]?$")


def read_html(content: bytes, collected: Collected) -> None:
    """Adds the passages of its main part."""
    root = _tree(content)
    body = root.find("body")
    if body is None:
        body = root
    _take_away(body)
    main = _main(body)
    title = next(body.iter("h1"), None)
    if title is not None and main is not body and next(main.iter("h1"), None) is None:
        collected.heading("".join(title.itertext()), 1)
    collect(main, collected)


def _tree(content: bytes) -> HtmlElement:
    found = _DECLARED.search(content[:4096])
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    # Who declares it writes the wider one.
    text = decoded(content, "cp1252" if declared in ("iso-8859-1", "latin1") else declared)
    # As bytes in an encoding that is told: what the page declares must not count any more.
    parser = HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8"
    )
    try:
        plain = _PROLOG.sub("", text or "", count=1).encode()
        root: HtmlElement = document_fromstring(plain, parser=parser)
    except etree.LxmlError:
        raise UnreadableError("There is no text in this web page.") from None
    # What stands deeper than the parser goes would be missing, and nobody would know.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(TANGLED)
    return root


def _take_away(body: HtmlElement) -> None:
    words = len(body.text_content())
    for element in list(body.iterdescendants()):
        if _is_unread(element) or _is_furniture(element, words):
            element.drop_tree()
        else:
            element.attrib.pop(OWN_MARKER, None)


def _is_unread(element: HtmlElement) -> bool:
    if _NEVER_READ.match(element.tag) or _ROLES.match(element.get("role", "")):
        return True
    if element.tag == "sup" and _is_note(element):
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return _NOT_SHOWN.search(element.get("style", "")) is not None


def _is_note(element: HtmlElement) -> bool:
    """Whether it is the mark of a footnote, and no 2 of m²."""
    is_link = next(element.iter("a"), None) is not None or element.getparent().tag == "a"
    return is_link and _NOTE.match(element.text_content().strip()) is not None


def _is_furniture(element: HtmlElement, words: int) -> bool:
    if element.tag == "header":
        return next(element.iter("h1"), None) is None
    said = f"{element.get('class', '')} {element.get('id', '')}"
    if not _HOLDS_FURNITURE.match(element.tag) or not _FURNITURE.search(said):
        return False
    if next(element.iter("main", "article", "h1"), None) is not None:
        return False
    return len(element.text_content()) <= _MOST_OF_FURNITURE * words


def _main(body: HtmlElement) -> HtmlElement:
    """The part that is the document; the body where none is said to be."""
    words = len(body.text_content())
    for path in ('.//main | .//*[@role="main"]', ".//article"):
        parts = sorted(body.xpath(path), key=lambda part: len(part.text_content()))
        if parts and len(parts[-1].text_content()) >= _LEAST_OF_MAIN * words:
            longest: HtmlElement = parts[-1]
            return longest
    return body
