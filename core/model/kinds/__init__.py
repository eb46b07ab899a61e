"""The kinds of file, one object each: columns, labels, dates and rules. Forms, checks, tables and screens read them.

A new kind is its module here, a line below, a migration, and its own checks where it has some: they are registered in
``core.intake.pipeline.KIND_CHECKS``.
"""

from core.model.kinds.column import CellType, Column
from core.model.kinds.groups import GROUPS
from core.model.kinds.instalments import INSTALMENTS
from core.model.kinds.kind import FileKind
from core.model.kinds.plan import PLAN
from core.model.kinds.products import PRODUCTS
from core.model.kinds.spending import SPENDING

__all__ = ["KINDS", "SKIP_WORDS", "CellType", "Column", "FileKind", "Kind", "day_kinds"]

Kind = str  # its ``id``
KINDS: dict[Kind, FileKind] = {kind.id: kind for kind in (GROUPS, PRODUCTS, SPENDING, PLAN, INSTALMENTS)}

# First cells of rows that are totals or carried lines, never data (unless the row has a document number).
SKIP_WORDS = ("รวม", "รวมทั้งสิ้น", "รวมเดือนนี้", "รวมตั้งแต่ต้นปี", "ยอดยกมา", "ยอดยกไป", "หมายเหตุ", "Total", "Grand total")


def day_kinds() -> tuple[Kind, ...]:
    """The kinds whose newest upload sets the day that is shown."""
    return tuple(kind for kind, one in KINDS.items() if one.sets_day)
