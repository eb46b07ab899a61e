"""An event of the log keeps the role of who acted, from where, and the system account of a command."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Three columns more, empty in the events of before. On SQLite the table is made again, so that its statement is
    that of a new database.
    """
    again = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("audit_event", recreate="always" if again else "never") as table:
        for name in ("role", "via", "account"):
            table.add_column(sa.Column(name, sqlmodel.AutoString(), nullable=True))
