import pytest

from tests.recording.council import Council


@pytest.fixture
def council(authority, members):
    return Council(authority, members)
