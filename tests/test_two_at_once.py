"""Two people correct the same words at once: nobody's are lost in silence."""

import re

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.models import Membership, PlanClosure, UpdatePeriod
from improvement.two_at_once import Amending
from tests import factories
from tests.keepers import MINE, THEIRS, address, in_words, save_before_me, told
from tests.sending import sent_from


def problems(response):
    return [e for errors in response.context["form"].errors.values() for e in errors]


@pytest.fixture
def described(kept):
    """Each page that corrects words: its address, the record, and two fields of words."""
    return {
        "plan": (address("plan-amend", kept.plan.key), kept.plan, "title", "opened"),
        "commitment": (
            address("commitment-amend", kept.plan.key, kept.commitment.pk),
            kept.commitment,
            "title",
            "board",
        ),
        "action": (
            address("action-amend", kept.plan.key, "1.1"),
            kept.action,
            "title",
            "success_measure",
        ),
        "post": (address("owner-amend", kept.post.pk), kept.post, "post", "body"),
    }


ALL = ["plan", "commitment", "action", "post"]


# The pages of plan keeping


@pytest.mark.parametrize("kind", ALL)
def test_who_saves_second_sees_both_versions_and_nothing_is_written(
    described, me, colleague, kind
):
    page, record, field, _ = described[kind]
    typed = sent_from(me.get(page)) | {field: MINE}
    save_before_me(colleague, page, **{field: THEIRS})

    answer = me.post(page, typed)

    record.refresh_from_db()
    assert getattr(record, field) == THEIRS
    assert answer.status_code == 200
    assert "nothing is saved yet" in problems(answer)[0]
    shown = in_words(answer)
    assert "Changed by others while you were writing" in shown
    assert "Head of quality" in shown
    assert f"<p>{THEIRS}</p>" in shown
    assert f"<p>{MINE}</p>" in shown
    assert sent_from(answer)[field] == MINE


@pytest.mark.parametrize("kind", ALL)
def test_saved_once_more_mine_stand_and_theirs_are_in_the_history(
    described, me, colleague, kind
):
    page, record, field, _ = described[kind]
    typed = sent_from(me.get(page)) | {field: MINE}
    save_before_me(colleague, page, **{field: THEIRS})

    answer = me.post(page, sent_from(me.post(page, typed)))

    record.refresh_from_db()
    assert answer.status_code == 302
    assert getattr(record, field) == MINE
    versions = [getattr(one, field) for one in record.history.all()]
    assert versions[:2] == [MINE, THEIRS]


@pytest.mark.parametrize("kind", ALL)
def test_one_may_choose_theirs_for_a_field(described, me, colleague, kind):
    page, record, field, _ = described[kind]
    typed = sent_from(me.get(page)) | {field: MINE}
    save_before_me(colleague, page, **{field: THEIRS})

    clash = sent_from(me.post(page, typed))
    answer = me.post(page, clash | {f"keep-{field}": "theirs"})

    record.refresh_from_db()
    assert clash[f"keep-{field}"] == "mine"
    assert answer.status_code == 302
    assert getattr(record, field) == THEIRS


def test_theirs_may_change_once_more_before_i_save_once_more(described, me, colleague):
    page, record, field, _ = described["post"]
    typed = sent_from(me.get(page)) | {field: MINE}
    save_before_me(colleague, page, **{field: THEIRS})
    again = sent_from(me.post(page, typed))
    save_before_me(colleague, page, **{field: "Something newer still"})

    answer = me.post(page, again)

    record.refresh_from_db()
    assert getattr(record, field) == "Something newer still"
    assert "Something newer still" in in_words(answer)
    assert sent_from(answer)[field] == MINE


@pytest.mark.parametrize("kind", ["commitment", "action", "post"])
def test_who_changed_another_field_loses_nothing_and_neither_do_i(
    described, me, colleague, kind
):
    page, record, mine, theirs = described[kind]
    typed = sent_from(me.get(page)) | {mine: MINE}
    save_before_me(colleague, page, **{theirs: THEIRS})

    answer = me.post(page, typed, follow=True)

    record.refresh_from_db()
    assert (getattr(record, mine), getattr(record, theirs)) == (MINE, THEIRS)
    assert "stays as Head of quality on" in told(answer)[0]


def test_the_same_words_are_no_clash(described, me, colleague):
    page, record, field, _ = described["action"]
    typed = sent_from(me.get(page)) | {field: MINE}
    save_before_me(colleague, page, **{field: MINE})

    assert me.post(page, typed).status_code == 302
    assert record.history.count() == 2  # made, and changed once


@pytest.mark.parametrize("kind", ALL)
def test_who_changed_nothing_takes_nothing_back(described, me, colleague, kind):
    page, record, field, _ = described[kind]
    typed = sent_from(me.get(page))
    save_before_me(colleague, page, **{field: THEIRS})
    versions = record.history.count()

    assert me.post(page, typed).status_code == 302

    record.refresh_from_db()
    assert getattr(record, field) == THEIRS
    assert record.history.count() == versions


def test_words_of_several_lines_go_through_a_browser_unchanged(kept, me):
    kept.action.success_measure = "One audit.\nTwo audits."
    kept.action.save()
    page, versions = address("action-amend", kept.plan.key, "1.1"), kept.action.history.count()

    me.post(page, sent_from(me.get(page)))

    kept.action.refresh_from_db()
    assert kept.action.success_measure == "One audit.\nTwo audits."
    assert kept.action.history.count() == versions


def test_a_form_that_is_refused_for_something_else_still_tells_later(described, me, colleague):
    page, record, field, _ = described["post"]
    wrong = sent_from(me.get(page)) | {"body": "b" * 400}
    save_before_me(colleague, page, **{field: THEIRS})

    refused = me.post(page, wrong)
    mended = sent_from(refused) | {"body": "Police"}

    assert "The form shows it as it stands now" in in_words(refused)
    assert me.post(page, mended).status_code == 302
    record.refresh_from_db()
    assert (record.post, record.body) == (THEIRS, "Police")


def test_commitments_that_an_action_serves_clash_like_words(kept, me, colleague):
    other, third = (
        factories.CommitmentFactory(plan=kept.plan, title=title) for title in ("Other", "Third")
    )
    page = address("action-amend", kept.plan.key, "1.1")
    typed = sent_from(me.get(page)) | {"commitments": [kept.commitment.pk, third.pk]}
    save_before_me(colleague, page, commitments=[kept.commitment.pk, other.pk])

    answer = me.post(page, typed)

    assert "Head of quality" in in_words(answer)
    assert re.search(rf"<p>[^<]*{kept.commitment.title}; [^<]*Other</p>", in_words(answer))
    assert me.post(page, sent_from(answer)).status_code == 302
    shown = sent_from(me.get(page))["commitments"]
    assert shown == [str(kept.commitment.pk), str(third.pk)]


def test_a_new_owner_in_the_meantime_is_told(kept, me, colleague):
    theirs, mine = (
        factories.OwnerFactory(authority=kept.post.authority, post=name)
        for name in ("DCS", "Lead")
    )
    page = address("commitment-amend", kept.plan.key, kept.commitment.pk)
    typed = sent_from(me.get(page)) | {"owner": mine.pk, "note": "Over to you."}
    save_before_me(colleague, page, owner=theirs.pk, note="Yours now.")

    answer = me.post(page, typed)

    assert "Head of quality" in in_words(answer)
    assert "<p>DCS</p>" in in_words(answer)
    assert kept.commitment.ownerships.newest_first().first().owner == theirs


def test_an_action_handed_over_in_the_meantime_is_not_handed_on_unseen(kept, me, colleague):
    theirs, mine = (
        factories.OwnerFactory(authority=kept.post.authority, post=name)
        for name in ("DCS", "Lead")
    )
    page = address("action-owner", kept.plan.key, "1.1")
    typed = sent_from(me.get(page)) | {"owner": mine.pk, "note": "Over to you."}
    save_before_me(colleague, page, owner=theirs.pk, note="Yours now.")

    answer = me.post(page, typed)

    assert "DCS answers for it now" in problems(answer)[0]
    assert kept.action.ownerships.count() == 2
    assert me.post(page, sent_from(answer)).status_code == 302
    assert kept.action.ownerships.newest_first().first().owner == mine


def test_two_who_close_a_plan_do_not_open_it_again(kept, me, colleague):
    page = address("plan-close", kept.plan.key)
    typed = sent_from(me.get(page)) | {"reason": "All is done."}
    save_before_me(colleague, page, reason="The notice was lifted.")

    answer = me.post(page, typed)

    assert "Somebody closed the plan while you were writing" in problems(answer)[0]
    assert [closure.outcome for closure in PlanClosure.objects.all()] == ["closed"]
    assert sent_from(answer)["reason"] == "All is done."


def test_two_who_change_the_update_period_see_each_other(kept, me, colleague):
    page = address("plan-period", kept.plan.key)
    typed = sent_from(me.get(page)) | {"days": 30}
    save_before_me(colleague, page, days=20)

    answer = me.post(page, typed)

    assert [period.days for period in UpdatePeriod.objects.all()] == [20]
    assert "Head of quality" in in_words(answer)
    assert me.post(page, sent_from(answer)).status_code == 302


def test_roles_given_in_the_meantime_are_not_taken_away(members, authority, me, colleague):
    person = members["viewer"]
    page = address("person-roles", person.pk)
    field = f"roles-{authority.pk}"
    typed = sent_from(me.get(page)) | {field: ["officer"]}
    save_before_me(colleague, page, **{field: ["viewer", "approver"]})

    answer = me.post(page, typed)

    assert "Head of quality" in in_words(answer)
    assert {m.role for m in Membership.objects.filter(user=person)} == {"viewer", "approver"}
    assert me.post(page, sent_from(answer)).status_code == 302
    assert {m.role for m in Membership.objects.filter(user=person)} == {"officer"}


def test_what_was_typed_while_somebody_closed_the_plan_is_shown_again(kept, me, colleague):
    page = address("action-amend", kept.plan.key, "1.1")
    typed = sent_from(me.get(page)) | {"title": MINE}
    save_before_me(
        colleague, address("plan-close", kept.plan.key), reason="The notice was lifted."
    )

    answer = me.post(page, typed)

    assert "takes no updates" in problems(answer)[0]
    assert sent_from(answer)["title"] == MINE


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "{",
        "null",
        "[]",
        '"title"',
        '{"title": 1}',
        '{"title": {"title": []}}',
        '{"title": [1]}',
        '{"nothing": "here"}',
        "[" * 100_000,
        "\0",
    ],
)
def test_an_odd_value_of_what_was_shown_breaks_no_page(described, me, shown):
    page, record, field, _ = described["action"]

    answer = me.post(page, sent_from(me.get(page)) | {"shown": shown, field: MINE})

    record.refresh_from_db()
    assert answer.status_code == 302
    assert getattr(record, field) == MINE


def test_a_page_sent_without_what_it_showed_is_taken_as_it_is(kept, me, colleague):
    """A script posts what it wants to say: it has looked at no page."""
    page = address("action-amend", kept.action.plan.key, "1.1")
    save_before_me(colleague, page, title=THEIRS)
    sent = {"title": MINE, "commitments": sent_from(me.get(page))["commitments"]}

    assert me.post(page, sent).status_code == 302


# Any form, whatever was written by whom


class Words(Amending, forms.Form):
    one = forms.CharField(required=False)
    two = forms.CharField(required=False)
    several = forms.MultipleChoiceField(choices=[(n, n) for n in "abc"], required=False)
    ticked = forms.BooleanField(required=False)
    on = forms.DateField(required=False)


WORDS = st.sampled_from(["", "a", "b", "c"])
VALUES = st.fixed_dictionaries(
    {
        "one": WORDS,
        "two": WORDS,
        "several": st.lists(st.sampled_from("abc"), unique=True).map(sorted),
        "ticked": st.booleans(),
        "on": st.sampled_from([None, "2019-01-07", "2019-02-07"]),
    }
)


def filled_in(values):
    """As a browser sends them: an empty box of a tick or a choice is not sent at all."""
    sent = {"one": values["one"], "two": values["two"], "on": values["on"] or ""}
    sent |= {"ticked": "on"} if values["ticked"] else {}
    return sent | ({"several": values["several"]} if values["several"] else {})


@settings(derandomize=True, database=None, max_examples=300)
@given(first=VALUES, theirs=VALUES, mine=VALUES)
def test_each_field_is_kept_taken_or_shown_as_a_clash(first, theirs, mine):
    shown = Words(initial=first).carried
    form = Words({**filled_in(mine), "shown": shown}, initial=theirs)

    # A tick has two answers only: two who change it agree.
    clashes = {name for name in first if len({str(v[name]) for v in (first, theirs, mine)}) > 2}
    assert form.is_valid() == (not clashes)
    assert {clash.name for clash in form.clashes} == clashes
    if form.is_valid():
        wanted = {n: theirs[n] if mine[n] == first[n] else mine[n] for n in first}
        got = {
            **form.cleaned_data,
            "on": form.cleaned_data["on"] and str(form.cleaned_data["on"]),
        }
        assert got == wanted
