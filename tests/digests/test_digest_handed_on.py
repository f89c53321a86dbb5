"""The weekly mail: what was handed on to somebody, and the update round that is open."""

from tests.digests.mornings import NEXT_MONDAY, digest_of, written
from tests.factories import HoldingFactory, OwnershipFactory, on


def test_a_handover_is_told_with_its_note(council):
    new = council.add_member("officer")
    HoldingFactory(
        owner=council.post,
        user=new,
        holds_from="2019-01-18",
        text="Ask the audit team first.",
        said_by=council.admin,
    )

    told = digest_of(new)

    assert "New for you (1)" in told
    assert "You hold the post Team manager since 18 January 2019." in told
    assert "Ask the audit team first." in told


def test_a_post_entered_ahead_is_told_once_it_is_held(council):
    new = council.add_member("officer")
    HoldingFactory(
        owner=council.post,
        user=new,
        holds_from="2019-01-25",
        known_at=on("2019-01-10"),
        said_by=council.admin,
    )

    assert digest_of(new) is None
    assert "You hold the post Team manager" in digest_of(new, NEXT_MONDAY)


def test_an_action_that_was_handed_on_is_told_with_its_note(council):
    OwnershipFactory(
        owner=council.above,
        action=council.action,
        commitment=None,
        text="Belongs with practice.",
        holds_from="2019-01-18",
        said_by=council.admin,
    )

    told = digest_of(council.head)

    assert "1.1 Title of 1.1\n  Belongs with practice.\n" in told
    assert digest_of(council.officer) is None


def test_an_open_round_is_told_until_all_is_answered(council):
    second = council.add_action("1.2", council.post)
    council.update(second, now=on("2019-01-14"))
    council.open_round(text="The board looks at visits.")

    council.update()
    told = digest_of(council.officer)
    council.update(second, now=on("2019-01-23"))

    assert "Open until the end of Friday 1 February 2019: 1 of your 2 answered." in told
    assert "Still to answer: 1.2." in told
    assert f"Note from {council.admin}: The board looks at visits." in told
    assert digest_of(council.officer, NEXT_MONDAY) is None


def test_a_line_break_in_a_note_does_not_break_the_mail(council):
    council.open_round(text="First line.\r\n\r\nSubject: not a header")

    (mail,) = (mail for mail in written() if mail.user == council.officer)

    assert "First line. Subject: not a header" in mail.body
    assert "\n" not in mail.subject
