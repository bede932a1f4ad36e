"""What was read of others, because it stands on the same page, does not stay in memory: another process looks through its own."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from kiosk.storage.database import open_embedded

KEY = b"k" * 32
WORDS = "the neighbour on the same page"
READER = """
import sys
from pathlib import Path
from sqlalchemy import text
from kiosk.storage.database import open_embedded

path, key, backwards = Path(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode()
database = open_embedded(path, key)
with database.reading() as session:
    assert session.execute(text("SELECT words FROM note WHERE id = 2")).scalar() == "mine"
with database.transaction() as session:
    session.execute(text("UPDATE note SET words = 'other' WHERE id = 2"))
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        span, rights, *_rest = line.split()
        if rights.startswith("rw"):
            start, end = (int(each, 16) for each in span.split("-"))
            memory.seek(start)
            held = memory.read(end - start)
            if backwards in held[::-1]:
                sys.exit(7)
"""


def test_the_rows_beside_those_that_were_read_are_not_in_memory_afterwards(tmp_path: Path) -> None:
    database = open_embedded(tmp_path / "kiosk.db", KEY)
    with database.transaction() as session:
        session.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
        session.execute(text("INSERT INTO note VALUES (1, :words), (2, 'mine'), (3, :words)"), {"words": WORDS})
    database.close()
    command = [sys.executable, "-c", READER, str(tmp_path / "kiosk.db"), KEY.decode(), WORDS[::-1]]
    assert subprocess.run(command, check=False).returncode == 0
