"""The plan that is compared."""

import pytest

from tests.compare.board import Board


@pytest.fixture
def board(authority):
    return Board(authority)
