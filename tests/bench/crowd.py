"""A kiosk with ten thousand cases or a million, each of another person, with names as unevenly spread as they are here."""

import random
from array import array
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.folding import search_keys
from kiosk.services.filing import submission
from kiosk.services.papers import legal_texts
from kiosk.storage.tables import AcceptanceRow, Case, CasePerson, CaseWord, Document, table_of
from tests.bench.filing import open_kiosk, prepare

ASKED = 400
"""Cases looked up at each size, by chance over all of them."""
CHUNK = 50_000
_GIVEN = """
María José Luis Carlos Juan Ana Rosa Luz Jorge Manuel Carmen Segundo Ángel Marco Edison Narcisa Blanca Klever Wilson Digna
Zoila Nelson Byron Fanny Galo Hilda Ítalo Jenny Lourdes Mercedes Olga Patricio Rocío Silvia Tránsito Úrsula Vicente Ximena
"""
_SURNAMES = """
Quishpe Chiluisa Zambrano Vera Mendoza Cedeño Guamán Tipán Morocho Yupangui Chango Llumiquinga Ñauñay Caiza Toapanta Pilco
Loor Moreira Macías Bravo Sánchez Vásquez Castillo Jaramillo Ochoa Guaillas Tenesaca Sislema Yuquilema Cujilema Shiguango
Grefa Tanguila Andi Cerda Chimbo Tsamaraint Ankuash Wajarai Shacay Preciado Quiñónez Caicedo Ayoví Nazareno Angulo
"""
_BEGIN, _END = "Qui Chi Lla Gua Tu Pi Mo Ca Yan Shi", "lumba nga cela mbo spe chana tasi"
GIVEN, SURNAMES = _GIVEN.split(), _SURNAMES.split()
RARE: Final = [begins + ends for begins in _BEGIN.split() for ends in _END.split()]
"""Surnames that few have, some of them the beginning of another."""
_FIRST: Final = datetime(2019, 1, 1, tzinfo=UTC)


class Crowd:
    """So many cases, each with a person, a document and two acceptances, copied from one that was submitted."""

    def __init__(self, data: Path, size: int) -> None:
        self.kiosk = open_kiosk(data)
        self.asked = random.Random(7).sample(range(size), ASKED)  # noqa: S311 - the same ones each time
        consent = legal_texts.accept(self.kiosk, legal_texts.consent(self.kiosk))
        self._original = submission.submit(self.kiosk, prepare(self.kiosk).id, consent).id
        self.number = {place: str(CaseNumber("0417", "B", 20 + place // 500_000, place % 500_000 + 1)) for place in self.asked}
        self.names = list(_names(size))
        engine = self.kiosk.database.engine.execution_options(kiosk_begin="BEGIN IMMEDIATE")
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA cache_size = -262144")  # of this connection alone
            for table, most in ((Case, 1), (CasePerson, 1), (Document, 1), (AcceptanceRow, 2)):
                self._fill(connection, table_of(table), size, most)
            self._fill_words(connection, size)
        engine.dispose()

    def _fill(self, connection: Connection, table: Table, size: int, most: int) -> None:
        names = [column.name for column in table.columns]
        owner = {"case_file": "id", "case_person": "case_id"}.get(table.name, "filing")
        listed = ", ".join(f'"{name}"' for name in names)
        query = f'SELECT {listed} FROM "{table.name}" WHERE "{owner}" = ? LIMIT {most}'  # noqa: S608 - names of our own tables
        originals = [dict(zip(names, row, strict=True)) for row in connection.exec_driver_sql(query, (self._original,)).all()]
        assert originals, f"the submitted case has no row in {table.name}"
        for start in range(0, size, CHUNK):
            rows = list(self._copies(table.name, originals, owner, range(start, min(start + CHUNK, size))))
            connection.exec_driver_sql(_insertion(table), rows)

    def _copies(self, table: str, originals: list[dict[str, object]], owner: str, places: range) -> Iterator[tuple[object, ...]]:
        for place in places:
            for original in originals:
                row = original | {owner: _id(place)}
                if table == "case_file":
                    given, surnames = self.names[place]
                    row |= {"number": self.number.get(place, f"any-{place}"), "identity_number": f"99{place:08d}"}
                    row |= {"given_names": given, "surnames": surnames, "submitted_at": _time(place)}
                elif table == "document":
                    row["id"] = _id(place)
                yield tuple(row.values())

    def _fill_words(self, connection: Connection, size: int) -> None:
        """Write the words in the order of their key, which a million of them by chance would take hours for."""
        found: dict[str, array[int]] = defaultdict(lambda: array("I"))
        keys: dict[tuple[str, str], set[str]] = {}
        for place, names in enumerate(self.names):
            for key in keys.setdefault(names, search_keys([" ".join(names)])):
                found[key].append(place)
        times, insertion = [_time(place) for place in range(size)], _insertion(table_of(CaseWord))
        for key in sorted(found):
            connection.exec_driver_sql(insertion, [(key, times[place], _id(place)) for place in found[key]])


def _names(size: int) -> Iterator[tuple[str, str]]:
    """Return so many names, two of each kind, the first of the lists the commonest (Zipf's law)."""
    chance = random.Random(11)  # noqa: S311 - the same ones each time
    kinds = [(words, [1 / place for place in range(1, len(words) + 1)]) for words in (GIVEN, SURNAMES + RARE)]
    for _start in range(0, size, CHUNK):
        drawn = [[chance.choices(words, weights, k=CHUNK) for _twice in range(2)] for words, weights in kinds]
        (one, other), (father, mother) = drawn
        yield from ((f"{one[at]} {other[at]}", f"{father[at]} {mother[at]}") for at in range(min(CHUNK, size - _start)))


def _insertion(table: Table) -> str:
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({listed}) VALUES ({", ".join("?" * len(table.columns))})'  # noqa: S608 - names of our own tables


def _id(place: int) -> str:
    return f"{place:032x}"


def _time(place: int) -> str:
    """Return when a case was sent, as the database holds it: one every four minutes."""
    return f"{_FIRST + timedelta(minutes=4 * place):%Y-%m-%d %H:%M:%S}.000000"
