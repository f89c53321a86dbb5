"""One thing asked for, and the paragraphs that are such things without any mark."""

import re
from dataclasses import dataclass

from inspections.intake.extracting.asked.asking import demands, says_how_it_is
from inspections.intake.reading.passages import Passage

MOST_PLAIN = 12  # paragraphs under a head that may be its entries; more is running text
_LEAST_NAME, _LONGEST_NAME = 2, 40  # words of a paragraph that only names what is to improve
_LEADS_IN = re.compile(r"\b(?:the following|as follows|listed below)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\((?:[a-z]|[ivx]+|[0-9]{1,2})\)|(?:[a-z]|[ivx]+)[.)]", re.IGNORECASE)


@dataclass
class Entry:
    """One thing asked for: the passage it begins in, and all its words."""

    passage: Passage
    text: str
    number: str = ""
    goes_on: bool = False  # over more than its first passage

    def join(self, words: str, between: str = " ") -> None:
        self.text = f"{self.text}{between}{words}"
        self.goes_on = True

    def join_point(self, item: Passage) -> None:
        """“(i)” and “b.” stay before their words; all other marks become one."""
        self.join(item.text, f"\n{item.marker} " if _COUNTED.fullmatch(item.marker) else "\n• ")


def plain_entries(paragraphs: list[Passage]) -> list[Entry]:
    """Paragraphs are the entries only where each of them asks for something, or is no more than
    the name of what is to improve."""
    each_asks = all(
        _is_entry(one.text) and (demands(one.text) or _is_name_of_one(one.text))
        for one in paragraphs
    )
    few = len(paragraphs) <= MOST_PLAIN
    return [Entry(one, one.text) for one in paragraphs] if each_asks and few else []


def _is_entry(text: str) -> bool:
    """Not the sentence that leads into a list."""
    return text[-1] != ":" and not _LEADS_IN.search(text)


def _is_name_of_one(text: str) -> bool:
    """With a full stop: the lines of a table of contents have none."""
    words = len(text.split())
    if not text.rstrip().endswith((".", ";", "; and")):
        return False
    return (
        _LEAST_NAME <= words <= _LONGEST_NAME
        and text[:1].isupper()
        and not says_how_it_is(text)
    )
