"""What of ours a value of the sheet may be: proposals by number, by likeness of words, by
the usual words for a status. A person confirms each."""

import colorsys
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from improvement.spreadsheets.foreign_plan.tracker import Value, bare_words

COMMON = frozenset(
    [
        "a",
        "all",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "have",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "we",
        "which",
        "will",
        "with",
        "children",
        "child",
        "childrens",
        "services",
        "service",
        "ensure",
    ]
)
STATUSES = {
    "complete": "complete|completed|closed|fully complete|complete and embedded|embedded|"
    "complete and evidenced|signed off|finished|achieved|met",
    "done": "done|done evidence awaited|complete evidence awaited|awaiting sign off|"
    "complete awaiting evidence|delivered|implemented",
    "on_track": "on track|on target|in progress|ongoing|progressing|underway|under way|started",
    "at_risk": "at risk|some delay|minor delay|slightly behind|delayed",
    "off_track": "off track|off target|overdue|behind|not on track|significant delay|"
    "not achieved",
    "not_started": "not started|not yet started|not due|planned|not begun|to be started|future",
    "withdrawn": "withdrawn|superseded|no longer required|no longer needed|cancelled|"
    "discontinued|deleted|removed",
    "not_stated": "not stated|unknown|tbc|n a|na",
}
STATUS_OF = {words: status for status, line in STATUSES.items() for words in line.split("|")}
HUES = (
    (20, "red"),
    (50, "amber"),
    (70, "yellow"),
    (170, "green"),
    (260, "blue"),
    (330, "purple"),
)


def colour_name(colour: str) -> str:
    """What a person calls #FFC000; nothing for what is no colour."""
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        return ""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    if full < 0.15 or light < 0.08 or light > 0.97:
        return "black" if light < 0.2 else "white" if light > 0.95 else "grey"
    return next((name for most, name in HUES if hue * 360 < most), "red")


def propose_status(value: Value) -> str:
    """By the words alone: what somebody's amber means, only they know."""
    words = bare_words(value.text)
    if words in STATUS_OF:
        return STATUS_OF[words]
    # "COMPLETED" with a sentence after it, "Green – on track"
    for known in sorted(STATUS_OF, key=len, reverse=True):
        if len(known) > 3 and words.startswith(f"{known} "):
            return STATUS_OF[known]
    return ""


def telling(text: str) -> frozenset[str]:
    return frozenset(bare_words(text).split()) - COMMON


@dataclass
class Likeness:
    """Which of many texts are most like another."""

    texts: dict[str, frozenset[str]]  # by key

    def __post_init__(self) -> None:
        self.holders: dict[str, list[str]] = {}
        for key, words in self.texts.items():
            for word in words:
                self.holders.setdefault(word, []).append(key)

    def nearest(self, text: str, least: float) -> list[tuple[float, str]]:
        """(likeness from 0 to 1, key) of those that share enough words, the likest first."""
        words = telling(text)
        shared = Counter(key for word in words for key in self.holders.get(word, ()))
        scored = (
            (2 * count / (len(words) + len(self.texts[key])), key)
            for key, count in shared.items()
        )
        return sorted((pair for pair in scored if pair[0] >= least), reverse=True)


def numbers_in(text: str) -> list[str]:
    """Numbers that stand alone or first: "3", "Rec 1 & 4", "7. Visits to children"."""
    words = text.strip()
    prefix = r"(?:(?:ofsted )?(?:recommendations?|recs?|priority actions?|no|r)\.? ?)?"
    several = r"\d+(?:\s*(?:,|&|and|;|/|\+)\s*\d+)*"
    alone = re.fullmatch(rf"{prefix}({several})\.?", words, re.I | re.ASCII)
    if alone:
        return re.findall(r"\d+", alone[1])
    first = re.match(rf"{prefix}(\d+)[.):\s–-]", words, re.I | re.ASCII)
    return [first[1]] if first else []


def propose_recommendations(text: str, asked: Iterable) -> list[str]:
    """The references of recorded recommendations that the words may mean: by their number if
    it names just one, else by their words. `asked` are recommendations with `.ref`."""
    asked = list(asked)
    by_key: dict[str, list[str]] = {}
    for one in asked:
        by_key.setdefault(one.key.lower(), []).append(one.ref)
    named = [by_key.get(number.lstrip("0"), []) for number in numbers_in(text)]
    named = named or [by_key.get(text.strip().lower(), [])]
    if all(len(refs) == 1 for refs in named):
        return [refs[0] for refs in named]
    like = Likeness({one.ref: telling(one.all_words) for one in asked})
    return [ref for _, ref in like.nearest(text, 0.34)[:1]]


def propose_owner(text: str, posts: Iterable) -> str:
    """The key of the post that the words name, or nearly."""
    posts = list(posts)
    same = [post.key for post in posts if bare_words(post.post) == bare_words(text)]
    if same:
        return same[0]
    like = Likeness({post.key: telling(post.post) for post in posts}).nearest(text, 0.75)
    return like[0][1] if like else ""
