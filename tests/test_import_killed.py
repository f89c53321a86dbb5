"""An import that is killed has written all of it or nothing."""

import signal
import subprocess
import time

from tests.own_database import manage, run
from tests.places import ROOT

SEEDS = sorted((ROOT / "seeds").glob("201[26]*.yaml"))  # some of them: eight imports follow
WHOLE = str(len(SEEDS))  # each is a document

COUNT = (
    "from inspections.models import *; from improvement.models import *; "
    "print(Document.objects.count(), Finding.objects.count(), Update.objects.count())"
)


def test_a_killed_import_leaves_nothing_and_the_next_one_everything(own_database):
    began = time.monotonic()
    out = run(own_database, "import_draft", *SEEDS, "--history", "--dry-run")
    takes = time.monotonic() - began
    assert "Would be: " in out
    killed = 0
    for part in (0.3, 0.5, 0.7, 0.85, 0.95):
        process = manage(own_database, "import_draft", *SEEDS, "--history")
        try:
            process.communicate(timeout=takes * part)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
        found = run(own_database, "shell", "-v0", "-c", COUNT).split()
        assert found[0] in ("0", WHOLE), found
        if found[0] == WHOLE:
            break
        assert found == ["0", "0", "0"]
    assert killed, "no import was killed: the test proved nothing"

    run(own_database, "import_draft", *SEEDS, "--history")

    assert "0 created, 0 changed" in run(own_database, "import_draft", *SEEDS, "--history")
