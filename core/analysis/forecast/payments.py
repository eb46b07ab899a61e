"""How much more money will be paid by the year's end: the draws that ``forecast`` reads its range from.

Satang throughout. What is committed is paid after a wait; small sums go on as so far; of what is then
not committed, a part is still committed in large orders and paid while there is time for procurement.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.analysis.forecast.arrivals import growth, learn
from core.ledger import Ledger, Orders
from core.model import Rows
from core.model.project import Project

Array = NDArray[np.float64]

DRAWS = 2000
_WAIT_DAYS, _WAITS = 30.0, 2.0  # gamma prior of the rate of payment: as if two waits of 30 days had been seen
_MOST_PACE = 10.0  # times the pace so far: no more is aimed at
_PAID_OF_LARGE = 0.85  # of a large order still to come, paid within the year
_LUMPS = 7.0  # concentration of the beta: what is not committed moves in a few large orders


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known on the cut-off. ``due`` is committed and unpaid money: satang and days from falling due to the end.
    A wait runs from the day that money falls due to the day it is paid: ``waits_ended`` is how many have ended,
    ``days_waited`` all days waited, ended or not.

    ``direct`` are the small sums paid or ordered, a day each (satang), ``numbers`` on how many days they came up to
    each point of ``ends`` (shares of the year; the last is the cut-off). ``free`` is what is not committed,
    ``free_share`` its part of the budget after transfers, nothing once the last safe day of procurement has passed.
    """

    paid: int
    free: int
    due: tuple[tuple[int, int], ...]
    waits_ended: int
    days_waited: int
    direct: tuple[int, ...]
    numbers: tuple[int, ...]
    ends: tuple[float, ...]
    free_share: float


def evidence(project: Project, spending: Rows, instalments: Rows, ledger: Ledger) -> Evidence:
    """What the register and the instalments say on the ledger's cut-off; later dates are not looked at."""
    cutoff, position, orders = ledger.cutoff, ledger.position, ledger.orders
    paid_on = _paid_on(spending, orders, cutoff)
    scheduled, ended, waited = _schedule(instalments, cutoff)
    for order, first in orders.committed_on.items():
        if order not in scheduled and order in paid_on:
            ended, waited = ended + 1, waited + (paid_on[order] - first).days
        elif order not in scheduled and order in orders.outstanding:
            waited += (cutoff - first).days
    net, free = position.revised(project.budget_satang), max(0, position.remaining(project.budget_satang))
    direct, numbers, ends = _direct(project, spending, orders, cutoff)
    return Evidence(
        paid=position.disbursed,
        free=free,
        due=tuple(_due(project, orders, scheduled, cutoff)),
        waits_ended=ended,
        days_waited=waited,
        direct=direct,
        numbers=numbers,
        ends=ends,
        free_share=free / net if net > 0 and cutoff < (project.last_safe_procurement or project.end) else 0.0,
    )


def _due(
    project: Project, orders: Orders, scheduled: Mapping[str, list[tuple[int, date]]], cutoff: date
) -> Iterable[tuple[int, int]]:
    """Outstanding sums and the days from falling due to the end: by instalment, the rest of an order from today on."""
    for order, owed in orders.outstanding.items():
        rest = owed
        for satang, day in reversed(scheduled.get(order, [])):  # what is paid was paid from the first on
            part = min(satang, rest)
            rest -= part
            if part:
                yield part, max(0, (project.end - max(day, cutoff)).days)
        if rest:
            yield rest, (project.end - cutoff).days


def draw(known: Evidence) -> Array:
    """Draws of what will be paid by the year's end, in order of size; the same evidence gives the same draws."""
    seed = (known.paid, known.free, len(known.due), known.days_waited, len(known.direct))
    draw = np.random.default_rng([abs(part) for part in seed])
    rate = draw.gamma(_WAITS + known.waits_ended, 1.0 / (_WAITS * _WAIT_DAYS + known.days_waited), DRAWS)
    total = np.full(DRAWS, float(known.paid))
    for satang, days in known.due:
        total += satang * (draw.random(DRAWS) < -np.expm1(-rate * days))
    pace = np.minimum(known.free, _pace(known, draw))
    large = _large(known)
    share = draw.beta(_LUMPS * large, _LUMPS * (1 - large), DRAWS) if 0 < large < 1 else large
    return np.sort(total + pace + (known.free - pace) * share)


def _large(known: Evidence) -> float:
    """The part of what is not committed that is still committed in large orders and paid: with little committed so
    far, the contract is to come; with most committed, only small things are.
    """
    return _PAID_OF_LARGE * known.free_share**2


def _pace(known: Evidence, draw: np.random.Generator) -> Array:
    """Direct payments to come: their number as that of groups (``arrivals``), their size as so far."""
    if not known.direct or not 0 < known.ends[-1] < 1:
        return np.zeros(DRAWS)
    sizes = np.asarray(known.direct, dtype=np.float64)
    aim = len(sizes) + known.free * (1 - _large(known)) / sizes.mean()  # what it takes to spend what is not committed
    most = _MOST_PACE * len(sizes) / known.ends[-1]
    believed = learn(known.numbers, known.ends, min(aim, most), windows=False)
    drawn = draw.choice(len(believed.weight), DRAWS, p=believed.weight)
    left = 1 - growth(known.ends[-1], believed.middle, believed.slope)
    mean = (believed.number * left)[drawn] + 1e-9
    spread = np.mean(sizes**2) / np.mean(sizes) * believed.burst[drawn]  # variance ÷ mean of a compound sum
    return draw.gamma(mean * np.mean(sizes) / spread, spread)


def _direct(
    project: Project, spending: Rows, orders: Orders, cutoff: date
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[float, ...]]:
    """Small sums of each day of the project up to the cut-off, payments without an order and orders too small to be
    carried over; on how many days of each month they came; and the ends of the months.
    """
    small = {order for order, satang in orders.committed.items() if satang < project.carryover_minimum_satang}
    sums: dict[date, int] = {}
    for entry, day, no, order, satang in spending.each("entry", "date", "doc_no", "settles", "amount_satang"):
        direct = entry == "disbursement" and order not in orders.committed
        if (direct or (entry == "commitment" and no in small)) and project.start <= day <= cutoff and satang > 0:
            sums[day] = sums.get(day, 0) + satang
    days = sorted(sums)
    ends = [*(end for end in project.months() if end < cutoff), cutoff]
    places = [0, *(bisect_right(days, end) for end in ends)]
    first, length = project.start - timedelta(days=1), (project.end - project.start).days + 1
    return (
        tuple(sums[day] for day in days),
        tuple(last - first for first, last in pairwise(places)),
        tuple((end - first).days / length for end in ends),
    )


def _paid_on(spending: Rows, orders: Orders, cutoff: date) -> Mapping[str, date]:
    """The last payment of each order that owes nothing any more."""
    settled = orders.committed.keys() - orders.outstanding.keys()
    found: dict[str, date] = {}
    for entry, day, order in spending.each("entry", "date", "settles"):
        if entry == "disbursement" and day <= cutoff and order in settled:
            found[order] = max(day, found.get(order, day))
    return found


def _schedule(instalments: Rows, cutoff: date) -> tuple[dict[str, list[tuple[int, date]]], int, int]:
    """Unpaid instalments of each contract by due day, how many waits of paid ones ended, and all days waited."""
    open_: dict[str, list[tuple[int, date]]] = {}
    ended = waited = 0
    columns = instalments.each("contract_no", "amount_satang", "due_on", "paid_on")
    for contract, satang, due, paid in sorted(columns, key=lambda row: row[2]):
        if satang is None or not contract:
            continue
        open_.setdefault(contract, [])
        if paid is not None and paid <= cutoff:
            ended, waited = ended + 1, waited + max(0, (paid - due).days)
        else:
            open_[contract].append((satang, due))
            waited += max(0, (cutoff - due).days)
    return open_, ended, waited
