"""When many send documents at once, some are told so at once: the service stays there for those
who only read."""

from contextlib import ExitStack
from time import monotonic

import pytest

from inspections.intake.confined import UPLOADS_AT_ONCE, place_for_an_upload
from tests.documents_sent import SCRIPT, file, nothing_is_kept, send
from tests.factories import AuthorityFactory, MembershipFactory
from tests.keepers import in_words
from tests.pdf_made import Sheet, pdf

pytestmark = pytest.mark.django_db
BUSY = "Other files are being read just now"


@pytest.fixture
def me(client_for):
    rutland = AuthorityFactory(name="Rutland", slug="rutland")
    return client_for(MembershipFactory(authority=rutland, role="admin").user)


@pytest.fixture
def others():
    """As many uploads of others as may be under way."""
    with ExitStack() as under_way:
        for _ in range(UPLOADS_AT_ONCE):
            under_way.enter_context(place_for_an_upload())
        yield under_way


def test_one_too_many_is_told_at_once_and_nothing_of_it_is_kept(me, others):
    began = monotonic()

    told = in_words(send(me, file()))

    assert BUSY in told
    assert monotonic() - began < 2
    assert nothing_is_kept()


def test_the_script_can_send_the_same_file_again(me, others):
    told = in_words(send(me, file(), headers=SCRIPT))
    others.close()
    again = in_words(send(me, file(), headers=SCRIPT))

    assert "Send it again</button>" in told
    assert "Taken in." in again


def test_a_file_that_cannot_be_read_leaves_its_place_to_the_next(me):
    torn = pdf(Sheet().words(70, 200, "Saltby"))[:60]
    for _ in range(UPLOADS_AT_ONCE + 1):
        assert "damaged" in in_words(send(me, file("torn.pdf", torn)))

    assert "Taken in." in in_words(send(me, file(), headers=SCRIPT))
