"""What was measured on a document, how large it was when it was brought, and what was read on it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go forwards: of documents from before, nothing of this is known."""
    op.add_column("document", sa.Column("original_bytes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("document", sa.Column("facts", sa.String(), nullable=False, server_default="[]"))
    op.add_column("document", sa.Column("reading", sa.String(20), nullable=False, server_default=""))
