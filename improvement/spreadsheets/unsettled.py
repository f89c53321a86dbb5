"""How long an uploaded spreadsheet waits to be settled."""

from datetime import timedelta

from improvement.models import Sheet

KEPT_FOR = timedelta(days=7)


def take_away_old(now) -> int:
    """Those that have lain for longer, of whatever purpose; how many."""
    return Sheet.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()[0]
