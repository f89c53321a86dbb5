"""Records into the database: one at once, or many of a kind together, each with its history.

A report has hundreds of findings and others wait while it is imported: together they take a
statement for some dozens.
"""

from collections.abc import Sequence
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from simple_history.utils import get_history_manager_for_model

REFUSED = (IntegrityError, DataError)


class RefusedError(Exception):
    """The records refuse it; says in words which of their rules it breaks."""


def is_new(record: models.Model) -> bool:
    return record._state.adding


def write(record: models.Model):
    """Raises RefusedError; then nothing is written."""
    try:
        with transaction.atomic():
            record.save()
    except REFUSED as error:
        why = " ".join(_broken_rules(record)) or "it breaks one of their rules."
        raise RefusedError(f"The records refuse what stands here: {why}") from error


def write_all(records: Sequence[models.Model]) -> dict[int, str]:
    """Write them, and tell by their place those that are refused, each with the reason.

    All are new, or taken from the records as they are now: what has changed of them since is
    written over.
    """
    new = [is_new(record) for record in records]
    try:
        with transaction.atomic():
            for model, alike in groupby(sorted(records, key=_kind), key=type):
                _write_alike(model, list(alike))
    except REFUSED:
        for record, was_new in zip(records, new, strict=True):
            if was_new:
                record.pk, record._state.adding = None, True
        return _write_each(records)
    return {}


def _write_each(records: Sequence[models.Model]) -> dict[int, str]:
    """Which of many is refused is found one by one."""
    refused = {}
    for number, record in enumerate(records):
        try:
            write(record)
        except RefusedError as error:
            refused[number] = str(error)
    return refused


def _kind(record: models.Model) -> str:
    return record._meta.label


def _write_alike(model: type[models.Model], records: list[models.Model]):
    new = [record for record in records if is_new(record)]
    changed = [record for record in records if not is_new(record)]
    model.objects.bulk_create(new)
    if changed:
        fields = [one.name for one in model._meta.concrete_fields if not one.primary_key]
        model.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["pk"], update_fields=fields
        )
    if hasattr(model, "history"):
        history = get_history_manager_for_model(model)
        history.bulk_history_create(new)
        history.bulk_history_create(changed, update=True)


def _broken_rules(record) -> list[str]:
    for check in (record.validate_unique, record.validate_constraints, record.clean_fields):
        try:
            check()
        except ValidationError as error:
            # Without words of its own a rule is told by its name, which helps nobody.
            return [sentence for sentence in error.messages if "_" not in sentence]
    return []
