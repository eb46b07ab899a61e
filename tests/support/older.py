"""A database as an older release left it: what came after is taken away."""

from sqlalchemy import Connection, text

# The newest first, for what names another goes before it.
TABLES = (
    "wrong_try",
    "headline",
    "draft",
    "project_closing",
    "resolution_event",
    "resolution",
    "remark",
    "upload_review",
    "queued_message",
    "subscription",
    "contact",
    "told_state",
    "upload_batch",
    "service_token",
)
COLUMNS = {
    "user": ("amphoe", "tours", "reviews", "opens_full"),
    "project_version": ("in_force_from", "on_web", "aside", "by", "reason", "past"),
}


def to_before_first_page(connection: Connection) -> None:
    """Back to revision 0013: none of the tables and columns of 0014 and after."""
    for table in TABLES:
        connection.execute(text(f"DROP TABLE {table}"))
    for table, columns in COLUMNS.items():
        for column in columns:
            connection.execute(text(f'ALTER TABLE "{table}" DROP COLUMN "{column}"'))
    connection.execute(text("UPDATE alembic_version SET version_num = '0013'"))
