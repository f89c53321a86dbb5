"""A spreadsheet is read as a person sees it, whatever program made it; what is no spreadsheet,
or means harm, gets a sentence."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill

from inspections.intake import confined
from inspections.intake.confined import UnreadableError, run_confined
from inspections.intake.sheets import Cell, SheetError, Table, read_sheet
from inspections.intake.sheets import Workbook as Read
from inspections.intake.sheets.reading import read
from tests.sheet_walk import saved


def first(content, name="plan.xlsx"):
    return read_sheet(content, name).tables[0]


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return made


def refused(content):
    with pytest.raises(SheetError) as told:
        read_sheet(content, "plan.xlsx")
    return told.value.sentence


# What a person sees


def test_values_are_read_as_they_are_shown():
    made = book(
        ["Words", 3, 3.0, 2.5, True, None],
        [
            datetime(2018, 5, 31),  # noqa: DTZ001
            date(2018, 5, 31),
            datetime(2018, 5, 31, 14, 30),  # noqa: DTZ001 (a cell knows no zone)
            time(9),
            1,
            1,
        ],
    )
    made.active["E2"].number_format = "0.00"
    made.active["F2"].number_format = "0%"

    assert texts(first(saved(made))) == [
        ["Words", "3", "3", "2.5", "TRUE", ""],
        ["2018-05-31", "2018-05-31", "2018-05-31 14:30", "09:00:00", "1.00", "100%"],
    ]


def test_a_number_keeps_the_places_that_are_shown():
    made = book([2.1], [2.1])
    made.active["A2"].number_format = "0.00"

    assert texts(first(saved(made))) == [["2.1"], ["2.10"]]


@pytest.mark.parametrize(
    ("fill", "seen"),
    [
        (PatternFill("solid", fgColor="FFC000"), "#FFC000"),
        (PatternFill("solid", fgColor=Color(indexed=10)), "#FF0000"),
        (PatternFill("solid", fgColor=Color(theme=4)), "#4F81BD"),
        (PatternFill("solid", fgColor=Color(theme=4, tint=0.6)), "#B9CDE5"),
        (PatternFill("solid", fgColor=Color(theme=0, tint=-0.5)), "#808080"),
        (PatternFill("solid", fgColor="FFFFFF"), ""),
        (PatternFill(), ""),
    ],
)
def test_colours_are_told_however_the_program_names_them(fill, seen):
    made = book(["status"])
    made.active["A1"].fill = fill

    colour = first(saved(made)).rows[0][0].colour

    assert colour == seen or near(colour, seen)


def near(one, other):
    """Tints may be rounded one step apart."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return all(abs(a - b) <= 2 for a, b in pairs)


def test_a_cell_merged_downwards_stands_in_each_of_its_rows():
    made = book(["Title", None, None], ["Rec 1", "a", "x"], [None, "b", "y"], [None, "c", "z"])
    made.active.merge_cells("A1:C1")
    made.active.merge_cells("A2:A4")
    table = first(saved(made))

    assert [row[0] for row in texts(table)] == ["Title", "Rec 1", "Rec 1", "Rec 1"]
    assert texts(table)[0] == ["Title", "", ""]
    assert table.bands == [1]


def test_what_is_hidden_is_read_and_said_to_be_hidden():
    made = book(["a", "b"], ["c", "d"])
    made.active.row_dimensions[2].hidden = True
    made.active.column_dimensions["B"].hidden = True
    made.create_sheet("Lists").append(["x"])
    made["Lists"].sheet_state = "hidden"
    read = read_sheet(saved(made), "plan.xlsx")

    assert read.tables[0].hidden_rows == [2]
    assert read.tables[0].hidden_columns == [2]
    assert [(table.name, table.hidden) for table in read.tables] == [
        ("Sheet", False),
        ("Lists", True),
    ]


def test_a_formula_without_its_value_says_so():
    made = book(["=1+1"])

    cell = first(saved(made)).rows[0][0]

    assert cell.text == ""
    assert "without a saved value" in cell.note


def with_sheet(made, change):
    """The workbook with its first sheet's XML changed by hand, as another program saves it."""
    content = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(saved(made)))
    with zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "xl/worksheets/sheet1.xml" else part)
    return content.getvalue()


def with_cell(xml):
    def change(sheet):
        return sheet[: sheet.index(b"<c ")] + xml + sheet[sheet.index(b"</c>") + 4 :]

    return with_sheet(book(["x"]), change)


def test_a_formula_is_read_by_its_saved_value():
    table = first(with_cell(b'<c r="A1" t="str"><f>B1</f><v>On track</v></c>'))

    assert table.rows[0][0] == Cell("On track")


def test_a_formula_that_gives_nothing_or_went_wrong_is_told_apart():
    nothing = with_cell(b'<c r="A1" t="str"><f>B1</f><v></v></c><c r="B1"><v>1</v></c>')
    wrong = first(with_cell(b'<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>')).rows[0][0]

    assert first(nothing).rows[0][0] == Cell("")
    assert (wrong.text, wrong.note) == ("#DIV/0!", "a formula that went wrong")


def test_a_day_out_of_the_calendar_is_no_error_page():
    table = first(with_cell(b'<c r="A1"><v>1e300</v></c><c r="B1"><v>2</v></c>'))

    assert table.rows[0][1].text == "2"


def test_rows_are_counted_as_the_program_counts_them():
    made = Workbook()
    made.active["A7"] = "here"
    made.active["A900"].fill = PatternFill("solid", fgColor="FFC000")

    table = first(saved(made))

    assert len(table.rows) == 7
    assert table.rows[6][0].text == "here"


def test_its_properties_are_read():
    made = book(["a"])
    made.properties.title = "Plan v17"

    assert read_sheet(saved(made), "x").properties["title"] == "Plan v17"


def test_comments_and_charts_are_passed_by():
    made = book(["a"])
    made.active["A1"].comment = Comment("words", "someone")

    assert texts(first(saved(made))) == [["a"]]


# CSV in its dialects


@pytest.mark.parametrize(
    "content",
    [
        b"No,What\n1,Do it\n",
        b"No;What\r\n1;Do it\r\n",
        b"No\tWhat\n1\tDo it",
        b"\xef\xbb\xbfNo,What\n1,Do it\n",
        "No\tWhat\r\n1\tDo it\r\n".encode("utf-16"),
        b'"No","What"\n"1","Do it"\n\n\n',
        b"No,What,,\n1,Do it,,\n",
    ],
)
def test_csv_is_read_in_any_dialect(content):
    table = first(content, "plan.csv")

    assert texts(table) == [["No", "What"], ["1", "Do it"]]
    assert table.name == "plan.csv"


def test_the_line_that_names_the_separator_is_no_heading():
    assert texts(first(b"sep=;\nNo;What\n1;a,b,c\n")) == [
        ["", ""],
        ["No", "What"],
        ["1", "a,b,c"],
    ]


def test_a_cell_may_hold_lines_and_old_windows_letters():
    table = first('No;What\n1;"é\nsecond; “line”"\n'.encode("cp1252"))

    assert texts(table)[1] == ["1", "é\nsecond; “line”"]


def test_a_csv_may_be_called_anything():
    assert texts(first(b"a,b\n1,2\n", "plan.xlsx")) == [["a", "b"], ["1", "2"]]


# What is none, and what means harm


def zipped(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b",,,\n,,\n", "nothing in the file"),
        (OLE + b"\x00" * 600, "before 2007"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7 x", "PDF"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither"),
        (b"\x00\x01\x02", "neither"),
        (b"PK\x03\x04 and no more", "damaged"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (zipped(**{"xl/workbook.bin": "x"}), "binary"),
        (zipped(word__document="x"), "Word"),
        (zipped(letter="x"), "not a spreadsheet"),
        (zipped(**{"xl/workbook.xml": "http://purl.oclc.org/ooxml"}), "Strict"),
        (zipped(**{"xl/workbook.xml": "x"}), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_spreadsheet_gets_a_sentence(content, sentence):
    assert sentence in refused(content)


def test_half_a_file_is_refused():
    whole = saved(book(["a"] * 10))

    assert "damaged" in refused(whole[: len(whole) // 2])


def test_a_file_of_over_10_megabytes_is_not_read():
    assert "over 10 MB" in refused(b"a,b\n" * 2_700_000)


def test_a_small_file_that_unpacks_to_a_large_one_is_not_opened():
    bomb = zipped(**{"xl/workbook.xml": b"0" * 60_000_000})

    assert len(bomb) < 100_000
    assert "far larger" in refused(bomb)


def test_a_bomb_of_entities_is_refused():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{lines}]><a>&a11;</a>'
    parts = {"[Content_Types].xml": xml, "xl/workbook.xml": xml}

    assert "damaged" in refused(zipped(**parts))


def test_a_workbook_with_macros_is_read_without_them():
    content = io.BytesIO(saved(book(["a"])))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf macros")

    read = read_sheet(content.getvalue(), "plan.xlsm")

    assert read.macros
    assert texts(read.tables[0]) == [["a"]]


def test_a_sheet_that_is_too_long_says_where_it_was_cut():
    table = first(b"a,b\n" + b"1,2\n" * 6_000)

    assert len(table.rows) == 5_000
    assert "first 5,000 rows" in table.cut


@pytest.mark.parametrize("row", [b"\n", b" ,\t\n"])
def test_an_empty_row_where_the_sheet_is_cut_does_not_let_the_others_in(row):
    table = first(b"a,b\n" * 5_000 + row + b"1,2\n" * 3_000)

    assert len(table.rows) == 5_000
    assert "first 5,000 rows" in table.cut


def test_empty_rows_at_the_end_are_no_loss():
    assert first(b"a,b\n" * 5_000 + b",\n" * 3_000).cut == ""


def test_rows_without_end_are_not_read_even_if_they_are_empty():
    empty = b"<row/>" * 500_000 + b"</sheetData>"
    made = with_sheet(book(["a"]), lambda sheet: sheet.replace(b"</sheetData>", empty))
    table = first(made)

    assert texts(table) == [["a"]]
    assert "the file holds too much" in table.cut


def test_merged_cells_without_end_are_not_spread_and_it_is_said():
    made = book(["a"])
    made.active["A3000"] = "z"
    merged = b'<mergeCell ref="A1:A3000"/>' * 100
    end = b"</sheetData><mergeCells>" + merged + b"</mergeCells>"
    content = with_sheet(made, lambda sheet: sheet.replace(b"</sheetData>", end))

    assert "Not all merged cells" in first(content).cut


def test_a_workbook_of_too_many_sheets_says_so():
    made = book(["a"])
    for _ in range(40):
        made.create_sheet()

    assert "more than 40 sheets" in refused(saved(made))


def test_a_list_of_parts_that_lies_about_its_length_is_not_believed():
    content = zipped(**{f"part{n}": "x" for n in range(2_001)})
    end = content.rindex(b"PK\x05\x06")
    lie = content[: end + 8] + b"\1\0\1\0" + content[end + 12 :]

    assert "far larger" in refused(lie)


# The confined process


def test_the_child_has_no_environment_and_little_of_everything(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")

    told = run_confined("tests.confined_probes:limits", b"")

    assert "do not tell" not in str(told["environment"])
    assert told["memory"] <= 1_000_000_000
    assert told["seconds"] <= 6
    assert told["processes"] == told["core"] == 0
    assert "django" not in told["modules"]


@pytest.mark.parametrize(
    ("probe", "sentence"),
    [
        ("eats_memory", "more memory"),
        ("dies", "time a page may take"),
        ("writes_too_much", "damaged"),
        ("raises", "damaged"),
    ],
)
def test_whatever_happens_in_the_child_is_a_sentence(probe, sentence):
    with pytest.raises(UnreadableError, match=sentence):
        run_confined(f"tests.confined_probes:{probe}", b"")


def test_a_child_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(confined, "WALL_SECONDS", 1)

    with pytest.raises(UnreadableError, match="time a page may take"):
        run_confined("tests.confined_probes:sleeps", b"")


def test_what_a_parser_prints_is_no_part_of_the_answer():
    assert run_confined("tests.confined_probes:prints", b"content") == "7 bytes"


# Whatever the bytes: a workbook or a sentence

TEXT = st.text(max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(TEXT, min_size=1, max_size=6), min_size=1, max_size=8))
def test_a_table_goes_to_plain_json_and_back(rows):
    width = max(map(len, rows))
    cells = [[Cell(text, "#FFC000" if text else "") for text in row] for row in rows]
    cells = [row + [Cell()] * (width - len(row)) for row in cells]
    read = Read([Table("plan", cells, hidden_rows=[1])], {"title": "x"})

    assert Read.from_plain(read.to_plain()) == read


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_table_or_a_sentence(content):
    try:
        plain = read(content)
    except UnreadableError:
        return
    assert Read.from_plain(plain).tables


WHOLE = saved(book(["a", date(2018, 5, 31)], ["=1", 2.5]))
PLACE = st.floats(0, 0.999)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(PLACE, st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_bytes_changed_is_a_table_or_a_sentence(changes):
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[int(place * len(content))] = byte
    try:
        tables = read_sheet(bytes(content), "plan.xlsx").tables
    except SheetError:
        return
    assert tables
