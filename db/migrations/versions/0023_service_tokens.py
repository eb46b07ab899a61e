"""Tokens by which programs read figures."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0023"
down_revision = "0022"

_ROLES = ("director", "committee", "staff")


def upgrade() -> None:
    """Make the table; nothing is in it."""
    text, instant = sqlmodel.AutoString(), sa.DateTime(timezone=True)
    op.create_table(
        "service_token",
        sa.Column("name", text, nullable=False),
        sa.Column("owner", text, nullable=False),
        sa.Column("role", text, nullable=False),
        sa.Column("scope", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("created_by", text, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("revoked_at", instant, nullable=True),
        sa.Column("seen_at", instant, nullable=True),
        sa.Column("id", text, nullable=False),
        sa.CheckConstraint(" OR ".join(f"role = '{role}'" for role in _ROLES), name=op.f("ck_service_token_role")),
        sa.ForeignKeyConstraint(["owner"], ["user.name"], name="fk_service_token_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_service_token"),
        sa.UniqueConstraint("name", name="uq_service_token_name"),
    )
    op.create_index("ix_service_token_owner", "service_token", ["owner"])
