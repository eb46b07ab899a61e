"""The roles whose tour is over for a user; empty for all who have met none."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """On SQLite the table is made again, so that its statement is that of a new database."""
    again: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("user", recreate=again) as table:
        table.add_column(sa.Column("tours", sa.JSON(), nullable=True))
