"""What documents print behind the words of a recommendation: the outcome of the national
framework it is for (since January 2025, worded in many ways), and that it was made before."""

import re

# Outcomes, enablers and principles are numbered, or named by the first words of their names.
_NAMES = (
    r"stay together and get the help|supported by their family network|safe in and outside"
    r"|stable,? loving homes?|multi-agency working is prioritised|leaders drive conditions"
    r"|workforce is equipped|welfare is paramount|wishes and feelings are sought"
    r"|partnership with whole families|raised by their families|family networks? where"
)
_WHAT = rf"\b(?:outcomes?|enablers?|principles?|national framework)\b|{_NAMES}"
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,250}?)\s*[)\]]?[\s.;,]*$")
_ONLY = re.compile(_WHAT, re.IGNORECASE)
_BARE = re.compile(
    r"(?:[\s.;]*[–—-]\s*|[.;]\s+|\n\W*)"
    r"((?:children[’']?s social care )?(?:national framework\W+)?"
    r"(?:(?:outcomes?|enablers?|principles?)\s*[0-9](?:\W+(?:and\W+)?(?:[0-9]\b"
    r"|(?:outcomes?|enablers?|principles?)\s*[0-9]))*)(?:\W+national framework)?)[\s.]*$",
    re.IGNORECASE,
)
_REPEAT = re.compile(
    r"\b(?:(?:was|were|is|has been|had been|remains)\b[^.()]{0,60}\b(?:recommend|area for|action"
    r"|identified|raised|requirement)[^.()]{0,80}\b(?:last|previous|earlier|prior|20[0-9]{2})\b"
    r"|repeat(?:ed)? recommendation|(?:recommended|identified|raised) (?:at|in|during)"
    r" (?:the|our) (?:last|previous) )",
    re.IGNORECASE,
)
_MOST_TAGS, _LONGEST_TAG = 20, 250  # as draft.schema.json has it
_LAST_WORDS = 200  # letters at the end of an entry, where it says that it was made before


def without_tags(text: str) -> tuple[str, list[str]]:
    """The words without the tags at their end, and the tags as printed, without brackets."""
    tags: list[str] = []
    while len(tags) < _MOST_TAGS:
        found = _IN_BRACKETS.search(text)
        if not found or not _ONLY.search(found.group(1)) or not _is_open(text, found):
            found = _BARE.search(text)
        if not found or not found.start() or len(found.group(1)) > _LONGEST_TAG:
            break
        tags.insert(0, " ".join(found.group(1).split()))
        text = text[: found.start()].rstrip()
    return text, tags


def _is_open(text: str, found: re.Match[str]) -> bool:
    """A bracket that is never closed counts, if it is the last thing there is."""
    return found.group().rstrip(" .;,")[-1] in ")]" or text.count("(") > text.count(")")


def says_repeat(text: str) -> bool:
    """Whether its last words say that it was asked before."""
    return bool(_REPEAT.search(text[-_LAST_WORDS:]))
