"""A snapshot is computed once: the register is replayed once, whoever reads it."""

from collections import Counter
from dataclasses import replace

import pytest

from core.analysis.attention.attention import needs
from core.analysis.breakdowns.of_money import burn_money, by_month, by_quarter
from core.analysis.breakdowns.quarters import judged_quarters
from core.analysis.breakdowns.waterfall import opened
from core.analysis.forecast.forecast import forecast
from core.figures.figures import compute
from core.ledger import ledger
from core.ledger.anomalies import anomalies
from core.ledger.bridge import bridge
from core.model.snapshot import Snapshot, once
from tests.support.views import expected_view


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the register was posted from its first row on: as a whole, and by a key."""
    counted: Counter[str] = Counter()
    replay = ledger._Book.replay

    def counting(book, stops):
        counted["by key" if book.keyed else "whole"] += 1
        return replay(book, stops)

    monkeypatch.setattr(ledger._Book, "replay", counting)
    return counted


def read_everything(view: Snapshot) -> None:
    """What the pages and the papers of a day take from the register."""
    figures = compute(view)
    judged_quarters(view), by_quarter(view), by_month(view), burn_money(view)
    anomalies(view), needs(view, figures), forecast(view)
    bridge(view, 100, view.project.start)
    for bar in ("budget", "transfer_in", "disbursed", "outstanding", "remaining"):
        opened(view, bar)


def test_every_reader_of_a_day_takes_from_one_replay(replays: Counter[str]) -> None:
    view = expected_view("2021-08-31")

    for _ in range(2):
        read_everything(view)

    assert replays == {"whole": 1, "by key": 1}  # the keys are the expense lines


def test_another_snapshot_is_computed_on_its_own() -> None:
    asked = []

    @once
    def day(snapshot: Snapshot) -> object:
        asked.append(snapshot)
        return snapshot.day

    view = expected_view("2021-08-31")
    earlier = replace(view, day=view.project.start)

    assert (day(view), day(view), day(earlier)) == (view.day, view.day, view.project.start)
    assert len(asked) == 2
