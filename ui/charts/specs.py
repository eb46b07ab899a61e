"""What the charts are drawn from: each chart's Vega-Lite dict, the name of its source, the look of its series.

The charts are written in Altair (``ui.charts.written``) and compiled into ``charts.json`` by ``make charts``.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ui.charts import palette

FILE = Path(__file__).with_name("charts.json")
SOURCE = "rows"
Spec = dict[str, Any]
Mark = Literal["line", "long", "dashed", "sparse", "dotted", "bar"]
Marks = Mapping[str, tuple[str, Mark]]  # series -> colour and kind of mark

SIGNS: Mapping[Mark, str] = {
    "line": "━━",
    "long": "━ ━",
    "dashed": "╍╍",
    "sparse": "╌ ╌",
    "dotted": "┉┉",
    "bar": "■",
}
LEGENDS: Mapping[str, Marks] = {
    "groups_burn": {
        "registered": (palette.RESULT, "line"),
        "plan": (palette.PLAN, "dashed"),
        "first_plan": (palette.FIRST_PLAN, "sparse"),
    },
    "money_burn": {
        "disbursed": (palette.RESULT, "line"),
        "used": (palette.SPENT, "long"),
        "plan": (palette.PLAN, "dashed"),
        "first_plan": (palette.FIRST_PLAN, "sparse"),
        "cabinet": (palette.REFERENCE, "dotted"),
    },
    "expense_lines": {
        "disbursed": (palette.RESULT, "bar"),
        "outstanding": (palette.COMMITTED, "bar"),
        "remaining": (palette.FREE, "bar"),
    },
    "quarters": {"disbursed": (palette.RESULT, "bar"), "plan": (palette.FREE, "bar")},
    "linked": {"registered": (palette.RESULT, "bar"), "earlier": (palette.FREE, "bar")},
}


@cache
def every() -> Mapping[str, Spec]:
    """The Vega-Lite dict of each chart by name, the same in every language; callers share it."""
    found: Mapping[str, Spec] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def compiled(name: str) -> Spec:
    """The Vega-Lite dict of one chart."""
    return every()[name]
