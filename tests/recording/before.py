"""What happened before somebody tries what a rule forbids, and that nothing comes of it."""

from datetime import date

import pytest
from django.apps import apps

from improvement.recording import Refused
from inspections.models.time import Event
from tests.factories import DateRequestFactory, DecisionFactory, on


def each(cases, *names):
    """A test for each of the cases, which are named by what is tried."""
    return pytest.mark.parametrize(names, cases.values(), ids=cases.keys())


def events():
    """How many events of each kind there are."""
    kinds = [model for model in apps.get_models() if issubclass(model, Event)]
    return {model.__name__: model.objects.count() for model in kinds}


def nothing(council):
    pass


def asked_and_closed(council):
    council.closed()
    return council.asked()


def asked_and_complete(council):
    council.complete()
    return council.asked()


def asked_and_decided(council):
    return DecisionFactory(request=council.asked(), holds_from=date(2019, 1, 14)).request


def asked_and_taken_back(council):
    request = council.asked()
    DateRequestFactory(action=council.action, voids=request, retracts=True, to=None, reason="")
    return request


def claimed_and_closed(council):
    council.closed()
    return council.claimed()


def claimed_twice(council):
    first = council.claimed()
    council.claimed(holds_from=date(2019, 1, 14))
    return first


def complete_and_closed(council):
    council.complete()
    council.closed()


def said_a_week_ago(council, **said):
    return council.update(now=on("2019-01-14"), **said)


def claimed_a_week_ago(council):
    return said_a_week_ago(council, status="done")


def claimed_by_one_who_approves(council):
    return said_a_week_ago(council, status="done", by=council.colleague("officer", "approver"))


def asked_by_one_who_approves(council):
    return council.ask(now=on("2019-01-14"), by=council.colleague("officer", "approver"))


def asked_by_the_approvers_post(council):
    council.holding_the_post(council.approver)
    return council.asked()


def claimed_by_the_approvers_post(council):
    council.holding_the_post(council.approver)
    return council.claimed()


def claimed_before_the_approver_took_up_the_post(council):
    claim = claimed_a_week_ago(council)
    council.holding_the_post(council.approver)
    return claim


def said_by_a_colleague(council):
    return said_a_week_ago(council, by=council.colleague("officer"))


def said_of_another_action(council):
    return said_a_week_ago(council, action=council.other_action())


def corrected(council):
    mistaken = said_a_week_ago(council)
    council.update(corrects=mistaken, text="Three teams.", now=on("2019-01-15"))
    return mistaken


def claimed_and_sent_back(council):
    claim = claimed_a_week_ago(council)
    council.answer(claim, outcome="sent_back", text="No audit.", now=on("2019-01-15"))
    return claim


def check_refused(council, before, attempt, sentence, field=""):
    """It says why, beside the field, and writes nothing."""
    earlier = before(council)
    written = events()

    with pytest.raises(Refused) as refused:
        attempt(council, earlier)

    assert sentence in refused.value.sentence
    assert refused.value.field == field
    assert events() == written
