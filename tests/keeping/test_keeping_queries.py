"""The pages of keeping take the same few queries whatever they hold."""

import pytest

from tests import factories
from tests.keeping.said import page_addresses


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
