"""The report of 2018 in a real browser: uploaded, confirmed by keyboard where it grades and
asks, imported, and read again at the sentence."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inspections.models import Document, Inspection, Judgement, Recommendation
from tests.places import DOCUMENTS
from tests.test_upload_browser import payload

pytestmark = [
    pytest.mark.browser,
    pytest.mark.documents,
    pytest.mark.django_db(transaction=True),
]

# Where it grades, where it asks, and a page on which the seed tells what it says too.
GRADES, ASKS, FINDS = 1, (9, 10), 12


def answer_all(page):
    """Every card of the page by one key: the same where it is recorded, else accepted."""
    while page.locator(".proposal[data-state=undecided]:not([data-saving])").count():
        card = page.locator(".proposal:focus[data-state=undecided]")
        expect(card).to_have_count(1)
        asks = card.locator("[name=same]").count()
        page.keyboard.press("s" if asks else "a")
    expect(page.locator(".proposal[data-state=undecided]")).to_have_count(0, timeout=60_000)


def test_the_report_of_2018_from_upload_to_the_sentence(sign_in, torbay_to_browse):
    inspection = Inspection.objects.get(key="2018-06-reinspection")
    asked = Recommendation.objects.filter(inspection=inspection)
    graded = Judgement.objects.filter(inspection=inspection)
    before = {model: model.objects.count() for model in (Document, Inspection, Judgement)}
    numbers = sorted(asked.values_list("key", flat=True))

    page = sign_in("admin")
    page.goto(reverse("waiting-list"))
    report = DOCUMENTS / "torbay_inspection_2018-08-24.pdf"
    page.get_by_label("Documents", exact=True).set_input_files(
        payload("download(3).pdf", report.read_bytes())
    )
    page.get_by_role("button", name="Take these in").click()
    page.locator(".came-list a").first.click(timeout=60_000)

    page.get_by_role("button", name="Accept these facts").click()
    for leaf in (GRADES, *ASKS, FINDS):
        page.locator(f"[data-leaf-link='{leaf}']").click()
        expect(page.locator("[data-review]")).to_have_attribute("data-leaf", str(leaf))
        answer_all(page)

    page.get_by_role("link", name="See what importing does").first.click()
    page.get_by_role("button", name="Import as").click()
    page.wait_for_url("**/documents/torbay/**")

    assert {model: model.objects.count() for model in before} == before
    assert sorted(asked.values_list("key", flat=True)) == numbers
    assert not asked.filter(text="").exists()
    assert not graded.filter(quote="").exists()

    # From a recommendation to the sentence.
    first = asked.get(key="1")
    page.goto(reverse("recommendation", args=["torbay", inspection.key, "1"]))
    page.locator(f"a[href*='#recommendation-{first.pk}']").first.click()
    expect(page.locator(f"#recommendation-{first.pk}")).to_be_in_viewport()
    expect(page.locator(f"#recommendation-{first.pk}")).to_contain_text(first.text[:40])
