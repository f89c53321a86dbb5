"""What an officer types when they claim that it is done."""

import pytest


@pytest.fixture
def typed():
    return {
        "status": "done",
        "text": "All visited.",
        "kind_1": "audit",
        "link_1": "https://example.org/audit",
        "shows_1": "Nine of ten in time.",
        "dated_1": "2019-01-18",
    }
