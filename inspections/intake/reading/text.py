"""Plain text as a careful reader sees it: what its line breaks, blanks and marks mean."""

import re
from collections.abc import Iterable, Iterator

from inspections.intake.reading.collecting import Collected
from inspections.intake.reading.headings import is_like_heading
from inspections.intake.reading.mending import LONGEST, Part, is_grade, join_words, mend
from inspections.intake.reading.passages import Kind
from inspections.intake.reading.wording import runs_on, split_marker

# Lines broken at a width have it between these; shorter ones were set so, longer ones are
# paragraphs of their own.
NARROWEST, WIDEST = 50, 130
MOST_LONE_LINES = 3  # one after the other: more are a list of names or an address

_RULE = re.compile(r"\s*(?:[-=_*~·.]\s?){3,}$")
_OF_TABLE_RULES = " \t|:+-"
_COLUMNS = re.compile(r"(?<=\S) {3,}(?=\S)")
_PAGE = re.compile(r"\s*(?:-\s*\d{1,3}\s*-|page \d{1,3}(?: of \d{1,3})?)\s*$", re.IGNORECASE)


def read_lines(text: str, collected: Collected) -> None:
    """Adds the passages of a text that has no marks of its own but its lines."""
    add_parts(with_headings(mend(list(parts_of(text)))), collected)


def parts_of(text: str, *, soft: bool = False) -> Iterator[Part]:
    """The lines, those together that belong together. `soft`: a line break means nothing."""
    blocks = [block.split("\n") for block in re.split(r"\n[^\S\n]*\n|\f", text)]
    blocks = [lines for block in blocks if (lines := [line for line in block if line.strip()])]
    width = 0 if soft else _width(blocks)
    for lines in blocks:
        yield from _parts(lines, width)


def _width(blocks: list[list[str]]) -> int:
    """At which the lines of the text are broken; far more than any has, where they are not."""
    broken = sorted(len(line.rstrip()) for lines in blocks for line in lines[:-1])
    usual = broken[len(broken) * 95 // 100] if broken else 0
    return usual if NARROWEST <= usual <= WIDEST else WIDEST * 100


def _parts(lines: list[str], width: int) -> list[Part]:
    parts: list[Part] = []
    in_columns = len(lines) > 1 and all(_COLUMNS.search(line.strip()) for line in lines)
    last = ""
    for line in lines:
        if _says_nothing(line):
            continue
        part = _part(line, in_columns=in_columns)
        before = parts[-1] if parts else None
        if before and _belongs_to(before, last, part, line, width):
            before.text = join_words(before.text, part.text)
        elif part.text.strip() or part.cells:
            parts.append(part)
        last = line
    if len(parts) == 1:
        parts[0].is_alone = True
    return parts


def _says_nothing(line: str) -> bool:
    """A rule across the page or below a table's head, or the number of a page."""
    is_table_rule = "-" in line and not line.strip(_OF_TABLE_RULES)
    return is_table_rule or bool(_RULE.match(line) or _PAGE.match(line))


def _part(line: str, *, in_columns: bool) -> Part:
    indent = len(line) - len(line.lstrip())
    words = line.strip()
    if words.count("|") == 1:
        words = words.strip("|").strip()
    marker, rest = split_marker(words)
    cells = _cells(rest if marker else words, in_columns=in_columns)
    if cells:
        cells[0] = f"{marker} {cells[0]}".strip()
        return Part(Kind.ROW, "", cells=cells)
    if marker:
        return Part(Kind.ITEM, rest.strip(), marker=marker, indent=indent)
    return Part(Kind.PARAGRAPH, words, indent=indent)


def _cells(words: str, *, in_columns: bool) -> list[str]:
    if "|" in words.strip("|") or words.startswith("||"):
        return [cell.strip() for cell in re.sub(r"^\||\|$", "", words).split("|")]
    if "\t" in words:
        return [cell.strip() for cell in words.split("\t")]
    return _COLUMNS.split(words) if in_columns else []


def _belongs_to(before: Part, last: str, part: Part, line: str, width: int) -> bool:
    """Whether a line goes on with what the part before it says."""
    if part.kind != Kind.PARAGRAPH or before.kind == Kind.ROW or is_grade(part.text):
        return False
    if len(before.text) > LONGEST:
        return False
    words = line.split()
    did_not_fit = len(last.rstrip()) + 1 + len(words[0]) >= width - 2
    if did_not_fit or runs_on(last, line):
        return True
    if before.kind == Kind.ITEM:
        return part.indent > before.indent or last.rstrip()[-1] not in ".:;?!"
    return False


def with_headings(parts: list[Part]) -> list[Part]:
    """Marks the lone lines that are headings."""
    alone = [_stands_as_heading(parts, at) for at in range(len(parts))]
    for first, after in _runs(alone):
        # The last lines of a text are who signed it.
        if after - first <= MOST_LONE_LINES and after < len(parts):
            for part in parts[first:after]:
                part.text = f"{part.marker} {part.text}".strip()
                part.kind, part.level = Kind.HEADING, 1 if part.text.isupper() else 2
    return parts


def _stands_as_heading(parts: list[Part], at: int) -> bool:
    part = parts[at]
    if not part.is_alone or part.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return False
    if part.kind == Kind.ITEM:
        beside = parts[max(at - 1, 0) : at] + parts[at + 1 : at + 2]
        same = [_shape(other.marker) == _shape(part.marker) for other in beside]
        if not part.marker[:1].isdigit() or any(same):
            return False
    return is_like_heading(part.text)


def _shape(marker: str) -> str:
    """The same for numbers that follow one another."""
    return re.sub(r"\d+", "1", marker)


def _runs(marks: Iterable[bool]) -> list[tuple[int, int]]:
    """Where marks stand one after the other: from the first to behind the last."""
    runs: list[tuple[int, int]] = []
    for at, is_marked in enumerate(marks):
        if is_marked and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif is_marked:
            runs.append((at, at + 1))
    return runs


def add_parts(parts: Iterable[Part], collected: Collected) -> None:
    indents: list[int] = []  # of the items around, outermost first
    for part in parts:
        if part.kind == Kind.ITEM:
            while indents and part.indent < indents[-1]:
                indents.pop()
            if not indents or part.indent > indents[-1]:
                indents.append(part.indent)
            collected.item(part.text, part.marker, len(indents))
            continue
        indents = []
        if part.kind == Kind.ROW:
            collected.row(part.cells)
        elif part.kind == Kind.HEADING:
            collected.heading(part.text, part.level)
        else:
            collected.paragraph(part.text)
