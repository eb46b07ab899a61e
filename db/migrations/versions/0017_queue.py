"""Who is told of what, and the queue of what is to be sent."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db.columns import UtcDateTime

revision = "0017"
down_revision = "0016"

_OCCASIONS = ("week", "month", "verdict", "stale", "window", "review", "backup")
_STATES = ("waiting", "sent", "ended", "dropped")


def upgrade() -> None:
    """Make the tables. Nobody is told of anything before somebody subscribes."""
    _contact()
    _subscription()
    _queued_message()
    op.create_table(
        "told_state",
        sa.Column("project", sqlmodel.AutoString(), nullable=False),
        sa.Column("verdict", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project", name="pk_told_state"),
    )


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("user_name", sqlmodel.AutoString(), nullable=False),
        sa.Column("line_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_name"], ["user.name"], name="fk_contact_user_name"),
        sa.PrimaryKeyConstraint("user_name", name="pk_contact"),
    )


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_name", sqlmodel.AutoString(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=True),
        sa.Column("occasion", sqlmodel.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.AutoString(), nullable=False),
        sa.Column("form", sqlmodel.AutoString(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("lang", sqlmodel.AutoString(), nullable=False),
        sa.Column("by", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        _one_of("subscription", "occasion", _OCCASIONS),
        _one_of("subscription", "channel", ("mail", "line")),
        _one_of("subscription", "form", ("png", "pdf")),
        sa.ForeignKeyConstraint(["user_name"], ["user.name"], name="fk_subscription_user_name"),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_index("ix_subscription_project", "subscription", ["project"])
    op.create_index("ix_subscription_user_name", "subscription", ["user_name"])


def _queued_message() -> None:
    op.create_table(
        "queued_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sqlmodel.AutoString(), nullable=False),
        sa.Column("project", sqlmodel.AutoString(), nullable=True),
        sa.Column("occasion", sqlmodel.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.AutoString(), nullable=False),
        sa.Column("sentence", sqlmodel.AutoString(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("put_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sqlmodel.AutoString(), nullable=False),
        sa.Column("lease_by", sqlmodel.AutoString(), nullable=True),
        sa.Column("lease_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("message_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("retry_key", sqlmodel.AutoString(), nullable=False),
        sa.Column("why", sqlmodel.AutoString(), nullable=True),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("sets", sqlmodel.AutoString(), nullable=False),
        _one_of("queued_message", "state", _STATES),
        _one_of("queued_message", "channel", ("mail", "line")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name="fk_queued_message_subscription_id"),
        sa.ForeignKeyConstraint(["user_name"], ["user.name"], name="fk_queued_message_user_name"),
        sa.PrimaryKeyConstraint("id", name="pk_queued_message"),
        sa.UniqueConstraint("subscription_id", "key", name="uq_queued_message_subscription_id"),
    )
    op.create_index("ix_queued_message_state_due", "queued_message", ["state", "due_at"])
    op.create_index("ix_queued_message_user_name", "queued_message", ["user_name"])


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    rule = " OR ".join(f"{column} = '{value}'" for value in values)
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{column}"))
