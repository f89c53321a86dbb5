"""Who covers at Westmere, and for whom: a post, a partner body, an approver."""

import pytest

from improvement import recording
from tests.cover.covering import AUGUST
from tests.factories import OwnerFactory
from tests.office import NOON, member_of


@pytest.fixture
def police(authority):
    return OwnerFactory(authority=authority, post="Superintendent", body="Police")


@pytest.fixture
def colleague(authority):
    return member_of(authority, "officer", name="The colleague")


@pytest.fixture
def cover(post, members, colleague):
    def say(**said):
        usual = {"owner": post, "by": members["officer"], "now": NOON, "user": colleague}
        return recording.cover_post(**usual | AUGUST | said)

    return say


@pytest.fixture
def cover_approver(authority, members, colleague):
    def say(**said):
        usual = {"approver": members["approver"], "authority": authority, "user": colleague}
        usual |= {"by": members["approver"], "now": NOON}
        return recording.cover_approver(**usual | AUGUST | said)

    return say
