"""The kill matrix in a bounded form: two points of each use case, drawn alike each time. `make soak` kills at 850."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.killing import KINDS, Ended
from tests.soak.matrix import USE_CASES

ROOT = Path(__file__).parents[2]
EACH = 2


@pytest.mark.peer("strace")
def test_killed_at_a_write_an_fsync_or_a_rename_of_any_use_case_a_restart_finds_everything_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.soak.matrix", str(tmp_path), str(EACH)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    kills = [found for line in done.stdout.splitlines() if "ended" in (found := json.loads(line))]
    assert [each for each in kills if each["wrong"] or each["ended"] == Ended.FAILED] == []
    assert done.returncode == 0
    assert len(kills) == EACH * len(USE_CASES)
    assert {each["kind"] for each in kills if each["ended"] == Ended.KILLED} == set(KINDS)
    assert sum(each["ended"] == Ended.KILLED for each in kills) > 0.9 * len(kills), "the points are not where they were counted"
