"""Plans, commitments and actions, and which belong to which and to whom."""

from datetime import date

import factory

from improvement.models import Action, ActionCommitment, Commitment, Ownership, Plan
from tests.factories.outside import RecommendationFactory
from tests.factories.people import AuthorityFactory, OwnerFactory
from tests.factories.rows import EventFactory, RowFactory, noon_of


def speaks_for(authority):
    """`by_post`: where no `said_by` is given, the authority's post `speaker` said it."""
    return factory.Maybe(
        "said_by",
        yes_declaration=None,
        no_declaration=factory.SubFactory(
            OwnerFactory, key="speaker", authority=factory.SelfAttribute(f"..{authority}")
        ),
    )


class SaidFactory(EventFactory):
    """Give `said_by` (a user) or `by_post` (an owner); else the post `speaker` said it."""

    class Meta:
        abstract = True

    said_by = None


class PlanFactory(RowFactory):
    class Meta:
        model = Plan

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("plan-{}".format)
    title = factory.Sequence("Plan {}".format)
    opened = date(2018, 11, 30)
    known_at = noon_of("opened")


def give_owner(row, owner, **thing):
    if owner is not None:
        OwnershipFactory(
            owner=owner, by_post=owner, holds_from=row.added, known_at=row.known_at, **thing
        )


class CommitmentFactory(RowFactory):
    """`owner=` a post that answers for it since it is in the plan."""

    class Meta:
        model = Commitment

    plan = factory.SubFactory(PlanFactory)
    recommendation = factory.SubFactory(
        RecommendationFactory, inspection__authority=factory.SelfAttribute("...plan.authority")
    )
    title = factory.Sequence("Commitment {}".format)
    added = factory.SelfAttribute("plan.opened")
    known_at = noon_of("added")

    @factory.post_generation
    def owner(self, create, extracted, **kwargs):
        give_owner(self, extracted, commitment=self)


class ActionFactory(RowFactory):
    """`owner=` the post, `commitments=` the commitments it belongs to since it is in the
    plan."""

    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    reference = factory.Sequence("A{}".format)
    position = factory.Sequence(int)
    title = factory.Sequence("Action {}".format)
    added = factory.SelfAttribute("plan.opened")
    first_due = date(2019, 3, 29)
    known_at = noon_of("added")

    @factory.post_generation
    def commitments(self, create, extracted, **kwargs):
        for commitment in extracted or ():
            ActionCommitmentFactory(
                action=self, commitment=commitment, known_at=self.known_at, **kwargs
            )

    @factory.post_generation
    def owner(self, create, extracted, **kwargs):
        give_owner(self, extracted, action=self)


class OwnershipFactory(SaidFactory):
    class Meta:
        model = Ownership

    action = factory.Maybe(
        "commitment",
        yes_declaration=None,
        no_declaration=factory.SubFactory("tests.factories.ActionFactory"),
    )
    commitment = None
    owner = factory.SubFactory(OwnerFactory)
    by_post = speaks_for("owner.authority")


class ActionCommitmentFactory(SaidFactory):
    class Meta:
        model = ActionCommitment

    action = factory.SubFactory(ActionFactory)
    commitment = factory.SubFactory(
        CommitmentFactory, plan=factory.SelfAttribute("..action.plan")
    )
    change = ActionCommitment.Change.JOINS
    holds_from = factory.SelfAttribute("action.added")
    by_post = speaks_for("action.plan.authority")
