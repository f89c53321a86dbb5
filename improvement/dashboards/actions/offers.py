"""What the member may do to an action now, and what waits for somebody's answer."""

from dataclasses import dataclass

from django.urls import reverse

from improvement import access, members
from improvement.access import Need
from improvement.state import ActionState, PlanState, reasons
from improvement.state.replay import Entry

SLIPS = {
    "accepted": "Take back your sign-off of today",
    "sent_back": "Take back that you sent it back today",
    "granted": "Take back the date you granted today",
    "granted_to": "Take back the date you granted today",
    "refused": "Take back your refusal of today",
    "withdrawn": "Take back your withdrawal of today",
    "reopened": "Take back your reopening of today",
}


@dataclass(frozen=True)
class Offer:
    """Something that the member may do to an action now."""

    words: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class Correction:
    """That the last update is the member's own, to be corrected by another; `anchor` is its
    name in the history."""

    anchor: str
    address: str


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided; `address` is empty for who may not decide it, and
    `take_back` for who did not ask."""

    request: Entry
    address: str
    take_back: str


class Offers:
    """What the member may do to an action: nothing on a page about the past."""

    def __init__(self, request, plan: PlanState, action: ActionState):
        self.user, self.plan, self.action = request.user, plan.plan, action
        self.today = plan.as_at.day
        authority = self.plan.authority_id
        may_write = not request.GET.get("as_at") and not plan.is_closed
        self.may_approve = may_write and access.may(self.user, Need.APPROVE, authority)
        speaks = access.may(self.user, Need.UPDATE, authority) or self.may_approve
        self.answerer = members.answerer(self.user, authority, plan.as_at) if speaks else None
        posts = self.answerer.posts if self.answerer else set()
        self.may_update = may_write and access.may_update(self.user, action, posts)
        # What one said oneself, also of a post that one no longer holds.
        self.may_take_back = may_write and access.may(self.user, Need.UPDATE, authority)
        # Whose evidence it may be, and also once the plan has closed.
        is_now = not request.GET.get("as_at")
        self.may_take_back_any = is_now and access.may(self.user, Need.ADMIN, authority)

    def all(self) -> list[Offer]:
        return [*self._of_officers(), *self._of_approvers()]

    def _of_officers(self):
        if self.may_update and not reasons.why_no_update(self.action):
            yield Offer("Update it", self._address("action-update"), is_main=True)
        if self.may_update and not reasons.why_no_request(self.action):
            yield Offer("Ask for a new date", self._address("action-date"))
        if self.may_update:
            yield Offer("Add evidence", self._address("evidence-add"))

    def _of_approvers(self):
        if not self.may_approve:
            return
        if not reasons.why_no_sign_off(self.action) and not self.why_not_sign_off:
            address = self._address("action-sign-off")
            yield Offer("Sign it off or send it back", address, is_main=True)
        if not self._why_not_withdraw:
            yield Offer("Withdraw it", self._address("action-withdraw"))
        if not reasons.why_no_reopening(self.action):
            yield Offer("Reopen it", self._address("action-reopen"))
        for entry in self.action.entries:
            yield from self._of_a_slip(entry)

    def _of_a_slip(self, entry: Entry):
        """What the member recorded today by mistake can be taken back."""
        names = {"decision": "decision-take-back", "sign_off": "sign-off-take-back"}
        by, day = self.user, self.today
        if entry.kind in names and not reasons.why_not_taken_back(self.action, entry, by, day):
            address = self._address(names[entry.kind], entry.pk)
            yield Offer(SLIPS[entry.outcome], address)

    @property
    def why_not_sign_off(self) -> str:
        """Why an approver may not answer the claim that stands, if there is one."""
        claim = self.action.replayed.claim
        if not self.may_approve or claim is None:
            return ""
        return reasons.why_own_claim(self.action, self.answerer)

    @property
    def _why_not_withdraw(self) -> str:
        return reasons.why_no_withdrawal(self.action) or reasons.why_own_action(
            self.action, self.answerer
        )

    def correction(self) -> Correction | None:
        last = self.action.replayed.last_update
        if not self.may_update or last is None or last.by_user != self.user.pk:
            return None
        # Words that only confirmed others are not theirs to mend, nor is an answered claim.
        is_answered = any(
            (e.kind, e.about) == ("sign_off", last.pk) for e in self.action.entries
        )
        if last.no_change or is_answered or reasons.why_no_update(self.action):
            return None
        address = f"{self._address('action-update')}?corrects={last.pk}"
        return Correction(f"update-{last.pk}", address)

    def waiting(self) -> list[Waiting]:
        return [
            Waiting(entry, self._decides(entry), self._takes_back(entry))
            for entry in self.action.waiting
        ]

    def _takes_back(self, entry: Entry) -> str:
        if not self.may_take_back or reasons.why_request_stays(
            self.action, entry.pk, self.user
        ):
            return ""
        return self._address("request-take-back", entry.pk)

    def _decides(self, entry: Entry) -> str:
        if not self.may_approve or reasons.why_no_decision(self.action, entry.pk):
            return ""
        if reasons.why_own(entry, self.answerer):
            return ""
        return self._address("request-decide", entry.pk)

    def _address(self, name: str, *args) -> str:
        return reverse(name, args=[self.plan.key, self.action.action.reference, *args])
