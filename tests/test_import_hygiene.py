"""The kiosk runs without Textual, and paints before it has loaded what is slow: both checked in fresh interpreters."""

import json
import pkgutil
import subprocess
import sys

import pytest

import kiosk

# Alembic's own script acts when it is loaded, and only Alembic can load it.
ACTING = {"kiosk.storage.migrations.env"}
MODULES = ["kiosk", *(each.name for each in pkgutil.walk_packages(kiosk.__path__, "kiosk.") if each.name not in ACTING)]
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


@pytest.mark.parametrize("name", ["kiosk.config", "kiosk.domain.errors", "kiosk.locale"])
def test_what_is_needed_before_the_first_paint_loads_nothing_slow(name: str) -> None:
    slow = {"PIL", "alembic", "cryptography", "email_validator", "phonenumbers", "pydantic", "pyotp", "reportlab", "segno"}
    assert loaded_by(f"import {name}").isdisjoint(slow | {"sqlalchemy", "sqlmodel", "sqlcipher3", "stdnum", "structlog"})
