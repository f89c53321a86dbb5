"""Somebody decides in the place of an approver who is away."""

import pytest

from improvement.models import SignOff
from tests.factories import CoverFactory, MembershipFactory, UserFactory, on
from tests.office import address, fields, words

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def deputy(authority, members):
    user = UserFactory()
    MembershipFactory(user=user, authority=authority, role="viewer")
    CoverFactory(
        authority=authority,
        owner=None,
        approver=members["approver"],
        user=user,
        holds_from="2019-01-14",
        until="2019-01-28",
    )
    return user


def test_a_deputy_is_told_for_whom_they_decide_and_the_record_says_it(
    deputy, client_for, members, claim, viewer
):
    client = client_for(deputy)
    page = client.get(address("action-sign-off"))
    assert f"You cover {members['approver']}, until 28 January 2019" in words(page)

    client.post(
        address("action-sign-off"), fields(page) | {"outcome": "accepted", "text": "Seen."}
    )

    assert SignOff.objects.get().instead_of == members["approver"]
    assert f"(covering for {members['approver']})" in words(viewer.get(address("action")))


@pytest.mark.parametrize(
    ("day", "status"), [("2019-01-13", 403), ("2019-01-28", 200), ("2019-01-29", 403)]
)
def test_a_deputy_is_let_in_only_between_the_days(
    deputy, client_for, claim, clock, day, status
):
    clock(on(day))

    assert client_for(deputy).get(address("action-sign-off")).status_code == status
