"""A draft's text as mappings, lists and strings, each with its line and its path.

Read from the events of YAML, so that nothing is taken for a number or a truth, and nothing can
refer to anything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 12  # the format itself needs seven

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Steps = tuple[str | int, ...]


class Item(dict[str, Any]):
    """A mapping of the draft; knows its own line, that of each of its keys, and the `path`
    of keys and positions that leads to it: `("inspections", 0, "findings", 12)`."""

    def __init__(self, line: int, path: Steps = ()) -> None:
        super().__init__()
        self.line, self.path = line, path
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)

    def items_of(self, key: str) -> "list[Item]":
        """The mappings listed under `key`, an empty list if there are none."""
        return list(self.get(key, ()))


class Items(list[Any]):
    """A list of the draft; knows the line of each entry, and its own path."""

    def __init__(self, line: int, path: Steps = ()) -> None:
        super().__init__()
        self.line, self.path = line, path
        self.lines: list[int] = []


class MalformedError(Exception):
    """The text is no draft at all; says why, and on which line."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


def read_yaml(text: str) -> Item:
    """The YAML as Items and strings, from its events: flat, so that no nesting is too deep."""
    try:
        root = _build(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read as YAML"
        raise MalformedError(
            mark.line + 1 if mark else 1, f"This is not YAML: {what}."
        ) from None
    if not isinstance(root, Item):
        raise MalformedError(
            1, "A draft is a mapping that begins with reviewed_by and document."
        )
    return root


@dataclass
class _Open:
    container: Item | Items
    key: str | None = None


def _build(events: Iterator[Any]) -> Any:
    stack: list[_Open] = []
    roots: list[Any] = []
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise MalformedError(
                line, "Anchors and aliases (& and *) are not allowed in a draft."
            )
        if isinstance(event, yaml.DocumentStartEvent) and roots:
            raise MalformedError(line, "There is a second document (---) in the file.")
        if isinstance(event, yaml.CollectionStartEvent):
            container = _open(stack, event, line)
            roots = roots or [container]
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        elif isinstance(event, yaml.ScalarEvent):
            _refuse_tag(event, line)
            _take_scalar(stack, event, line)
    return roots[0] if roots else None


def _open(stack: list[_Open], event: Any, line: int) -> Item | Items:
    _refuse_tag(event, line)
    if len(stack) >= MAX_DEPTH:
        raise MalformedError(line, f"Nested more than {MAX_DEPTH} deep.")
    kind = Item if isinstance(event, yaml.MappingStartEvent) else Items
    container = kind(line, _path_below(stack))
    _place(stack, container, line)
    stack.append(_Open(container))
    return container


def _path_below(stack: list[_Open]) -> Steps:
    """The path of what is about to be placed in the container that is open."""
    if not stack:
        return ()
    held = stack[-1].container
    step = len(held) if isinstance(held, Items) else stack[-1].key
    return held.path if step is None else (*held.path, step)


def _refuse_tag(event: Any, line: int) -> None:
    if event.tag is not None:
        raise MalformedError(line, f"Tags such as {event.tag} are not allowed in a draft.")


def _take_scalar(stack: list[_Open], event: Any, line: int) -> None:
    if "\x00" in event.value:
        raise MalformedError(line, "There is a NUL character in the text.")
    top = stack[-1] if stack else None
    if top and isinstance(top.container, Item) and top.key is None:
        if event.value in top.container.lines:
            raise MalformedError(line, f"“{event.value}” is given twice here.")
        top.key = event.value
        top.container.lines[event.value] = line
    elif event.value == "" and event.implicit[0]:
        # `key:` with nothing after it: the source does not say.
        if top and isinstance(top.container, Item):
            top.key = None
    else:
        _place(stack, event.value.strip(), line)


def _place(stack: list[_Open], value: Any, line: int) -> None:
    if not stack:
        return
    top = stack[-1]
    if isinstance(top.container, Items):
        top.container.append(value)
        top.container.lines.append(line)
    elif top.key is None:
        raise MalformedError(line, "A key is a word, not a list or a mapping.")
    else:
        top.container[top.key] = value
        top.key = None


def line_at(root: Item, path: list[Any]) -> int:
    """The line of the value at a path of keys and positions."""
    line: int = root.line
    value: Any = root
    for step in path:
        if isinstance(value, Item):
            line = value.line_of(step)
        elif isinstance(value, Items):
            line = value.lines[step]
        value = value[step]
    return line
