"""What waits for staff is found by an index of its own kind, however many cases there are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from kiosk.services.desk import tasks
from kiosk.services.kiosk import Kiosk


def test_no_kind_reads_every_case_message_document_or_event(kiosk: Kiosk) -> None:
    with _statements(kiosk) as asked:
        tasks.today(kiosk)
    selects = [(statement, values) for statement, values in asked if statement.startswith("SELECT")][: len(tasks.QUERIES)]
    assert len(selects) == len(tasks.QUERIES)
    with kiosk.database.reading() as session:
        plans = [_plan(session, *each) for each in selects]
    few = {"identity": "case_file_identity_open", "confirmation": "case_file_sheet_missing", "document": "document_undecided"}
    few |= {"follow_up": "case_file_more_to_bring", "same_identity": "same_identity_undecided"}
    for plan in plans:
        read = [step for step in plan if re.search("(SCAN|Seq Scan on) (case_file|message|document|event)", step)]
        assert not [step for step in read if not step.endswith(tuple(few.values()))], "but an index that holds no more than the few"
        assert not [step for step in plan if "case_file_handed_over_at" in step], "begins with every case that waits"
    for kind, index in few.items():
        plan = plans[next(place for place, (each, _query) in enumerate(tasks.QUERIES) if each == kind)]
        begins = "\n".join(plan) if kiosk.database.is_shared else plan[0]
        assert re.search(rf"(?i)index.* ix_{index}", begins), "begins with the few, not with every filed case"


def _plan(session: Session, statement: str, values: Any) -> list[str]:  # noqa: ANN401 - the driver's
    connection = session.connection()
    explain = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":  # of a table with a row or two it would read all
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN"
    return [str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", values).all()]


@contextmanager
def _statements(kiosk: Kiosk) -> Iterator[list[tuple[str, Any]]]:
    """Give the statements that are sent to the database meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        found.append((statement, values))

    event.listen(kiosk.database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(kiosk.database.engine, "before_cursor_execute", note)
