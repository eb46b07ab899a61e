"""Remarks: on what the project has, by who judges it, taken back by a row; read as they were known then."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.model import Actor
from core.model.meetings.remarks import LONGEST, About
from core.text import PERSON_MASK, Sight
from db.accounts import audit
from db.errors import NotAllowed, Refused, TextRefused, UnknownNote
from db.maintenance import chain
from db.notebook import remarks
from tests.support.actors import admin, staff
from tests.support.names import GO
from tests.support.uploads import CODE, NOW, group, put

FEB = date(2021, 2, 28)
MEMBER, CHIEF = Actor("member", "committee"), Actor("chief", "director")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def upload(engine: Engine) -> int:
    return put(engine, "groups", [group("G01")], FEB).id


def write(
    engine: Engine, about: About = "group", subject: str = "G01", text: str = "ขอเหตุผล", by: Actor = MEMBER
) -> int:
    return remarks.write(engine, CODE, about, subject, text, as_of=FEB, actor=by, now=NOW)


def test_a_remark_is_on_a_figure_a_group_a_set_or_an_item(engine: Engine, upload: int) -> None:
    for about, subject in (
        ("figure", "disbursed_satang"),
        ("group", "G01"),
        ("upload", str(upload)),
        ("agenda", "4.1"),
    ):
        write(engine, about, subject)  # type: ignore[arg-type]

    found = remarks.listed(engine, CODE)

    assert [(one.about, one.role) for one in found] == [
        ("agenda", "committee"), ("upload", "committee"), ("group", "committee"), ("figure", "committee"),
    ]  # fmt: skip
    assert [one.subject for one in remarks.listed(engine, CODE, about="group", subject="G01")] == ["G01"]
    assert remarks.listed(engine, CODE, about="group", subject="G02") == ()
    assert chain.check(engine).findings == ()
    assert audit.recent(engine, limit=1)[0].action == "remark.write"


@pytest.mark.parametrize(
    ("about", "subject"),
    [("figure", "nothing"), ("group", "G99"), ("upload", "99999"), ("upload", "x"), ("upload", "9" * 20), ("row", "1")],
)
def test_what_the_project_does_not_have_is_refused(engine: Engine, upload: int, about: About, subject: str) -> None:
    with pytest.raises(Refused):
        write(engine, about, subject)
    assert remarks.listed(engine, CODE) == ()


@pytest.mark.parametrize("text", ["", "ก" * (LONGEST + 1), "เลข 1101700230708", "โทร 081-234-5678"])
def test_a_text_that_cannot_be_kept_is_refused(engine: Engine, upload: int, text: str) -> None:
    with pytest.raises(TextRefused):
        write(engine, text=text)
    with pytest.raises(TextRefused):
        write(engine, "agenda", "")


def test_who_keeps_users_writes_none(engine: Engine, upload: int) -> None:
    with pytest.raises(NotAllowed):
        write(engine, by=admin())


def test_its_writer_and_staff_take_it_back_and_no_other_reader(engine: Engine, upload: int) -> None:
    first, second = write(engine), write(engine, by=CHIEF)

    with pytest.raises(NotAllowed):
        remarks.take_back(engine, second, reason="ผิด", actor=MEMBER, now=LATER)
    remarks.take_back(engine, first, reason="ผิด", actor=MEMBER, now=LATER)
    remarks.take_back(engine, second, reason="ซ้ำ", actor=staff(), now=LATER)

    assert remarks.listed(engine, CODE) == ()
    assert len(remarks.listed(engine, CODE, None, NOW + timedelta(seconds=1))) == 2
    with pytest.raises(UnknownNote):
        remarks.take_back(engine, first, reason="อีก", actor=MEMBER, now=LATER)
    with pytest.raises(TextRefused):
        remarks.take_back(engine, first, reason="", actor=MEMBER, now=LATER)
    assert chain.check(engine).findings == ()


def test_persons_are_masked_in_text_and_item(engine: Engine, upload: int) -> None:
    write(engine, "agenda", GO[0], GO[1])

    (shown,) = remarks.listed(engine, CODE)

    assert PERSON_MASK in shown.seen_by(Sight()).text
    assert PERSON_MASK in shown.seen_by(Sight()).subject
    assert shown.text == " ".join(GO[1].split())


def test_a_list_reads_the_newest_alone(engine: Engine, upload: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remarks, "MOST", 2)
    for number in range(4):
        write(engine, text=f"ข้อ {number}")

    assert [one.text for one in remarks.listed(engine, CODE)] == ["ข้อ 3", "ข้อ 2"]
    assert remarks.listed(engine, CODE, date(2021, 1, 31)) == ()
