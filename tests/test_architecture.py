"""Which room may open into which, read from the imports; each rule tried on a breach."""

import ast
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

# Rooms that know no Django: they may import Python, parsers, a calendar and
# each other.
PURE = (
    "inspections/intake/",
    "improvement/state/rules.py",
    "improvement/state/replay.py",
    "improvement/personal_data.py",
    "improvement/not_names.py",
)
PURE_MODULES = (
    "inspections.intake",
    "improvement.state.rules",
    "improvement.state.replay",
    "improvement.not_names",
)
PARSERS = {
    "yaml",
    "jsonschema",
    "openpyxl",
    "defusedxml",
    "holidays",
    "lxml",
    "mammoth",
    "pypdfium2",
}

# Only screens, commands and middleware read the clock; the rest is told the moment.
SCREENS = tuple(
    f"improvement/{room}/"
    for room in (
        "admin",
        "dashboards",
        "documents",
        "keeping",
        "officers",
        "packs",
        "spreadsheets",
    )
)
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "date.today",
    "datetime.today",
    "datetime.now",
    "datetime.utcnow",
    "time.time",
    "now",
    "localdate",
    "localtime",
    "Now",
}
# Django's own field for when an account was made; nothing is worked out from it.
CLOCK_OF_ACCOUNTS = ("improvement/models/people.py", "timezone.now")

DUSTBINS = {"services", "utils", "helpers", "selectors", "managers", "core", "common", "misc"}


def sources(root):
    """Every Python file of ours: (path, syntax tree)."""
    for folder in ("improvement", "inspections"):
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text(), name)


def imports(tree):
    """Every module that a file imports, `from a import b` as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_of(module, *packages):
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def imported(root):
    return [(name, module) for name, tree in sources(root) for module in imports(tree)]


def inspections_that_import_improvement(root):
    return {
        (name, module)
        for name, module in imported(root)
        if name.startswith("inspections/") and is_of(module, "improvement")
    }


def pure_rooms_that_know_more(root):
    return {
        (name, module)
        for name, module in imported(root)
        if name.startswith(PURE)
        and not is_of(module, *PURE_MODULES, *PARSERS, *sys.stdlib_module_names)
    }


# Reading takes no part in writing: what both need stands below, in `state` or the models.
WRITING = tuple(
    f"improvement.{room}"
    for room in (
        "importing",
        "documents",
        "recording",
        "saying",
        "officers",
        "approvers",
        "keeping",
        "posts",
        "spreadsheets",
    )
)


def dashboards_that_open_into_writing(root):
    return {
        (name, module)
        for name, module in imported(root)
        if name.startswith(("improvement/dashboards/", "improvement/state/"))
        and is_of(module, *WRITING)
    }


def importers_of_settings(root):
    return {
        (name, module)
        for name, module in imported(root)
        if is_of(module, "improvement.settings")
    }


def clock_reads(tree):
    """Each mention of a clock, with the arguments of the functions around it."""

    def visit(node, arguments):
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef):
            arguments = arguments | {argument.arg for argument in node.args.args}
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else None
        if called in CLOCKS:
            yield called, arguments
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
            yield ast.unparse(node), arguments
        for child in ast.iter_child_nodes(node):
            yield from visit(child, arguments)

    yield from visit(tree, frozenset())


def readers_of_the_clock(root):
    """Those that are neither a view or middleware (they are given a request) nor a
    command."""
    found = set()
    for name, tree in sources(root):
        if name.startswith("improvement/management/commands/"):
            continue
        for clock, arguments in clock_reads(tree):
            is_screen = name.startswith(SCREENS) and "request" in arguments
            if not is_screen and (name, clock) != CLOCK_OF_ACCOUNTS:
                found.add((name, clock))
    return found


def dustbins(root):
    return {
        path.relative_to(root).as_posix()
        for folder in ("improvement", "inspections", "tests")
        for path in (root / folder).rglob("*")
        if path.stem in DUSTBINS and (path.is_dir() or path.suffix == ".py")
    }


@pytest.mark.parametrize(
    "rule",
    [
        inspections_that_import_improvement,
        pure_rooms_that_know_more,
        dashboards_that_open_into_writing,
        importers_of_settings,
        readers_of_the_clock,
        dustbins,
    ],
)
def test_house_keeps_its_rule(rule):
    assert rule(ROOT) == set()


def test_every_file_was_read():
    names = {name for name, _ in sources(ROOT)}

    assert {"inspections/models/time.py", "improvement/state/rules.py"} <= names
    assert any(name.startswith("inspections/intake/") for name in names)
    assert all(any(name.startswith(pure) for name in names) for pure in PURE)


@pytest.fixture
def plant(tmp_path):
    def write(path, source):
        planted = tmp_path / path
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text(source)
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("rule", "path", "source", "breach"),
    [
        (
            inspections_that_import_improvement,
            "inspections/models/a.py",
            "from improvement.models import Plan",
            "improvement.models.Plan",
        ),
        (
            inspections_that_import_improvement,
            "inspections/a.py",
            "def late():\n    import improvement",
            "improvement",
        ),
        (
            pure_rooms_that_know_more,
            "inspections/intake/a.py",
            "from django.db import models",
            "django.db.models",
        ),
        (
            pure_rooms_that_know_more,
            "improvement/state/rules.py",
            "import django.utils.timezone",
            "django.utils.timezone",
        ),
        (
            pure_rooms_that_know_more,
            "improvement/state/replay.py",
            "from inspections.models import Finding",
            "inspections.models.Finding",
        ),
        (
            dashboards_that_open_into_writing,
            "improvement/dashboards/plans/a.py",
            "from improvement import recording",
            "improvement.recording",
        ),
        (
            dashboards_that_open_into_writing,
            "improvement/dashboards/a.py",
            "from improvement.importing.merging import Session",
            "improvement.importing.merging.Session",
        ),
        (
            dashboards_that_open_into_writing,
            "improvement/state/a.py",
            "def late():\n    import improvement.officers.forms",
            "improvement.officers.forms",
        ),
        (
            importers_of_settings,
            "improvement/access.py",
            "from improvement import settings",
            "improvement.settings",
        ),
        (
            importers_of_settings,
            "improvement/access.py",
            "from improvement.settings import DEBUG",
            "improvement.settings.DEBUG",
        ),
        (
            readers_of_the_clock,
            "improvement/state/a.py",
            "from django.utils import timezone\ndef f(request):\n    return timezone.now()",
            "timezone.now",
        ),
        (
            readers_of_the_clock,
            "improvement/dashboards/a.py",
            "def build(rows, day=date.today()):\n    return rows",
            "date.today",
        ),
        (
            readers_of_the_clock,
            "improvement/models/a.py",
            "holds_from = DateField(default=timezone.localdate)",
            "timezone.localdate",
        ),
        (
            readers_of_the_clock,
            "inspections/models/a.py",
            "def known(self):\n    return self.filter(known_at__lte=Now())",
            "Now",
        ),
    ],
)
def test_planted_breach_is_found(plant, rule, path, source, breach):
    assert rule(plant(path, source)) == {(path, breach)}


@pytest.mark.parametrize(
    "path",
    ["improvement/services.py", "inspections/utils/reading.py", "tests/helpers.py"],
)
def test_planted_dustbin_is_found(plant, path):
    assert len(dustbins(plant(path, ""))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("inspections/models/a.py", "from improvements import Plan"),
        ("inspections/intake/a.py", "import re, yaml\nfrom inspections.intake import dates"),
        ("improvement/access.py", "from django.conf import settings"),
        ("improvement/officers/a.py", "def view(request):\n    return timezone.now()"),
        ("improvement/management/commands/a.py", "now = timezone.now()"),
        ("improvement/dashboards/a.py", "from improvement.state import reasons"),
        ("improvement/state/a.py", "def late(self):\n    return self.request.now"),
    ],
)
def test_what_is_allowed_is_no_breach(plant, path, source):
    root = plant(path, source)

    assert inspections_that_import_improvement(root) == set()
    assert pure_rooms_that_know_more(root) == set()
    assert dashboards_that_open_into_writing(root) == set()
    assert importers_of_settings(root) == set()
    assert readers_of_the_clock(root) == set()
