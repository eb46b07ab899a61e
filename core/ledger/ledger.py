"""The spending register added up: balances on any day, what each order still owes, entries that make the sums doubtful.

Money is satang. Rows are read by column in one pass, so 200,000 rows cost no object each. An order is everything
committed under one ``doc_no``; it owes committed − released − paid + refunded, which counts as outstanding above zero.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.model import ENTRIES, Rows
from core.model.project import Project

Key = Hashable
_ENTRY_IDS = tuple(choice.id for choice in ENTRIES)
TAKES = {"disbursement": 1, "release": 1, "refund": -1}  # what an entry takes from the order that it names


@dataclass(frozen=True, slots=True)
class Position:
    """Balances at the end of a day. ``allotment`` counts money received; it is never part of the net budget."""

    rows: int = 0
    commitment: int = 0
    disbursement: int = 0
    refund: int = 0
    release: int = 0
    transfer_in: int = 0
    transfer_out: int = 0
    allotment: int = 0
    outstanding: int = 0

    @property
    def disbursed(self) -> int:
        """Payments less cash returned, before tax and penalty."""
        return self.disbursement - self.refund

    @property
    def used(self) -> int:
        """Disbursed and outstanding together (ใช้จ่าย)."""
        return self.disbursed + self.outstanding

    @property
    def transfers(self) -> int:
        """What transfers added to the budget; below zero where they took away."""
        return self.transfer_in - self.transfer_out

    def revised(self, planned: int) -> int:
        """A budget, or the planned amount of a part of it, after transfers."""
        return planned + self.transfers

    def remaining(self, planned: int) -> int:
        """What of a budget, or of a part of it, is neither disbursed nor committed; below zero where more is used."""
        return self.revised(planned) - self.used


NOTHING = Position()


@dataclass(frozen=True, slots=True)
class Orders:
    """Every order by ``doc_no``, one mapping a quantity (satang); ``settled`` is what names each order, by entry.

    ``rests`` is what each order still owes, below zero where more was paid than committed. ``outstanding`` are the
    orders that owe something, ``overpaid`` by how much others were paid beyond what was committed. ``late_paid`` is
    what was paid on an order after the project's last day, less what came back.
    """

    committed: Mapping[str, int]
    committed_on: Mapping[str, date]
    settled: Mapping[str, Mapping[str, int]]
    rests: Mapping[str, int]
    outstanding: Mapping[str, int]
    overpaid: Mapping[str, int]
    late_paid: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The register read up to a cut-off: ``positions`` at the end of each of ``days`` (the days with entries, in order,
    and the cut-off), and the orders at the cut-off.

    ``outside_year`` are the places of rows outside the project's dates, but for settlements after its last day of an
    order committed by then: that is money carried over.
    """

    cutoff: date
    days: Sequence[date]
    positions: Sequence[Position]
    orders: Orders
    outside_year: Sequence[int]

    @property
    def position(self) -> Position:
        """Balances at the cut-off."""
        return self.positions[-1]

    def on(self, day: date) -> Position:
        """Balances at the end of a day; of the cut-off where the day is later."""
        place = bisect_right(self.days, day)
        return self.positions[place - 1] if place else NOTHING


@dataclass(frozen=True, slots=True)
class Suspect:
    """Entries that change a figure and must be looked at first: how many, which order, how much (satang)."""

    code: Literal["over_budget", "overpaid", "outside_year"]
    entries: int
    doc_no: str | None = None
    satang: int | None = None


def read(rows: Rows, project: Project, cutoff: date) -> Ledger:
    """The register up to ``cutoff``, in one pass."""
    days = sorted({cutoff, *(day for day in set(rows["date"]) if day < cutoff)})
    book = _Book(rows, None, project.end)
    positions = [by_key.get(None, NOTHING) for _, by_key in book.replay(days)]
    return Ledger(cutoff, days, positions, book.orders(), _outside_year(rows, project, days, book.committed_on))


def _outside_year(rows: Rows, project: Project, days: Sequence[date], committed_on: Mapping[str, date]) -> list[int]:
    """Places of the rows up to the cut-off that lie outside the project and are no money carried over."""
    outside = {day for day in days if not project.start <= day <= project.end}
    if not outside:
        return []
    columns = enumerate(rows.each("date", "entry", "settles"))
    return [
        place
        for place, (day, entry, order) in columns
        if day in outside
        and not (entry in TAKES and day > project.end and committed_on.get(order, date.max) <= project.end)
    ]


def positions_by(rows: Rows, keys: Sequence[Key], days: Iterable[date]) -> dict[date, dict[Key, Position]]:
    """Balances at the end of each day by a key given for every row: an expense line, a group …

    What is outstanding follows the order, not the payment: it stays with the key of the commitment. An order whose
    lines have several keys is settled line by line where keys agree, then in the order of its lines; the parts
    always add up to the whole.
    """
    distinct = set(keys)
    if len(distinct) != 1:
        return dict(_Book(rows, keys, date.max).replay(sorted(set(days))))
    (key,) = distinct
    whole = _Book(rows, None, date.max).replay(sorted(set(days)))
    return {day: dict(zip([key], by_key.values(), strict=False)) for day, by_key in whole}


def suspects(ledger: Ledger, net_budget: int) -> list[Suspect]:
    """What withholds a verdict: more used than the budget, more paid than committed, most rows outside the year."""
    found = []
    position = ledger.position
    if position.used > net_budget:
        found.append(Suspect("over_budget", 1, satang=position.used - net_budget))
    found += [Suspect("overpaid", 1, doc_no, excess) for doc_no, excess in sorted(ledger.orders.overpaid.items())]
    if len(ledger.outside_year) * 2 > position.rows:
        found.append(Suspect("outside_year", len(ledger.outside_year)))
    return found


class _Book:
    """Running totals while the register is posted from one stop to the next; one for each reading."""

    def __init__(self, rows: Rows, keys: Sequence[Key] | None, last_day: date) -> None:
        self.rows, self.last_day = rows, last_day
        self.keyed = keys is not None
        self.keys: Sequence[Key] = [None] * len(rows) if keys is None else keys
        self.counts: Counter[Key] = Counter()
        self.sums: dict[Key, dict[str, int]] = {}  # key -> entry -> satang
        self.committed: dict[str, int] = {}
        self.committed_on: dict[str, date] = {}
        self.settled: dict[str, dict[str, int]] = {entry: {} for entry in TAKES}
        self.late: list[tuple[str, str, int]] = []  # order, entry, satang of what settles after the last day
        self.parts: dict[str, dict[Key, int]] = {}  # order -> key -> committed, where keys are given
        self.taken: dict[str, dict[Key, int]] = {}  # order -> key of the settling row -> taken
        self.owed: dict[str, int] = {}  # order -> outstanding at the last stop
        self.shares: dict[str, dict[Key, int]] = {}  # the same by key, where keys are given
        self.outstanding: Counter[Key] = Counter()

    def replay(self, stops: Sequence[date]) -> Iterator[tuple[date, dict[Key, Position]]]:
        """Post the register in order of time and give the balances at the end of each of ``stops``, days in order."""
        stop_of = {day: bisect_left(stops, day) for day in set(self.rows["date"])}
        buckets: list[list[int]] = [[] for _ in (*stops, None)]  # the last one holds what is later than every stop
        for i, day in enumerate(self.rows["date"]):
            buckets[stop_of[day]].append(i)
        for stop, indices in zip(stops, buckets, strict=False):
            self._settle(self._post(indices))
            yield stop, self._positions()

    def _post(self, indices: list[int]) -> set[str]:
        """Add rows up to the sums and to their orders, and say which orders they touched.

        One flat loop: it runs once for each row of the register.
        """
        touched: set[str] = set()
        columns = ("entry", "amount_satang", "doc_no", "settles", "date")
        entries, amounts, docs, orders, days = (self.rows[name] for name in columns)
        keys, sums, committed, first, settled = self.keys, self.sums, self.committed, self.committed_on, self.settled
        self.counts.update(map(keys.__getitem__, indices))
        for i in indices:
            entry, amount, key = entries[i], amounts[i], keys[i]
            if key not in sums:
                sums[key] = dict.fromkeys(_ENTRY_IDS, 0)
            sums[key][entry] += amount
            if entry == "commitment":
                doc_no, day = docs[i], days[i]
                committed[doc_no] = committed.get(doc_no, 0) + amount
                if day < first.get(doc_no, date.max):
                    first[doc_no] = day
                touched.add(doc_no)
                if self.keyed:
                    _add(self.parts, doc_no, key, amount)
            elif (doc_no := orders[i]) and (named := settled.get(entry)) is not None:
                named[doc_no] = named.get(doc_no, 0) + amount
                touched.add(doc_no)
                if days[i] > self.last_day:
                    self.late.append((doc_no, entry, amount))
                if self.keyed:
                    _add(self.taken, doc_no, key, TAKES[entry] * amount)
        return touched

    def _settle(self, touched: set[str]) -> None:
        """Bring what is outstanding up to date for the orders that moved; those not yet committed wait."""
        owed, outstanding = self.owed, self.outstanding
        for doc_no in touched & self.committed.keys():
            rest = max(0, self._rest(doc_no))
            if self.keyed:
                self._share(doc_no, rest)
            else:
                outstanding[None] += rest - owed.get(doc_no, 0)
                owed[doc_no] = rest

    def _rest(self, doc_no: str) -> int:
        """What an order still owes."""
        released, paid, refunded = self.settled["release"], self.settled["disbursement"], self.settled["refund"]
        return self.committed[doc_no] - released.get(doc_no, 0) - paid.get(doc_no, 0) + refunded.get(doc_no, 0)

    def _share(self, doc_no: str, rest: int) -> None:
        """Divide the rest of an order among its keys."""
        parts = self.parts[doc_no]
        shares = {next(iter(parts)): rest} if len(parts) == 1 else _shares(parts, self.taken.get(doc_no, {}), rest)
        for key, share in self.shares.get(doc_no, {}).items():
            self.outstanding[key] -= share
        for key, share in shares.items():
            self.outstanding[key] += share
        self.shares[doc_no] = shares

    def orders(self) -> Orders:
        """The orders after the last stop."""
        late_paid: dict[str, int] = {}
        for doc_no, entry, amount in self.late:
            late_paid[doc_no] = late_paid.get(doc_no, 0) + {"disbursement": amount, "refund": -amount}.get(entry, 0)
        rests = {doc_no: self._rest(doc_no) for doc_no in self.committed}
        outstanding = {doc_no: rest for doc_no, rest in rests.items() if rest > 0}
        overpaid = {doc_no: -rest for doc_no, rest in rests.items() if rest < 0}
        return Orders(self.committed, self.committed_on, self.settled, rests, outstanding, overpaid, late_paid)

    def _positions(self) -> dict[Key, Position]:
        return {
            key: Position(rows=self.counts[key], **sums, outstanding=self.outstanding[key])
            for key, sums in self.sums.items()
        }


def _add(table: dict[str, dict[Key, int]], doc_no: str, key: Key, amount: int) -> None:
    parts = table.setdefault(doc_no, {})
    parts[key] = parts.get(key, 0) + amount


def _shares(committed: Mapping[Key, int], taken: Mapping[Key, int], rest: int) -> dict[Key, int]:
    """How ``rest``, never below zero, lies over the several keys of an order; the shares add up to it."""
    shares = {key: max(0, part - taken.get(key, 0)) for key, part in committed.items()}
    surplus = sum(shares.values()) - rest  # settled by rows of other keys, or beyond their own line
    for key, share in shares.items():
        less = min(share, surplus)
        surplus -= less
        shares[key] = share - less
    return shares
