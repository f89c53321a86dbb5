"""A record that many tests begin with, imported once in each test process: putting its rows
back takes a tenth of the time of another import."""

from copy import copy

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, transaction


def rows_made_by(make) -> list:
    """Every model with the rows that there are after `make`, which is undone."""
    with transaction.atomic():
        make()
        kept = [
            (model, list(model._base_manager.all()))
            for label in ("inspections", "improvement")
            for model in apps.get_app_config(label).get_models(include_auto_created=True)
        ]
        transaction.set_rollback(True)
    return [(model, rows) for model, rows in kept if rows]


def put_back(kept: list) -> None:
    with transaction.atomic():  # what the rows refer to is checked at its end
        for model, rows in kept:
            # Frameworks and themes are there from the start, perhaps under other numbers.
            model._base_manager.all()._raw_delete(using=DEFAULT_DB_ALIAS)
            model._base_manager.bulk_create(copy(row) for row in rows)
    models = [model for model, _ in kept]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
