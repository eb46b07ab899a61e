"""A file read and stored beside a floor and a rival, and what is done about its rows: by the program, by the sqlite3
shell, by pandas.

Seconds from the first byte read to the last row stored. What a method needs it imports itself: its peak memory is
compared.
"""

import subprocess
import time
from pathlib import Path
from typing import Any


def ours(source: Path, folder: Path) -> float:
    """decode + parse + check + diff + apply into a fresh SQLite database."""
    return _stored(f"sqlite:///{(folder / 'ours.db').as_posix()}", source)


def postgres(source: Path, _: Path) -> float:
    """The same into fresh tables of the PostgreSQL that ``OTOP_TEST_POSTGRES`` names, in a schema of their own."""
    import secrets

    from sqlalchemy import make_url, text

    from db.engine import new_engine
    from tests.support.databases import POSTGRES

    schema, admin = f"bench_{secrets.token_hex(8)}", new_engine(POSTGRES)
    address = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        return _stored(address.render_as_string(hide_password=False), source)
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def _stored(url: str, source: Path) -> float:
    import os
    from datetime import UTC, date, datetime

    os.environ["DATABASE_URL"] = url
    from core.intake import AssessOptions, Limits, ParseOptions, assess, parse
    from core.model.roles import Actor
    from db import engine as engines
    from db.accounts import actors
    from db.maintenance import migrate
    from db.projects import versions
    from db.snapshots import store

    engine = engines.engine()
    migrate.migrate(engine)
    now = datetime(2021, 9, 30, 12, tzinfo=UTC)
    versions.store_folder(engine, actor=actors.system(), now=now)
    view = store.view(engine, "phetchaburi-2564")
    start = time.perf_counter()
    data = source.read_bytes()
    day, limits = date(2021, 9, 30), Limits(bytes=1_000_000_000)
    parsed = parse((source.name, data), "spending", ParseOptions(limits=limits))
    intake = assess(parsed, view.project, view, AssessOptions(day))
    assert intake.ok, [issue.message for issue in intake.blocking[:3]]
    store.apply(
        engine,
        intake,
        project=view.project.code,
        as_of=day,
        actor=Actor("bench", "staff"),
        now=now,
        accept_warnings=True,
    )
    took = time.perf_counter() - start
    engine.dispose()
    return took


def parsing(source: Path, _: Path) -> float:
    """The file to plain data, which is done once."""
    return _parsed(source)[1]


def assessing(source: Path, _: Path) -> float:
    """The plain data to an intake with a corrected cell, which is done for each press."""
    from datetime import date

    from core.intake import AssessOptions, Cell, assess
    from core.model.project import parse_project

    project = parse_project(Path("projects/phetchaburi-2564.toml").read_text(encoding="utf-8"))
    parsed, _ = _parsed(source)
    options = AssessOptions(date(2021, 9, 30), edits={Cell(100_000, "รายการ"): "รายการที่แก้"})
    start = time.perf_counter()
    assert assess(parsed, project, options=options).ok
    return time.perf_counter() - start


def _parsed(source: Path) -> tuple[Any, float]:
    from core.intake import Limits, ParseOptions, parse

    data = source.read_bytes()
    start = time.perf_counter()
    parsed = parse((source.name, data), "spending", ParseOptions(limits=Limits(bytes=1_000_000_000)))
    return parsed, time.perf_counter() - start


def reading(source: Path, _: Path) -> float:
    """The least of reading: the csv module alone, whose rows are dropped."""
    import csv

    start = time.perf_counter()
    with source.open(encoding="utf-8-sig", newline="") as file:
        for _row in csv.reader(file, strict=True):
            pass
    return time.perf_counter() - start


def hashing(source: Path, _: Path) -> float:
    """The hash of the rows alone."""
    from core.model import rows_sha256

    rows = _rows(source)
    start = time.perf_counter()
    rows_sha256(rows)
    return time.perf_counter() - start


def inserting(source: Path, folder: Path) -> float:
    """The rows into their table and the commit, alone."""
    from db.engine import new_engine
    from db.maintenance import migrate
    from db.snapshots.row_store import insert_rows
    from db.transactions import writing

    engine = new_engine(f"sqlite:///{(folder / 'rows.db').as_posix()}")
    migrate.migrate(engine)
    rows = _rows(source)
    start = time.perf_counter()
    with writing(engine, foreign_keys=False) as session:  # there is no upload that they are of
        insert_rows(session.connection(), 1, rows)
    return time.perf_counter() - start


def _rows(source: Path) -> Any:
    from core.intake import assess
    from core.model.project import parse_project

    project = parse_project(Path("projects/phetchaburi-2564.toml").read_text(encoding="utf-8"))
    rows = assess(_parsed(source)[0], project).rows
    assert rows is not None
    return rows


def pandas_to_sql(source: Path, folder: Path) -> float:
    """The rival that checks nothing: read_csv, then to_sql through a SQLAlchemy engine in one piece."""
    import pandas as pd
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{(folder / 'pandas.db').as_posix()}")
    start = time.perf_counter()
    pd.read_csv(source).to_sql("spending", engine, index=False, chunksize=None)
    return time.perf_counter() - start


def sqlite_import(source: Path, folder: Path) -> float:
    """The floor: the sqlite3 shell's own .import into a table."""
    start = time.perf_counter()
    command = ["sqlite3", str(folder / "import.db"), "-cmd", ".mode csv", f".import {source} spending"]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def _texts(source: Path) -> dict[str, list[str]]:
    """Descriptions and payees of the first 10,000 entries, a person in every tenth."""
    import csv

    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(10_000), strict=False)]
    named = ["จ่ายให้นายกขค งจฉ " if place % 10 == 0 else "" for place in range(len(rows))]
    return {
        "description": [name + row["รายการ"] for name, row in zip(named, rows, strict=True)],
        "payee": [row["ผู้รับเงิน"] for row in rows],
    }


def masking(source: Path, _: Path) -> float:
    """10,000 entries as who sees no person is shown them."""
    from core.model.rows import from_records
    from core.text.privacy import hide
    from core.text.sight import NOBODY

    texts = _texts(source)
    rows = from_records("spending", [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)])
    hide("นายกขค")  # the names of places are read once
    start = time.perf_counter()
    shown = rows.seen_by(NOBODY)
    assert all(len(shown[name]) == len(rows) for name in texts)  # a column is looked at when it is asked for
    return time.perf_counter() - start


def pandas_str(source: Path, _: Path) -> float:
    """The floor: one pattern of titles and one of numbers, put over the same columns by pandas."""
    import pandas as pd

    texts = pd.DataFrame(_texts(source))
    start = time.perf_counter()
    for name in texts:
        texts[name] = texts[name].str.replace(r"(?:นาย|นาง|นางสาว|คุณ)[ก-๙]+(?: [ก-๙]+)?", "x", regex=True)
        texts[name] = texts[name].str.replace(r"0[0-9](?:[- ]?[0-9]){7,8}", "x", regex=True)
    return time.perf_counter() - start


METHODS = {
    "ours": ours,
    "postgres": postgres,
    "pandas": pandas_to_sql,
    "import": sqlite_import,
    "parse": parsing,
    "assess": assessing,
    "csv": reading,
    "hash": hashing,
    "insert": inserting,
    "mask": masking,
    "pandas_str": pandas_str,
}
