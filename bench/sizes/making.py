"""Made projects into a database, as the store would keep them: rows through its own bulk path, the figures of each
upload, a line in the log of deeds, a link of the chain. ``python -m db verify`` finds nothing amiss in them.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from bench.sizes import rows as made
from bench.sizes.rows import DAYS, PLAN_DAY, Size
from core.figures import compute
from core.model import Rows, rows_sha256
from core.model.kinds import Kind
from db.accounts import actors, audit, users
from db.chain import keys
from db.engine import new_engine
from db.maintenance import chain, migrate
from db.maintenance.verify import verify
from db.projects import versions
from db.snapshots.headlines import stored
from db.snapshots.headlines.__main__ import make_all
from db.snapshots.row_store import insert_rows
from db.snapshots.uploads import view_of
from db.tables import ProjectVersion, Upload
from db.transactions import writing
from tests.support.actors import admin
from tests.support.databases import CHAIN_KEY
from tests.support.server import PASSWORD, READY, ROOT, database_url, filled
from ui.auth import door, tokens
from words.rendering import render

STORED = datetime(2020, 9, 30, 3, tzinfo=UTC)
RECEIVED = datetime(2021, 8, 1, 3, tzinfo=UTC)
COUNTRY_PROJECTS, COUNTRY_ENTRIES = 380, 5_000_000
PROVINCE = Size(groups=1_000, entries=50_000, budget=34)
SMALL = Size(groups=30, entries=0, budget=1)
_COUNTS = {"folded": {}, "warnings": {}, "changes": None, "scope": None, "edits": [], "compared_with": None}


def in_country(projects: int = COUNTRY_PROJECTS, entries: int = COUNTRY_ENTRIES) -> Size:
    """The size of one project of a country: both of its snapshots count, the earlier of nine months out of ten."""
    return Size(groups=30, entries=round(entries / projects / 1.897), budget=10)


def put(engine: Engine, code: str, files: list[tuple[Kind, date, Rows]], begun: datetime = RECEIVED) -> None:
    """Uploads of one project, a minute apart, in one transaction."""
    with writing(engine) as session:
        version = session.exec(select(ProjectVersion).where(ProjectVersion.code == code)).one().id
        for number, (kind, as_of, rows) in enumerate(files):
            _add(session, code, kind, as_of, rows, begun + timedelta(minutes=number), version)


def _add(session: Session, code: str, kind: Kind, as_of: date, rows: Rows, at: datetime, version: int) -> None:
    seq = 1 + len(session.exec(select(Upload.id).where(Upload.project == code, Upload.kind == kind)).all())
    upload = Upload(
        project=code, kind=kind, seq=seq, as_of=as_of, by="bench", file_name=f"{kind}.csv", received_at=at,
        file_sha256=hashlib.sha256(f"{code} {kind} {seq}".encode()).hexdigest(), rows_sha256=rows_sha256(rows),
        encoding="utf-8", row_count=len(rows), project_version_id=version, counts={**_COUNTS, "confirms": None},
    )  # fmt: skip
    session.add(upload)
    session.flush()
    insert_rows(session.connection(), upload.id, rows)
    upload.figures = compute(view_of(session, code, as_of, given={upload.id: rows})).summary(render)
    audit.record(session, at=at, actor=admin("bench"), action="upload.apply", project=code, upload_id=upload.id)
    session.flush()


def whole(size: Size, seed: int) -> list[tuple[Kind, date, Rows]]:
    """The plan and two snapshots of every other kind."""
    files: list[tuple[Kind, date, Rows]] = [("plan", PLAN_DAY, made.plan(size))]
    for day in DAYS:
        files += [
            ("groups", day, made.groups(size, day)),
            ("products", day, made.products(size, day)),
            ("spending", day, made.spending(size, day, seed)),
            ("instalments", day, made.sample_rows("instalments", day)),
        ]
    return files


def history(uploads: int) -> list[tuple[Kind, date, Rows]]:
    """The samples' last snapshot, and the register of one and the same year so many times, each up to a later day; the
    last two are of the same days however many there are.
    """
    last = DAYS[-1]
    files = [(kind, day, rows) for kind, day, rows in whole(SMALL, 0) if kind != "spending" and day in (PLAN_DAY, last)]
    register, first = made.sample_rows("spending", last), date(2020, 12, 1)
    early = [first + timedelta(days=150 * number // max(uploads - 2, 1)) for number in range(uploads - 2)]
    return files + [("spending", day, made.until(register, day)) for day in (*early, date(2021, 5, 31), last)]


def one(size: Size, files: Callable[[], list[tuple[Kind, date, Rows]]]) -> Callable[[Engine], None]:
    """What makes one project of a size with these uploads."""

    def make(engine: Engine) -> None:
        _store(engine, {"bench-2564": size})
        put(engine, "bench-2564", files())

    return make


def _country(engine: Engine) -> None:
    size = in_country()
    codes = [f"bench-{number:03d}-2564" for number in range(1, COUNTRY_PROJECTS + 1)]
    _store(engine, dict.fromkeys(codes, size))
    for seed, code in enumerate(codes):
        put(engine, code, whole(size, seed))
        stored.refresh(engine, code)  # as the store does after each load


def _store(engine: Engine, sizes: dict[str, Size]) -> None:
    with tempfile.TemporaryDirectory() as name:
        for code, size in sizes.items():
            text = made.project_text(code, f"โครงการ {code}", size)
            (Path(name) / f"{code}.toml").write_text(text, encoding="utf-8")
        kept = versions.store_folder(engine, actor=actors.system(), now=STORED, files=Path(name))
    assert len(kept.versions) == len(sizes), kept.refused


MAKERS: dict[str, Callable[[Engine], None]] = {
    "province": one(PROVINCE, lambda: whole(PROVINCE, 2564)),
    "country": _country,
    "3 uploads": one(SMALL, lambda: history(3)),
    "1000 uploads": one(SMALL, lambda: history(1_000)),
}
PROVED = ("mission", "province", "3 uploads", "1000 uploads")  # by ``verify``, when they are made


def template(name: str) -> Path:
    """The folder of a size, made if it is not kept: ``mission`` (the samples) or one of ``MAKERS``. Its headlines are
    of this program: those of another one would be computed anew under the first visitors, a few for each.
    """
    os.environ[keys.VARIABLE] = CHAIN_KEY
    place = Path(tempfile.gettempdir()) / "otop-bench-sizes" / f"{name.replace(' ', '-')}-{_key()}"
    if place.exists():
        _bring_headlines_up_to_date(place)
    else:
        place.parent.mkdir(exist_ok=True)
        begun, before = Path(tempfile.mkdtemp(prefix="begun-", dir=place.parent)), os.environ.get("OTOP_DATA")
        try:
            fill(begun, name)
            begun.rename(place)
        finally:
            shutil.rmtree(begun, ignore_errors=True)
            os.environ.pop("OTOP_DATA")
            os.environ.update({} if before is None else {"OTOP_DATA": before})
    return place


def _bring_headlines_up_to_date(folder: Path) -> None:
    engine = new_engine(database_url(folder))
    try:
        make_all(engine)
    finally:
        engine.dispose()


def fill(folder: Path, name: str) -> None:
    """Make a size in a folder, and prove it where that takes no minutes."""
    os.environ["OTOP_DATA"] = str(folder)
    if name == "mission":
        filled(folder)
    engine = new_engine(database_url(folder))
    try:
        if name != "mission":
            migrate.migrate(engine)
            for role, user in READY.items():
                users.add(engine, user, role, actor=admin("bench"), now=door.utc_now(), password=PASSWORD)
            tokens.signing_key(folder)
            MAKERS[name](engine)
        if name in PROVED:
            prove(engine)
    finally:
        engine.dispose()


def prove(engine: Engine) -> None:
    """Raise where ``verify`` or the chain finds something amiss."""
    differences, findings = verify(engine), chain.check(engine).findings
    if differences or findings:
        raise AssertionError(f"made data are amiss: {[*differences, *findings][:5]}")


def _key() -> str:
    """A hash of all that the data depend on."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    yield from (ROOT / "bench" / "sizes").glob("*.py")
    yield from (ROOT / "db" / "migrations" / "versions").glob("*.py")
    yield from (ROOT / "core" / "model" / "kinds").glob("*.py")
    yield from (ROOT / "samples").rglob("*.csv")
    yield from (ROOT / "db" / "tables").glob("*.py")
    yield made.SAMPLE
