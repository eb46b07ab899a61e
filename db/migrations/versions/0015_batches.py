"""Which uploads were stored together."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table. Uploads of before were stored one by one."""
    op.create_table(
        "upload_batch",
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_batch_upload_id"),
        sa.PrimaryKeyConstraint("upload_id", name="pk_upload_batch"),
    )
    op.create_index("ix_upload_batch_batch", "upload_batch", ["batch"])
