"""First tables: projects, uploads and their rows, people, what the program remembers of their choices."""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns

revision = "0001"
down_revision = None

KINDS = "groups products spending plan instalments"


def upgrade() -> None:
    """Make every table."""
    _projects_and_uploads()
    _groups_and_products()
    _money()
    _people()
    _notes_and_audit()
    _memory()


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.AutoString(), nullable=null)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _int(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _satang(name: str, *, null: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _date(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, columns.UtcDateTime(), nullable=null)


def _table(name: str, *parts: sa.schema.SchemaItem, **options: Any) -> None:
    """A table with a running number as its key."""
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False), *parts, key, **options)


def _rows(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table of rows of uploads, kept on SQLite in the order of its key: one upload is one stretch of the file."""
    op.create_table(
        name,
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("pos", sa.Integer(), autoincrement=False, nullable=False),
        _int("row"),
        *parts,
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=f"fk_{name}_upload_id"),
        sa.PrimaryKeyConstraint("upload_id", "pos", name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    rule = " OR ".join(f"{column} = '{value}'" for value in values.split())
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{column}"))


def _projects_and_uploads() -> None:
    _table(
        "project_version",
        _text("code"),
        _int("version"),
        _text("text_sha256"),
        _long("text"),
        _instant("stored_at"),
        sa.UniqueConstraint("code", "version", name="uq_project_version_code"),
    )
    op.create_index("ix_project_version_code", "project_version", ["code"])
    _table(
        "upload",
        _text("project"),
        _text("kind"),
        _int("seq"),
        _date("as_of", null=False),
        _instant("received_at"),
        _text("by"),
        _text("file_name"),
        _text("file_sha256"),
        _text("rows_sha256"),
        _text("encoding"),
        _int("row_count"),
        _int("project_version_id"),
        _long("counts"),
        _long("figures"),
        _one_of("upload", "kind", KINDS),
        sa.ForeignKeyConstraint(["project_version_id"], ["project_version.id"], name="fk_upload_project_version_id"),
        sa.UniqueConstraint("project", "kind", "seq", name="uq_upload_project"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_today", "upload", ["project", "kind", "as_of", "seq"])
    _table(
        "upload_event",
        _int("upload_id"),
        _text("event"),
        _text("by"),
        _instant("at"),
        _long("reason"),
        _one_of("upload_event", "event", "withdraw reinstate"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_event_upload_id"),
    )
    op.create_index("ix_upload_event_upload_id", "upload_event", ["upload_id"])


def _groups_and_products() -> None:
    stages = "selected trained diagnosed developing accepted submitted registered"
    _rows(
        "group_row",
        _text("code"),
        _text("name"),
        _text("village", null=True),
        _text("tambon", null=True),
        _text("amphoe"),
        _text("occupation", null=True),
        _int("members", null=True),
        _text("producer_type", null=True),
        _text("stage"),
        _date("stage_since"),
        _date("registered_on"),
        _text("registration_no", null=True),
        _text("status"),
        _text("missing_papers", null=True),
        _text("next_step", null=True),
        _text("phone", null=True),
        _text("note", null=True),
        _one_of("group_row", "stage", stages),
        _one_of("group_row", "status", "active withdrawn replaced"),
        _one_of("group_row", "producer_type", "community_group single_owner sme"),
    )
    _rows(
        "product_row",
        _text("code"),
        _text("group_code"),
        _text("name"),
        _text("category"),
        _text("quadrant", null=True),
        _text("standards", null=True),
        _date("otop_registered_on"),
        _int("stars", null=True),
        _satang("price_satang"),
        _satang("sales_before_satang"),
        _satang("sales_after_satang"),
        _text("note", null=True),
        _one_of("product_row", "category", "food beverage textile craft herb"),
        _one_of("product_row", "quadrant", "A B C D"),
    )


def _money() -> None:
    entries = "commitment disbursement refund release transfer_in transfer_out allotment"
    _rows(
        "spending_row",
        _text("doc_no"),
        _int("line_no"),
        _date("date", null=False),
        _text("entry"),
        _text("activity", null=True),
        _text("expense_line", null=True),
        _text("description", null=True),
        _text("payee", null=True),
        _satang("amount_satang", null=False),
        _text("settles", null=True),
        _text("group_code", null=True),
        _one_of("spending_row", "entry", entries),
        sa.CheckConstraint("amount_satang >= 0", name=op.f("ck_spending_row_amount")),
    )
    _rows(
        "plan_row", _date("month", null=False), _int("planned_groups", null=True), _satang("planned_disbursed_satang")
    )
    _rows(
        "instalment_row",
        _text("no"),
        _text("name", null=True),
        _text("percent", null=True),
        _satang("amount_satang"),
        _date("due_on", null=False),
        _date("delivered_on"),
        _date("accepted_on"),
        _date("paid_on"),
        _text("contract_no", null=True),
    )


def _people() -> None:
    op.create_table(
        "user",
        _text("name"),
        _text("role"),
        _text("password_hash"),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        _int("failures"),
        _instant("failed_at", null=True),
        _instant("created_at"),
        _one_of("user", "role", "director committee staff admin"),
        sa.PrimaryKeyConstraint("name", name="pk_user"),
    )
    op.create_table(
        "sign_in",
        _text("id"),
        _text("user_name"),
        _instant("issued_at"),
        _instant("expires_at"),
        _instant("revoked_at", null=True),
        _int("failures"),
        _instant("failed_at", null=True),
        sa.ForeignKeyConstraint(["user_name"], ["user.name"], name="fk_sign_in_user_name"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
    )
    op.create_index("ix_sign_in_user_name", "sign_in", ["user_name"])


def _notes_and_audit() -> None:
    _table(
        "note",
        _text("project"),
        _text("kind"),
        _text("subject"),
        _long("text"),
        _date("on_date"),
        _satang("amount_satang"),
        _text("by"),
        _instant("at"),
        _one_of("note", "kind", "lesson comment meeting official_total explained_gap"),
    )
    op.create_index("ix_note_project", "note", ["project"])
    _table(
        "audit_event",
        _instant("at"),
        _text("by"),
        _text("action"),
        _text("project", null=True),
        _int("upload_id", null=True),
        _long("detail"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.create_index("ix_audit_event_project", "audit_event", ["project"])


def _memory() -> None:
    _table(
        "header_mapping",
        _text("kind"),
        _text("headers_sha256"),
        _long("headers"),
        _long("columns"),
        _text("by"),
        _instant("at"),
        _instant("removed_at", null=True),
        _one_of("header_mapping", "kind", KINDS),
    )
    op.create_index("ix_header_mapping_headers", "header_mapping", ["kind", "headers_sha256"])
    _table(
        "value_mapping",
        _text("kind"),
        _text("column"),
        _text("found"),
        _text("meant"),
        _text("by"),
        _instant("at"),
        _instant("removed_at", null=True),
        _one_of("value_mapping", "kind", KINDS),
    )
    op.create_index("ix_value_mapping_found", "value_mapping", ["kind", "column", "found"])
    _table(
        "acknowledgement",
        _text("project"),
        _text("kind"),
        _text("row_key"),
        _text("code"),
        _text("by"),
        _instant("at"),
        _one_of("acknowledgement", "kind", KINDS),
        sa.UniqueConstraint("project", "kind", "row_key", "code", name="uq_acknowledgement_project"),
    )
