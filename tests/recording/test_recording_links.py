"""What inspectors' words speak of, as an admin judges it."""

import pytest
from django.core.exceptions import PermissionDenied

from improvement import recording
from improvement.recording import Refused
from inspections.models import FindingLink, RepeatLink
from tests.factories import FindingFactory, RecommendationFactory, VisitFactory, on
from tests.recording.council import NOW


@pytest.fixture
def said_again(council):
    """What may be judged of a finding: each verb with all that it is told but who speaks."""
    asked = RecommendationFactory(inspection__authority=council.authority)
    finding = FindingFactory(inspection=VisitFactory(authority=council.authority))
    return {
        "link": (recording.judge_link, {"finding": finding, "recommendation": asked}),
        "repeat": (recording.judge_repeat, {"record": finding, "earlier": asked}),
        "whole": (recording.judge_repeat, {"record": finding, "earlier": asked.inspection}),
    }


@pytest.mark.parametrize("kind", ["link", "repeat", "whole"])
def test_admin_confirms_a_link_once_and_may_reject_it_later(council, said_again, kind):
    judge, about = said_again[kind]
    by_me = {**about, "by": council.admin, "now": on("2019-03-01")}

    confirmed = judge(state="confirmed", **by_me)

    assert (confirmed.state, confirmed.recorded_by) == ("confirmed", council.admin)
    assert judge(state="confirmed", **by_me) is None
    assert judge(state="rejected", **by_me).state == "rejected"


@pytest.mark.parametrize("kind", ["link", "repeat", "whole"])
@pytest.mark.parametrize("who", ["viewer", "officer", "approver", "other"])
def test_whoever_is_no_admin_judges_no_links(council, said_again, kind, who):
    judge, about = said_again[kind]

    with pytest.raises(PermissionDenied):
        judge(state="confirmed", by=getattr(council, who), now=NOW, **about)

    assert not FindingLink.objects.exists()
    assert not RepeatLink.objects.exists()


@pytest.mark.parametrize("kind", ["link", "repeat", "whole"])
def test_link_is_never_judged_as_merely_proposed(council, said_again, kind):
    judge, about = said_again[kind]

    with pytest.raises(Refused, match="Choose one of the answers"):
        judge(state="proposed", by=council.admin, now=NOW, **about)


def test_link_stays_within_the_authority(council, said_again):
    finding = said_again["link"][1]["finding"]
    theirs = RecommendationFactory()

    with pytest.raises(Refused, match="another authority"):
        recording.judge_link(
            finding=finding, recommendation=theirs, state="confirmed", by=council.admin, now=NOW
        )
