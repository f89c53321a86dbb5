"""The addresses at which officers and approvers work, by their names: arguments or query, and
what is posted."""

from datetime import timedelta

from django.utils import timezone

LATER = (timezone.localdate() + timedelta(days=300)).isoformat()


def officers(world, plan):
    asked, claimed = world.request.action, world.claim.action
    why = {"reason": "Because."}
    said = {"status": "on_track", "text": "It goes on."}
    waits = {"meanwhile": "Lists are kept by hand.", "holds_up": "Nothing."}
    piece = {"kind_1": "audit", "link_1": "https://example.org/", "shows_1": "It works."}
    mine = world.asked_by_one
    return {
        "my-actions-each": ({"action": world.action.pk}, said),
        "action-no-change": (
            [plan, world.confirmed.reference],
            {"seen": f"update-{world.confirmed.updates.get().pk}"},
        ),
        "evidence-add": ([plan, world.action.reference], piece),
        "evidence of another's post": ([plan, world.unheld.reference], piece),
        "evidence-file": ([world.kept.pk], {}),
        "evidence-take-back": ([world.given_by_one.pk], {"seen": "", "reason": "By mistake."}),
        "request-take-back": (
            [plan, mine.action.reference, mine.pk],
            {"seen": f"request-{mine.pk}"},
        ),
        "action-update": ([plan, world.action.reference], said),
        "update of another's post": ([plan, world.unheld.reference], said),
        "action-date": ([plan, world.action.reference], {"to": "2099-01-01", **why, **waits}),
        "date of another's post": (
            [plan, world.unheld.reference],
            {"to": "2099-01-01", **why, **waits},
        ),
        "action-sign-off": (
            [plan, claimed.reference],
            {"outcome": "accepted", "text": "Seen.", "claim": world.claim.pk},
        ),
        "request-decide": (
            [plan, asked.reference, world.request.pk],
            {"outcome": "refused", **why},
        ),
        "decision-take-back": (
            [plan, world.decided.action.reference, world.decided.pk],
            {"sure": "yes"},
        ),
        "sign-off-take-back": (
            [plan, world.signed_off.action.reference, world.signed_off.pk],
            {"sure": "yes"},
        ),
        "impact-take-back": (
            [plan, world.commitment.pk, world.said_to_work.pk],
            {"sure": "yes"},
        ),
        "action-withdraw": ([plan, world.unheld.reference], why),
        "action-reopen": ([plan, world.complete.reference], why),
        **posts(world),
        "commitment-impact": (
            [plan, world.commitment.pk],
            {
                "state": "shown",
                "shown_by": "audit",
                "text": "An audit.",
                "recheck_on": "2099-01-01",
            },
        ),
    }


def posts(world):
    away = {"user": world.colleague.pk, "starts": LATER, "until": LATER}
    return {
        "post-hand-over": (
            [world.owner.pk],
            {"to": world.colleague.pk, "on": LATER, "text": "Two audits are left."},
        ),
        "handover-take-back": ([world.left.pk], {"reason": "The wrong post."}),
        "post-cover": ([world.owner.pk], away),
        "approver-cover": ([world.authority.slug], away),
        "person-cover": ([world.authority.slug, world.decider.pk], away),
        "person-leaving": ([world.member.pk], {"text": ""}),
    }


def rounds(world, plan):
    one, later = [plan, world.round.pk], {"opens": LATER, "closes": LATER}
    return {
        "round-list": ([plan], {}),
        "round": (one, {}),
        "round-open": ([plan], later),
        "round-change": (one, {"closes": world.round.closes, "text": "Bring the audits."}),
        "round-take-back": (one, {"sure": "yes"}),
        "round-chase": (one, {"remind": "yes"}),
    }
