"""Rows of made projects: the samples' own, and as many more in their style as a size wants; pure and seeded."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from core.intake import AssessOptions, assess, parse
from core.model import Rows
from core.model.kinds import KINDS, Kind
from core.model.project import Project, parse_project

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "projects" / "demo-phetchaburi-2564.toml"
DAYS = (date(2021, 6, 30), date(2021, 7, 31))  # the two snapshots of a made project
PLAN_DAY = date(2020, 10, 1)
LINES = ("ค่าจ้างเหมาบริการ", "ค่าใช้จ่ายในการสัมมนาและฝึกอบรม", "วัสดุสำนักงาน", "วัสดุเชื้อเพลิงและหล่อลื่น")
ACTIVITIES = ("อบรมสร้างความรู้ความเข้าใจ", "พัฒนาผลิตภัณฑ์", "สรุปบทเรียน")
CATEGORIES = ("food", "beverage", "textile", "craft", "herb")


@dataclass(frozen=True)
class Size:
    """One made project: how many groups (two products each, as in the samples), how many entries of the
    register, and how many times the samples' budget.
    """

    groups: int
    entries: int
    budget: int


@cache
def sample_rows(kind: Kind, day: date) -> Rows:
    """The rows of a sample file."""
    path = ROOT / "samples" / ("plan.csv" if kind == "plan" else f"{day}/{kind}.csv")
    parsed = parse((path.name, path.read_bytes()), kind)
    found = assess(parsed, sample_project(), options=AssessOptions(day)).rows
    assert found is not None, f"{path}: the sample is refused"
    return found


@cache
def sample_project() -> Project:
    """The project of the samples."""
    return parse_project(SAMPLE.read_text(encoding="utf-8"))


def project_text(code: str, name: str, size: Size) -> str:
    """The TOML of a made project: the samples' own under another name, with the budget and the goal of its size."""
    text = SAMPLE.read_text(encoding="utf-8").replace('code = "demo-phetchaburi-2564"', f'code = "{code}"')
    text = text.replace("sample = true\n", "")
    return "".join(_of_size(line, name, size) + "\n" for line in text.splitlines())


def _of_size(line: str, name: str, size: Size) -> str:
    field, _, value = line.partition(" = ")
    if field in ("name_th", "name_en"):
        return f'{field} = "{name}"'
    if field in ("budget_baht", "planned_baht"):
        return f"{field} = {int(value) * size.budget}"
    return f"{field} = {size.groups}" if field == "target_groups" or line == "target = 30" else line


def plan(size: Size) -> Rows:
    """The samples' plan, for the size's groups and budget."""
    rows = sample_rows("plan", PLAN_DAY)
    groups = sample_project().target_groups
    return _with(
        rows,
        planned_groups=[None if n is None else n * size.groups // groups for n in rows["planned_groups"]],
        planned_disbursed_satang=[None if n is None else n * size.budget for n in rows["planned_disbursed_satang"]],
    )


def groups(size: Size, day: date) -> Rows:
    """The samples' groups, again and again under other codes until there are enough."""
    return _repeated(sample_rows("groups", day), size.groups, ("code",), ("name",))


def products(size: Size, day: date) -> Rows:
    """The samples' products, of every group that there is."""
    rows = sample_rows("products", day)
    each = len(rows) * size.groups // len(sample_rows("groups", day))
    return _repeated(rows, each, ("code", "group_code"), ("name",))


def spending(size: Size, day: date, seed: int) -> Rows:
    """The samples' register, and entries of small sums up to the day: every tenth an order that three others pay."""
    last, first = DAYS[-1], sample_project().start
    own = sample_rows("spending", day)
    wanted = size.entries - len(sample_rows("spending", last))
    chance = random.Random(seed)
    span = (last - first).days + 1
    days = [first + timedelta(days=n * span // max(wanted, 1)) for n in range(wanted)]
    until = sum(one <= day for one in days)
    sums = [chance.randrange(1_000, 50_000) for _ in range(wanted)][:until]
    orders = [f"ผพ.ม{n // 10:06d}" for n in range(until)]
    more: dict[str, list[Any]] = {
        "doc_no": [orders[n] if n % 10 == 0 else f"ฎ.ม{n:06d}" for n in range(until)],
        "line_no": [1] * until,
        "date": days[:until],
        "entry": ["commitment" if n % 10 == 0 else "disbursement" for n in range(until)],
        "activity": [ACTIVITIES[n % len(ACTIVITIES)] for n in range(until)],
        "expense_line": [LINES[n % len(LINES)] for n in range(until)],
        "description": [f"รายการที่ {n % 500} ของแผนงาน" for n in range(until)],
        "payee": [f"ร้านค้าในพื้นที่ {n % 97}" for n in range(until)],
        "amount_satang": [200_000 if n % 10 == 0 else sums[n] for n in range(until)],
        "settles": [orders[n] if n % 10 in (1, 2, 3) else None for n in range(until)],
        "group_code": [f"G{n % 30 + 1:02d}" if n % 4 == 0 else None for n in range(until)],
    }
    columns = {c.field: [*own[c.field], *more.get(c.field, [c.default] * until)] for c in KINDS["spending"].columns}
    return Rows("spending", columns, list(range(2, 2 + len(own) + until)))


def until(rows: Rows, day: date) -> Rows:
    """The entries of a register that are dated on or before a day."""
    kept = [place for place, on in enumerate(rows["date"]) if on <= day]
    columns = {column.field: [rows[column.field][place] for place in kept] for column in KINDS[rows.kind].columns}
    return Rows(rows.kind, columns, list(range(2, 2 + len(kept))))


def _with(rows: Rows, **columns: list[Any]) -> Rows:
    held = {column.field: columns.get(column.field, rows[column.field]) for column in KINDS[rows.kind].columns}
    return Rows(rows.kind, held, list(rows.numbers))


def _repeated(rows: Rows, count: int, codes: tuple[str, ...], names: tuple[str, ...]) -> Rows:
    """So many rows: the n-th time round, what names a row is told apart by the number."""
    columns: dict[str, list[Any]] = {}
    for column in KINDS[rows.kind].columns:
        values = rows[column.field]
        found = [values[place % len(values)] for place in range(count)]
        if column.field in codes + names:
            mark = "-" if column.field in codes else " "
            turns = [place // len(values) for place in range(count)]
            found = [value if not turn else f"{value}{mark}{turn}" for value, turn in zip(found, turns, strict=True)]
        columns[column.field] = found
    return Rows(rows.kind, columns, list(range(2, 2 + count)))
