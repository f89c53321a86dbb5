"""Where every page of the record is, who opens it, and what other states it has."""

from improvement.models import Commitment, DateRequest, Decision, Impact, Owner, SignOff, User
from tests.every_page.records import (
    PLAN_2018,
    PLAN_2026,
    given,
    handed_over,
    held_letter,
    letter_that_waits,
    of_action,
    own_group,
    proposal_that_waits,
    round_open_today,
    sheets_begun,
)

R2018 = ("torbay", "2018-06-reinspection")


def pages():
    """An address for every rule, and who opens it. A new page without one fails the test."""
    waiting = DateRequest.objects.get(action__reference="2.2", decisions=None)
    commitment = Commitment.objects.filter(plan__key=PLAN_2026).first()
    owner = Owner.objects.get(key="practice")
    officer, approver = (
        User.objects.get(email=f"{role}@example.org") for role in ("officer", "approver")
    )
    decided, signed_off = Decision.objects.first(), SignOff.objects.first()
    impact = Impact.objects.first()
    action = (PLAN_2026, "1.1")
    finding = ("torbay", "2021-03-focused_visit", "f1")
    sheets = sheets_begun(PLAN_2026)
    one_round = (PLAN_2026, round_open_today().pk)
    return {
        "account_login": (None, ()),
        "account_signup": (None, ()),
        "account_inactive": (None, ()),
        "account_reset_password": (None, ()),
        "account_reset_password_done": (None, ()),
        "account_reset_password_from_key": (None, ("1", "x-y")),
        "account_reset_password_from_key_done": (None, ()),
        "how-status-works": (None, ()),
        "accessibility": (None, ()),
        "account_logout": ("viewer", ()),
        "account_reauthenticate": ("viewer", ()),
        "account_change_password": ("viewer", ()),
        "front-page": ("viewer", ()),
        "plan-list": ("viewer", ()),
        "inspection-list": ("viewer", ()),
        "timeline": ("viewer", ()),
        "plan": ("viewer", (PLAN_2018,)),
        "plan-matrix": ("viewer", (PLAN_2018,)),
        "plan-rows": ("viewer", (PLAN_2018,)),
        "action-list": ("viewer", (PLAN_2018,)),
        "action": ("viewer", (PLAN_2018, "1.1")),
        "plan-compare": ("viewer", (PLAN_2018,)),
        "plan-check": ("admin", (PLAN_2026,)),
        "inspection": ("viewer", R2018),
        "inspection-matrix": ("viewer", R2018),
        "recommendation": ("viewer", (*R2018, "1")),
        "measure-list": ("viewer", ()),
        "measure": ("viewer", ("torbay", "turnover_rate")),
        "document-list": ("viewer", ()),
        "document": ("viewer", ("torbay", "2012-07-18-scrutiny-pack")),
        "theme-list": ("viewer", ()),
        "theme": ("viewer", ("torbay", "management_oversight")),
        "search": ("viewer", ()),
        "round-list": ("viewer", (PLAN_2026,)),
        "round": ("admin", one_round),
        "round-open": ("admin", (PLAN_2026,)),
        "round-change": ("admin", one_round),
        "round-take-back": ("admin", one_round),
        "round-chase": ("admin", one_round),
        "my-mail": ("officer", ()),
        "mail-list": ("admin", ()),
        "my-actions": ("officer", ()),
        "my-posts": ("officer", ()),
        "post-hand-over": ("officer", (owner.pk,)),
        "handover-take-back": ("officer", (handed_over(owner, by=officer).pk,)),
        "post-cover": ("officer", (owner.pk,)),
        "approver-cover": ("approver", ("torbay",)),
        "person-cover": ("admin", ("torbay", approver.pk)),
        "person-leaving": ("admin", (officer.pk,)),
        "my-actions-each": ("officer", ()),
        "action-no-change": ("officer", action),
        "evidence-add": ("officer", action),
        "evidence-take-back": ("officer", (given(of_officer=action).pk,)),
        "request-take-back": ("officer", (PLAN_2026, "2.2", waiting.pk)),
        "action-update": ("officer", action),
        "action-date": ("officer", action),
        "action-sign-off": ("approver", (PLAN_2026, "2.3")),
        "request-decide": ("approver", (PLAN_2026, "2.2", waiting.pk)),
        "action-withdraw": ("approver", action),
        "action-reopen": ("approver", (PLAN_2026, "1.2")),
        "commitment-impact": ("approver", (PLAN_2026, commitment.pk)),
        "to-decide": ("approver", ()),
        "decision-take-back": ("approver", (*of_action(decided), decided.pk)),
        "sign-off-take-back": ("approver", (*of_action(signed_off), signed_off.pk)),
        "impact-take-back": (
            "approver",
            (impact.commitment.plan.key, impact.commitment_id, impact.pk),
        ),
        "round-trip": ("officer", ()),
        "round-trip-preview": ("officer", ()),
        "document-text": ("viewer", held_letter()),
        "draft-upload": ("admin", ()),
        "waiting-list": ("admin", ()),
        "waiting": ("admin", (letter_that_waits().pk,)),
        "waiting-import": ("admin", (letter_that_waits().pk,)),
        "waiting-put-away": ("admin", (letter_that_waits().pk,)),
        "proposal": ("admin", proposal_that_waits()),
        "glossary": ("admin", ()),
        "glossary-add": ("admin", ()),
        "glossary-amend": ("admin", (own_group().pk,)),
        "sheet-upload": ("admin", ()),
        "sheet-plan": ("admin", (sheets["new"].pk,)),
        "sheet-columns": ("admin", (sheets["known"].pk,)),
        "sheet-meanings": ("admin", (sheets["known"].pk,)),
        "sheet-check": ("admin", (sheets["checked"].pk,)),
        "sheet-take-away": ("admin", (sheets["known"].pk,)),
        "keeping": ("admin", ()),
        "plan-create": ("admin", ()),
        "plan-keeping": ("admin", (PLAN_2026,)),
        "plan-amend": ("admin", (PLAN_2026,)),
        "plan-close": ("admin", (PLAN_2026,)),
        "plan-period": ("admin", (PLAN_2026,)),
        "commitment-create": ("admin", (PLAN_2026,)),
        "commitment-amend": ("admin", (PLAN_2026, commitment.pk)),
        "action-create": ("admin", (PLAN_2026,)),
        "action-amend": ("admin", action),
        "action-owner": ("admin", action),
        "owner-list": ("admin", ()),
        "owner-create": ("admin", ()),
        "owner-amend": ("admin", (owner.pk,)),
        "holding-create": ("admin", (owner.pk,)),
        "finding-links": ("admin", finding),
        "people": ("admin", ()),
        "person-invite": ("admin", ()),
        "person-roles": ("admin", (User.objects.get(email="viewer@example.org").pk,)),
        "authority-create": ("super", ()),
    }


NOT_PAGES = {  # a word, files, pictures, and what a script asks or a form sends
    *("health", "draft-schema", "evidence-file", "plan-workbook", "document-file"),
    *("document-page", "waiting-page", "waiting-state", "waiting-add"),
}


FAULTS = {  # other states of a page that a person may meet
    "an empty list": ("viewer", f"/plans/{PLAN_2026}/actions/?show=withdrawn"),
    "the past": ("viewer", f"/plans/{PLAN_2018}/?as_at=2019-03-01&reading=then"),
    "an action's past": (
        "viewer",
        f"/plans/{PLAN_2018}/actions/1.1/?as_at=2020-01-31&reading=now",
    ),
    "a recommendation without a plan": (
        "viewer",
        "/inspections/torbay/2015-10-full_inspection/1/",
    ),
    "two days compared": (
        "viewer",
        f"/plans/{PLAN_2018}/compare/?from=2019-02-06&to=2020-02-01&reading=now",
    ),
    "a day compared that is none": ("viewer", f"/plans/{PLAN_2018}/compare/?from=yesterday"),
    "visits to what no plan answers": (
        "viewer",
        "/inspections/torbay/2015-10-full_inspection/visits/",
    ),
    "a plan last known from a paper": ("viewer", "/plans/torbay-2012/"),
    "an inspection's past": ("viewer", "/inspections/?as_at=2017-12-01&reading=then"),
    "a theme between two years": (
        "viewer",
        "/themes/torbay/visits_to_children/?from=2016&to=2022",
    ),
    "themes in the past": ("viewer", "/themes/?as_at=2017-12-01&reading=then"),
    "what was found": ("viewer", "/search/?q=supervision"),
    "nothing found": ("viewer", "/search/?q=zebra&theme=partnership"),
    "a search that cannot be": ("viewer", "/search/?theme=none-such"),
    "measures of a theme": ("viewer", "/measures/?theme=workforce"),
    "measures in the past": ("viewer", "/measures/?as_at=2017-12-01&reading=then"),
    "a second-hand document": ("viewer", "/documents/torbay/2018-09-19-scrutiny-report/"),
    "a document's past": (
        "viewer",
        "/documents/torbay/2018-08-24-reinspection-report/?as_at=2018-07-10&reading=now",
    ),
    "before anything": ("viewer", "/?as_at=2001-01-01&reading=then"),
    "a plan not yet open": ("viewer", f"/plans/{PLAN_2018}/?as_at=2016-01-01"),
    "a date that is none": ("viewer", "/?as_at=yesterday"),
    "no such page": ("viewer", "/plans/no-such-plan/"),
    "not for you": ("viewer", "/keeping/"),
    "one at a time, at its end": ("officer", "/my-actions/each/?end"),
    "a claim of done, with its evidence": (
        "officer",
        f"/plans/{PLAN_2026}/actions/1.1/update/?status=done",
    ),
    "a form about the past": (
        "officer",
        f"/plans/{PLAN_2026}/actions/1.1/update/?as_at=2026-08-01",
    ),
}
