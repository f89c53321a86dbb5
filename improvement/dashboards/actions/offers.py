"""What the member may do to an action now, and what waits for somebody's answer."""

from dataclasses import dataclass

from django.urls import reverse

from improvement import access
from improvement.access import Need
from improvement.state import ActionState, PlanState, reasons
from improvement.state.replay import Entry


@dataclass(frozen=True)
class Offer:
    """Something that the member may do to an action now."""

    words: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided; `address` is empty for who may not decide it."""

    request: Entry
    address: str


class Offers:
    """What the member may do to an action: nothing on a page about the past."""

    def __init__(self, request, plan: PlanState, action: ActionState):
        self.user, self.plan, self.action = request.user, plan.plan, action
        authority = self.plan.authority_id
        may_write = not request.GET.get("as_at") and not plan.is_closed
        self.may_approve = may_write and access.may(self.user, Need.APPROVE, authority)
        speaks = access.may(self.user, Need.UPDATE, authority) or self.may_approve
        self.posts = access.posts_held(self.user, plan.as_at) if speaks else set()
        self.may_update = may_write and access.may_update(self.user, action, self.posts)

    def all(self) -> list[Offer]:
        return [*self._of_officers(), *self._of_approvers()]

    def _of_officers(self):
        if self.may_update and not reasons.why_no_update(self.action):
            yield Offer("Update it", self._address("action-update"), is_main=True)
        if self.may_update and not reasons.why_no_request(self.action):
            yield Offer("Ask for a new date", self._address("action-date"))

    def _of_approvers(self):
        if not self.may_approve:
            return
        if not reasons.why_no_sign_off(self.action) and not self.why_not_sign_off:
            address = self._address("action-sign-off")
            yield Offer("Sign it off or send it back", address, is_main=True)
        if not reasons.why_no_withdrawal(self.action):
            yield Offer("Withdraw it", self._address("action-withdraw"))
        if not reasons.why_no_reopening(self.action):
            yield Offer("Reopen it", self._address("action-reopen"))

    @property
    def why_not_sign_off(self) -> str:
        """Why an approver may not answer the claim that stands, if there is one."""
        claim = self.action.replayed.claim
        if not self.may_approve or claim is None:
            return ""
        return reasons.why_own(claim, self.user, self.posts)

    def waiting(self) -> list[Waiting]:
        return [Waiting(entry, self._decides(entry)) for entry in self.action.waiting]

    def _decides(self, entry: Entry) -> str:
        if not self.may_approve or reasons.why_no_decision(self.action, entry.pk):
            return ""
        if reasons.why_own(entry, self.user, self.posts):
            return ""
        return self._address("request-decide", entry.pk)

    def _address(self, name: str, *args) -> str:
        return reverse(name, args=[self.plan.key, self.action.action.reference, *args])
