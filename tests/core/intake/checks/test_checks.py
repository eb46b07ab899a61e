"""What can be read and does not fit: each check by a small file of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from core.intake import Intake, orders_that_fit
from core.intake.compare.shrink import shrinks
from core.model.kinds import KINDS, Kind
from core.model.rows import Rows, from_records
from core.text.thai import write_month
from tests.support.diffs import sentences, ticks
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, view
from tests.support.said import english, section, thai

HEADS: Mapping[Kind, dict[str, str]] = {
    "groups": {"code": "G01", "name": "กลุ่มขนม", "tambon": "บ้านกุ่ม", "amphoe": "เมืองเพชรบุรี", "stage": "อบรมแล้ว"},
    "products": {"code": "P1", "group_code": "G01", "name": "ขนม", "category": "อาหาร"},
    "spending": {"doc_no": "ก1", "date": "10/03/2564", "entry": "เบิกจ่าย", "amount_baht": "100.00"},
    "plan": {"month": "ต.ค. 63", "planned_groups": "0"},
    "instalments": {"no": "1", "due_on": "24/05/2564"},
}


def given(kind: Kind, *rows: Mapping[str, str], **more: Any) -> Intake:
    """Rows of a kind, each told by how it differs from the kind's plain row."""
    names = [c.name for c in KINDS[kind].columns if c.name in HEADS[kind] or any(c.name in row for row in rows)]
    cells = [[{**HEADS[kind], **row}.get(name, "") for name in names] for row in rows]
    file = csv_file([KINDS[kind].column(name).header for name in names], *cells)
    return read(file, kind, project=PROJECT, **more)


def found(intake: Intake, *, blocking: bool = False) -> list[tuple[str, int | None]]:
    """(code, row) of the warnings, or of what blocks."""
    return [(issue.code, issue.row) for issue in (intake.blocking if blocking else intake.warnings)]


def rows_of(kind: Kind, *records: dict[str, Any]) -> Rows:
    return from_records(kind, records)


GROUP = {"code": "G01", "name": "กลุ่มขนม", "amphoe": "เมืองเพชรบุรี", "stage": "trained", "status": "active"}


def test_a_plain_row_of_each_kind_has_nothing_to_check() -> None:
    for kind in HEADS:
        assert given(kind, {}).ok and not given(kind, {}).warnings, kind


# groups


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"tambon": "ทับคาง"}, "unknown_tambon"),
        ({"stage": "ลงทะเบียน OTOP แล้ว"}, "registered_no_date"),
        ({"registered_on": "28/06/2564"}, "date_not_registered"),
    ],
)
def test_a_group_that_does_not_fit_is_asked_about(row: dict[str, str], code: str) -> None:
    assert found(given("groups", row)) == [(code, 2)]


def test_the_amphoe_that_has_the_tambon_is_offered() -> None:
    (issue,) = given("groups", {"tambon": "ทับคาง"}).warnings
    assert "เขาย้อย" in thai(issue)


def test_registration_before_the_project_is_asked_once_for_the_column() -> None:
    rows = [{"code": f"G{n}", "name": f"ก{n}", "stage": "ลงทะเบียน", "registered_on": "05/01/2560"} for n in range(1, 4)]
    (issue,) = given("groups", *rows).warnings
    assert (issue.code, issue.row, issue.params["count"], issue.params["known"]) == ("registered_before", None, 3, 3)


def test_one_group_under_two_codes_and_too_many_groups_are_asked_about() -> None:
    assert found(given("groups", {}, {"code": "G02"})) == [("same_name", 3)]
    twice = given("groups", {}, {})
    assert found(twice) == [] and found(twice, blocking=True) == [("repeated_key", 3)]
    many = [{"code": f"G{n}", "name": f"กลุ่ม {n}"} for n in range(31)]
    assert found(given("groups", *many)) == [("more_than_target", None)]
    withdrawn = [*many[:30], {**many[30], "status": "ถอนตัว"}]
    assert found(given("groups", *withdrawn)) == []


@pytest.mark.parametrize(("ours", "before"), [("G02", "G01"), ("G01", "G02")])
def test_a_group_of_the_earlier_set_with_the_same_name_goes_by_its_code(ours: str, before: str) -> None:
    groups = [{**GROUP, "code": code, "name": code, "tambon": "บ้านกุ่ม"} for code in ("G01", "G02")]
    today = view({"groups": rows_of("groups", *groups)}, date(2021, 3, 31))
    intake = given("groups", {"code": ours, "name": before}, today=today, scope="update")
    (issue,) = intake.warnings
    assert (issue.code, issue.row, issue.key) == ("same_name", 2, ours)
    assert f"กลุ่ม {before} ในชุดก่อน" in thai(issue) and f"group {before} of" in english(issue)


# products


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"quadrant": "D", "standards": "อย.=ได้รับการรับรอง"}, "quadrant_d_with_standard"),
        ({"quadrant": "B", "standards": "อย.=ยื่นคำขอ"}, "quadrant_without_standard"),
        ({"quadrant": "A"}, "quadrant_without_standard"),
        ({"stars": "6"}, "stars_range"),
    ],
)
def test_a_product_that_does_not_fit_is_asked_about(row: dict[str, str], code: str) -> None:
    assert found(given("products", row)) == [(code, 2)]


@pytest.mark.parametrize(
    "row", [{"quadrant": "D", "standards": "อย.=ยื่นคำขอ"}, {"quadrant": "C", "standards": "มผช.=รับรอง"}]
)
def test_quadrant_d_is_exactly_no_standard(row: dict[str, str]) -> None:
    assert found(given("products", row)) == []


@pytest.mark.parametrize("kind", ["products", "spending"])
def test_a_group_code_that_no_group_has_is_asked_about(kind: Kind) -> None:
    today = view({"groups": rows_of("groups", GROUP)}, date(2021, 3, 31))
    assert found(given(kind, {"group_code": "G09"}, today=today)) == [("unknown_group", 2)]
    assert found(given(kind, {"group_code": "G01"}, today=today)) == []


# spending

ORDER = {"doc_no": "ผพ1", "entry": "ก่อหนี้ผูกพัน", "date": "01/03/2564", "amount_baht": "1,000.00", "payee": "ร้าน ก"}


def pays(amount: str, **more: str) -> dict[str, str]:
    return {"amount_baht": amount, "settles": "ผพ1", "payee": "ร้าน ก", **more}


def test_paying_an_order_in_full_has_nothing_to_check() -> None:
    assert found(given("spending", ORDER, pays("600.00"), pays("400.00", doc_no="ก2"))) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (pays("1,000.01"), "overpaid"),
        (pays("990.00"), "paid_99"),
        (pays("1,000.00", date="28/02/2564"), "paid_before_bound"),
        (pays("1,000.00", settles="ผพ 1"), "settles_unknown"),
        (pays("1,000.00", settles=""), "settles_likely"),
        (pays("300.00", settles="", payee="ร้าน ก"), "settles_likely"),
        (pays("300.00", settles="", entry="ลดหนี้ผูกพัน"), "release_no_order"),
    ],
)
def test_a_payment_that_does_not_fit_its_order_is_asked_about(row: dict[str, str], code: str) -> None:
    assert found(given("spending", ORDER, row)) == [(code, 3)]


def test_the_number_that_was_meant_and_the_orders_that_fit_are_offered() -> None:
    (unknown,) = given("spending", ORDER, pays("1.00", settles="ผพ01")).warnings
    assert "ผพ1" in thai(unknown) and unknown.value == "ผพ01"
    (likely,) = given("spending", ORDER, pays("1,000.00", settles="", payee="ร้าน ข")).warnings
    assert likely.params["docs"] == "ผพ1"


def test_where_one_order_fits_it_can_be_filled_in_at_once() -> None:
    head = headers("spending", "doc_no", "date", "entry", "payee", "amount_baht", "settles")
    order = ["ผพ1", "01/03/2564", "ก่อหนี้ผูกพัน", "ร้าน ก", "1,000.00", ""]
    other = ["ผพ2", "01/03/2564", "ก่อหนี้ผูกพัน", "ร้าน ข", "500.00", ""]
    both = ["ผพ3", "01/03/2564", "ก่อหนี้ผูกพัน", "ร้าน ค", "500.00", ""]
    pays_one = ["ก1", "10/03/2564", "เบิกจ่าย", "ร้าน ก", "300.00", ""]
    pays_either = ["ก2", "10/03/2564", "เบิกจ่าย", "ร้าน ง", "500.00", ""]
    file = csv_file(head, order, other, both, pays_one, pays_either)

    first = read(file, "spending", project=PROJECT)
    offered = orders_that_fit(first)

    assert [(cell.row, text) for cell, text in offered.items()] == [(5, "ผพ1")]  # of two that fit, a person decides
    again = read(file, "spending", project=PROJECT, edits=offered)
    assert again.rows is not None and again.rows["settles"] == [None, None, None, "ผพ1", None]
    assert orders_that_fit(again) == {}
    rival = ["ก3", "11/03/2564", "เบิกจ่าย", "ร้าน ก", "250.00", ""]
    assert orders_that_fit(read(csv_file(head, order, pays_one, rival), "spending", project=PROJECT)) == {}
    without = csv_file(head[:-1], order[:-1], pays_one[:-1])
    assert orders_that_fit(read(without, "spending", project=PROJECT)) == {}  # no column to fill in


def test_releases_and_refunds_change_what_an_order_owes() -> None:
    release = {"doc_no": "ล1", "entry": "ลดหนี้ผูกพัน", "amount_baht": "200.00", "settles": "ผพ1"}
    refund = {"doc_no": "ค1", "entry": "เบิกเกินส่งคืน", "amount_baht": "100.00", "settles": "ผพ1"}
    assert found(given("spending", ORDER, release, pays("900.00"))) == [("overpaid", 4)]
    assert found(given("spending", ORDER, release, pays("900.00"), refund)) == []


def test_more_than_the_budget_and_transfers_that_do_not_add_up_are_told_once() -> None:
    assert found(given("spending", {"amount_baht": "885,000.01"})) == [("over_budget", None)]
    assert found(given("spending", {"amount_baht": "885,000.00"})) == []
    moved = {"doc_no": "อ1", "entry": "โอนเปลี่ยนแปลงลด", "amount_baht": "33,000.00"}
    assert found(given("spending", moved)) == [("transfers_unequal", None)]
    assert found(given("spending", moved, {**moved, "doc_no": "อ2", "entry": "โอนเปลี่ยนแปลงเพิ่ม"})) == []


def test_an_expense_line_that_the_project_has_not_is_told_once_with_the_likely_one() -> None:
    rows = [{"doc_no": f"ก{n}", "expense_line": "วัสดุสำนักงานฯ"} for n in range(3)]
    (issue,) = given("spending", *rows).warnings
    assert (issue.code, issue.params["count"]) == ("unknown_expense_line", 3)
    assert "วัสดุสำนักงาน”" in thai(issue)


def test_a_person_as_payee_is_told_once_and_not_named() -> None:
    (issue,) = given("spending", {"payee": "นางสาวตัวอย่าง นามสมมติ"}, {"doc_no": "ก2", "payee": "นายกสมาคม"}).warnings
    assert (issue.code, issue.params["count"]) == ("person_payee", 1)
    assert "ตัวอย่าง" not in thai(issue)


def test_a_cell_that_could_not_be_read_is_not_blamed_a_second_time() -> None:
    intake = given("spending", ORDER, pays("๒๕,", settles="ผพ1"), {"doc_no": "ก3", "amount_baht": "900,000"})
    assert found(intake, blocking=True) == [("bad_amount", 3)]
    assert found(intake) == []


# dates


def test_dates_outside_the_year_warn_and_far_ones_block() -> None:
    rows = [{"doc_no": f"ก{n}"} for n in range(3)]
    assert found(given("spending", *rows, {"doc_no": "ข", "date": "05/10/2564"})) == [("outside_year", 5)]
    intake = given("spending", *rows, {"doc_no": "ข", "date": "05/10/2566"})
    assert found(intake, blocking=True) == [("far_date", 5)]


def test_a_file_of_another_year_is_told_as_one_thing() -> None:
    rows = [{"doc_no": f"ก{n}", "date": f"0{n}/12/2564"} for n in range(1, 5)]
    (issue,) = given("spending", *rows).warnings
    assert (issue.code, issue.params["year"], issue.params["count"]) == ("other_year", 2565, 4)


def test_rows_after_the_day_of_the_data_are_counted_and_named() -> None:
    intake = given("spending", {}, {"doc_no": "ก2", "date": "12/03/2564"}, as_of=date(2021, 3, 11))
    (issue,) = intake.warnings
    assert (issue.code, issue.column, issue.params["count"], issue.params["rows"]) == ("after_as_of", "วันที่", 1, "3")


# plan and instalments


def test_a_plan_that_falls_or_goes_beyond_the_project_is_asked_about() -> None:
    months = [{"month": month, "planned_groups": groups} for month, groups in (("ต.ค. 63", "5"), ("พ.ย. 63", "4"))]
    assert found(given("plan", *months)) == [("plan_falls", 3)]


WHOLE = [write_month(end) for end in PROJECT.months()]


def plan_to(groups: str, baht: str, months: Sequence[str] = WHOLE, today: Any = None) -> Intake:
    """A plan of these months that ends at these values."""
    begun = [{"month": month, "planned_disbursed_baht": "0"} for month in months[:-1]]
    end = {"month": months[-1], "planned_groups": groups, "planned_disbursed_baht": baht}
    return given("plan", *begun, end, today=today)


def facts(intake: Intake) -> list[tuple[str, str]]:
    """(code, sentence) of what is said for information; nothing else is said."""
    assert intake.ok and not intake.warnings
    return [(issue.code, thai(issue)) for issue in intake.issues]


def test_a_plan_that_ends_at_target_and_budget_has_nothing_said_of_it() -> None:
    assert facts(plan_to("30", "885,000.00")) == []


def test_a_plan_that_ends_elsewhere_is_information_with_its_numbers() -> None:
    assert facts(plan_to("31", "885,000.01")) == [
        ("plan_over_target", "แผนจบที่ ก.ย. 64 ด้วย 31 กลุ่ม มากกว่าเป้าหมาย 30 กลุ่ม"),
        (
            "plan_over_budget",
            "แผนจบที่ ก.ย. 64 ด้วย 885,000.01 บาท มากกว่างบหลังโอนเปลี่ยนแปลง 885,000 บาท อยู่ 0.01 บาท",
        ),
    ]
    assert facts(plan_to("12", "262,000.00")) == [
        ("plan_under_target", "แผนจบที่ ก.ย. 64 ด้วย 12 กลุ่ม ยังไม่ถึงเป้าหมาย 30 กลุ่ม"),
        (
            "plan_under_budget",
            "แผนจบที่ ก.ย. 64 ด้วย 262,000 บาท น้อยกว่างบหลังโอนเปลี่ยนแปลง 885,000 บาท อยู่ 623,000 บาท",
        ),
    ]


def test_a_plans_end_is_compared_with_the_budget_after_transfers() -> None:
    out = {"doc_no": "ก1", "line_no": 1, "date": date(2021, 4, 9), "entry": "transfer_out", "amount_satang": 8_500_000}
    today = view({"spending": rows_of("spending", out)}, date(2021, 4, 30))

    assert facts(plan_to("30", "800,000.00", today=today)) == []
    ((code, sentence),) = facts(plan_to("30", "885,000.00", today=today))
    assert (code, "มากกว่างบหลังโอนเปลี่ยนแปลง 800,000 บาท อยู่ 85,000 บาท" in sentence) == ("plan_over_budget", True)


def test_months_that_a_plan_leaves_out_are_information_with_what_is_counted_there() -> None:
    some = [month for month in WHOLE[2:11] if month != "เม.ย. 64"]

    assert facts(plan_to("30", "885,000.00", some)) == [
        (
            "plan_starts_late",
            "แผนไม่มีเดือน ต.ค. 63, พ.ย. 63 ซึ่งอยู่ก่อนเดือนแรกของแผน ระบบถือว่าแผนของเดือนเหล่านั้นเป็น 0",
        ),
        ("plan_gap", "แผนไม่มีเดือน เม.ย. 64 ระบบจะประมาณจากเดือนข้างเคียง"),
        ("plan_ends_early", "แผนไม่มีเดือน ก.ย. 64 ซึ่งอยู่หลังเดือนสุดท้ายของแผน ระบบใช้ยอดของเดือนสุดท้ายต่อไป"),
    ]


def test_a_register_of_few_groups_is_information_with_its_numbers() -> None:
    assert facts(given("groups", *({"code": f"G0{n}", "name": f"กลุ่ม {n}"} for n in (1, 2, 3)))) == [
        ("fewer_than_target", "มีกลุ่มที่อยู่ในโครงการ 3 กลุ่ม จากเป้าหมาย 30 กลุ่ม")
    ]


def test_a_plan_form_without_values_says_what_to_fill_in() -> None:
    (issue,) = given("plan", *({"month": month, "planned_groups": ""} for month in WHOLE)).issues

    assert (issue.code, issue.severity, issue.row) == ("plan_empty", "blocking", None)
    assert "โปรดกรอก กลุ่มสะสมตามแผน / เบิกจ่ายสะสมตามแผน อย่างน้อยหนึ่งช่องของแต่ละเดือน" in thai(issue)


def test_instalments_make_100_per_cent_and_the_contract() -> None:
    parts = [
        {"no": "1", "percent": "20", "amount_baht": "200.00", "contract_no": "ผพ1"},
        {"no": "2", "percent": "80", "amount_baht": "800.00", "contract_no": "ผพ1"},
    ]
    order = {"doc_no": "ผพ1", "line_no": 1, "date": date(2021, 4, 9), "entry": "commitment", "amount_satang": 100_000}
    today = view({"spending": rows_of("spending", order)}, date(2021, 4, 30))
    assert found(given("instalments", *parts, today=today)) == []
    assert found(given("instalments", parts[0], {**parts[1], "percent": "70"}, today=today)) == [
        ("instalment_percent", None)
    ]
    assert found(given("instalments", parts[0], {**parts[1], "amount_baht": "80"}, today=today)) == [
        ("instalment_amount", None)
    ]


def test_an_instalment_is_delivered_then_accepted_then_paid() -> None:
    assert found(given("instalments", {"delivered_on": "25/05/2564", "accepted_on": "24/05/2564"})) == [
        ("instalment_order", 2)
    ]
    assert found(given("instalments", {"accepted_on": "24/05/2564"})) == [("instalment_step", 2)]


# against today's upload


def ledger(*pairs: tuple[str, int]) -> Rows:
    records = [
        {"doc_no": doc, "line_no": 1, "date": date(2021, 3, 10), "entry": "disbursement", "amount_satang": satang}
        for doc, satang in pairs
    ]
    return rows_of("spending", *records)


def test_rows_that_vanish_amounts_that_fall_and_jumps_are_asked_about() -> None:
    today = view({"spending": ledger(("ก1", 20_000), ("ก2", 10_000), ("ก3", 1_000))}, date(2021, 3, 31))
    intake = given("spending", {}, {"doc_no": "ก2", "amount_baht": "10,000.00"}, today=today)
    assert sorted(found(intake)) == [("amount_lowered", 2), ("jump", 3), ("rows_vanished", None)]
    assert intake.diff is not None
    assert [(s.what, s.key) for s in shrinks(intake.diff)] == [("row_vanished", "ก3"), ("amount_lowered", "ก1")]
    assert ticks(intake.diff) == ["หายไป: ก3 10.00 บาท", "ก1: ลดลง จาก 200.00 เป็น 100.00"]


def test_a_cell_that_could_not_be_read_is_no_change_while_it_must_be_mended() -> None:
    today = view({"spending": ledger(("ก1", 20_000), ("ก2", 10_000))}, date(2021, 3, 31))
    rows = [{"doc_no": "ก1", "amount_baht": "25,"}, {"doc_no": "ก2", "amount_baht": "90.00"}]
    intake = given("spending", *rows, today=today)
    assert found(intake, blocking=True) == [("bad_amount", 2)] and found(intake) == [("amount_lowered", 3)]
    assert intake.diff is not None and intake.diff.counts == {"added": 0, "changed": 1, "removed": 0}
    assert [s.key for s in shrinks(intake.diff)] == ["ก2"]
    assert sentences(intake.diff) == [
        "แก้ไขย้อนหลัง (ลงวันที่ไม่เกิน 31 มี.ค. 64): เบิกจ่าย 1 รายการ -10 บาท",
        "แก้ไข 1 รายการ: ก2 จำนวนเงิน จาก 100.00 เป็น 90.00",
    ]
    appended = given("spending", {"doc_no": "ก0", "amount_baht": "x"}, *rows, today=today, scope="update")
    assert appended.diff is not None and [s.key for s in shrinks(appended.diff)] == ["ก2"]


def test_a_cell_that_would_be_saved_empty_is_a_change() -> None:
    today = view({"groups": rows_of("groups", {**GROUP, "tambon": "บ้านกุ่ม", "members": 15})}, date(2021, 3, 31))
    intake = given("groups", {"stage": "อบรมแล้ว", "members": "สิบห้า"}, today=today)
    assert found(intake) == [("bad_number", 2)] and intake.ok
    assert intake.diff is not None and [c.after for c in intake.diff.changes()] == [{"members": None}]


def test_a_stage_that_moves_back_is_asked_about() -> None:
    today = view({"groups": rows_of("groups", {**GROUP, "stage": "developing", "tambon": "บ้านกุ่ม"})}, date(2021, 3, 31))
    intake = given("groups", {}, today=today)
    assert found(intake) == [("stage_back", 2)]
    assert "กำลังพัฒนา" in thai(intake.warnings[0]) and "Developing" in english(intake.warnings[0])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"doc_no": "ข1", "date": "05/04/2564"}, {"doc_no": "ข2", "date": "06/04/2564"}], "เม.ย. 64"),
        ([{"doc_no": "ข1", "date": "05/04/2564"}, {"doc_no": "ข2", "date": "06/05/2564"}], "ไม่เคยมี"),
    ],
)
def test_a_file_of_one_month_or_of_new_rows_alone_asks_append_or_replace(
    rows: Sequence[dict[str, str]], words: str
) -> None:
    base = ledger(("ก1", 10_000), ("ก2", 10_000))
    base.columns["date"][0] = date(2021, 2, 10)
    intake = given("spending", *rows, today=view({"spending": base}, date(2021, 3, 31)))
    (issue,) = [issue for issue in intake.warnings if issue.code == "partial_file"]
    assert words in thai(issue)


def test_what_was_acknowledged_stays_so_until_the_cell_changes() -> None:
    row = {"tambon": "ทับคาง"}
    marks = {issue.mark for issue in given("groups", row).warnings}
    again = given("groups", {"code": "G00", "name": "อื่น"}, row, acknowledged=marks)
    assert not again.warnings and [i.acknowledged for i in again.issues if i.code == "unknown_tambon"] == [True]
    changed = given("groups", {"tambon": "หนองปรง"}, acknowledged=marks)
    assert found(changed) == [("unknown_tambon", 2)]


def test_thousands_of_one_finding_are_counted_after_the_first_two_thousand() -> None:
    rows = [{"doc_no": f"ก{n}", "settles": f"ไม่มี{n % 7}"} for n in range(2_500)]
    intake = given("spending", *rows)
    (rest,) = [issue for issue in intake.warnings if issue.code == "more_issues"]
    assert rest.params["count"] == 500 and codes(intake).count("settles_unknown") == 2_000


def test_what_is_said_of_the_whole_file_has_no_value_found() -> None:
    intake = given("groups", {"name": "กลุ่ม  ขนม\u200b", "members": "๑๕"})
    assert [(i.value, i.params["fold"]) for i in intake.issues if i.code == "folded"] == [
        (None, "thai_digits"),
        (None, "zero_width"),
    ]


# words


@pytest.mark.parametrize("code", sorted(section("issue")))
def test_every_sentence_has_a_twin_with_the_same_blanks(code: str) -> None:
    import string

    blanks = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in section("issue")[code].values()
    ]
    assert blanks[0] == blanks[1], code
    assert (
        "!" not in section("issue")[code]["th"]
        and "กรุณา" not in section("issue")[code]["th"]
        and "ครับ" not in section("issue")[code]["th"]
    )
