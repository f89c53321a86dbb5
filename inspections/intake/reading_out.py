"""A document read, and what it says taken out of it, both in one confined process.

The words are a stranger's as much as the file is: rules that look for figures in them can be led
astray as a parser can. A document that is read but not recognised keeps its reading.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from inspections.intake.confined import Worker, run_confined
from inspections.intake.extracting import Extracted, NotRecognisedError, extracted
from inspections.intake.reading import read
from inspections.intake.reading.passages import Reading

RULES_FAIL = (
    "Its words were read, but the rules that look for what it says fail on it ({}: {}). "
    "Nothing is proposed from it."
)


@dataclass(frozen=True)
class ReadOut:
    """What a document holds: its passages, and the proposals found in them."""

    reading: Reading
    found: Extracted | None
    why_not: str = ""  # a sentence, where nothing was found

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        found = plain["found"]
        return cls(
            Reading.from_plain(plain["reading"]),
            found and Extracted(found["draft"], tuple(found["doubts"])),
            plain["why_not"],
        )


def read_out(content: bytes) -> ReadOut:
    """In a process for this document alone. Raises UnreadableError with what is wrong and what
    to do, where it cannot even be read."""
    return ReadOut.from_plain(run_confined(f"{__name__}:read_out_plain", content))


def reader_of_many() -> Worker:
    """A worker to read a folder's documents, one after the other: `read_with` gives it each."""
    return Worker(f"{__name__}:read_out_plain")


def read_with(worker: Worker) -> Callable[[bytes], ReadOut]:
    """As `read_out`, in a process that lives on."""
    return lambda content: ReadOut.from_plain(worker.run(content))


def read_out_plain(content: bytes) -> dict[str, Any]:
    """As JSON can hold it; in this process."""
    reading = read(content)
    told: dict[str, Any] = {"reading": reading.to_plain(), "found": None, "why_not": ""}
    try:
        found = extracted(reading)
    except NotRecognisedError as error:
        told["why_not"] = str(error)
    except MemoryError:
        raise
    except Exception as error:  # a mistake of ours: the words are worth keeping all the same
        told["why_not"] = RULES_FAIL.format(type(error).__name__, error)
    else:
        told["found"] = {"draft": found.draft, "doubts": found.doubts}
    return told
