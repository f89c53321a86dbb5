"""Who gets a weekly mail, and about which posts."""

from tests.council import Council
from tests.digests.mornings import digest_of, written
from tests.factories import CoverFactory, MembershipFactory, PlanClosureFactory, on


def the_head_covers(council, post, **days):
    days = {"holds_from": "2019-03-25", "until": "2019-04-07"} | days
    CoverFactory(authority=council.authority, owner=post, user=council.head, **days)


def test_who_covers_a_post_gets_its_actions_for_as_long(council):
    the_head_covers(council, council.post)

    during = digest_of(council.head, on("2019-04-01"))
    afterwards = digest_of(council.head, on("2019-04-08"))

    assert "1.1 Title of 1.1" in during
    assert "You cover Team manager until 7 April 2019." in during
    assert afterwards is None


def test_who_is_away_reads_who_covers_for_them(council):
    the_head_covers(council, council.post)

    told = digest_of(council.officer, on("2019-04-01"))

    assert "head@westmere.example covers Team manager for you until 7 April 2019." in told


def test_a_cover_that_goes_on_makes_no_mail_by_itself(council):
    partner = council.add_post("Superintendent", body="Police")
    the_head_covers(council, partner, holds_from="2019-01-01", until=None)

    assert digest_of(council.head) is None


def test_two_posts_of_one_person_come_in_one_mail(council):
    other = council.add_post("Head of two", council.officer)
    council.add_action("2.1", other, first_due="2019-01-18")

    mails = [mail for mail in written(on("2019-04-01")) if mail.user == council.officer]

    assert len(mails) == 1
    assert "Late (2)" in mails[0].body


def test_who_has_left_gets_nothing(council):
    council.officer.is_active = False
    council.officer.save()

    assert digest_of(council.officer, on("2019-04-01")) is None


def test_whose_role_was_taken_away_gets_nothing(council):
    council.officer.memberships.all().delete()

    assert digest_of(council.officer, on("2019-04-01")) is None


def test_a_closed_plan_reminds_nobody(council):
    PlanClosureFactory(plan=council.plan, holds_from="2019-02-01")

    assert written(on("2019-04-01")) == []


def test_members_of_two_authorities_get_one_mail_about_both(council):
    there = MembershipFactory(user=council.officer, role="officer").authority
    elsewhere = Council(authority=there, domain="eastmere.example")
    elsewhere.add_action("E1", elsewhere.add_post("Head of east", council.officer))

    told = digest_of(council.officer, on("2019-04-01"))

    assert "E1 Title of E1" in told
    assert "1.1 Title of 1.1" in told
