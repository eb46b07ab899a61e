"""The office's project in other years, and the sample year's rows moved there: for tests of several years at once."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from core.model.kinds import Kind
from core.model.project import parse_project
from core.model.rows import from_records
from db.projects import versions
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from tests.support.actors import staff, store_projects
from tests.support.intakes import read
from tests.support.uploads import intake_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
REAL, YEAR = "phetchaburi-2564", 2564
_ISO = re.compile(r"\b(20\d\d)-(\d\d-\d\d)\b")


def project_text(year: int, *, code: str = "", replacing: Mapping[str, str] | None = None) -> str:
    """The file of the office's project in another fiscal year: days and code moved, no table of earlier years."""
    text = (versions.FOLDER / f"{REAL}.toml").read_text(encoding="utf-8")
    text = text[: text.index("[[baselines]]")].replace(f"ปี {YEAR}", f"ปี {year}").replace(f"FY{YEAR}", f"FY{year}")
    text = text.replace(f'"{REAL}"', f'"{code or REAL.replace(str(YEAR), str(year))}"')
    text = text.replace(f"fiscal_year_be = {YEAR}", f"fiscal_year_be = {year}")
    text = _ISO.sub(lambda found: f"{int(found[1]) + year - YEAR}-{found[2]}", text)
    for old, new in (replacing or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    parse_project(text)
    return text


def store_texts(engine: Engine, folder: Path, texts: Iterable[str], now: datetime) -> None:
    """Store projects by their texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        (folder / f"{parse_project(text).code}.toml").write_text(text, encoding="utf-8")
    store_projects(engine, now=now, folder=folder)


def load_samples(
    engine: Engine, code: str, as_of: Mapping[Kind, date], now: datetime, years: int = 0
) -> list[UploadInfo]:
    """Load the samples of each kind as of a day of theirs into a project, with every day moved by some years."""
    sample = versions.project_at(engine, versions.SAMPLE_PROJECT).project
    stored = []
    for kind, day in as_of.items():
        path = SAMPLES / "plan.csv" if kind == "plan" else SAMPLES / day.isoformat() / f"{kind}.csv"
        found = read((path.name, path.read_bytes()), kind, project=sample)
        assert found.rows is not None
        rows = from_records(kind, [_moved(record, years) for record in found.rows.records()])
        there = _years_on(day, years)
        intake = intake_of(rows, store.base_view(engine, code, there), as_of=there)
        stored.append(store.apply(engine, intake, project=code, as_of=there, actor=staff(), now=now))
    return stored


def _moved(record: Mapping[str, Any], years: int) -> dict[str, Any]:
    return {name: _years_on(value, years) if isinstance(value, date) else value for name, value in record.items()}


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years)
