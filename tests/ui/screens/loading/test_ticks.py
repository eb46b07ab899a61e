"""A changed day, and a warning that was looked at, read nothing again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.intake import Intake
from core.model.roles import Actor
from db import engine as databases
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import memory
from tests.support.databases import NOW
from tests.support.intakes import sample
from tests.support.pages import page, said
from ui.screens.loading import draft as drafts
from ui.text import t
from ui.workers import files

STAFF = Actor("staff", "staff")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done with files, in order."""
    found: list[str] = []

    def counting(name: str, true: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:
            found.append(name)
            return true(*given)

        return counted

    for name in ("read", "parse", "assess"):
        monkeypatch.setattr(files, name, counting(name, getattr(files, name)))
    return found


def loaded(day: str, of: str = "2021-08-31") -> AppTest:
    """The load page with a file, and a day typed."""
    shown = page("upload.py", "staff", lang="th")
    name, content = sample(of, "groups")
    shown.file_uploader[0].set_value((name, content, "text/csv")).run()
    return typed(shown, day)


def typed(shown: AppTest, day: str) -> AppTest:
    field = next(one for one in shown.text_input if (one.key or "").startswith("asof-groups"))
    field.set_value(day).run()
    assert not shown.exception and t("upload.step_save", "th") in said(shown)
    return shown


def intake(shown: AppTest) -> Intake:
    (read,) = shown.session_state[drafts._READ].values()
    found: Intake = read.found
    return found


def test_another_day_with_the_same_sets_in_force_reads_nothing_again(home: Path, done: list[str]) -> None:
    shown = loaded("05/09/2564")
    done.clear()

    for day in ("10/09/2564", "20/09/2564"):
        typed(shown, day)
        assert f"upload-apply-2021-09-{day[:2]}" in [one.key for one in shown.button]
        assert intake(shown).as_of is not None and intake(shown).as_of.isoformat() == f"2021-09-{day[:2]}"
    assert done == []


def test_a_day_with_other_sets_in_force_is_compared_anew_and_parsed_no_more(home: Path, done: list[str]) -> None:
    shown = loaded("05/09/2564")
    done.clear()

    before = intake(shown).base_upload_id
    typed(shown, "15/07/2564")
    assert intake(shown).base_upload_id != before
    assert done == ["read", "assess"]


def test_a_warning_that_was_looked_at_reads_nothing_again(home: Path, done: list[str]) -> None:
    shown = loaded("05/09/2564", of="2021-06-30")  # older than what is in force: stages go back
    warned = [issue.mark for issue in intake(shown).warnings]
    assert warned
    done.clear()

    memory.acknowledge(databases.engine(), SAMPLE_PROJECT, "groups", warned, actor=STAFF, now=NOW)
    shown.run()
    assert not intake(shown).warnings
    assert {issue.mark for issue in intake(shown).issues if issue.acknowledged} == set(warned)
    assert t("upload.warning", "th", k=len(warned)) not in said(shown)
    assert done == []
