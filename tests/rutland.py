"""Rutland, whose documents wait, and the admin who looks at them. A module that is about them
takes these fixtures in the place of the usual ones: `authority, admin, client = OF_RUTLAND`."""

import pytest

from tests.factories import AuthorityFactory


@pytest.fixture
def authority(db):
    return AuthorityFactory(name="Rutland", slug="rutland")


@pytest.fixture
def admin(members):
    return members["admin"]


@pytest.fixture
def client(admin, client_for):
    return client_for(admin)


OF_RUTLAND = (authority, admin, client)
