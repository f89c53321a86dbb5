"""What the words around a telling phrase make of it: denied, wished for, asked, got rid of."""

import re
from collections.abc import Sequence

from inspections.intake.extracting.said.phrases import Hit

COPULAS = frozenset({"is", "are", "was", "were", "been", "remain", "remains"})
UP = frozenset({"better", "begun", "named", "good", "good_faintly"})
DOWN = frozenset({"held", "worse", "poor", "poor_faintly"})
_MORE = frozenset({"more", "further"})
_TURN = re.compile(
    r"not?|never|neither|nor|cannot|only|lack(?:s|ing)?|without|insufficient(?:ly)?|limited|limits?"
    r"|limiting|little|few|minority|too|yet|rather|needs|needed|rarely|seldom"
    r"|fail(?:s|ed|ure)?|absence|inconsistently|unable"
)
_WISH = frozenset({"need", "needs", "needed", "required", "require", "requires", "necessary"})
_HARD = frozenset({"hard", "difficult"})
_TROUBLE = re.compile(r"delays?|challenges|difficult(?:y|ies)|gaps?|weakness(?:es)?|problems")
_REACH = 12  # words over which a “not” turns what follows it
_WISH_REACH = 60
_CONCEDES = frozenset({"although", "though", "while", "whilst", "despite"})
_ENDS = _CONCEDES | {";", ":", "but", "however", "because"}
_SCENES = _CONCEDES | {"when", "where", "if", "once", "unless"}
_OPENS = frozenset({"in", "for", "at", "by", "since", "during", "with", "without", "unlike"})
# Behind a comma these begin to say something else; without one the comma only lists.
_NEW = COPULAS | {"has", "have", "had", "do", "does", "did", "can", "will", "which", "who"}
_NEW |= {"ensuring", "enabling", "resulting", "leading", "helping", "with", "due", "thanks"}
_NEW |= {"as", "so", "despite", "including", "there", "they", "it"}
_STILL = frozenset({"that", "before", "until"})
_LIFTERS = (
    "reduc",
    "prevent",
    "avoid",
    "minimi",
    "tackl",
    "challeng",
    "resolv",
    "overc",
    "grips",
)
_LIFTERS_REACH = 5  # words
_FEW_REACH = 6  # words
_LAST_FEW = 8  # phrases
_LOOKED_FOR = ("identif", "found", "find", "seen", "see")
_EASED_REACH = 14  # words
_CAN_EASE = re.compile(
    r"(?:drift|delay|gap|backlog|weakness|shortfall|shortcoming|deficit|shortage|concern|problem"
    r"|barrier|failing|failure|difficult(?=y|ies)|inconsistenc|deficienc|vacanc)[a-z]*"
    r"|turnover|churn|instability|variability|reliance|over-reliance|caseloads|high"
    r"|dependence|dependency"
)
_ALONE = re.compile(r"(?:reduc|decreas|narrow|clos)(?:ed|ing)|fallen|falling")
_BY_SOMEBODY = re.compile(
    r"(?:reduc|decreas|narrow|clos|eliminat|eradicat|clear|resolv|rectifi|remedi|address|minimis"
    r"|avoid|prevent)ed"
)
_AUXILIARIES = frozenset({"has", "have", "had", "is", "are"})
_PASSIVES = frozenset({"been", "being", "is", "are", "was", "were"})
_EASED_STOPS = frozenset({",", ";", ":", "(", ")", "but", "however", "that", "which", "not"})
_PRESENT = frozenset({"is", "are"})
_PAST = frozenset({"had", "previously", "formerly"})
_PAST_REACH = 3  # words: “had been far too high”
_ASKED_REACH = 12  # words
_EXTENT = ["extent", "to", "which"]
_VERBS = COPULAS | {"has", "have", "do", "does"}
_FINDS_OUT = frozenset({"know", "see", "sure", "tell", "certain", "check", "understand"})
_WISHED_REACH = 5  # words


def is_turned(words: Sequence[str], hit: Hit, before: Sequence[Hit]) -> bool:
    """By a denial or wish before it that reaches so far: “not effective”, “work is
    needed to make it effective”."""
    for other in reversed(before):
        away = hit.first - other.last
        if away > _WISH_REACH:
            return False
        near = 0 <= away <= (_WISH_REACH if _is_wish(words, other) else _REACH)
        if near and _turns(words, other, hit):
            return True
    return False


def _turns(words: Sequence[str], turn: Hit, hit: Hit) -> bool:
    if not (turn.group in DOWN or is_unfinished(words, turn)) or not _has_turn(words, turn):
        return False
    behind_a_verb = not COPULAS.isdisjoint(words[turn.last : hit.first])
    stops_there = words[turn.first] == "rather" or _is_trouble_in(words, turn)
    return not (behind_a_verb and stops_there) and not _ends(words, turn, hit)


def is_unfinished(words: Sequence[str], hit: Hit) -> bool:
    """“More needs to be done”: a beginning beside something better, by itself a wish."""
    return hit.group == "begun" and words[hit.first] in _MORE


def _is_wish(words: Sequence[str], hit: Hit) -> bool:
    inside = words[hit.first : hit.last + 1]
    return hit.group == "poor" and not _WISH.isdisjoint(inside)


def _has_turn(words: Sequence[str], hit: Hit) -> bool:
    if _is_wish(words, hit) or _is_trouble_in(words, hit):
        return True
    inside = words[hit.first : hit.last + 1]
    hard = not _HARD.isdisjoint(inside) and "to" in words[hit.last : hit.last + 4]
    return hard or any(_TURN.fullmatch(word) for word in inside)


def _is_trouble_in(words: Sequence[str], hit: Hit) -> bool:
    """“delays in taking timely action”"""
    following = words[hit.last + 1 : hit.last + 3]
    return _TROUBLE.fullmatch(words[hit.last]) is not None and "in" in following


def _ends(words: Sequence[str], turn: Hit, hit: Hit) -> bool:
    """A comma ends it, but not one between the things listed: “not clear, timely or full”."""
    between = words[turn.last : hit.first]
    if not _ENDS.isdisjoint(between):
        return True
    if "," not in between:
        return False
    behind = list(words[turn.last + list(between).index(",") + 1 : hit.last + 1])
    if not _STILL.isdisjoint(behind[:2]):
        return False  # “to ensure that …, and that …”; “too soon, before …”
    begins = bool(behind) and behind[0].endswith("ing")
    return begins or not _NEW.isdisjoint(behind) or _in_scene(words, turn)


def _in_scene(words: Sequence[str], hit: Hit) -> bool:
    """“Although not perfect, …”: the comma ends what stands aside."""
    clause = list(words[max(0, hit.first - _WISH_REACH) : hit.first])
    if "," in clause:
        clause = clause[len(clause) - clause[::-1].index(",") :]
    return not _SCENES.isdisjoint(clause) or (len(clause) > 0 and clause[0] in _OPENS)


def is_wished_or_asked(words: Sequence[str], hit: Hit) -> bool:
    """“Tighter monitoring is needed”, “to know whether it is effective”."""
    after = list(words[hit.last + 1 : hit.last + 1 + _WISHED_REACH])
    for place, word in enumerate(after[:-1]):
        if word in _PRESENT and after[place + 1] in _WISH:
            return True
    start, verbs = max(0, hit.first - _ASKED_REACH), 0
    for place in range(hit.first - 1, start - 1, -1):
        verbs += words[place] in _VERBS
        if words[place] in _ENDS or words[place] == "," or verbs > 1:
            return False
        if words[place] == "whether" or words[place - 2 : place + 1] == _EXTENT:
            return True
        if words[place] == "if" and place and words[place - 1] in _FINDS_OUT:
            return True
    return False


def is_lifted(words: Sequence[str], hit: Hit, before: Sequence[Hit]) -> bool:
    """“reduces delay”; “no failures were found that left children at risk”."""
    near = words[max(0, hit.first - _LIFTERS_REACH) : hit.first]
    nothing_found = any(
        one.group == "good" and "no" in words[one.first : one.last + 1]
        for one in before[-_LAST_FEW:]
    )
    if nothing_found or _found_none(near):
        return True
    says_so_itself = words[hit.first] in ("not", "never") or _is_wish(words, hit)
    return not says_so_itself and any(word.startswith(_LIFTERS) for word in near)


def is_of_few(words: Sequence[str], hit: Hit, before: Sequence[Hit]) -> bool:
    """“There are few delays”"""
    if not before or list(words[before[-1].first : before[-1].last + 1]) != ["few"]:
        return False
    between = words[before[-1].last : hit.first]
    return len(between) <= _FEW_REACH and "," not in between


def _found_none(near: Sequence[str]) -> bool:
    """“did not identify any children left at risk”"""
    return "not" in near and any(
        word.startswith(_LOOKED_FOR) and "any" in near[place:]
        for place, word in enumerate(near)
    )


def verb_that_eased(words: Sequence[str], hit: Hit) -> int | None:
    """Where it stands: “drift and delay have been reduced”, “the backlog was cleared”."""
    if not _CAN_EASE.fullmatch(words[hit.last]):
        return None
    told: set[str] = set()
    for place in range(hit.last + 1, min(hit.last + 1 + _EASED_REACH, len(words))):
        word = words[place]
        if word in _EASED_STOPS or (told and word == "and"):
            return None
        if (told & _PASSIVES and _BY_SOMEBODY.fullmatch(word)) or (
            told & _AUXILIARIES and _ALONE.fullmatch(word)
        ):
            return place
        if word in _PASSIVES | _AUXILIARIES:
            told.add(word)
    return None


def is_habit(words: Sequence[str], hit: Hit, verb: int) -> bool:
    """“Delay is avoided” tells how it goes, “delay has been reduced” that it got better."""
    told = words[hit.last + 1 : verb]
    return not _PRESENT.isdisjoint(told) and not words[verb].endswith("ing")


def is_past(words: Sequence[str], hit: Hit) -> bool:
    """“had been far too high”"""
    return not _PAST.isdisjoint(words[max(0, hit.first - _PAST_REACH) : hit.first])
