"""A second pair of eyes: who may review, what waits, was passed or sent back."""

from typing import Literal

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0018"
down_revision = "0017"

EVENTS = ("withdraw", "reinstate", "erase", "wait", "pass", "send_back")


def upgrade() -> None:
    """Nobody has the right yet, and nothing waits. On SQLite tables that change are made again, so that their
    statements are those of a new database.
    """
    again: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("user", recreate=again) as table:
        table.add_column(sa.Column("reviews", sa.Boolean(), nullable=True))
    rule = op.f("ck_upload_event_event")
    with op.batch_alter_table("upload_event", recreate=again) as table:
        table.drop_constraint(rule, type_="check")
        table.create_check_constraint(rule, " OR ".join(f"event = '{event}'" for event in EVENTS))
    op.create_table(
        "upload_review",
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("project_version_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_review_upload_id"),
        sa.ForeignKeyConstraint(
            ["project_version_id"], ["project_version.id"], name="fk_upload_review_project_version_id"
        ),
        sa.PrimaryKeyConstraint("upload_id", name="pk_upload_review"),
    )
