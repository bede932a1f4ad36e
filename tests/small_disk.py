"""A disk of a few kilobytes, or one that is only read: a tmpfs that a test's child process mounts where nobody else sees it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = str(Path(__file__).parents[1])


def run_where_disks_can_be_mounted(module: str, *words: object) -> str:
    """Run a module of the tests in mount and user namespaces of its own, and return what it printed; skips where there are none."""
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("the kernel lets nobody mount here")
    command = ["unshare", "-Urm", sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, env=os.environ | {"PYTHONPATH": _ROOT})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def mount(folder: Path, options: str) -> None:
    """Mount a tmpfs there, for this process and its children (`size=200k`), or mount it anew (`remount,ro`)."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], check=True)


def unmount(folder: Path) -> None:
    """Take it away with all that it holds."""
    subprocess.run(["umount", str(folder)], check=True)
