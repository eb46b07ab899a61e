"""Loading into a closed year by page: the press waits for a reason, which is kept with each set."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.model.kinds import KINDS
from db import engine as databases
from db.projects import closing
from db.snapshots import store
from tests.support.actors import admin
from tests.support.databases import NOW
from tests.support.intakes import sample
from tests.support.pages import page

PROJECT = "phetchaburi-2564"
MONTHLY = [kind for kind in KINDS if not KINDS[kind].planned]


@pytest.fixture
def closed(home: Path) -> Iterator[None]:
    closing.close(databases.engine(), PROJECT, actor=admin(), now=NOW)
    yield
    closing.reopen(databases.engine(), PROJECT, actor=admin(), now=NOW)


def ready(files: list[tuple[str, bytes]], day: str, field: str) -> AppTest:
    """The load page with files, the day typed and every tick set."""
    shown = page("upload.py", "staff", project=PROJECT)
    given = [(name, content, "text/csv") for name, content in files]
    shown.file_uploader[0].set_value(given if len(given) > 1 else given[0]).run()
    next(one for one in shown.text_input if str(one.key).startswith(field)).set_value(day).run()
    for box in shown.checkbox:
        box.check()
    return shown.run()


def reasons(day: str) -> dict[str, str | None]:
    found = store.newest_of_each(databases.engine(), PROJECT).values()
    return {one.kind: one.counts.get("reason") for one in found if one.as_of.isoformat() == day}


@pytest.mark.parametrize(
    ("files", "day", "field", "press"),
    [
        ([sample("2021-06-30", "groups")], "30/06/2564", "asof-groups", "upload-apply-2021-06-30"),
        ([sample("2021-07-31", kind) for kind in MONTHLY], "31/07/2564", "month-day-all", "month-save"),
    ],
    ids=["one file", "a month"],
)
def test_the_press_waits_for_the_reason(
    files: list[tuple[str, bytes]], day: str, field: str, press: str, closed: None
) -> None:
    shown = ready(files, day, field)

    def button() -> Any:
        return next(one for one in shown.button if str(one.key).startswith(press))

    assert button().disabled
    shown.text_input(key="closed-year-reason").set_value("หนังสือที่ 5").run()
    assert not button().disabled
    button().click().run()

    assert not shown.exception
    stored = reasons("2021-06-30" if len(files) == 1 else "2021-07-31")
    assert len(stored) == len(files)
    assert set(stored.values()) == {"หนังสือที่ 5"}
