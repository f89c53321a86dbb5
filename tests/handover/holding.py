"""Who holds a post on a day, and what is said as it changes hands."""

from datetime import timedelta

from improvement import recording
from improvement.models import Holding
from inspections.models.time import AsAt
from tests.office import NOON

MINUTE = timedelta(minutes=1)
NOTE = "Two audits are left; the quality lead has the list."


def held(post, day):
    holdings = Holding.objects.filter(owner=post).current(AsAt.end_of(day))
    return {holding.user or holding.name for holding in holdings}


def speak_for_the_post(action, by, now=NOON + MINUTE):
    recording.record_update(action=action, by=by, now=now, status="on_track", text="Read in.")
