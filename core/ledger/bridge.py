"""The bridge to the official total: what GFMIS and the register say was disbursed by a day, and why they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.ledger.balance import read_ledger
from core.model import Snapshot


@dataclass(frozen=True, slots=True)
class Bridge:
    """Satang on ``day``, the official day or the register's last one where that is earlier. ``gap`` is the official
    total less ours; ``rest`` is what of it nobody has explained.
    """

    day: date
    official_satang: int
    ours_satang: int
    explained_satang: int

    @property
    def gap_satang(self) -> int:
        """The official total less ours."""
        return self.official_satang - self.ours_satang

    @property
    def rest_satang(self) -> int:
        """The part of the gap that is not explained."""
        return self.gap_satang - self.explained_satang


def bridge(view: Snapshot, official_satang: int, on: date, explained: Sequence[int] = ()) -> Bridge | None:
    """The official total of the day ``on`` beside the register at the end of that day; ``explained`` are satang by
    which the official total is higher (below zero: lower). ``None`` where no register is loaded.
    """
    ledger = read_ledger(view)
    if ledger is None:
        return None
    day = min(on, ledger.cutoff)
    return Bridge(day, official_satang, ledger.on(day).disbursed, sum(explained))
