"""Projects that never were, whole years of them, for ``bench.calibrate``; the forecaster sees none of what is set here.

Three families of arrival: ``even`` (a constant rate), ``bursts`` (at 4 to 12 registration windows, numbers uneven) and
``s_shaped`` (slow, fast, slow). How many would come in all, what share of the money is spent, how long sums wait and
when the contract is signed differ from project to project.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from core.model.project import Project, Window, parse_project
from core.model.rows import Rows, from_records

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = ("even", "bursts", "s_shaped")
DAYS = 365

Record = dict[str, Any]


@dataclass(frozen=True)
class Year:
    """One made project with its whole year, and how it ended: groups, the day of the last one wanted, satang paid."""

    family: str
    project: Project
    groups: Rows
    spending: Rows
    instalments: Rows
    registered: tuple[date, ...]
    paid: tuple[tuple[date, int], ...]

    @property
    def complete(self) -> date | None:
        """The day on which the target was reached, if it was."""
        target = self.project.target_groups
        return self.registered[target - 1] if len(self.registered) >= target else None


@cache
def frame() -> Project:
    """The office's own project, without windows."""
    text = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")
    return replace(parse_project(text), windows=())


def years(family: str, number: int, seed: int) -> Iterator[Year]:
    """So many years of a family; each family and seed has its own stream of chance."""
    random = np.random.default_rng([seed, FAMILIES.index(family)])
    for _ in range(number):
        yield _year(family, random)


def _year(family: str, random: np.random.Generator) -> Year:
    project = frame()
    pool = project.target_groups + int(random.integers(0, 4))
    would_come = 22.0 * np.exp(random.normal(0.0, 0.45))
    curve = _Curve(family, random)
    if family == "bursts":
        project = replace(project, windows=_windows(project, random))
        days = _at_windows(project, would_come, random)
    else:
        days = [project.start + timedelta(days=int(x * DAYS)) for x in curve.times(random.poisson(would_come))]
    registered = tuple(sorted(days)[:pool])
    spending, instalments = _money(project, curve, random)
    paid = tuple((row["date"], row["amount_satang"]) for row in spending if row["entry"] == "disbursement")
    return Year(
        family,
        project,
        from_records("groups", _groups(registered, pool)),
        from_records("spending", sorted(spending, key=lambda row: row["date"])),
        from_records("instalments", instalments),
        registered,
        paid,
    )


class _Curve:
    """When in the year things happen: uniform, or a beta whose mode and steepness are the project's own; months differ
    by chance (holidays, staff on leave) by about a third.
    """

    def __init__(self, family: str, random: np.random.Generator) -> None:
        self.random, self.ab = random, (1.0, 1.0)
        if family == "s_shaped":
            mode, steepness = random.uniform(0.3, 0.75), random.uniform(3.5, 8.0)
            self.ab = (1 + mode * (steepness - 2), 1 + (1 - mode) * (steepness - 2))
        self.months = random.gamma(9.0, 1 / 9.0, 12)

    def times(self, number: int) -> list[float]:
        """So many points of the year, 0 to 1: drawn four times over, then picked by the weight of their month."""
        drawn = np.minimum(self.random.beta(*self.ab, 4 * number), 0.999)
        weight = self.months[(drawn * 12).astype(int)]
        picked = self.random.choice(len(drawn), number, replace=False, p=weight / weight.sum()) if number else []
        return [float(drawn[place]) for place in picked]


def _windows(project: Project, random: np.random.Generator) -> tuple[Window, ...]:
    """Windows one after another over the whole year; each closes one to two weeks before its results."""
    number = int(random.choice([4, 6, 8, 12]))
    ends = [project.start + timedelta(days=round(DAYS * (k + 1) / number) - 1) for k in range(number)]
    found, opens = [], project.start
    for results in ends:
        closes = results - timedelta(days=int(random.integers(7, 15)))
        found.append(Window(opens, closes, results, "made"))
        opens = results + timedelta(days=1)
    return tuple(found)


def _at_windows(project: Project, would_come: float, random: np.random.Generator) -> list[date]:
    """A gamma-mixed Poisson number at each window, all in one to three days before its day of results."""
    evenness = random.uniform(1.5, 6.0)
    days = []
    for window in project.windows:
        number = random.poisson(would_come / len(project.windows) * random.gamma(evenness, 1 / evenness))
        assert window.results is not None
        days += [window.results - timedelta(days=int(random.integers(0, 3))) for _ in range(number)]
    return days


def _groups(registered: tuple[date, ...], pool: int) -> list[Record]:
    dates = [*registered, *([None] * (pool - len(registered)))]
    return [
        {"code": f"G{i:02d}", "name": f"G{i:02d}", "amphoe": "ชะอำ", "status": "active", "registered_on": on,
         "stage": "registered" if on else "trained"}
        for i, on in enumerate(dates, 1)
    ]  # fmt: skip


def _money(project: Project, curve: _Curve, random: np.random.Generator) -> tuple[list[Record], list[Record]]:
    """The register and the instalments: a contract in three, small orders, direct payments, each paid after a wait."""
    budget, start = project.budget_satang, project.start
    contract = int(budget * random.uniform(0.45, 0.8))
    signed = int(random.uniform(30, 200))
    wait = random.uniform(10, 60)
    thirds = random.dirichlet([4.0, 8.0, 4.0])
    last_due = random.uniform(min(signed + 90, 330), 345)
    spending = [_entry("PO-1", start, signed, "commitment", contract)]
    instalments: list[Record] = []
    for no, (part, due) in enumerate(zip(thirds, np.linspace(signed + 40, last_due, 3), strict=True), 1):
        satang, paid = int(contract * part), int(due + random.gamma(2.0, wait / 2))
        instalments.append(
            {"no": str(no), "amount_satang": satang, "contract_no": "PO-1", "due_on": start + timedelta(days=int(due)),
             "paid_on": start + timedelta(days=paid)}
        )  # fmt: skip
        spending.append(_entry(f"I-{no}", start, paid, "disbursement", satang, "PO-1"))
    rest = (budget - contract) * random.uniform(0.5, 0.98)
    times = curve.times(int(random.integers(30, 90)))
    weights = random.lognormal(0.0, 1.0, len(times))
    for no, (time, weight) in enumerate(zip(sorted(times), weights / weights.sum(), strict=True), 1):
        satang, day = int(rest * weight), int(time * DAYS)
        if random.random() < 0.15:  # through a small order
            spending.append(_entry(f"PO-S{no}", start, day, "commitment", satang))
            spending.append(
                _entry(f"P-{no}", start, day + int(random.exponential(20)), "disbursement", satang, f"PO-S{no}")
            )
        else:
            spending.append(_entry(f"P-{no}", start, day, "disbursement", satang))
    return spending, instalments


def _entry(doc_no: str, start: date, day: int, entry: str, satang: int, settles: str | None = None) -> Record:
    on = start + timedelta(days=day)
    return {"doc_no": doc_no, "line_no": 1, "date": on, "entry": entry, "amount_satang": satang, "settles": settles}
