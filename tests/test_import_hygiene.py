"""The kiosk runs without Textual, and paints before it has loaded what is slow: both checked in fresh interpreters."""

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import kiosk

# Alembic's own script acts when it is loaded, and only Alembic can load it.
ACTING = {"kiosk.storage.migrations.env"}
MODULES = ["kiosk", *(each.name for each in pkgutil.walk_packages(kiosk.__path__, "kiosk.") if each.name not in ACTING)]
# 0.7 s together: they are loaded in a thread, behind the welcome screen.
SLOW = {
    *(
        "PIL",
        "alembic",
        "cryptography",
        "email_validator",
        "phonenumbers",
        "pikepdf",
        "pyotp",
        "pypdfium2",
        "reportlab",
    ),
    *("segno", "sqlalchemy", "sqlcipher3", "sqlite3", "sqlmodel", "stdnum", "structlog"),
}
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


def test_the_first_screen_is_drawn_with_textual_and_the_settings_alone(tmp_path: Path) -> None:
    load = f"kiosk.config.load(demo=True, environ={{'KIOSK_DATA_DIR': {str(tmp_path)!r}}})"
    loaded = loaded_by(f"import screens.__main__, screens.terminal, screens.app, kiosk.config\n{load}")
    assert "textual" in loaded
    assert loaded.isdisjoint(SLOW)


def test_a_receipt_is_verified_without_a_database() -> None:
    loaded = loaded_by("from kiosk.commands import main\nmain(['verify', 'ABC'])")
    assert "kiosk" in loaded
    assert loaded.isdisjoint({"sqlalchemy", "sqlcipher3", "sqlmodel"})
