"""The headlines of projects, as they were computed last."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the table; nothing is in it, and what is needed is computed."""
    text = sqlmodel.AutoString()
    op.create_table(
        "headline",
        sa.Column("project", text, nullable=False),
        sa.Column("basis", text, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("mac", text, nullable=False),
        sa.PrimaryKeyConstraint("project", name="pk_headline"),
    )
