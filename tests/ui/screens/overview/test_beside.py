"""This year beside the last one: the card on the overview and the table of the pack, from the same lines."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.model.roles import Actor
from db import engine as databases
from db.accounts import users
from db.maintenance import setup
from db.notebook import remarks
from db.snapshots import store
from tests.support.actors import OPERATOR, admin, staff
from tests.support.databases import NOW, PASSWORD
from tests.support.other_years import load_samples, project_text, store_texts
from tests.support.pages import page, said
from ui.reports.material import Order, gather
from ui.reports.print import pack
from ui.reports.writing import Writing
from ui.routes import papers

LAST, THIS = "phetchaburi-2563", "phetchaburi-2564"
JULY, JUNE = date(2021, 7, 31), date(2021, 6, 30)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This year's data of July, and last year's project, of 25 groups and 600,000 baht, still empty."""
    monkeypatch.setenv("OTOP_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{(tmp_path / 'otop.db').as_posix()}")
    monkeypatch.delenv("OTOP_PROJECT", raising=False)
    engine = databases.engine()
    setup.prepare(engine, actor=OPERATOR, samples=False, now=NOW)
    changed = {"target_groups = 30": "target_groups = 25", "target = 30": "target = 25",
               "budget_baht = 885000": "budget_baht = 600000"}  # fmt: skip
    store_texts(engine, tmp_path / "projects", [project_text(2563, replacing=changed)], NOW)
    load_samples(engine, THIS, {"groups": JULY, "spending": JULY}, NOW)
    yield tmp_path
    engine.dispose()


def fill(groups: date = JULY, spending: date = JULY) -> None:
    """Last year's data, as this year's of some days with every day a year earlier."""
    load_samples(databases.engine(), LAST, {"groups": groups, "spending": spending}, NOW, years=-1)


def overview(lang: str = "th") -> str:
    """Every word of Markdown on the overview."""
    users.set_password(databases.engine(), "director", PASSWORD, actor=admin("test"), now=NOW)
    shown = page("overview.py", "director", lang=lang)
    assert not shown.exception
    return said(shown)


def table(lang: str = "th") -> list[list[str]]:
    """The rows of the pack's table."""
    order = Order(project=THIS, writing=Writing(lang, "arabic"), clock=NOW)
    found = [t for t in pack.tables(gather(databases.engine(), order)) if "2563" in t["title"]]
    return found[0]["rows"] if found else []


def test_two_years_with_data_stand_beside_each_other(office: Path) -> None:
    fill(groups=JUNE, spending=JUNE)
    fill()

    said = overview()

    # Last year's rows are this year's a year earlier: the same counts and baht, of another target and budget.
    assert "| ลงทะเบียน OTOP แล้ว (กลุ่ม) | 9 จาก 30 | 9 จาก 25 | 0 กลุ่ม |" in said
    assert "| เบิกจ่ายแล้ว (บาท) | 255,424 | 255,424 | 0 บาท |" in said
    assert "| เบิกจ่าย (ร้อยละของงบ) | 28.86 | 42.57 | −13.71 จุดร้อยละ |" in said
    assert "| รายการ | 31 ก.ค. 64 | 31 ก.ค. 63 | ต่าง |" in said
    assert f"project={LAST}&as_of=2020-07-31" in said.replace("\\", "")
    assert [row[1:3] for row in table()] == [
        ["9 จาก 30", "9 จาก 25"], ["24 จาก 30", "24 จาก 25"], ["255,424", "255,424"], ["28.86", "42.57"],
    ]  # fmt: skip
    assert table()[3][3].split() == ["−13.71", "จุดร้อยละ"]


def test_a_month_that_last_year_lacks_is_a_dash_with_its_reason(office: Path) -> None:
    fill(groups=JUNE, spending=JULY)

    said = overview("en").replace("\\", "")

    assert "| Registered as OTOP (groups) | 9 of 30 | – | – |" in said
    assert "Registered as OTOP (groups), Product developed (groups): nearest data of 30 Jun 2020" in said
    assert "| Disbursed (baht) | 255,424 | 255,424 | 0 baht |" in said
    assert [row[2] for row in table("en")][:2] == ["–", "–"]


def test_last_year_s_project_without_data_is_said_and_the_pack_has_no_table(office: Path) -> None:
    assert "โครงการปี 2563 ยังไม่มีข้อมูลถึง 31 ก.ค. 63" in overview().replace("\\", "")
    assert table() == []


def test_without_a_project_of_last_year_nothing_is_said(home: Path) -> None:
    said = overview()

    assert "เดือนเดียวกัน" not in said


def test_new_data_of_last_year_make_another_pack(office: Path) -> None:
    engine = databases.engine()
    view = store.view(engine, THIS)
    ask = papers.Ask(view, False, "th", "thai", Actor("director", "staff"), NOW)
    before = ask.key
    assert ask.key == before

    fill()

    assert ask.key != before


def test_a_remark_makes_another_pack(home: Path) -> None:
    engine = databases.engine()
    ask = papers.Ask(store.view(engine, THIS), False, "th", "thai", Actor("director", "staff"), NOW)
    keys = [ask.key]

    remarks.write(engine, THIS, "figure", "disbursed_satang", "ตรวจซ้ำ", as_of=JULY, actor=staff(), now=NOW)
    keys.append(ask.key)

    assert keys[0] != keys[1]
