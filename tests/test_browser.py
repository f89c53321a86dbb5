"""What members see in a real browser, on Torbay's record: accessible, at desk and phone width,
under the strict policy, by keyboard and without JavaScript."""

import re
from collections import defaultdict

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from improvement import access
from improvement.models import (
    Action,
    Commitment,
    DateRequest,
    Decision,
    Evidence,
    Impact,
    Mail,
    Owner,
    Plan,
    SignOff,
    UpdateRound,
    User,
    WaitingDocument,
)
from improvement.spreadsheets.foreign_plan.checking import check as check_sheet
from improvement.spreadsheets.foreign_plan.checking import kept
from inspections.models import Authority, Document, GlossaryEntry
from inspections.models.time import AsAt, london_day
from tests.factories import HoldingFactory, OwnerFactory, SheetFactory
from tests.held import hold
from tests.pdf_made import Sheet, pdf
from tests.review_made import wait

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN_2018, PLAN_2026 = "example-2018", "example-2026"
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


def letter_that_waits():
    torbay = Authority.objects.get(slug="torbay")
    found = WaitingDocument.objects.filter(authority=torbay).first()
    if found is None:
        found = wait(torbay, User.objects.get(email="admin@example.org"))
    return found


def proposal_that_waits():
    found = letter_that_waits().proposals.filter(kind="finding").first()
    return found.waiting_id, found.pk


def held_letter():
    """The document whose words are held, with a place for each thing told of it."""
    paper = Document.objects.get(authority__slug="torbay", key="2012-07-18-scrutiny-pack")
    if not paper.held_as:
        hold(paper, pdf(Sheet().words(72, 100, "A page of it.")))
    return "torbay", paper.key


def own_group():
    torbay = Authority.objects.get(slug="torbay")
    words = ["front desk", "first contact"]
    told = {"authority": torbay, "key": "ours", "defaults": {"words": words}}
    return GlossaryEntry.objects.get_or_create(**told)[0]


def given(of_officer):
    """Evidence that the officer has given for an action of theirs, and may take back."""
    key, reference = of_officer
    return Evidence.objects.create(
        action=Action.objects.get(plan__key=key, reference=reference),
        kind="audit",
        shows="Nine of ten decisions were recorded in time.",
        link="https://example.org/audit",
        holds_from=london_day(timezone.now()),
        known_at=timezone.now(),
        said_by=User.objects.get(email="officer@example.org"),
    )


def sheets_begun(key):
    """Spreadsheets that an admin has uploaded: of a plan to come, and of one that is here,
    asked about and tried."""
    plan = Plan.objects.for_screen(AsAt(timezone.now())).get(key=key)
    admin = User.objects.get(email="admin@example.org")
    here = {"authority": plan.authority, "user": admin, "rows": sheet_rows()}
    found = {name: SheetFactory(plan=plan, **here) for name in ("known", "checked")}
    checked = found["checked"]
    checked.answers["check"] = kept(check_sheet(checked, plan, actor=admin, now=timezone.now()))
    checked.save()
    return {**found, "new": SheetFactory(**here)}


def sheet_rows():
    """One new action, one that the plan has, one that cannot come in."""
    headings = ("No", "Action", "Owner", "RAG")
    words = ["Write a list", "An action of the plan in other words", ""]
    return [headings, *((f"1.{n}1", said, "A post", "Amber") for n, said in enumerate(words))]


def handed_over(owner, by):
    """The leaving by which a post like `owner` was handed over."""
    post = OwnerFactory(authority=owner.authority)
    return HoldingFactory(owner=post, user=by, said_by=by, change="leaves", text="Handed on.")


def round_open_today():
    """A round of the example plan; and a message of which nobody knows whether it arrived."""
    now = timezone.now()
    Mail.objects.create(
        user=User.objects.get(email="officer@example.org"),
        kind="digest",
        key="digest:1:2026-11-16",
        address="officer@example.org",
        subject="Improvement plan: 3 late",
        body="Hello,\n\n1.1 is late.",
        state="uncertain",
        written_at=now,
        handed_over_at=now,
        tries=1,
    )
    return UpdateRound.objects.create(
        plan=Plan.objects.get(key=PLAN_2026),
        closes=london_day(now),
        text="The board looks at visits.",
        holds_from=london_day(now),
        known_at=now,
        said_by=User.objects.get(email="admin@example.org"),
    )


def of_action(event):
    return event.action.plan.key, event.action.reference


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


def test_every_page_is_accessible_and_fits(sign_in, windows, accessible):
    listed = pages()
    assert set(listed) == set(access.RULES) - NOT_PAGES
    everything = [(role, reverse(name, args=args)) for name, (role, args) in listed.items()]
    by_role = defaultdict(list)
    for role, path in everything + list(FAULTS.values()):
        by_role[role].append(path)
    page = sign_in(None)
    for role, paths in by_role.items():
        windows.let_in(page, role and f"{role}@example.org")
        for path in paths:
            page.goto(path)
            accessible(page)


def test_a_board_member_reads_each_recommendation_against_each_visit(sign_in):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/")

    row = page.get_by_role("row").filter(has_text="Every visit on time")
    expect(row).to_contain_text("No progress")
    expect(row).to_contain_text("We say better")
    row.get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    expect(page.get_by_role("main")).to_contain_text("before 7 February 2019")


def test_every_count_leads_to_exactly_its_rows(sign_in):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/")
    counts = (
        page.get_by_role("main")
        .get_by_role("link")
        .evaluate_all(
            "links => links.filter(a => a.search.includes('show='))"
            ".map(a => [a.textContent.trim(), a.getAttribute('href')])"
        )
    )
    assert len(counts) >= 15
    for text, address in counts:
        number = int(re.match(r"\d+", text).group())
        page.goto(address)
        rows = page.get_by_role("main").locator("table tbody tr").count()
        assert rows == number, (text, address)


def test_a_link_on_a_page_about_the_past_keeps_its_moment(sign_in):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/?as_at=2019-03-01&reading=then")

    expect(page.get_by_text("You are looking at", exact=False).first).to_be_visible()
    page.get_by_role("row").filter(has_text="Every visit on time").get_by_role(
        "link"
    ).first.click()

    assert "as_at=2019-03-01&reading=then" in page.url
    assert page.get_by_role("main").locator("form").count() == 0


def test_an_officer_updates_an_action_by_keyboard_alone(sign_in):
    page = sign_in("officer")
    page.goto("/my-actions/")

    tab_to(page, "On track: 1.3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/1.3/update/?*")
    tab_to(page, "", "[name=status]")
    choose_radio(page, "at_risk")
    tab_to(page, "", "[name=text]")
    page.keyboard.type("Two teams are still to use the letter.")
    tab_to(page, "", "[name=reason]")
    page.keyboard.type("Their managers are new.")
    tab_to(page, "Record the update")
    page.keyboard.press("Enter")

    page.wait_for_url("**/my-actions/#action-*")
    expect(page.get_by_role("main")).to_contain_text("At risk")
    expect(page.get_by_role("main")).to_contain_text("Two teams are still to use the letter.")


def focused(page, css="*"):
    return page.evaluate(
        "css => document.activeElement.matches(css) ? document.activeElement.textContent : null",
        css,
    )


def tab_to(page, text, css="a, button"):
    """Press Tab until something with the text has the focus; it must come within 120."""
    for _ in range(120):
        page.keyboard.press("Tab")
        found = focused(page, css)
        if found is not None and text in found:
            return
    raise AssertionError(f"Tab never reached “{text}” {css} on {page.url}")


def choose_radio(page, value):
    for _ in range(10):
        if page.evaluate("document.activeElement.value") == value:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no radio {value}")


def test_an_officer_updates_and_an_approver_decides_without_javascript(sign_in):
    officer = sign_in("officer", java_script_enabled=False)
    officer.goto(f"/plans/{PLAN_2026}/actions/1.1/update/")
    officer.locator("[name=status][value=done]").check()
    officer.locator("[name=text]").fill("All teams audited in October.")
    officer.get_by_role("button", name="Record the update").click()
    expect(officer.get_by_role("main")).to_contain_text("Done, evidence awaited")

    approver = sign_in("approver", java_script_enabled=False)
    approver.goto("/")
    approver.get_by_role("link", name="To decide").click()
    claim = approver.get_by_role("article").filter(has_text="All teams audited in October.")
    expect(claim.get_by_role("link", name="1.1 ")).to_be_visible()
    claim.get_by_label("Accept").check()
    claim.get_by_label("Note on 1.1").fill("The audit of October was read.")
    approver.get_by_role("button", name="Record these decisions").click()

    expect(approver.get_by_role("main")).to_contain_text("1 decision recorded.")
    assert Action.objects.get(plan__key=PLAN_2026, reference="1.1").sign_offs.count() == 1


def test_an_admin_imports_a_draft_in_the_browser(sign_in, tmp_path):
    draft = tmp_path / "letter.yaml"
    draft.write_text(
        "reviewed_by: Programme manager\n"
        "document: {key: try, title: A letter to try, kind: focused_visit, dated: 2026-10-01}\n"
        "authority: Torbay\n"
        "inspections:\n"
        "  - {key: 2026-09-focused_visit, kind: focused_visit, started: 2026-09-15}\n"
    )
    page = sign_in("admin")
    page.goto("/drafts/")
    page.get_by_label("Draft", exact=True).set_input_files(draft)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("main")).to_contain_text("2 created")

    page.get_by_role("button", name="Import as").click()

    expect(page.get_by_role("main")).to_contain_text("Imported letter.yaml: 2 created")
    expect(page.get_by_role("main")).to_contain_text("15 September 2026")


def test_the_matrix_prints_whole_on_a4_landscape(sign_in, tmp_path):
    page = sign_in("viewer")
    page.goto(f"/plans/{PLAN_2018}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})  # A4 landscape within its margins

    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('table')].map(t => t.getBoundingClientRect().right))"
    )

    assert widest <= 1040
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_an_approver_says_whether_it_works_from_the_recommendation(sign_in):
    page = sign_in("approver")
    page.goto(f"/plans/{PLAN_2026}/")
    page.get_by_role("row").filter(has_text="afi-2").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text("Does it work?")

    page.get_by_role("link", name="Say whether it works").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/impact/" in page.url
