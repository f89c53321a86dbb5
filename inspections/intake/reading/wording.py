"""Words as they are kept, and the marks that stand before an item of a list."""

import re

BULLET = "•"

# These are bullets with or without a blank behind them. Fonts of signs put theirs into the
# private range; some files hold them as control characters.
_GLYPHS = "•◦▪▫■□◼◻◾◽●○‣⁃∙·➢➤►▶▸❖✓✔✗✘➔\ue000-\uf8ff\x80-\x84\x86-\x9f"
# These are bullets only with a blank behind them: they have other uses.
_SIGNS = "-–—*+>→§Ø¨o\ufffd"
_BULLETS = re.compile(rf"\s*(?:[{_GLYPHS}]\s*|[{_SIGNS}](?:\s+|$))+")
_NUMBER = re.compile(
    r"""\s*(
        \(?\d{1,3}[.)](?=\s)            # 1.  12)  (3)
      | \d{1,2}\.(?=[A-Z][a-z])         # 1.Text
      | \d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s+["“‘'(]?[A-Z])  # 2.1 Text, not 2.1 million
      | \(?[a-z][.)](?=\s)              # a)  (b)  c.
      | \(?[A-Z]\)(?=\s)                # A), not an initial
      | \(?[ivx]{1,5}[.)](?=\s)         # iv.  (ii)
    )\s*(?=\S)""",
    re.VERBOSE,
)

_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u2010": "-", "\u2011": "-"}
)
# `translate` takes long where a text has letters beyond Latin-1, as “’” is.
_TO_CHANGE = re.compile(f"[{''.join(map(chr, _LETTERS))}]")
# Soft hyphens, marks without width, control characters, halves of characters.
_NOT_SEEN = re.compile(
    "[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)


def tidy(text: str) -> str:
    """On one line, with single blanks and without what no reader sees."""
    if _TO_CHANGE.search(text):
        text = text.translate(_LETTERS)
    return " ".join(_NOT_SEEN.sub("", text).split())


def split_marker(text: str) -> tuple[str, str]:
    """The mark before an item and the words behind it; no mark where it is no item. Every
    bullet counts as •; a number stays as it is printed, also one behind a bullet."""
    bullets = _BULLETS.match(text)
    words = text[bullets.end() :] if bullets else text
    number = _NUMBER.match(words)
    if number:
        return number[1], words[number.end() :]
    return (BULLET if bullets else ""), words


def runs_on(before: str, after: str) -> bool:
    """Whether a sentence is broken between two lines: it has not ended, and the next begins
    with a small letter."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or before[-1] in ".:;?!":
        return False
    return after[0].islower() and not after.startswith(("http", "www."))
