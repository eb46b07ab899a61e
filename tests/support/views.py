"""Small views for tests: rows from dicts, money in baht where it reads better, samples straight from their files."""

import csv
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from core.model.choices import STANDARD_STATUSES, STANDARDS
from core.model.kinds import KINDS
from core.model.project import parse_project
from core.model.rows import from_records
from core.model.snapshot import Snapshot, UploadRef
from core.model.stages import choices_in

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
PROJECT = parse_project((ROOT / "projects" / "demo-phetchaburi-2564.toml").read_text(encoding="utf-8"))
MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def d(text):
    """`2021-06-30` as a date."""
    return date.fromisoformat(text)


def baht(amount):
    """Baht, as a number or text, in satang."""
    return int(Decimal(str(amount)) * 100)


def upload(kind, as_of, number=None):
    """What the store would say about an upload of one kind."""
    number = list(KINDS).index(kind) + 1 if number is None else number
    return UploadRef(number, kind, 1, as_of, datetime(2021, 1, 1, tzinfo=UTC), "staff", f"{kind}.csv")


def view(day="2021-06-30", *, as_of=None, project=PROJECT, earlier_plans=(), plan_days=None, **kinds):
    """A view on ``day`` of the kinds given as lists of dicts; ``as_of`` sets another date for some of them."""
    as_of = as_of or {}
    rows = {kind: from_records(kind, records) for kind, records in kinds.items()}
    uploads = {kind: upload(kind, d(as_of.get(kind, day))) for kind in rows}
    days = plan_days or [f"2020-10-{n:02}" for n in range(1, len(earlier_plans or ()) + 1)]
    refs = tuple(upload("plan", d(on), 90 + n) for n, on in enumerate(days))
    return Snapshot(project, d(day), uploads, rows, earlier_plans=earlier_plans, earlier_plan_refs=refs)


def group(code, stage="trained", **fields):
    return {"code": code, "name": code, "amphoe": "ชะอำ", "stage": stage, "status": "active", **fields}


def registered(code, on="2021-06-28", **fields):
    return group(code, "registered", registered_on=d(on) if on else None, **fields)


def entry(doc_no, on, kind, amount, **fields):
    """One row of the register; the amount is in baht."""
    return {"doc_no": doc_no, "line_no": 1, "date": d(on), "entry": kind, "amount_satang": baht(amount), **fields}


def planned(month, groups=None, money=None):
    """One month of a plan; money in baht."""
    satang = None if money is None else baht(money)
    return {"month": d(f"{month}-01"), "planned_groups": groups, "planned_disbursed_satang": satang}


def product(code, group_code, category="food", **fields):
    return {"code": code, "group_code": group_code, "name": code, "category": category, **fields}


def instalment(no, amount, due, delivered=None, accepted=None, paid=None, **fields):
    """One instalment; the amount in baht, `None` for a milestone."""
    days = {"due_on": due, "delivered_on": delivered, "accepted_on": accepted, "paid_on": paid}
    satang = None if amount is None else baht(amount)
    dates = {name: d(day) if day else None for name, day in days.items()}
    return {"no": no, "amount_satang": satang, **dates, **fields}


def column(rows, name):
    return [row[name] for row in rows]


def pick(rows, **wanted):
    """The one row with these values."""
    (row,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row


def sample_view(day, **other_files):
    """The samples as they stood on a month end; ``other_files`` replaces the file of a kind."""
    last = min(d(day), d("2021-09-30")).isoformat()
    folder = SAMPLES / last if (SAMPLES / last).exists() else SAMPLES / "try" / last
    files = {kind: folder / f"{kind}.csv" for kind in KINDS if kind != "plan"} | {"plan": SAMPLES / "plan.csv"}
    rows = {kind: sample_rows(kind, other_files.get(kind, path)) for kind, path in files.items()}
    dates = dict.fromkeys(rows, d(last)) | {"plan": d("2020-10-01")} | dict.fromkeys(other_files, d(day))
    uploads = {kind: upload(kind, as_of) for kind, as_of in dates.items()}
    return Snapshot(PROJECT, d(day), uploads, rows, earlier_plans=())


def expected_days():
    folder = ROOT / "tests" / "samples"
    days = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return [*days, json.loads((folder / "expected-october.json").read_text(encoding="utf-8"))]


def expected_view(day):
    october = {"spending": SAMPLES / "practice" / "spending-october.csv"}
    return sample_view(day, **(october if day == "2021-10-18" else {}))


def sample_rows(kind, path):
    """Rows of a sample file, without the title line above the header and the total line below."""
    lines = list(csv.reader(_text(path).splitlines()))
    top = next(i for i, cells in enumerate(lines) if all(cells))
    body = [cells for cells in lines[top + 1 :] if not cells[0].startswith("รวม")]
    by_header = {column.header: column for column in KINDS[kind].columns} | {c.th: c for c in KINDS[kind].columns}
    columns = [by_header[header] for header in lines[top]]
    return from_records(
        kind, [{c.field: _cell(c, text) for c, text in zip(columns, cells, strict=True)} for cells in body]
    )


def _text(path):
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return path.read_bytes().decode("cp874")


def _cell(column, text):
    text = text.translate(THAI_DIGITS) if column.type not in ("text", "code") else text
    if not text:
        return column.default
    if column.type == "satang":
        return baht(text.replace(",", ""))
    if column.type in ("int", "line"):
        return int(text)
    if column.type == "date":
        day, month, year = map(int, re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text).groups())
        return date(year - 543, month, day)
    if column.type == "month":
        name, year = text.split()
        return date(int(year) + 2500 - 543, MONTHS.index(name) + 1, 1)
    if column.type == "enum":
        return _id(choices_in(column, PROJECT), text)
    if column.type == "standards":
        pairs = (part.split("=") for part in text.split(";"))
        return ";".join(f"{_id(STANDARDS, name)}={_id(STANDARD_STATUSES, status)}" for name, status in pairs)
    return text


def _id(choices, text):
    return next(choice.id for choice in choices if text.strip() in (choice.id, choice.written))


# Two groups of two amphoe, one product each, and money that names a group, another, none, and one that is not known.
MIXED = view(
    "2021-06-30",
    groups=[
        registered("G01", amphoe="ชะอำ"),
        group("G02", "accepted", amphoe="ท่ายาง"),
        group("G03", status="withdrawn"),
    ],
    products=[
        product("G01-P1", "G01", "food"),
        product("G01-P2", "G01", "beverage"),
        product("G02-P1", "G02", "craft"),
    ],
    spending=[
        entry("PO-1", "2021-04-09", "commitment", 1000, group_code="G01", expense_line="hire"),
        entry("P-1", "2021-05-01", "disbursement", 300, group_code="G01", expense_line="hire", settles="PO-1"),
        entry("P-2", "2021-05-02", "disbursement", 20, group_code="G02", expense_line="fuel"),
        entry("P-3", "2021-06-03", "disbursement", 7, expense_line="fuel"),
        entry("P-4", "2021-06-04", "disbursement", 5, group_code="G99"),
        entry("P-5", "2021-07-01", "disbursement", 9, group_code="G01"),  # after the cut-off
    ],
)
