"""The words by which a case is found, written when it is filed."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, insert

from kiosk.domain.people.folding import search_keys
from kiosk.storage.tables import CaseWord, table_of

_INSERT = insert(table_of(CaseWord))


def write(session: Session, case_id: str, submitted_at: datetime, names: Iterable[str]) -> None:
    """Write the words of the full names of a case's people, the applicant's and the leavers'."""
    rows = [{"word": key, "submitted_at": submitted_at, "case_id": case_id} for key in search_keys(names)]
    if rows:
        session.connection().execute(_INSERT, rows)
