"""Several people say something at the very same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from improvement.recording import Refused


def at_once(say, *everybody):
    """What each of them is answered: what was recorded, or why nothing was."""
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to SQLite's memory; run on PostgreSQL")
    together = Barrier(len(everybody))

    def answered(one):
        together.wait(timeout=10)
        try:
            return say(one)
        except (Refused, PermissionDenied) as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(everybody)) as pool:
        return list(pool.map(answered, everybody))
