"""What strangers, haste and two people at once do to documents that wait: nobody is told that
something is saved which is not, and nothing breaks."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.http import Http404
from django.urls import reverse

from improvement.documents.bringing_in import bring_in
from improvement.documents.deciding import decide
from improvement.documents.put_away import how_it_stands
from improvement.models import WaitingDocument
from inspections.intake.confined import run_confined
from tests.factories import MembershipFactory, on
from tests.review_made import finding, wait

NOW = on("2019-03-02")
SENTENCE = {
    "passage": "4",
    "words": "Plans for children are still",
    "kind": "finding",
    "inspection": "0",
    "direction": "weakness",
}


@pytest.fixture
def keeper(authority):
    return MembershipFactory(authority=authority, role="admin").user


@pytest.fixture
def waiting(authority, keeper):
    return wait(authority, keeper)


def at_once(*asked):
    """What each is answered, all of them asked in the same moment; where the database has one
    writer only, one after the other."""
    if connection.vendor == "sqlite":
        return [one().status_code for one in asked]
    ready = Barrier(len(asked))

    def ask(one):
        try:
            ready.wait()
            return one().status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(ask, asked))


# It has been put away a moment before


def test_what_was_put_away_a_moment_before_is_not_there_to_decide_on(waiting, keeper):
    held = finding(waiting)
    waiting.delete()

    with pytest.raises(Http404):
        decide(proposal=held, seen=0, state="accepted", said=None, by=keeper, now=NOW)


def test_what_was_put_away_a_moment_before_is_not_there_to_import(waiting, keeper):
    shown = WaitingDocument.objects.get()
    waiting.delete()

    with pytest.raises(Http404):
        bring_in(waiting=shown, seen="", history=True, by=keeper, now=NOW)


# Two in the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_of_two_who_add_the_same_words_one_is_told_that_they_stand_there(
    waiting, keeper, client_for, _
):
    address = reverse("waiting-add", args=[waiting.pk], query={"leaf": 1})
    mine, theirs = client_for(keeper), client_for(keeper)
    script = {"X-Fragment": "yes"}

    answers = at_once(
        lambda: mine.post(address, SENTENCE, headers=script),
        lambda: theirs.post(address, SENTENCE, headers=script),
    )

    assert sorted(answers) == [200, 422]
    assert waiting.proposals.filter(by_hand=True).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(5))
def test_no_decision_that_was_saved_goes_with_what_is_put_away(waiting, keeper, client_for, _):
    held, seen = finding(waiting), how_it_stands(waiting)
    mine, theirs = client_for(keeper), client_for(keeper)
    decided = reverse("proposal", args=[waiting.pk, held.pk])
    away = reverse("waiting-put-away", args=[waiting.pk])

    answers = at_once(
        lambda: mine.post(decided, {"turn": "0", "state": "rejected"}),
        lambda: theirs.post(away, {"seen": seen}),
    )

    # Saved, and still on the list; or off the list, and not there to decide on.
    assert answers in ([302, 200], [404, 302])
    assert WaitingDocument.objects.exists() == (answers == [302, 200])


# Many at once


def test_no_more_files_are_read_at_a_time_than_can_be():
    """Else each would run out of the time that a file has, however harmless."""
    processors = os.cpu_count() or 1

    with ThreadPoolExecutor(2 * processors + 1) as threads:
        began_and_ended = "tests.confined_probes:began_and_ended"
        many = [began_and_ended] * (2 * processors + 1)
        times = list(threads.map(lambda probe: run_confined(probe, b""), many))

    together = [sum(began <= other < ended for began, ended in times) for other, _ in times]
    assert max(together) <= processors
