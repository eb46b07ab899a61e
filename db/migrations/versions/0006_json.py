"""What is JSON is stored as JSON: on PostgreSQL the columns take its type; on SQLite JSON is text already."""

from alembic import op

revision = "0006"
down_revision = "0005"

COLUMNS = {"upload": ("counts", "figures"), "upload_event": ("past",), "header_mapping": ("headers", "columns")}


def upgrade() -> None:
    """Change the types; what is stored stays letter for letter (``json`` keeps its text, ``jsonb`` would not)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, names in COLUMNS.items():
        for name in names:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{name}" TYPE JSON USING "{name}"::json')
