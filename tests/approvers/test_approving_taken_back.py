"""A slip of today is taken back by the approver who made it."""

import pytest

from improvement.models import Decision, SignOff
from tests.factories import ActionFactory, DecisionFactory, SignOffFactory
from tests.office import TODAY, address, messages_of, words

pytestmark = pytest.mark.usefixtures("clock")


def test_a_slip_of_today_is_offered_back_on_the_action_and_taken_back(approver, members, claim):
    slip = SignOffFactory(claim=claim, said_by=members["approver"], holds_from=TODAY)
    here = address("sign-off-take-back", slip.pk)
    page = approver.get(address("action"))
    assert "Take back your sign-off of today" in words(page)
    assert here in page.text

    page = approver.get(here)
    assert "Accepted that it is done" in words(page)
    response = approver.post(here)

    assert response.status_code == 302
    assert messages_of(response) == ["It is taken back. It stays on record, struck through."]
    assert SignOff.objects.get(voids=slip).retracts
    assert "Done, evidence awaited" in words(approver.get(address("action")))


def test_a_decision_of_yesterday_or_of_a_colleague_stays(approver, members, action):
    earlier = DecisionFactory(
        action=action, said_by=members["approver"], holds_from="2019-01-20"
    )
    theirs = DecisionFactory(action=action, outcome="reopened", holds_from=TODAY)

    for decision, why in ((earlier, "only on that day"), (theirs, "Only who recorded it")):
        here = address("decision-take-back", decision.pk)
        assert why in words(approver.get(here))
        assert why in words(approver.post(here))
        assert "Take back your" not in words(approver.get(address("action")))
    assert Decision.objects.count() == 2


def test_what_is_not_of_the_action_is_not_there(approver, action):
    other = DecisionFactory(action=ActionFactory(plan=action.plan))

    assert approver.get(address("decision-take-back", other.pk)).status_code == 404
