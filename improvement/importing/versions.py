"""Versions of a document: a corrected one is a document of its own, beside the one it replaces.

What the later version says again speaks over what the earlier one said; nothing of the earlier
one is deleted, and it never speaks over the later one again.
"""

from improvement.importing.session import LeftOut, Session
from inspections.intake.draft import Item
from inspections.models import Authority, Document


def earlier_versions(document: Document) -> list[Document]:
    """Those that it corrects, the nearest first."""
    found: list[Document] = []
    while (document := document.replaces) and document not in found:
        found.append(document)
    return found


def later_versions(document: Document) -> list[Document]:
    """Those that correct it, the nearest first."""
    found: list[Document] = []
    while (document := document.replaced_by.order_by("pk").first()) and document not in found:
        found.append(document)
    return found


class Versions:
    """The other versions of the document that is imported."""

    def __init__(self, document: Document):
        self.earlier = {one.pk: one for one in earlier_versions(document)}
        self.later = {one.pk: one for one in later_versions(document)}


def replaced_by(
    session: Session, authority: Authority, item: Item, held: Document | None
) -> Document:
    """The version that the document corrects; `held` is the document itself, if recorded.

    A chain of versions has one end and no circle: what is neither is a question.
    """
    key, line = item["replaces"], item.line_of("replaces")
    earlier = Document.objects.filter(authority=authority, key=key).first()
    if key == item["key"]:
        raise LeftOut  # told by the check
    if earlier is None:
        sentence = f"There is no document “{key}” to replace: import it first, or give its key."
    elif held is not None and held in (earlier, *earlier_versions(earlier)):
        sentence = f"“{key}” is a later version than this, or this one itself."
    elif others := earlier.replaced_by.exclude(pk=held.pk if held else None):
        newest = others.order_by("pk")[0].key
        sentence = f"“{key}” has been replaced by “{newest}”: say which one this corrects."
    else:
        return earlier
    session.problem(line, sentence)
    raise LeftOut
