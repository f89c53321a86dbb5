"""Files from strangers are read in a child process that can do little and not for long.

`run_confined` gives the content to a function in a Python of its own: no settings, no
environment, little memory, little time (`confined_child.py`). Whatever a file does to its
parser, here it is an answer or a sentence.

A `Worker` is the same child kept for many files, each with the time of its own. One that takes
it over could answer for the next, so it is for folders, not for what several people upload.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

CHILD = Path(__file__).with_name("confined_child.py")
# Of any file that somebody uploads, evidence too: the one limit, and how it is said.
MAX_BYTES = 10 * 1024 * 1024
MOST = f"{MAX_BYTES // 1024**2} MB"
MAX_ANSWER = 50_000_000  # bytes
WALL_SECONDS = 20  # over the child's own limit of processor time: others compute as well
FILES_OF_ONE_CHILD = 250  # then a new one: what parsers leave behind does not add up
LENGTH = 8  # bytes, before each file and each answer
PATIENCE = 15  # seconds for a turn: who waits longer holds a thread that others need
# Uploads under way at a time in one server process, in whatever phase: each holds a thread, and
# some have to be left for those who only read. Who comes then is told at once, and waits at home.
UPLOADS_AT_ONCE = 2
_UPLOADS = threading.BoundedSemaphore(UPLOADS_AT_ONCE)
# Children at work at a time: more would only run each other out of time and fill the memory.
_AT_ONCE = threading.BoundedSemaphore(os.cpu_count() or 1)

BUSY = "Other files are being read just now, so this one was not. Send it again in a minute."
TOO_MUCH = "it is too large or too tangled to be read in the time a page may take"


class UnreadableError(Exception):
    """The file cannot be read; says why in a sentence for the person who sent it."""


class BusyError(UnreadableError):
    """It was not looked at: others were first."""

    def __init__(self) -> None:
        super().__init__(BUSY)


class StoppedError(UnreadableError):
    """The same where a limit stopped the child, or it broke down."""

    def __init__(self) -> None:
        super().__init__(f"The file cannot be read: {TOO_MUCH}.")


@contextmanager
def place_for_an_upload() -> Iterator[None]:
    """Raises BusyError at once where as many as may be are under way already."""
    if not _UPLOADS.acquire(blocking=False):
        raise BusyError
    try:
        yield
    finally:
        _UPLOADS.release()


def run_confined(function: str, content: bytes, *arguments: str) -> Any:
    """What `function` (as `package.module:name`) returns for the content: plain JSON.

    Waits a while for its turn, which is no part of its time. Raises UnreadableError with the
    function's own sentence, or with one of ours where the child was stopped or never had a turn.
    """
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        with Worker(function, *arguments, files=1) as worker:
            return worker.run(content)
    finally:
        _AT_ONCE.release()


class Worker:
    """A child for many files, one after the other; a new one where it died or had its share."""

    def __init__(self, function: str, *arguments: str, files: int = FILES_OF_ONE_CHILD) -> None:
        self._told = (function, *arguments)
        self._files = files
        self._left = 0  # files that this child may still have
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the child's process, where there is one."""
        return self._child.pid if self._child else None

    def run(self, content: bytes) -> Any:
        """As `run_confined`. After an UnreadableError, too, the next file may be given."""
        if len(content) > MAX_BYTES:
            raise UnreadableError(f"The file is over {MOST}, so it was not read.")
        line = self._line if self._line and self._left else self._started()
        self._left -= 1
        try:
            said = _asked(line, content, time.monotonic() + WALL_SECONDS)
        except OSError:  # it died, or its time is over
            self.close()
            raise StoppedError from None
        except BaseException:  # what is half said must not answer for the next file
            self.close()
            raise
        return self._result(said)

    def close(self) -> None:
        if self._line:
            self._line.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._line = self._child = None

    def _started(self) -> socket.socket:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            # Our own interpreter and our own script; only the content is a stranger's.
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", str(CHILD), str(self._files), *self._told],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
            )
        self._line, self._left = ours, self._files
        return ours

    def _result(self, said: bytes) -> Any:
        try:
            answer = json.loads(said)
            if "refused" not in answer:
                return answer["result"]
            refused, worn = str(answer["refused"]), answer["worn"]
        except (ValueError, KeyError, TypeError, RecursionError):
            refused, worn = "The file cannot be read: it is damaged, or not whole.", True
        if worn:
            self.close()
        raise UnreadableError(refused)


def _asked(line: socket.socket, content: bytes, until: float) -> bytes:
    """The child's answer. Raises OSError where it gives none in time."""
    line.settimeout(WALL_SECONDS)
    line.sendall(len(content).to_bytes(LENGTH, "big") + content)
    length = int.from_bytes(_received(line, LENGTH, until), "big")
    return _received(line, length, until) if length <= MAX_ANSWER else b""


def _received(line: socket.socket, length: int, until: float) -> bytes:
    said = bytearray()
    while len(said) < length:
        line.settimeout(max(until - time.monotonic(), 0.001))
        part = line.recv(min(length - len(said), 1 << 20))
        if not part:
            raise ConnectionResetError
        said += part
    return bytes(said)
