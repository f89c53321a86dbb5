"""What admins do to keep plans, posts and people, told as they would tell it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from improvement.keeping import rows
from improvement.keeping.forms.rows import next_reference
from improvement.keeping.links import judge_links
from improvement.keeping.people import change_roles
from improvement.keeping.posts import count_open_actions
from improvement.models import (
    Action,
    ActionCommitment,
    Commitment,
    Holding,
    Membership,
    Owner,
    Plan,
    PlanClosure,
    User,
)
from improvement.state import read_state
from inspections.models import Authority, FindingLink
from inspections.models.time import AppendOnlyError, AsAt
from tests import factories
from tests.factories import on

TODAY = timezone.localdate
LONG = "a" * 10_000
HUGE = "9" * 30


def address(name, *args, **query):
    return reverse(name, args=args, query=query or None)


def problems(response):
    """What the form on the page complains of, by field."""
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def say(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def admin(members, client_for):
    return client_for(members["admin"])


@pytest.fixture
def inspection(authority):
    return factories.InspectionFactory(
        authority=authority, key="2018-06-reinspection", kind="reinspection", letter=True
    )


@pytest.fixture
def plan(authority, inspection):
    plan = factories.PlanFactory(authority=authority, key="our-plan", title="Our plan")
    plan.answers.add(inspection)
    return plan


@pytest.fixture
def post(authority):
    return factories.OwnerFactory(authority=authority, key="dcs", post="Director")


@pytest.fixture
def commitment(plan, inspection):
    recommendation = factories.RecommendationFactory(inspection=inspection, key="7", position=7)
    return factories.CommitmentFactory(plan=plan, recommendation=recommendation, title="Visits")


@pytest.fixture
def action(plan, commitment, post):
    return factories.ActionFactory(
        plan=plan, reference="1.1", commitments=[commitment], owner=post
    )


@pytest.fixture
def elsewhere(members):
    """Another council with one of everything."""
    authority = Authority.objects.get(slug="eastmere")
    plan = factories.PlanFactory(authority=authority, key="their-plan")
    commitment = factories.CommitmentFactory(plan=plan)
    plan.answers.add(commitment.recommendation.inspection)
    return {
        "plan": plan,
        "commitment": commitment,
        "recommendation": factories.RecommendationFactory(
            inspection=commitment.recommendation.inspection
        ),
        "action": factories.ActionFactory(plan=plan, commitments=[commitment]),
        "owner": factories.OwnerFactory(authority=authority),
        "finding": factories.FindingFactory(inspection__authority=authority),
        "person": members["other"],
    }


def page_addresses(plan, commitment, action, post, finding, person):
    return [
        address("keeping"),
        address("plan-create", authority=plan.authority.slug),
        address("plan-keeping", plan.key),
        address("plan-amend", plan.key),
        address("plan-close", plan.key),
        address("plan-period", plan.key),
        address("commitment-create", plan.key),
        address("commitment-amend", plan.key, commitment.pk),
        address("action-create", plan.key),
        address("action-amend", plan.key, action.reference),
        address("action-owner", plan.key, action.reference),
        address("owner-list", authority=plan.authority.slug),
        address("owner-create", authority=plan.authority.slug),
        address("owner-amend", post.pk),
        address("holding-create", post.pk),
        address("people"),
        address("person-invite"),
        address("person-roles", person.pk),
        address(
            "finding-links",
            finding.inspection.authority.slug,
            finding.inspection.key,
            finding.key,
        ),
    ]


@pytest.fixture
def finding(authority):
    visit = factories.VisitFactory(authority=authority, key="2019-02-monitoring_visit")
    return factories.FindingFactory(inspection=visit, key="f1", summary="Visits are timelier.")


@pytest.fixture
def pages(plan, commitment, action, post, finding, members):
    return page_addresses(plan, commitment, action, post, finding, members["officer"])


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


# Starting and amending a plan


def test_a_plan_is_started_with_a_key_made_from_its_title(admin, authority, inspection):
    sent = {
        "title": "Getting to Good: 2026",
        "opened": "2026-03-02",
        "period": "28",
        "answers": [inspection.pk],
    }

    response = admin.post(address("plan-create"), sent, follow=True)

    plan = Plan.objects.for_screen(AsAt(timezone.now())).get()
    assert (plan.key, plan.authority, plan.period) == (
        "getting-to-good-2026",
        authority,
        28,
    )
    assert list(plan.answers.all()) == [inspection]
    assert plan.known_at.date() == TODAY()
    assert response.context["plan"] == plan


def test_the_usual_period_needs_no_record(admin, authority):
    admin.post(
        address("plan-create"), {"title": "Plan", "opened": "2026-03-02", "period": "42"}
    )

    assert Plan.objects.get().periods.count() == 0


def test_a_plan_of_the_same_title_as_elsewhere_gets_another_key(admin, elsewhere):
    sent = {"title": "Their plan", "opened": "2026-03-02", "period": "42"}

    admin.post(address("plan-create"), sent)

    assert Plan.objects.latest("pk").key == "their-plan-2"


def test_a_form_that_is_sent_twice_starts_one_plan(admin, plan):
    sent = {"title": "OUR plan", "opened": "2026-03-02", "period": "42"}

    response = admin.post(address("plan-create"), sent)

    assert problems(response) == {"title": ["There is a plan of this title already."]}
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("key", ["our-plan", "OUR-PLAN", "their-plan", "new"])
def test_a_key_is_given_once_in_whatever_case(admin, plan, elsewhere, key):
    sent = {"title": "Another", "key": key, "opened": "2026-03-02", "period": "42"}

    response = admin.post(address("plan-create"), sent)

    assert problems(response) == {"key": ["This key is taken. Choose another."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", LONG),
        ("title", "nul\0"),
        ("title", "計画"),
        ("key", "no spaces"),
        ("key", LONG),
        ("key", "nul\0"),
        ("opened", ""),
        ("opened", "30 February"),
        ("opened", "0001-01-01"),
        ("opened", "9999-12-31"),
        ("opened", "99999-01-01"),
        ("opened", (TODAY() + timedelta(days=1)).isoformat()),
        ("opened", "2026-01-01\0"),
        ("period", "0"),
        ("period", "-3"),
        ("period", "367"),
        ("period", HUGE),
        ("period", "six weeks"),
        ("answers", "0"),
        ("answers", HUGE),
        ("answers", "x\0"),
    ],
)
def test_a_plan_with_something_odd_is_refused_with_a_word(admin, authority, field, value):
    sent = {"title": "Plan", "opened": "2026-03-02", "period": "42", field: value}

    response = admin.post(address("plan-create"), sent)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "There is a problem" in response.content.decode()
    assert not Plan.objects.exists()


def test_an_empty_form_that_was_sent_says_what_is_missing(admin, authority):
    assert set(problems(admin.post(address("plan-create")))) == {"title", "opened", "period"}


def test_a_plan_does_not_answer_another_councils_inspection(admin, elsewhere):
    theirs = elsewhere["commitment"].recommendation.inspection
    sent = {"title": "P", "opened": "2026-03-02", "period": "42", "answers": [theirs.pk]}

    response = admin.post(address("plan-create"), sent)

    assert problems(response) == {"answers": ["Choose from the list only."]}


def test_amending_a_plan_keeps_its_key_and_its_earlier_words(admin, plan, inspection):
    sent = {"title": "Better words", "opened": "2018-11-30", "answers": [inspection.pk]}

    admin.post(address("plan-amend", plan.key), {**sent, "key": "another"})

    plan.refresh_from_db()
    assert (plan.title, plan.key) == ("Better words", "our-plan")
    assert plan.history.latest().history_user.email == "admin@westmere.example"


def test_a_plan_cannot_open_after_its_first_commitment_came_into_it(
    admin, plan, action, inspection
):
    sent = {"title": "Our plan", "opened": "2019-01-01", "answers": [inspection.pk]}

    response = admin.post(address("plan-amend", plan.key), sent)

    assert problems(response) == {
        "opened": ["The plan has had commitments or actions since 30 November 2018."]
    }


def test_a_plan_goes_on_answering_an_inspection_that_it_has_commitments_for(
    admin, plan, commitment, inspection
):
    sent = {"title": "Our plan", "opened": "2018-11-30", "answers": []}

    response = admin.post(address("plan-amend", plan.key), sent)

    assert problems(response)["answers"][0].startswith("The plan has commitments that answer")
    assert list(plan.answers.all()) == [inspection]


def test_the_update_period_changes_from_today(admin, plan):
    admin.post(address("plan-period", plan.key), {"days": "28"})

    period = plan.periods.get()
    assert (period.days, period.holds_from) == (28, TODAY())
    assert period.said_by.email == "admin@westmere.example"


def test_the_same_period_again_is_pointed_out(admin, plan):
    response = admin.post(address("plan-period", plan.key), {"days": "42"})

    assert list(problems(response)) == ["days"]


# Closing and opening again


def test_a_plan_is_closed_with_a_reason_and_a_successor(admin, plan, authority):
    successor = factories.PlanFactory(authority=authority)

    admin.post(
        address("plan-close", plan.key), {"reason": "All done.", "successor": successor.pk}
    )

    closure = plan.closures.get()
    assert (closure.outcome, closure.successor, closure.reason, closure.holds_from) == (
        "closed",
        successor,
        "All done.",
        TODAY(),
    )


def test_a_closed_plan_is_opened_again(admin, plan):
    factories.PlanClosureFactory(plan=plan)

    admin.post(address("plan-close", plan.key), {"reason": "Closed too soon."})

    assert plan.closures.newest_first()[0].outcome == PlanClosure.Outcome.REOPENED


@pytest.mark.parametrize("outcome", ["closed", "reopened"])
def test_closing_and_opening_say_why(admin, plan, outcome):
    if_closed = factories.PlanClosureFactory(plan=plan, outcome=outcome)

    response = admin.post(address("plan-close", plan.key), {"reason": "  "})

    assert list(problems(response)) == ["reason"]
    assert list(plan.closures.all()) == [if_closed]


def test_a_plan_is_not_succeeded_by_itself_or_another_councils(admin, plan, elsewhere):
    factories.PlanFactory(authority=plan.authority)

    errors = [
        problems(
            admin.post(address("plan-close", plan.key), {"reason": "Done.", "successor": pk})
        )
        for pk in (plan.pk, elsewhere["plan"].pk, HUGE)
    ]

    assert errors == [{"successor": ["Choose one from the list."]}] * 3


def test_a_closed_plan_takes_nothing_new_and_says_so(admin, plan, commitment, action):
    factories.PlanClosureFactory(plan=plan)
    pages = [
        address("plan-period", plan.key),
        address("commitment-create", plan.key),
        address("commitment-amend", plan.key, commitment.pk),
        address("action-create", plan.key),
        address("action-amend", plan.key, action.reference),
        address("action-owner", plan.key, action.reference),
    ]

    responses = [admin.get(page, follow=True) for page in pages]

    assert {response.redirect_chain[0][0] for response in responses} == {
        address("plan-keeping", plan.key)
    }
    assert all("The plan closed on 7 January 2019" in say(r)[0] for r in responses)


@pytest.mark.parametrize(
    "name", ["commitment-create", "commitment-amend", "action-create", "action-amend"]
)
def test_a_plan_that_someone_closes_while_i_write_takes_nothing_more(
    admin, plan, recommendation, commitment, action, monkeypatch, name
):
    find, mine = rows.find_plan, {"title": "Mine", "stance": "accepted"}
    where, sent = {
        "commitment-create": ([], {**mine, "recommendation": recommendation.pk}),
        "commitment-amend": ([commitment.pk], mine),
        "action-create": ([], {**mine, "reference": "Z9"}),
        "action-amend": ([action.reference], {**mine, "commitments": [commitment.pk]}),
    }[name]

    def find_then_close(request, key):
        found = find(request, key)
        factories.PlanClosureFactory(plan=plan)
        return found

    monkeypatch.setattr(rows, "find_plan", find_then_close)

    response = admin.post(address(name, plan.key, *where), sent)

    assert "The plan closed on 7 January 2019" in problems(response)["__all__"][0]
    assert not Commitment.objects.filter(title="Mine").exists()
    assert not Action.objects.filter(title="Mine").exists()


# A plan's own page


def test_a_plans_page_shows_recommendations_without_a_commitment(
    admin, plan, commitment, inspection
):
    missing = factories.RecommendationFactory(inspection=inspection, key="8")

    response = admin.get(address("plan-keeping", plan.key))

    assert [rows for _, rows in response.context["unanswered"]] == [[missing]]
    add = address("commitment-create", plan.key, recommendation=missing.pk)
    assert add in response.content.decode()


def test_a_plans_page_points_out_what_actions_lack(admin, plan, action):
    factories.ActionFactory(plan=plan, reference="1.2", first_due=None)

    gaps = admin.get(address("plan-keeping", plan.key)).context["gaps"]

    assert [(state.action.reference, missing) for state, missing in gaps] == [
        ("1.1", []),
        ("1.2", ["no owner", "no due date", "serves no commitment"]),
    ]


def test_nothing_is_missing_from_an_action_that_is_withdrawn(admin, plan):
    action = factories.ActionFactory(plan=plan, first_due=None)
    factories.DecisionFactory(action=action, outcome="withdrawn")

    gaps = admin.get(address("plan-keeping", plan.key)).context["gaps"]

    assert [missing for _, missing in gaps] == [[]]


# Commitments


@pytest.fixture
def recommendation(plan, inspection):
    return factories.RecommendationFactory(inspection=inspection, key="8", title="Caseloads")


def test_a_commitment_is_added_for_a_recommendation(admin, plan, recommendation, post):
    page = address("commitment-create", plan.key, recommendation=recommendation.pk)
    initial = admin.get(page).context["form"].initial

    admin.post(
        page,
        {
            **initial,
            "title": "Fewer cases each",
            "stance": "in_part",
            "stance_reason": "Not in one year.",
            "owner": post.pk,
            "board": "Improvement board",
        },
    )

    row = Commitment.objects.get()
    assert initial == {"recommendation": recommendation.pk, "title": "Caseloads"}
    assert (row.recommendation, row.title, row.stance, row.board, row.added) == (
        recommendation,
        "Fewer cases each",
        "in_part",
        "Improvement board",
        TODAY(),
    )
    assert row.ownerships.get().owner == post


@pytest.mark.parametrize("stance", ["in_part", "not_accepted"])
def test_a_commitment_that_is_not_accepted_in_full_says_why(
    admin, plan, recommendation, stance
):
    sent = {"recommendation": recommendation.pk, "title": "T", "stance": stance}

    response = admin.post(address("commitment-create", plan.key), sent)

    assert problems(response) == {
        "stance_reason": ["Say why it is not accepted, or not in full."]
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recommendation", ""),
        ("recommendation", HUGE),
        ("recommendation", "\0"),
        ("title", LONG),
        ("title", "\0"),
        ("stance", "maybe"),
        ("stance", "\0"),
        ("stance_reason", LONG),
        ("stance_reason", "\0"),
        ("owner", HUGE),
        ("owner", "-1"),
        ("owner", "x"),
        ("board", LONG),
        ("board", "\0"),
    ],
)
def test_a_commitment_with_something_odd_is_refused_with_a_word(
    admin, plan, recommendation, field, value
):
    sent = {"recommendation": recommendation.pk, "title": "T", "stance": "accepted"}

    response = admin.post(address("commitment-create", plan.key), {**sent, field: value})

    assert list(problems(response)) == [field]
    assert not Commitment.objects.exists()


def test_a_recommendation_has_one_commitment_in_a_plan(admin, plan, commitment, recommendation):
    taken = commitment.recommendation.pk
    sent = {"recommendation": taken, "title": "Again", "stance": "accepted"}

    response = admin.post(address("commitment-create", plan.key), sent)

    assert problems(response) == {"recommendation": ["Choose one from the list."]}


def test_a_commitment_takes_nothing_from_another_council(
    admin, plan, recommendation, elsewhere
):
    sent = {
        "recommendation": elsewhere["recommendation"].pk,
        "title": "T",
        "stance": "accepted",
        "owner": elsewhere["owner"].pk,
    }

    response = admin.post(address("commitment-create", plan.key), sent)

    assert set(problems(response)) == {"recommendation", "owner"}


def test_an_address_with_an_odd_recommendation_still_opens(admin, plan, recommendation):
    pages = [
        address("commitment-create", plan.key, recommendation=odd) for odd in (HUGE, "x", "\0")
    ]

    assert {admin.get(page).status_code for page in pages} == {200}


def test_a_commitment_gets_another_owner_with_a_note(admin, plan, authority):
    before, after = factories.OwnerFactory.create_batch(2, authority=authority)
    row = factories.CommitmentFactory(plan=plan, owner=before)
    sent = {"title": row.title, "stance": "accepted", "owner": after.pk}
    page = address("commitment-amend", plan.key, row.pk)

    without = admin.post(page, sent)
    admin.post(page, {**sent, "note": "New structure."})

    assert problems(without) == {"note": ["Say what is handed over and why."]}
    last = row.ownerships.newest_first()[0]
    assert (last.owner, last.text, last.holds_from) == (after, "New structure.", TODAY())


def test_amending_the_words_of_a_commitment_changes_no_owner(admin, plan, post, inspection):
    row = factories.CommitmentFactory(plan=plan, owner=post)
    sent = {"title": "Better", "stance": "accepted", "owner": post.pk}

    admin.post(address("commitment-amend", plan.key, row.pk), sent)

    row.refresh_from_db()
    assert (row.title, row.ownerships.count(), row.history.count()) == ("Better", 1, 2)


def test_a_commitment_of_another_plan_is_not_there(admin, plan, authority):
    other = factories.CommitmentFactory(plan__authority=authority)

    assert admin.get(address("commitment-amend", plan.key, other.pk)).status_code == 404
    assert admin.get(address("commitment-amend", plan.key, 10**18)).status_code == 404


# Actions


def test_an_action_is_added_with_all_that_it_needs(admin, plan, commitment, post, action):
    page = address("action-create", plan.key, commitment=commitment.pk)
    initial = admin.get(page).context["form"].initial

    admin.post(
        page,
        {
            "reference": initial["reference"],
            "title": "Audit all visits",
            "commitments": [commitment.pk, commitment.pk],
            "owner": post.pk,
            "start": "2019-01-07",
            "first_due": "2019-06-28",
            "success_measure": "Nine in ten visits in time.",
        },
    )

    added = Action.objects.get(reference="1.2")
    state = read_state(
        Plan.objects.for_screen(AsAt(timezone.now())).get(), AsAt(timezone.now())
    ).action_by_pk[added.pk]
    assert initial["commitments"] == [str(commitment.pk)]
    assert (state.owner, state.commitments, state.first_due, added.start, added.added) == (
        post,
        (commitment,),
        date(2019, 6, 28),
        date(2019, 1, 7),
        TODAY(),
    )


def test_an_action_may_be_added_before_its_owner_and_date_are_known(admin, plan):
    admin.post(address("action-create", plan.key), {"reference": "1", "title": "Begin"})

    action = Action.objects.get()
    assert (action.first_due, action.ownerships.count()) == (None, 0)


@pytest.mark.parametrize(
    ("references", "proposed"),
    [
        ([], "1"),
        (["1", "2", "10"], "11"),
        (["1.1", "1.2", "1.10"], "1.11"),
        (["A-09"], "A-10"),
        (["first"], "first-2"),
    ],
)
def test_the_next_reference_is_proposed(references, proposed):
    assert next_reference(references) == proposed


def test_an_action_takes_its_place_among_the_others(admin, plan):
    for position, reference in enumerate(["1.1", "1.2", "2.1"]):
        factories.ActionFactory(plan=plan, reference=reference, position=position)

    for reference in ("1.10", "1.3", "3.1", "0.9"):
        admin.post(address("action-create", plan.key), {"reference": reference, "title": "T"})

    ordered = Action.objects.order_by("position", "pk").values_list("reference", flat=True)
    assert list(ordered) == ["0.9", "1.1", "1.2", "1.3", "1.10", "2.1", "3.1"]


@pytest.mark.parametrize("reference", ["A1", "a1", "new"])
def test_a_reference_is_given_once_in_whatever_case(admin, plan, reference):
    factories.ActionFactory(plan=plan, reference="A1")

    response = admin.post(
        address("action-create", plan.key), {"reference": reference, "title": "T"}
    )

    assert problems(response) == {
        "reference": ["The plan has this reference already. Choose another."]
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reference", ""),
        ("reference", "1/2"),
        ("reference", ".."),
        ("reference", LONG),
        ("reference", "1\0"),
        ("title", ""),
        ("title", LONG),
        ("title", "\0"),
        ("commitments", HUGE),
        ("commitments", "x"),
        ("owner", HUGE),
        ("start", "0019-01-07"),
        ("start", "tomorrow"),
        ("first_due", "2018-11-29"),
        ("first_due", "20191-01-01"),
        ("first_due", "2200-01-01"),
        ("first_due", "\0"),
        ("success_measure", LONG),
        ("success_measure", "\0"),
    ],
)
def test_an_action_with_something_odd_is_refused_with_a_word(admin, plan, field, value):
    sent = {"reference": "1", "title": "T", field: value}

    response = admin.post(address("action-create", plan.key), sent)

    assert list(problems(response)) == [field]
    assert not Action.objects.exists()


def test_an_action_does_not_start_after_it_is_due(admin, plan):
    sent = {"reference": "1", "title": "T", "start": "2019-07-01", "first_due": "2019-06-28"}

    response = admin.post(address("action-create", plan.key), sent)

    assert problems(response) == {"start": ["It starts after it is due (28 June 2019)."]}


def test_an_action_takes_nothing_from_another_council_or_plan(admin, plan, elsewhere):
    other = factories.CommitmentFactory(plan__authority=plan.authority)
    sent = {"reference": "1", "title": "T", "owner": elsewhere["owner"].pk}

    errors = [
        problems(admin.post(address("action-create", plan.key), {**sent, "commitments": [pk]}))
        for pk in (elsewhere["commitment"].pk, other.pk)
    ]

    assert [set(error) for error in errors] == [{"commitments", "owner"}] * 2


def test_the_first_due_date_is_shown_and_cannot_be_changed(admin, plan, action, commitment):
    page = address("action-amend", plan.key, "1.1")

    shown = admin.get(page).content.decode()
    admin.post(page, {"title": "T", "commitments": [commitment.pk], "first_due": "2030-01-01"})

    action.refresh_from_db()
    assert "29 March 2019" in shown
    assert "It cannot be changed here" in shown
    assert (action.title, action.first_due) == ("T", date(2019, 3, 29))


def test_a_first_due_date_cannot_be_given_late_either(plan):
    action = Action.objects.get(pk=factories.ActionFactory(plan=plan, first_due=None).pk)
    action.first_due = date(2030, 1, 1)

    with pytest.raises(AppendOnlyError):
        action.save()


def test_an_action_moves_from_one_commitment_to_another(admin, plan, action, commitment):
    other = factories.CommitmentFactory(plan=plan)

    admin.post(
        address("action-amend", plan.key, "1.1"), {"title": "T", "commitments": [other.pk]}
    )

    told = ActionCommitment.objects.filter(said_by__isnull=False).order_by("pk")
    assert [(event.change, event.commitment, event.holds_from) for event in told] == [
        ("joins", other, TODAY()),
        ("leaves", commitment, TODAY()),
    ]


def test_an_action_keeps_one_commitment_at_least(admin, plan, action):
    response = admin.post(address("action-amend", plan.key, "1.1"), {"title": "Changed"})

    action.refresh_from_db()
    assert "is the only commitment of 1.1" in problems(response)["__all__"][0]
    assert action.title != "Changed"
    assert not action.action_commitments.filter(change="leaves").exists()


def test_an_action_is_handed_over_with_a_note(admin, plan, action, authority):
    successor = factories.OwnerFactory(authority=authority)
    page = address("action-owner", plan.key, "1.1")

    without = admin.post(page, {"owner": successor.pk})
    admin.post(page, {"owner": successor.pk, "note": "Two audits are left."})

    assert list(problems(without)) == ["note"]
    last = action.ownerships.newest_first()[0]
    assert (last.owner, last.text) == (successor, "Two audits are left.")


def test_an_action_without_owner_gets_one_without_a_note(admin, plan, post):
    action = factories.ActionFactory(plan=plan, reference="1")

    admin.post(address("action-owner", plan.key, "1"), {"owner": post.pk})

    assert action.ownerships.get().owner == post


def test_an_action_is_not_handed_to_another_councils_post(admin, plan, action, elsewhere):
    sent = {"owner": elsewhere["owner"].pk, "note": "n"}

    response = admin.post(address("action-owner", plan.key, "1.1"), sent)

    assert problems(response) == {"owner": ["Choose one from the list."]}


@pytest.mark.parametrize("reference", ["9.9", "1%00", "a" * 500])
def test_an_action_that_is_not_in_the_plan_is_not_there(admin, plan, reference):
    page = f"/keeping/plans/{plan.key}/actions/{reference}/"
    pages = [page, f"{page}owner/"]

    assert {admin.get(page).status_code for page in pages} == {404}


# Posts


def test_posts_show_who_holds_them_today_and_how_much_is_open(admin, authority, plan, post):
    vacant = factories.OwnerFactory(authority=authority, post="Head of care")
    factories.ActionFactory.create_batch(2, plan=plan, owner=post)
    holding = factories.HoldingFactory(owner=post, by_post=post)
    factories.HoldingFactory(
        owner=vacant, by_post=post, name="Somebody", holds_from=TODAY() + timedelta(days=7)
    )

    response = admin.get(address("owner-list"))

    rows = response.context["posts"]
    assert [
        (row.post.owner, [held.user for held in row.post.holders], row.open) for row in rows
    ] == [(post, [holding.user_id], 2), (vacant, [], 0)]
    assert response.content.decode().count("Vacant") == 1


def test_open_actions_are_those_that_every_screen_calls_open(authority, plan, post):
    complete, sent_back, withdrawn, reopened, untouched = factories.ActionFactory.create_batch(
        5, plan=plan, owner=post
    )
    claim = factories.UpdateFactory(action=complete, status="done")
    factories.SignOffFactory(claim=claim)
    claim = factories.UpdateFactory(action=sent_back, status="done")
    factories.SignOffFactory(claim=claim, outcome="sent_back")
    factories.DecisionFactory(action=withdrawn)
    factories.DecisionFactory(action=reopened)
    factories.DecisionFactory(action=reopened, outcome="reopened", holds_from="2019-02-01")
    closed = factories.PlanFactory(authority=authority)
    factories.ActionFactory(plan=closed, owner=post)
    factories.PlanClosureFactory(plan=closed)
    as_at = AsAt(timezone.now())

    counted = count_open_actions(authority, as_at)

    state = read_state(Plan.objects.for_screen(as_at).get(pk=plan.pk), as_at)
    assert counted[post.pk] == sum(action.is_open for action in state.actions) == 3


def test_a_post_is_added_under_a_key_of_its_own(admin, authority):
    for body in ("", "Police"):
        admin.post(address("owner-create"), {"post": "Head of care", "body": body})
    admin.post(address("owner-create"), {"post": "日本"})

    assert list(Owner.objects.order_by("pk").values_list("key", flat=True)) == [
        "head-of-care",
        "head-of-care-police",
        "post",
    ]


def test_a_post_is_there_once_in_whatever_case(admin, post, authority):
    factories.OwnerFactory(authority=authority, post="Other")

    added = admin.post(address("owner-create"), {"post": "DIRECTOR"})
    amended = admin.post(
        address("owner-amend", authority.owners.get(post="Other").pk), {"post": "director"}
    )

    assert problems(added) == problems(amended) == {"post": ["There is this post already."]}


def test_the_same_post_at_another_council_is_no_matter(admin, elsewhere):
    Owner.objects.filter(pk=elsewhere["owner"].pk).update(post="Director")

    admin.post(address("owner-create"), {"post": "Director"})

    assert Owner.objects.filter(authority__slug="westmere", post="Director").exists()


@pytest.mark.parametrize("value", ["", LONG, "\0"])
def test_an_odd_name_for_a_post_is_refused_with_a_word(admin, post, value):
    pages = [address("owner-create"), address("owner-amend", post.pk)]

    assert [list(problems(admin.post(page, {"post": value}))) for page in pages] == [
        ["post"]
    ] * 2


def test_amending_a_post_keeps_its_key_and_its_earlier_name(admin, post):
    admin.post(address("owner-amend", post.pk), {"post": "Director of children’s services"})

    post.refresh_from_db()
    assert (post.key, post.post) == ("dcs", "Director of children’s services")
    assert [old.post for old in post.history.order_by("history_id")][0] == "Director"


def test_someone_takes_up_a_post_on_a_day_to_come_and_leaves_it(admin, post, members):
    page = address("holding-create", post.pk)
    start, end = TODAY() + timedelta(days=7), TODAY() + timedelta(days=70)
    assert f'value="{TODAY().isoformat()}"' in admin.get(page).text

    admin.post(page, {"user": members["officer"].pk, "on": start.isoformat()})
    taken_up = Holding.objects.get()
    admin.post(f"{page}?leaves={taken_up.pk}", {"on": end.isoformat(), "to": "vacant"})

    told = Holding.objects.order_by("pk")
    assert [(h.user, h.name, h.change, h.holds_from) for h in told] == [
        (members["officer"], "", "takes_up", start),
        (members["officer"], "", "leaves", end),
    ]


def test_whoever_leaves_soon_holds_the_post_until_then(admin, post):
    to_come = TODAY() + timedelta(days=30)
    holding = factories.HoldingFactory(owner=post, name="A. Body")
    factories.HoldingFactory(
        owner=post, name="A. Body", change="leaves", holds_from=to_come, by_post=post
    )
    factories.HoldingFactory(owner=post, name="B. Body", holds_from=to_come, by_post=post)
    gone = factories.HoldingFactory(owner=post, name="C. Body", by_post=post)
    factories.HoldingFactory(owner=post, name="C. Body", change="leaves", by_post=post)

    held = admin.get(address("holding-create", post.pk)).context["held"]

    assert [(h.taken_up.name, h.until) for h in held] == [
        ("A. Body", to_come),
        ("B. Body", None),
    ]
    assert held[0].taken_up == holding
    assert admin.get(address("holding-create", post.pk, leaves=gone.pk)).status_code == 404


def test_someone_without_an_account_holds_a_post_by_name(admin, post):
    admin.post(address("holding-create", post.pk), {"name": "A. Body", "on": "2019-01-07"})

    assert [str(h.name) for h in Holding.objects.current(AsAt(timezone.now()))] == ["A. Body"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"on": "2019-01-07"}, "user"),
        ({"name": LONG, "on": "2019-01-07"}, "name"),
        ({"name": "\0", "on": "2019-01-07"}, "name"),
        ({"name": "N", "on": ""}, "on"),
        ({"name": "N", "on": "0201-01-01"}, "on"),
        ({"name": "N", "on": "2999-01-01"}, "on"),
        ({"user": HUGE, "on": "2019-01-07"}, "user"),
        ({"user": "\0", "on": "2019-01-07"}, "user"),
    ],
)
def test_a_holder_with_something_odd_is_refused_with_a_word(admin, post, sent, field):
    response = admin.post(address("holding-create", post.pk), sent)

    assert list(problems(response)) == [field]
    assert not Holding.objects.exists()


def test_a_holder_is_an_account_or_a_name_not_both(admin, post, members):
    sent = {"user": members["officer"].pk, "name": "N", "on": "2019-01-07"}

    response = admin.post(address("holding-create", post.pk), sent)

    assert list(problems(response)) == ["name"]


def test_someone_of_another_council_takes_up_no_post_here(admin, post, elsewhere):
    sent = {"user": elsewhere["person"].pk, "on": "2019-01-07"}

    response = admin.post(address("holding-create", post.pk), sent)

    assert problems(response) == {"user": ["Choose one from the list."]}


def test_a_post_is_taken_up_once(admin, post):
    sent = {"name": "A. Body", "on": "2019-01-07"}

    admin.post(address("holding-create", post.pk), sent)
    again = admin.post(address("holding-create", post.pk), sent)

    assert "holds the post on 7 January 2019 already" in problems(again)["__all__"][0]


def test_nobody_leaves_before_they_came(admin, post):
    holding = factories.HoldingFactory(owner=post, name="A. Body")
    page = address("holding-create", post.pk, leaves=holding.pk)

    response = admin.post(page, {"on": "2019-01-06"})

    assert problems(response) == {"on": ["They take it up on 7 January 2019."]}


@pytest.mark.parametrize("leaves", [HUGE, "x", "\0", ""])
def test_a_holder_that_nobody_knows_is_not_there(admin, post, leaves):
    assert admin.get(address("holding-create", post.pk, leaves=leaves)).status_code == 404


def test_a_holder_of_another_post_does_not_leave_this_one(admin, post, authority):
    other = factories.HoldingFactory(owner__authority=authority)

    assert admin.get(address("holding-create", post.pk, leaves=other.pk)).status_code == 404


# What findings speak of


@pytest.fixture
def links_page(finding):
    return address("finding-links", "westmere", finding.inspection.key, finding.key)


def test_a_finding_shows_what_earlier_inspections_asked_for(
    admin, authority, links_page, commitment
):
    later = factories.InspectionFactory(authority=authority, started="2020-01-06", ended=None)
    factories.RecommendationFactory(inspection=later)

    asked = admin.get(links_page).context["asked"]

    assert [(str(inspection), [row[0] for row in rows]) for inspection, rows in asked] == [
        ("Re-inspection, 4 June 2018 to 28 June 2018", [commitment.recommendation])
    ]


def test_several_links_are_confirmed_or_rejected_at_once(
    admin, members, links_page, finding, inspection
):
    wanted, proposed, left = factories.RecommendationFactory.create_batch(
        3, inspection=inspection
    )
    factories.FindingLinkFactory(finding=finding, recommendation=proposed, state="proposed")

    response = admin.post(
        links_page,
        {
            f"link-{wanted.pk}": "confirmed",
            f"link-{proposed.pk}": "rejected",
            f"link-{left.pk}": "",
        },
        follow=True,
    )

    told = FindingLink.objects.filter(recorded_by__isnull=False).order_by("recommendation")
    assert [(e.recommendation, e.state, e.recorded_by) for e in told] == [
        (wanted, "confirmed", members["admin"]),
        (proposed, "rejected", members["admin"]),
    ]
    assert told[0].holds_from == date(2019, 2, 6)
    assert say(response) == ["Confirmed: 1. Rejected: 1."]


def test_only_what_changed_is_written(admin, links_page, finding, commitment):
    asked = commitment.recommendation
    factories.FindingLinkFactory(finding=finding, recommendation=asked)
    name = f"link-{asked.pk}"

    admin.post(links_page, {name: "confirmed", f"initial-{name}": "confirmed"})

    assert FindingLink.objects.count() == 1


def test_what_someone_else_rejected_meanwhile_is_not_confirmed_again(
    admin, links_page, finding, commitment
):
    asked = commitment.recommendation
    factories.FindingLinkFactory(finding=finding, recommendation=asked)
    factories.FindingLinkFactory(finding=finding, recommendation=asked, state="rejected")
    name = f"link-{asked.pk}"
    shown = admin.get(links_page).content.decode()

    admin.post(links_page, {name: "confirmed", f"initial-{name}": "confirmed"})

    assert f'<input type="hidden" name="initial-{name}" value="rejected"' in shown
    assert [link.state for link in finding.links.order_by("pk")] == ["confirmed", "rejected"]


def test_a_mind_is_changed_even_about_a_link_that_holds_from_a_later_day(
    finding, commitment, members
):
    factories.FindingLinkFactory(
        finding=finding,
        recommendation=commitment.recommendation,
        holds_from="2019-03-01",
        known_at=on("2019-03-01"),
    )

    judge_links(
        finding=finding,
        states={commitment.recommendation: "rejected"},
        by=members["admin"],
        now=timezone.now(),
    )

    assert finding.links.all().confirmed(AsAt(timezone.now())) == []


def test_a_finding_of_an_undated_visit_stands_by_the_letter(members, commitment, authority):
    visit = factories.VisitFactory(
        authority=authority, started=None, ended=None, published=None
    )
    letter = factories.DocumentFactory(authority=authority, published="2019-05-01")
    finding = factories.FindingFactory(
        inspection=visit, document=letter, known_at=on("2019-05-02")
    )
    visit.sources.all().delete()

    judge_links(
        finding=finding,
        states={commitment.recommendation: "confirmed"},
        by=members["admin"],
        now=timezone.now(),
    )

    assert finding.links.get().holds_from == date(2019, 5, 1)


@pytest.mark.parametrize("state", ["proposed", "maybe", "\0", LONG])
def test_a_link_is_confirmed_or_rejected_and_nothing_else(admin, links_page, commitment, state):
    name = f"link-{commitment.recommendation_id}"

    response = admin.post(links_page, {name: state})

    assert list(problems(response)) == [name]
    assert not FindingLink.objects.exists()


def test_a_finding_does_not_speak_of_another_councils_recommendation(
    admin, links_page, commitment, elsewhere
):
    name = f"link-{elsewhere['recommendation'].pk}"

    admin.post(links_page, {name: "confirmed"})

    assert not FindingLink.objects.exists()


# People


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
        address("person-invite"),
        {**invitation, "email": "other@eastmere.example"},
        follow=True,
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


# The number of queries


def fill(authority, number):
    """A council with `number` of everything, for the same pages."""
    asked = factories.InspectionFactory(authority=authority, letter=True)
    visit = factories.VisitFactory(authority=authority)
    plan = factories.PlanFactory(authority=authority)
    plan.answers.add(asked)
    rows = []
    for _ in range(number):
        more = factories.InspectionFactory(
            authority=authority, started=None, ended=None, published=None, letter=True
        )
        plan.answers.add(more)
        post = factories.OwnerFactory(authority=authority)
        person = factories.UserFactory()
        factories.MembershipFactory(user=person, authority=authority)
        factories.HoldingFactory(owner=post, user=person)
        factories.HoldingFactory(
            owner=plan.authority.owners.order_by("pk").first(), user=person
        )
        factories.RecommendationFactory(inspection=more)
        row = factories.CommitmentFactory(
            plan=plan, recommendation__inspection=more, owner=post
        )
        rows.append(factories.ActionFactory(plan=plan, commitments=[row], owner=post))
        factories.UpdateFactory(action=rows[-1])
        factories.PlanFactory(authority=authority)
        finding = factories.FindingFactory(inspection=visit)
        factories.FindingLinkFactory(
            finding=finding, recommendation=row.recommendation, state="proposed"
        )
    return page_addresses(plan, row, rows[0], plan.authority.owners.first(), finding, person)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_pages_take_the_same_few_queries_whatever_they_hold(
    db, client_for, django_assert_max_num_queries, is_superuser
):
    counted = []
    for number in (2, 60):
        authority = factories.AuthorityFactory()
        keeper = factories.UserFactory(is_superuser=is_superuser)
        factories.MembershipFactory(user=keeper, authority=authority, role="admin")
        client = client_for(keeper)
        counts = []
        for page in fill(authority, number):
            with django_assert_max_num_queries(15) as queries:
                assert client.get(f"{page}").status_code == 200
            counts.append(len(queries))
        counted.append(counts)

    assert counted[0] == counted[1]
