"""Files that an admin has in hand, each taken in by itself, whatever becomes of the others."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from django import forms
from django.db import OperationalError

from improvement import access
from improvement.access import Need
from improvement.documents.naming import COUNTED, counted
from improvement.documents.taking_in import AlreadyHereError, WhichAuthorityError, take_in
from improvement.forms import Guarded
from improvement.models import Proposal, WaitingDocument
from inspections.intake.confined import BusyError, UnreadableError, place_for_an_upload
from inspections.models import Authority, Document, DocumentFile

FIELD, AUTHORITY = "documents", "authority"
# Sent at once where no script sends them one by one.
MOST_FILES = 20
# Seconds for reading what was sent at once: browsers, and what stands before the service, wait
# about a minute. One document takes seconds at the most.
LONGEST = 40
RECORDS_BUSY = (
    "Somebody else's work keeps the records busy. It was not kept: send it again in a minute."
)


@dataclass(frozen=True)
class Result:
    """What became of one file; `sentence` where it was not taken in."""

    name: str
    sentence: str = ""
    taken: WaitingDocument | None = None
    held: str = ""  # how many things were read out of it, in words
    here: DocumentFile | None = None  # the same file, which is here already
    recorded: Document | None = None  # its document, if that is recorded
    busy: bool = False  # others were first: it can be sent again as it is
    which: bool = False  # they have to say whose it is
    guard: str = ""  # what a box sends that lets its name through

    @property
    def waits(self) -> WaitingDocument | None:
        return getattr(self.here, "waiting", None)


class FileForm(Guarded, forms.Form):
    """One of the files: whether its name may be kept."""

    documents = forms.FileField(
        error_messages={"empty": "The file is empty. Fetch it again, or choose another."}
    )

    def _warning(self, field, found):
        quoted = "; ".join(f"“{one.words}” looks like {one.why}" for one in found)
        return (
            f"Its name may be about a child: {quoted}. Give the file another name, or say that "
            "it is not about an individual child, and send it again."
        )


def kept_by(user) -> list[Authority]:
    kept = Authority.objects.filter(pk__in=access.authorities(user, Need.ADMIN))
    return list(kept.order_by("name", "pk"))


def why_none(files: list, kept: list[Authority]) -> str:
    """Why none of the files is looked at."""
    if not kept:
        return "There is no authority yet whose documents they could be."
    if not files:
        return "Choose at least one file."
    if len(files) > MOST_FILES:
        return (
            f"These are {len(files)} files; at most {MOST_FILES} are taken at once. None was "
            "taken in: send them in several goes."
        )
    return ""


def take_all(request, files: list, kept: list[Authority]) -> Iterator[Result]:
    by_pk = {str(authority.pk): authority for authority in kept}
    chosen = by_pk.get(request.POST.get(AUTHORITY, ""))
    until = monotonic() + LONGEST
    for file in files:
        if monotonic() > until:
            yield Result(file.name, "There was no time left to read it. Send it again.")
        else:
            yield _take(request, file, chosen)


def _take(request, file, chosen: Authority | None) -> Result:
    form = FileForm(request.POST, {FIELD: file})
    if not form.is_valid():
        box = getattr(form.fields[FIELD], "guard_box", None)
        guard = box.marks if box and not box.is_ticked else ""
        return Result(file.name, " ".join(form.errors[FIELD]), guard=guard)
    try:
        with place_for_an_upload():
            content, by = file.read(), request.user
            taken = take_in(content, file.name, by=by, now=request.now, chosen=chosen)
    except BusyError as error:
        return Result(file.name, str(error), busy=True)
    except UnreadableError as error:
        return Result(file.name, str(error))
    except OperationalError:  # the database is locked by somebody's long import
        return Result(file.name, RECORDS_BUSY, busy=True)
    except AlreadyHereError as error:
        recorded = recorded_of(error.file)
        said = "This file is here already."
        return Result(file.name, said, here=error.file, recorded=recorded)
    except WhichAuthorityError as error:
        return Result(file.name, _which(error.named), which=True)
    return Result(file.name, taken=taken, held=held_in_words(taken))


def _which(named: str) -> str:
    if named:
        return f"It says that it is about {named}, which you do not keep here. Say whose it is."
    return "It does not say whose it is. Say it, and send it again."


def recorded_of(file: DocumentFile) -> Document | None:
    """A document may be known by its fingerprint alone, before its file has been imported."""
    alike = Document.objects.filter(authority=file.authority_id, sha256=file.sha256)
    return file.document or alike.first()


def held_in_words(waiting: WaitingDocument) -> str:
    """`1 inspection, 4 recommendations, 41 findings`."""
    numbers = Counter(waiting.proposals.order_by().values_list("kind", flat=True))
    told = (kind for kind in COUNTED if kind != Proposal.Kind.DOCUMENT and numbers[kind])
    return ", ".join(counted(kind, numbers[kind]) for kind in told)
