"""Files in, drafts out: each document read in a child with limits, its draft written whole or
not at all. What a person has reviewed is never written again."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from inspections.intake.confined import MAX_BYTES, MOST, UnreadableError
from inspections.intake.draft import MAX_BYTES as LARGEST_DRAFT
from inspections.intake.extracting import Extracted
from inspections.intake.reading_out import ReadOut

UNCONFIRMED = (
    "Read out of a document by rules; nobody has confirmed it. Import refuses it until "
    "“reviewed_by” says who has looked at it."
)
WIDTH = 110
_sha256 = re.compile(r"^ +sha256: ['\"]?([0-9a-f]{64})", re.MULTILINE)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """A draft has no anchors: what is said twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@dataclass(frozen=True)
class Job:
    """A file to read, and where its draft goes."""

    file: Path
    target: Path


@dataclass(frozen=True)
class Outcome:
    """What became of one file: `written`, `kept` as it was, or `refused` with the reason."""

    job: Job
    state: str
    sentence: str = ""
    kind: str = ""
    authority: str = ""
    when: str = ""
    judgements: int = 0
    asked: int = 0
    findings: int = 0
    doubts: int = 0


def jobs_for(files: Iterable[Path], out: Path) -> list[Job]:
    """`report.yaml` for `report.pdf`; where another document has that draft already, its name
    gets the first letters of the file's SHA-256."""
    jobs: list[Job] = []
    taken: dict[Path, str] = {}
    for file in files:
        sha256 = _sha256_of(file)
        target = out / f"{file.stem}.yaml"
        if taken.get(target, _sha256_in(target) or sha256) != sha256:
            target = out / f"{file.stem}-{sha256[:8]}.yaml"
        taken[target] = sha256
        jobs.append(Job(file, target))
    return jobs


def extract_file(
    job: Job, read_out: Callable[[bytes], ReadOut], again: bool = False
) -> Outcome:
    """Write the draft of one file, unless it is there already; never raises for a bad file."""
    try:
        before = _draft_at(job.target)
        if before is not None and "reviewed_by" in before:
            return _told(job, "kept", before, "A person has reviewed it.")
        if before is not None and not again and _sha256_of(job.file) == _sha256_in(job.target):
            return _told(job, "kept", before)
        read = read_out(_content(job.file))
        if read.found is None:
            return Outcome(job, "refused", read.why_not)
        found, text = read.found, as_yaml(read.found)
        if len(text.encode()) > LARGEST_DRAFT:
            raise UnreadableError("More is found in it than one draft may hold: divide it.")
        _write(job.target, text)
    except UnreadableError as error:
        return Outcome(job, "refused", str(error))
    except OSError as error:
        return Outcome(job, "refused", f"It cannot be opened: {error.strerror}.")
    except Exception as error:  # the other files are still to come
        return Outcome(job, "refused", f"It fails: {type(error).__name__}: {error}")
    return _told(job, "written", found.draft, doubts=len(found.doubts))


def as_yaml(found: Extracted) -> str:
    """The draft as the text that `read_draft` reads, with what to look at above it."""
    notes = [UNCONFIRMED, *(f"Not sure: {doubt}" for doubt in found.doubts)]
    comments = "".join(f"# {' '.join(note.split())}\n" for note in notes)
    plain = _as_strings(found.draft)
    body = yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return comments + body


def _as_strings(told: Any) -> Any:
    """Every scalar a string, as a draft has it."""
    if isinstance(told, dict):
        return {name: _as_strings(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_as_strings(value) for value in told]
    if isinstance(told, bool):
        return "yes" if told else "no"
    return str(told).replace("\x00", "")


def _content(file: Path) -> bytes:
    if file.stat().st_size > MAX_BYTES:
        raise UnreadableError(f"The file is over {MOST}, so it was not read.")
    return file.read_bytes()


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)


def _sha256_of(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""  # told when its turn comes


def _sha256_in(target: Path) -> str | None:
    found = _sha256.search(target.read_text(encoding="utf-8")) if target.is_file() else None
    return found.group(1) if found else None


def _draft_at(target: Path) -> dict[str, Any] | None:
    if not target.is_file():
        return None
    try:
        draft = yaml.load(target.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    return draft if isinstance(draft, dict) else None


def _told(
    job: Job, state: str, draft: dict[str, Any], sentence: str = "", doubts: int = 0
) -> Outcome:
    inspections = draft.get("inspections") or [{}]
    about, document = inspections[0], draft.get("document", {})
    return Outcome(
        job,
        state,
        sentence,
        kind=document.get("kind", ""),
        authority=draft.get("authority", ""),
        when=about.get("started") or about.get("by") or document.get("dated", ""),
        judgements=len(about.get("judgements", ())),
        asked=len(about.get("recommendations", ())),
        findings=len(about.get("findings", ())),
        doubts=doubts,
    )
