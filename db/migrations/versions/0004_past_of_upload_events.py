"""A withdrawal or return of a plan keeps which months already over it changed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0004"
down_revision = "0003"

_KEPT = 'id, upload_id, event, "by", at, reason'


def upgrade() -> None:
    """One column more; events of before changed nothing that anybody was asked about, so theirs is empty. On SQLite the
    table is made again, so that its statement is that of a new database.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.add_column("upload_event", sa.Column("past", sa.Text(), nullable=True))
        return
    op.drop_index("ix_upload_event_upload_id", "upload_event")
    op.rename_table("upload_event", "upload_event_0003")
    _make()
    op.execute(f"INSERT INTO upload_event ({_KEPT}) SELECT {_KEPT} FROM upload_event_0003 ORDER BY id")
    op.drop_table("upload_event_0003")
    op.create_index("ix_upload_event_upload_id", "upload_event", ["upload_id"])


def _make() -> None:
    rule = "event = 'withdraw' OR event = 'reinstate'"
    op.create_table(
        "upload_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("event", sqlmodel.AutoString(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("past", sa.Text(), nullable=True),
        sa.CheckConstraint(rule, name=op.f("ck_upload_event_event")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_event_upload_id"),
        sa.PrimaryKeyConstraint("id", name="pk_upload_event"),
    )
