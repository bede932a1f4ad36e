"""What was taken back can be undone at the desk for a time: when it was, and by whom."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Go forwards: nothing was undone so far."""
    op.add_column("withdrawal", sa.Column("undone_at", UTCDateTime(), nullable=True))
    op.add_column("withdrawal", sa.Column("undone_by", sa.String(32), nullable=False, server_default=""))
