"""Looking a case up by number and by identity, at ten thousand cases and at a million: the indexes must make it one price."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, Table

from kiosk.domain.case_number import CaseNumber
from kiosk.services import cases, legal_texts, submission
from kiosk.storage.tables import AcceptanceRow, Case, CasePerson, Document, table_of
from tests.bench.comparison import Row, in_turn, percentile, seconds, timed
from tests.bench.filing import open_kiosk, prepare

SMALL, LARGE = 10_000, 1_000_000
ASKED = 400
"""Cases looked up at each size, by chance over all of them."""
CHUNK = 50_000
MOST_RATIO, MOST_SECONDS = 1.5, 0.005


class Crowd:
    """A kiosk with so many cases, each with a person, a document and two acceptances, copied from one that was submitted."""

    def __init__(self, data: Path, size: int) -> None:
        self.kiosk = open_kiosk(data)
        self.asked = random.Random(7).sample(range(size), ASKED)  # noqa: S311 - the same ones each time
        consent = legal_texts.accept(self.kiosk, legal_texts.consent(self.kiosk))
        self._original = submission.submit(self.kiosk, prepare(self.kiosk).id, consent).id
        self._number = {place: str(CaseNumber("0417", "B", 20 + place // 500_000, place % 500_000 + 1)) for place in self.asked}
        engine = self.kiosk.database.engine.execution_options(kiosk_begin="BEGIN IMMEDIATE")
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA cache_size = -262144")  # of this connection alone
            for table, most in ((Case, 1), (CasePerson, 1), (Document, 1), (AcceptanceRow, 2)):
                self._fill(connection, table_of(table), size, most)
        engine.dispose()

    def _fill(self, connection: Connection, table: Table, size: int, most: int) -> None:
        names = [column.name for column in table.columns]
        owner = {"case_file": "id", "case_person": "case_id"}.get(table.name, "filing")
        listed = ", ".join(f'"{name}"' for name in names)
        query = f'SELECT {listed} FROM "{table.name}" WHERE "{owner}" = ? LIMIT {most}'  # noqa: S608 - names of our own tables
        originals = [dict(zip(names, row, strict=True)) for row in connection.exec_driver_sql(query, (self._original,)).all()]
        assert originals, f"the submitted case has no row in {table.name}"
        insertion = f'INSERT INTO "{table.name}" ({listed}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608 - as above
        for start in range(0, size, CHUNK):
            rows = list(self._copies(table.name, originals, owner, range(start, min(start + CHUNK, size))))
            connection.exec_driver_sql(insertion, rows)

    def _copies(self, table: str, originals: list[dict[str, object]], owner: str, places: range) -> Iterator[tuple[object, ...]]:
        for place in places:
            for original in originals:
                row = original | {owner: f"{place:032x}"}
                if table == "case_file":
                    row |= {"number": self._number.get(place, f"any-{place}"), "identity_number": f"99{place:08d}"}
                elif table == "document":
                    row["id"] = f"{place:032x}"
                yield tuple(row.values())

    def by_number(self) -> Callable[[], float]:
        """Return a call that looks the next number up; the event that a look leaves costs the same at any size."""
        asked = iter(self._number[place] for place in self.asked * 2)

        def look() -> None:
            number = next(asked)
            with self.kiosk.database.reading() as session:
                self._is_there(cases.case_of(session, number).number == number)

        return timed(look)

    def by_identity(self) -> Callable[[], float]:
        """Return a call that looks the next person's cases up, as `kiosk case list` does."""
        identities = iter(f"99{place:08d}" for place in self.asked * 2)
        return timed(lambda: self._is_there(len(cases.summaries(self.kiosk, identity=next(identities))) == 1))

    @staticmethod
    def _is_there(found: bool) -> None:  # noqa: FBT001 - what was looked up
        assert found


def _row(what: str, small: list[float], large: list[float]) -> Row:
    ratio, worst = median(large) / median(small), percentile(large, 99)
    ours = f"{seconds(median(large))}, p99 {seconds(worst)}"
    goal = f"≤ {MOST_RATIO:g}×, p99 < {seconds(MOST_SECONDS)}"
    return Row(what, "at 10 thousand", ours, seconds(median(small)), ratio, goal, ratio <= MOST_RATIO and worst < MOST_SECONDS)


def measure(folder: Path) -> list[Row]:
    """Compare the two sizes."""
    small, large = Crowd(folder / "small", SMALL), Crowd(folder / "large", LARGE)
    rows = []
    for what, way in (("number", Crowd.by_number), ("identity", Crowd.by_identity)):
        at_large, at_small = in_turn(way(large), way(small), ASKED - 1)
        rows.append(_row(f"case by {what}, at 1 million", at_small, at_large))
    for each in (small, large):
        each.kiosk.database.close()
    return rows
