"""Of each version of a project: from which day it is in force, who stored it and why, from a file or on the web."""

from typing import Literal

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Versions of before are texts of files, in force from the day on which they were stored; their columns stay empty.
    On SQLite the table is made again, so that its statement is that of a new database.
    """
    again: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("project_version", recreate=again) as table:
        table.add_column(sa.Column("in_force_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("on_web", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("aside", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("by", sqlmodel.AutoString(), nullable=True))
        table.add_column(sa.Column("reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("past", sa.JSON(), nullable=True))
