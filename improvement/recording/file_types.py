"""What a file is, told from its content, and under which name it is kept.

Taken are the kinds that evidence comes in and that run nothing when they are opened. Nothing
in a file is read beyond what tells its kind: of a packed one, the names inside and the list
of what they are.
"""

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from improvement.recording.refusals import Refused
from inspections.intake.confined import MAX_BYTES, MOST

LARGEST_FILE = MAX_BYTES
LONGEST_NAME = 150
MOST_PARTS = 5_000  # of a packed file: more than any document has
LISTED = b"PK\x01\x02"  # begins each part's entry in the list of a packed file
LONGEST_TYPES = 1_000_000  # the list of an Office file's types, which grows with its parts

TAKEN = (
    "a PDF, a Word, Excel, PowerPoint or OpenDocument file without macros, a PNG or JPEG "
    "picture, plain text or CSV"
)


@dataclass(frozen=True)
class FileType:
    media_type: str
    endings: tuple[str, ...]  # the first is given to a name that has none of them


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
TEXT = FileType("text/plain", (".txt", ".csv", ".tsv", ".md"))

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
OFFICE_BY_FOLDER = {
    "word/": FileType(f"{OFFICE}.wordprocessingml.document", (".docx",)),
    "xl/": FileType(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "ppt/": FileType(f"{OFFICE}.presentationml.presentation", (".pptx",)),
}
OPEN_BY_KIND = {
    f"{OPEN}.text": FileType(f"{OPEN}.text", (".odt",)),
    f"{OPEN}.spreadsheet": FileType(f"{OPEN}.spreadsheet", (".ods",)),
    f"{OPEN}.presentation": FileType(f"{OPEN}.presentation", (".odp",)),
}
MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "basic/", "scripts/")
# A part may be called anything; Office goes by its type. "macroEnabled", "vbaProject"…
MACRO_TYPES = re.compile(rb"macro|vba|activex", re.IGNORECASE)


def check_file(name: str, content: bytes) -> FileType:
    """The kind of a file that may be kept; refused with what to do otherwise."""
    if not content:
        raise Refused(f"“{name}” is empty. Choose another file.", "file")
    if len(content) > LARGEST_FILE:
        raise Refused(
            f"“{name}” is larger than {MOST}. Give a link to it, or a smaller file.", "file"
        )
    kind = _kind_of(name, content)
    if kind is None:
        raise Refused(
            f"“{name}” is not a kind of file that is kept here: {TAKEN}. Save it as one of "
            "these, or give a link to it.",
            "file",
        )
    return kind


def safe_name(name: str, kind: FileType) -> str:
    """The name without anything that could mislead or leave its folder, and with an ending
    that belongs to what the file is."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    shown = "".join("_" if c in '<>:"|?*' else c for c in shown).strip(" .") or "evidence"
    ending = next((end for end in kind.endings if shown.lower().endswith(end)), "")
    stem = shown[: -len(ending)].rstrip(" .") if ending else shown
    ending = ending or kind.endings[0]
    return f"{stem[: LONGEST_NAME - len(ending)] or 'evidence'}{ending}"


def _kind_of(name, content) -> FileType | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK"):
        return _kind_of_packed(name, content)
    return TEXT if _is_text(content) else None


def _kind_of_packed(name, content) -> FileType | None:
    # Listing millions of parts would take long, and the archive's own count may be a lie.
    if content.count(LISTED) > MOST_PARTS:
        return None
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = [part.filename.lower() for part in packed.infolist()]
            types = _office_types(packed)
    except (
        BadZipFile,
        ValueError,
        ArithmeticError,
        EOFError,
        RuntimeError,  # a part that is locked, or packed in a way that is not known here
        OSError,
        struct.error,
        zlib.error,
    ):
        return None
    has_macros = any(macro in part for part in parts for macro in MACROS)
    if has_macros or MACRO_TYPES.search(types):
        raise Refused(
            f"“{name}” holds macros, which can run on the computer of whoever opens it. Save "
            "it without them, or as a PDF.",
            "file",
        )
    if "[content_types].xml" in parts:
        folders = (kind for folder, kind in OFFICE_BY_FOLDER.items() if _has(parts, folder))
        return next(folders, None)
    # OpenDocument names its kind in the first part, uncompressed.
    said = content[30:120].partition(b"mimetype")[2].partition(b"PK")[0]
    return OPEN_BY_KIND.get(said.decode("ascii", "replace"))


def _office_types(packed) -> bytes:
    """What an Office file says that its parts are, as the words stand there."""
    said = b""
    for part in packed.infolist():
        if part.filename.lower() == "[content_types].xml":
            if said or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise BadZipFile("the list of types is not packed as programs do it")
            with packed.open(part) as listed:
                said = listed.read(LONGEST_TYPES)
    # With letters as numbers or two bytes a letter, a type could not be told by its word.
    if len(said) == LONGEST_TYPES or any(sign in said for sign in (b"\0", b"&#", b"<!ENTITY")):
        raise BadZipFile("the list of types is not written as programs do it")
    return said


def _has(parts, folder):
    return any(part.startswith(folder) for part in parts)


def _is_text(content) -> bool:
    """Whether it is text without being a page or a drawing that a browser would run."""
    text = _decoded(content)
    if text is None or any(
        unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in text
    ):
        return False
    return not text.lstrip("\ufeff \t\r\n").startswith(("<", "#!"))


def _decoded(content) -> str | None:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
