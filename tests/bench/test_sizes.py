"""Made databases: the same rows at each run, as many as a size says, and nothing amiss in them."""

import hashlib
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.data import write_ledger
from bench.sizes import making
from bench.sizes import rows as made
from bench.sizes.rows import DAYS, Size
from core.model import rows_sha256
from core.model.project import parse_project
from db.engine import new_engine
from db.snapshots.headlines import stored
from db.tables import ROW_TABLES
from tests.support.databases import CHAIN_KEY

SMALL = Size(groups=70, entries=500, budget=5)


def test_a_ledger_of_a_seed_is_the_same_bytes(tmp_path: Path) -> None:
    files = [write_ledger(tmp_path / name, 1_000) for name in ("a", "b")]

    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in files}) == 1


def test_a_seed_decides_the_register() -> None:
    first, again, other = (rows_sha256(made.spending(SMALL, DAYS[1], seed)) for seed in (1, 1, 2))

    assert first == again != other


@pytest.mark.parametrize(("kind", "count"), [("groups", 70), ("products", 140), ("spending", 500)])
def test_a_size_has_as_many_rows_as_it_says_and_each_has_its_own_key(kind: str, count: int) -> None:
    (rows,) = (rows for name, day, rows in making.whole(SMALL, 3) if (name, day) == (kind, DAYS[1]))
    keys = rows["code"] if kind != "spending" else list(zip(rows["doc_no"], rows["line_no"], strict=True))

    assert len(rows) == len(set(keys)) == count


def test_a_country_has_five_million_entries() -> None:
    size = making.in_country()
    each = sum(len(made.spending(size, day, 1)) for day in DAYS)

    assert each * making.COUNTRY_PROJECTS == pytest.approx(5_000_000, rel=0.01)


def test_a_made_project_has_the_goal_and_the_budget_of_its_size() -> None:
    project = parse_project(made.project_text("bench-2564", "โครงการ", SMALL))

    assert (project.code, project.target_groups, project.sample) == ("bench-2564", 70, False)
    assert project.budget_satang == 5 * made.sample_project().budget_satang


def test_a_longer_history_ends_in_the_same_two_registers() -> None:
    short, long = (making.history(count) for count in (3, 12))

    assert len(long) - len(short) == 9
    assert [(day, rows_sha256(rows)) for _, day, rows in short[-2:]] == [
        (day, rows_sha256(rows)) for _, day, rows in long[-2:]
    ]


def test_verify_finds_nothing_amiss_in_what_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_CHAIN_KEY", CHAIN_KEY)
    monkeypatch.setenv("OTOP_DATA", str(tmp_path))
    monkeypatch.setitem(making.MAKERS, "small", making.one(SMALL, lambda: making.whole(SMALL, 3)))
    monkeypatch.setattr(making, "PROVED", ("small",))

    making.fill(tmp_path, "small")

    engine = new_engine(making.database_url(tmp_path))
    with engine.connect() as connection:
        assert len(connection.execute(select(ROW_TABLES["groups"].c.code)).all()) == 140
    engine.dispose()


def test_a_kept_folder_has_the_headlines_of_this_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program computed those that it was left with."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setitem(making.MAKERS, "small", making.one(SMALL, lambda: making.whole(SMALL, 3)))
    with monkeypatch.context() as before:
        before.setattr(stored, "_program", lambda: "another")
        folder = making.template("small")
    engine = new_engine(making.database_url(folder))
    missing = stored.found(engine).missing

    assert making.template("small") == folder
    stored.forget()
    assert (missing, stored.found(engine).missing) == (("bench-2564",), ())
    engine.dispose()
