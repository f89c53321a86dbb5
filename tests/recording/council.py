"""A council on one day, what its people say, and what was said there before."""

from datetime import date, timedelta

from improvement import recording
from improvement.models import Plan
from improvement.state import read_state
from inspections.models.time import AsAt
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DateRequestFactory,
    DecisionFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanClosureFactory,
    PlanFactory,
    SignOffFactory,
    UpdateFactory,
    UserFactory,
    on,
)

NOW = on("2019-01-21")
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


class Council:
    """Westmere on 21 January 2019: the plan of November, and in it one action, due on
    29 March, of a post that the officer holds. Everything is said at noon unless told."""

    def __init__(self, authority, members):
        self.authority = authority
        self.officer, self.approver = members["officer"], members["approver"]
        self.admin, self.viewer, self.other = (
            members[role] for role in ("admin", "viewer", "other")
        )
        self.plan = PlanFactory(authority=authority)
        self.post = OwnerFactory(authority=authority, key="practice", post="Head of practice")
        HoldingFactory(owner=self.post, user=self.officer)
        self.commitment = CommitmentFactory(plan=self.plan)
        self.action = ActionFactory(
            plan=self.plan, owner=self.post, commitments=[self.commitment]
        )

    def state(self, now=NOW):
        plan = Plan.objects.for_screen(AsAt(now)).get(pk=self.plan.pk)
        return read_state(plan, AsAt(now)).action_by_pk[self.action.pk]

    # What officers and approvers say, with words that nobody can object to.

    def update(self, **said):
        usual = {"action": self.action, "by": self.officer, "now": NOW, "status": "on_track"}
        return recording.record_update(**usual | {"text": "Two teams of five."} | said)

    def ask(self, **said):
        usual = {"action": self.action, "by": self.officer, "now": NOW}
        asked = {
            "to": date(2019, 6, 28),
            "reason": "The system comes later.",
            "meanwhile": "Two teams keep lists by hand.",
            "holds_up": "Nothing.",
        }
        return recording.request_date(**usual | asked | said)

    def decide(self, request, **said):
        usual = {"request": request, "by": self.approver, "now": NOW, "outcome": "granted"}
        return recording.decide_request(**usual | {"minute": "Board, item 4"} | said)

    def answer(self, claim, **said):
        usual = {"claim": claim, "by": self.approver, "now": NOW, "outcome": "accepted"}
        return recording.sign_off(**usual | {"text": "Three reports seen."} | said)

    def withdraw(self, **said):
        usual = {"action": self.action, "by": self.approver, "now": NOW, "reason": "Not ours."}
        return recording.withdraw(**usual | said)

    def reopen(self, **said):
        usual = {"action": self.action, "by": self.approver, "now": NOW, "reason": "Not so."}
        return recording.reopen(**usual | said)

    def impact(self, **said):
        usual = {"commitment": self.commitment, "by": self.approver, "now": NOW}
        shown = {"state": "shown", "shown_by": "audit", "text": "Audits of May and June."}
        recheck = {"recheck_on": date(2019, 7, 22)}
        return recording.record_impact(**usual | shown | recheck | said)

    def give(self, **said):
        usual = {"action": self.action, "owner": self.post, "by": self.admin, "now": NOW}
        return recording.give_owner(**usual | said)

    def join(self, **said):
        usual = {"action": self.action, "commitment": self.commitment}
        return recording.join(**usual | {"by": self.admin, "now": NOW} | said)

    def leave(self, **said):
        usual = {"action": self.action, "commitment": self.commitment}
        return recording.leave(**usual | {"by": self.admin, "now": NOW} | said)

    def close(self, **said):
        usual = {"plan": self.plan, "by": self.admin, "now": NOW, "reason": "Succeeded."}
        return recording.close_plan(**usual | said)

    def open_again(self, **said):
        usual = {"plan": self.plan, "by": self.admin, "now": NOW, "reason": "Closed too soon."}
        return recording.reopen_plan(**usual | said)

    def period(self, days, **said):
        usual = {"plan": self.plan, "days": days, "by": self.admin, "now": NOW}
        return recording.set_period(**usual | said)

    def take_up(self, **said):
        usual = {"owner": self.post, "by": self.admin, "now": NOW, "on": TODAY}
        return recording.take_up(**usual | said)

    def leave_post(self, **said):
        usual = {"owner": self.post, "by": self.admin, "now": NOW, "on": TODAY}
        return recording.leave_post(**usual | said)

    # What happened before.

    def holding_the_post(self, user):
        HoldingFactory(owner=self.post, user=user)
        return user

    def colleague(self, *roles):
        """Someone else who holds the post, with these roles."""
        user = UserFactory()
        for role in roles:
            MembershipFactory(user=user, authority=self.authority, role=role)
        return self.holding_the_post(user)

    def other_action(self, **fields):
        return ActionFactory(plan=self.plan, owner=self.post, **fields)

    def later_plan(self):
        plan = PlanFactory(authority=self.authority, opened=TOMORROW)
        return ActionFactory(plan=plan, owner=self.post)

    def complete(self):
        return SignOffFactory(claim=self.claimed(), holds_from=date(2019, 1, 14))

    def sent_back(self):
        return SignOffFactory(
            claim=self.claimed(), outcome="sent_back", holds_from=date(2019, 1, 14)
        )

    def withdrawn(self):
        return DecisionFactory(action=self.action)

    def closed(self):
        PlanClosureFactory(plan=self.plan, holds_from=date(2019, 1, 14))

    def asked(self, **said):
        return DateRequestFactory(action=self.action, by_post=self.post, **said)

    def claimed(self, **said):
        return UpdateFactory(action=self.action, status="done", by_post=self.post, **said)
