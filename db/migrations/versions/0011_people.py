"""Scopes of users; addresses and indexes of the log; uploads whose rows were erased."""

from typing import Literal

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0011"
down_revision = "0010"

Again = Literal["always", "never"]


def upgrade() -> None:
    """On SQLite the tables are made again, so that their statements are those of a new database."""
    again: Again = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    _users(again)
    _log(again)
    _erasures(again)


def _users(again: Again) -> None:
    with op.batch_alter_table("user", recreate=again) as table:
        table.add_column(sa.Column("scope", sa.JSON(), nullable=True))


def _log(again: Again) -> None:
    with op.batch_alter_table("audit_event", recreate=again) as table:
        table.add_column(sa.Column("address", sqlmodel.AutoString(), nullable=True))
        table.drop_index("ix_audit_event_project")
        for name in ("by", "action", "project"):
            table.create_index(f"ix_audit_event_{name}_at", [name, "at"])


def _erasures(again: Again) -> None:
    rule = op.f("ck_upload_event_event")
    with op.batch_alter_table("upload_event", recreate=again) as table:
        table.drop_constraint(rule, type_="check")
        table.create_check_constraint(rule, "event = 'withdraw' OR event = 'reinstate' OR event = 'erase'")
    op.create_table(
        "kept_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("seen", columns.UtcDateTime(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_figures"),
        sa.UniqueConstraint("project", "as_of", "seen", name="uq_kept_figures_project"),
    )
