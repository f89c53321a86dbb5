"""Files from strangers are read in a child process that can do little and not for long.

`run_confined` gives the content to a function in a Python of its own: no settings, no
environment, little memory, little time (`confined_child.py`). Whatever a file does to its
parser, here it is an answer or a sentence.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("confined_child.py")
# Of any file that somebody uploads, evidence too: the one limit, and how it is said.
MAX_BYTES = 10 * 1024 * 1024
MOST = f"{MAX_BYTES // 1024**2} MB"
WALL_SECONDS = 20  # over the child's own limit of processor time: others compute as well

TOO_MUCH = "it is too large or too tangled to be read in the time a page may take"


class UnreadableError(Exception):
    """The file cannot be read; says why in a sentence for the person who sent it."""


def run_confined(function: str, content: bytes, *arguments: str) -> Any:
    """What `function` (as `package.module:name`) returns for the content: plain JSON.

    Raises UnreadableError with the function's own sentence, or with one of ours where the
    child was stopped.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"The file is over {MOST}, so it was not read.")
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(content)
        given.seek(0)
        try:
            # Our own interpreter and our own script; only the content is a stranger's.
            ended = subprocess.run(  # noqa: S603
                [sys.executable, "-I", str(CHILD), function, *arguments],
                stdin=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UnreadableError(f"The file cannot be read: {TOO_MUCH}.") from None
        answer.seek(0)
        said = answer.read()
    return _result(ended.returncode, said)


def _result(code: int, said: bytes) -> Any:
    if code < 0:  # stopped by a limit
        raise UnreadableError(f"The file cannot be read: {TOO_MUCH}.")
    try:
        answer = json.loads(said)
        if "refused" in answer:
            raise UnreadableError(str(answer["refused"]))
        return answer["result"]
    except (ValueError, KeyError, TypeError):
        raise UnreadableError("The file cannot be read: it is damaged, or not whole.") from None
