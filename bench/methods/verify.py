"""What ``verify`` costs as the history grows: uploads of 150 rows, a thousand beside a hundred."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

ROWS = 150
SIZES = (100, 1000)


def prepared(folder: Path) -> dict[int, Path]:
    """A database of each size; uploads of spending over a year."""
    from db.accounts import actors
    from db.engine import new_engine
    from db.maintenance import migrate
    from db.projects import versions

    made = {}
    for size in SIZES:
        made[size] = folder / f"uploads-{size}.db"
        engine = new_engine(f"sqlite:///{made[size].as_posix()}")
        migrate.migrate(engine)
        versions.store_folder(engine, actor=actors.system(), now=datetime(2020, 9, 1, tzinfo=UTC))
        for number in range(size):
            _put(engine, number, size)
        engine.dispose()
    return made


def _put(engine: Engine, number: int, size: int) -> None:
    """One upload as the store would keep it, without the figures: ``verify`` computes them all the same."""
    from core.model.rows import from_records, rows_sha256
    from db.snapshots.row_store import insert_rows
    from db.tables import Upload
    from db.transactions import writing

    day = date(2020, 10, 1) + timedelta(days=364 * number // size)
    records = [
        {
            "doc_no": f"{number}-{row}", "line_no": 1, "date": date(2020, 10, 1), "entry": "disbursement",
            "amount_satang": 100 + row + number,
        }
        for row in range(ROWS)
    ]  # fmt: skip
    rows = from_records("spending", records)
    upload = Upload(
        project="phetchaburi-2564", kind="spending", seq=number + 1, as_of=day, by="bench", file_name="file.csv",
        received_at=datetime(2021, 10, 1, tzinfo=UTC) + timedelta(minutes=number), file_sha256="f" * 64,
        rows_sha256=rows_sha256(rows), encoding="utf-8", row_count=ROWS, project_version_id=1, counts={},
    )  # fmt: skip
    with writing(engine) as session:
        session.add(upload)
        session.flush()
        insert_rows(session.connection(), upload.id, rows)


def _verify(size: int, folder: Path, _: Path) -> float:
    os.environ["OTOP_DATA"] = str(folder)
    from db.engine import new_engine
    from db.maintenance import chain
    from db.maintenance.verify import verify

    engine = new_engine(f"sqlite:///{(folder / f'uploads-{size}.db').as_posix()}")
    start = time.perf_counter()
    assert verify(engine) == []
    assert chain.check(engine).findings == ()
    return time.perf_counter() - start


METHODS: dict[str, Callable[[Path, Path], float]] = {f"verify {size}": partial(_verify, size) for size in SIZES}
