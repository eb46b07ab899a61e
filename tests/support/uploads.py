"""Intakes and rows for tests of the store: what intake would give, without a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from core.intake.issues import Issue
from core.intake.model import Intake, Reading
from core.model.diff import diff_rows
from core.model.kinds import Kind
from core.model.rows import Rows, empty, from_records, rows_sha256
from core.model.snapshot import Snapshot
from core.model.stages import NO_STAGES
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from tests.support.actors import staff

NOW = datetime(2021, 8, 2, 3, 0, tzinfo=UTC)

CODE = "phetchaburi-2564"


def group(code: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": f"กลุ่ม {code}", "amphoe": "ชะอำ", "stage": "trained", "status": "active"} | fields


def payment(doc_no: str, satang: int, on: date = date(2021, 1, 15), **fields: Any) -> dict[str, Any]:
    row = {"doc_no": doc_no, "line_no": 1, "date": on, "entry": "disbursement", "amount_satang": satang}
    return row | fields


def intake_of(
    rows: Rows,
    today: Snapshot | None,
    *,
    as_of: date | None = None,
    issues: Sequence[Issue] = (),
    file_name: str = "file.csv",
) -> Intake:
    base = today.uploads.get(rows.kind) if today else None
    return Intake(
        kind=rows.kind,
        file_name=file_name,
        file_sha256="f" * 64,
        rows=rows,
        readings=(Reading(file_name, encoding="utf-8", delimiter=","),),
        issues=tuple(issues),
        folded={"thai_digits": 3},
        as_of=as_of,
        suggested_as_of=None,
        rows_sha256=rows_sha256(rows),
        diff=diff_rows(
            today.of(rows.kind) if today else empty(rows.kind), rows, stages=today.stages if today else NO_STAGES
        ),
        base_upload_id=base.id if base else None,
    )


def put(engine: Engine, kind: Kind, records: Sequence[Mapping[str, Any]], as_of: date, **options: Any) -> UploadInfo:
    """Load rows as a clerk would: compare with the day, then apply."""
    project = options.pop("project", CODE)
    today = store.base_view(engine, project, as_of)
    intake = intake_of(from_records(kind, records), today, as_of=as_of)
    return store.apply(engine, intake, project=project, as_of=as_of, **{"actor": staff(), "now": NOW, **options})
