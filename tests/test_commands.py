import os
import re
import shutil
import socket
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from improvement.management.commands import load_example
from improvement.models import Holding, Membership, User
from inspections.models.time import AsAt
from tests.factories import AuthorityFactory, MembershipFactory, OwnerFactory, PlanFactory

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture
def home(settings, tmp_path):
    """A folder of its own for what the command keeps."""
    settings.BASE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def torbay(db):
    """What the example members need of the example drafts."""
    torbay = AuthorityFactory(name="Torbay", slug="torbay")
    PlanFactory(authority=torbay, key="example-2026", opened="2026-05-29", example=True)
    for key in ("dcs", "practice", "care"):
        OwnerFactory(authority=torbay, key=key)
    return torbay


def passwords_kept(home):
    text = (home / "local" / "sign-in.txt").read_text()
    return dict(re.findall(r"^ +(\S+@\S+) +(\S+-\S+)", text, re.MULTILINE))


def test_example_members_have_their_roles_and_posts(home, torbay):
    load_example.make_members(StringIO())

    rows = Membership.objects.order_by("pk").values_list(
        "user__email", "authority__name", "role", "user__is_superuser"
    )
    assert list(rows) == [
        ("viewer@example.org", "Torbay", "viewer", False),
        ("officer@example.org", "Torbay", "officer", False),
        ("second.officer@example.org", "Torbay", "officer", False),
        ("approver@example.org", "Torbay", "approver", False),
        ("admin@example.org", "Torbay", "admin", False),
    ]
    held = Holding.objects.current(AsAt.end_of(date(2026, 5, 29)))
    assert {(h.user.email, h.owner.key, h.said_by) for h in held} == {
        ("officer@example.org", "practice", None),
        ("second.officer@example.org", "care", None),
    }


def test_example_members_sign_in_with_the_passwords_kept(home, torbay, client):
    load_example.make_members(StringIO())

    passwords = passwords_kept(home)
    assert len(set(passwords.values())) == 5
    assert all(client.login(email=email, password=word) for email, word in passwords.items())


def test_sign_in_file_is_for_its_owner_only(home, torbay):
    (home / "local").mkdir(mode=0o755)

    load_example.make_members(StringIO())

    modes = [(home / name).stat().st_mode & 0o777 for name in ("local", "local/sign-in.txt")]
    assert modes == [0o700, 0o600]


def test_passwords_are_not_printed(home, torbay):
    said = StringIO()

    load_example.make_members(said)

    assert not any(word in said.getvalue() for word in passwords_kept(home).values())


def test_making_the_members_again_changes_nothing(home, torbay):
    load_example.make_members(StringIO())
    text = (home / "local" / "sign-in.txt").read_text()

    load_example.make_members(StringIO())

    assert (home / "local" / "sign-in.txt").read_text() == text
    assert (User.objects.count(), Membership.objects.count()) == (5, 5)
    assert Holding.objects.count() == 2


def test_a_password_that_was_changed_is_no_longer_named(home, torbay):
    load_example.make_members(StringIO())
    viewer = User.objects.get(email="viewer@example.org")
    viewer.set_password("another one altogether")
    viewer.save()

    load_example.make_members(StringIO())

    assert "viewer@example.org" not in passwords_kept(home)
    assert len(passwords_kept(home)) == 4
    assert "changepassword" in (home / "local" / "sign-in.txt").read_text()


def test_a_lost_sign_in_file_names_no_password(home, torbay):
    load_example.make_members(StringIO())
    (home / "local" / "sign-in.txt").unlink()

    load_example.make_members(StringIO())

    assert passwords_kept(home) == {}


def test_a_new_database_takes_the_passwords_kept(home, torbay):
    load_example.make_members(StringIO())
    kept = passwords_kept(home)
    viewer = User.objects.get(email="viewer@example.org")
    viewer.memberships.all().delete()
    viewer.delete()

    load_example.make_members(StringIO())

    assert passwords_kept(home) == kept


def test_a_post_given_up_is_not_given_back(home, torbay, on):
    load_example.make_members(StringIO())
    held = Holding.objects.get(owner__key="care")
    Holding.objects.create(
        owner=held.owner,
        user=held.user,
        change=Holding.Change.LEAVES,
        by_post=held.owner,
        holds_from=date(2026, 9, 1),
        known_at=on("2026-09-01"),
    )

    load_example.make_members(StringIO())

    current = Holding.objects.current(AsAt.end_of(date(2026, 9, 2)))
    assert [h.owner.key for h in current] == ["practice"]


def test_without_the_example_plan_no_member_is_made(home, db):
    with pytest.raises(CommandError, match="no example plan"):
        load_example.make_members(StringIO())

    assert not User.objects.exists()


def test_a_real_plan_of_that_name_gets_no_example_members(home, torbay):
    torbay.plans.update(example=False)

    with pytest.raises(CommandError, match="no example plan"):
        load_example.make_members(StringIO())


def test_the_example_is_not_loaded_beside_members_of_its_own(home, torbay):
    MembershipFactory(authority=torbay)

    with pytest.raises(CommandError, match="members of its own"):
        call_command("load_example")

    assert User.objects.count() == 1


def test_example_members_and_other_authorities_are_no_hindrance(home, torbay):
    load_example.make_members(StringIO())
    MembershipFactory()

    load_example.refuse_beside_others()


# The Makefile, as far as it goes without installing anything


@pytest.fixture
def make(tmp_path):
    """Runs make in a folder with little more than the Makefile."""
    for name in ("Makefile", "requirements.txt", load_example.__file__):
        copy = tmp_path / (REPOSITORY / name).relative_to(REPOSITORY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, copy)
    inherited = ("DATABASE_URL", "DEMO", "PORT", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {k: v for k, v in os.environ.items() if k not in inherited}

    def run(*arguments, **more):
        return subprocess.run(
            ["make", *arguments],
            cwd=tmp_path,
            env={**environment, **more},
            capture_output=True,
            text=True,
            timeout=30,
        )

    return run


@pytest.mark.parametrize(
    ("environment", "loads"),
    [
        ({}, True),
        ({"DEMO": "no"}, False),
        ({"DATABASE_URL": "postgres://tracker@/tracker"}, False),
        ({"DATABASE_URL": "postgres://tracker@/tracker", "DEMO": "yes"}, True),
    ],
)
def test_run_loads_the_example_only_into_its_own_database(make, environment, loads):
    planned = make("--dry-run", "run", **environment)

    assert ("load_example" in planned.stdout) is loads


def test_run_finds_the_database_in_the_env_file(make, tmp_path):
    (tmp_path / ".env").write_text("DATABASE_URL=postgres://tracker@/tracker\n")

    assert "load_example" not in make("--dry-run", "run").stdout


def test_run_says_what_to_do_about_an_old_python(make, tmp_path):
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    said = make("setup", f"PYTHON={old}")

    assert (said.returncode, "Python 3.11 or later is needed" in said.stdout) == (2, True)


def test_run_says_what_to_do_without_venv(make, tmp_path):
    bare = tmp_path / "bare-python"
    bare.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')
    bare.chmod(0o755)

    said = make("setup", f"PYTHON={bare}")

    assert (said.returncode, "apt-get install python3-venv" in said.stdout) == (2, True)


def test_run_says_what_to_do_about_a_port_in_use(make):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        said = make("port-is-free", PORT=str(port))

    assert said.returncode == 2
    assert f"make run PORT={port + 1}" in said.stdout
