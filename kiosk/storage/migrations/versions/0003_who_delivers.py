"""Who is delivering a message, which job it is at the printer, on which paper, and why it is not where it should be."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go forwards: what waits from before has no claim, and takes the printer's usual paper."""
    for column in (
        sa.Column("claim", sa.String(60), nullable=False, server_default=""),
        sa.Column("trouble", sa.String(20), nullable=False, server_default=""),
        sa.Column("media", sa.String(10), nullable=False, server_default=""),
        sa.Column("job", sa.String(120), nullable=False, server_default=""),
        sa.Column("clock_trusted", sa.Boolean(), nullable=False, server_default=sa.true()),
    ):
        op.add_column("message", column)
    op.create_index("ix_message_state", "message", ["state"])
    op.create_index("ix_message_job", "message", ["job"])
    if op.get_bind().dialect.name != "sqlite":  # SQLite holds a text of any length in any column
        op.alter_column("message", "reference", type_=sa.String(60))
