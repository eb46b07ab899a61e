"""Entries worth a second look: facts with their rows, in a neutral sentence; nobody is said to have done wrong.

The same payee, amount and day more than once; more paid on an order than was committed; dates outside the year; a
payment on an order that the register does not have, or before that order was committed. Each has a mark made of its
facts: once somebody has looked at it, it stays quiet until the facts change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.ledger.balance import entries_counted, read_ledger
from core.ledger.ledger import Ledger
from core.model import Rows, Snapshot
from core.money import ExactBaht
from core.text import Message

_MOST = 200  # of one sort; a register with more has another trouble


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One thing worth a second look. ``rows`` are its places in the register, ``mark`` names it by its facts."""

    code: str
    rows: tuple[int, ...]
    mark: str
    message: Message


def anomalies(view: Snapshot) -> list[Anomaly]:
    """All of them up to the spending cut-off, sort by sort, in the order of the register."""
    ledger = read_ledger(view)
    if ledger is None:
        return []
    rows = view.whole.of("spending")  # payees that a reader sees as persons are still told apart
    places = entries_counted(view)
    found: list[Anomaly] = []
    for finder in (
        _same_again(rows, places),
        _over_order(rows, places, ledger),
        _outside(rows, ledger),
        _orders_named(rows, places, ledger),
    ):
        found += [one for _, one in zip(range(_MOST), finder, strict=False)]
    return found


def _same_again(rows: Rows, places: Sequence[int]) -> Iterator[Anomaly]:
    alike: dict[tuple[str, int, date], list[int]] = {}
    for place, (entry, payee, satang, day) in enumerate(rows.each("entry", "payee", "amount_satang", "date")):
        if entry == "disbursement" and payee:
            alike.setdefault((payee, satang, day), []).append(place)
    known = set(places)
    for (_, satang, day), group in alike.items():
        if len(group) > 1 and known.issuperset(group):
            yield _anomaly("same_again", rows, group, str(satang), n=len(group), amt=ExactBaht(satang), day=day)


def _over_order(rows: Rows, places: Sequence[int], ledger: Ledger) -> Iterator[Anomaly]:
    over = ledger.orders.overpaid
    acts: dict[str, list[int]] = {doc: [] for doc in over}
    for place in places:
        named = rows["settles"][place]
        if named in acts:
            acts[named].append(place)
    for doc, excess in sorted(over.items()):
        committed = ledger.orders.committed[doc]
        amounts = {"paid": ExactBaht(committed + excess), "committed": ExactBaht(committed), "over": ExactBaht(excess)}
        yield _anomaly("over_order", rows, acts[doc], f"{doc}|{excess}", doc=doc, **amounts)


def _outside(rows: Rows, ledger: Ledger) -> Iterator[Anomaly]:
    for place in ledger.outside_year:
        doc, day = rows["doc_no"][place], rows["date"][place]
        yield _anomaly("outside_dates", rows, [place], day.isoformat(), doc=doc, day=day)


def _orders_named(rows: Rows, places: Sequence[int], ledger: Ledger) -> Iterator[Anomaly]:
    committed_on = ledger.orders.committed_on
    for place in places:
        order, doc, day = rows["settles"][place], rows["doc_no"][place], rows["date"][place]
        if order is None:
            continue
        if order not in committed_on:
            yield _anomaly("no_such_order", rows, [place], order, doc=doc, order=order)
        elif rows["entry"][place] == "disbursement" and day < committed_on[order]:
            days = {"day": day, "committed_on": committed_on[order]}
            yield _anomaly("before_order", rows, [place], f"{order}|{day}", doc=doc, order=order, **days)


def _anomaly(code: str, rows: Rows, places: list[int], facts: str, **words: object) -> Anomaly:
    names = ",".join(f"{rows['doc_no'][place]}/{rows['line_no'][place]}" for place in places)
    return Anomaly(code, tuple(places), f"{code}|{names}|{facts}", Message(f"anomaly.{code}", words))
