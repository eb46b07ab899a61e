"""Alembic's entry: runs on the connection that ``db.maintenance.migrate`` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context

from db.columns import UtcDateTime
from db.tables import metadata


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """How a new revision writes our own column type."""
    return "columns.UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Run the migrations that ``db.maintenance.migrate`` asked for."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_render,
    )
    context.run_migrations()


run()
