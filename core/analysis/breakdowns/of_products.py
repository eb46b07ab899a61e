"""Products taken apart for screens: by category, standard and quadrant, and their sales before and after.

Tidy rows (dicts), each under the filters; a share always comes with what it is a share of.
"""

from collections import Counter
from typing import Any

from core.analysis.filters import NO_FILTERS, Filters, product_rows
from core.model import CATEGORIES, QUADRANTS, STANDARDS, Snapshot, choice_names, is_certified, split_standards
from core.money import percent
from core.text import Text

Row = dict[str, Any]

STANDINGS = ("certified", "in_progress", "none")
_IN_PROGRESS = ("applied", "inspecting")


def category_standings(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Products of each category by the best standing of their standards (certified, in_progress, none): category,
    name, standing, products, of (products of the category).
    """
    rows = product_rows(view, filters)
    counts = Counter(zip(rows["category"], map(_standing, rows["standards"]), strict=True))
    totals = Counter(rows["category"])
    return [
        {**_category(category), "standing": standing, "products": counts[category, standing], "of": totals[category]}
        for category in (choice.id for choice in CATEGORIES)
        for standing in STANDINGS
        if totals[category]
    ]


def category_standards(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Products of each category by standard: category, name, standard, products, in_progress, of (of the category).

    ``products`` have the standard certified, ``in_progress`` have applied for it. Standards are those that any product
    of the project has; the last, ``None``, counts products without a certified one, and those of them on the way.
    """
    rows = product_rows(view, filters)
    used = {name for text in set(view.of("products")["standards"]) for name in split_standards(text)}
    totals = Counter(rows["category"])
    held: Counter[tuple[str, str | None]] = Counter()
    on_the_way: Counter[tuple[str, str | None]] = Counter()
    for category, text in zip(rows["category"], rows["standards"], strict=True):
        standards = split_standards(text)
        held.update((category, name) for name, status in standards.items() if status == "certified")
        on_the_way.update((category, name) for name, status in standards.items() if status in _IN_PROGRESS)
        standing = _standing(text)
        held[category, None] += standing != "certified"
        on_the_way[category, None] += standing == "in_progress"
    return [
        {
            **_category(category),
            "standard": standard,
            "products": held[category, standard],
            "in_progress": on_the_way[category, standard],
            "of": totals[category],
        }
        for category in (choice.id for choice in CATEGORIES)
        for standard in (*(choice.id for choice in STANDARDS if choice.id in used), None)
        if totals[category]
    ]


def quadrants(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Products of each quadrant, those without one last (``None``): quadrant, name, products, certified, mismatched.

    By the official rule D has no standard and A to C have one; ``mismatched`` counts products that break it.
    """
    rows = product_rows(view, filters)
    columns = list(zip(rows["quadrant"], rows["standards"], strict=True))
    totals = Counter(rows["quadrant"])
    certified = Counter(quadrant for quadrant, text in columns if is_certified(text))
    wrong = Counter(quadrant for quadrant, text in columns if _mismatch(quadrant, text))
    names: list[tuple[str | None, Text]] = [*choice_names(QUADRANTS).items(), (None, Text.plain("–"))]
    return [
        {
            "quadrant": quadrant,
            "name": name,
            "products": totals[quadrant],
            "certified": certified[quadrant],
            "mismatched": wrong[quadrant],
        }
        for quadrant, name in names
        if quadrant or totals[quadrant]
    ]


def quadrant_mismatches(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Products whose quadrant and standards disagree: code, group_code, name, quadrant, standards, mismatch
    (d_with_standard or no_standard).
    """
    found = []
    for row in product_rows(view, filters).records():
        mismatch = _mismatch(row["quadrant"], row["standards"])
        if mismatch:
            shown = ("code", "group_code", "name", "quadrant", "standards")
            found.append({name: row[name] for name in shown} | {"mismatch": mismatch})
    return found


def sales_pairs(view: Snapshot, filters: Filters = NO_FILTERS) -> list[Row]:
    """Products with monthly sales before and after: code, group_code, name, before_satang, after_satang, percent."""
    rows = product_rows(view, filters)
    return [
        {
            "code": code,
            "group_code": group,
            "name": name,
            "before_satang": before,
            "after_satang": after,
            "percent": percent(after - before, before),
        }
        for code, group, name, before, after in rows.each(
            "code", "group_code", "name", "sales_before_satang", "sales_after_satang"
        )
        if before is not None and after is not None
    ]


def sales(view: Snapshot, filters: Filters = NO_FILTERS) -> Row:
    """Monthly sales of the pairs alone, never all before beside some after: products, groups, of_products, of_groups,
    before_satang, after_satang, change_satang, percent (change, two decimals). The sums are ``None`` without a pair.
    """
    pairs, rows = sales_pairs(view, filters), product_rows(view, filters)
    before = sum(pair["before_satang"] for pair in pairs) if pairs else None
    after = sum(pair["after_satang"] for pair in pairs) if pairs else None
    change = None if before is None or after is None else after - before
    return {
        "products": len(pairs),
        "groups": len({pair["group_code"] for pair in pairs}),
        "of_products": len(rows),
        "of_groups": len(set(rows["group_code"])),
        "before_satang": before,
        "after_satang": after,
        "change_satang": change,
        "percent": None if change is None or before is None else percent(change, before),
    }


def _category(category: str) -> Row:
    return {"category": category, "name": choice_names(CATEGORIES)[category]}


def _standing(standards: str | None) -> str:
    """The best standing among a product's standards."""
    statuses = set(split_standards(standards).values())
    if "certified" in statuses:
        return "certified"
    return "in_progress" if statuses & set(_IN_PROGRESS) else "none"


def _mismatch(quadrant: str | None, standards: str | None) -> str | None:
    """How a quadrant and the standards disagree, if they do. Without a quadrant nothing is claimed."""
    if quadrant is None or (quadrant == "D") != is_certified(standards):
        return None
    return "d_with_standard" if quadrant == "D" else "no_standard"
