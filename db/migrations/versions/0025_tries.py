"""Wrong passwords, counted for all servers of the database together."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Make the table; nothing is in it."""
    op.create_table(
        "wrong_try",
        sa.Column("id", sqlmodel.AutoString(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_try"),
    )
    op.create_index("ix_wrong_try_at", "wrong_try", ["at"])
