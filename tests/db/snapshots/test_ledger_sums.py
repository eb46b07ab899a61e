"""The sums of the filtered ledger against SQL that knows nothing of the program: fifty random sets of filters."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from core.analysis.breakdowns.of_money import ledger_totals
from core.analysis.filters import Filters
from core.calendar import month_end
from core.model.choices import CATEGORIES, ENTRIES, STAGES
from db.engine import new_engine
from db.maintenance import samples
from db.maintenance.migrate import migrate
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import OPERATOR, store_projects

SEED = 885_000
NOW = datetime(2021, 10, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The samples in a database."""
    folder: Path = tmp_path_factory.mktemp("sums")
    engine = new_engine(f"sqlite:///{(folder / 'otop.db').as_posix()}")
    migrate(engine)
    store_projects(engine, now=NOW)
    samples.load(engine, actor=OPERATOR, now=NOW)
    yield engine
    engine.dispose()


def some(rng: random.Random, values: list[Any]) -> tuple[Any, ...]:
    """Nothing half of the time, else one to three of the values."""
    return () if rng.random() < 0.5 else tuple(rng.sample(values, min(len(values), rng.randint(1, 3))))


def filter_sets(engine: Engine) -> list[Filters]:
    """Fifty sets over the values that the samples hold, months among them."""
    rng, view = random.Random(SEED), store.view(engine, SAMPLE_PROJECT)
    amphoe = sorted(set(view.of("groups")["amphoe"]))
    lines = sorted({line for line in view.of("spending")["expense_line"] if line})
    ends = view.project.months()
    sets = []
    for _ in range(50):
        first, last = sorted(rng.sample(range(len(ends)), 2))
        months = None if rng.random() < 0.5 else (ends[first].replace(day=1), month_end(ends[last]))
        sets.append(
            Filters(
                amphoe=some(rng, amphoe),
                stage=some(rng, [c.id for c in STAGES]),
                category=some(rng, [c.id for c in CATEGORIES]),
                expense_line=some(rng, lines),
                entry=some(rng, [c.id for c in ENTRIES]),
                months=months,
            )
        )
    return sets


def sums_by_sql(engine: Engine, chosen: Filters) -> dict[tuple[str, bool], tuple[int, int]]:
    """(entry, names a known group) -> (rows, satang), straight from the tables."""
    with engine.connect() as connection:
        newest = "SELECT max(id) FROM upload WHERE project = :p AND kind = :k"
        ids = {
            kind: connection.execute(text(newest), {"p": SAMPLE_PROJECT, "k": kind}).scalar_one()
            for kind in ("groups", "products", "spending")
        }
        group_side = "1=1" if not (chosen["amphoe"] or chosen["stage"] or chosen["category"]) else "0=1"
        inside = ["g.upload_id = :groups"]
        inside += [f"g.amphoe IN ({quoted(chosen['amphoe'])})"] if chosen["amphoe"] else []
        inside += [f"g.stage IN ({quoted(chosen['stage'])})"] if chosen["stage"] else []
        if chosen["category"]:
            inside.append(
                "EXISTS (SELECT 1 FROM product_row p WHERE p.upload_id = :products AND p.group_code = g.code"
                f" AND p.category IN ({quoted(chosen['category'])}))"
            )
        known = "EXISTS (SELECT 1 FROM group_row g WHERE g.upload_id = :groups AND g.code = s.group_code)"
        meant = f"EXISTS (SELECT 1 FROM group_row g WHERE {' AND '.join(inside)} AND g.code = s.group_code)"
        where = ["s.upload_id = :spending", f"({group_side} OR {meant} OR NOT {known})"]
        where += [f"s.expense_line IN ({quoted(chosen['expense_line'])})"] if chosen["expense_line"] else []
        where += [f"s.entry IN ({quoted(chosen['entry'])})"] if chosen["entry"] else []
        if chosen.months:
            where.append(f"s.date BETWEEN '{chosen.months[0]:%Y-%m-%d}' AND '{chosen.months[1]:%Y-%m-%d}'")
        query = (
            f"SELECT s.entry, ({group_side} OR {known}), count(*), sum(s.amount_satang)"
            f" FROM spending_row s WHERE {' AND '.join(where)} GROUP BY 1, 2"
        )
        found = connection.execute(text(query), ids)
        return {(entry, bool(side)): (rows, satang) for entry, side, rows, satang in found}


def quoted(values: tuple[str, ...]) -> str:
    """Values of the samples, none with a quote in it."""
    return ", ".join(f"'{value}'" for value in values)


def test_fifty_random_sets_of_filters_sum_as_sql_sums_them(loaded: Engine) -> None:
    view = store.view(loaded, SAMPLE_PROJECT)
    sizes = set()
    for chosen in filter_sets(loaded):
        ours = {
            (row["entry"], row["side"] is not None): (row["rows"], row["satang"]) for row in ledger_totals(view, chosen)
        }
        assert ours == sums_by_sql(loaded, chosen), chosen
        sizes.add(sum(rows for rows, _ in ours.values()))
    assert len(sizes) > 15, "the sets are to differ"


def test_the_comparison_sees_a_row_too_many(loaded: Engine) -> None:
    chosen = Filters(entry=("disbursement",), months=(date(2021, 1, 1), date(2021, 1, 31)))
    wider = Filters(entry=("disbursement",), months=(date(2021, 1, 1), date(2021, 2, 28)))
    (ours,) = ledger_totals(store.view(loaded, SAMPLE_PROJECT), wider)
    assert sums_by_sql(loaded, chosen) != {("disbursement", True): (ours["rows"], ours["satang"])}
