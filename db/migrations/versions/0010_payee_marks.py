"""Payees that the office says are organisations."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "payee_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("organisation", sa.Boolean(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payee_mark"),
    )
    op.create_index("ix_payee_mark_project", "payee_mark", ["project"])
