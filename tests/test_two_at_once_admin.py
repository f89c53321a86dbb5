"""Two people write on the same page of the Django admin at once."""

import pytest
from django.contrib import admin

from tests import factories
from tests.keepers import MINE, THEIRS, address, in_words, told
from tests.sending import sent_from


@pytest.fixture
def records(kept, authority):
    """Each record of the admin whose words are corrected there, with one field of words."""
    document = factories.DocumentFactory(authority=authority)
    return {
        "document": (document, "title"),
        "milestone": (factories.MilestoneFactory(authority=authority), "title"),
        "leader": (factories.LeaderFactory(authority=authority), "name"),
        "measure": (factories.MeasureFactory(authority=authority), "name"),
        "recommendation": (kept.commitment.recommendation, "summary"),
        "finding": (
            factories.FindingFactory(inspection__authority=authority),
            "summary",
        ),
        "owner": (kept.post, "post"),
        "plan": (kept.plan, "title"),
        "commitment": (kept.commitment, "title"),
        "action": (kept.action, "title"),
        "theme": (factories.ThemeFactory(), "name"),
        "framework": (factories.FrameworkFactory(), "name"),
        "authority": (authority, "name"),
        "user": (factories.UserFactory(name="Before"), "name"),
    }


KINDS = [
    *("document", "milestone", "leader", "measure", "recommendation", "finding", "owner"),
    *("plan", "commitment", "action", "theme", "framework", "authority", "user"),
]
SHARED = ("theme", "framework", "authority", "user")


def test_every_record_with_words_is_tried(records):
    with_words = {
        model._meta.model_name
        for model, kept in admin.site._registry.items()
        if getattr(kept, "words", ()) or not hasattr(kept, "words")
    }

    assert with_words - {"membership"} == {*records} == {*KINDS}


@pytest.fixture
def in_the_admin(me, colleague, client_for):
    superusers = [
        client_for(factories.UserFactory(name=name, is_superuser=True, email=email))
        for name, email in [("Me", "me@x.example"), ("Head of IT", "it@x.example")]
    ]
    return lambda kind: superusers if kind in SHARED else (me, colleague)


def page_of(record):
    opts = record._meta
    return address(f"admin:{opts.app_label}_{opts.model_name}_change", record.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_the_admin_shows_both_versions_and_saves_at_the_second_press(
    records, in_the_admin, kind
):
    (record, field), (mine, theirs) = records[kind], in_the_admin(kind)
    page = page_of(record)
    typed = sent_from(mine.get(page)) | {field: MINE}
    saved = theirs.post(page, sent_from(theirs.get(page)) | {field: THEIRS})
    assert saved.status_code == 302

    answer = mine.post(page, typed)

    record.refresh_from_db()
    assert getattr(record, field) == THEIRS
    assert answer.status_code == 200
    assert "Changed by others while you were writing" in in_words(answer)
    assert sent_from(answer)[field] == MINE
    assert mine.post(page, sent_from(answer)).status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == MINE


def test_the_admin_says_what_stays_of_others(records, in_the_admin):
    (record, _), (mine, theirs) = records["recommendation"], in_the_admin("recommendation")
    page = page_of(record)
    typed = sent_from(mine.get(page)) | {"title": MINE}
    theirs.post(page, sent_from(theirs.get(page)) | {"summary": THEIRS})

    answer = mine.post(page, typed, follow=True)

    record.refresh_from_db()
    assert (record.title, record.summary) == (MINE, THEIRS)
    assert any("stays as Head of quality on" in each for each in told(answer))


def test_theirs_can_be_chosen_in_the_admin(records, in_the_admin):
    (record, field), (mine, theirs) = records["measure"], in_the_admin("measure")
    page = page_of(record)
    typed = sent_from(mine.get(page)) | {field: MINE}
    theirs.post(page, sent_from(theirs.get(page)) | {field: THEIRS})

    answer = mine.post(page, sent_from(mine.post(page, typed)) | {f"keep-{field}": "theirs"})

    record.refresh_from_db()
    assert answer.status_code == 302
    assert getattr(record, field) == THEIRS


def test_the_pages_of_keeping_and_the_admin_see_each_other(kept, me, colleague):
    page = address("commitment-amend", "our-plan", kept.commitment.pk)
    typed = sent_from(me.get(page)) | {"title": MINE}
    theirs = page_of(kept.commitment)
    colleague.post(theirs, sent_from(colleague.get(theirs)) | {"title": THEIRS})

    answer = me.post(page, typed)

    assert f"<p>{THEIRS}</p>" in in_words(answer)


def test_a_new_record_carries_nothing(me):
    pages = [address("admin:improvement_owner_add"), address("admin:improvement_action_add")]

    assert all('name="shown"' not in in_words(me.get(page)) for page in pages)


# Events in the admin: what was recorded while one wrote


@pytest.fixture
def officers(kept, members, client_for):
    """Two who hold the same post."""
    second = kept.colleague("officer", name="Deputy head")
    for user in (members["officer"], second):
        factories.HoldingFactory(owner=kept.post, user=user)
    return client_for(members["officer"]), client_for(second)


@pytest.fixture
def action(kept):
    return kept.action


def update(page, **words):
    return page | {
        "updates-TOTAL_FORMS": int(page["updates-TOTAL_FORMS"]),
        **{f"updates-{page['updates-INITIAL_FORMS']}-{k}": v for k, v in words.items()},
    }


def test_an_update_entered_while_one_wrote_is_shown_before_saving(action, officers):
    me, colleague = officers
    page = page_of(action)
    typed = update(sent_from(me.get(page)), status="on_track", text=MINE)
    colleague.post(
        page, update(sent_from(colleague.get(page)), status="at_risk", reason=THEIRS)
    )

    answer = me.post(page, typed)

    assert [said.reason for said in action.updates.all()] == [THEIRS]
    assert "Recorded while you were writing" in in_words(answer)
    assert THEIRS in in_words(answer)
    assert "Deputy head" in in_words(answer)
    again = sent_from(answer)
    assert me.post(page, again).status_code == 302
    assert [said.text for said in action.updates.order_by("pk")] == ["", MINE]


def test_two_rows_of_one_page_do_not_overtake_each_other(action, officers):
    me, _ = officers
    page = page_of(action)
    factories.UpdateFactory(action=action)
    typed = update(sent_from(me.get(page)), status="on_track", text="First.")
    row = int(typed["updates-INITIAL_FORMS"]) + 1
    second = {f"updates-{row}-status": "at_risk", f"updates-{row}-reason": "Second."}

    answer = me.post(page, typed | second | {"updates-TOTAL_FORMS": row + 1})

    assert answer.status_code == 302
    assert action.updates.count() == 3


def test_impact_said_while_one_wrote_is_shown_before_saving(kept, members, client_for):
    commitment = kept.commitment
    me = client_for(members["approver"])
    colleague = client_for(kept.colleague("approver", name="Chair"))
    page = page_of(commitment)
    typed = sent_from(me.get(page)) | {"impacts-0-state": "not_yet_shown"}
    colleague.post(
        page,
        sent_from(colleague.get(page))
        | {"impacts-0-state": "not_yet_shown", "impacts-0-text": THEIRS},
    )

    answer = me.post(page, typed)

    assert commitment.impacts.count() == 1
    assert THEIRS in in_words(answer)
    assert me.post(page, sent_from(answer)).status_code == 302
