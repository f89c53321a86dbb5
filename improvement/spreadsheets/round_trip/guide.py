"""What the first sheet of a downloaded plan tells whoever opens it."""

from improvement.forms import NO_CHILDREN
from improvement.spreadsheets.round_trip.layout import STATUSES
from inspections.intake.dates import LONDON, in_full

TITLE, HEADING, LINE = "title", "heading", "line"


def guide(download):
    """(kind of line, its words), from top to bottom."""
    yield TITLE, download.plan.title
    yield LINE, _whose(download)
    if download.plan.example:
        yield LINE, "This plan is an invented example."
    if download.may_be_uploaded:
        yield from _how_to_write(download)
    else:
        yield LINE, _why_only_to_read(download)


def _whose(download):
    moment = download.as_at.moment.astimezone(LONDON)
    rows = f"{len(download.states)} action{'' if len(download.states) == 1 else 's'}"
    part = "of the posts that you hold or cover, as far as open" if download.is_mine else ""
    of = f"{rows} {part}".strip()
    if download.is_past:
        reading = download.as_at.reading.label
        return f"{download.plan.authority}. {of}, as at {in_full(moment.date())}, {reading}."
    return f"{download.plan.authority}. {of}, downloaded on {in_full(moment.date())} at {moment:%H:%M}."


def _why_only_to_read(download):
    if download.is_past:
        return "It speaks of an earlier day, so it is for reading and cannot be uploaded."
    if download.plan.closed_on is None:
        return "Officers write updates into such a file; yours is for reading and cannot be uploaded."
    return f"{download.plan.how_it_ended}. The file is for reading and cannot be uploaded."


def _how_to_write(download):
    yield HEADING, "What to do"
    yield (
        LINE,
        "1. Go to the sheet “Plan”. Each row is an action. Write only in the yellow columns; leave a row alone if you have nothing to say of it.",
    )
    if download.is_of_officer:
        yield from _how_to_update()
    if download.is_of_admin:
        yield from _how_to_keep(download)
    yield from _then()


def _how_to_update():
    yield (
        LINE,
        f"2. Status is how the action stands now. To change it choose one of: {'; '.join(STATUSES)}. Say what changed; where it is at risk or off track, say why.",
    )
    yield (
        LINE,
        "3. If the last update still holds, write yes under “Nothing changed” and leave the rest of the row.",
    )
    yield (
        LINE,
        "4. For another date fill in all four: the new date asked for, why, what happens meanwhile, what it holds up. An approver decides. The due date itself is not changed here, and the first due date never.",
    )


def _how_to_keep(download):
    kept = "change Action, Owner and Success measure. Where another post is to answer for an action, a handover note is needed: the page asks for it after the upload, once for all of them."
    if download.is_of_officer:
        yield LINE, f"5. As an admin you may also {kept}"
    else:
        yield LINE, f"2. As an admin you may {kept}"
        yield LINE, "3. Status, updates and new dates are for the officers of the plan to say."


def _then():
    yield LINE, f"{NO_CHILDREN}"
    yield HEADING, "Then"
    yield (
        LINE,
        "Save the file as an Excel workbook and upload it in the tracker, under Spreadsheets. You see every change, and what others said meanwhile, before anything is recorded. Then you record it as yours. Recording it twice does no harm.",
    )
    yield HEADING, "Good to know"
    rows = (
        "Rows may be filtered. Rows that you do not need may be left as they are, or taken "
        "out: nothing happens to those actions. A new row does not make a new action."
    )
    yield LINE, rows
    hidden = (
        "A hidden last column says which row is which. The sheet is protected, without a "
        "password, so that rows and that column stay together. To sort rows or take some out, "
        "lift the protection, and sort whole rows."
    )
    yield LINE, hidden
