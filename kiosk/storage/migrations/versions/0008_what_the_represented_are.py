"""Whether somebody who is represented is head of a family or dependant: before, nobody asked."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Go forwards: of who was represented before it is not known."""
    op.add_column("case_person", sa.Column("capacity", sa.String(20), nullable=False, server_default=""))
