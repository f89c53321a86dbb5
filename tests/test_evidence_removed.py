"""Evidence taken back: by whom, what is then gone, and what was decided on it."""

import pytest
from django.urls import reverse

from improvement import recording
from improvement.models import Evidence, EvidenceFile, SignOff
from improvement.recording import FileGiven, Given, Refused
from tests.factories import (
    EvidenceFactory,
    EvidenceFileFactory,
    PlanClosureFactory,
    SignOffFactory,
    UpdateFactory,
    on,
)
from tests.office import NOON, address, fields, words

pytestmark = pytest.mark.usefixtures("clock")
BACK, FILE = "evidence-take-back", "evidence-file"
BLANK = {"kind": "", "shows": "", "link": ""}


def a_file(action, content=b"%PDF-1.7 x", **told):
    kept = EvidenceFile.objects.first() or EvidenceFileFactory(content=content)
    return EvidenceFactory(action=action, link="", file=kept, file_name="list.pdf", **told)


def at(name, evidence, query=""):
    return reverse(name, args=[evidence.pk]) + query


@pytest.fixture
def admin(client_for, members):
    return client_for(members["admin"])


@pytest.mark.parametrize("is_file", [True, False])
def test_what_was_taken_back_opens_on_no_page_about_the_past(officer, action, is_file):
    told = {"known_at": on("2019-01-10"), "holds_from": "2019-01-10"}
    given = (a_file if is_file else EvidenceFactory)(action=action, **told)
    told["known_at"] = on("2019-01-18")
    EvidenceFactory(action=action, voids=given, retracts=True, **told | BLANK)
    past = "?as_at=2019-01-12&reading=then"

    page = officer.get(address("action") + past)

    assert officer.get(at(FILE, given, past)).status_code == 404
    assert at(FILE, given) not in page.text
    assert "https://" not in words(page)
    assert given.link == "" or given.link not in page.text
    assert f"<s>{given.shows}</s>" not in page.text
    assert "Taken back since" in words(page)


@pytest.mark.parametrize("closed", [False, True], ids=["open plan", "closed plan"])
def test_an_admin_removes_a_file_that_somebody_else_gave(admin, action, members, closed):
    given = a_file(action, said_by=members["officer"])
    if closed:
        PlanClosureFactory(plan=action.plan, holds_from="2019-01-14")
    assert f'href="{at(BACK, given)}"' in admin.get(address("action")).text
    page = admin.get(at(BACK, given))
    assert "its content is deleted for good" in words(page)

    missing = admin.post(at(BACK, given), fields(page))
    assert "Say why it is taken back." in words(missing)
    assert not Evidence.objects.filter(retracts=True).exists()

    told = fields(page) | {"reason": "It should not be here."}
    assert admin.post(at(BACK, given), told).url == address("action")

    kept = EvidenceFile.objects.get()
    assert (bytes(kept.content), kept.sha256) == (b"", given.file.sha256)
    assert kept.size == given.file.size
    assert "Why: It should not be here." in words(admin.get(address("action")))
    assert admin.get(at(FILE, given)).status_code == 404


def test_a_file_that_stands_elsewhere_is_kept_for_that(admin, action):
    given, other = a_file(action), a_file(action)

    admin.post(at(BACK, given), {"reason": "Twice."})
    assert admin.get(at(FILE, other)).content == b"%PDF-1.7 x"

    admin.post(at(BACK, other), {"reason": "This one too."})
    assert not EvidenceFile.objects.get().content


def test_who_gave_a_file_takes_it_back_and_another_entry_keeps_its_content(
    officer, admin, action, members
):
    mine, other = a_file(action, said_by=members["officer"]), a_file(action)

    officer.post(at(BACK, mine), {"reason": ""})
    assert admin.get(at(FILE, other)).content == b"%PDF-1.7 x"

    admin.post(at(BACK, other), {"reason": "The same slip."})
    assert not EvidenceFile.objects.get().content


def test_an_admin_deletes_what_was_taken_back_before_and_kept(officer, admin, action, members):
    given = a_file(action, said_by=members["officer"])
    EvidenceFactory(action=action, voids=given, retracts=True, **BLANK)
    assert at(BACK, given) not in officer.get(address("action")).text
    assert "It was taken back already." in words(officer.post(at(BACK, given)))
    assert EvidenceFile.objects.get().content

    assert f'href="{at(BACK, given)}"' in admin.get(address("action")).text
    page = admin.get(at(BACK, given))
    assert "its content is still kept" in words(page)
    missing = admin.post(at(BACK, given), fields(page))
    assert "Say why it is taken back." in words(missing)
    told = fields(page) | {"reason": "It is about a child."}
    assert admin.post(at(BACK, given), told).url == address("action")

    assert not EvidenceFile.objects.get().content
    page = admin.get(address("action"))
    assert "Deletes a file taken back" in words(page)
    assert "Why: It is about a child." in words(page)
    assert at(BACK, given) not in admin.get(address("action")).text
    assert "It was taken back already." in words(admin.post(at(BACK, given), told))


def test_a_file_given_anew_is_whole_again(admin, officer, action, members):
    piece = Given("audit", "Nine of ten.", file=FileGiven("a.pdf", b"%PDF-1.7 x"))
    said = {"action": action, "by": members["officer"], "now": NOON, "given": piece}
    first = recording.add_evidence(**said)
    admin.post(at(BACK, first), {"reason": "By mistake."})

    again = recording.add_evidence(**said)

    assert officer.get(at(FILE, again)).content == b"%PDF-1.7 x"


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("approver", 403), ("other", 404)]
)
def test_nobody_else_comes_to_take_evidence_back(client_for, members, action, role, status):
    client = client_for(members[role])

    assert client.post(at(BACK, EvidenceFactory(action=action))).status_code == status
    assert not Evidence.objects.filter(retracts=True).exists()


def test_what_a_sign_off_rests_on_is_taken_back_by_an_admin_alone(
    officer, admin, action, members, post
):
    given = EvidenceFactory(action=action, said_by=members["officer"], holds_from="2019-01-10")
    claim = UpdateFactory(action=action, status="done", by_post=post, holds_from="2019-01-11")
    SignOffFactory(claim=claim, holds_from="2019-01-14")
    later = EvidenceFactory(
        action=action, said_by=members["officer"], holds_from="2019-01-16", shows="Later."
    )

    assert "was signed off with this evidence" in words(officer.post(at(BACK, given)))
    assert not Evidence.objects.filter(retracts=True).exists()
    assert officer.post(at(BACK, later)).status_code == 302
    assert admin.post(at(BACK, given), {"reason": "Wrong audit."}).status_code == 302


# What was read before it is decided


@pytest.fixture
def claim(action, post):
    return UpdateFactory(action=action, status="done", text="All visited.", by_post=post)


@pytest.mark.parametrize("change", ["given", "taken back"])
def test_evidence_that_changed_while_one_read_is_read_before_the_claim_is_answered(
    approver, action, claim, change
):
    there = address("action-sign-off")
    piece = EvidenceFactory(action=action) if change == "taken back" else None
    sent = fields(approver.get(there)) | {"outcome": "accepted", "text": "Seen."}
    EvidenceFactory(
        action=action, **({"voids": piece, "retracts": True} | BLANK if piece else {})
    )

    page = approver.post(there, sent)

    assert "The evidence was changed while you were reading" in words(page)
    assert not SignOff.objects.exists()
    assert approver.post(there, fields(page)).status_code == 302


def test_in_the_list_too(approver, action, claim):
    there, key = reverse("to-decide"), f"claim-{claim.pk}"
    form = approver.get(there).context["rows"][0].form
    sent = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    sent |= {f"{key}-outcome": "accepted", f"{key}-text": "Seen."}
    EvidenceFactory(action=action)

    page = approver.post(there, sent)

    assert "The evidence was changed while you were reading" in words(page)
    assert not SignOff.objects.exists()


def test_who_carries_other_evidence_is_refused_by_the_verb(action, claim, members):
    said = {"claim": claim, "by": members["approver"], "now": NOON, "outcome": "accepted"}
    piece = EvidenceFactory(action=action)

    with pytest.raises(Refused, match="look again"):
        recording.sign_off(**said, evidence_seen="")

    assert recording.sign_off(**said, evidence_seen=recording.mark_of_evidence([piece]))
