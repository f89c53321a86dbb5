"""Which sentence of a document is one that is recorded already in our own words."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from inspections.intake.check import published_vocabulary
from inspections.intake.matching import Recorded, Told, same

GLOSSARY = [entry["words"] for entry in published_vocabulary()["glossary"]]

HUB = Recorded(
    "f1", "Decisions in the hub come sooner than before.", 3, "improved", "front_door"
)
AUDITS = Recorded("f2", "Audits found twelve files in disorder.", 4, "weakness")
READ = [
    Told("a", "Decision-making at the MASH is timelier.", 3, "improved", "front_door"),
    Told("b", "In 12 cases auditors saw files that were chaotic.", 4, "weakness"),
    Told("c", "Foster carers speak warmly of their training.", 4, "strength"),
]


def joined(recorded, told=READ):
    return {key: join.recorded for key, join in same(recorded, told, GLOSSARY).items()}


def test_a_sentence_meets_our_summary_of_it():
    assert joined([HUB, AUDITS]) == {"a": "f1", "b": "f2"}


def test_it_says_why():
    join = same([HUB], READ, GLOSSARY)["a"]

    assert "same page" in join.why
    assert "“hub” here, “mash” there" in join.why


def test_a_sentence_of_another_page_or_of_the_other_direction_is_not_it():
    assert joined([replace(HUB, page=9)]) == {}
    assert joined([replace(HUB, direction="declined", theme="early_help")]) == {}


def test_where_no_pages_are_known_the_words_decide():
    unpaged = [replace(one, page=None) for one in READ]

    assert joined([replace(HUB, page=None), AUDITS], unpaged)["a"] == "f1"


def test_one_record_meets_the_likeliest_sentence_only():
    twice = [*READ, Told("d", "Decisions come sooner in the hub.", 3, "improved", "front_door")]

    assert joined([HUB], twice) == {"d": "f1"}


def test_recommendations_whose_keys_differ_meet_too():
    ours = Recorded("r-1", "Settle thresholds with the partners and apply them alike.", 7)
    theirs = Told("1", "With partners, apply the agreed thresholds consistently.", 7)

    assert joined([ours], [theirs]) == {"1": "r-1"}


def test_nothing_meets_nothing():
    assert joined([], READ) == {}
    assert joined([HUB], []) == {}
    assert joined([replace(HUB, words="")], [replace(READ[0], words="")]) == {}


words = st.lists(
    st.sampled_from(["hub", "MASH", "audits", "twelve", "12", "files", "plans"])
    | st.text(max_size=6),
    max_size=8,
).map(" ".join)
place = {
    "words": words,
    "page": st.none() | st.integers(0, 3),
    "direction": st.sampled_from([None, "improved", "weakness", "else"]),
    "theme": st.sampled_from([None, "front_door", "workforce"]),
}
some_recorded = st.lists(st.builds(Recorded, key=st.sampled_from("fgh"), **place), max_size=4)
some_told = st.lists(st.builds(Told, key=st.sampled_from("abc"), **place), max_size=4)


@given(some_recorded, some_told, st.randoms())
def test_whatever_is_compared_each_is_joined_once_and_order_makes_no_difference(
    recorded, told, random
):
    joins = same(recorded, told, GLOSSARY)

    shuffled = random.sample(recorded, len(recorded)), random.sample(told, len(told))
    assert same(*shuffled, GLOSSARY) == joins
    assert joins.keys() <= {one.key for one in told}
    assert len({join.recorded for join in joins.values()}) == len(joins)
    for join in joins.values():
        assert join.recorded in {one.key for one in recorded}
        assert 0 <= join.score <= 1
        assert 0 < len(join.why) <= 250
