"""Where an admin begins, and who may keep a plan at all."""

import pytest

from inspections.models import Authority
from tests import factories
from tests.keeping.said import LONG, address, page_addresses, problems

# Beginning


def test_the_first_authority_is_entered_by_whoever_installed_it(db, client_for):
    client = client_for(factories.UserFactory(is_superuser=True, is_staff=True))

    response = client.post(address("authority-create"), {"name": "St Mary’s"}, follow=True)

    assert Authority.objects.get().slug == "st-marys"
    assert response.status_code == 200
    assert "Import what inspectors wrote" in response.content.decode()


def test_a_council_is_entered_once(authority, client_for):
    client = client_for(factories.UserFactory(is_superuser=True))

    response = client.post(address("authority-create"), {"name": "WESTMERE"})

    assert problems(response) == {"name": ["There is an authority of this name already."]}


@pytest.mark.parametrize("name", ["", "日本", LONG, "West\0mere"])
def test_an_odd_name_for_a_council_is_refused_with_a_word(db, client_for, name):
    client = client_for(factories.UserFactory(is_superuser=True))
    factories.AuthorityFactory()

    response = client.post(address("authority-create"), {"name": name})

    assert response.status_code == 200
    assert response.context["form"].errors


def test_an_admin_of_one_council_cannot_enter_another(admin):
    assert admin.get(address("authority-create")).status_code == 403


def test_the_first_page_says_what_to_do_first(admin, inspection):
    steps = admin.get(address("keeping")).context["kept"][0][2]

    assert [(words, is_done) for words, _, is_done in steps] == [
        ("Import what inspectors wrote, as a draft", True),
        ("Write down the posts and who holds them", False),
        ("Start a plan that answers an inspection", False),
        ("Answer each recommendation with a commitment", False),
        ("Add the actions, with owners and due dates", False),
        ("Invite the people who are to use it", True),
    ]


def test_the_steps_go_once_all_are_taken(admin, action):
    assert admin.get(address("keeping")).context["kept"][0][2] == []


def test_findings_with_proposed_links_wait_on_the_first_page(admin, finding, commitment):
    factories.FindingLinkFactory(
        finding=finding, recommendation=commitment.recommendation, state="proposed"
    )
    before = admin.get(address("keeping")).context["waiting"]

    factories.FindingLinkFactory(
        finding=finding, recommendation=commitment.recommendation, state="rejected"
    )

    assert before == [finding]
    assert admin.get(address("keeping")).context["waiting"] == []


# Who may


@pytest.mark.parametrize("role", ["viewer", "officer", "approver"])
def test_only_admins_keep_plans(pages, members, client_for, role):
    client = client_for(members[role])

    assert {client.get(page).status_code for page in pages} == {403}


def test_whoever_is_not_signed_in_is_asked_to(pages, client_for):
    client = client_for()

    assert {client.get(page).status_code for page in pages} == {302}


def test_what_belongs_to_another_council_is_not_there(elsewhere, authority, admin):
    pages = page_addresses(
        elsewhere["plan"],
        elsewhere["commitment"],
        elsewhere["action"],
        elsewhere["owner"],
        elsewhere["finding"],
        elsewhere["person"],
    )
    own = [address("keeping"), address("people"), address("person-invite")]
    theirs = [page for page in pages if page not in own]
    reads_only = [
        address("plan-keeping", "their-plan"),
        address("owner-list", authority="eastmere"),
    ]

    assert {admin.get(page).status_code for page in theirs} == {404}
    assert {admin.post(page).status_code for page in theirs if page not in reads_only} == {404}


def test_an_admin_here_who_only_reads_there_keeps_nothing_there(admin, members, elsewhere):
    factories.MembershipFactory(
        user=members["admin"], authority=elsewhere["plan"].authority, role="viewer"
    )

    pages = [
        address("plan-keeping", "their-plan"),
        address("plan-create", authority="eastmere"),
        address("owner-amend", elsewhere["owner"].pk),
    ]

    assert [admin.get(page).status_code for page in pages] == [403, 403, 403]


def test_nothing_is_kept_on_a_page_about_the_past(admin, pages):
    responses = [admin.get(page, {"as_at": "2019-01-01"}) for page in pages]

    assert {response.status_code for response in responses} == {400}


def test_every_page_opens(admin, pages):
    assert {admin.get(page).status_code for page in pages} == {200}


def test_nothing_is_deleted_here(admin, pages):
    assert {admin.delete(page).status_code for page in pages} == {405}


def test_an_admin_of_two_councils_says_which_one_a_plan_is_for(admin, members, elsewhere):
    factories.MembershipFactory(
        user=members["admin"], authority=elsewhere["plan"].authority, role="admin"
    )

    asked = admin.get(address("plan-create"))
    chosen = admin.get(address("plan-create", authority="eastmere"))

    assert [a.slug for a in asked.context["authorities"]] == ["eastmere", "westmere"]
    assert chosen.context["authority"].slug == "eastmere"


@pytest.mark.parametrize("slug", ["", "nowhere", "west\0mere", LONG])
def test_a_council_that_nobody_knows_is_not_there(admin, slug):
    assert admin.get(address("plan-create", authority=slug)).status_code == 404
