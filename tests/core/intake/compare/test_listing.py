"""A comparison row by row: nothing left out, nothing that should be masked, and a file that runs no formula."""

import csv
import io
from typing import Any

import pytest

from core.intake.compare import listing
from core.model.diff import diff_rows
from core.model.rows import from_records
from core.model.stages import stages_of
from tests.support.diffs import lines, sentences
from tests.support.views import PROJECT, d, entry, group, instalment
from words.rendering import said

STAGES = stages_of(PROJECT)


def diff(kind: Any, before: list[Any], after: list[Any]) -> Any:
    return diff_rows(from_records(kind, before), from_records(kind, after), d("2021-06-30"), stages=STAGES)


def test_every_row_is_listed_and_not_only_the_first_five() -> None:
    before = [entry(f"P-{n}", "2021-05-01", "disbursement", 100 + n) for n in range(40)]
    after = [row | {"amount_satang": row["amount_satang"] + 50} for row in before[10:]]
    after += [entry(f"Q-{n}", "2021-06-01", "commitment", 7) for n in range(12)]

    found = lines(diff("spending", before, after))

    assert [line.what for line in found] == ["added"] * 12 + ["changed"] * 30 + ["removed"] * 10
    assert {line.key for line in found if line.what == "removed"} == {f"P-{n}" for n in range(10)}
    changed = next(line for line in found if line.key == "P-10")
    assert (changed.column, changed.before, changed.after) == ("จำนวนเงิน", "110.00", "110.50")
    added = next(line for line in found if line.key == "Q-0")
    assert added.before == "" and "วันที่ 1 มิ.ย. 64" in added.after and "จำนวนเงิน 7.00" in added.after


@pytest.mark.parametrize(("lang", "was", "now"), [("th", "อบรมแล้ว", "กำลังพัฒนา"), ("en", "Trained", "Developing")])
def test_stages_go_by_their_names(lang: str, was: str, now: str) -> None:
    (line,) = lines(diff("groups", [group("G01")], [group("G01", "developing")]), lang)
    assert (line.key, line.before, line.after) == ("G01", was, now)


def test_what_may_not_be_seen_is_not_in_the_list() -> None:
    before = [group("G01", phone="081-234-5678")]
    after = [group("G01", phone="089-876-5432")]
    (line,) = lines(diff("groups", before, after))
    assert "234" not in line.before and "876" not in line.after

    paid = entry("P-1", "2021-05-01", "disbursement", 5, payee="บริษัท ทดสอบ จำกัด")
    (shown,) = lines(diff("spending", [paid], [paid | {"payee": "ห้างหุ้นส่วนจำกัด ทดสอบ"}]))
    (masked,) = lines(diff("spending", [paid], [paid | {"payee": "ห้างหุ้นส่วนจำกัด ทดสอบ"}]), "th", ("payee",))
    assert "บริษัท" in shown.before
    assert (masked.column, masked.before, masked.after) == ("ผู้รับเงิน", "", "")
    (gone,) = lines(diff("spending", [paid], []), "th", ("payee",))
    assert "บริษัท" not in gone.before
    assert "ผู้รับเงิน" not in listing.table(from_records("spending", [paid]), STAGES, said, ("payee",))


def test_the_file_holds_every_line_and_runs_no_formula() -> None:
    found = lines(diff("groups", [], [group("G01", name="=1+1")]))
    rows = list(csv.reader(io.StringIO(listing.as_csv(found, said).decode("utf-8-sig"))))
    assert rows[0] == ["การเปลี่ยนแปลง", "รายการ", "ชื่อ", "คอลัมน์", "เดิม", "ใหม่"]
    assert rows[1][:3] == ["เพิ่ม", "G01", "'=1+1"] and len(rows) == 2


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("th", "แก้ไข 1 งวด: งวดที่ 2 วันที่ตรวจรับ จาก – เป็น 5 ส.ค. 64"),
        ("en", "Instalments changed (1): Instalment 2 accepted on from – to 5 Aug 2021"),
    ],
)
def test_an_instalment_is_not_read_as_a_count_of_dates(lang: str, expected: str) -> None:
    before = instalment("2", 412_200, "2021-07-23", "2021-07-29")
    assert sentences(diff("instalments", [before], [before | {"accepted_on": d("2021-08-05")}]), lang) == [expected]
