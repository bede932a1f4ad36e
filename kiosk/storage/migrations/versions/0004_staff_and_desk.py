"""Staff and their desk: who they are, what they vouched for, handed over, asked for again, were answered; and figures."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from kiosk.domain.people.folding import search_keys

revision = "0004"
down_revision = "0003"

TO_CONFIRM = "(entered_by <> '' OR identity_doubts <> '')"
DOUBTFUL = "(verdict = 'doubtful' OR reading IN ('not_found', 'other_person'))"
CASES_AT_ONCE = 1000


def upgrade() -> None:
    """Go forwards: what was filed before was filed by its person alone, and nothing of it was handed over."""
    _add_columns()
    _keep_in_order()
    _make_staff()
    _make_desk()
    _make_figures()
    _make_search()


def _add_columns() -> None:
    for table, column in (
        ("draft", sa.Column("writer", sa.String(60), nullable=False, server_default="")),
        ("draft", sa.Column("writer_name", sa.String(32), nullable=False, server_default="")),
        ("document", sa.Column("replaced_at", UTCDateTime(), nullable=True)),
        ("event", sa.Column("why", sa.String(40), nullable=False, server_default="")),
        ("message", sa.Column("owner", sa.String(60), nullable=False, server_default="")),
        ("case_file", sa.Column("entered_by", sa.String(32), nullable=False, server_default="")),
        ("case_file", sa.Column("confirmed_how", sa.String(20), nullable=False, server_default="")),
        ("case_file", sa.Column("handed_over_at", UTCDateTime(), nullable=True)),
    ):
        op.add_column(table, column)
    op.create_index("ix_case_file_handed_over_at", "case_file", ["handed_over_at"])
    op.create_index("ix_case_file_state_submitted_at", "case_file", ["state", "submitted_at"])
    for name, table, columns, condition in (
        ("ix_case_file_to_confirm", "case_file", ["state", "submitted_at"], TO_CONFIRM),
        ("ix_document_doubtful", "document", ["replaced_at", "attached_at"], DOUBTFUL),
    ):
        op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _keep_in_order() -> None:
    """Let no document seem younger than its case, where the clock went back: what comes to a case later is known by its time."""
    op.execute(
        "UPDATE document SET attached_at = (SELECT submitted_at FROM case_file WHERE case_file.id = document.filing) "
        "WHERE attached_at > (SELECT submitted_at FROM case_file WHERE case_file.id = document.filing)"
    )


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff"], ["staff.name"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_recovery_code_staff", "recovery_code", ["staff"])
    op.create_table(
        "staff_key",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff"], ["staff.name"]),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_index("ix_staff_key_staff", "staff_key", ["staff"])


def _make_desk() -> None:
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("person", sa.String(20), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("how", sa.String(30), nullable=False),
        sa.Column("document_number", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attestation_filing", "attestation", ["filing"])
    op.create_table(
        "handover",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("taken_by", sa.String(200), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handover_at", "handover", ["at"])
    op.create_table(
        "handover_case",
        sa.Column("handover", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"]),
        sa.ForeignKeyConstraint(["handover"], ["handover.id"]),
        sa.PrimaryKeyConstraint("handover", "case_id"),
    )
    op.create_index("ix_handover_case_case_id", "handover_case", ["case_id"])
    op.create_table(
        "correction",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("slot", sa.String(120), nullable=False),
        sa.Column("wanted", sa.String(20), nullable=False),
        sa.Column("explanation", sa.String(400), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("met_at", UTCDateTime(), nullable=True),
        sa.Column("dropped_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_correction_case_id", "correction", ["case_id"])
    op.create_index("ix_correction_met_at", "correction", ["met_at"])
    op.create_table(
        "decision",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("handed_out_at", UTCDateTime(), nullable=True),
        sa.Column("handed_out_by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"]),
        sa.PrimaryKeyConstraint("case_id", "position"),
    )
    op.create_index("ix_decision_handed_out_at", "decision", ["handed_out_at"])
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "kind"),
    )
    op.create_index("ix_withdrawal_case_id", "withdrawal", ["case_id"])
    op.create_table(
        "staff_note",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_staff_note_case_id", "staff_note", ["case_id"])
    op.create_table(
        "rights_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("identity_number", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("explanation", sa.String(400), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answer", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rights_request_answered_at", "rights_request", ["answered_at"])
    op.create_index("ix_rights_request_identity_number", "rights_request", ["identity_number"])
    op.create_table(
        "complaint",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(254), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(32), nullable=False),
        sa.Column("settled_note", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_complaint_at", "complaint", ["at"])
    op.create_index("ix_complaint_settled_at", "complaint", ["settled_at"])


def _make_figures() -> None:
    op.create_table(
        "published_month",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("attentions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "month"),
    )
    op.create_table(
        "step_figure",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "month", "channel", "step"),
    )


def _make_search() -> None:
    connection = op.get_bind()
    # By code points, as SQLite: what a word may be the beginning of is a range, which a server's language would tear apart.
    by_code_points = None if connection.dialect.name == "sqlite" else "C"
    op.create_table(
        "case_word",
        sa.Column("word", sa.String(120, collation=by_code_points), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("word", "submitted_at", "case_id"),
        sqlite_with_rowid=False,
    )
    case, person, word = (sa.table(name, *map(sa.column, columns)) for name, columns in _SEARCHED)
    last = ""
    while found := connection.execute(sa.select(case).where(case.c.id > last).order_by(case.c.id).limit(CASES_AT_ONCE)).all():
        last = found[-1].id
        names = {each.id: [f"{each.given_names} {each.surnames}"] for each in found}
        people = sa.select(person).where(person.c.case_id >= found[0].id, person.c.case_id <= last)
        for each in connection.execute(people):
            names[each.case_id].append(f"{each.given_names} {each.surnames}")
        rows = [
            {"word": key, "submitted_at": each.submitted_at, "case_id": each.id}
            for each in found
            for key in search_keys(names[each.id])
        ]
        connection.execute(sa.insert(word), rows)


_SEARCHED = (
    ("case_file", ("id", "submitted_at", "given_names", "surnames")),
    ("case_person", ("case_id", "given_names", "surnames")),
    ("case_word", ("word", "submitted_at", "case_id")),
)
"""Tables and columns of the search; a time is copied as it stands, so it needs no type."""
