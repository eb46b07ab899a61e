"""``python -m ui.charts.written``: compile every chart into ``ui/charts/charts.json``."""

import json

from ui.charts.specs import FILE
from ui.charts.written.charts import BUILDERS, compiled


def text() -> str:
    """What the file holds: every chart by name, one value a line, so that a change reads as a change."""
    return json.dumps({name: compiled(name) for name in BUILDERS}, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
