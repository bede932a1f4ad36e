"""What weighs much is done in child processes, and the log writes its first line all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.adapters import log
from kiosk.children.standing import Worker
from kiosk.domain.errors import OutOfService

HEAVY = {"PIL", "reportlab", "segno", "structlog"}
REPORT = "import sys, json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


def test_a_kiosk_that_only_serves_holds_none_of_what_draws_papers() -> None:
    statement = (
        "import kiosk.bootstrap, kiosk.services.delivery.mailing, kiosk.services.cases.receipts, kiosk.services.filing.submission"
    )
    done = subprocess.run([sys.executable, "-c", f"{statement}\n{REPORT}"], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(json.loads(done.stdout))


def test_a_child_that_fails_is_a_sentence() -> None:
    with pytest.raises(OutOfService, match="no pudo terminar"):
        Worker("kiosk.adapters.samples.stick").ask(folder="/proc/nowhere")


def test_a_fault_is_one_line_with_its_time_and_fields(tmp_path: Path) -> None:
    log.open_log(tmp_path)
    log.error("screen_failed", error=ValueError("9900000010"), place="show:7")
    line = json.loads((tmp_path / "kiosk.log").read_text(encoding="utf-8"))
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "screen_failed", "level": "error", "error": "ValueError", "place": "show:7"}


@pytest.mark.parametrize("key", ["beside the data", "systemd's"])
def test_a_first_start_leaves_alembic_in_a_child_wherever_it_is_started(tmp_path: Path, key: str) -> None:
    statement = "import kiosk.bootstrap, kiosk.config\nkiosk.bootstrap.compose(kiosk.config.load(demo=True))"
    environment = {**os.environ, "KIOSK_DATA_DIR": "data"}
    if key == "systemd's":
        (tmp_path / "kiosk.key").write_bytes(bytes(32))
        (tmp_path / "kiosk.key").chmod(0o400)
        environment["CREDENTIALS_DIRECTORY"] = str(tmp_path)
    command = [sys.executable, "-c", f"{statement}\n{REPORT}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path)
    assert {"alembic", *HEAVY}.isdisjoint(json.loads(done.stdout))
