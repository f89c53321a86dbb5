"""What the confined process runs: limits first, then the parser.

Started by `confined.py` as `python -I confined_child.py package.module:function`, with the
file on its standard input and the answer, as JSON, on its standard output.
"""

import resource

# Before anything that could be led astray is imported. One thread of a server cannot set
# these for its child alone, so the child does it.
for limit, most in (
    (resource.RLIMIT_AS, 1_000_000_000),
    (resource.RLIMIT_CPU, 6),
    (resource.RLIMIT_FSIZE, 50_000_000),
    (resource.RLIMIT_NOFILE, 64),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_CORE, 0),
):
    _, hard = resource.getrlimit(limit)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (allowed, allowed))

import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

DAMAGED = "The file cannot be read: it is damaged, or not whole."


def main() -> None:
    # `-I` leaves our own folder out of the path, as it leaves out everything else.
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from inspections.intake.confined import UnreadableError

    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a parser prints is no part of the answer
    module, _, name = sys.argv[1].partition(":")
    function = getattr(importlib.import_module(module), name)
    try:
        said = {"result": function(sys.stdin.buffer.read(), *sys.argv[2:])}
    except UnreadableError as error:
        said = {"refused": str(error)}
    except MemoryError:
        said = {"refused": "The file cannot be read: it needs more memory than is allowed."}
    except Exception:  # a parser may raise anything over a file that is not what it expects
        said = {"refused": DAMAGED}
    with answer:
        json.dump(said, answer)


if __name__ == "__main__":
    main()
