"""What cases lack, read from their own rows: asked for many at once, so that a list of them takes one question."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.state import CaseState
from kiosk.storage.tables import Case, Correction, Document, table_of
from kiosk.storage.tables.case import IDENTITY_OPEN, SHEET_MISSING
from kiosk.storage.tables.document import UNDECIDED

_cases, _documents, _corrections = table_of(Case), table_of(Document), table_of(Correction)
_case, _document, _correction = _cases.c, _documents.c, _corrections.c
IS_AWAITED: Final = sa.and_(_correction.met_at.is_(None), _correction.dropped_at.is_(None))
NOT_ASKED_AGAIN: Final = sa.not_(
    sa.exists().where(_correction.case_id == _document.filing, _correction.slot == _document.slot, IS_AWAITED)
)
"""Whoever asked for a better one has decided about the one that stands there."""
_THESE: Final[sa.BindParameter[str]] = sa.bindparam("ids", expanding=True)
_ORDER: Final = list(Lacking)


def _of(what: Lacking, ids: Any, *conditions: Any) -> sa.Select[Any]:  # noqa: ANN401 - a column, and conditions of every make
    return sa.select(ids, sa.literal(str(what))).join(_cases, _case.id == ids).where(ids.in_(_THESE), *conditions)


_GOES_ON = _case.state != CaseState.WITHDRAWN
# Built once: building a statement takes longer than running it.
_LACKING = sa.union(
    sa.select(_case.id, sa.literal(str(Lacking.IDENTITY))).where(_case.id.in_(_THESE), sa.text(IDENTITY_OPEN)),
    sa.select(_case.id, sa.literal(str(Lacking.SHEET))).where(_case.id.in_(_THESE), sa.text(SHEET_MISSING)),
    _of(Lacking.DOCUMENT, _document.filing, _GOES_ON, sa.text(UNDECIDED), _document.replaced_at.is_(None), NOT_ASKED_AGAIN),
    _of(Lacking.CORRECTION, _correction.case_id, _GOES_ON, IS_AWAITED),
)


def of_cases(session: Session, ids: Collection[str]) -> dict[str, tuple[Lacking, ...]]:
    """Return what each of these cases lacks, by its id, in the order of `Lacking`; nothing of one that was withdrawn."""
    found: dict[str, set[Lacking]] = defaultdict(set)
    if ids:
        for case_id, code in session.connection().execute(_LACKING, {"ids": list(ids)}):
            found[case_id].add(Lacking(code))
    return {each: tuple(sorted(found.get(each, ()), key=_ORDER.index)) for each in ids}


def of_case(session: Session, case_id: str) -> tuple[Lacking, ...]:
    """Return what a case lacks."""
    return of_cases(session, [case_id])[case_id]
