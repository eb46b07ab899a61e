"""The stages a group may stand at are the project's own: the table no longer holds a list of them."""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Drop the CHECK on ``group_row.stage``. SQLite can not drop one, so there the table is made again and refilled."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_group_row_stage"), "group_row", type_="check")
        return
    op.rename_table("group_row", "group_row_0002")
    columns = _make()
    names = ", ".join(f'"{column.name}"' for column in columns)
    op.execute(f"INSERT INTO group_row ({names}) SELECT {names} FROM group_row_0002 ORDER BY upload_id, pos")
    op.drop_table("group_row_0002")


def _make() -> list[sa.Column[Any]]:
    """The table as it is from here on; gives its columns."""
    columns: list[sa.Column[Any]] = [
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("pos", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        *(_text(name, null=False) for name in ("code", "name")),
        *(_text(name) for name in ("village", "tambon")),
        _text("amphoe", null=False),
        _text("occupation"),
        sa.Column("members", sa.Integer(), nullable=True),
        _text("producer_type"),
        _text("stage", null=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("stage_since", "registered_on")),
        _text("registration_no"),
        _text("status", null=False),
        *(_text(name) for name in ("missing_papers", "next_step", "phone", "note")),
    ]
    op.create_table(
        "group_row",
        *columns,
        _one_of("status", "active withdrawn replaced"),
        _one_of("producer_type", "community_group single_owner sme"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_group_row_upload_id"),
        sa.PrimaryKeyConstraint("upload_id", "pos", name="pk_group_row"),
        sqlite_with_rowid=False,
    )
    return columns


def _text(name: str, *, null: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sqlmodel.AutoString(), nullable=null)


def _one_of(column: str, values: str) -> sa.CheckConstraint:
    rule = " OR ".join(f"{column} = '{value}'" for value in values.split())
    return sa.CheckConstraint(rule, name=op.f(f"ck_group_row_{column}"))
