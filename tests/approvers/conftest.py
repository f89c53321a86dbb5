"""What somebody says is done, for an approver to answer."""

import pytest

from tests.factories import UpdateFactory


@pytest.fixture
def claim(action, post):
    return UpdateFactory(action=action, status="done", text="All visited.", by_post=post)
