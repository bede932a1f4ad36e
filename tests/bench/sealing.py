"""Storing a document of 2 MB in the vault, against the same writes and fsyncs in clear: what sealing costs."""

import secrets
from pathlib import Path

from kiosk.storage.files import private_folder, write_safely
from kiosk.storage.vault import Vault
from tests.bench.comparison import Row, in_turn, percentile, seconds, timed

MOST = 0.005
"""Seconds more that sealing may take."""
RUNS = 31


def measure(folder: Path) -> list[Row]:
    """Write 2 MB again and again, in turn."""
    vault, clear = Vault(folder / "vault"), private_folder(folder / "clear")
    vault.open()
    content = secrets.token_bytes(2_000_000)
    mine, theirs = in_turn(
        timed(lambda: vault.put(secrets.token_hex(16), content)),
        timed(lambda: write_safely(clear / secrets.token_hex(16), content)),
        RUNS,
    )
    more = percentile(mine, 50) - percentile(theirs, 50)
    ours, other = seconds(percentile(mine, 50)), seconds(percentile(theirs, 50))
    return [Row("storing 2 MB sealed", "the same writes in clear", ours, other, None, f"≤ {seconds(MOST)} more", more <= MOST)]
