"""A letter that waits to be looked at, in words of our own; and a reader who has no JavaScript,
only the page's forms and buttons."""

import hashlib

import lxml.html
from django.urls import reverse

from improvement.documents.splitting import split
from improvement.models import Proposal, WaitingDocument
from inspections.models import DocumentFile, Passage
from tests.factories import InspectionFactory, RecommendationFactory, on

SHA = hashlib.sha256(b"letter").hexdigest()
BLOCKS = [
    # kind, page, text
    ("heading", 1, "Monitoring visit to Westmere"),
    ("paragraph", 1, "This letter is about the visit on 5 and 6 February 2019."),
    ("heading", 1, "Findings"),
    (
        "paragraph",
        1,
        "Managers now see every file each month. Plans for children are still often late.",
    ),
    ("heading", 2, "What needs to improve"),
    ("item", 2, "How soon plans are made for children in need."),
    ("item", 2, "How managers record what they decide,"),
    ("paragraph", 2, "so that the reasons are clear."),
    ("row", 2, "Overall effectiveness | Inadequate"),
    ("row", 2, "Visits on time | 97% | 86%"),
]
FINDINGS = (
    ("f-1", 4, "Managers now see every file each month.", "improved", "high"),
    ("f-2", 4, "Plans for children are still often late.", "weakness", "low"),
)


def at(paragraph, quote):
    page = str(BLOCKS[paragraph - 1][1])
    return {"page": page, "paragraph": str(paragraph), "quote": quote}


def draft(findings=FINDINGS, refs=()):
    """As the reader has it."""
    proposed = [{"ref": ref, "score": "0.62", "why": "both: plans, late"} for ref in refs]
    asked = BLOCKS[5][2]
    return {
        "document": {
            "key": "2019-02-28-monitoring-letter",
            "title": "Letter on the monitoring visit to Westmere",
            "kind": "monitoring_visit",
            "publisher": "Ofsted",
            "second_hand": "no",
            "dated": "2019-02-28",
            "sha256": SHA,
        },
        "authority": "Westmere",
        "inspections": [
            {
                "key": "2019-02-monitoring_visit",
                "kind": "monitoring_visit",
                "framework": "SIF",
                "started": "2019-02-05",
                "ended": "2019-02-06",
                "people": [{"name": "A. Reader", "role": "lead inspector"}],
                "judgements": [
                    {
                        "area": "overall",
                        "grade": "inadequate",
                        "at": at(9, BLOCKS[8][2]),
                    }
                ],
                "recommendations": [
                    {
                        "key": "afi-1",
                        "kind": "area_for_improvement",
                        "text": asked,
                        "at": at(6, asked),
                    }
                ],
                "findings": [
                    {
                        "key": key,
                        "text": text,
                        "direction": direction,
                        "sure": {"level": level, "why": "“late”"},
                        "at": at(paragraph, text),
                        **({"proposed": proposed} if proposed else {}),
                    }
                    for key, paragraph, text, direction, level in findings
                ],
                "measures": [
                    {
                        "key": "visits_on_time",
                        "name": "Visits on time",
                        "unit": "%",
                        "readings": [{"value": "97", "from": "86"}],
                        "at": at(10, BLOCKS[9][2]),
                    }
                ],
            },
            {"key": "2018-06-full_inspection", "kind": "full_inspection", "started": "2018-06"},
        ],
    }


def wait(authority, admin, told=None, blocks=BLOCKS, pages=2, sha256=SHA):
    """The letter as it waits after it was uploaded; nothing of it looked at."""
    file = DocumentFile.objects.create(
        authority=authority,
        name="letter.pdf",
        sha256=sha256,
        form="pdf" if pages else "text",
        size=10,
        pages=pages,
        sizes=[[595, 842]] * (pages or 0),
        content=b"not a PDF",
    )
    Passage.objects.bulk_create(
        Passage(
            file=file,
            number=number,
            kind=kind,
            text=text,
            page=page,
            level=1,
            cells=text.split(" | ") if kind == "row" else [],
            boxes=[{"page": page, "left": 70, "top": 80, "right": 500, "bottom": 95}]
            if page
            else [],
        )
        for number, (kind, page, text) in enumerate(blocks, start=1)
    )
    told = draft() if told is None else told
    waiting = WaitingDocument.objects.create(
        authority=authority,
        file=file,
        title=told["document"]["title"],
        added_by=admin,
        added_at=on("2019-03-01"),
    )
    Proposal.objects.bulk_create(split(told, waiting))
    return waiting


def asked_before(authority):
    """A recommendation of the full inspection that the visit follows."""
    inspection = InspectionFactory(
        authority=authority, key="2018-06-full_inspection", letter=True
    )
    return RecommendationFactory(inspection=inspection, key="3", title="Make plans in time")


def proposed(waiting, **lookup):
    return waiting.proposals.get(**lookup)


def finding(waiting, key="f-2"):
    return proposed(waiting, kind="finding", proposed__key=key)


# A reader without JavaScript


def open_leaf(client, waiting, leaf=0, **query):
    return client.get(reverse("waiting", args=[waiting.pk], query={"leaf": leaf, **query}))


def press(client, page, button, /, *, on=None, fragment=False, **typed):
    """Press the button whose words begin so, on the card of a proposal or anywhere on the page,
    with what else was typed; sends what a browser would."""
    tree = lxml.html.fromstring(page.text)
    part = tree.get_element_by_id(f"proposal-{on.pk}") if on else tree
    pressed = next(one for one in part.iter("button") if shown(one).startswith(button))
    form = next(one for one in (pressed, *pressed.iterancestors()) if one.tag == "form")
    sent = {}
    for field in form.inputs:
        sent.setdefault(field.name, []).extend(sent_by(field))
    prefix = f"p{on.pk}-" if on and f"p{on.pk}-turn" in sent else ""
    for name, value in typed.items():
        sent[prefix + name.replace("__", "-")] = value
    if pressed.get("name"):
        sent[pressed.get("name")] = pressed.get("value")
    headers = {"X-Fragment": "yes"} if fragment else {}
    return client.post(pressed.get("formaction") or form.action, sent, headers=headers)


def sent_by(field):
    """What a browser would send for it."""
    if field.tag != "input":
        return [field.value or ""]
    kind = field.get("type", "text")
    if kind in ("radio", "checkbox") and not field.checked:
        return []
    return [field.get("value", "")]


def shown(element):
    return " ".join(element.text_content().split())


def text_of(page):
    """What a page or a card says."""
    return shown(lxml.html.fromstring(page.text))
