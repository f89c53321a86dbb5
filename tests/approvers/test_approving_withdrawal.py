"""The pages on which an approver withdraws an action or reopens it."""

import pytest

from improvement.models import Decision
from tests.factories import HoldingFactory, on
from tests.office import TODAY, address, fields, words

pytestmark = pytest.mark.usefixtures("clock")


def test_an_action_is_withdrawn_with_a_reason_and_reopened_with_one(approver, action, clock):
    page = approver.get(address("action-withdraw"))
    assert "Visits on time" in words(page)
    response = approver.post(address("action-withdraw"), fields(page) | {"reason": "Not ours."})
    assert response.url == address("action")

    clock(on("2019-01-21", hour=14))
    page = approver.get(address("action-reopen"))
    response = approver.post(address("action-reopen"), fields(page) | {"reason": "It is."})
    assert response.url == address("action")

    told = Decision.objects.order_by("pk").values_list("outcome", "reason", "holds_from")
    assert list(told) == [
        ("withdrawn", "Not ours.", TODAY),
        ("reopened", "It is.", TODAY),
    ]


def test_nobody_withdraws_what_their_own_post_is_to_do(approver, members, action, post):
    HoldingFactory(owner=post, user=members["approver"])

    page = approver.get(address("action-withdraw"))
    response = approver.post(address("action-withdraw"), {"reason": "Not ours."})

    assert "Another approver has to withdraw it." in words(page)
    assert "Another approver has to withdraw it." in words(response)
    assert "Withdraw it" not in words(approver.get(address("action")))
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("action-withdraw", "Say why it is withdrawn."),
        ("action-reopen", "Say why it is reopened."),
    ],
)
def test_neither_goes_without_a_reason(approver, action, name, sentence):
    page = approver.post(address(name), {"reason": " "})

    assert sentence in words(page)
    assert not Decision.objects.exists()


def test_an_open_action_cannot_be_reopened(approver, action):
    page = approver.get(address("action-reopen"))

    assert "Only a complete or withdrawn action can be reopened." in words(page)
