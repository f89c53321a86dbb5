"""An uploaded plan is recorded: all that was chosen or nothing, through the same verbs as on
the screens, as updates of whoever uploaded it."""

from collections import Counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from improvement import recording
from improvement.access import Need
from improvement.models import Action
from inspections.models.time import AsAt


class NotRecordedError(Exception):
    """One thing was refused, so nothing is recorded; `sentence` says which and why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def record(chosen, *, by, now) -> Counter:
    """Record all of `chosen` (row, part, what its verb is told); how many of each kind."""
    counted: Counter = Counter()
    for row, part, told in chosen:
        try:
            VERBS[part.kind](row.state.action, by=by, now=now, **told)
        except recording.SaidAlready:
            continue  # it stands in the history already
        except (recording.Refused, PermissionDenied, ValidationError) as refused:
            raise NotRecordedError(f"{row.state.number}: {_sentence(refused)}") from refused
        counted[part.kind] += 1
    return counted


def _update(action, **told):
    recording.record_update(action=action, **told)


def _no_change(action, **told):
    recording.confirm_no_change(action=action, **told)


def _request(action, **told):
    recording.request_date(action=action, **told)


def _owner(action, **told):
    recording.give_owner(action=action, **told)


def _title(action, *, new, by, now):
    _amend(action, "title", new, by, now)


def _measure(action, *, new, by, now):
    _amend(action, "success_measure", new, by, now)


VERBS = {
    "update": _update,
    "no_change": _no_change,
    "request": _request,
    "owner": _owner,
    "title": _title,
    "measure": _measure,
}


def _amend(action, name, words, by, now):
    """Correct a description in place; how it read before stays in its history."""
    recording.require_role(by, Need.ADMIN, action.plan.authority_id, AsAt(now))
    recording.lock_open_plan(action.plan, now)
    current = Action.objects.get(pk=action.pk)
    setattr(current, name, words)
    current.full_clean(exclude=["plan"])
    current._history_user = by
    current.save()


def _sentence(refused):
    if isinstance(refused, recording.Refused):
        return refused.sentence
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)
    return str(refused) or "You may not do that."
