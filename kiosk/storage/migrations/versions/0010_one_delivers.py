"""Nobody claims a message any more: one process of a data folder delivers, and on a shared database each kiosk what is its own."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Go forwards: what a kiosk was sending for whoever had asked stays that kiosk's."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("UPDATE message SET owner = claim WHERE owner = '' AND claim <> ''")
    op.drop_column("message", "claim")
