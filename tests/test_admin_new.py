"""What is started in the Django admin: records by admins, accounts by superusers."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from improvement.models import (
    Action,
    Commitment,
    Owner,
    Plan,
    User,
)
from inspections.models import (
    Authority,
    Framework,
    Theme,
)
from tests.admin_world import (  # noqa: F401  (fixtures)
    as_sent,
    enter,
    errors_of,
    page,
    page_of,
    sign_in_to_the_admin,
    westmere_and_eastmere,
)
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    PlanClosureFactory,
    RecommendationFactory,
    UserFactory,
)

# Something new


def start(client, model, **values):
    address = page(model, "add")
    return client.post(address, as_sent(client.get(address)) | values)


def test_admin_adds_an_action(world, sign_in):
    answer = start(
        sign_in("admin"),
        Action,
        plan=world.plan.pk,
        reference="B1",
        title="One more step",
        start="2026-01-05",
        first_due="2030-03-29",
    )

    assert answer.status_code == 302
    action = Action.objects.get(reference="B1")
    assert (action.added, action.first_due) == (timezone.localdate(), date(2030, 3, 29))
    assert timezone.now() - action.known_at < timedelta(minutes=1)
    assert action.position > world.action.position
    assert action.history.get().history_user == world.people["admin"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"reference": "new"}, "The plan has this reference already. Choose another."),
        ({"reference": "TAKEN"}, "The plan has this reference already. Choose another."),
        ({"first_due": "2018-11-29"}, "It is before the plan opened (30 November 2018)."),
        ({"start": "2031-01-01"}, "It starts after it is due (29 March 2030)."),
        (
            {"plan": "elsewhere"},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        (
            {"plan": "closed"},
            "A closed plan takes no updates, requests or decisions.",
        ),
    ],
)
def test_action_that_the_rules_refuse(world, sign_in, said, refused):
    world.add_action(reference="taken")
    closed = PlanClosureFactory(plan__authority=world.authority).plan
    plans = {"elsewhere": world.elsewhere.plan.pk, "closed": closed.pk}
    values = {
        "plan": world.plan.pk,
        "reference": "B1",
        "title": "One more step",
        "first_due": "2030-03-29",
    } | {key: plans.get(value, value) for key, value in said.items()}

    answer = start(sign_in("admin"), Action, **values)

    assert errors_of(answer)[0].endswith(refused)


def test_admin_adds_a_commitment(world, sign_in):
    asked = RecommendationFactory(inspection=world.inspection)
    said = {"plan": world.plan.pk, "title": "We will", "stance": "accepted"}

    answer = start(sign_in("admin"), Commitment, recommendation=asked.pk, **said)

    assert answer.status_code == 302
    assert Commitment.objects.get(title="We will").added == timezone.localdate()


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"recommendation": "other"}, "The plan does not answer that inspection."),
        ({"stance": "in_part"}, "Say why it is not accepted, or not in full."),
    ],
)
def test_commitment_that_the_rules_refuse(world, sign_in, said, refused):
    other = RecommendationFactory(inspection=world.visit)
    values = {
        "plan": world.plan.pk,
        "recommendation": RecommendationFactory(inspection=world.inspection).pk,
        "title": "We will",
        "stance": "accepted",
    } | {key: {"other": other.pk}.get(value, value) for key, value in said.items()}

    answer = start(sign_in("admin"), Commitment, **values)

    assert errors_of(answer) == [refused]


def test_admin_adds_a_post(world, sign_in):
    client = sign_in("admin")
    said = {"authority": world.authority.pk, "post": "Head of care"}

    answer, again = start(client, Owner, **said), start(client, Owner, **said)

    assert answer.status_code == 302
    assert Owner.objects.get(post="Head of care").key == "head-of-care"
    assert errors_of(again) == ["There is this post already."]


def test_admin_adds_a_plan(world, sign_in):
    said = {"authority": world.authority.pk, "title": "A new plan", "opened": "2026-01-05"}

    answer = start(sign_in("admin"), Plan, answers=[world.inspection.pk], **said)

    assert answer.status_code == 302
    plan = Plan.objects.get(key="a-new-plan")
    assert list(plan.answers.all()) == [world.inspection]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"opened": "2099-01-01"}, "A plan cannot open on a day that is still to come."),
        ({"key": "Westmere-plan"}, "This key is taken. Choose another."),
        ({"title": "!"}, "None can be made from this title. Write one."),
    ],
)
def test_plan_that_the_rules_refuse(world, sign_in, said, refused):
    values = {"authority": world.authority.pk, "title": "A plan", "opened": "2026-01-05"}

    answer = start(sign_in("admin"), Plan, **values | said)

    assert errors_of(answer) == [refused]


def test_admin_of_two_authorities_does_not_mix_them(world, client_for):
    user = world.people["admin"]
    MembershipFactory(user=user, authority=world.elsewhere.authority, role="admin")
    said = {"authority": world.authority.pk, "title": "A plan", "opened": "2026-01-05"}

    answer = start(client_for(user), Plan, answers=[world.elsewhere.inspection.pk], **said)

    assert errors_of(answer) == ["Choose inspections of the plan's own authority."]


def test_admin_adds_a_theme_and_a_framework(world, sign_in):
    client = sign_in("admin")

    theme = start(client, Theme, key="a-theme", name="A theme")
    framework = start(client, Framework, key="NEW", name="A new framework")

    assert (theme.status_code, framework.status_code) == (302, 302)


# Superusers


def test_superuser_makes_an_account_and_gives_it_a_role(world, sign_in):
    client = sign_in("superuser")
    password = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    made = start(client, User, email="New@council.example", name="", **password)
    user = User.objects.get(email__iexact="new@council.example")
    given = enter(client, user, "memberships", authority=world.authority.pk, role="officer")

    assert (made.status_code, given.status_code) == (302, 302)
    assert user.check_password(PASSWORD)
    assert [m.role for m in user.memberships.all()] == ["officer"]


def test_old_address_of_an_account_lets_nobody_in(world, sign_in, client_for):
    user = UserFactory(email="old@council.example")
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    client, address = sign_in("superuser"), page_of(user, "change")

    client.post(address, as_sent(client.get(address)) | {"email": "new@council.example"})

    by_old, by_new = client_for(), client_for()
    by_old.post("/sign-in/", {"login": "old@council.example", "password": PASSWORD})
    by_new.post("/sign-in/", {"login": "new@council.example", "password": PASSWORD})
    assert "_auth_user_id" not in by_old.session
    assert by_new.session["_auth_user_id"] == str(user.pk)


def test_superuser_adds_an_authority(sign_in):
    answer = start(sign_in("superuser"), Authority, name="Northmere")

    assert answer.status_code == 302
    assert Authority.objects.get(name="Northmere").slug == "northmere"


def test_superuser_speaks_for_no_post(world, sign_in):
    answer = enter(sign_in("superuser"), world.action, "updates", status="done", text="Done.")

    assert errors_of(answer) == ["You may not enter this here."]
