"""Whatever is posted to a card: an answer, never a failure; and what is accepted has the form of
a draft and only words of the document."""

import json

import jsonschema
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.intake.draft import schema
from tests.review_made import BLOCKS, draft, wait

pytestmark = pytest.mark.django_db
FIELDS = """
turn state text summary direction theme other refs link-1 same key kind immediate title area grade
printed name unit good value-1 from-1 target-1 on-1 from_on-1 publisher second_hand dated published
public_from replaces framework started ended by ordinal as_printed follows_kind follows_when
follows_as_printed people areas_covered
"""
NAMES = FIELDS.split()
ADDED = """
what passage words kind inspection direction number asked_as area grade name unit value started
ended
"""
# What somebody could have meant, what looks like it, and what nobody means.
LIKELY = st.sampled_from(
    [
        "",
        "0",
        "1",
        "yes",
        "no",
        "accepted",
        "7",
        "97.5",
        "2019-02",
        "3 March 2019",
        "0000",
        "good",
        "leadership",
        "declined",
        "focused_visit",
        "SIF",
        "A. Reader, inspector",
        "often late",
        BLOCKS[6][2],
    ]
)
VALUES = st.one_of(LIKELY, LIKELY, st.text(max_size=40), st.just("x" * 10_001))
POSTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8)


@pytest.fixture
def waiting(authority, members, clock):
    waiting = wait(authority, members["admin"], draft(refs=["westmere/2018-06-visit/3"]))
    one = waiting.proposals.get(proposed__key="f-1")
    one.same = {"key": "f7", "words": "The same.", "why": "", "sure": "no"}
    one.save()
    return waiting


def fits(one):
    said = {name: told for name, told in one.said.items() if name != "authority"}
    part = {"$defs": schema()["$defs"], "$ref": f"#/$defs/{one.kind}"}
    jsonschema.validate(json.loads(json.dumps(said)), part)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(post=POSTS, number=st.integers(0, 7), as_script=st.booleans())
def test_whatever_is_posted_to_a_card(post, number, as_script, admin, waiting):
    one = list(waiting.proposals.order_by("pk"))[number]
    prefix = f"p{one.pk}-" if one.passage is None else ""
    sent = {(name if name == "state" else prefix + name): value for name, value in post.items()}
    sent.setdefault("state", "accepted")
    sent.setdefault(f"{prefix}turn", str(one.turn))
    headers = {"X-Fragment": "yes"} if as_script else {}

    answer = admin.post(reverse("proposal", args=[waiting.pk, one.pk]), sent, headers=headers)

    assert answer.status_code in (200, 302, 409, 422)
    one.refresh_from_db()
    if one.state == "accepted":
        fits(one)
        document = " ".join(text for _, _, text in BLOCKS).replace(" | ", " ")
        assert one.said.get("text", "") in document
    # The page still shows it.
    assert (
        admin.get(reverse("waiting", args=[waiting.pk]), {"leaf": number % 3}).status_code
        == 200
    )


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(post=st.dictionaries(st.sampled_from(["seen", "rest", "turn"]), VALUES))
def test_whatever_is_posted_to_a_page(post, admin, waiting):
    address = reverse("waiting", args=[waiting.pk], query={"leaf": 1})

    assert admin.post(address, post).status_code in (302, 422)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    post=st.dictionaries(
        st.sampled_from(ADDED.split()),
        VALUES,
    ),
    kind=st.sampled_from(["finding", "recommendation", "judgement", "measure"]),
)
def test_whatever_is_posted_to_be_added(post, kind, admin, waiting):
    sent = {"kind": kind, "passage": "4", "words": "often late", "inspection": "0", **post}

    answer = admin.post(reverse("waiting-add", args=[waiting.pk]), sent)

    assert answer.status_code in (302, 422)
    for one in waiting.proposals.filter(by_hand=True):
        fits(one)
