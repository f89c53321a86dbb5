"""A draft's strings as values for records; only what the draft says, so that absent stays
absent."""

from collections.abc import Iterable
from datetime import date

from django.db import models

from inspections.intake.draft import Item


def booleans(item: Item, *keys: str) -> dict:
    return {key: str(item[key]).lower() in ("yes", "true") for key in keys if key in item}


def texts(item: Item, *keys: str) -> dict:
    return {key: item[key] for key in keys if key in item}


def numbers(item: Item, *keys: str) -> dict:
    return {key: int(item[key]) for key in keys if key in item}


def days(item: Item, *keys: str) -> dict:
    return {key: date.fromisoformat(item[key]) for key in keys if key in item}


def once(items: Iterable[Item], name: str) -> list[Item]:
    """Without what is named again, which the check of the draft has told."""
    named: dict[str, Item] = {}
    for item in items:
        named.setdefault(item[name], item)
    return list(named.values())


def place_of(item: Item) -> dict:
    """Where the item stands in its document."""
    at = item.get("at", Item(item.line))
    return {**texts(at, "part", "quote"), **numbers(at, "page", "paragraph")}


PLACE = ("part", "page", "paragraph")


def spot_of(held: Item | models.Model) -> tuple:
    """The paragraph that an entry or a record stands in, as far as it is given."""
    place = place_of(held) if isinstance(held, Item) else vars(held)
    return tuple(place.get(name) or None for name in PLACE)
