"""Short links to a page on a day, as it was known at an instant."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "short_link",
        sa.Column("code", sqlmodel.AutoString(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("page", sqlmodel.AutoString(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("seen", columns.UtcDateTime(), nullable=False),
        sa.Column("query", sqlmodel.AutoString(), nullable=False),
        sa.Column("made_by", sqlmodel.AutoString(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_short_link"),
        sa.UniqueConstraint("project", "page", "as_of", "seen", "query", name="uq_short_link_project"),
    )
