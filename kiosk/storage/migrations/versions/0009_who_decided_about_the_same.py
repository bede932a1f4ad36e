"""That an identity stands in two cases waits for somebody's decision; a case that the institute has stays handed over.

Of cases that are there, each pair with the same identity is noted where the remark stood until now: the earlier one is open,
or bears another name.
"""

import unicodedata
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0009"
down_revision = "0008"

MORE_TO_BRING = "(CASE WHEN handed_over_at IS NULL THEN state END IN ('handed_over', 'answered', 'delivered'))"
UNDECIDED_SAME = "(decided_at IS NULL)"
_BEARERS = """
SELECT id, identity_number AS identity, given_names || ' ' || surnames AS name, state, submitted_at FROM case_file
UNION ALL
SELECT p.case_id, p.identity_number, p.given_names || ' ' || p.surnames, c.state, c.submitted_at
FROM case_person p JOIN case_file c ON c.id = p.case_id WHERE p.identity_number IS NOT NULL
"""
_MOST = 20
"""Earlier cases that are noted of one identity."""


def upgrade() -> None:
    """Go forwards."""
    op.create_table(
        "same_identity",
        sa.Column("case_id", sa.String(32), sa.ForeignKey("case_file.id"), primary_key=True),
        sa.Column("earlier_id", sa.String(32), sa.ForeignKey("case_file.id"), primary_key=True),
        sa.Column("other_name", sa.Boolean(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False, server_default=""),
        sa.Column("note", sa.String(400), nullable=False, server_default=""),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=False, server_default=""),
    )
    op.create_index("ix_same_identity_earlier_id", "same_identity", ["earlier_id"])
    op.execute(
        "UPDATE case_file SET state = 'handed_over' WHERE state = 'filed' "
        "AND EXISTS (SELECT 1 FROM handover_case WHERE handover_case.case_id = case_file.id)"
    )
    _note_those_that_are_there()
    for name, table, columns, condition in (
        ("ix_case_file_more_to_bring", "case_file", ["submitted_at"], MORE_TO_BRING),
        ("ix_same_identity_undecided", "same_identity", ["case_id", "noted_at"], UNDECIDED_SAME),
    ):
        op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _note_those_that_are_there() -> None:
    connection = op.get_bind()
    often = f"SELECT identity FROM ({_BEARERS}) AS bearers GROUP BY identity HAVING count(*) > 1"  # noqa: S608 - no foreign words
    typed = sa.text(f"SELECT * FROM ({_BEARERS}) AS bearers WHERE identity IN ({often})")  # noqa: S608 - no foreign words
    bearers: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(typed.columns(submitted_at=UTCDateTime())):
        bearers[row.identity].append(row)
    noted: dict[tuple[str, str], dict[str, object]] = {}
    for rows in bearers.values():
        rows.sort(key=lambda row: (row.submitted_at, row.id))
        for place, row in enumerate(rows):
            for earlier in rows[max(place - _MOST, 0) : place]:
                other_name = _folded(earlier.name) != _folded(row.name)
                if earlier.id != row.id and (other_name or earlier.state in {"filed", "handed_over", "answered"}):
                    known = noted.setdefault(
                        (row.id, earlier.id),
                        {"case_id": row.id, "earlier_id": earlier.id, "other_name": False, "noted_at": row.submitted_at},
                    )
                    known["other_name"] = known["other_name"] or other_name
    if noted:
        table = sa.table("same_identity", *(sa.column(each) for each in ("case_id", "earlier_id", "other_name")))
        table.append_column(sa.column("noted_at", UTCDateTime()))
        op.bulk_insert(table, list(noted.values()))


def _folded(name: str) -> set[str]:
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return set(bare.casefold().split())
