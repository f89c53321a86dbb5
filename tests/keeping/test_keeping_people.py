"""An admin keeps people: who is invited, what roles they have, and that they have left."""

import pytest
from django.core import mail

from improvement.keeping.people import change_roles
from improvement.models import Membership, User
from inspections.models import Authority
from tests import factories
from tests.keeping.said import HUGE, LONG, address, problems, say


def test_people_are_listed_with_their_roles_and_posts(admin, members, post):
    factories.HoldingFactory(owner=post, user=members["officer"])

    listed = admin.get(address("people")).context["people"]

    assert [
        (person.email, [*roles.values()], [str(held) for held in posts])
        for person, roles, posts, _ in listed
    ] == [
        ("admin@westmere.example", [["Admin"]], []),
        ("approver@westmere.example", [["Approver"]], []),
        ("officer@westmere.example", [["Officer"]], ["Director"]),
        ("viewer@westmere.example", [["Viewer (board member)"]], []),
    ]


@pytest.fixture
def invitation(authority):
    return {
        "email": "New.Person@westmere.example",
        "name": "",
        "authority": authority.pk,
        "roles": ["officer", "approver"],
    }


def test_someone_new_is_invited_sets_a_password_and_signs_in(
    admin, invitation, client_for, authority
):
    response = admin.post(address("person-invite"), invitation)
    link = link_in(mail.outbox[0])
    guest = client_for()
    form = guest.get(link, follow=True)
    guest.post(
        form.request["PATH_INFO"],
        {"password1": factories.PASSWORD, "password2": factories.PASSWORD},
    )
    signed_in = guest.login(email=invitation["email"], password=factories.PASSWORD)

    person = User.objects.get(email="New.Person@westmere.example")
    assert signed_in
    assert set(person.memberships.values_list("authority", "role")) == {
        (authority.pk, "officer"),
        (authority.pk, "approver"),
    }
    assert "no-store" in response["Cache-Control"]
    assert [m.to for m in mail.outbox] == [[person.email]]


def test_a_name_is_kept_on_one_line(admin, invitation):
    invitation["name"] = "A. Person\nYour password has run out:\n https://elsewhere.example"
    admin.post(address("person-invite"), invitation)

    person = User.objects.get(email=invitation["email"])
    assert "\n" not in person.name
    assert person.name.startswith("A. Person Your password")


def link_in(message):
    return next(word for word in message.body.split() if "/password/reset/key/" in word)


def test_who_invites_never_sees_the_link_that_proves_the_mailbox(admin, invitation):
    page = admin.post(address("person-invite"), invitation).content.decode()

    assert link_in(mail.outbox[0]) not in page
    assert "password/reset/key" not in page


def test_a_superuser_who_runs_the_server_may_hand_the_link_over(client_for, invitation):
    client = client_for(factories.UserFactory(is_superuser=True))

    page = client.post(address("person-invite"), invitation).content.decode()

    assert link_in(mail.outbox[0]) in page


def test_the_link_of_an_invitation_works_once(admin, invitation, client_for):
    admin.post(address("person-invite"), invitation)
    link = link_in(mail.outbox[0])
    person = User.objects.get(email=invitation["email"])
    assert not person.has_usable_password()
    person.set_password(factories.PASSWORD)
    person.save()

    response = client_for().get(link)

    assert "password1" not in response.content.decode()


@pytest.mark.parametrize("email", ["other@eastmere.example", "OTHER@EASTMERE.EXAMPLE"])
def test_someone_who_has_an_account_gets_roles_and_never_a_link(
    admin, invitation, members, email
):
    before = members["other"].password

    response = admin.post(address("person-invite"), {**invitation, "email": email}, follow=True)

    members["other"].refresh_from_db()
    held = members["other"].memberships.filter(authority=invitation["authority"])
    assert set(held.values_list("role", flat=True)) == {"officer", "approver"}
    assert members["other"].password == before
    assert "password/reset/key" not in response.content.decode()
    assert mail.outbox == []


def test_sending_an_invitation_twice_shows_no_second_link(admin, invitation):
    admin.post(address("person-invite"), invitation)

    again = admin.post(address("person-invite"), invitation)

    assert again.status_code == 302
    assert Membership.objects.filter(user__email=invitation["email"]).count() == 2


def test_the_page_says_that_no_mail_could_be_sent(client_for, invitation, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    superuser = client_for(factories.UserFactory(is_superuser=True))

    response = superuser.post(address("person-invite"), invitation)

    assert response.context["was_sent"] is False
    assert "The mail could not be sent" in response.content.decode()
    assert response.context["link"] in response.content.decode()


def test_whoever_is_marked_as_left_elsewhere_cannot_sign_in_yet(admin, invitation, members):
    members["other"].is_active = False
    members["other"].save()

    response = admin.post(
        address("person-invite"), {**invitation, "email": "other@eastmere.example"}, follow=True
    )

    assert "They are marked as left, so they cannot sign in yet." in say(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "nobody"),
        ("email", LONG + "@westmere.example"),
        ("email", "nul\0@westmere.example"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("name", LONG),
        ("name", "\0"),
        ("authority", ""),
        ("authority", HUGE),
        ("roles", []),
        ("roles", ["king"]),
        ("roles", ["\0"]),
    ],
)
def test_an_invitation_with_something_odd_is_refused_with_a_word(
    admin, invitation, field, value
):
    response = admin.post(address("person-invite"), {**invitation, field: value})

    assert list(problems(response)) == [field]
    assert mail.outbox == []


def test_nobody_is_invited_to_another_council(admin, invitation, elsewhere):
    theirs = elsewhere["plan"].authority.pk

    response = admin.post(address("person-invite"), {**invitation, "authority": theirs})

    assert problems(response) == {"authority": ["Choose one from the list."]}
    assert not User.objects.filter(email=invitation["email"]).exists()


def test_roles_are_changed(admin, members, authority):
    page = address("person-roles", members["officer"].pk)

    admin.post(page, {f"roles-{authority.pk}": ["viewer", "approver"]})

    held = members["officer"].memberships.values_list("role", flat=True)
    assert set(held) == {"viewer", "approver"}


def test_all_roles_can_be_taken_away(admin, members):
    admin.post(address("person-roles", members["officer"].pk))

    assert not members["officer"].memberships.exists()


def test_roles_at_another_council_are_neither_seen_nor_touched(admin, members, authority):
    factories.MembershipFactory(user=members["other"], authority=authority, role="viewer")
    theirs = Authority.objects.get(slug="eastmere")
    page = address("person-roles", members["other"].pk)

    shown = admin.get(page).content.decode()
    sent = {f"roles-{authority.pk}": ["officer"], f"roles-{theirs.pk}": [], "has_left": "on"}
    admin.post(page, sent)

    members["other"].refresh_from_db()
    held = members["other"].memberships
    assert "Eastmere" not in shown
    assert set(held.filter(authority=authority).values_list("role", flat=True)) == {"officer"}
    assert held.filter(authority=theirs).count() == 4
    assert members["other"].is_active


def test_the_last_admin_of_a_council_stays_one(admin, members, authority):
    factories.MembershipFactory(
        user=factories.UserFactory(is_active=False), authority=authority, role="admin"
    )
    page = address("person-roles", members["admin"].pk)

    response = admin.post(page, {f"roles-{authority.pk}": ["viewer"]})

    assert problems(response) == {
        f"roles-{authority.pk}": [
            "Westmere would have no admin left. Make someone else one first."
        ]
    }
    assert members["admin"].memberships.get().role == "admin"


def test_one_of_two_admins_may_stop_being_one(admin, members, authority):
    factories.MembershipFactory(user=members["officer"], authority=authority, role="admin")

    response = admin.post(
        address("person-roles", members["admin"].pk), {f"roles-{authority.pk}": ["viewer"]}
    )

    assert members["admin"].memberships.get().role == "viewer"
    assert response.url == address("front-page")


def test_someone_who_left_is_signed_out_and_may_come_back(
    admin, members, client_for, authority
):
    page = address("person-roles", members["officer"].pk)
    officer = client_for(members["officer"])

    admin.post(page, {f"roles-{authority.pk}": ["officer"], "has_left": "on"})
    while_away = officer.get(address("my-actions")).status_code
    admin.post(page, {f"roles-{authority.pk}": ["officer"]})

    members["officer"].refresh_from_db()
    assert while_away == 302
    assert members["officer"].is_active


def test_the_last_admin_cannot_be_marked_as_left(members, authority):
    with pytest.raises(Exception, match="would have no admin left"):
        change_roles(person=members["admin"], roles={authority: {"admin"}}, has_left=True)


def test_nobody_marks_themselves_or_a_superuser_as_left(admin, members, authority):
    keeper = factories.UserFactory(is_superuser=True)
    factories.MembershipFactory(user=keeper, authority=authority, role="viewer")

    for person in (members["admin"], keeper):
        admin.post(
            address("person-roles", person.pk),
            {f"roles-{authority.pk}": ["admin"], "has_left": "on"},
        )

    assert (
        User.objects.filter(pk__in=[members["admin"].pk, keeper.pk], is_active=True).count()
        == 2
    )


@pytest.mark.parametrize("role", ["king", "\0", LONG])
def test_a_role_that_there_is_not_is_refused_with_a_word(admin, members, authority, role):
    page = address("person-roles", members["officer"].pk)

    response = admin.post(page, {f"roles-{authority.pk}": [role]})

    assert problems(response) == {f"roles-{authority.pk}": ["Choose from the list only."]}


@pytest.mark.parametrize("pk", [0, 10**18, 10**25])
def test_a_person_or_post_that_there_is_not_is_not_there(admin, authority, pk):
    pages = [address(name, pk) for name in ("person-roles", "owner-amend", "holding-create")]

    assert {admin.get(page).status_code for page in pages} == {404}
