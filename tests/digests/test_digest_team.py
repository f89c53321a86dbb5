"""The mail about a team, to whoever holds the post above."""

from tests.digests.mornings import digest_of, written
from tests.factories import on


def test_who_leads_a_team_is_told_of_it_apart(council):
    vacant = council.add_post("Team manager two", answers_to=council.post)
    council.update(
        council.action, status="off_track", reason="Staff left.", now=on("2019-01-15")
    )
    council.add_action("2.1", vacant, added="2019-01-14")

    told = digest_of(council.head, kind="team")

    assert "Team manager: officer@westmere.example\n" in told
    assert "Off track: Staff left." in told
    assert "Team manager two: Post vacant: no holder entered\n" in told
    assert "  Post vacant: no holder entered.\n" in told


def test_a_team_in_which_all_is_well_makes_no_mail(council):
    assert digest_of(council.head, kind="team") is None


def test_only_whose_post_is_above_is_told_of_the_team(council):
    late = on("2019-04-01")

    assert {mail.user for mail in written(late, "team")} == {council.head}


def test_posts_that_answer_to_each_other_in_a_circle_end_somewhere(council):
    type(council.above).objects.filter(pk=council.above.pk).update(answers_to=council.post)

    told = {mail.user: mail for mail in written(on("2019-04-01"), "team")}

    assert "1.1" in told[council.head].body
