"""From Autorizar to paper: the time until the printer's first byte, through CUPS to a printer that listens at a socket."""

import socket
import time
from pathlib import Path

from kiosk.services.delivery.lanes import Lanes
from kiosk.services.filing import submission
from kiosk.services.papers import legal_texts
from tests.bench.comparison import RUNS, Row, percentile, seconds
from tests.filing import answer_all, open_kiosk
from tests.peers.cups import PATIENCE, cups


def measure(folder: Path) -> list[Row]:
    """Send a case, and wait for the first byte of its receipt."""
    took = []
    with cups() as system, socket.create_server(("127.0.0.1", 0)) as printer:
        printer.settimeout(PATIENCE)
        device = f"socket://127.0.0.1:{printer.getsockname()[1]}"
        system.do("/usr/sbin/lpadmin", "-p", "ROLL", "-E", "-v", device, "-m", "raw")
        kiosk = open_kiosk(folder / "data", None, **system.variables)
        lanes = Lanes(kiosk)
        lanes.start()
        for _run in range(RUNS + 1):
            draft, consent = answer_all(kiosk, email=None), legal_texts.accept(kiosk, legal_texts.consent(kiosk))
            start = time.perf_counter()
            submission.submit(kiosk, draft.id, consent)
            lanes.wake()
            connection, _address = printer.accept()
            with connection:
                connection.settimeout(PATIENCE)
                assert connection.recv(1), "the printer got nothing"
                took.append(time.perf_counter() - start)
                while connection.recv(65536):
                    pass
        lanes.end(PATIENCE)

        kiosk.database.close()
    usual, slowest = seconds(percentile(took[1:], 50)), seconds(max(took[1:]))
    return [Row("Autorizar to the printer's first byte", "the slowest of the runs", usual, slowest, None, "reported", reached=None)]
