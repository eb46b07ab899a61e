"""Lessons learned, with corrections and withdrawals."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("group_code", sqlmodel.AutoString(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["corrects"], ["lesson.id"], name="fk_lesson_corrects"),
        sa.UniqueConstraint("corrects", name="uq_lesson_corrects"),
        sa.PrimaryKeyConstraint("id", name="pk_lesson"),
    )
    op.create_index("ix_lesson_project", "lesson", ["project"])
    op.create_table(
        "lesson_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("event", sqlmodel.AutoString(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("event = 'withdraw' OR event = 'reinstate'", name=op.f("ck_lesson_event_event")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name="fk_lesson_event_lesson_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lesson_event"),
    )
    op.create_index("ix_lesson_event_lesson_id", "lesson_event", ["lesson_id"])
