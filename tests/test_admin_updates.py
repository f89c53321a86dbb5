"""What officers say in the Django admin, and what is refused beside its row."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.models import (
    Action,
    DateRequest,
    Update,
)
from tests.admin_world import (  # noqa: F401  (fixtures)
    SOON,
    as_sent,
    as_sent_with,
    enter,
    errors_of,
    page,
    page_of,
    sign_in_to_the_admin,
    text_of,
    westmere_and_eastmere,
)
from tests.factories import (
    ActionFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanClosureFactory,
    UserFactory,
)

# Officers


def test_officer_adds_an_update_and_it_is_an_event_with_speaker_and_clock(world, sign_in):
    versions, began = world.action.history.count(), timezone.now()

    answer = enter(
        sign_in("officer"),
        world.action,
        "updates",
        status="at_risk",
        text="Slow.",
        reason="Ill.",
    )

    assert answer.status_code == 302
    update = Update.objects.latest("pk")
    assert (update.action, update.status, update.text, update.reason) == (
        world.action,
        "at_risk",
        "Slow.",
        "Ill.",
    )
    officer = world.people["officer"]
    assert (update.said_by, update.by_post, update.recorded_by) == (
        officer,
        world.post,
        officer,
    )
    assert began <= update.known_at <= timezone.now()
    assert update.holds_from == timezone.localdate()
    # The words of the action were not changed by it.
    assert world.action.history.count() == versions


def test_officer_corrects_their_own_update(world, sign_in):
    client = sign_in("officer")
    enter(client, world.action, "updates", status="on_track", text="Mistaken.")
    mistaken = Update.objects.latest("pk")

    answer = enter(
        client,
        world.action,
        "updates",
        status="at_risk",
        text="Right.",
        reason="So.",
        voids=mistaken.pk,
    )

    assert answer.status_code == 302
    assert Update.objects.latest("pk").voids == mistaken


def test_update_of_somebody_else_is_not_theirs_to_correct(world, sign_in):
    theirs = world.action.updates.get()

    answer = enter(
        sign_in("officer"),
        world.action,
        "updates",
        status="on_track",
        text="No.",
        voids=theirs.pk,
    )

    assert errors_of(answer) == ["It was corrected already, or is not yours to correct."]


def test_officer_asks_for_a_date(world, sign_in):
    asked = {"reason": "Late.", "meanwhile": "By hand.", "holds_up": "Nothing."}

    answer = enter(sign_in("officer"), world.action, "date_requests", to="2035-06-28", **asked)

    assert answer.status_code == 302
    request = DateRequest.objects.get()
    assert (request.to, request.said_by) == (date(2035, 6, 28), world.people["officer"])


@pytest.mark.parametrize("inline", ["updates", "date_requests"])
def test_officer_finds_somebody_elses_post_closed(world, sign_in, inline):
    action = world.add_action(owner=world.other_post)
    client, address = sign_in("officer"), page_of(action, "change")
    found = client.get(address)
    values = {"status": "done", "text": "Done.", "to": "2035-06-28", "reason": "Because."}

    answer = client.post(address, as_sent_with(found, inline, **values))

    assert not found.context["has_change_permission"]
    assert answer.status_code == 403
    assert not Update.objects.filter(action=action).exists()
    assert not DateRequest.objects.exists()


@pytest.mark.parametrize("who", ["approver", "admin"])
def test_whoever_is_no_officer_cannot_slip_an_update_in(world, sign_in, who):
    client, address = sign_in(who), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="done", text="Slipped in.")

    answer = client.post(address, sent)

    assert errors_of(answer) == ["You may not enter this here."]
    assert not Update.objects.filter(text="Slipped in.").exists()


def test_admin_who_ends_a_holding_or_an_account_is_told_what_nobody_holds(world, sign_in):
    holder = UserFactory()
    MembershipFactory(user=holder, authority=world.authority, role="officer")
    post = OwnerFactory(authority=world.authority, post="Head of fostering")
    HoldingFactory(owner=post, user=holder, holds_from="2019-01-01")
    root = sign_in("superuser")
    account = reverse("admin:improvement_user_change", args=[holder.pk])
    sent = as_sent(root.get(account))
    sent.pop("is_active")

    warned = text_of(root.post(account, sent, follow=True))
    assert "Nobody else holds Head of fostering." in warned
    assert reverse("person-leaving", args=[holder.pk]) in warned

    left = {"change": "leaves", "user": holder.pk, "holds_from": SOON.isoformat()}
    enter(root, post, "holdings", **left)
    warned = text_of(root.get(page_of(post, "change")))
    assert "Nobody holds Head of fostering from" in warned
    assert reverse("holding-create", args=[post.pk]) in warned


def test_holding_a_post_without_being_an_officer_is_not_enough(world, sign_in):
    HoldingFactory(owner=world.post, user=world.people["viewer"])

    found = sign_in("viewer").get(page_of(world.action, "change"))

    assert not found.context["has_change_permission"]


def test_post_that_changed_hands_is_closed_to_who_held_it(world, sign_in):
    HoldingFactory(
        owner=world.post,
        user=world.people["officer"],
        change="leaves",
        holds_from="2019-02-01",
    )

    assert (
        enter(
            sign_in("officer"), world.action, "updates", status="done", text="I left."
        ).status_code
        == 403
    )


def test_officers_find_the_actions_of_their_posts(world, sign_in):
    world.add_action(owner=world.other_post)
    unowned = ActionFactory(plan=world.plan)
    client = sign_in("officer")

    mine = client.get(page(Action, "changelist"), {"post": "mine"}).context["cl"].queryset
    none = client.get(page(Action, "changelist"), {"post": "none"}).context["cl"].queryset

    assert (list(mine), list(none)) == ([world.action], [unowned])


# Refusals


def test_refused_update_says_why_beside_its_row(world, sign_in):
    answer = enter(sign_in("officer"), world.action, "updates", status="at_risk", text="Slow.")

    [row] = answer.context["inline_admin_formsets"][0].formset.extra_forms
    assert row.errors == {"reason": ["Say why it is at risk."]}
    assert "Say why it is at risk." in text_of(answer)
    assert "Slow." in text_of(answer)


def test_refused_row_takes_the_rest_of_the_page_with_it(world, sign_in):
    MembershipFactory(user=world.people["admin"], authority=world.authority, role="officer")
    HoldingFactory(owner=world.post, user=world.people["admin"])
    client, address = sign_in("admin"), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="on_track", text="Kept?")
    sent |= as_sent_with(client.get(address), "date_requests", to="2011-01-01", reason="So.")
    sent |= {"updates-1-status": "on_track", "updates-1-text": "Kept?", "title": "Kept?"}

    answer = client.post(address, sent)

    assert errors_of(answer) == ["The new date must be later than today."]
    assert not Update.objects.filter(text="Kept?").exists()
    assert not Action.objects.filter(title="Kept?").exists()
    assert not Action.history.filter(title="Kept?").exists()


def test_wrong_words_take_the_event_with_them(world, sign_in):
    MembershipFactory(user=world.people["admin"], authority=world.authority, role="officer")
    HoldingFactory(owner=world.post, user=world.people["admin"])
    client, address = sign_in("admin"), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="on_track", text="Kept?")

    answer = client.post(address, sent | {"title": ""})

    assert errors_of(answer) == ["This field is required."]
    assert not Update.objects.filter(text="Kept?").exists()


def test_two_rows_of_one_page_are_both_said_in_their_order(world, sign_in):
    client, address = sign_in("officer"), page_of(world.action, "change")
    sent = as_sent_with(client.get(address), "updates", status="on_track", text="First.")
    sent |= {"updates-TOTAL_FORMS": 3, "updates-2-status": "done", "updates-2-text": "Second."}

    assert client.post(address, sent).status_code == 302

    said = Update.objects.filter(said_by=world.people["officer"]).order_by("pk")
    assert [update.text for update in said] == ["First.", "Second."]


def test_the_same_said_twice_is_kept_once(world, sign_in):
    client = sign_in("officer")
    said = {"status": "on_track", "text": "Twice."}
    enter(client, world.action, "updates", **said)

    answer = enter(client, world.action, "updates", **said)

    assert errors_of(answer) == [
        "You have said exactly this today. It stands, and was kept once."
    ]
    assert Update.objects.filter(text="Twice.").count() == 1


def test_closed_plan_takes_nothing_and_says_so(world, sign_in):
    PlanClosureFactory(plan=world.plan, holds_from="2019-03-01")

    answer = enter(sign_in("officer"), world.action, "updates", status="done", text="Done.")

    assert errors_of(answer) == [
        "The plan closed on 1 March 2019. A closed plan takes no updates, requests or decisions."
    ]
