"""A note is kept by whoever may write one, and by nobody else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import engine as databases
from db.notebook import notes
from tests.support.pages import sign_in


def keep() -> None:
    import datetime

    from ui.auth import guard
    from ui.widgets import fields

    session = guard.require()
    if not fields._times().get("meeting"):
        fields.keep(session, "meeting", "", datetime.date(2021, 7, 30), text="ครั้งที่ 1")


@pytest.mark.parametrize(("role", "kept"), [("director", 0), ("admin", 0), ("staff", 1)])
def test_a_note_is_kept_by_those_who_may_write_one(role: str, kept: int, home: Path) -> None:
    tab = AppTest.from_function(keep, default_timeout=30)
    sign_in(tab, role)

    tab.run()

    assert not tab.exception
    found = notes.standing(databases.engine(), "demo-phetchaburi-2564", "meeting")
    assert [(note.text, note.by) for note in found] == [("ครั้งที่ 1", "staff")] * kept
