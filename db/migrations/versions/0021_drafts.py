"""Loads that are not saved yet."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table; nothing is in it."""
    text, instant = sqlmodel.AutoString(), sa.DateTime(timezone=True)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by", text, nullable=False),
        sa.Column("project", text, nullable=False),
        sa.Column("files", text, nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("holder", text, nullable=False),
        sa.Column("begun_at", instant, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_by", "draft", ["by"])
    op.create_index("ix_draft_at", "draft", ["at"])
