"""${message}."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from db import columns
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Change the tables."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """There is no way back but a backup: a program never drops what people entered."""
    raise NotImplementedError("restore a backup instead")
