"""Scopes, masks, edits and the diff in words: how a file becomes the whole snapshot."""

from datetime import date
from typing import Any

import pytest

from core.intake import Cell
from core.model import Rows, diff_rows, empty, from_records, rows_sha256, stages_of
from core.model.kinds import KINDS, Kind
from core.text import PERSON_MASK, hide
from tests.support.diffs import apply_diff, sentences
from tests.support.intakes import PROJECT, SAMPLES, codes, csv_file, headers, read, sample, sample_rows, view
from tests.support.said import section

HEAD = headers("spending", "doc_no", "date", "entry", "amount_baht")
DAY = date(2021, 3, 31)


def ledger(*records: tuple[str, int]) -> Rows:
    rows = [
        {
            "doc_no": doc,
            "line_no": 1,
            "date": date(2021, 3, 10),
            "entry": "disbursement",
            "amount_satang": satang,
            "payee": "ร้าน",
        }
        for doc, satang in records
    ]
    return from_records("spending", rows)


BASE = ledger(("ก1", 10_000), ("ก2", 20_000))
TODAY = view({"spending": BASE}, DAY)


def given(*rows: list[str], **more: Any) -> Any:
    return read(csv_file(HEAD, *rows), "spending", project=PROJECT, today=TODAY, **more)


def test_replace_is_the_file_and_nothing_else() -> None:
    base = ledger(("ก1", 10_000), ("ก2", 20_000))
    base.columns["activity"][1] = "อบรม"
    today, row = view({"spending": base}, DAY), ["ก2", "10/03/2564", "เบิกจ่าย", "200.00"]
    found = read(csv_file(HEAD, row), "spending", project=PROJECT, today=today)
    assert found.rows is not None and found.diff is not None
    assert found.rows["doc_no"] == ["ก2"] and found.diff.counts == {"added": 0, "changed": 1, "removed": 1}
    assert found.rows["activity"] == [None]
    assert found.rows["payee"] == ["ร้าน"]  # who may not see payees is given a file without that column
    assert found.base_upload_id == today.uploads["spending"].id


def test_append_puts_the_file_after_what_is_there() -> None:
    found = given(["ก3", "12/03/2564", "เบิกจ่าย", "50.00"], scope="append")
    assert found.ok and found.rows["doc_no"] == ["ก1", "ก2", "ก3"]
    assert found.diff.counts == {"added": 1, "changed": 0, "removed": 0}
    assert found.rows.numbers == [2, 3, 4]


def test_append_passes_over_a_row_that_is_there_and_stops_at_one_that_differs() -> None:
    head = headers("spending", "doc_no", "date", "entry", "payee", "amount_baht")
    same = ["ก1", "10/03/2564", "เบิกจ่าย", "ร้าน", "100.00"]
    found = read(csv_file(head, same), "spending", project=PROJECT, today=TODAY, scope="append")
    assert found.ok and found.diff is not None and found.diff.is_empty and found.folded == {"already_there": 1}
    other = read(csv_file(head, [*same[:4], "101.00"]), "spending", project=PROJECT, today=TODAY, scope="append")
    assert [(issue.code, issue.row) for issue in other.blocking] == [("append_exists", 2)]


def test_update_changes_only_the_rows_and_columns_of_the_file() -> None:
    found = given(["ก2", "10/03/2564", "เบิกจ่าย", "250.00"], ["ก9", "11/03/2564", "เบิกจ่าย", "1.00"], scope="update")
    assert found.ok and found.rows["doc_no"] == ["ก1", "ก2", "ก9"]
    assert found.rows["amount_satang"] == [10_000, 25_000, 100]
    assert found.rows["payee"] == ["ร้าน", "ร้าน", None]
    assert found.diff.counts == {"added": 1, "changed": 1, "removed": 0}


def test_update_needs_only_the_key_where_rows_are_known() -> None:
    found = read(csv_file(["รหัสกลุ่ม", "ขั้นต่อไป"], ["G01", "นัดประชุม"]), "groups", project=PROJECT,
                 today=view({"groups": sample_rows("2021-07-31", "groups")}, DAY), scope="update")  # fmt: skip
    assert found.ok and found.rows is not None and len(found.rows) == 30
    unknown = read(csv_file(["รหัสกลุ่ม", "ขั้นต่อไป"], ["G99", "นัด"]), "groups", project=PROJECT,
                   today=view({"groups": sample_rows("2021-07-31", "groups")}, DAY), scope="update")  # fmt: skip
    assert set(codes(unknown, "blocking")) == {"missing_cell"}
    assert {issue.row for issue in unknown.blocking} == {2}


@pytest.mark.parametrize("scope", ["append", "update"])
def test_a_scope_without_anything_to_add_to_is_the_file(scope: Any) -> None:
    found = read(csv_file(HEAD, ["ก1", "10/03/2564", "เบิกจ่าย", "1.00"]), "spending", project=PROJECT, scope=scope)
    assert found.ok and found.rows is not None and len(found.rows) == 1


def test_findings_about_rows_that_are_not_in_the_file_are_not_told_again() -> None:
    base = ledger(("ก1", 10_000))
    base.columns["settles"][0] = "ไม่มี"
    today = view({"spending": base}, DAY)
    found = read(
        csv_file(HEAD, ["ก3", "12/03/2564", "เบิกจ่าย", "50.00"]),
        "spending",
        project=PROJECT,
        today=today,
        scope="append",
    )
    assert not found.issues


PHONES = from_records(
    "groups",
    [
        {"code": "G01", "name": "ก", "amphoe": "ชะอำ", "stage": "trained", "phone": "081-234-5678"},
        {"code": "G02", "name": "ข", "amphoe": "ชะอำ", "stage": "trained", "phone": None},
    ],
)
GROUPS = headers("groups", "code", "name", "amphoe", "stage")
FIRST, SECOND = ["G01", "ก", "ชะอำ", "อบรมแล้ว"], ["G02", "ข", "ชะอำ", "อบรมแล้ว"]


@pytest.mark.parametrize(
    ("phone", "kept", "told"),
    [
        ("08x-xxx-5678", "081-234-5678", []),
        ("08x-xxx-9999", None, ["mask_unknown"]),
        ("089-999-9999", "089-999-9999", []),
        ("", None, []),
        ("812345001", "0812345001", []),
        ("81-234-5678", "081-234-5678", []),
        ("65 234 5678", "065 234 5678", []),
        ("๘๑๒๓๔๕๐๐๑", "0812345001", []),
        ("324255001", "324255001", ["phone_odd"]),  # begins as no mobile number does
        ("8123450", "8123450", ["phone_odd"]),
        ("8123450012", "8123450012", ["phone_odd"]),
    ],
)
def test_a_masked_phone_is_unchanged_and_any_other_is_what_it_says(
    phone: str, kept: str | None, told: list[str]
) -> None:
    file = csv_file([*GROUPS, "เบอร์โทรศัพท์"], [*FIRST, phone])
    found = read(file, "groups", project=PROJECT, today=view({"groups": PHONES.take([0])}, DAY))
    assert found.rows is not None and found.rows["phone"] == [kept]
    assert codes(found, "warning") == told
    assert found.folded.get("phone_zero", 0) == (phone[:1] in ("6", "8", "๘") and not told)


def test_a_file_without_phones_leaves_them_as_they_are() -> None:
    found = read(csv_file(GROUPS, FIRST, SECOND), "groups", project=PROJECT, today=view({"groups": PHONES}, DAY))
    assert found.diff is not None and found.diff.is_empty


def test_a_masked_person_is_unchanged() -> None:
    base = ledger(("ก1", 10_000), ("ก2", 5_000))
    base.columns["payee"][0] = "นางตัวอย่าง"
    head = headers("spending", "doc_no", "date", "entry", "payee", "amount_baht")
    rows = [["ก1", "10/03/2564", "เบิกจ่าย", PERSON_MASK, "100.00"], ["ก2", "10/03/2564", "เบิกจ่าย", "ร้าน", "50.00"]]
    found = read(csv_file(head, *rows), "spending", project=PROJECT, today=view({"spending": base}, DAY))
    assert found.diff is not None and found.diff.is_empty and found.folded == {"masked": 1}


NAMED = "ค่าจ้างเหมา นางสาวตัวอย่าง สกุล เดือนมีนาคม"


@pytest.mark.parametrize(
    ("typed", "kept", "folded"),
    [
        (hide(NAMED), NAMED, {"masked": 1}),
        (hide(NAMED) + " แก้ไข", hide(NAMED) + " แก้ไข", {}),  # staff wrote on: that is a change
        (NAMED, NAMED, {}),
    ],
)
def test_a_text_with_its_persons_masked_is_unchanged(typed: str, kept: str, folded: dict[str, int]) -> None:
    base = ledger(("ก1", 10_000), ("ก2", 5_000))
    base.columns["description"][0] = NAMED
    head = headers("spending", "doc_no", "date", "entry", "description", "amount_baht")
    rows = [["ก1", "10/03/2564", "เบิกจ่าย", typed, "100.00"], ["ก2", "10/03/2564", "เบิกจ่าย", "", "50.00"]]

    found = read(csv_file(head, *rows), "spending", project=PROJECT, today=view({"spending": base}, DAY))

    assert found.rows is not None and found.rows["description"][0] == kept
    assert found.folded == folded


@pytest.mark.parametrize(
    ("typed", "field", "found"),
    [
        ({"doc_no": "ก-01"}, "payee", ["description", "payee"]),  # another key: whose name it was, nobody can say
        ({"description": "ค่าจ้าง บุคคลธรรมดา เมษายน"}, "description", ["description"]),
        ({}, "payee", []),
    ],
)
def test_a_masked_name_that_is_nobodys_is_asked_about(typed: dict[str, str], field: str, found: list[str]) -> None:
    base = ledger(("ก1", 10_000))
    base.columns["payee"][0], base.columns["description"][0] = "นางตัวอย่าง", "ค่าจ้าง นางตัวอย่าง สกุล มีนาคม"
    names = ("doc_no", "date", "entry", "description", "payee", "amount_baht")
    row = {
        "doc_no": "ก1", "date": "10/03/2564", "entry": "เบิกจ่าย", "description": "ค่าจ้าง บุคคลธรรมดา มีนาคม",
        "payee": PERSON_MASK, "amount_baht": "100.00", **typed,
    }  # fmt: skip
    file = csv_file(headers("spending", *names), [row[name] for name in names])

    read_again = read(file, "spending", project=PROJECT, today=view({"spending": base}, DAY))

    assert sorted(i.field or "" for i in read_again.issues if i.code == "mask_person_unknown") == found


def test_words_of_a_diff_mask_names_and_tell_payees_to_those_who_may() -> None:
    base = ledger(("ก1", 10_000))
    head = headers("spending", "doc_no", "date", "entry", "description", "payee", "amount_baht")
    rows = [["ก1", "10/03/2564", "เบิกจ่าย", "", "ร้าน ข", "100.00"],
            ["ก2", "10/03/2564", "เบิกจ่าย", "ค่าวิทยากร นายตัวอย่าง สกุล", "ร้าน ค", "5.00"]]  # fmt: skip
    diff = read(csv_file(head, *rows), "spending", project=PROJECT, today=view({"spending": base}, DAY)).diff
    assert diff is not None

    told, hidden = " ".join(sentences(diff, "th")), " ".join(sentences(diff, "th", hidden=("payee",)))

    assert "ค่าวิทยากร บุคคลธรรมดา" in told and "ตัวอย่าง" not in told
    assert "ผู้รับเงิน จาก ร้าน เป็น ร้าน ข" in told
    assert "ผู้รับเงิน" in hidden and "ร้าน" not in hidden


def test_a_cell_corrected_on_the_screen_counts_and_is_recorded() -> None:
    file = csv_file(HEAD, ["ก1", "10/03/2564", "เบิกจ่าย", "25,"], ["ก2", "10/03/2564", "เบิกจ่าย", "5"])
    found = read(file, "spending", project=PROJECT, edits={Cell(2, "จำนวนเงิน (ก่อนหักภาษีและค่าปรับ)"): "25.00"})
    assert found.ok and found.rows is not None and found.rows["amount_satang"] == [2_500, 500]
    assert found.edits and "edited" in codes(found)
    assert "edit_unused" in codes(read(file, "spending", project=PROJECT, edits={Cell(2, "ไม่มี"): "1"}))


@pytest.mark.parametrize("kind", KINDS)
def test_progress_shows_a_dozen_shares_that_only_grow(kind: Kind) -> None:
    told: list[tuple[float, str]] = []
    file = ("plan.csv", (SAMPLES / "plan.csv").read_bytes()) if kind == "plan" else sample("2021-07-31", kind)
    read(file, kind, project=PROJECT, progress=lambda share, phase: told.append((share, phase)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(set(shares)) >= 12
    assert {phase for _, phase in told} <= set(section("phase"))


# the diff


def test_the_diff_of_a_snapshot_with_itself_is_empty() -> None:
    for kind in ("groups", "products", "spending", "instalments"):
        rows = sample_rows("2021-07-31", kind)
        assert diff_rows(rows, rows).is_empty


@pytest.mark.parametrize("kind", ["groups", "products", "spending", "instalments"])
@pytest.mark.parametrize(("earlier", "later"), [("2021-03-31", "2021-08-31"), ("2021-08-31", "2021-03-31")])
def test_a_diff_applied_to_the_earlier_sample_is_the_later(kind: Kind, earlier: str, later: str) -> None:
    before, after = sample_rows(earlier, kind), sample_rows(later, kind)
    assert rows_sha256(apply_diff(before, diff_rows(before, after))) == rows_sha256(after)


def test_a_change_names_the_fields_before_and_after() -> None:
    (change,) = diff_rows(BASE, ledger(("ก1", 10_000), ("ก2", 25_000))).changes()
    assert (change.key, change.before, change.after) == (
        ("ก2", 1),
        {"amount_satang": 20_000},
        {"amount_satang": 25_000},
    )


def test_order_of_rows_is_no_change() -> None:
    assert diff_rows(BASE, BASE.take([1, 0])).is_empty
    assert rows_sha256(BASE) == rows_sha256(BASE.take([1, 0]))


def test_the_words_of_a_ledger_tell_new_entries_from_corrections() -> None:
    new = ledger(("ก1", 12_000), ("ก3", 100_000), ("ก4", 50_000))
    new.columns["date"][1] = date(2021, 4, 2)
    diff = diff_rows(BASE, new, DAY)
    assert sentences(diff) == [
        "รายการใหม่: เบิกจ่าย 1 รายการ 1,000 บาท",
        "แก้ไขย้อนหลัง (ลงวันที่ไม่เกิน 31 มี.ค. 64): เบิกจ่าย 3 รายการ +320 บาท",  # +500 new, −200 gone, +20 changed
        "เพิ่ม 2 รายการ: ก3, ก4",
        "แก้ไข 1 รายการ: ก1 จำนวนเงิน จาก 100.00 เป็น 120.00",
        "หายไป 1 รายการ: ก2",
    ]
    assert sentences(diff, "en")[0] == "New entries: Disbursement: 1,000 baht (1)"


def test_the_words_of_groups_tell_who_registered_who_moved_and_who_came() -> None:
    old, new = sample_rows("2021-05-31", "groups"), sample_rows("2021-06-30", "groups")
    diff = diff_rows(old, new, date(2021, 5, 31), stages=stages_of(PROJECT))
    assert sentences(diff)[0].startswith("ลงทะเบียน OTOP เพิ่ม 9 กลุ่ม: G05, G06, G07, G10, G12")
    assert any(words.startswith("ขยับขั้นตอน 12 กลุ่ม") for words in sentences(diff))


def test_the_words_of_groups_tell_which_columns_changed_and_count_without_plurals() -> None:
    record = {
        "code": "G1",
        "name": "ก",
        "amphoe": "ชะอำ",
        "stage": "accepted",
        "missing_papers": "ภาพถ่าย",
        "members": 5,
    }
    before = [record, {**record, "code": "G2"}, {**record, "code": "G3"}, {**record, "code": "G4"}]
    after = [
        {**record, "missing_papers": None, "next_step": "นัดตรวจ"},
        {**record, "code": "G2", "stage": "submitted", "next_step": "รอผล"},
        {**record, "code": "G3", "stage": "submitted", "members": 6},
        {**record, "code": "G4", "name": "ข", "village": "บ้าน", "members": 6, "next_step": "นัด", "note": "ใหม่"},
        {**record, "code": "G5", "name": "ใหม่"},
    ]
    diff = diff_rows(from_records("groups", before), from_records("groups", after), DAY, stages=stages_of(PROJECT))
    assert sentences(diff) == [
        "เพิ่ม 1 กลุ่ม: G5 ใหม่",
        "ขยับขั้นตอน 2 กลุ่ม: ส่งมอบให้กลุ่มแล้ว เป็น ยื่นลงทะเบียนแล้ว (2)",
        "แก้ข้อมูลอื่นของ 3 กลุ่ม: G1 (เอกสารที่ยังขาด, ขั้นต่อไป), G3 (จำนวนสมาชิก), G4 (ชื่อกลุ่ม, หมู่บ้าน, จำนวนสมาชิก และอีก 2)",
    ]
    assert sentences(diff, "en") == [
        "Groups added (1): G5 ใหม่",
        "Groups moved on (2): Handed over to Applied (2)",
        "Groups with other changes (3): G1 (missing papers, next step), G3 (members), "
        "G4 (name, village, members and 2 more)",
    ]


def test_many_changes_are_told_by_column() -> None:
    diff = diff_rows(sample_rows("2021-07-31", "products"), sample_rows("2021-08-31", "products"), date(2021, 7, 31))
    assert sentences(diff) == ["แก้ไข 19 ผลิตภัณฑ์: กลุ่มศักยภาพ (Quadrant) (8), มาตรฐาน (10), ยอดขายต่อเดือนหลัง (9)"]


def test_a_set_without_one_before_it_is_said_to_have_none() -> None:
    assert sentences(diff_rows(empty("spending"), BASE)) == [
        "ไม่มีชุดก่อนหน้าให้เทียบ: 2 รายการ",
        "รายการใหม่: เบิกจ่าย 2 รายการ 300 บาท",
    ]
    assert sentences(diff_rows(BASE, BASE, DAY), "en") == ["Every row is as before"]
