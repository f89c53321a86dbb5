"""How PDFium is asked what is asked of it thousands of times a page.

By way of pypdfium2 each question is given its arguments' kinds anew, which takes longer than
the answer. Here they are made ready beforehand: handles and places to answer into by
`argument`, and numbers as they are.
"""

import ctypes
from typing import Any


def address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def asker(function: Any, answer: Any = None) -> Any:
    """The function of PDFium's without checks: for arguments made ready, and whole numbers."""
    return ctypes.PYFUNCTYPE(answer)(address(function))


def argument(place: int) -> Any:
    """An address as it is handed over; it may be used again and again."""
    return ctypes.c_void_p.from_param(place)
