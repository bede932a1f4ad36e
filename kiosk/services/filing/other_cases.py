"""Notes other cases that bear an identity of one that is being filed, in the same transaction; staff decide (same_identity)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, insert

from kiosk.domain.cases.state import CaseState
from kiosk.domain.people.folding import words_of
from kiosk.domain.people.names import full_name
from kiosk.storage.tables import Case, CasePerson, SameIdentityRow, table_of

OPEN: Final = (CaseState.FILED, CaseState.HANDED_OVER, CaseState.ANSWERED)
MOST: Final = 20
"""Other cases that are told of, the newest."""
_case, _person = table_of(Case).c, table_of(CasePerson).c
_THESE: Final[sa.BindParameter[str]] = sa.bindparam("identities", expanding=True)
# Built once: building a statement takes longer than running it.
_BEARERS: Final = sa.union_all(
    sa.select(_case.id, _case.submitted_at, _case.state, _case.identity_number, _case.given_names, _case.surnames).where(
        _case.identity_number.in_(_THESE)
    ),
    sa.select(_case.id, _case.submitted_at, _case.state, _person.identity_number, _person.given_names, _person.surnames)
    .join_from(table_of(CasePerson), table_of(Case))
    .where(_person.identity_number.in_(_THESE)),
)  # fmt: skip - a row a table
_NOTE: Final = insert(table_of(SameIdentityRow))


def note(session: Session, filing: str, at: datetime, people: Iterable[tuple[str, str]]) -> None:
    """Note the earlier cases that are open, or bear a number of these `people` (identity, full name) beside another name."""
    names: dict[str, str] = dict(people)
    found = session.connection().execute(_BEARERS, {"identities": list(names)}).all()
    other_name: dict[str, bool] = {}
    for row in sorted((each for each in found if each.id != filing), key=lambda each: each.submitted_at, reverse=True):
        other = set(words_of(full_name(row.surnames, row.given_names))) != set(words_of(names[row.identity_number]))
        if other or row.state in OPEN:
            other_name[row.id] = other_name.get(row.id, False) or other
    if other_name:
        noted = [
            {"case_id": filing, "earlier_id": each, "other_name": other, "noted_at": at}
            | {"decision": "", "note": "", "decided_at": None, "decided_by": ""}
            for each, other in list(other_name.items())[:MOST]
        ]
        session.connection().execute(_NOTE, noted)
