"""What the naive page and the Dash page show: six aggregates of three tables, by pandas; no library of a page."""

import sqlite3
from typing import Any

import pandas as pd

FILTERS = ("amphoe", "stage", "category")
TABLES = {"groups": "group_row", "products": "product_row", "spending": "spending_row"}
NAMES = ("groups by amphoe", "groups by stage", "products by category", "spending by month", "by line", "in all")


def read(database: str) -> dict[str, Any]:
    """Every row of the newest upload of each kind."""
    with sqlite3.connect(database) as connection:
        return {
            kind: pd.read_sql(
                f"SELECT * FROM {table} WHERE upload_id = (SELECT max(upload_id) FROM {table})", connection
            )
            for kind, table in TABLES.items()
        }


def options(frames: dict[str, Any], name: str) -> list[str]:
    """The values of a filter."""
    frame = frames["products" if name == "category" else "groups"]
    return sorted(frame[name].dropna().unique())


def aggregates(frames: dict[str, Any], chosen: dict[str, str | None]) -> list[Any]:
    """Six frames of ``x`` and ``y`` under the values chosen."""
    groups, products, spending = frames["groups"], frames["products"], frames["spending"]
    for name in ("amphoe", "stage"):
        if chosen[name]:
            groups = groups[groups[name] == chosen[name]]
    if chosen["category"]:
        products = products[products["category"] == chosen["category"]]
        groups = groups[groups["code"].isin(products["group_code"])]
    products = products[products["group_code"].isin(groups["code"])]
    if any(chosen.values()):
        spending = spending[spending["group_code"].isin(groups["code"]) | spending["group_code"].isna()]
    paid = spending.assign(month=spending["date"].str[:7], baht=spending["amount_satang"] / 100)
    by_month = paid.groupby("month")["baht"].sum()
    found = [
        groups.groupby("amphoe").size(),
        groups.groupby("stage").size(),
        products.groupby("category").size(),
        by_month,
        paid.groupby("expense_line")["baht"].sum(),
        by_month.cumsum(),
    ]
    return [pd.DataFrame({"x": series.index, "y": series.to_numpy()}) for series in found]
