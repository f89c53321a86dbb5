"""The groups of words that hold for an authority: the published ones, and its own.

Published groups hold for everybody. An authority's own entry with the key of a published one
stands in its place there, and one without words switches it off.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from inspections.models import Authority, GlossaryEntry


@dataclass(frozen=True)
class Published:
    """A published group, and the authority's own entry that stands in its place."""

    entry: GlossaryEntry
    own: GlossaryEntry | None

    @property
    def is_off(self) -> bool:
        return self.own is not None and not self.own.words


@dataclass(frozen=True)
class Groups:
    """All of them; each in the order of their first words."""

    published: list[Published]
    own: list[GlossaryEntry]  # with words

    @classmethod
    def of(cls, authority: Authority) -> "Groups":
        own = {entry.key: entry for entry in authority.glossary.order_by("pk")}
        published = [
            Published(entry, own.get(entry.key))
            for entry in GlossaryEntry.objects.filter(authority=None).order_by("pk")
        ]
        with_words = [entry for entry in own.values() if entry.words]
        return cls(
            _in_order(published, lambda one: one.entry), _in_order(with_words, lambda one: one)
        )

    @property
    def off(self) -> int:
        return sum(one.is_off for one in self.published)

    @property
    def keys(self) -> set[str]:
        own = (one.own for one in self.published if one.own)
        return {
            entry.key for entry in (*self.own, *own, *(one.entry for one in self.published))
        }

    def published_as(self, key: str) -> Published | None:
        return next((one for one in self.published if one.entry.key == key), None)


def _in_order(groups: Iterable, entry_of: Callable[[Any], GlossaryEntry]) -> list:
    def place(group):
        entry = entry_of(group)
        return [word.casefold() for word in entry.words], entry.pk

    return sorted(groups, key=place)
