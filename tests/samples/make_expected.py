"""Work out what each sample day must show, from the sample files alone, and write it beside this script.

The arithmetic is written a second time here on purpose: nothing of the program is imported, so the two can only
agree by both being right. `expected.json` holds the eight month ends; `expected-october.json` holds the one day
after the year, when the carried-over instalment is paid.

    python tests/samples/make_expected.py
"""

import csv
import datetime as dt
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"

BUDGET = 88_500_000  # satang, as all money here
TARGET_GROUPS = 30
YEAR_START, YEAR_END = dt.date(2020, 10, 1), dt.date(2021, 9, 30)
CABINET_PERCENT = (0, 36, 57, 80, 100)  # at the start of the year and at the end of each quarter
TOLERANCE_GROUPS = 0
TOLERANCE_PERCENT, TOLERANCE_OF_PLAN_PERCENT, TOLERANCE_FLOOR_PERCENT = 5, 20, 1

DAYS = (
    "2021-02-28",
    "2021-03-31",
    "2021-04-30",
    "2021-05-31",
    "2021-06-30",
    "2021-07-31",
    "2021-08-31",
    "2021-09-30",
)
OCTOBER = "2021-10-18"

STAGES = (
    "คัดเลือกแล้ว",
    "อบรมแล้ว",
    "วิเคราะห์ผลิตภัณฑ์แล้ว",
    "กำลังพัฒนา",
    "ส่งมอบให้กลุ่มแล้ว",
    "ยื่นลงทะเบียนแล้ว",
    "ลงทะเบียน OTOP แล้ว",
)
DEVELOPED = STAGES.index("ส่งมอบให้กลุ่มแล้ว")
ACTIVE = "อยู่ในโครงการ"
MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

Row = dict[str, str]


def folder_of(day: str) -> Path:
    """Where the files of a day lie: six are loaded at first, two are left for the newcomer."""
    return SAMPLES / day if (SAMPLES / day).exists() else SAMPLES / "try" / day


def read(path: Path) -> list[Row]:
    """The rows of one sample file, without the title line above the header and the total line below the rows."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp874")
    lines = list(csv.reader(text.splitlines()))
    top = next(i for i, cells in enumerate(lines) if all(cells))  # only a header has every cell filled
    rows = [dict(zip(lines[top], cells, strict=True)) for cells in lines[top + 1 :]]
    return [row for row in rows if not next(iter(row.values())).startswith("รวม")]


def date(cell: str) -> dt.date | None:
    """A Buddhist-era date dd/mm/yyyy, or None for an empty cell."""
    if not cell:
        return None
    match = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cell.translate(THAI_DIGITS))
    assert match is not None, cell
    day, month, year = (int(part) for part in match.groups())
    return dt.date(year - 543, month, day)


def day_of(cell: str) -> dt.date:
    """A date that must be there."""
    found = date(cell)
    assert found is not None
    return found


def satang(cell: str) -> int:
    """`1,245.00` as a whole number of satang."""
    return int(Decimal(cell.translate(THAI_DIGITS).replace(",", "")) * 100)


def half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def baht(amount: int) -> str:
    return f"{Decimal(amount) / 100:.2f}"


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def plan_end(cell: str) -> dt.date:
    """`ต.ค. 63` as the last day of that month."""
    name, year = cell.split()
    return month_end(int(year) + 2500 - 543, MONTHS.index(name) + 1)


def planned(plan: list[Row], cutoff: dt.date) -> tuple[int, int]:
    """Groups and money of the office's own plan at the last month end on or before the cut-off."""
    past = [row for row in plan if plan_end(row["เดือน"]) <= cutoff]
    if not past:
        return 0, 0
    last = max(past, key=lambda row: plan_end(row["เดือน"]))
    return int(last["กลุ่มสะสมตามแผน"]), satang(last["เบิกจ่ายสะสมตามแผน"])


def cabinet(net_budget: int, cutoff: dt.date) -> int:
    """The cabinet's curve: a third of a quarter's step at each month end, linear by day inside a month."""
    if cutoff >= YEAR_END:
        return half_up(Decimal(net_budget * CABINET_PERCENT[-1]) / 100)
    month = (cutoff.month - YEAR_START.month) % 12  # whole months of the year before this one

    def thirds(months: int) -> int:
        quarter, within = divmod(months, 3)
        step = CABINET_PERCENT[quarter + 1] - CABINET_PERCENT[quarter] if within else 0
        return 3 * CABINET_PERCENT[quarter] + step * within

    length = month_end(cutoff.year, cutoff.month).day
    so_far = thirds(month) * length + (thirds(month + 1) - thirds(month)) * cutoff.day
    return half_up(Decimal(net_budget * so_far) / (300 * length))


class Ledger:
    """The spending rows dated on or before a day, and what they add up to."""

    def __init__(self, rows: list[Row], cutoff: dt.date) -> None:
        self.rows = [row for row in rows if day_of(row["วันที่"]) <= cutoff]

    def total(self, entry: str, settles: str | None = None) -> int:
        return sum(
            satang(row["จำนวนเงิน"])
            for row in self.rows
            if row["ประเภทรายการ"] == entry and settles in (None, row["อ้างอิงเลขที่ผูกพัน"])
        )

    @property
    def net_budget(self) -> int:
        return BUDGET + self.total("โอนเปลี่ยนแปลงเพิ่ม") - self.total("โอนเปลี่ยนแปลงลด")

    @property
    def disbursed(self) -> int:
        return self.total("เบิกจ่าย") - self.total("เบิกเกินส่งคืน")

    @property
    def owed(self) -> dict[str, int]:
        """What each order still owes; below zero where more was paid than bound."""
        return {
            row["เลขที่เอกสาร"]: satang(row["จำนวนเงิน"])
            - self.total("ลดหนี้ผูกพัน", row["เลขที่เอกสาร"])
            - self.total("เบิกจ่าย", row["เลขที่เอกสาร"])
            + self.total("เบิกเกินส่งคืน", row["เลขที่เอกสาร"])
            for row in self.rows
            if row["ประเภทรายการ"] == "ก่อหนี้ผูกพัน"
        }

    @property
    def outstanding(self) -> int:
        return sum(max(0, rest) for rest in self.owed.values())

    @property
    def used(self) -> int:
        return self.disbursed + self.outstanding

    @property
    def suspect(self) -> bool:
        outside = sum(not YEAR_START <= day_of(row["วันที่"]) <= YEAR_END for row in self.rows)
        overpaid = any(rest < 0 for rest in self.owed.values())
        return self.used > self.net_budget or overpaid or outside * 2 > len(self.rows)


def accepted_unpaid(instalments: list[Row], cutoff: dt.date) -> int:
    """Instalments accepted by the day and not paid by it."""
    unpaid = 0
    for row in instalments:
        accepted, paid = date(row["วันที่ตรวจรับ"]), date(row["วันที่เบิกจ่าย"])
        if accepted and accepted <= cutoff and not (paid and paid <= cutoff):
            unpaid += satang(row["จำนวนเงิน"])
    return unpaid


def is_registered(group: Row, cutoff: dt.date) -> bool:
    on = date(group["วันที่ลงทะเบียน OTOP"])
    return group["ขั้นตอน"] == STAGES[-1] and on is not None and YEAR_START <= on <= cutoff


def tolerance(net_budget: int, planned_money: int) -> int:
    """How far below its plan money may lie, in satang."""
    floor, of_plan = net_budget * TOLERANCE_FLOOR_PERCENT, planned_money * TOLERANCE_OF_PLAN_PERCENT
    return min(net_budget * TOLERANCE_PERCENT, max(of_plan, floor)) // 100


def verdict(ledger: Ledger, registered: int, plan: tuple[int, int], *, suspect: bool, closed: bool, curve: int) -> str:
    """The first that holds. Staleness is left out: it belongs to the clock, not to the day."""
    planned_groups, planned_money = plan
    slack = tolerance(ledger.net_budget, planned_money)
    groups_late = registered < planned_groups - TOLERANCE_GROUPS
    money_late = ledger.disbursed < planned_money - slack
    cases = (
        ("suspect", suspect),
        ("closed", closed),
        ("both_late", groups_late and money_late),
        ("money_ahead", groups_late and ledger.disbursed > planned_money + slack),
        ("groups_late", groups_late),
        ("money_late", money_late),
        ("below_cabinet_on_plan", ledger.used < curve),
    )
    return next((code for code, holds in cases if holds), "on_course")


def figures(day: str, files: dict[str, tuple[Path, str]]) -> dict[str, object]:
    """What the files say on a day; each kind is a path and the day that its rows stand for."""
    today = dt.date.fromisoformat(day)
    cutoffs = {kind: min(today, dt.date.fromisoformat(as_of)) for kind, (_, as_of) in files.items()}
    rows = {kind: read(path) for kind, (path, _) in files.items()}
    plan = read(SAMPLES / "plan.csv")
    both = min(cutoffs["groups"], cutoffs["spending"])  # figures of two sides use the earlier day

    active = [group for group in rows["groups"] if group["สถานะ"] == ACTIVE]
    stages = [sum(group["ขั้นตอน"] == stage for group in active) for stage in STAGES]
    registered = sum(is_registered(group, cutoffs["groups"]) for group in active)
    expected_groups, _ = planned(plan, cutoffs["groups"])

    ledger = Ledger(rows["spending"], cutoffs["spending"])
    _, expected_money = planned(plan, cutoffs["spending"])
    curve = cabinet(ledger.net_budget, cutoffs["spending"])

    ledger_of_both = Ledger(rows["spending"], both)
    registered_of_both = sum(is_registered(group, both) for group in active)
    plan_of_both = planned(plan, both)
    bac = ledger_of_both.net_budget
    actual_cost = ledger_of_both.disbursed + accepted_unpaid(rows["instalments"], both)

    return {
        "day": day,
        "registered_groups": registered,
        "expected_groups": expected_groups,
        "developed_groups": sum(stages[DEVELOPED:]),
        "budget_baht": baht(BUDGET),
        "net_budget_baht": baht(ledger.net_budget),
        "disbursed_baht": baht(ledger.disbursed),
        "outstanding_baht": baht(ledger.outstanding),
        "used_baht": baht(ledger.used),
        "remaining_baht": baht(ledger.net_budget - ledger.used),
        "expected_disbursed_baht": baht(expected_money),
        "tolerance_baht": baht(tolerance(ledger.net_budget, expected_money)),
        "cabinet_baht": baht(curve),
        "stages": stages,
        "bac_baht": baht(bac),
        "pv_baht": baht(half_up(Decimal(plan_of_both[0] * bac) / TARGET_GROUPS)),
        "ev_baht": baht(half_up(Decimal(registered_of_both * bac) / TARGET_GROUPS)),
        "ac_baht": baht(actual_cost),
        "verdict": verdict(
            ledger_of_both,
            registered_of_both,
            plan_of_both,
            suspect=ledger.suspect,
            closed=today >= YEAR_END,
            curve=cabinet(ledger_of_both.net_budget, both),
        ),
    }


def month_ends() -> list[dict[str, object]]:
    """The eight days of the sample."""
    kinds = ("groups", "spending", "instalments")
    return [figures(day, {kind: (folder_of(day) / f"{kind}.csv", day) for kind in kinds}) for day in DAYS]


def october() -> dict[str, object]:
    """The day when the carried-over instalment is paid; groups and instalments still stand as on the last month end."""
    last = DAYS[-1]
    return figures(
        OCTOBER,
        {
            "groups": (folder_of(last) / "groups.csv", last),
            "spending": (SAMPLES / "practice" / "spending-october.csv", OCTOBER),
            "instalments": (folder_of(last) / "instalments.csv", last),
        },
    )


def as_text(value: object) -> str:
    """JSON with one figure a line, and the seven stages on one."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return re.sub(r"\[\s+([\d,\s]+?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)


def outputs() -> dict[str, str]:
    """File name -> what it must hold."""
    return {"expected.json": as_text(month_ends()), "expected-october.json": as_text(october())}


if __name__ == "__main__":
    for name, text in outputs().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
