"""What some pages need before they can be opened: it is made here, or found."""

from django.utils import timezone

from improvement.models import Action, Evidence, Mail, Plan, UpdateRound, User, WaitingDocument
from improvement.spreadsheets.foreign_plan.checking import check as check_sheet
from improvement.spreadsheets.foreign_plan.checking import kept
from inspections.models import Authority, Document, GlossaryEntry
from inspections.models.time import AsAt, london_day
from tests.factories import HoldingFactory, OwnerFactory, SheetFactory
from tests.held import hold
from tests.pdf_made import Sheet, pdf
from tests.review_made import wait

PLAN_2018, PLAN_2026 = "example-2018", "example-2026"


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
