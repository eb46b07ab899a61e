"""Sign-ins by a hash of their cookie, with device, address and when they were last seen; one-time passwords end.

Every sign-in of before ends: it was kept by the very text that its cookie held. A one-time password of before is good
for seven days from now on.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of sign-ins anew, and the columns of users."""
    op.drop_table("sign_in")
    text, instant = sqlmodel.AutoString(), UtcDateTime()
    op.create_table(
        "sign_in",
        sa.Column("id", text, nullable=False),
        sa.Column("user_name", text, nullable=False),
        sa.Column("issued_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("revoked_at", instant, nullable=True),
        sa.Column("seen_at", instant, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in ("device", "address", "agent")),
        sa.ForeignKeyConstraint(["user_name"], ["user.name"], name="fk_sign_in_user_name"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
    )
    op.create_index("ix_sign_in_user_name", "sign_in", ["user_name"])
    again = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("user", recreate="always" if again else "never") as table:
        table.drop_column("failures")
        table.drop_column("failed_at")
        table.add_column(sa.Column("email", text, nullable=True))
        table.add_column(sa.Column("one_time_until", instant, nullable=True))
        table.create_unique_constraint("uq_user_email", ["email"])
    user = sa.table("user", sa.column("must_change", sa.Boolean()), sa.column("one_time_until", instant))
    until = datetime.now(UTC) + timedelta(days=7)
    op.execute(user.update().where(user.c.must_change.is_(True)).values(one_time_until=until))


def downgrade() -> None:
    """There is no way back but a backup: a program never drops what people entered."""
    raise NotImplementedError("restore a backup instead")
