"""Walks with a test client from a file to the records, by the forms of the pages alone."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from improvement.models import Proposal, WaitingDocument


def upload(client, content, name="download(3).pdf"):
    """Send the file; returns the page that says what became of it."""
    sent = SimpleUploadedFile(name, content)
    return client.post(reverse("waiting-list"), {"documents": [sent]})


def accept_all(client, waiting: WaitingDocument) -> None:
    """Accept everything as it was read, leaf by leaf: what needs an answer by itself, and what
    may be recorded already as the same."""
    address = reverse("waiting", args=[waiting.pk])
    last = WaitingDocument.objects.select_related("file").get(pk=waiting.pk).file.pages
    for leaf in range((last or 40) + 1):
        page = html.fromstring(client.get(f"{address}?leaf={leaf}").content)
        if leaf == 0:
            (facts,) = page.xpath("//form[@id='facts']")
            send(client, facts, f"{address}?leaf=0", rest="accepted")
        for card in page.xpath("//article[@data-state='undecided']//form"):
            is_asked = "same" in card.fields
            if is_asked or card.getparent().get("data-need"):
                same = {"same": "yes"} if is_asked else {}
                send(client, card, card.get("action"), state="accepted", **same)
        for rest in page.xpath("//form[@data-accept-rest]"):
            send(client, rest, f"{address}?leaf={leaf}", rest="accepted")


def send(client, form, address, **pressed):
    """Send the form as the browser would with that button pressed."""
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    # A box without words is sent empty, and not as "on".
    for one in form.xpath(".//input[@type='radio'][@checked][@value='']"):
        fields[one.name] = [""]
    response = client.post(address, {**fields, **pressed})
    assert response.status_code == 302, _troubles(response)


def import_it(client, waiting: WaitingDocument):
    address = reverse("waiting-import", args=[waiting.pk])
    page = html.fromstring(client.get(address).content)
    (form,) = page.xpath("//form[.//input[@name='seen']]")
    return client.post(address, dict(form.form_values()), follow=True)


def left_to_look_at(waiting: WaitingDocument) -> int:
    return waiting.proposals.filter(state=Proposal.State.UNDECIDED).count()


def _troubles(response):
    page = html.fromstring(response.content)
    return [
        " ".join(one.text_content().split()) for one in page.find_class("proposal__trouble")
    ]
