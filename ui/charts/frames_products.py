"""What the charts of products are fed; see ``ui.charts.frames``."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.model.choices import STANDARDS, choice_names
from core.money import baht_number, format_baht
from ui.charts.frames import WHOLE, Row, name_of
from ui.text.labels import NEWLINE, lines
from ui.text.words import t

_NARROW = 14  # letters that a column of the matrix has room for on a phone


def matrix(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Products of each category by standard: certified, with those on the way beside them; last those without any."""
    names = choice_names(STANDARDS)
    found: list[Row] = []
    for row in rows:
        known, more = row["standard"], row["in_progress"]
        standard = short_standard(known, lang) if known else t("products.without", lang)
        full = names[known].get(lang) if known else standard
        on_the_way = t("products.on_the_way", lang, n=more) if more else ""
        found.append(
            {
                "category": name_of(row, lang),
                "lines": lines(name_of(row, lang), _NARROW).replace(NEWLINE, "|"),
                "standard": standard,
                "held": row["products"] if known else 0,
                "none": known is None,
                "label": f"{row['products']} (+{more})" if known and more else str(row["products"]),
                "tip": " · ".join(part for part in (full, f"{row['products']}/{row['of']}", on_the_way) if part),
            }
        )
    return found


def short_standard(standard: str, lang: str) -> str:
    """A standard as a narrow column can name it: by its short form where its name is long."""
    choice = next(choice for choice in STANDARDS if choice.id == standard)
    name = choice.name.get(lang)
    return name if len(name) <= _NARROW else min((name, *choice.aliases), key=len)


def sales(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Monthly sales before and after of each pair."""
    return [
        {
            "product": row["name"],
            "lines": lines(row["name"], WHOLE),
            "before": baht_number(row["before_satang"]),
            "after": baht_number(row["after_satang"]),
            "tip": t(
                "products.sales_tip",
                lang,
                a=format_baht(row["before_satang"], 0),
                b=format_baht(row["after_satang"], 0),
            ),
        }
        for row in rows
    ]
