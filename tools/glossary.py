"""The figures in the users' guide, in the words of the catalogue; ``python tools/glossary.py`` writes them."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.figures.catalogue import listed  # noqa: E402
from words import template  # noqa: E402

GUIDE = ROOT / "docs" / "guide.md"
HEAD = "| คำ | ความหมาย |\n| --- | --- |\n"
AFTER = "| ต่ำกว่าเป้า ครม."  # the first row that is no figure


def rows(lang: str = "th") -> str:
    """The rows of the guide's table: each figure that it lists, with its meaning."""
    parts = ((template(f.key("label"), lang), template(f.key("meaning"), lang)) for f in listed("guide"))
    return "".join(f"| {label} | {meaning} |\n" for label, meaning in parts)


def renewed(guide: str) -> str:
    """The guide with the rows of the catalogue."""
    start = guide.index(HEAD) + len(HEAD)
    return guide[:start] + rows() + guide[guide.index(AFTER, start) :]


if __name__ == "__main__":
    GUIDE.write_text(renewed(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
