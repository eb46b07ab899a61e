"""The figures in the users' guide, in the words of the catalogue; ``python tools/glossary.py`` writes them."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.figures.catalogue import listed  # noqa: E402
from words import template  # noqa: E402

GUIDE = {lang: ROOT / "docs" / "guide" / f"{lang}.md" for lang in ("th", "en")}
HEAD = {"th": "| คำ | ความหมาย |\n| --- | --- |\n", "en": "| Term | Meaning |\n| --- | --- |\n"}
AFTER = {"th": "| ต่ำกว่าเป้า ครม.", "en": "| Below the cabinet"}  # the first row that is no figure


def rows(lang: str = "th") -> str:
    """The rows of the guide's table in a language: each figure that it lists, with its meaning."""
    parts = ((template(f.key("label"), lang), template(f.key("meaning"), lang)) for f in listed("guide"))
    return "".join(f"| {label} | {meaning} |\n" for label, meaning in parts)


def renewed(guide: str, lang: str) -> str:
    """The guide in a language with the rows of the catalogue."""
    start = guide.index(HEAD[lang]) + len(HEAD[lang])
    return guide[:start] + rows(lang) + guide[guide.index(AFTER[lang], start) :]


if __name__ == "__main__":
    for lang, path in GUIDE.items():
        path.write_text(renewed(path.read_text(encoding="utf-8"), lang), encoding="utf-8")
