"""Roles of staff; those who are there could do everything with cases until now, and may go on."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Go forwards: when somebody last came in is read from the events, which know it."""
    op.add_column("staff", sa.Column("full_name", sa.String(80), nullable=False, server_default=""))
    op.add_column("staff", sa.Column("role", sa.String(20), nullable=False, server_default="supervisor"))
    op.add_column("staff", sa.Column("signed_in_at", UTCDateTime(), nullable=True))
    op.execute(
        "UPDATE staff SET signed_in_at = "
        "(SELECT max(at) FROM event WHERE event.name = 'staff_signed_in' AND event.actor = staff.name)"
    )
