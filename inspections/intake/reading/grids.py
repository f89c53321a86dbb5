"""Tables of HTML as rows of cells."""

from collections.abc import Callable, Iterator

from lxml import etree

LONGEST_CELL = 3_000  # characters; a table with a longer one lays out a page
MOST_SPANNED = 50  # columns or rows, whatever a table says


def is_layout(table: etree._Element) -> bool:
    """Whether the table only puts blocks in their places: one column, or text with headings."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next(table.iter("h1", "h2", "h3", "h4"), None) is not None:
        return True
    rows = list(_own_rows(table))
    if all(len(_cells(row)) <= 1 for row in rows):
        return True
    return any(
        len("".join(cell.itertext())) > LONGEST_CELL for row in rows for cell in _cells(row)
    )


def rows_of(
    table: etree._Element, text_of: Callable[[etree._Element], str]
) -> Iterator[list[str]]:
    """A merged cell stands where it begins; the places that it covers are empty."""
    covered: dict[int, int] = {}  # by column: for how many more rows
    for caption in table.iterchildren("caption"):
        yield [text_of(caption)]
    for row in _own_rows(table):
        told: list[str] = []
        for cell in _cells(row):
            _pass_over(covered, told)
            down = _span(cell, "rowspan") - 1
            for column in range(len(told), len(told) + _span(cell, "colspan")):
                covered[column] = max(down, covered.get(column, 0))
            told += [text_of(cell), *[""] * (_span(cell, "colspan") - 1)]
        _pass_over(covered, told)
        yield _without_empty_end(told)


def _pass_over(covered: dict[int, int], told: list[str]) -> None:
    while covered.get(len(told), 0) > 0:
        covered[len(told)] -= 1
        told.append("")


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Without the rows of tables in its cells."""
    for part in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if part.tag == "tr":
            yield part
        else:
            yield from part.iterchildren("tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return list(row.iterchildren("td", "th"))


def _span(cell: etree._Element, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(max(int(said), 1), MOST_SPANNED) if said.isdecimal() and len(said) < 6 else 1


def _without_empty_end(told: list[str]) -> list[str]:
    while told and not told[-1].strip():
        told.pop()
    return told
