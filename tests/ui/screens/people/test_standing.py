"""The status page: what needs a hand with its remedy, for the admin alone; a backup by one press."""

import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from db import engine as databases
from db.accounts import audit
from db.errors import DatabaseBusy, NotAllowed
from db.maintenance import status
from db.maintenance.scheduled import recorded, schedule
from db.maintenance.status import slow
from db.maintenance.status.slow import Slow
from tests.support.actors import admin, staff
from tests.support.databases import ROLES
from tests.support.pages import page, said
from ui.auth import door
from ui.screens.past import deed_words, detail_words
from ui.screens.people import standing
from ui.text import markdown_text, t, told

TIMEOUT_S = 240


@pytest.fixture(autouse=True)
def no_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(schedule.FOLDER, raising=False)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_others_see_nothing_of_it_and_the_store_refuses_them(home: Path, role: str) -> None:
    shown = page("status.py", role)

    assert t("role.admin") in said(shown)
    assert t("status.version") not in said(shown)
    with pytest.raises(NotAllowed):
        status.found(databases.engine(), actor=staff(), now=door.utc_now())


@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_needs_a_hand_stands_first_with_its_remedy(home: Path, lang: str) -> None:
    shown = page("status.py", "admin", lang=lang)

    assert not shown.exception
    assert schedule.FOLDER.replace("_", "\\_") in shown.error[0].value
    assert "verify" in "\n".join(one.value for one in shown.warning)
    assert t("status.parts", lang) in said(shown)
    assert t("status.version", lang) in said(shown)
    beside = t("status.take_beside", lang, variable=schedule.FOLDER, folder=schedule.BESIDE, n=schedule.USUAL_KEEP)
    assert markdown_text(beside) in "\n".join(one.value for one in shown.caption)


def test_slow_pages_have_the_names_of_the_menu(home: Path) -> None:
    assert t("status.slow_none", seconds="1") in said(page("status.py", "admin"))
    now = door.utc_now()
    slow.keep([Slow("", 2.25, now), Slow("budget", 1.5, now - timedelta(days=1))], now)

    shown = page("status.py", "admin")

    table = shown.dataframe[1].value
    assert list(table[t("status.page")]) == [t("nav.overview"), t("nav.budget")]
    assert list(table[t("status.seconds")]) == [2.2, 1.5]


def test_what_cannot_be_read_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(standing.standing, "found", busy)

    shown = page("status.py", "admin")

    assert not shown.exception
    assert len(shown.error) == 1
    assert t("status.version") not in said(shown)


def test_a_backup_by_one_press_is_restored_on_trial_in_the_name_of_who_pressed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(schedule.FOLDER, str(tmp_path))
    shown = page("status.py", "admin")
    shown.default_timeout = TIMEOUT_S

    shown.button(key="status-take").click().run()

    assert [one.name for one in sorted(tmp_path.iterdir()) if one.suffix == ".db"]
    assert any("otop" in one.value for one in shown.success)
    (event,) = audit.recent(databases.engine(), limit=1)
    assert (event.action, event.by) == (recorded.PROVED, "admin")
    assert t("status.value.backup_prove") in said(shown)


def test_where_no_folder_is_set_it_lies_beside_the_data_which_the_status_says(home: Path) -> None:
    shown = page("status.py", "admin")
    shown.default_timeout = TIMEOUT_S

    shown.button(key="status-take").click().run()

    folder = home / schedule.BESIDE
    (file,) = folder.glob("*.db")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert any(markdown_text(file.name) in one.value for one in shown.success)
    (event,) = audit.recent(databases.engine(), limit=1)
    assert (event.action, event.by) == (recorded.PROVED, "admin")
    codes = [one.code for one in status.found(databases.engine(), actor=admin(), now=door.utc_now()).warnings]
    assert "backup_beside" in codes
    assert not {"backup_none", "never_verified"} & {*codes}


def test_a_data_folder_that_takes_none_is_said_at_the_press(home: Path) -> None:
    taken = home / schedule.BESIDE
    shutil.rmtree(taken, ignore_errors=True)
    taken.write_bytes(b"")
    try:
        well, message = standing.take("admin")
    finally:
        taken.unlink()

    assert not well
    assert str(taken) in told(message, "en")


def test_a_share_that_is_gone_is_said_at_the_press_and_in_the_log(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(schedule.FOLDER, str(tmp_path / "gone"))
    shown = page("status.py", "admin")
    shown.default_timeout = TIMEOUT_S

    shown.button(key="status-take").click().run()

    assert any("gone" in one.value for one in shown.error)
    (event,) = audit.recent(databases.engine(), limit=1)
    assert event.action == recorded.REFUSED
    assert "gone" in detail_words(event.action, event.detail, "en")
    assert deed_words(event.action, "en") == t("history.did.backup_refuse", "en")
