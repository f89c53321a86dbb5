"""A downloaded plan as it comes back: its rows, wherever they stand by now, and what about
the file has changed. Nothing in it is believed; it only says what somebody wrote."""

from dataclasses import asdict, dataclass, field

from improvement.spreadsheets.round_trip.cells import as_said, day_as_cell, words
from improvement.spreadsheets.round_trip.layout import (
    BY_KEY,
    COLUMNS,
    VERSION,
    FileName,
    RowName,
    print_of,
)
from inspections.intake.sheets import Table, Workbook

LOOKED_AT = 50  # rows in which the headings are looked for


class NotOursError(Exception):
    """The file is not one to upload here; `sentence` says why, and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class UploadedRow:
    """`line` is its number in the sheet; `action` and `seen` are as its hidden cell says, or
    0 where it has none; `edited` are the cells in which other words stand than in the
    downloaded file, and `cells` all of them."""

    line: int
    action: int
    seen: str
    cells: dict[str, str]
    edited: tuple[str, ...] = ()
    prints: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Uploaded:
    named: FileName
    rows: list[UploadedRow]
    notes: list[str]

    def to_plain(self):
        return asdict(self)

    @classmethod
    def from_plain(cls, plain):
        rows = [UploadedRow(**{**row, "edited": tuple(row["edited"])}) for row in plain["rows"]]
        return cls(FileName(**plain["named"]), rows, plain["notes"])


def read_upload(workbook: Workbook) -> Uploaded:
    found = [place for table in workbook.tables for place in _headings(table)]
    if not found:
        raise NotOursError(
            "This is not a spreadsheet that was downloaded here, or its hidden last column is "
            "gone. Download the plan again and copy what you wrote into it."
        )
    if len(found) > 1:
        raise NotOursError(
            "The plan is in the file more than once. Delete the sheet that you did not write "
            "in, and upload the file again."
        )
    (table, at, column, named), *_ = found
    if named.version != VERSION:
        raise NotOursError(
            "The file was downloaded in a form that is no longer read. Download the plan again "
            "and copy what you wrote into it."
        )
    places, notes = _places(table, at, column)
    rows = [_row(table, number, places, column) for number in range(at + 1, len(table.rows))]
    rows = [row for row in rows if row is not None]
    return Uploaded(named, rows, [*notes, *_missing(named, rows), *_cut(table)])


def _headings(table: Table):
    """Where the hidden heading stands: (table, index of its row, of its column, the file)."""
    for at, row in enumerate(table.rows[:LOOKED_AT]):
        for column, cell in enumerate(row):
            if named := FileName.read(as_said(cell.text)):
                yield table, at, column, named


def _places(table, at, hidden):
    """By key the column in which it stands by its heading; and what to say of the others."""
    wanted = {words(column.heading).casefold(): column.key for column in COLUMNS}
    places, notes = {}, []
    for number, cell in enumerate(table.rows[at]):
        heading = words(cell.text)
        key = wanted.get(heading.casefold())
        if number == hidden or not heading:
            continue
        if key is None:
            notes.append(
                f"The column “{heading[:60]}” is not one of the plan’s. It is left out."
            )
        elif key in places:
            notes.append(f"“{heading}” stands over two columns. Only the first is read.")
        else:
            places[key] = number
    for column in COLUMNS:
        if column.key not in places:
            notes.append(f"There is no column “{column.heading}”. Nothing changes in it.")
    return places, notes


def _row(table, number, places, hidden):
    row = table.rows[number]
    cells = {key: _said(key, row[place].text) for key, place in places.items()}
    unreadable = {key: row[place].note for key, place in places.items() if row[place].note}
    if not any(cells.values()) and not unreadable:
        return None  # emptied or blank: nothing is said in it
    name = RowName.read(row[hidden].text)
    if name is None:
        return UploadedRow(number + 1, 0, "", cells)
    edited = tuple(
        key for key, text in cells.items() if key in unreadable or _is_edited(name, key, text)
    )
    return UploadedRow(
        number + 1, name.action, name.seen, cells, edited, name.prints, unreadable
    )


def _said(key, text):
    said = as_said(text)
    return day_as_cell(said) if BY_KEY[key].is_day else said


def _is_edited(name, key, text):
    return print_of(key, text) != name.prints[key]


def _missing(named, rows):
    known = len({row.action for row in rows if row.action})
    if known < named.rows:
        gone = named.rows - known
        yield (
            f"{gone} row{'' if gone == 1 else 's'} of the downloaded file "
            f"{'is' if gone == 1 else 'are'} not in it. Nothing happens to "
            f"{'that action' if gone == 1 else 'those actions'}."
        )


def _cut(table):
    if table.cut:
        yield table.cut
