"""Whether words of a plan only repeat the recommendation that they should answer."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from improvement.dashboards.plans.repeating import ENOUGH_WORDS, SHARE, repeats, shared
from tests.places import SEEDS

ASKED = (
    "Ensure that social workers visit children regularly, see them alone and record what "
    "they say, so that plans are changed when they should be."
)


@pytest.mark.parametrize(
    "words",
    [
        ASKED,
        f"We will {ASKED[0].lower()}{ASKED[1:]}",
        "Social workers will visit children regularly, see them alone and record what they say",
        "Regularly visiting children, seeing them alone and recording what they say",
        "TO ENSURE SOCIAL WORKERS VISIT CHILDREN REGULARLY AND SEE THEM ALONE",
    ],
)
def test_a_copy_is_a_repetition_whatever_stands_around_it(words):
    assert repeats(words, ASKED)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Visits to children",  # a heading: too few words to say
        "Visit every child in need on time, three weeks at most apart",
        "Team managers look each Friday at the visits that are due and ring who is behind",
        "A dashboard of overdue visits, read in the weekly performance meeting",
        "Write up all visits within two working days; audit forty records each quarter",
    ],
)
def test_an_answer_with_the_same_subject_is_none(words):
    assert not repeats(words, ASKED)


def recommendations_and_answers():
    """Of the paper of 2012 and the examples: each text with what it answers."""
    drafts = [yaml.load(path.read_text(), yaml.BaseLoader) for path in SEEDS]  # noqa: S506
    asked = {
        f"torbay/{inspection['key']}/{one['key']}": one.get("text") or one["summary"]
        for draft in drafts
        for inspection in draft.get("inspections", ())
        for one in inspection.get("recommendations", ())
    }
    plans = [draft["plan"] for draft in drafts if "plan" in draft]
    pairs = [
        (row["title"], asked[row["recommendation"]])
        for plan in plans
        for row in plan.get("commitments", ())
        if row["recommendation"] in asked
    ]
    for plan in plans:
        for action in plan.get("actions", ()):
            served = [asked[ref] for ref in action.get("commitments", ()) if ref in asked]
            words = [action["title"], action.get("success_measure", "")]
            pairs += [(one, text) for one in words for text in served]
    return list(asked.values()), pairs


def test_the_measure_keeps_real_answers_and_copies_far_apart():
    asked, pairs = recommendations_and_answers()
    assert len(pairs) > 100

    assert max(shared(words, text) for words, text in pairs) <= 1 / 3
    copies = [shared(f"We shall now {text}", text) for text in asked]
    long_enough = [one for text, one in zip(asked, copies, strict=True) if one]
    assert len(long_enough) > len(asked) / 2
    assert min(long_enough) >= 0.75 > SHARE > 1 / 3


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(words, asked):
    assert 0 <= shared(words, asked) <= 1


@given(st.lists(st.from_regex(r"[b-d]{4}[xyz]{3}", fullmatch=True), min_size=ENOUGH_WORDS))
def test_a_text_repeats_itself(words):
    assert shared(" ".join(words), " ".join(words)) == 1
