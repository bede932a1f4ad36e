"""The two programs on their terminals: the kiosk and the smallest app, started by console scripts that differ in one name."""

import shutil
import sys
from pathlib import Path

from tests.terminal.driver import Terminal

ROOT = Path(__file__).parent.parent.parent


def kiosk_script() -> Path:
    """Return the console script that the installation made beside this interpreter."""
    script = Path(sys.executable).parent / "kiosk"
    if not script.exists():
        raise SystemExit("kiosk is not installed beside this interpreter: make bench")
    return script


def smallest_script(folder: Path) -> Path:
    """Write the smallest app's console script: the kiosk's own, calling another `main`."""
    text = kiosk_script().read_text(encoding="utf-8").replace("screens.__main__", "tests.bench.smallest")
    script = folder / "smallest"
    script.write_text(text, encoding="utf-8")
    shutil.copymode(kiosk_script(), script)
    return script


def start_kiosk(data: Path, *words: str, columns: int = 80, rows: int = 24) -> Terminal:
    """Start the kiosk with its data in a folder."""
    env = {"KIOSK_DATA_DIR": str(data), "KIOSK_KIOSK__ID": "0417", "KIOSK_KIOSK__PROVINCE": "17"}
    return Terminal([str(kiosk_script()), *words], columns=columns, rows=rows, env=env)


def start_smallest(folder: Path) -> Terminal:
    """Start the smallest app."""
    return Terminal([str(smallest_script(folder))])
