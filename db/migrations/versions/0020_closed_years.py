"""When a project's year was closed and opened again."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the table. No year of before was closed."""
    rule = "event = 'close' OR event = 'reopen'"
    op.create_table(
        "project_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("event", sqlmodel.AutoString(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(rule, name=op.f("ck_project_closing_event")),
        sa.PrimaryKeyConstraint("id", name="pk_project_closing"),
    )
    op.create_index("ix_project_closing_project", "project_closing", ["project"])
