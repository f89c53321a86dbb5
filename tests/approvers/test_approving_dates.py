"""The page on which an approver decides one request for a date."""

from datetime import date

import pytest

from improvement.models import Decision
from tests.factories import ActionFactory, DateRequestFactory, DecisionFactory
from tests.office import address, fields, words

pytestmark = pytest.mark.usefixtures("clock")


def test_an_approver_decides_a_request_knowing_how_often_it_moved(approver, action, post):
    DecisionFactory(request=DateRequestFactory(action=action))
    refused = DateRequestFactory(action=action, to="2019-08-31", holds_from="2019-01-10")
    DecisionFactory(request=refused, outcome="refused", holds_from="2019-01-11")
    request = DateRequestFactory(
        action=action,
        to="2019-09-30",
        by_post=post,
        holds_from="2019-01-14",
        reason="No staff.",
    )
    here = address("request-decide", request.pk)

    page = approver.get(here)
    said = words(page)
    assert "28 June 2019 → to 30 September 2019 , 94 days later" in said
    assert "Asked by Head of practice, 14 January 2019" in said
    assert "First date 29 March 2019; the new one would be 185 days after it" in said
    assert "Moved once so far: to 28 June 2019; refused: 31 August 2019" in said
    assert "Why No staff." in said

    sent = fields(page) | {"outcome": "granted_to", "to": "2019-07-31", "reason": "Once."}
    assert "minute reference" in words(approver.post(here, sent))
    sent["minute"] = "Board of 18 January, item 4"
    response = approver.post(here, sent)
    assert response.url == address("action")
    decision = Decision.objects.get(request=request)
    assert (decision.outcome, decision.to, decision.reason, decision.minute) == (
        "granted_to",
        date(2019, 7, 31),
        "Once.",
        "Board of 18 January, item 4",
    )


def test_a_refusal_without_a_reason_keeps_what_was_chosen(approver, action):
    request = DateRequestFactory(action=action)
    here = address("request-decide", request.pk)

    page = approver.post(here, fields(approver.get(here)) | {"outcome": "refused"})

    assert "Say why it is refused." in words(page)
    assert fields(page)["outcome"] == "refused"


def test_a_request_of_another_action_is_not_there(approver, action):
    request = DateRequestFactory(action=ActionFactory(plan=action.plan))

    assert approver.get(address("request-decide", request.pk)).status_code == 404


def test_a_request_decided_already_says_by_whom(approver, action, post):
    request = DateRequestFactory(action=action)
    DecisionFactory(request=request, by_post=post, holds_from="2019-01-14")

    page = approver.get(address("request-decide", request.pk))

    assert "decided on 14 January 2019 by Head of practice" in words(page)


def test_a_minute_stands_with_the_dates_it_moved(viewer, action):
    DecisionFactory(
        request=DateRequestFactory(action=action), minute="Board of 18 January, item 4"
    )

    said = words(viewer.get(address("action")))

    assert said.count("Board of 18 January, item 4") == 2  # with its dates, in its history
