"""Each event bears a hash of itself and of the one before it; where the chain ends stands apart."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from kiosk.domain.machine.chain import BEGINNING, link

revision = "0005"
down_revision = "0004"

EVENTS_AT_ONCE = 1000

_event = sa.table(
    "event",
    *(sa.column("id", sa.Integer), sa.column("at", UTCDateTime())),
    *map(sa.column, ("name", "filing", "actor", "detail", "why", "sha256")),
)
_end = sa.table("chain_end", *map(sa.column, ("id", "last", "sha256", "purged", "purged_sha256")))


def upgrade() -> None:
    """Go forwards: what happened before is chained as it stands."""
    op.add_column("event", sa.Column("sha256", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "chain_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("purged", sa.Integer(), nullable=False),
        sa.Column("purged_sha256", sa.String(64), nullable=False),
        sa.Column("purged_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    last, sha256 = _chain_what_is_there()
    op.get_bind().execute(sa.insert(_end), {"id": 1, "last": last, "sha256": sha256, "purged": 0, "purged_sha256": BEGINNING})


def _chain_what_is_there() -> tuple[int, str]:
    connection, last, sha256 = op.get_bind(), 0, BEGINNING
    chained = sa.update(_event).where(_event.c.id == sa.bindparam("this")).values(sha256=sa.bindparam("hash"))
    newer = sa.select(_event).where(_event.c.id > sa.bindparam("last")).order_by(_event.c.id).limit(EVENTS_AT_ONCE)
    while found := connection.execute(newer, {"last": last}).mappings().all():
        rows = []
        for each in found:
            last, sha256 = each["id"], link(sha256, each)
            rows.append({"this": last, "hash": sha256})
        connection.execute(chained, rows)
    return last, sha256
