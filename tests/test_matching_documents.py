"""In real documents the right recommendation is among the first three proposals.

The floors are what the rules reached when they were first asked; `python -m
tests.score_matching` tells the numbers by document.
"""

from collections import Counter

import pytest

from tests.score_matching import documents, score_links, score_repeats, score_same, unseen

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def names():
    return [name for name in documents() if unseen(name)]


@pytest.mark.parametrize(("said", "floor"), [(False, 0.89), (True, 0.93)])
def test_the_right_recommendation_is_among_the_first_three(names, said, floor):
    tally = sum((score_links(name, said=said) for name in names), Counter())

    assert tally["there"] > 100
    assert tally["three"] / tally["there"] >= floor, tally


def test_the_earlier_recommendation_that_is_repeated_is_among_the_first_three():
    tally = score_repeats()

    assert tally["there"] > 30
    assert tally["three"] / tally["there"] >= 0.9, tally


def test_what_is_recorded_already_is_known_again(names):
    tally = sum((score_same(name) for name in names), Counter())

    assert tally["there"] > 100
    assert tally["right"] / tally["joined"] >= 0.91, tally
    assert tally["right"] / tally["there"] >= 0.84, tally
