"""The kiosk runs without Textual, and its screens without what looks at documents: both checked in fresh interpreters."""

import json
import pkgutil
import subprocess
import sys

import pytest

import kiosk

# Alembic's own script acts when it is loaded, and only Alembic can load it.
ACTING = {"kiosk.storage.migrations.env"}
MODULES = ["kiosk", *(each.name for each in pkgutil.walk_packages(kiosk.__path__, "kiosk.") if each.name not in ACTING)]
# Of what looks at documents and draws papers: numpy starts threads of its own, and they belong to the children that do it.
ELSEWHERE = {"PIL", "alembic", "numpy", "pikepdf", "pypdfium2", "reportlab", "zxingcpp"}
REPORT = "import sys, json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


def loaded_by(statement: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after the statement."""
    done = subprocess.run([sys.executable, "-c", f"{statement}\n{REPORT}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_no_module_of_the_kiosk_loads_textual_or_the_screens() -> None:
    # One interpreter for all: what is absent after every import was absent after each.
    statement = f"import importlib\nfor name in {MODULES}: importlib.import_module(name)"
    assert loaded_by(statement).isdisjoint({"textual", "screens"})


def test_the_parent_of_the_visits_loads_what_they_need_and_has_one_thread() -> None:
    loaded = loaded_by("import screens.apps.parent, threading\nassert threading.active_count() == 1")
    assert {"textual", "sqlcipher3", "cryptography"} <= loaded
    assert loaded.isdisjoint(ELSEWHERE)


@pytest.mark.parametrize("statement", ["import screens.__main__", "from kiosk.commands import main\nmain(['procedure', 'list'])"])
def test_a_command_does_without_textual(statement: str) -> None:
    assert "textual" not in loaded_by(statement)


def test_a_receipt_is_verified_without_a_database() -> None:
    loaded = loaded_by("from kiosk.commands import main\nmain(['verify', 'ABC'])")
    assert "kiosk" in loaded
    assert loaded.isdisjoint({"sqlalchemy", "sqlcipher3", "sqlmodel"})
