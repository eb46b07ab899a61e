"""One rounding: an amount on a card is the amount of every chart, sentence and table of the page, to the last digit."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis.breakdowns.budget_lines import by_expense_line
from core.figures.figures import Figures, compute
from core.model.rows import from_records
from core.model.snapshot import Snapshot
from core.money import baht_number, format_baht
from tests.support.pages import page, said_of_charts, values
from tests.support.views import expected_days, expected_view
from ui.charts import frames
from ui.charts.specs import compiled, every
from ui.request import load

ROOT = Path(__file__).resolve().parents[2]
DAYS = [day["day"] for day in expected_days()]


def with_half_a_baht(view: Snapshot) -> Snapshot:
    """The same register with every disbursement so changed that disbursed and committed money end in 50 satang."""
    records = list(view.of("spending").records())
    spare = compute(view)
    for entry, known in (
        ("disbursement", spare.whole("disbursed_satang", 0)),
        ("commitment", spare.whole("outstanding_satang", 0)),
    ):
        place = next((i for i, row in enumerate(records) if row["entry"] == entry and row["date"] <= view.day), None)
        if place is not None and known is not None:
            more = (50 - known) % 100
            records[place] = records[place] | {"amount_satang": records[place]["amount_satang"] + more}
    return replace(view, rows={**view.rows, "spending": from_records("spending", records)})


CASES = [pytest.param(day, half, id=f"{day}{'-half' * half}") for day in DAYS for half in (False, True)]


def shown_on(day: str, half: bool) -> tuple[Snapshot, Figures]:
    view = expected_view(day)
    view = with_half_a_baht(view) if half else view
    return view, compute(view)


def cards(test: AppTest) -> list[str]:
    """The values of the headline cards."""
    return values(test)


def charts(test: AppTest) -> dict[str, list[dict[str, Any]]]:
    """Name of each chart of money on the page to the rows that the browser draws; told apart by their columns."""
    found: dict[str, list[dict[str, Any]]] = {}
    for element in test.get("vega_lite_chart"):
        (data,) = element.proto.datasets
        rows = pa.ipc.open_stream(data.data.data).read_all().to_pylist()
        if "bar" in rows[0]:
            found["waterfall"] = rows
        elif "line" in rows[0]:
            found["expense_lines"] = rows
        elif "last" in rows[0] and any(row["series"] == "disbursed" for row in rows):
            found["money_burn"] = rows
    return found


def last(rows: list[dict[str, Any]], series: str) -> str:
    (label,) = [row["label"] for row in rows if row["series"] == series and row["last"]]
    return str(label)


@pytest.mark.parametrize(("day", "half"), CASES)
def test_the_overview_says_one_amount_on_card_chart_and_sentence(
    day: str, half: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, figures = shown_on(day, half)
    monkeypatch.setattr(load, "view", lambda _session: view)
    monkeypatch.setattr(load, "figures", lambda _session, _view: figures)

    shown = page("overview.py", "director")

    assert not shown.exception
    disbursed, used = (
        format_baht(satang, 0) for satang in (figures.whole("disbursed_satang", 0), figures.whole("used_satang", 0))
    )
    assert f"{disbursed} บาท" in cards(shown) and f"{used} บาท" in cards(shown)
    money = charts(shown)["money_burn"]
    assert (last(money, "disbursed"), last(money, "used")) == (disbursed, used)
    alts = said_of_charts(shown)
    assert any(f"เบิกจ่าย {disbursed} บาท" in alt and f"ก่อหนี้ {used} บาท" in alt for alt in alts)
    if half:
        assert isinstance(figures["disbursed_satang"], int)
        assert (
            figures.whole("disbursed_satang", 0) % 100 == 50
            and disbursed == f"{figures['disbursed_satang'] // 100 + 1:,}"
        )


@pytest.mark.parametrize(("day", "half"), CASES)
def test_the_budget_page_says_one_amount_on_card_chart_and_table(
    day: str, half: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, figures = shown_on(day, half)
    monkeypatch.setattr(load, "view", lambda _session: view)
    monkeypatch.setattr(load, "figures", lambda _session, _view: figures)

    shown = page("budget.py", "director")

    assert not shown.exception
    on_cards = [value.removesuffix(" บาท") for value in cards(shown)]
    drawn = charts(shown)
    tips = {row["id"]: row["tip"] for row in drawn["waterfall"]}
    whole = ("disbursed", "outstanding", "remaining")
    exact = {name: format_baht(figures.whole(f"{name}_satang", None)) for name in whole}
    assert {name: tips[name] for name in whole} == exact
    assert set(exact.values()) <= set(on_cards)
    assert last(drawn["money_burn"], "disbursed") == format_baht(figures.whole("disbursed_satang", None), 0)
    lines = by_expense_line(view)
    tables = [table.value for table in shown.dataframe]
    line_table = next(table for table in tables if "ก่อหนี้แล้ว รอเบิกจ่าย" in table)
    for column, part in (("เบิกจ่ายแล้ว", "disbursed"), ("ก่อหนี้แล้ว รอเบิกจ่าย", "outstanding")):
        in_chart = {row["line"]: row["tip"] for row in drawn["expense_lines"] if row["part"] == part}
        written = dict(zip(line_table.iloc[:, 0], line_table[column], strict=True))
        said = {line["expense_line"]: format_baht(line[f"{part}_satang"]) for line in lines if line[f"{part}_satang"]}
        for name, amount in said.items():
            assert in_chart[name] == amount == format_cell(written[name])


def format_cell(value: float) -> str:
    """A number of baht as the table's ``%,.2f`` writes it; the cell holds two decimals at most."""
    assert round(value, 2) == value
    return f"{value:,.2f}"


def test_half_a_baht_is_rounded_up_wherever_a_chart_writes_it() -> None:
    """32,350.50 is 32,351 on every card: a float formatted by Python or by the browser says 32,350."""
    row = {"day": date(2021, 5, 31), "satang": 3_235_050, "side": "chosen", "code": None}
    (drawn,) = frames.money_burn([row | {"series": "disbursed"}], "th")
    assert (drawn["label"], drawn["tip"], drawn["value"]) == ("32,351", "32,350.50", 32350.5)

    quarter = {"quarter": 3, "side": "chosen", "disbursed_satang": 3_235_050, "expected_satang": None}
    (bar,) = frames.quarters([quarter], "th")
    assert (bar["label"], bar["tip"]) == ("32,351", "32,350.50")


def _encodings(part: Any) -> Iterator[dict[str, Any]]:
    """Every channel that writes something a reader reads: text and tooltip."""
    if isinstance(part, dict):
        for channel, value in part.get("encoding", {}).items():
            if channel in ("text", "tooltip"):
                yield from value if isinstance(value, list) else [value]
        for value in part.values():
            yield from _encodings(value)
    elif isinstance(part, list):
        for value in part:
            yield from _encodings(value)


@pytest.mark.parametrize("name", every())
def test_no_chart_formats_a_number_itself(name: str) -> None:
    assert not [channel for channel in _encodings(compiled(name)) if "format" in channel]


def test_nothing_rounds_but_core_money() -> None:
    """``round`` and ``:,.0f`` round halves to even; what a reader sees is rounded half up, in one place."""
    found = []
    for room in ("core", "db", "ui", "pages"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            calls = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call))
            found += [f"{path}: round" for call in calls if getattr(call.func, "id", "") == "round"]
            found += [f"{path}: {spec}" for spec in re.findall(r":,?\.[0-9]f\b", text)]
    allowed = {"core/intake/layout/headers.py: round", "db/commands/figures.py: :,.2f"}  # a score; baht of two decimals
    sizes = {
        f"ui/{name}.py: round"
        for name in ("charts/larger", "charts/drawing", "glance/parts", "reports/slides/text_frames")
    }  # pixels, and shades of a tile
    machine = {
        f"{name}.py: {how}"
        for name, hows in {
            "db/commands/moving": ("round",),
            "db/commands/status": ("round", ":.1f"),
            "db/maintenance/status/amiss": (":.0f", ":,.1f"),
            "db/maintenance/status/lines": (":,.1f",),
            "ui/screens/people/standing": ("round", ":.0f"),
        }.items()
        for how in hows
    }  # seconds of a page or of a copy, and sizes of a disk: of the machine, not of a project
    assert {
        str(Path(f).relative_to(ROOT)) if Path(f).is_absolute() else f for f in found
    } <= allowed | sizes | machine | {"core/money.py: :,.{decimals}f"}


def test_a_table_holds_amounts_of_two_decimals() -> None:
    assert [baht_number(satang) for satang in (None, 0, 5, 3_235_050, 88_500_000)] == [None, 0.0, 0.05, 32350.5, 885000]
    assert pd.Series([baht_number(s) for s in (1, 29, 1_000_000_007)]).tolist() == [0.01, 0.29, 10_000_000.07]
