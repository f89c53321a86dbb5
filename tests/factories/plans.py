"""Plans, commitments and actions, and which belong to which and to whom."""

from datetime import date

import factory

from improvement.models import Action, ActionCommitment, Commitment, Ownership, Plan
from tests.factories.outside import RecommendationFactory
from tests.factories.people import OfAuthorityFactory, OwnerFactory
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


class PlanFactory(OfAuthorityFactory):
    class Meta:
        model = Plan

    key = factory.Sequence("plan-{}".format)
    title = factory.Sequence("Plan {}".format)
    opened = date(2018, 11, 30)
    known_at = noon_of("opened")


def give_owner(row, owner, **thing):
    if owner is not None:
        OwnershipFactory(
            owner=owner, by_post=owner, holds_from=row.added, known_at=row.known_at, **thing
        )


class InPlanFactory(RowFactory):
    """Something that is in a plan since the plan opened."""

    class Meta:
        abstract = True

    plan = factory.SubFactory(PlanFactory)
    added = factory.SelfAttribute("plan.opened")
    known_at = noon_of("added")


class CommitmentFactory(InPlanFactory):
    """`owner=` a post that answers for it since it is in the plan."""

    class Meta:
        model = Commitment

    recommendation = factory.SubFactory(
        RecommendationFactory, inspection__authority=factory.SelfAttribute("...plan.authority")
    )
    title = factory.Sequence("Commitment {}".format)

    @factory.post_generation
    def owner(self, create, extracted, **kwargs):
        give_owner(self, extracted, commitment=self)


class ActionFactory(InPlanFactory):
    """`owner=` the post, `commitments=` the commitments it belongs to since it is in the
    plan."""

    class Meta:
        model = Action

    reference = factory.Sequence("A{}".format)
    position = factory.Sequence(int)
    title = factory.Sequence("Action {}".format)
    first_due = date(2019, 3, 29)

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
