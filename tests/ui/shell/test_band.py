"""The stamp of the band: both dates, when loaded, which sets, how old; nothing of it is read as HTML."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.figures.figures import compute
from core.model import rows as row_sets
from core.model.kinds import KINDS, Kind
from core.model.project import parse_project
from core.model.snapshot import Snapshot, UploadRef
from core.text import Text
from ui.shell import band
from ui.text import words
from ui.text.words import t

ROOT = Path(__file__).resolve().parents[3]
PROJECT = parse_project((ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8"))
RECEIVED = datetime(2021, 8, 2, 3, 42, tzinfo=UTC)


def session(lang: str = "th") -> Any:
    return SimpleNamespace(lang=lang, say=lambda key, **params: t(key, lang, **params))


def view(**as_of: date) -> Snapshot:
    """Uploads of these kinds, the n-th of them being set n."""
    kinds: list[Kind] = list(as_of)  # type: ignore[arg-type]
    uploads = {
        kind: UploadRef(10 + n, kind, n, as_of[kind], RECEIVED, "clerk", f"{kind}.csv")
        for n, kind in enumerate(kinds, 6)
    }
    rows = {kind: row_sets.empty(kind) for kind in kinds}
    return Snapshot(PROJECT, max(as_of.values(), default=None), uploads, rows, None, ())


def stamps(shown: Snapshot, today: date | None = None, lang: str = "th") -> list[str]:
    return band.stamps(session(lang), shown, compute(shown, today))


def test_one_date_where_both_files_are_of_one_day() -> None:
    shown = view(groups=date(2021, 7, 31), spending=date(2021, 7, 31))

    assert stamps(shown) == ["ข้อมูล ณ 31 ก.ค. 64", "นำเข้า 2 ส.ค. 64 10.42 น. · ชุดที่ กลุ่ม 6 เงิน 7"]
    assert stamps(shown, lang="en")[0] == "Data as of 31 Jul 2021"


def test_two_dates_where_they_are_not() -> None:
    shown = view(groups=date(2021, 6, 30), spending=date(2021, 7, 31))

    assert stamps(shown)[0] == "กลุ่ม ณ 30 มิ.ย. 64 · เงิน ณ 31 ก.ค. 64"


def test_a_side_without_data_is_a_dash() -> None:
    assert stamps(view(groups=date(2021, 6, 30)))[0] == "กลุ่ม ณ 30 มิ.ย. 64 · เงิน ณ –"


def test_a_new_kind_that_sets_the_day_stands_in_the_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    visits = replace(KINDS["groups"], id="visits", name=Text.both("การลงพื้นที่", "Visits"), short=None)
    monkeypatch.setitem(KINDS, visits.id, visits)
    shown = view(groups=date(2021, 6, 30), spending=date(2021, 7, 31), visits=date(2021, 5, 31))

    assert stamps(shown)[0] == "กลุ่ม ณ 30 มิ.ย. 64 · เงิน ณ 31 ก.ค. 64 · การลงพื้นที่ ณ 31 พ.ค. 64"
    assert stamps(shown)[1].endswith("ชุดที่ กลุ่ม 6 เงิน 7 การลงพื้นที่ 8")
    assert (
        stamps(shown, lang="en")[0] == "Groups as of 30 Jun 2021 · money as of 31 Jul 2021 · Visits as of 31 May 2021"
    )
    assert stamps(shown, lang="en")[1].endswith("groups 6, money 7, Visits 8")


def test_no_data_says_so() -> None:
    assert stamps(view()) == [t("band.empty")]


@pytest.mark.parametrize(
    ("today", "age"),
    [(date(2021, 8, 12), 12), (date(2021, 9, 20), None), (date(2026, 8, 12), None), (None, None)],
    ids=["fresh", "stale: the strip says it", "clock outside the year", "looking back"],
)
def test_the_age_stands_in_the_stamp_while_it_is_young(today: date | None, age: int | None) -> None:
    shown = view(groups=date(2021, 7, 31), spending=date(2021, 7, 31))

    told = [part for part in stamps(shown, today) if part.startswith("อายุข้อมูล")]
    assert told == ([t("band.age", days=age)] if age is not None else [])


def test_the_stamp_breaks_between_its_parts_and_is_never_html() -> None:
    assert words.unbroken(["a · <b>", "c"]) == (
        '<p class="stamps"><span>a</span> · <span>&lt;b&gt;</span> · <span>c</span></p>'
    )
