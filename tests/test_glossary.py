"""Which words does the matching take for the same? The published groups, and an authority's own."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.models import GlossaryEntry
from tests.factories import AuthorityFactory, MembershipFactory
from tests.keepers import in_words, told
from tests.sending import sent_from

LIST, ADD = reverse("glossary"), reverse("glossary-add")
DOOR = "front_door"  # a published group


def group(authority, *words, key="ours"):
    return GlossaryEntry.objects.create(authority=authority, key=key, words=list(words))


def of(entry):
    return reverse("glossary-amend", args=[entry.pk])


def published(key=DOOR):
    return GlossaryEntry.objects.get(authority=None, key=key)


def used(authority):
    return GlossaryEntry.objects.words_for(authority)


def own_words(authority):
    return [entry.words for entry in authority.glossary.order_by("pk")]


# The published groups


def test_published_groups_are_there_from_the_start_and_hold_for_everybody(me, authority):
    page = in_words(me.get(LIST))

    assert "front door, MASH" in page
    assert len(used(authority)) == GlossaryEntry.objects.filter(authority=None).count() > 50


def test_published_groups_are_added_again_and_never_overwritten(db):
    before = GlossaryEntry.objects.count()
    GlossaryEntry.objects.filter(key=DOOR).update(words=["as it stood"])
    published("early_help").delete()

    call_command("migrate", verbosity=0)

    assert published().words == ["as it stood"]
    assert GlossaryEntry.objects.count() == before


def test_a_published_group_is_switched_off_for_this_authority_alone_and_stays_so(me, authority):
    words, elsewhere = published().words, AuthorityFactory()

    page = me.post(LIST, {"off": DOOR}, follow=True)
    call_command("migrate", verbosity=0)

    assert "are no longer taken for the same" in told(page)[0]
    assert "1 of" in in_words(me.get(LIST))
    assert words not in used(authority)
    assert words in used(elsewhere)


def test_a_published_group_is_used_again(me, authority):
    me.post(LIST, {"off": DOOR})

    me.post(LIST, {"on": DOOR})

    assert published().words in used(authority)
    assert own_words(authority) == []


def test_said_twice_it_is_switched_off_once(me, authority):
    me.post(LIST, {"off": DOOR})

    assert me.post(LIST, {"off": DOOR}).status_code == 302
    assert own_words(authority) == [[]]


def test_own_words_stand_in_place_of_published_ones(me, authority):
    page = reverse("glossary-add", query={"published": DOOR})
    typed = sent_from(me.get(page))
    assert typed["words"].splitlines() == published().words

    me.post(page, typed | {"words": "front door\nthe hub"})

    assert ["front door", "the hub"] in used(authority)
    assert published().words not in used(authority)
    assert "yours stands instead" in in_words(me.get(LIST))


def test_own_words_may_stand_in_place_of_a_group_that_was_switched_off(me, authority):
    me.post(LIST, {"off": DOOR})

    me.post(reverse("glossary-add", query={"published": DOOR}), {"words": "front door\nhub"})

    assert own_words(authority) == [["front door", "hub"]]


def test_whose_own_words_stand_there_is_led_to_them(me, authority):
    entry = group(authority, "front door", "hub", key=DOOR)

    assert me.get(reverse("glossary-add", query={"published": DOOR})).url == of(entry)


def test_own_words_in_its_place_are_not_lost_by_switching_it_off(me, authority):
    group(authority, "front door", "hub", key=DOOR)

    page = me.post(LIST, {"off": DOOR}, follow=True)

    assert "remove those first" in told(page)[0]
    assert own_words(authority) == [["front door", "hub"]]


@pytest.mark.parametrize("sent", [{}, {"off": "no-such"}, {"on": DOOR}, {"off": "\0"}])
def test_what_is_no_published_group_changes_nothing(me, authority, sent):
    assert me.post(LIST, sent).status_code == 302
    assert own_words(authority) == []


# An authority's own


def test_a_group_is_added_with_its_words_each_once(me, authority):
    page = me.post(ADD, {"words": " The  Hub \n\nfront door\nthe hub\n"}, follow=True)

    assert "The Hub, front door" in in_words(page)
    assert own_words(authority) == [["The Hub", "front door"]]
    assert ["The Hub", "front door"] in used(authority)


def test_a_group_may_begin_with_what_no_key_is_made_of(me, authority):
    me.post(ADD, {"words": "日本\n漢字"})
    me.post(ADD, {"words": "日本\n漢字語"})

    assert sorted(entry.key for entry in authority.glossary.all()) == ["group", "group-2"]


def test_a_group_is_changed(me, authority):
    entry = group(authority, "hub", "front door")

    page = me.post(of(entry), sent_from(me.get(of(entry)), "words") | {"words": "hub\nMASH"})

    assert page.status_code == 302
    assert own_words(authority) == [["hub", "MASH"]]


def test_a_group_is_removed(me, authority):
    entry = group(authority, "hub", "front door")

    page = me.post(of(entry), {**sent_from(me.get(of(entry)), "seen"), "remove": "yes"})

    assert page.status_code == 302
    assert own_words(authority) == []


def test_removed_from_the_place_of_a_published_group_that_stands_again(me, authority):
    entry = group(authority, "front door", "hub", key=DOOR)

    sent = {**sent_from(me.get(of(entry)), "seen"), "remove": "yes"}
    page = me.post(of(entry), sent, follow=True)

    assert "The published group stands again" in told(page)[0]
    assert published().words in used(authority)


WRONG = {
    "nothing": ("", "Write the words"),
    "blank lines": (" \n\n", "Write the words"),
    "one word": ("hub\nHub", "at least two words"),
    "too many": ("\n".join(f"word {n}" for n in range(31)), "at most 30 words; these are 31"),
    "too long": ("hub\n" + "w" * 61, "longer than 60 letters"),
    "only signs": ("hub\n--", "needs a letter or a figure"),
    "a child": ("hub\nKayla, aged 7", "looks like a child&#x27;s name with an age"),
    "a nul": ("hub\n\0", "Null characters are not allowed"),
    "far too long": ("hub\n" * 5_000, "at most 5000 characters"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_group_gets_a_sentence_and_is_not_saved(me, authority, case):
    words, sentence = WRONG[case]

    page = me.post(ADD, {"words": words})

    assert sentence in in_words(page)
    assert own_words(authority) == []


def test_a_group_may_hold_thirty_words_of_sixty_letters(me, authority):
    words = [f"{n:02}{'w' * 58}" for n in range(30)]

    assert me.post(ADD, {"words": "\n".join(words)}).status_code == 302
    assert own_words(authority) == [words]


def test_the_same_group_is_not_added_twice(me, authority):
    group(authority, "hub", "front door")

    page = me.post(ADD, {"words": "Front door\nHub"})

    assert "There is a group of these words already" in in_words(page)
    assert len(own_words(authority)) == 1


def test_words_are_shown_as_they_were_written_whatever_is_in_them(me, authority):
    group(authority, "<script>alert(1)</script>", "\u202eright to left")

    page = in_words(me.get(LIST))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# Two at once


def test_who_saves_second_sees_both_and_nothing_is_written(me, colleague, authority):
    entry = group(authority, "hub", "front door")
    typed = sent_from(me.get(of(entry)), "words") | {"words": "hub\nMASH"}
    theirs = sent_from(colleague.get(of(entry)), "words") | {"words": "hub\ncontact team"}
    colleague.post(of(entry), theirs)

    page = me.post(of(entry), typed)

    assert "nothing is saved yet" in in_words(page)
    assert "contact team" in in_words(page)
    assert own_words(authority) == [["hub", "contact team"]]
    again = sent_from(page, "words")
    me.post(of(entry), again)
    assert own_words(authority) == [["hub", "MASH"]]


def test_a_group_changed_meanwhile_is_not_removed(me, colleague, authority):
    entry = group(authority, "hub", "front door")
    sent = {**sent_from(me.get(of(entry)), "seen"), "remove": "yes"}
    theirs = sent_from(colleague.get(of(entry)), "words") | {"words": "hub\ncontact team"}
    colleague.post(of(entry), theirs)

    page = me.post(of(entry), sent, follow=True)

    assert "it is not removed" in told(page)[0]
    assert own_words(authority) == [["hub", "contact team"]]


def test_two_who_put_words_in_the_place_of_one_published_group(me, colleague, authority):
    page = reverse("glossary-add", query={"published": DOOR})
    colleague.post(page, {"words": "front door\nhub"})

    answer = me.post(page, {"words": "front door\nMASH"})

    assert "Meanwhile somebody else put other words in its place" in in_words(answer)
    assert sent_from(answer, "words")["words"] == "front door\r\nMASH"
    assert own_words(authority) == [["front door", "hub"]]


# Whose


def test_another_authoritys_group_is_not_there(me, authority):
    theirs = group(AuthorityFactory(), "our hub", "our front door")

    assert me.get(of(theirs)).status_code == 404
    assert me.post(of(theirs), {"remove": "yes"}).status_code == 404
    assert "our hub" not in in_words(me.get(LIST))


def test_a_published_group_is_changed_by_nobody(me):
    assert me.post(of(published()), {"words": "hub\nMASH"}).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "officer", "approver"])
def test_the_glossary_is_kept_by_admins(members, client_for, role):
    client = client_for(members[role])

    assert {client.get(page).status_code for page in (LIST, ADD)} == {403}
    assert client.post(LIST, {"off": DOOR}).status_code == 403


def test_who_keeps_several_says_which(me, members):
    MembershipFactory(
        user=members["admin"], role="admin", authority__name="Northmere", authority__slug="n"
    )

    page = in_words(me.get(LIST))

    assert "?authority=n" in page
    assert "Northmere" in in_words(me.get(LIST, {"authority": "n"}))


def test_the_pages_take_as_many_queries_for_many_groups_as_for_few(me, authority):
    entry = group(authority, "hub", "front door")

    def queries(page):
        with CaptureQueriesContext(connection) as captured:
            assert me.get(page).status_code == 200
        return len(captured)

    pages = [LIST, ADD, of(entry)]
    few = [queries(page) for page in pages]
    for number in range(60):
        group(authority, f"word {number}", f"other {number}", key=f"k-{number}")

    assert [queries(page) for page in pages] == few
    assert max(few) <= 15
