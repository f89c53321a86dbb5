"""What an officer has said here of an action that a spreadsheet tells of too."""

from improvement import recording
from tests.factories import on


def say(officer, plan, reference, status, **words):
    return recording.record_update(
        action=plan.actions.get(reference=reference),
        by=officer,
        now=on("2019-03-01", 10),
        status=status,
        **words,
    )
