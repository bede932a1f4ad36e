"""What a clean clone stands on: the locks and the word about missing peers."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import conftest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_pins_and_hashes_every_package_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    for entry in packages:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_dependency_is_imported_by_the_program() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    packages = {re.split(r"[<>=[]", each)[0] for each in declared}
    modules = [path for folder in ("kiosk", "screens") for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))
    known = {name: {each.lower().replace("_", "-") for each in packages} for name, packages in packages_distributions().items()}
    assert packages <= set().union(*(known.get(name, set()) for name in imported))


def test_the_tests_that_run_on_both_databases_lie_where_it_is_said() -> None:
    assert all(each.is_file() for each in conftest.ON_BOTH), "one that has moved would no longer run on the server"


def _run_with_missing_peer(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a suite of one test that needs a peer, where the PATH holds none."""
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "packages.txt").write_text("pdftoppm poppler-utils draws\n")
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_one.py").write_text(
        "import pytest\n\n\n@pytest.mark.peer('pdftoppm')\ndef test_draws():\n    raise AssertionError\n"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_") and name != "CI"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        "-c",
        os.devnull,
        str(tmp_path),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**kept, **environment, "PATH": str(tmp_path)})


def test_a_missing_peer_is_left_out_and_named_last_with_how_to_bring_it(tmp_path: Path) -> None:
    done = _run_with_missing_peer(tmp_path, {})
    assert done.returncode == 0, done.stdout
    assert done.stdout.strip().splitlines()[-2:] == [
        "Left out: 1 tests that need pdftoppm (package poppler-utils)",
        "To bring them: sudo apt-get install poppler-utils   (or: make peers)",
    ]


def test_in_ci_a_missing_peer_fails_the_run(tmp_path: Path) -> None:
    done = _run_with_missing_peer(tmp_path, {"CI": "true"})
    assert done.returncode == 1
    assert "pdftoppm is missing; install poppler-utils" in done.stdout
