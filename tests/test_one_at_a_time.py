"""One at a time: through all of one's own actions without losing the place."""

import re

import pytest

from improvement.models import Update
from tests.factories import (
    ActionFactory,
    CoverFactory,
    DateRequestFactory,
    DecisionFactory,
    MembershipFactory,
    OwnerFactory,
    OwnershipFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    on,
)
from tests.office import NOON, fields, words

pytestmark = pytest.mark.usefixtures("clock")
HERE = "/my-actions/each/"


def at(action):
    return f"{HERE}?action={action.pk}"


@pytest.fixture
def four(plan, post):
    """Four actions, the worst first, as they stood yesterday: late, sent back, off track,
    on track."""
    late, back, off, well = (
        ActionFactory(plan=plan, owner=post, reference=name, title="")
        for name in ("late", "back", "off", "well")
    )
    overdue = DateRequestFactory(action=late, to="2019-01-18", holds_from="2019-01-08")
    DecisionFactory(request=overdue, holds_from="2019-01-08")
    UpdateFactory(action=late)
    SignOffFactory(claim=UpdateFactory(action=back, status="done"), outcome="sent_back")
    UpdateFactory(action=off, status="off_track")
    UpdateFactory(action=well)
    return late, back, off, well


def save(client, action, **said):
    page = client.get(at(action))
    sent = {"status": "on_track", "text": "Two teams."}
    return client.post(at(action), fields(page) | sent | said)


def no_change(client, action):
    return client.post(at(action), fields(client.get(at(action))) | {"no_change": "1"})


def test_it_begins_with_the_worst_and_says_how_far_one_is(officer, four):
    late, *_ = four

    assert officer.get(HERE).url == at(late)
    said = words(officer.get(at(late)))
    assert "Said today: 0. Still to say: 4." in said
    assert "1 of 4: late" in said
    assert "No change, next" in said
    assert "Save and next Skip Stop here" in said


def test_each_answer_leads_to_the_next_and_the_order_stays(officer, four):
    late, back, off, well = four

    assert save(officer, late, status="done").url == at(back)
    assert save(officer, back, status="off_track", reason="No staff.").url == at(off)
    assert no_change(officer, off).url == at(well)
    assert "4 of 4: well" in words(officer.get(at(well)))
    assert "Said today: 3. Still to say: 1." in words(officer.get(at(well)))
    assert no_change(officer, well).url == f"{HERE}?end="

    said = words(officer.get(f"{HERE}?end="))
    assert "You have said how each stands" in said
    assert re.search("late Done, evidence awaited .* Two teams.", said)
    # Confirmed, the last real words stay in sight, with their day.
    confirmed = "Confirmed without change on 21 January 2019"
    assert re.search(f"off Off track .* 7 January 2019 Work goes on. .* {confirmed}", said)
    assert re.findall(r"Say more of (\w+)", said) == ["late", "back", "off", "well"]


def test_it_goes_on_where_one_stopped_also_after_signing_in_anew(
    officer, four, client_for, members
):
    late, back, off, well = four
    save(officer, late)
    save(officer, back)

    assert client_for(members["officer"]).get(HERE).url == at(off)
    assert "3 of 4: off" in words(officer.get(at(off)))


def test_what_is_left_out_is_named_at_the_end_and_comes_first_again(officer, four):
    late, back, off, well = four

    page = officer.get(at(late))
    assert f'href="{at(back)}">Skip' in page.text
    no_change(officer, off)
    assert f'href="{at(well)}">Skip' in officer.get(at(back)).text
    assert f'href="{HERE}?end=">Skip' in officer.get(at(well)).text

    said = words(officer.get(f"{HERE}?end="))
    assert "You are through; some were left out" in said
    assert said.count("You have said nothing of it today.") == 3
    assert officer.get(HERE).url == at(late)


def test_what_was_said_yesterday_or_taken_back_is_asked_again(
    officer, four, members, client_for, clock
):
    late, *_ = four
    save(officer, late)
    clock(on("2019-01-22"))

    assert client_for(members["officer"]).get(HERE).url == at(late)


def test_of_two_tabs_each_goes_on_by_itself(officer, four):
    late, back, off, well = four
    first, second = officer.get(at(late)), officer.get(at(late))
    sent = {"status": "on_track", "text": "Two teams."}

    officer.post(at(late), fields(first) | sent)
    again = officer.post(at(late), fields(second) | sent | {"text": "Three teams."})

    assert "Recorded while you were writing" in words(again)
    assert "Two teams." in words(again)
    assert f'href="{at(back)}" data-forget' in again.text
    assert officer.post(at(late), fields(again)).url == at(back)
    assert Update.objects.filter(action=late, said_by__isnull=False).count() == 2


def test_an_action_that_was_handed_over_meanwhile_loses_no_words(
    officer, four, authority, members
):
    late, back, *_ = four
    page = officer.get(at(late))
    care = OwnerFactory(authority=authority, post="Head of care")
    OwnershipFactory(action=late, owner=care, holds_from="2019-01-21", known_at=NOON)

    sent = {"status": "on_track", "text": "Two teams."}
    told = officer.post(at(late), fields(page) | sent)

    assert told.status_code == 403
    assert "Head of care answers for late" in words(told)
    assert "What you wrote is not recorded" in words(told)
    assert "Two teams." in words(told)
    assert f'href="{HERE}">Go on with your own' in told.text
    assert "1 of 3: back" in words(officer.get(officer.get(HERE).url))


def test_an_action_that_was_signed_off_on_the_way_counts_as_on_the_list(officer, four, post):
    late, back, *_ = four
    claim = UpdateFactory(action=late, status="done", holds_from="2019-01-21", known_at=NOON)
    SignOffFactory(claim=claim, holds_from="2019-01-21", known_at=NOON)

    said = words(officer.get(at(late)))

    assert "late" in said
    assert "1 of" not in said
    assert "1 of 3: back" in words(officer.get(at(back)))
    assert "Go through all 3, one at a time" in words(officer.get("/my-actions/"))
    assert f'href="{at(back)}">Next' in officer.get(at(late)).text
    assert "It takes no updates" in said
    assert f'href="{HERE}?end=' not in officer.get(HERE).url
    assert "Complete: there is nothing to say." in words(officer.get(f"{HERE}?end="))


def test_what_one_covers_is_gone_through_as_well(officer, four, authority, members, plan):
    care = OwnerFactory(authority=authority)
    covered = ActionFactory(plan=plan, owner=care, reference="covered")
    CoverFactory(authority=authority, owner=care, user=members["officer"])

    assert "of 5: covered" in words(officer.get(at(covered)))


def test_words_and_no_change_do_not_go_together(officer, four):
    late, *_ = four
    sent = fields(officer.get(at(late))) | {"text": "Two teams.", "no_change": "1"}

    page = officer.post(at(late), sent)

    assert "You have written something, so it is not “no change”." in words(page)
    assert fields(page)["text"] == "Two teams."
    assert not Update.objects.filter(no_change=True).exists()


@pytest.mark.parametrize("other", [{"status": "done"}, {"link_1": "https://example.org/"}])
def test_another_status_or_evidence_is_a_change(officer, four, other):
    *_, well = four
    sent = fields(officer.get(at(well))) | other | {"no_change": "1"}

    officer.post(at(well), sent)

    assert not Update.objects.filter(no_change=True).exists()


def test_the_status_that_it_has_is_chosen_so_that_words_alone_are_an_update(officer, four):
    late, back, off, well = four
    chosen = [fields(officer.get(at(action)))["status"] for action in four]
    assert chosen == ["on_track", "", "off_track", "on_track"]

    sent = fields(officer.get(at(off))) | {"text": "Two teams."}
    assert officer.post(at(off), sent).url == at(well)

    said = Update.objects.filter(action=off).latest("pk")
    told = (said.status, said.text, said.reason, said.no_change)
    assert told == ("off_track", "Two teams.", "Staff are short.", False)


def test_done_is_never_chosen_beforehand(officer, four):
    late, *_ = four
    UpdateFactory(action=late, status="done", holds_from="2019-01-14")

    assert fields(officer.get(at(late)))["status"] == ""


@pytest.mark.parametrize("difference", ["", "Visits are in time."])
def test_the_status_that_it_has_without_words_is_no_update(officer, four, difference):
    for action, label in zip(four[2:], ("Off track", "On track"), strict=True):
        sent = fields(officer.get(at(action))) | {"difference": difference}

        page = officer.post(at(action), sent)

        told = f"It stands as “{label}” already. Say what changed; if nothing has, press “No change”."
        assert told in words(page)
    assert not Update.objects.filter(said_by__isnull=False).exists()


def test_the_status_that_it_has_is_no_change(officer, four):
    *_, well = four
    sent = fields(officer.get(at(well))) | {"status": "on_track", "no_change": "1"}

    officer.post(at(well), sent)

    assert Update.objects.filter(no_change=True).count() == 1


def test_without_an_action_of_ones_own_there_is_nothing_to_go_through(
    client_for, authority, clock
):
    newcomer = UserFactory()
    MembershipFactory(user=newcomer, authority=authority, role="officer")

    assert "You have no open action" in words(client_for(newcomer).get(HERE))


@pytest.mark.parametrize("named", ["0", "x", "", "9" * 40, "-1"])
def test_an_action_that_there_is_not_is_not_found(officer, four, named):
    assert officer.get(f"{HERE}?action={named}").status_code == 404


def test_an_action_of_another_authority_is_not_found(client_for, members, four):
    there = client_for(members["other"]).get(at(four[0]))

    assert there.status_code == 404


def test_nobody_goes_through_a_day_gone_by(officer, four):
    assert officer.get(f"{HERE}?as_at=2019-01-10").status_code == 400


@pytest.mark.parametrize("number", [1, 30])
def test_its_end_asks_the_database_the_same_number_of_times(
    client_for, members, plan, post, number, django_assert_num_queries
):
    for _ in range(number):
        UpdateFactory(action=ActionFactory(plan=plan, owner=post))
    client = client_for(members["officer"])

    with django_assert_num_queries(11):
        assert client.get(f"{HERE}?end").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_the_database_the_same_number_of_times(
    client_for, members, plan, post, number, django_assert_num_queries
):
    rows = [ActionFactory(plan=plan, owner=post) for _ in range(number)]
    UpdateFactory(action=rows[0])
    client = client_for(members["officer"])

    with django_assert_num_queries(11):
        assert client.get(at(rows[0])).status_code == 200
