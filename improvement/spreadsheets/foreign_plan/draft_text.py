"""A draft as text: JSON within YAML, one line for each entry, so that a problem the import
finds on a line is told of the sheet's own row."""

import json
import re
from collections.abc import Iterable
from typing import Any

# Signs that YAML takes for the end of a line, or for none of a text.
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def written(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def line(key: str, value: Any) -> str:
    return f"{key}: {written(value)}"


def listed(key: str, entries: list) -> list[str]:
    return [f"  {key}:", *(f"    - {written(entry)}" for entry in entries)] if entries else []


def posts_in_all(items: Iterable[dict]) -> set[str]:
    return set().union(*map(posts_in, items))


def posts_in(item: dict) -> set[str]:
    """The keys of the posts that an action of a draft names."""
    found = {item[key] for key in ("owner", "by_post") if key in item}
    found.update(handover["to"] for handover in item.get("handovers", ()))
    for entries in item.values():
        if isinstance(entries, list):
            found.update(*(posts_in(entry) for entry in entries if isinstance(entry, dict)))
    return found
