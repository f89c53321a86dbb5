"""Killed at any point and run again, nobody gets a mail twice, and none is lost in silence."""

import json
import os
import subprocess
import sys

from tests.places import ROOT


def told(url, what, tmp_path):
    """What the mail runs in a process of their own came to, one dictionary a line."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": "for-tests-only",
        "DJANGO_SETTINGS_MODULE": "improvement.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_mail", what, tmp_path / "taken"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=550,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_killed_run_sends_nothing_twice_and_leaves_nothing_out(
    own_database,
    tmp_path,
):
    *runs, undisturbed = told(own_database, "killed", tmp_path)
    assert not undisturbed["killed"]
    keys = {key for key, state, taken in undisturbed["mails"] if (state, taken) == ("sent", 1)}
    assert len(keys) == len(undisturbed["mails"]) > 3

    uncertain = 0
    for run in runs:
        assert {key for key, _, _ in run["mails"]} == keys, run
        assert run["markers"] == undisturbed["markers"], run
        for _, state, taken in run["mails"]:
            # Taken once and known to be; or nobody knows, and a person is asked.
            assert (state, taken) in [("sent", 1), ("uncertain", 0), ("uncertain", 1)], run
            uncertain += state == "uncertain"
        # Two kills cut off two messages at most: every other one is sent.
        assert sum(state == "uncertain" for _, state, _ in run["mails"]) <= 2, run

    assert len(runs) > 30, "hardly a run was killed: the test proved nothing"
    both = {taken for run in runs for _, state, taken in run["mails"] if state == "uncertain"}
    assert both == {0, 1}, "no kill fell before, or none after, the server took a message"
    assert uncertain


def test_three_runs_at_once_send_each_message_once(own_database, tmp_path):
    (after,) = told(own_database, "race", tmp_path)

    assert len(after["mails"]) > 20
    assert {(state, taken) for _, state, taken in after["mails"]} == {("sent", 1)}
