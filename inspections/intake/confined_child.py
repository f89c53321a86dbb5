"""What the confined process runs: limits first, then the parser.

Started by `confined.py` as `python -I confined_child.py FILES package.module:function
[argument…]`, for so many files. Files come in on standard input and answers, as JSON, go out on
standard output, each with its length before it.
"""

import resource
import sys

SECONDS = 6  # of processor time for each file
FILES = int(sys.argv[1])

# Before anything that could be led astray is imported. One thread of a server cannot set
# these for its child alone, so the child does it.
for limit, most, at_last in (
    (resource.RLIMIT_AS, 1_000_000_000, 1_000_000_000),
    (resource.RLIMIT_CPU, SECONDS, SECONDS * FILES),
    (resource.RLIMIT_FSIZE, 50_000_000, 50_000_000),
    (resource.RLIMIT_NOFILE, 64, 64),
    (resource.RLIMIT_NPROC, 0, 0),
    (resource.RLIMIT_CORE, 0, 0),
):
    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        most, at_last = min(most, hard), min(at_last, hard)
    resource.setrlimit(limit, (most, at_last))

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

DAMAGED = "The file cannot be read: it is damaged, or not whole."
TOO_LARGE = "The file cannot be read: it needs more memory than is allowed."


def main() -> None:
    # `-I` leaves our own folder out of the path, as it leaves out everything else.
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from inspections.intake.confined import LENGTH

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is no part of the answer
    module, _, name = sys.argv[2].partition(":")
    function = getattr(importlib.import_module(module), name)
    for _ in range(FILES):
        length = sys.stdin.buffer.read(LENGTH)
        if not length:
            return  # nobody is there any more
        content = sys.stdin.buffer.read(int.from_bytes(length, "big"))
        _allow_time()
        said = json.dumps(_answer(function, content)).encode()
        answers.write(len(said).to_bytes(LENGTH, "big") + said)
        answers.flush()


def _allow_time() -> None:
    """For one file more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = min(round(time.process_time()) + SECONDS, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _answer(function: Callable[..., Any], content: bytes) -> dict[str, Any]:
    """`worn`: nothing more should be asked of this process."""
    from inspections.intake.confined import UnreadableError

    try:
        return {"result": function(content, *sys.argv[3:])}
    except UnreadableError as error:
        return {"refused": str(error), "worn": False}
    except MemoryError:
        return {"refused": TOO_LARGE, "worn": True}
    except Exception:  # a parser may raise anything over a file that is not what it expects
        return {"refused": DAMAGED, "worn": False}


if __name__ == "__main__":
    main()
