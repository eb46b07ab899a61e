"""The amphoe that a user is kept to; empty for all until now: they see the whole of their projects."""

from typing import Literal

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """On SQLite the table is made again, so that its statement is that of a new database."""
    again: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("user", recreate=again) as table:
        table.add_column(sa.Column("amphoe", sqlmodel.AutoString(), nullable=True))
