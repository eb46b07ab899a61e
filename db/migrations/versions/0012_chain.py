"""The chain of what was done. Its first link, over all that exists, follows once the tables are the newest."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "chain_link",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("action", sqlmodel.AutoString(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        *(sa.Column(name, sqlmodel.AutoString(), nullable=True) for name in ("role", "via", "account")),
        sa.Column("content", sa.JSON(), nullable=False),
        *(
            sa.Column(name, sqlmodel.AutoString(), nullable=False)
            for name in ("content_sha256", "previous", "key_id", "hash", "mac")
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_chain_link"),
    )
