"""Files that are ZIPs inside, as Office writes them: opened only where that is safe.

What a file would unpack to is looked at first, since a small one may grow without end.
"""

import io
import zipfile

from inspections.intake.confined import UnreadableError

ZIP = b"PK\x03\x04"
LISTED = b"PK\x01\x02"  # begins each part's entry in a ZIP's list

MAX_UNPACKED = 100_000_000
MAX_RATIO = 100
MAX_PARTS = 2_000


def open_packed(content: bytes, too_large: str) -> zipfile.ZipFile:
    """The archive, with no part read yet. Raises UnreadableError: `too_large` where it would
    unpack to more than any honest file does."""
    # Counted where they stand, before they are listed: what the file says of them may be a lie.
    if content.count(LISTED) > MAX_PARTS:
        raise UnreadableError(too_large)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableError("The file is damaged, or did not arrive whole.") from None
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > min(MAX_UNPACKED, MAX_RATIO * len(content)):
        raise UnreadableError(too_large)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError("The file is locked with a password. Take it off and try again.")
    return archive
