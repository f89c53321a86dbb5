"""Days on which somebody covers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from improvement import recording
from improvement.models import Cover
from inspections.models.time import AsAt, london_day

AUGUST = {"starts": date(2019, 8, 1), "until": date(2019, 8, 31)}

# For whomever one covers: what is said of the days, what the person reads, and the field.
NO_DAYS = {
    "a day gone by": ({"starts": date(2019, 1, 20)}, "The first day has passed", "starts"),
    "a mistyped year": (
        {"starts": date(2099, 8, 1), "until": date(2099, 8, 2)},
        "more than a year ahead",
        "starts",
    ),
    "no end": ({"until": None}, "Give the last day", "until"),
    "more than a year": ({"until": date(2020, 8, 2)}, "At most a year", "until"),
}


def running(day):
    return set(Cover.objects.current(AsAt.end_of(day)))


def days_from_today(first, last):
    today = london_day(timezone.now())
    return {
        "starts": (today + timedelta(days=first)).isoformat(),
        "until": (today + timedelta(days=last)).isoformat(),
    }


def check_refused(cover, members, said, sentence, field):
    """It says why, beside the field, and nobody covers. People are named by their role."""
    said = {name: members.get(value, value) for name, value in said.items()}

    with pytest.raises(recording.Refused, match=sentence) as refused:
        cover(**said)

    assert refused.value.field == field
    assert not Cover.objects.exists()
