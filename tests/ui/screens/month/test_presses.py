"""What a month costs in presses: five files in one drop beside the same one by one; the seconds are printed."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.model.kinds import KINDS
from db import engine as databases
from db.snapshots import store
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.intakes import SAMPLES, sample
from tests.support.pages import page

EMPTY, JULY = "phetchaburi-2564", "2021-07-31"
PLAN = ("plan.csv", (SAMPLES / "plan.csv").read_bytes())
FILES = {kind: PLAN if KINDS[kind].planned else sample(JULY, kind) for kind in KINDS}


class Presses:
    """What a person presses, counted."""

    count = 0

    def __call__(self, element: Any) -> AppTest:
        """The page after one press, whose element has its new state already."""
        self.count += 1
        shown: AppTest = element.run()
        assert not shown.exception
        return shown


def taken_back() -> None:
    for one in store.history(databases.engine(), EMPTY):
        if one.live:
            store.withdraw(databases.engine(), one.id, actor=staff("staff"), reason="x", now=NOW)


def chosen_and_ticked(shown: AppTest, days: str, press: Presses) -> AppTest:
    """Each day that is not there yet chosen by its button, each box ticked."""
    for field in [one for one in shown.text_input if str(one.key).startswith(days)]:
        if not shown.text_input(key=field.key).value:
            offered = (f"{field.key}-", "upload-asof-")
            shown = press(next(one for one in shown.button if str(one.key).startswith(offered)).click())
    for key in [str(one.key) for one in shown.checkbox if str(one.key).startswith(("tick-", "accept-"))]:
        shown = press(shown.checkbox(key=key).check())
    return shown


def saved(shown: AppTest, key: str, press: Presses) -> None:
    press(next(one for one in shown.button if str(one.key).startswith(key)).click())


def one_by_one(press: Presses) -> None:
    for kind, (name, data) in FILES.items():
        shown = press(page("upload.py", "staff", project=EMPTY).segmented_control(key="upload-kind").set_value(kind))
        shown = press(shown.file_uploader[0].set_value((name, data, "text/csv")))
        saved(chosen_and_ticked(shown, f"asof-{kind}", press), "upload-apply", press)


def in_one_drop(press: Presses) -> None:
    given = [(name, data, "text/csv") for name, data in FILES.values()]
    shown = press(page("upload.py", "staff", project=EMPTY).file_uploader[0].set_value(given))
    saved(chosen_and_ticked(shown, "month-day", press), "month-save", press)


@pytest.mark.parametrize(("way", "count"), [(one_by_one, 15), (in_one_drop, 2)])
def test_a_month_takes_so_many_presses(way: Callable[[Presses], None], count: int, home: Path) -> None:
    taken_back()
    press, begun = Presses(), time.perf_counter()

    way(press)

    sys.stdout.write(f"{way.__name__}: {press.count} presses, {time.perf_counter() - begun:.1f} s\n")
    assert set(store.newest_of_each(databases.engine(), EMPTY)) == set(KINDS)
    assert press.count == count
