"""Duties that live until they are done: who decided about a doubtful document, when an identity was seen, what nobody signed.

Consent on paper is recorded only where its sheet was scanned: what said "paper" without one says "awaited" from now on.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0005"

IDENTITY_OPEN = "((entered_by <> '' OR identity_doubts <> '') AND identity_seen_at IS NULL AND state <> 'withdrawn')"
SHEET_MISSING = "(entered_by <> '' AND confirmed_how = '' AND state <> 'withdrawn')"
UNDECIDED = "((verdict = 'doubtful' OR reading IN ('not_found', 'other_person')) AND judged_at IS NULL AND length(key) > 0)"


def upgrade() -> None:
    """Go forwards: a document that was only looked at has no decision."""
    op.add_column("case_file", sa.Column("identity_seen_at", UTCDateTime(), nullable=True))
    op.add_column("document", sa.Column("judged_at", UTCDateTime(), nullable=True))
    op.add_column("document", sa.Column("judged_by", sa.String(32), nullable=False, server_default=""))
    op.execute(
        "UPDATE case_file SET identity_seen_at = (SELECT min(at) FROM attestation WHERE attestation.filing = case_file.id "
        "AND subject = 'identity' AND person = 'applicant' AND value = case_file.identity_number)"
    )
    op.execute(
        "UPDATE acceptance SET how = 'awaited' WHERE kind = 'consent' AND how = 'paper' "
        "AND filing IN (SELECT id FROM case_file WHERE confirmed_how = '')"
    )
    op.drop_index("ix_case_file_to_confirm", "case_file")
    op.drop_index("ix_document_doubtful", "document")
    for name, table, columns, condition in (
        ("ix_case_file_identity_open", "case_file", ["submitted_at"], IDENTITY_OPEN),
        ("ix_case_file_sheet_missing", "case_file", ["submitted_at"], SHEET_MISSING),
        ("ix_document_undecided", "document", ["replaced_at", "attached_at"], UNDECIDED),
    ):
        op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
