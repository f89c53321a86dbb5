"""What a file is, told by its content and never by its name."""

import re
import zipfile

from inspections.intake.confined import UnreadableError
from inspections.intake.packed import ZIP, open_packed
from inspections.intake.reading.encodings import decoded
from inspections.intake.reading.passages import Form

UPLOAD_PDF = "Save it as a PDF with text, and upload that."
SAVE_AS = "Open it and save it as a Word document (.docx) or as a PDF, and upload that."
TAKEN = "Documents are taken as PDF, Word (.docx), web page (.html), Markdown or plain text."
PICTURE = (
    "This is a picture. Upload the document that it shows; if there is only the picture, have "
    "its text recognised (OCR) and saved as a PDF."
)
SPREADSHEET = (
    "This is a spreadsheet. A plan kept in one comes in on a page of its own, under Import; "
    "anything else: save it as a PDF with text, and upload that."
)
ARCHIVE = "This is a packed folder. Unpack it and upload the documents in it."
TOO_LARGE = f"Unpacked, the file would be far larger than a document is, so it was not opened. {SAVE_AS}"
DAMAGED = "The file is damaged, or did not arrive whole. Fetch it again."
TANGLED = f"Its parts lie too deep in one another for it to be read. {UPLOAD_PDF}"
LOCKED = "The file is locked with a password. Open it, take the password off, save it and upload it again."
MACROS = (
    "The document holds macros, which can run on the computer of whoever opens it. Save it "
    "without them (.docx) or as a PDF, and upload that."
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and anything locked
# By the name of a stream inside.
IN_OLE = (
    ("EncryptedPackage", LOCKED),
    (
        "__properties_version1.0",
        "This is an e-mail (.msg). Save what is attached to it, and upload that.",
    ),
    ("WordDocument", f"This is a document of a Word from before 2007 (.doc). {SAVE_AS}"),
    ("Workbook", SPREADSHEET),
    ("PowerPoint Document", f"This is a presentation from before 2007 (.ppt). {UPLOAD_PDF}"),
)
RIGHTS = "DRMEncrypted"
PROTECTED = (
    "The file is protected by its sender's rights management, so nobody else can read it. Ask "
    "for a copy without protection."
)

# How files begin that are no text.
BEGINNINGS = (
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"BM", PICTURE),
    (b"RIFF", PICTURE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),  # an empty one
    (b"PK", DAMAGED),
)
MAIL = re.compile(
    r"^(?:mime-version|message-id|received|return-path|dkim-signature):", re.I | re.M
)
HEADERS = re.compile(r"(?:[\w-]+:.*\n(?:[ \t].*\n)*){3,}")
MARKUP = re.compile(
    r"<(?:!doctype html|html|head|body|main|article|div|p|h[1-6]|table|ul|ol)[\s>]"
)
MARKDOWN = re.compile(
    r"""^\#{1,6}[ ]\S                 # a heading
      | ^\|?[ ]*:?-{3,}:?[ ]*\|[-|: ]*$  # the line below a table's head
      | ^```
      | \*\*[^\s*](?:[^*\n]*[^\s*])?\*\*
      | \[[^\[\]\n]{1,300}\]\((?:https?:|mailto:|\#|/)""",
    re.MULTILINE | re.VERBOSE,
)


def form_of(content: bytes) -> Form:
    """Raises UnreadableError, with what to do instead, where it is nothing that is read."""
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableError("The file is empty. Fetch it again, or choose another.")
    if content.startswith(ZIP):
        return _packed(content)
    if content.startswith(OLE):
        raise UnreadableError(_older_office(content))
    if b"%PDF-" in content[:1024]:
        return Form.PDF
    text = decoded(content)
    if text is not None:
        return _of_text(text)
    for beginning, sentence in BEGINNINGS:
        if content.startswith(beginning):
            raise UnreadableError(sentence)
    raise UnreadableError(f"This is no document that can be read, or it is damaged. {TAKEN}")


def _older_office(content: bytes) -> str:
    if RIGHTS.encode("utf-16-le") in content or RIGHTS.encode() in content:
        return PROTECTED
    for stream, sentence in IN_OLE:
        if stream.encode("utf-16-le") in content:
            return sentence
    return f"This is a file of an older Office program, or it is damaged. {SAVE_AS}"


def _packed(content: bytes) -> Form:
    archive = open_packed(content, TOO_LARGE)
    names = [name.lower() for name in archive.namelist()]
    if any(name.startswith("word/") for name in names):
        _refuse_macros(archive, names)
        return Form.DOCX
    if any(name.startswith("xl/") for name in names):
        raise UnreadableError(SPREADSHEET)
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableError(f"This is a presentation. {UPLOAD_PDF}")
    if "mimetype" in names:
        raise UnreadableError(f"This is an OpenDocument file or an e-book. {SAVE_AS}")
    raise UnreadableError(ARCHIVE)


def _refuse_macros(archive: zipfile.ZipFile, names: list[str]) -> None:
    types = archive.read("[Content_Types].xml")
    if b"macroenabled" in types.lower() or any("vbaproject" in name for name in names):
        raise UnreadableError(MACROS)


def _of_text(text: str) -> Form:
    start = text[:4000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("{\\rtf"):
        raise UnreadableError(f"This is a rich text file (.rtf). {SAVE_AS}")
    if start.startswith("%!ps"):
        raise UnreadableError(f"This is a file for a printer (PostScript). {UPLOAD_PDF}")
    if start.startswith("<"):
        return _of_markup(start)
    headers = HEADERS.match(start.replace("\r\n", "\n"))
    if headers and MAIL.search(headers[0]):
        raise UnreadableError(
            "This is an e-mail, or a web page saved as one (.mht). Save what is attached to it, "
            "or the page as a PDF, and upload that."
        )
    return Form.MARKDOWN if MARKDOWN.search(text) else Form.TEXT


def _of_markup(start: str) -> Form:
    if start.startswith("<svg") or ("<svg" in start and start.startswith("<?xml")):
        raise UnreadableError(PICTURE)
    if MARKUP.search(start):
        return Form.HTML
    if "schemas.microsoft.com/office" in start or 'progid="word' in start:
        raise UnreadableError(f"This is a Word document saved as XML. {SAVE_AS}")
    if start.startswith(("<?xml", "<!doctype", "<!entity")):
        raise UnreadableError(f"This is an XML file, made for programs. {TAKEN}")
    return Form.TEXT
