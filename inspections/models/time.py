"""Time: the moment a page is asked about, and records that know since when they are known.

Two classes of record (see the README, "How time works"). Events are appended and never
changed. Descriptions hold words, corrected in place with their history kept; each has a
`known_at` all the same, so that it is absent from pages about a time before it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate

from inspections.intake.dates import LONDON, PartialDate, london_day


class Reading(models.TextChoices):
    THEN = "then", "as known then"
    NOW = "now", "as we know now"


@dataclass(frozen=True)
class AsAt:
    """The moment a page speaks of, and in which reading.

    `then` takes what was known by the moment and held by its day; `now` takes what held
    on that day by all that is known today.
    """

    moment: datetime
    reading: Reading = Reading.NOW
    until: date | None = None  # where a clock stopped earlier, as a closed plan's does

    @classmethod
    def end_of(cls, day: date, reading: Reading = Reading.NOW) -> "AsAt":
        """As at a date means the end of that day in London."""
        return cls(datetime.combine(day, time.max, tzinfo=LONDON), reading)

    @cached_property
    def day(self) -> date:
        """The day by which something has to hold."""
        today = london_day(self.moment)
        return min(today, self.until) if self.until else today

    @property
    def known_by(self) -> datetime | None:
        """The moment by which something has to be known; None if all knowledge counts."""
        return self.moment if self.reading == Reading.THEN else None

    def knows(self, known_at: datetime) -> bool:
        """Whether what is known since then counts."""
        return self.known_by is None or known_at <= self.known_by

    def no_later_than(self, day: date | None) -> "AsAt":
        """What held by `day`, if that is earlier, by the same knowledge."""
        return self if day is None or self.day <= day else replace(self, until=day)


class LondonDay(TruncDate):
    """The day of a moment in London, whatever time zone the connection uses."""

    def get_tzname(self):
        return LONDON.key


class PartialDateField(models.CharField):
    """A date as printed, which may be a month or a year only (`PartialDate`)."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("null", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else None

    def to_python(self, value):
        if not value or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate(str(value).strip())
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value):
        return value.text if isinstance(value, PartialDate) else (value or None)

    def value_from_object(self, obj):
        value = super().value_from_object(obj)
        return value.text if isinstance(value, PartialDate) else value

    def value_to_string(self, obj):
        return self.value_from_object(obj) or ""

    def clean(self, value, model_instance):
        value = self.to_python(value)
        self.validate(value.text if value else value, model_instance)
        return value


def as_stored(value):
    """A value as `imported` keeps it: JSON, with records by their key."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, PartialDate):
        return value.text
    return value.isoformat() if isinstance(value, date) else value


class KnownQuerySet(models.QuerySet):
    def known(self, as_at: AsAt):
        """Without the rows that nobody had yet heard of; all of them `as we know now`."""
        if as_at.reading == Reading.NOW:
            return self
        return self.filter(known_at__lte=as_at.moment)


class Known(models.Model):
    """A description: words that may be corrected, known since a moment.

    `imported` holds each field as it last came from a draft, so that a later import can
    tell a value corrected here by a person from one that the source has changed.
    """

    known_at = models.DateTimeField("known since", editable=False)
    imported = models.JSONField(default=dict, editable=False)

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True


class AppendOnlyError(TypeError):
    """Someone tried to change or delete an event."""


class EventQuerySet(models.QuerySet):
    def as_at(self, as_at: AsAt):
        """The events that stand: without those a correcting event has voided."""
        held = self.filter(holds_from__lte=as_at.day)
        if as_at.reading == Reading.NOW:
            return held.filter(voided_by__isnull=True)
        return held.filter(known_at__lte=as_at.moment).exclude(
            voided_by__known_at__lte=as_at.moment
        )

    def that_stand(self, as_at: AsAt):
        """Of those the ones that say something, and do not only take another back."""
        return self.as_at(as_at).filter(retracts=False)

    def newest_first(self):
        return self.order_by("-holds_from", "-known_at", "-pk")

    def oldest_first(self):
        return self.order_by("holds_from", "known_at", "pk")

    def _refuse(self, *args, **kwargs):
        raise AppendOnlyError("Events are appended, never changed: void it by a new one.")

    update = _refuse
    update.alters_data = True
    delete = _refuse
    delete.alters_data = True
    bulk_update = _refuse
    update_or_create = _refuse

    def bulk_create(self, objs, batch_size=None, **options):
        # Django's further options say what to change on a conflict.
        if any(options.values()):
            self._refuse()
        return super().bulk_create(objs, batch_size=batch_size)


class Event(models.Model):
    """A fact with a time, appended and never changed.

    `holds_from` is from when it is so, `known_at` since when it is known, `recorded_at`
    when it was written here. A mistaken event is voided by one of the same kind that
    names it in `voids`; that one says what is true instead, or nothing (`retracts`).
    """

    holds_from = models.DateField("holds from")
    known_at = models.DateTimeField("known since", editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    voids = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voided_by",
        verbose_name="corrects the mistaken entry",
    )
    retracts = models.BooleanField("only takes the mistaken entry back", default=False)
    # Who signed in and wrote it: the person who speaks, or who loaded a draft.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # The identity of an event that came from a draft: a hash of what it says there.
    draft_key = models.CharField(max_length=64, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("Events are appended, never changed: void it by a new one.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("Events are never deleted: void it by a new one.")


def event_constraints(*, may_be_in_the_future: bool = False):
    """The rules that every kind of event shares, for its Meta.constraints."""
    rules = [
        models.CheckConstraint(
            condition=Q(retracts=False) | Q(voids__isnull=False),
            name="%(class)s_retracts_only_what_it_voids",
        ),
    ]
    if not may_be_in_the_future:
        rules.append(
            models.CheckConstraint(
                condition=Q(holds_from__lte=LondonDay(F("known_at"))),
                name="%(class)s_holds_no_later_than_known",
                violation_error_message="It cannot hold from a day after it became known.",
            )
        )
    return rules
