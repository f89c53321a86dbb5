"""A plan goes out as a spreadsheet and comes back: what is recorded, what is asked first,
what is refused."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement import recording
from improvement.models import DateRequest, Ownership, Sheet, Update
from inspections.intake.dates import in_full
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    HoldingFactory,
    OwnerFactory,
    PlanFactory,
    UpdateFactory,
)
from tests.round_trips import (
    Workbook,
    apply,
    comparison,
    download,
    keep_upload,
    state_of,
    told,
    upload,
)

pytestmark = pytest.mark.django_db


class World:
    """A plan of three actions: two of the officer's post, one of another."""

    def __init__(self, authority, members, client_for):
        self.authority, self.members = authority, members
        self.plan = PlanFactory(authority=authority, key="westmere-2018", title="Our plan")
        self.post = OwnerFactory(authority=authority, post="Head of practice")
        self.other_post = OwnerFactory(authority=authority, post="Head of care")
        HoldingFactory(owner=self.post, user=members["officer"])
        commitment = CommitmentFactory(plan=self.plan, title="Visits on time")
        served = {"plan": self.plan, "commitments": [commitment], "first_due": "2099-03-29"}
        self.first = ActionFactory(reference="1.1", owner=self.post, **served)
        self.second = ActionFactory(reference="1.2", owner=self.post, **served)
        self.theirs = ActionFactory(reference="2.1", owner=self.other_post, **served)
        UpdateFactory(action=self.first, status="at_risk", text="", reason="Staff are short.")
        self.officer, self.admin, self.viewer = (
            client_for(members[role]) for role in ("officer", "admin", "viewer")
        )

    def file(self, client=None, **query):
        return Workbook(download(client or self.officer, self.plan, **query))

    def says(self, action, **said):
        """Somebody else speaks of an action on the screen."""
        HoldingFactory(owner=action.ownerships.get().owner, user=self.members["approver"])
        self.members["approver"].memberships.create(authority=self.authority, role="officer")
        return recording.record_update(
            action=action, by=self.members["approver"], now=timezone.now(), **said
        )


@pytest.fixture
def world(authority, members, client_for):
    return World(authority, members, client_for)


def updates(action):
    said = action.updates.exclude(said_by=None).order_by("pk")
    return list(said.values_list("status", "text", "difference", "reason"))


# Download


def test_a_row_tells_how_an_action_stands(world):
    values = world.file().values("1.1")

    assert values["title"] == world.first.title
    assert values["owner"] == "Head of practice"
    assert values["recommendation"].endswith(". Visits on time")
    assert values["first_due"].date() == date(2099, 3, 29)
    assert values["status"] == "At risk"
    assert values["last"] == values["reason"] == "Staff are short."
    assert values["last_on"].date() == date(2019, 1, 7)
    assert values["text"] is values["to"] is None


def test_my_part_holds_the_open_actions_that_i_speak_for(world):
    assert world.file(part="mine").sheet.max_row == 3
    assert world.file().sheet.max_row == 4


def test_text_that_looks_like_a_formula_stays_text(world):
    world.first.title = "=HYPERLINK(1)"
    world.first.save()

    cell = world.file().cell("1.1", "title")

    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_statuses_are_chosen_from_a_list_and_the_hidden_column_is_locked(world):
    book = world.file()
    rules = {str(rule.sqref): rule for rule in book.sheet.data_validations.dataValidation}
    hidden = book.sheet.max_column

    status = book.cell("1.1", "status")
    assert rules[f"{status.column_letter}2:{status.column_letter}4"].type == "list"
    assert book.sheet.column_dimensions[book.sheet.cell(1, hidden).column_letter].hidden
    assert book.sheet.protection.sheet
    assert book.sheet.cell(2, hidden).protection.locked
    assert not status.protection.locked
    assert book.cell("1.1", "owner").protection.locked
    assert not world.file(world.admin).cell("1.1", "owner").protection.locked


def test_a_file_of_an_earlier_day_is_for_reading_only(world):
    book = world.file(world.viewer, as_at="2019-01-01", reading="then")

    assert book.cell("1.1", "status").value == "Not stated"
    assert "What changed" not in book.columns
    assert "is not a spreadsheet that was downloaded here" in told(upload(world.officer, book))


# Nothing edited


def test_an_untouched_file_changes_nothing(world):
    page = upload(world.officer, world.file())

    assert "No change to record." in told(page)
    assert comparison(page).rows == []


def test_what_others_do_meanwhile_is_not_undone_by_an_untouched_file(world):
    book = world.file(world.admin)
    world.says(world.first, status="off_track", text="Worse.", reason="Nobody is left.")
    world.first.title = "Other words"
    world.first.save()

    assert comparison(upload(world.admin, book)).rows == []
    assert comparison(upload(world.officer, book)).rows == []


# Updates


def test_an_update_written_in_the_file_is_recorded_as_mine(world):
    book = world.file().write(
        "1.1",
        status="On track",
        text="  Two teams\nuse it.  ",
        difference="Visits are sooner.",
    )

    page = upload(world.officer, book)
    assert "3 changes." in told(page)
    assert updates(world.first) == []
    done = apply(world.officer, page)

    assert "Recorded as yours: 1 update." in told(done)
    assert updates(world.first) == [
        ("on_track", "Two teams\nuse it.", "Visits are sooner.", "")
    ]
    said = world.first.updates.latest("pk")
    assert (said.said_by, said.by_post) == (world.members["officer"], world.post)
    assert Sheet.objects.count() == 0


def test_the_file_leaves_the_same_history_as_the_form(world):
    said = {"status": "off_track", "text": "It stopped.", "reason": "No money."}
    world.officer.post(
        reverse("action-update", args=["westmere-2018", "1.1"]), {**said, "difference": "None."}
    )
    label = {**said, "status": "Off track", "difference": "None."}
    apply(world.officer, upload(world.officer, world.file().write("1.2", **label)))

    def written(action):
        last = action.updates.latest("pk")
        left_out = ("id", "action_id", "known_at", "recorded_at", "_state")
        return {key: value for key, value in vars(last).items() if key not in left_out}

    assert written(world.first) == written(world.second)


def test_an_untouched_status_follows_what_stands_now(world):
    book = world.file().write("1.2", text="Some words.")
    UpdateFactory(action=world.second, status="on_track", holds_from="2019-01-08")

    page = upload(world.officer, book)
    apply(world.officer, page, **{f"row-{world.second.pk}": "mine"})

    assert updates(world.second) == [("on_track", "Some words.", "", "")]


def test_words_alone_keep_the_status_and_its_reason(world):
    book = world.file().write("1.1", text="Three posts are filled.")

    page = upload(world.officer, book)
    assert "What changed Staff are short. Three posts are filled." in told(page)
    apply(world.officer, page)

    assert updates(world.first) == [
        ("at_risk", "Three posts are filled.", "", "Staff are short.")
    ]


def test_yes_under_nothing_changed_confirms(world):
    apply(world.officer, upload(world.officer, world.file().write("1.1", no_change="Yes")))

    last = world.first.updates.latest("pk")
    assert (last.no_change, last.status, last.reason) == (True, "at_risk", "Staff are short.")
    words = world.file().values("1.1")["last"]
    assert words.startswith("Staff are short.\n(Said on 7 January 2019 by ")
    assert words.endswith(f"; confirmed on {in_full(last.holds_from)}: no change.)")


@pytest.mark.parametrize(
    "to", [date(2099, 6, 30), "30/06/2099", "30.6.2099", "30 June 2099", "2099-06-30"]
)
def test_another_date_is_asked_for_however_the_day_is_written(world, to):
    asked = {"why": "The system is late.", "meanwhile": "By hand.", "holds_up": "Nothing."}
    book = world.file().write("1.1", to=to, **asked)

    page = upload(world.officer, book)
    assert "30 June 2099" in told(page)
    apply(world.officer, page)

    request = DateRequest.objects.get()
    assert (request.to, request.reason) == (date(2099, 6, 30), "The system is late.")
    assert (request.meanwhile, request.holds_up) == ("By hand.", "Nothing.")
    assert state_of(world.plan).action_by_pk[world.first.pk].current_due == date(2099, 3, 29)


def test_an_earlier_date_is_asked_for_with_the_form_that_asks_whether_it_is_meant(world):
    asked = {"why": "We are ahead.", "meanwhile": "By hand.", "holds_up": "Nothing."}

    page = upload(world.officer, world.file().write("1.1", to="28/02/2099", **asked))
    assert "That is earlier than the date it has now, 29 March 2099." in told(page)
    assert "ask with the form on the action’s own page" in told(page)
    apply(world.officer, page)

    assert not DateRequest.objects.exists()


def test_the_same_file_twice_records_nothing_the_second_time(world):
    asked = {"to": "30/06/2099", "why": "a", "meanwhile": "b", "holds_up": "c"}
    book = world.file(world.officer)
    book.write("1.1", text="More.", **asked).write("1.2", status="On track", text="Begun.")
    apply(world.officer, upload(world.officer, book))

    page = upload(world.officer, book)

    assert "No change to record; 2 rows recorded already." in told(page)
    assert (Update.objects.exclude(said_by=None).count(), DateRequest.objects.count()) == (2, 1)


def test_a_second_upload_of_the_same_file_adds_what_was_added(world):
    book = world.file().write("1.1", text="More.")
    apply(world.officer, upload(world.officer, book))
    book.write("1.2", status="Not started", text="We begin in May.")

    page = upload(world.officer, book)
    assert "2 changes; 1 row recorded already." in told(page)
    apply(world.officer, page)

    assert [len(updates(one)) for one in (world.first, world.second)] == [1, 1]


# Conflicts


def in_conflict(world):
    book = world.file().write("1.1", status="On track", text="All is well.")
    world.says(world.first, status="off_track", text="It stopped.", reason="No money.")
    return book, upload(world.officer, book)


def test_a_conflict_shows_both_versions_and_waits_for_a_choice(world):
    _, page = in_conflict(world)

    assert "2 changes, 1 conflict." in told(page)
    assert "It stopped." in told(page)
    assert "All is well." in told(page)
    again = apply(world.officer, page)
    assert "Choose one of the answers." in told(again)
    assert len(updates(world.first)) == 1


@pytest.mark.parametrize(
    ("choice", "recorded"),
    [
        ("mine", [("on_track", "All is well.", "", "")]),
        ("words", [("off_track", "All is well.", "", "No money.")]),
        ("theirs", []),
    ],
)
def test_a_conflict_is_settled_as_chosen(world, choice, recorded):
    _, page = in_conflict(world)

    apply(world.officer, page, **{f"row-{world.first.pk}": choice})

    theirs = ("off_track", "It stopped.", "", "No money.")
    assert updates(world.first) == [theirs, *recorded]


def test_who_speaks_between_the_page_and_the_record_is_shown_first(world):
    page = upload(world.officer, world.file().write("1.1", text="Mine."))
    world.says(world.first, status="on_track", text="Theirs.")

    again = apply(world.officer, page)
    assert "Something was recorded since you looked" in told(again)
    assert "Theirs." in told(again)
    assert len(updates(world.first)) == 1

    choice = {f"row-{world.first.pk}": "mine"}
    apply(world.officer, again, **choice)
    assert [text for _, text, *_ in updates(world.first)] == ["Theirs.", "Mine."]


def test_a_conflict_in_one_row_keeps_the_others_waiting_not_lost(world):
    book, _ = in_conflict(world)
    page = upload(world.officer, book.write("1.2", status="On track", text="Begun."))

    assert updates(world.second) == []
    apply(world.officer, page, **{f"row-{world.first.pk}": "theirs"})

    assert len(updates(world.second)) == 1


# What an admin keeps


def test_an_admin_hands_an_action_on_and_rewords_it(world):
    book = world.file(world.admin)
    book.write("1.1", owner="head of care", title="New words", measure="Nine of ten.")
    page = upload(world.admin, book)
    assert "3 changes." in told(page)

    refused = apply(world.admin, page)
    assert "Say what is handed over and why." in told(refused)
    apply(world.admin, refused, note="The team moved.")

    world.first.refresh_from_db()
    assert (world.first.title, world.first.success_measure) == ("New words", "Nine of ten.")
    last = Ownership.objects.filter(action=world.first).latest("pk")
    assert (last.owner, last.text) == (world.other_post, "The team moved.")
    assert world.first.history.first().history_user == world.members["admin"]


def test_an_unknown_owner_is_chosen_or_left(world):
    book = world.file(world.admin).write("1.1", owner="Head of cars")
    page = upload(world.admin, book)
    assert "1 change, 1 unknown owner." in told(page)

    asked = apply(world.admin, page, note="Moved.")
    assert "Choose a post, or leave the owner as it is." in told(asked)
    apply(world.admin, asked, note="Moved.", **{f"owner-{world.first.pk}": world.other_post.pk})

    assert Ownership.objects.filter(action=world.first).latest("pk").owner == world.other_post


def test_an_unknown_owner_may_be_left_as_it_is(world):
    page = upload(world.admin, world.file(world.admin).write("1.1", owner="Head of cars"))

    apply(world.admin, page, **{f"owner-{world.first.pk}": "leave"})

    assert Ownership.objects.filter(action=world.first).count() == 1


@pytest.mark.parametrize(("choice", "stands"), [("mine", "My words"), ("theirs", "Theirs")])
def test_words_that_others_changed_meanwhile_are_a_conflict(world, choice, stands):
    book = world.file(world.admin).write("1.1", title="My words")
    world.first.title = "Theirs"
    world.first.save()

    page = upload(world.admin, book)
    assert "1 change, 1 conflict." in told(page)
    apply(world.admin, page, **{f"title-{world.first.pk}": choice})

    world.first.refresh_from_db()
    assert world.first.title == stands


def test_an_officer_changes_neither_owner_nor_words(world):
    book = world.file().write("1.1", owner="Head of care", title="New words")

    page = upload(world.officer, book)

    assert "No change to record, 2 that cannot be recorded as written." in told(page)
    assert "Only admins hand an action to another post." in told(page)


# The page


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_the_page_takes_as_many_queries_for_many_rows_as_for_few(world, who, client_for):
    user = world.members[who]
    address, client = reverse("round-trip-preview"), client_for(user)

    def queries():
        UpdateFactory(action=world.first, holds_from="2019-01-09")
        Sheet.objects.all().delete()
        upload = keep_upload(
            world.plan, user, status="On track", text="It goes on.", title="New"
        )
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address, {"upload": upload.pk})
        assert page.status_code == 200
        assert len(page.context["form"].comparison.rows) == world.plan.actions.count()
        return len(captured)

    few = queries()
    for number in range(20):
        ActionFactory(plan=world.plan, reference=f"9.{number}", owner=world.post)
    many = queries()

    assert many == few
    assert many <= 15


def test_who_is_only_an_admin_is_offered_and_told_only_what_an_admin_may_do(world):
    book = world.file(world.admin)
    guide = " ".join(cell.value or "" for cell in book.book["How to use"]["A"])
    page = told(world.admin.get(reverse("round-trip")))

    assert book.cell("1.1", "status").protection.locked
    assert "a handover note is needed" in guide
    assert "write yes under" not in guide
    assert "updates are for officers" in page
    assert "my part" not in page
