"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go forwards."""
    op.create_table(
        "acceptance",
        sa.Column("filing", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("read_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("filing", "kind"),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("procedure", sa.String(60), nullable=False),
        sa.Column("procedure_version", sa.String(40), nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("sector", sa.String(60), nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("clock_trusted", sa.Boolean(), nullable=False),
        sa.Column("identity_kind", sa.String(20), nullable=False),
        sa.Column("identity_number", sa.String(20), nullable=False),
        sa.Column("given_names", sa.String(200), nullable=False),
        sa.Column("surnames", sa.String(200), nullable=False),
        sa.Column("capacity", sa.String(20), nullable=False),
        sa.Column("identity_doubts", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(20), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("email_verified_at", UTCDateTime(), nullable=True),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("applicant_leaves", sa.Boolean(), nullable=False),
        sa.Column("remaining", sa.String(20), nullable=True),
        sa.Column("observation", sa.String(), nullable=False),
        sa.Column("institution_reference", sa.String(60), nullable=False),
        sa.Column("receipt_seen_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_case_file_identity_number", "case_file", ["identity_number"])
    op.create_index("ix_case_file_submitted_at", "case_file", ["submitted_at"])

    op.create_table(
        "document",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("filing", sa.String(32), nullable=False),
        sa.Column("slot", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(40), nullable=False),
        sa.Column("attached_at", UTCDateTime(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("picture_width", sa.Integer(), nullable=False),
        sa.Column("picture_height", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("filing", "slot"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_draft_expires_at", "draft", ["expires_at"])

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("filing", sa.String(32), nullable=True),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_event_at", "event", ["at"])
    op.create_index("ix_event_filing", "event", ["filing"])

    op.create_table(
        "fact",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("next_try_at", UTCDateTime(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_message_next_try_at", "message", ["next_try_at"])
    op.create_index("ix_message_reference", "message", ["reference"])

    op.create_table(
        "numbering",
        sa.Column("kiosk", sa.String(4), nullable=False),
        sa.Column("series", sa.String(1), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "series"),
    )
    op.create_table(
        "verification",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("filing", sa.String(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_verification_email", "verification", ["email"])
    op.create_index("ix_verification_filing", "verification", ["filing"])

    op.create_table(
        "wrong_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_wrong_try_subject", "wrong_try", ["subject"])

    op.create_table(
        "case_person",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("given_names", sa.String(200), nullable=False),
        sa.Column("surnames", sa.String(200), nullable=False),
        sa.Column("identity_kind", sa.String(20), nullable=True),
        sa.Column("identity_number", sa.String(20), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("kinship", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_file.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "position"),
    )
    op.create_index("ix_case_person_identity_number", "case_person", ["identity_number"])
