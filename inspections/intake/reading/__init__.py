"""Documents as passages: PDF, Word, web pages, Markdown and plain text.

What a file is, its content tells and never its name. `read` works in this process, where it
may be handed anything; `read_confined` in one of its own, with limits (`confined.py`).
"""

import hashlib
from typing import Any

from inspections.intake.confined import UnreadableError, run_confined
from inspections.intake.reading.collecting import MAX_TEXT, TOO_LONG, Collected
from inspections.intake.reading.encodings import decoded
from inspections.intake.reading.form import DAMAGED, TANGLED, form_of
from inspections.intake.reading.passages import Form, Reading

__all__ = ["read", "read_confined", "read_plain"]


def read(content: bytes) -> Reading:
    """Raises UnreadableError with what is wrong and what to do."""
    try:
        reading = _read(form_of(content), content)
    except (UnreadableError, MemoryError):
        raise
    except RecursionError:
        raise UnreadableError(TANGLED) from None
    except Exception:  # a parser may raise anything over a file that is not what it expects
        raise UnreadableError(DAMAGED) from None
    if not reading.passages:
        raise UnreadableError(
            "There is no text in the file. Fetch it again, or choose another."
        )
    return reading


def read_confined(content: bytes) -> Reading:
    """The same for a file from a stranger, whatever it does to its parser."""
    return Reading.from_plain(run_confined(f"{__name__}:read_plain", content))


def read_plain(content: bytes) -> dict[str, Any]:
    """The reading as JSON can hold it."""
    return read(content).to_plain()


# The parsers are heavy, and a document needs one of them.
def _read(form: Form, content: bytes) -> Reading:
    if form == Form.PDF:
        from inspections.intake.reading.pdf import read_pdf

        return read_pdf(content)
    collected = Collected()
    if form == Form.DOCX:
        from inspections.intake.reading.docx import read_docx

        read_docx(content, collected)
    elif form == Form.HTML:
        from inspections.intake.reading.html import read_html

        read_html(content, collected)
    else:
        _read_text(form, content, collected)
    sha256 = hashlib.sha256(content).hexdigest()
    return Reading(form, sha256, None, tuple(collected.passages))


def _read_text(form: Form, content: bytes, collected: Collected) -> None:
    from inspections.intake.reading.markdown import read_markdown
    from inspections.intake.reading.text import read_lines

    text = decoded(content) or ""
    if len(text) > MAX_TEXT:
        raise UnreadableError(TOO_LONG)
    if form == Form.MARKDOWN:
        read_markdown(text, collected)
    else:
        read_lines(text, collected)
