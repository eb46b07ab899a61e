"""Remarks, and resolutions with what became of them."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0019"
down_revision = "0018"
ABOUT = ("figure", "group", "upload", "agenda")
EVENTS = ("going_on", "done", "not_done", "mistaken")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("about", sqlmodel.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.Column("role", sqlmodel.AutoString(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        columns.one_of("about", "about", ABOUT),
        sa.ForeignKeyConstraint(["takes_back"], ["remark.id"], name="fk_remark_takes_back"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
        sa.UniqueConstraint("takes_back", name="uq_remark_takes_back"),
    )
    op.create_index("ix_remark_project", "remark", ["project"])
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("who", sqlmodel.AutoString(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resolution"),
    )
    op.create_index("ix_resolution_project", "resolution", ["project"])
    op.create_table(
        "resolution_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("event", sqlmodel.AutoString(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        columns.one_of("event", "event", EVENTS),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name="fk_resolution_event_resolution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resolution_event"),
    )
    op.create_index("ix_resolution_event_resolution_id", "resolution_event", ["resolution_id"])
