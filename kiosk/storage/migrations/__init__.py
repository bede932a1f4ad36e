"""The schema's history (Alembic), forwards only; run at start, under the writing lock."""
