"""Loads the example: the drafts of `seeds/`, and members to try every role with.

Their passwords are random and kept in `local/sign-in.txt`, which only its owner can read.
The database knows only their hashes: a password that is not in the file is gone.
"""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from improvement.models import Holding, Membership, Owner, Plan, User
from inspections.models import Authority

Role = Membership.Role

AUTHORITY = "Torbay"
PLAN = "example-2026"
# The post that says who holds the others.
APPOINTS = "dcs"


@dataclass(frozen=True)
class Example:
    email: str
    name: str
    role: Role
    post: str = ""


EXAMPLES = [
    Example("viewer@example.org", "Example viewer", Role.VIEWER),
    Example("officer@example.org", "Example officer", Role.OFFICER, "practice"),
    Example("second.officer@example.org", "Second example officer", Role.OFFICER, "care"),
    Example("approver@example.org", "Example approver", Role.APPROVER),
    Example("admin@example.org", "Example admin", Role.ADMIN),
]

# Without the letters and digits that are taken for one another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD = re.compile(rf"(?:[{LETTERS}]{{4}}-){{3}}[{LETTERS}]{{4}}")


class Command(BaseCommand):
    help = "Loads the drafts of seeds/ and makes example members; changes nothing twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "--beside-others",
            action="store_true",
            help="also where the authority has members who are not examples",
        )

    def handle(self, *, beside_others, **options):
        if not beside_others:
            refuse_beside_others()
        call_command(
            "import_draft",
            str(settings.BASE_DIR / "seeds"),
            history=True,
            stdout=self.stdout,
            stderr=self.stderr,
        )
        make_members(self.stdout)


def refuse_beside_others():
    emails = [example.email for example in EXAMPLES]
    members = Membership.objects.filter(authority__name=AUTHORITY)
    if members.exclude(user__email__in=emails).exists():
        raise CommandError(
            f"{AUTHORITY} has members of its own here: the example would stand among their "
            "records. To load it all the same: load_example --beside-others "
            "(make run DEMO=yes)."
        )


def make_members(stdout):
    authority = Authority.objects.filter(name=AUTHORITY).first()
    plan = Plan.objects.filter(authority=authority, key=PLAN, example=True).first()
    if plan is None:
        raise CommandError(f"There is no example plan {PLAN}: import seeds/ first.")
    kept = read_passwords()
    passwords = {}
    with transaction.atomic():
        for example in EXAMPLES:
            user, passwords[example.email] = make_member(example, kept.get(example.email))
            Membership.objects.get_or_create(user=user, authority=authority, role=example.role)
            if example.post:
                hold_post(user, plan, example.post)
        # Inside, so that no member exists whose password could not be written down.
        write_passwords(passwords, posts(authority))
    stdout.write(f"{len(EXAMPLES)} example members can sign in: {sign_in_file()}")


def make_member(example, kept):
    """The member, and their password if it is known."""
    user = User.objects.filter(email=example.email).first()
    if user is not None:
        return user, kept if kept and user.check_password(kept) else None
    password = kept or "-".join(
        "".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)
    )
    return User.objects.create_user(example.email, password, name=example.name), password


def hold_post(user, plan, post):
    owners = Owner.objects.filter(authority=plan.authority)
    owner = owners.get(key=post)
    if Holding.objects.filter(owner=owner, user=user).exists():
        return
    Holding.objects.create(
        owner=owner,
        user=user,
        change=Holding.Change.TAKES_UP,
        by_post=owners.get(key=APPOINTS),
        holds_from=plan.opened,
        known_at=plan.known_at,
    )


def posts(authority):
    return dict(Owner.objects.filter(authority=authority).values_list("key", "post"))


def sign_in_file():
    return settings.BASE_DIR / "local" / "sign-in.txt"


def read_passwords():
    if not sign_in_file().exists():
        return {}
    lines = (line.split() for line in sign_in_file().read_text().splitlines())
    return {
        words[0]: words[1] for words in lines if len(words) > 1 and PASSWORD.fullmatch(words[1])
    }


def write_passwords(passwords, post_names):
    lines = ["Who can sign in to the example. Only the owner of this file can read it.", ""]
    for example in EXAMPLES:
        password = passwords[example.email] or "(not kept here)    "
        holds = f", {post_names[example.post]}" if example.post else ""
        lines.append(f"  {example.email:28}{password}  {example.role.label}{holds}")
    if None in passwords.values():
        lines += ["", "A new password: manage.py changepassword ADDRESS"]
    folder = sign_in_file().parent
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    # Written beside and moved into place: never readable by others, never half a file.
    new = sign_in_file().with_suffix(".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600, exist_ok=False)
    new.write_text("\n".join(lines) + "\n")
    new.replace(sign_in_file())
