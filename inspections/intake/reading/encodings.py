"""Bytes as text, in the encodings that documents come in."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the next does
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A few are no proof of a file of another kind. Those above 127 are bullets at times.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x7f]")
_MOST_CONTROLS = 50  # one in so many characters


def decoded(content: bytes, declared: str = "") -> str | None:
    """The text; None where the bytes are none. `declared` is what the file says of itself,
    and is believed where it fits."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", declared, "cp1252"):
        text = _decoded(content, encoding)
        if text is not None and _reads_as_text(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        # Some that Python knows are not of text: they give bytes, or a LookupError.
        return content.decode(encoding) if encoding else None
    except (UnicodeError, LookupError, ValueError):
        return None


def _reads_as_text(text: str) -> bool:
    controls = len(_CONTROL.findall(text))
    return "\x00" not in text and controls * _MOST_CONTROLS <= len(text)
