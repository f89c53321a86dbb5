"""What all rows have in common: how days and moments are written."""

from datetime import date, datetime, time

import factory
from django.db import models

from inspections.intake.dates import LONDON, PartialDate
from inspections.models.time import PartialDateField


def day_of(printed):
    """A day from a date, a `PartialDate` or their text."""
    if isinstance(printed, date):
        return printed
    return PartialDate(str(getattr(printed, "text", printed))).last_day


def on(day, hour=12, minute=0):
    """A moment of a day in London: `on("2019-01-07")`, `on(date(2019, 1, 7), hour=9)`."""
    return datetime.combine(day_of(day), time(hour, minute), tzinfo=LONDON)


def noon_of(*names, otherwise="2018-08-24"):
    """`known_at`: noon of the first of the fields `names` that is set."""

    def noon(row):
        printed = next((getattr(row, name) for name in names if getattr(row, name)), None)
        return on(printed or otherwise)

    return factory.LazyAttribute(noon)


class RowFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        for field in cls._meta.model._meta.fields:
            value = kwargs.get(field.name)
            if isinstance(value, str) and isinstance(field, PartialDateField):
                kwargs[field.name] = PartialDate(value)
            elif isinstance(value, str) and type(field) is models.DateField:
                kwargs[field.name] = day_of(value)
        return kwargs


class EventFactory(RowFactory):
    class Meta:
        abstract = True

    holds_from = date(2019, 1, 7)
    known_at = noon_of("holds_from")
