"""Alembic's environment: it is handed a connection and never opens one itself."""

from alembic import context
from sqlmodel import SQLModel

import kiosk.storage.tables  # noqa: F401 - makes the tables known

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
context.run_migrations()
