"""Every address that names something of an authority, and every one that names nothing."""

from django.core.files.uploadedfile import SimpleUploadedFile

from improvement.access import RULES, Need
from improvement.models import Mail, Sheet, Update
from tests.access_world import keeping, work
from tests.round_trips import file_of

DRAFT = """
reviewed_by: Improvement programme manager
document: {{key: a-letter, title: A letter, kind: press_report, publisher: A newspaper,
  dated: 2019-02-07, published: 2019-02-07, public_from: 2019-02-07}}
authority: {authority}
milestones: [{{on: 2018-10, title: A commissioner is appointed}}]
"""

LETTER = """
# Visit to a council

This letter is about a visit that nobody has made.
"""


# What is asked at an address a second time, for another reason.
ASKED_AGAIN = {
    "evidence of another's post": "evidence-add",
    "update of another's post": "action-update",
    "date of another's post": "action-date",
}


def by_name(found):
    """By what it is for: (name of the address, its arguments or query, what to post)."""
    return {what: (ASKED_AGAIN.get(what, what), *way) for what, way in found.items()}


def addresses_of(world):
    """Those that name something of an authority."""
    plan = world.plan.key
    inspection = [world.authority.slug, world.asked.inspection.key]
    here = {"authority": world.authority.slug}
    found = {
        **work.officers(world, plan),
        **keeping.plans(world, plan, here),
        **work.rounds(world, plan),
        **keeping.sheets(world),
        **keeping.documents(world),
        "plan-workbook": ([plan], {}),
        "plan": ([plan], {}),
        "plan-matrix": ([plan], {}),
        "plan-rows": ([plan], {}),
        "action-list": ([plan], {}),
        "action": ([plan, world.action.reference], {}),
        "plan-compare": ([plan], {}),
        "plan-check": ([plan], {}),
        "inspection": (inspection, {}),
        "inspection-matrix": (inspection, {}),
        "recommendation": ([*inspection, world.asked.key], {}),
        "measure": ([world.authority.slug, world.measure.key], {}),
        "document": ([world.authority.slug, world.paper.key], {}),
        "theme": ([world.authority.slug, world.theme.key], {}),
    }
    return by_name(found)


def common_addresses(authority):
    """Those that name nothing: what they show or change follows from who asks."""
    content = DRAFT.format(authority=authority.name)
    claims = Update.objects.filter(action__plan__authority=authority, status="done")
    own = Sheet.objects.get(authority=authority, purpose="round_trip")
    uncertain = Mail.objects.filter(user__memberships__authority=authority).first()
    claim = f"claim-{claims.filter(sign_offs=None).first().pk}"
    found = {
        **{
            name: ([], {})
            for name in RULES
            if name.startswith("account_") or RULES[name] in (Need.NOTHING, Need.SIGNED_IN)
        },
        "account_reset_password_from_key": (["1", "no-such-key"], {}),
        "waiting-list": ([], {"documents": SimpleUploadedFile("letter.md", LETTER.encode())}),
        "glossary": ({"authority": authority.slug}, {"off": "front_door"}),
        "glossary-add": ({"authority": authority.slug}, {"words": "Some words\nOther words"}),
        "draft-upload": ([], {"confirm": "1", "name": "a.yaml", "content": content}),
        "draft-schema": ([], {}),
        "sheet-upload": (
            [],
            {
                "sheet": SimpleUploadedFile("plan.csv", b"No,Action\n1,Do it\n"),
                "plan": f"new-{authority.pk}",
                "day": "2019-02-28",
            },
        ),
        "round-trip": ([], {"file": SimpleUploadedFile("plan.xlsx", file_of(own.plan)[0])}),
        "round-trip-preview": ({"upload": own.pk}, {"discard": "yes"}),
        "to-decide": ([], {f"{claim}-outcome": "accepted", f"{claim}-text": "Seen."}),
        "keeping": ([], {}),
        "my-mail": ([], {"day": "3"}),
        "mail-list": ([], {"mail": uncertain.pk, "answer": "leave"}),
        "people": ([], {}),
        "person-invite": (
            [],
            {"email": "new@council.example", "authority": authority.pk, "roles": ["viewer"]},
        ),
        "authority-create": ([], {"name": "Northmere"}),
    }
    return by_name(found)
