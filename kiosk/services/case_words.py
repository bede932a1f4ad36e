"""The words by which a case is found: written when it is filed, and written anew when a name in it is corrected or goes."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, insert, select

from kiosk.domain.folding import search_keys
from kiosk.storage.tables import Case, CasePerson, CaseWord, table_of

_INSERT = insert(table_of(CaseWord))


def write(session: Session, case_id: str, submitted_at: datetime, names: Iterable[str]) -> None:
    """Write the words of the full names of a case's people, the applicant's and the leavers'."""
    rows = [{"word": key, "submitted_at": submitted_at, "case_id": case_id} for key in search_keys(names)]
    if rows:
        session.connection().execute(_INSERT, rows)


def write_anew(session: Session, case_id: str, before: Iterable[str]) -> None:
    """Take away the words of the names as they were `before`, and write those of the case as it is by now."""
    session.flush()
    case = session.exec(select(Case).where(col(Case.id) == case_id)).one()
    former = (col(CaseWord.word).in_(search_keys(before)), col(CaseWord.submitted_at) == case.submitted_at)
    session.execute(delete(CaseWord).where(*former, col(CaseWord.case_id) == case_id))
    write(session, case_id, case.submitted_at, names_of(session, case))


def names_of(session: Session, case: Case) -> list[str]:
    """Return the full names of a case's people."""
    people = session.exec(select(CasePerson).where(col(CasePerson.case_id) == case.id)).all()
    return [f"{case.given_names} {case.surnames}", *(f"{each.given_names} {each.surnames}" for each in people)]
