"""Whether a phone opens the full page for a user at once; empty for all who have not chosen."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """On SQLite the table is made again, so that its statement is that of a new database."""
    again: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("user", recreate=again) as table:
        table.add_column(sa.Column("opens_full", sa.Boolean(), nullable=True))
