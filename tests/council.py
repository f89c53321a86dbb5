"""Westmere in January 2019, for what is about several people at once: a plan of November, a
post above and a post below it with an action each, and who holds them.

It is Monday 21 January unless told; the update period is 42 days.
"""

from datetime import date

from django.utils import timezone

from improvement import recording
from improvement.models import Owner, Plan, User
from improvement.state import read_state
from inspections.models.time import AsAt, london_day
from tests.factories import (
    ActionFactory,
    AuthorityFactory,
    CommitmentFactory,
    HoldingFactory,
    MembershipFactory,
    OwnerFactory,
    PlanFactory,
    UserFactory,
    on,
)

MONDAY = on("2019-01-21")


class Council:
    def __init__(self, authority=None, domain="westmere.example"):
        self.authority = authority or AuthorityFactory(name="Westmere", slug="westmere")
        self.plan = PlanFactory(authority=self.authority, title="Plan of November")
        self.commitment = CommitmentFactory(plan=self.plan)
        self.admin = self.add_member("admin", email=f"admin@{domain}")
        self.approver = self.add_member("approver", email=f"approver@{domain}")
        self.head = self.add_member("officer", email=f"head@{domain}")
        self.officer = self.add_member("officer", email=f"officer@{domain}")
        self.above = self.add_post("Head of practice", self.head)
        self.post = self.add_post("Team manager", self.officer, answers_to=self.above)
        self.action = self.add_action("1.1", self.post)

    def add_member(self, *roles, **user):
        user = UserFactory(**user)
        for role in roles:
            MembershipFactory(user=user, authority=self.authority, role=role)
        return user

    def expect_mail_today(self):
        """It is everybody's chosen day, for what reads the real clock."""
        User.objects.update(digest_day=london_day(timezone.now()).weekday())

    def add_post(self, post, holder=None, answers_to=None, **owner):
        made = OwnerFactory(authority=self.authority, post=post, **owner)
        if answers_to is not None:
            Owner.objects.filter(pk=made.pk).update(answers_to=answers_to)
            made.refresh_from_db()
        if holder is not None:
            HoldingFactory(owner=made, user=holder, holds_from="2018-12-03")
        return made

    def add_action(self, reference, owner, **action):
        return ActionFactory(
            plan=self.plan,
            reference=reference,
            title=f"Title of {reference}",
            owner=owner,
            commitments=[self.commitment],
            **action,
        )

    def state(self, now=MONDAY):
        return read_state(Plan.objects.for_screen(AsAt(now)).get(pk=self.plan.pk), AsAt(now))

    # What people say, with words that nobody can object to.

    def update(self, action=None, **said):
        usual = {"by": self.officer, "now": MONDAY, "status": "on_track", "text": "It goes on."}
        return recording.record_update(**usual | {"action": action or self.action} | said)

    def no_change(self, action=None, **said):
        usual = {"by": self.officer, "now": MONDAY, "action": action or self.action}
        return recording.confirm_no_change(**usual | said)

    def ask(self, action=None, **said):
        usual = {"by": self.officer, "now": MONDAY, "to": date(2019, 6, 28)}
        asked = {"reason": "Staff left.", "meanwhile": "Lists.", "holds_up": "Nothing."}
        about = {"action": action or self.action}
        return recording.request_date(**usual | asked | about | said)

    def decide(self, request, **said):
        usual = {"by": self.approver, "now": MONDAY, "outcome": "granted"}
        return recording.decide_request(
            **usual | {"request": request, "minute": "Board, item 4"} | said
        )

    def answer(self, claim, **said):
        usual = {"by": self.approver, "now": MONDAY, "outcome": "accepted"}
        return recording.sign_off(**usual | {"claim": claim, "text": "Reports seen."} | said)

    def open_round(self, **said):
        usual = {"by": self.admin, "now": MONDAY, "plan": self.plan}
        days = {"opens": date(2019, 1, 21), "closes": date(2019, 2, 1)}
        return recording.open_round(**usual | days | said)
