"""Entries worth a second look stand in the pack where they are asked for, and nowhere else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import engine as databases
from db.snapshots import memory
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.papers import CLOCK, text_of
from tests.support.uploads import CODE, payment, put
from ui.reports.cli import main
from ui.reports.material import Material, Order, gather, unseen
from ui.reports.print import pack
from ui.reports.writing import Writing
from ui.routes import papers
from ui.routes.papers import Ask

JUNE = date(2021, 6, 30)
TWICE = {"payee": "Ms. Payee", "description": "lunch by Ms. Payee"}


@pytest.fixture(autouse=True)
def paid_twice(home: Path) -> Iterator[None]:
    if not unseen(databases.engine(), CODE, shown().view):
        put(databases.engine(), "spending", [payment(f"ฎ.64-0{n}", 70_000, **TWICE) for n in (1, 2)], JUNE)
    yield


def shown(**asked: bool) -> Material:
    return gather(databases.engine(), Order(CODE, Writing("th", "arabic"), CLOCK, JUNE, **asked))


def test_unless_asked_for_they_are_in_no_paper(home: Path) -> None:
    assert shown().second_look == ()
    assert pack.content(shown())["second_look"] is None


def test_asked_for_each_stands_with_its_rows_and_without_a_name(home: Path) -> None:
    asked = shown(second_look=True)
    table = pack.content(asked)["second_look"]

    assert [row[1] for row in table["rows"]] == ["ฎ.64-01", "ฎ.64-02"]
    assert table["rows"][0][0].replace("\xa0", " ").startswith("จ่ายผู้รับเดียวกัน วันเดียวกัน ยอดเท่ากัน 2 รายการ")
    assert table["rows"][1][0] == ""  # the sentence once, its rows below it
    said = text_of(pack.pdf(asked))
    assert "ฎ.64-02" in said and "Ms." not in said


def test_the_command_line_lists_them_on_request(home: Path, tmp_path: Path) -> None:
    plain, listed = tmp_path / "plain.pdf", tmp_path / "listed.pdf"
    asked = ("--project", CODE, "--as-of", JUNE.isoformat(), "--digits", "arabic")

    assert main(["pack", str(plain), *asked]) == main(["pack", str(listed), *asked, "--second-look"]) == 0
    assert "ฎ.64-02" not in text_of(plain.read_bytes())
    assert "ฎ.64-02" in text_of(listed.read_bytes())


def test_the_papers_are_others_once_somebody_has_looked(home: Path) -> None:
    engine, view = databases.engine(), shown().view
    asks = [Ask(view, True, "th", "thai", staff("staff"), NOW, listed) for listed in (False, True)]
    plain, listed = (ask.key for ask in asks)
    assert plain != listed
    assert ["--second-look" in papers._command(each, NOW, "x") for each in asks] == [False, True]

    memory.acknowledge(
        engine, CODE, "spending", [one.mark for one in unseen(engine, CODE, view)], actor=staff("staff"), now=NOW
    )

    assert asks[0].key == plain and asks[1].key != listed
    assert unseen(engine, CODE, view) == ()
