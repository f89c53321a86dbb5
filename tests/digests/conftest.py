"""The council of which the mail tells."""

import pytest

from tests.council import Council
from tests.factories import on


@pytest.fixture
def council(db):
    """Westmere, with an update of the officer's action on 14 January: nothing to tell yet."""
    council = Council()
    council.update(now=on("2019-01-14"))
    return council
