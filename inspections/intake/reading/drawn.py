"""A page as a picture, drawn by PDFium. Runs confined (`drawing.py`)."""

import base64
import struct
import zlib
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from inspections.intake.confined import UnreadableError
from inspections.intake.reading.pdf import DAMAGED, opened

MOST_PIXELS = 8_000_000  # of a page: 24 MB before it is packed

NO_SUCH_PAGE = "The PDF has {} pages, and page {} was asked for."
ODD_SIZE = "Page {} is so long and narrow that it is not drawn. Its words are beside it."
TOO_SMALL = "Page {} has no size, so there is nothing to draw. Its words are beside it."


def draw_plain(content: bytes, number: str, width: str) -> str:
    """The page, counted from 1, so many pixels wide: a PNG as JSON can hold it (base 64)."""
    document = opened(content)
    try:
        count, at = len(document), int(number) - 1
        if not 0 <= at < count:
            raise UnreadableError(NO_SUCH_PAGE.format(count, number))
        page: Any = document[at]
        try:
            return base64.b64encode(_drawn(page, number, int(width))).decode()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        raise UnreadableError(DAMAGED) from None
    finally:
        document.close()


def _drawn(page: Any, number: str, width: int) -> bytes:
    wide, high = page.get_size()
    # As it is written, so that no size that is no number passes.
    if not (wide > 0 and high > 0):
        raise UnreadableError(TOO_SMALL.format(number))
    if not 1 <= width * high / wide <= MOST_PIXELS / width:
        raise UnreadableError(ODD_SIZE.format(number))
    height = round(width * high / wide)
    bitmap = pypdfium2.PdfBitmap.new_native(
        width, height, pdfium.FPDFBitmap_BGR, rev_byteorder=True
    )
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    return _png(width, height, bitmap.stride, bytes(bitmap.buffer))


def _png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """Red, green and blue in a byte each; no row is told by the one above it (filter 0)."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(
        b"\0" + pixels[start : start + 3 * width] for start in range(0, height * stride, stride)
    )
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
        for name, held in parts
    )
