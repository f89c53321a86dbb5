"""What kind of file it is, told by its content, and its tables. Runs confined."""

import zipfile
from typing import Any

from inspections.intake.confined import UnreadableError
from inspections.intake.packed import ZIP, open_packed
from inspections.intake.sheets.separated import read_separated
from inspections.intake.sheets.tables import Workbook
from inspections.intake.sheets.xlsx import read_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and anything with a password
SAVE_AS = "Open it and save it as an Excel workbook (.xlsx) or as CSV."
TOO_LARGE = f"Unpacked, the file would be far larger than a plan can be, so it was not opened. {SAVE_AS}"

# Of all sheets together.
MAX_TEXT = 2_000_000  # characters: 800 in each row of the longest plan
MAX_CELLS = 1_000_000  # empty ones between others included


def read(content: bytes) -> dict[str, Any]:
    """The workbook as plain JSON."""
    workbook = _read(content)
    if sum(len(row) for table in workbook.tables for row in table.rows) > MAX_CELLS:
        raise UnreadableError(
            "There are more cells in the file than a plan can have. Take out what is no plan."
        )
    length = sum(
        len(cell.text) for table in workbook.tables for row in table.rows for cell in row
    )
    if length > MAX_TEXT:
        raise UnreadableError(
            "There is more text in the file than a plan can have. Take out what is no plan."
        )
    return workbook.to_plain()


def _read(content: bytes) -> Workbook:
    if not content.strip():
        raise UnreadableError("The file is empty.")
    if content.startswith(OLE):
        raise UnreadableError(_older_office(content))
    if content.startswith(ZIP):
        return _read_zip(content)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        raise UnreadableError(
            "This is a PDF, not a spreadsheet. Ask for the file it was made from."
        )
    return read_separated(content)


def _older_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "The file is locked with a password. Open it, take the password off, save it and "
            "upload it again."
        )
    return (
        f"This is a file of an Excel from before 2007 (.xls) or of another program. {SAVE_AS}"
    )


def _read_zip(content: bytes) -> Workbook:
    archive = open_packed(content, TOO_LARGE)
    names = set(archive.namelist())
    _refuse_what_is_none(archive, names)
    return read_xlsx(content, has_macros=any("vbaProject" in name for name in names))


def _refuse_what_is_none(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:100]:
        raise UnreadableError(f"This is an OpenDocument file. {SAVE_AS}")
    if "xl/workbook.bin" in names:
        raise UnreadableError(f"This is a binary Excel workbook (.xlsb). {SAVE_AS}")
    if any(name.startswith("word/") for name in names):
        raise UnreadableError(
            "This is a Word document. Copy its table into a spreadsheet and upload that."
        )
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableError(f"This is not a spreadsheet. {SAVE_AS}")
    if "xl/workbook.xml" in names and b"purl.oclc.org/ooxml" in archive.read("xl/workbook.xml"):
        raise UnreadableError(
            "This is saved as “Strict Open XML”. Save it as an ordinary Excel workbook (.xlsx)."
        )
