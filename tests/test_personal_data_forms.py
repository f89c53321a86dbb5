"""What looks like a trace of a child is quoted in every form before anything is saved."""

from importlib import import_module

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import expect

from improvement.forms import Guarded, WordsField, is_free_text
from improvement.models import Action, Owner, Update
from tests.factories import ActionFactory, HoldingFactory, OwnerFactory, PlanFactory

pytestmark = pytest.mark.django_db

SUSPECT = "We moved Zarelle, 7, to a new school."
OTHER = "Quonn (4) waits."


class Note(Guarded, forms.Form):
    text = WordsField(label="Note")
    paper = forms.FileField(required=False)
    link = forms.URLField(required=False, assume_scheme="https")


def box_of(form, name="text"):
    return form.fields[name].guard_box


def ticked(form, name="text"):
    return {box_of(form, name).sent_as: box_of(form, name).marks}


def test_suspect_words_are_quoted_and_nothing_typed_is_lost():
    form = Note({"text": SUSPECT})

    assert not form.is_valid()
    assert "“Zarelle, 7” looks like a child's name with an age" in form.errors["text"][0]
    assert form["text"].value() == SUSPECT
    assert "Save it as it is" in str(form)


def test_the_box_lets_through_the_words_that_were_warned_about():
    warned = Note({"text": SUSPECT})
    warned.is_valid()

    again = Note({"text": SUSPECT, **ticked(warned)})

    assert again.is_valid()
    assert again.cleaned_data["text"] == SUSPECT


def test_words_beside_them_may_change():
    warned = Note({"text": SUSPECT})
    warned.is_valid()

    assert Note({"text": f"{SUSPECT} It is near.", **ticked(warned)}).is_valid()


def test_other_suspect_words_are_asked_about_anew():
    warned = Note({"text": SUSPECT})
    warned.is_valid()

    changed = Note({"text": f"{SUSPECT} {OTHER}", **ticked(warned)})

    assert not changed.is_valid()
    assert "“Quonn (4)”" in changed.errors["text"][0]
    assert not box_of(changed).is_ticked


def test_the_box_is_there_only_when_it_is_needed():
    form = Note({"text": "Ofsted, 12 March. Children aged 5 to 7."})

    assert form.is_valid()
    assert "individual child." not in str(form)


def test_a_ticked_box_stays_ticked_while_something_else_is_mended():
    warned = Note({"text": SUSPECT})
    warned.is_valid()

    form = Note({"text": SUSPECT, "link": "no link", **ticked(warned)})

    assert list(form.errors) == ["link"]
    assert box_of(form).is_ticked
    assert "checked" in str(form)


def test_a_file_is_known_by_its_name_and_has_to_be_chosen_again():
    def send(**more):
        paper = SimpleUploadedFile("Zarelle_aged_7.pdf", b"x")
        return Note({"text": "See the paper.", **more}, {"paper": paper})

    warned = send()

    assert not warned.is_valid()
    assert warned.errors["paper"][0].endswith("Then choose the file again: browsers forget it.")
    assert send(**ticked(warned, "paper")).is_valid()


def test_a_link_is_read_as_a_name_is():
    form = Note({"text": "See", "link": "https://example.org/cases/LCS-1234567"})

    assert not form.is_valid()
    assert list(form.errors) == ["link"]


# Which forms have it


SEARCHES = {"improvement.dashboards.search.form.SearchForm"}  # saves nothing


def takes_words(form):
    shown = (field for field in form.base_fields.values() if not field.widget.is_hidden)
    return any(is_free_text(field) or isinstance(field, forms.FileField) for field in shown)


def descendants(form):
    for child in form.__subclasses__():
        yield child
        yield from descendants(child)


def test_every_form_that_takes_words_or_files_is_guarded():
    import_module(settings.ROOT_URLCONF)  # with every form that an address leads to
    ours = {
        f"{form.__module__}.{form.__qualname__}": form
        for form in descendants(forms.BaseForm)
        # The admin's are guarded where it takes them; see the next test.
        if form.__module__.startswith("improvement.") and ".admin." not in form.__module__
    }
    assert len(ours) > 20

    bare = {
        name
        for name, form in ours.items()
        if takes_words(form) and not issubclass(form, Guarded)
    }
    assert bare == SEARCHES


def test_every_form_of_the_admin_is_guarded(django_user_model):
    request = RequestFactory().get("/admin/")
    request.user = django_user_model.objects.create_superuser("super@example.org", "x")
    request.now = None
    bare = []
    for model, page in admin.site._registry.items():
        if model._meta.app_label not in ("improvement", "inspections"):
            continue
        found = [page.get_form(request)]
        found += [formset.form for formset, _ in page.get_formsets_with_inlines(request, None)]
        bare += [
            (model, form)
            for form in found
            if takes_words(form) and not issubclass(form, Guarded)
        ]
    assert bare == []


# In use


@pytest.fixture
def action(authority, members):
    post = OwnerFactory(authority=authority, post="Head of practice")
    HoldingFactory(owner=post, user=members["officer"], name="", holds_from="2018-12-01")
    return ActionFactory(plan=PlanFactory(authority=authority), owner=post, reference="1.1")


def test_an_officers_update_is_saved_once_they_have_ticked(action, members, client_for):
    client = client_for(members["officer"])
    address = reverse("action-update", args=[action.plan.key, "1.1"])
    said = {"status": "on_track", "text": SUSPECT}

    page = client.post(address, said)

    assert "“Zarelle, 7” looks like a child" in page.content.decode()
    assert SUSPECT in page.content.decode()
    assert not Update.objects.exists()

    page = client.post(address, said | ticked(page.context["form"]))

    assert page.status_code == 302
    assert Update.objects.get().text == SUSPECT


def test_the_admin_asks_too_and_its_box_works(action, authority, members, client_for):
    client = client_for(members["admin"])
    post = Owner.objects.get(post="Head of practice")
    address = reverse("admin:improvement_owner_change", args=[post.pk])
    forms_sent = {
        f"{prefix}-{name}": 0
        for prefix in ("holdings", "covers")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    sent = {"post": "Worker of Zarelle, aged 7", "body": "", **forms_sent}

    page = client.post(address, sent)

    assert page.status_code == 200
    assert "Zarelle, aged 7” looks like a child" in page.content.decode()
    post.refresh_from_db()
    assert post.post == "Head of practice"

    form = page.context["adminform"].form
    assert f'value="{box_of(form, "post").marks}"' in page.content.decode()
    assert client.post(address, sent | ticked(form, "post")).status_code == 302
    post.refresh_from_db()
    assert post.post == "Worker of Zarelle, aged 7"


def test_words_that_stand_already_are_not_asked_about_again(action, members, client_for):
    Action.objects.filter(pk=action.pk).update(title="Bakers Lane, 7, closes")
    client = client_for(members["admin"])
    address = reverse("action-amend", args=[action.plan.key, "1.1"])

    page = client.post(
        address, {"title": "Bakers Lane, 7, closes", "success_measure": "It is shut"}
    )

    assert page.status_code == 302


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_by_keyboard_the_warning_is_read_and_answered(sign_in, scripts):
    page = sign_in("officer", java_script_enabled=scripts)
    page.goto("/plans/example-2026/actions/1.1/update/")
    page.get_by_label("On track").check()
    words = page.get_by_label("What changed", exact=False).first
    words.fill(SUSPECT)
    words.press("Enter")  # a new line in the box
    page.get_by_role("button", name="update", exact=False).first.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("“Zarelle, 7” looks like")
    box = page.get_by_label("This is not about an individual child.", exact=False)
    expect(box).not_to_be_checked()
    box.press("Space")
    page.get_by_role("button", name="update", exact=False).first.press("Enter")

    expect(page.get_by_text(SUSPECT).first).to_be_visible()
    assert Update.objects.filter(text__contains="Zarelle").exists()
