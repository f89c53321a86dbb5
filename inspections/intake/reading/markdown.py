"""Markdown: headings, lists and tables by their marks, which then leave the words."""

import html
import re
from collections.abc import Iterator

from inspections.intake.reading.collecting import Collected
from inspections.intake.reading.headings import is_like_heading
from inspections.intake.reading.mending import Part, mend
from inspections.intake.reading.passages import Kind
from inspections.intake.reading.text import add_parts, parts_of, with_headings

BOLD_LEVEL = 3  # of a bold line that stands for a heading: below the real ones

_FRONT_MATTER = re.compile(r"\A---\n(?:[\w-]+:.*\n|[ \t-].*\n)*---\n")
_FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--[^<]*-->")
_HASHES = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_UNDERLINED = re.compile(r"^ {0,3}(\S.*)\n {0,3}(=+|-{3,})[ \t]*$", re.MULTILINE)
_ALL_BOLD = re.compile(r"\s*(\*\*|__)(?!\s)((?:(?!\1).)+)\1:?\s*$")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*\S+.*$", re.MULTILINE)

_TAG = (
    r"(?:a|b|br|code|dd|del|div|dl|dt|em|h[1-6]|hr|i|ins|ol|p|s|small|span|strong|sub|sup|u|ul)"
)
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\[\]\n]{0,300}\]\([^)\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,300})\](?:\([^)\n]{0,500}\)|\[[^\[\]\n]{0,300}\])"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"<li>\s*•?\s*", re.IGNORECASE), " • "),
    (re.compile(r"</li>", re.IGNORECASE), " "),
    (re.compile(rf"</?{_TAG}(?:\s[^<>\n]{0, 500})?/?>", re.IGNORECASE), " "),
    (re.compile(r"(?<!\\)(?:\*\*|__)(?=\S)|(?<=\S)(?<!\\)(?:\*\*|__)"), ""),
    (re.compile(r"(?<![\w*\\])\*(?=\S)([^*\n]*[^\s*\\])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=\S)([^_\n]*[^\s_\\])_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]*)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)
_QUOTED = re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE)


def read_markdown(text: str, collected: Collected) -> None:
    """Adds its passages."""
    text = _FENCE.sub("", _COMMENT.sub("", _FRONT_MATTER.sub("", text)))
    text = _QUOTED.sub("", _REFERENCE.sub("", text))
    text = _UNDERLINED.sub(_as_hashes, text)
    has_headings = any(_HASHES.match(line) for line in text.split("\n"))
    parts: list[Part] = []
    for level, words in _sections(text):
        if level:
            parts.append(Part(Kind.HEADING, without_marks(words), level=level))
        else:
            # Who marks headings breaks lines where it suits; who marks none, as on paper.
            parts += parts_of(without_marks(words), soft=has_headings)
    parts = mend(parts)
    add_parts(parts if has_headings else with_headings(parts), collected)


def without_marks(text: str) -> str:
    """The words alone, as they are shown."""
    for mark, shown in _MARKS:
        text = mark.sub(shown, text)
    return html.unescape(text)


def _as_hashes(match: re.Match[str]) -> str:
    if "|" in match[1]:  # the head of a table
        return match[0]
    return f"{'#' if match[2][0] == '=' else '##'} {match[1]}"


def _sections(text: str) -> Iterator[tuple[int, str]]:
    """Headings with their level, and what stands between them with none."""
    between: list[str] = []
    for line in text.split("\n"):
        level, words = _heading(line)
        if level:
            yield 0, "\n".join(between)
            yield level, words
            between = []
        else:
            between.append(line)
    yield 0, "\n".join(between)


def _heading(line: str) -> tuple[int, str]:
    hashes = _HASHES.match(line)
    if hashes:
        return len(hashes[1]), hashes[2]
    bold = _ALL_BOLD.match(line)
    if bold and is_like_heading(without_marks(bold[2])):
        return BOLD_LEVEL, bold[2]
    return 0, ""
