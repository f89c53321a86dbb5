"""Whether words ask for something or tell how things are, where no heading says which."""

import re

# What a request begins with, when it begins with a verb. The paragraphs of a report count on
# behind its recommendations too, but they ask for nothing.
_VERB = (
    "accelerate|achieve|act|adapt|address|adopt|advise|agree|align|allocate|allow|amend|apply"
    "|appoint|arrange|assess|assure|avoid|bring|broaden|build|carry out|cease|check|clarify|clear"
    "|collate|collect|commission|commit|communicate|complete|comply|conduct|confirm|consider"
    "|consolidate|consult|continue|convene|coordinate|co-ordinate|create|deal|decide|define"
    "|deliver|demonstrate|deploy|determine|develop|discuss|disseminate|draw up|drive|eliminate"
    "|embed|empower|enable|encourage|enforce|engage|enhance|ensure|equip|establish|evaluate"
    "|examine|expand|expedite|explain|explore|extend|facilitate|fill|finalise|follow|formalise"
    "|fulfil|gain|gather|give|hear|hold|identify|implement|improve|include|inform|insist|instigate"
    "|integrate|intensify|introduce|investigate|invest|invite|involve|keep|launch|learn|listen"
    "|maintain|make|maximise|meet|minimise|mitigate|notify|obtain|offer|optimise|oversee|pay"
    "|prepare|press|prevent|prioritise|produce|promote|protect|provide|publish|pursue|put"
    "|quality[- ]assure|raise|reach|realign|reassess|reassure|reconsider|recruit|rectify|redesign"
    "|reduce|redouble|refine|refocus|refresh|reinforce|reinstate|remedy|remind|remove|renew"
    "|replace|require|resolve|respond|restore|retain|rethink|revise|revisit|rewrite|roll out"
    "|satisfy|scrutinise|secure|see|seek|send|set|settle|share|sharpen|show|simplify|specify|speed"
    "|spread|staff|standardise|stop|streamline|strengthen|supervise|sustain|tackle|take|tell"
    "|tighten|track|transform|undertake|update|urgently|use|utilise|verify|widen|write"
)
# “Work with schools” asks; “Work is under way”, “Support for carers is good” and “Review of” tell.
_VERB_OR_NOUN = (
    "analyse|audit|benchmark|challenge|design|focus|increase|monitor|plan|record|report|review"
    "|support|target|test|train|work"
)
_TELLS = (
    r"is|are|was|were|has|have|had|continues?|remains?|needs?|can|will|for|of|in|to|by|from"
    r"|between"
)
_ASKS_FOR = re.compile(
    rf"(?:(?:to|that)\b|(?:[a-z]+ly,? )?(?:(?:{_VERB})\b"
    rf"|(?:{_VERB_OR_NOUN})\b(?!\s+(?:{_TELLS})\b)))"
    r"|[^.;:]{0,80}\b(?:should|must)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:should|must|needs? to|(?:is|are) required|ensure|action)\b", re.IGNORECASE
)
_MEETING = re.compile(
    r"(?:(?:it is )?recommended )?(?:(?:that|the|this|to) )*(?:(?:members|committee|cabinet|panel"
    r"|board|scrutiny|executive|lead member|councillors|commission|forum|council)\b"
    r"[^.;:]{0,80}?\b)?"
    r"(?:is |are |be )?(?:asked |invited |requested |recommended )?(?:to )?"
    r"(?:notes?|noted|approves?|approved|endorses?|endorsed|receives?|received"
    r"|comments? (?:on|upon))\b",
    re.IGNORECASE,
)
# What stands behind one of these is said of what is asked, and tells nothing by itself.
_ASIDE = (
    r"(?:that|which|who|whose|whom|where|when|whether|how|why|what|so|because|if|as|and|or|to)"
)
_main = re.compile(rf"(?:(?!\b{_ASIDE}\b)[^.,;:–—])*", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:inspectors?|ofsted|leaders|managers?|social workers?|children|young people|parents|carers"
    r"|families|staff|partners|practitioners|they|we|you|it|this|these|there|in|at|during|since"
    r"|following|after|before|however|although|while|most|many|some|few|too|overall)\b",
    re.IGNORECASE,
)
# “Reviews happen in time”, but “Reviews of plans”, “Plans, and who keeps them”.
_PLURAL = re.compile(
    r"[A-Z][a-z]+[^s\W]s\s+(?!(?:of|for|in|to|and|or|that|with|who|which|where|whose|about|on|at|by"
    r"|from|between|not|made|written|held|given|[a-z]+(?:ed|ing))\b)[a-z]+\b"
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|cannot|will|remains?|continues?)\b",
    re.IGNORECASE,
)


def asks_for(text: str) -> bool:
    """Whether it begins as a request does, by the verb or by who should."""
    return _ASKS_FOR.match(text) is not None


def asks_a_meeting(text: str) -> bool:
    """Whether a paper asks the meeting it goes to, not the council: “That members note this”."""
    return _MEETING.match(text) is not None


def demands(text: str) -> bool:
    """Whether it says anywhere that something must be."""
    return _MUST.search(text) is not None


def says_how_it_is(text: str) -> bool:
    """Whether it says how things are: “Children wait”, “Support is good”. A request does not, nor
    does the name of what is to improve, whatever it says of it: “Plans that are out of date”."""
    if asks_for(text):
        return False
    if _SUBJECT.match(text) or _PLURAL.match(text):
        return True
    main = _main.match(text)
    return main is not None and _SAYS.search(main.group()) is not None
