"""Beside the number of the state, one that each restore draws.

The table holds nothing but such numbers, so it is made anew.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table and its one row."""
    op.drop_table("generation")
    table = op.create_table(
        "generation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("restored", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_generation"),
    )
    op.bulk_insert(table, [{"id": 1, "number": secrets.randbits(62), "restored": 0}])
