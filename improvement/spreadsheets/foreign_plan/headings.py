"""Which row of a sheet holds its headings, and what each column means by them: proposals,
which the admin confirms or corrects."""

import calendar
import re
from datetime import date

from inspections.intake.sheets import Table

MEANINGS = {
    "": "Not used",
    "number": "The action’s own number",
    "recommendation": "Recommendation",
    "action": "Action: what will be done",
    "details": "How it will be done",
    "owner": "Owner",
    "start": "Start",
    "due": "Due",
    "status": "Status",
    "colour": "Status by its colour; the words are progress",
    "progress": "Progress",
    "reason": "Why it is at risk or off track",
    "success_measure": "How we will know (success measure)",
    "outcome": "Outcome, or progress of an earlier time",
}
# These may stand over several columns; of every other meaning there is one.
SEVERAL = ("", "details", "outcome")

WORDS = {
    "number": "no|nos|number|ref|reference|id|item|action no|action number|action ref|"
    "action reference|item no|ref no",
    "recommendation": "recommendation|recommendations|rec|recs|rec no|recommendation no|"
    "recommendation number|ofsted recommendation|inspection recommendation|"
    "area for improvement|areas for improvement|priority action|ofsted finding|finding|"
    "recommendations it serves|recommendation it serves",
    "action": "action|actions|what|action required|activity|task|key action|key actions|"
    "what will we do|what we will do|what will be done|what needs to be done|step|action title",
    "details": "how|how will we do it|how we will do it|how it will be done|method|details|"
    "description|steps|milestones|key milestones",
    "owner": "who|owner|lead|lead officer|responsible|responsible officer|responsible person|"
    "responsibility|accountable|accountable officer|accountable lead|action owner|by whom|"
    "lead post|post|who is responsible|who will do it",
    "start": "start|start date|starts|from|begins|start by",
    "due": "when|due|due date|deadline|by when|target date|completion date|timescale|"
    "timescales|end date|date due|finish|finish date|first due|first due date|"
    "when will it be done|target completion date|date for completion",
    "status": "status|current status|delivery status|rag|rag status|rag rating|brag|"
    "brag rating|progress rating|rating",
    "progress": "progress|update|updates|progress update|latest update|last update|comments|"
    "comment|commentary|notes|narrative|current position|progress to date|latest position|"
    "what changed|progress made|position",
    "reason": "reason|why|reason for delay|issues|risks|issues and risks|barriers|"
    "reason why|why at risk",
    "success_measure": "success measure|success measures|measure of success|"
    "measures of success|success criteria|how we will know|how will we know|kpi|kpis|"
    "measure|measures|target|targets|what success looks like|intended outcome",
    "outcome": "outcome|outcomes|impact|evidence|evidence of impact|difference|"
    "what difference it makes|difference made|report",
}
KNOWN = {words: meaning for meaning, line in WORDS.items() for words in line.split("|")}
LOOKED_AT = 30  # rows in which the headings are looked for

QUARTER = re.compile(r"\b(?:q|quarter) ?([1-4])\b")
YEARS = re.compile(r"\b(20[0-9]{2})(?: ?[/-] ?(?:20)?([0-9]{2}))?\b")
MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}


def bare(heading: str) -> str:
    """A heading without signs, capitals and what stands in brackets."""
    without = re.sub(r"\(.*?\)|\[.*?\]", " ", heading.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", without))


def meaning_of(heading: str) -> str:
    words = bare(heading)
    if words in KNOWN:
        return KNOWN[words]
    if QUARTER.search(words):
        return "outcome"
    for known in sorted(KNOWN, key=len, reverse=True):
        if len(known) > 3 and re.search(rf"\b{re.escape(known)}\b", words):
            return KNOWN[known]
    return ""


def heading_row(table: Table) -> int:
    """The number of the row that looks most like headings, counted from 1."""

    def likeness(number: int) -> tuple[int, int]:
        texts = [cell.text for cell in table.rows[number - 1] if cell.text]
        short = [text for text in texts if len(text) <= 80]
        found = {meaning_of(text) for text in short} - {""}
        return len(found), min(len(short), 3)

    numbers = range(1, min(len(table.rows), LOOKED_AT) + 1)
    return max(numbers, key=likeness, default=1)


def headings(table: Table, row: int) -> list[str]:
    """The headings of all columns. An empty one takes that of a cell above it: headings of
    two rows, as quarters under a year."""
    found = []
    for column in range(len(table.rows[0])):
        above = (table.rows[n][column].text for n in range(row - 1, max(row - 3, -1), -1))
        found.append(next((text for text in above if text), ""))
    return found


def propose(found: list[str], opened: date | None) -> dict[str, dict[str, str]]:
    """By the number of the column what it means; each meaning once, where it may not stand
    over several. An outcome's heading may say of which day it speaks."""
    taken: dict[str, dict[str, str]] = {}
    for number, heading in enumerate(found, 1):
        meaning = meaning_of(heading)
        used = {column["as"] for column in taken.values()}
        if meaning in used and meaning not in SEVERAL:
            meaning = "outcome" if meaning == "progress" else ""
        taken[str(number)] = {"as": meaning}
        if meaning == "outcome" and (day := day_in(heading, opened)):
            taken[str(number)]["on"] = day.isoformat()
    return taken


def day_in(heading: str, opened: date | None) -> date | None:
    """The last day of the quarter or month that a heading names; a quarter without a year
    is one of the financial year in which the plan opened."""
    words = " ".join(re.findall(r"[a-z0-9/-]+", heading.casefold()))
    years = YEARS.search(words)
    if quarter := QUARTER.search(words):
        return _end_of_quarter(int(quarter[1]), years, opened)
    month = next((MONTHS[w] for w in words.split() if w in MONTHS), None)
    if month and years and not years[2]:
        return _end_of_month(int(years[1]), month)
    return None


def _end_of_quarter(number: int, years: re.Match | None, opened: date | None) -> date | None:
    if years is None and opened is None:
        return None
    year = int(years[1]) if years else opened.year - (opened.month < 4)
    # The council's year begins in April: its fourth quarter ends in March of the next.
    return _end_of_month(year + (number == 4), (6, 9, 12, 3)[number - 1])


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
