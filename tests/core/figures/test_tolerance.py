"""Made standings, each with its verdict written by hand: both sides of each tolerance, in mid-month, with an allotment.

The budget is 1,000,000 baht. Below the plan 5 % of the budget after transfers (50,000) is accepted at most, less where
20 % of the plan is less, never less than 1 % of the budget (10,000).
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.analysis.attention.attention import needs
from core.figures.figures import compute
from core.figures.provenance import provenance, tolerance_rule
from core.figures.verdict import tolerance_satang
from core.text import Message, Text
from tests.support.said import english, thai
from tests.support.views import PROJECT, baht, d, entry, planned, registered, view
from words.rendering import render

MADE = replace(PROJECT, budget_satang=baht(1_000_000), curves=(), tolerance_groups=0)
CURVE = replace(PROJECT, budget_satang=baht(1_000_000), tolerance_groups=0)


def figures(plan, paid, day="2021-04-30", *, groups=5, project=MADE, more=()):
    """``plan``: month -> (groups, baht); ``paid``: baht, paid on the first of April."""
    return compute(made(plan, paid, day, groups=groups, project=project, more=more))


def made(plan, paid, day, *, groups=5, project=MADE, more=()):
    return view(
        day,
        project=project,
        groups=[registered(f"G{n:02}", on="2021-04-01") for n in range(groups)] + [registered("G99", on="2021-12-01")],
        spending=[entry("P-1", "2021-04-01", "disbursement", paid), *more] if paid else list(more),
        plan=[planned(month, *asked) for month, asked in plan.items()],
    )


def april(money, groups=5):
    return {"2021-04": (groups, money)}


APRIL_AND_MAY = {"2021-04": (5, 100_000), "2021-05": (6, 300_000)}
TRANSFERRED = [entry("T-1", "2021-02-01", "transfer_out", 600_000)]  # leaves 400,000
RECEIVED = [entry("A-1", "2021-01-10", "allotment", 200_000)]
ALL_RECEIVED = [entry("A-1", "2021-01-10", "allotment", 1_000_000)]
ORDERED = [entry("PO-1", "2021-03-01", "commitment", 140_000)]

STANDINGS = [
    # plan, paid, day, more, groups, code, Thai
    ("floor, on the line", april(20_000), 10_000, {}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 10,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 10,000 บาท)"),
    ("floor, one satang more", april(20_000), "9999.99", {}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 10,000 บาท"),
    ("of the plan, on the line", april(100_000), 80_000, {}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 20,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 20,000 บาท)"),
    ("of the plan, one satang less is used", april(100_000), "80000.01", {}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 19,999.99 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 20,000.00 บาท)"),
    ("of the plan, one satang more", april(100_000), "79999.99", {}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 20,000 บาท"),
    ("of the budget, on the line", april(400_000), 350_000, {}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 50,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 50,000 บาท)"),
    ("of the budget, one satang more", april(400_000), "349999.99", {}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 50,000 บาท"),
    ("half of the planned money", april(80_000), 40_000, {}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 40,000 บาท"),
    ("exactly on plan", april(50_000), 50_000, {}, "on_course",
     "เป็นไปตามแผน: ลงทะเบียนแล้ว 5 กลุ่ม เบิกจ่าย 50,000 บาท"),
    ("ten satang below plan", april(50_000), "49999.90", {}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 0.10 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 10,000 บาท)"),
    ("after transfers, on the line", april(300_000), 280_000, {"more": TRANSFERRED}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 20,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 20,000 บาท)"),
    ("after transfers, one satang more", april(300_000), "279999.99", {"more": TRANSFERRED}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 20,000 บาท"),
    ("over plan by the tolerance, a group short", april(100_000), 120_000, {"groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินเป็นไปตามแผน"),
    ("over plan by one satang more, a group short", april(100_000), "120000.01", {"groups": 4}, "money_ahead",
     "เงินเร็วกว่างาน: เบิกจ่ายเกินแผน 20,000 บาท แต่ขาด 1 กลุ่ม"),
    ("within the tolerance, a group short", april(100_000), 90_000, {"groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินเป็นไปตามแผน "
     "(ต่ำกว่าแผน 10,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 20,000 บาท)"),
    ("both short", april(100_000), 79_999, {"groups": 4}, "both_late",
     "ต่ำกว่าแผนทั้งสองด้าน: ขาด 1 กลุ่ม และ 20,001 บาท"),
    # In mid-month: what the plan asks by the month's end may be paid on any day of it.
    ("paid on the 1st", APRIL_AND_MAY, 300_000, {"day": "2021-05-01", "groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินเป็นไปตามแผน"),
    ("paid on the 15th", APRIL_AND_MAY, 300_000, {"day": "2021-05-15", "groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินเป็นไปตามแผน"),
    ("paid on the last day but one", APRIL_AND_MAY, 300_000, {"day": "2021-05-30", "groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินเป็นไปตามแผน"),
    ("over the month's plan on the 15th", APRIL_AND_MAY, "320000.01", {"day": "2021-05-15", "groups": 4}, "money_ahead",
     "เงินเร็วกว่างาน: เบิกจ่ายเกินแผนถึง 31 พ.ค. 64 20,000 บาท แต่ขาด 1 กลุ่ม"),
    ("late goes by the month end reached", APRIL_AND_MAY, 80_000, {"day": "2021-05-30"}, "on_course",
     "เป็นไปตามแผน (ต่ำกว่าแผน 20,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 20,000 บาท)"),
    # With an allotment below the budget: from 95 % of it on, money is not judged.
    ("95 % of the allotment paid", april(400_000), 190_000, {"more": RECEIVED}, "on_course",
     "ด้านกลุ่มเป็นไปตามแผน ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 190,000 จากที่ได้รับ 200,000 บาท"),
    ("a satang below 95 %", april(400_000), "189999.99", {"more": RECEIVED}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 210,000 บาท"),
    ("95 % committed and paid", april(400_000), 50_000, {"more": [*RECEIVED, *ORDERED]}, "on_course",
     "ด้านกลุ่มเป็นไปตามแผน ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 190,000 จากที่ได้รับ 200,000 บาท"),
    ("the allotment used, a group short", april(400_000), 190_000, {"more": RECEIVED, "groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 190,000 จากที่ได้รับ 200,000 บาท"),
    ("the allotment used, money over plan", april(100_000), 200_000, {"more": RECEIVED, "groups": 4}, "groups_late",
     "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 4 จากแผน 5) ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 200,000 จากที่ได้รับ 200,000 บาท"),
    ("the whole budget received", april(1_000_000), 949_999, {"more": ALL_RECEIVED}, "money_late",
     "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 50,001 บาท"),
    # A plan of one side.
    ("a plan without money", {"2021-04": (5, None)}, 50_000, {}, "no_plan",
     "ลงทะเบียนแล้ว 5 กลุ่ม เบิกจ่าย 50,000 บาท (แผนที่นำเข้าไม่มีจำนวนเงินให้เทียบ)"),
    ("a plan without groups", {"2021-04": (None, 50_000)}, 50_000, {}, "no_plan",
     "ลงทะเบียนแล้ว 5 กลุ่ม เบิกจ่าย 50,000 บาท (แผนที่นำเข้าไม่มีจำนวนกลุ่มให้เทียบ)"),
    ("no plan", {}, 50_000, {}, "no_plan",
     "ลงทะเบียนแล้ว 5 กลุ่ม เบิกจ่าย 50,000 บาท (ยังไม่มีแผนให้เทียบ)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "paid", "given", "code", "th"), [row[1:] for row in STANDINGS], ids=[row[0] for row in STANDINGS]
)
def test_a_made_standing_has_the_verdict_written_by_hand(plan, paid, given, code, th):
    found = figures(plan, paid, given.get("day", "2021-04-30"), **{k: v for k, v in given.items() if k != "day"})

    assert (found.verdict.code, thai(found.verdict)) == (code, th)


def test_the_tolerance_of_a_day_stands_in_the_summary():
    assert figures(april(100_000), 80_000).summary(render)["tolerance_baht"] == 20_000.00
    assert figures(april(20_000), 20_000).summary(render)["tolerance_baht"] == 10_000.00
    assert figures(april(900_000), 880_000).summary(render)["tolerance_baht"] == 50_000.00
    assert figures({"2021-04": (5, None)}, 1).summary(render)["tolerance_baht"] is None
    assert compute(view("2021-04-30", project=MADE)).summary(render)["tolerance_baht"] is None


def test_a_part_of_a_satang_is_cut():
    assert tolerance_satang(replace(MADE, tolerance_of_plan_percent=Decimal("33.3")), baht(1_000_000), 10_000_001) == (
        3_330_000
    )


def test_a_version_stored_before_the_rule_keeps_its_own():
    earlier = replace(MADE, tolerance_of_plan_percent=None, tolerance_floor_percent=None)
    found = figures(april(80_000), 40_000, project=earlier)

    assert found.verdict.code == "on_course"
    assert found["tolerance_satang"] == baht(50_000)
    assert "ร้อยละ 20" not in thai(tolerance_rule(earlier))


def test_no_budget_left_leaves_no_tolerance():
    assert tolerance_satang(MADE, 0, baht(100)) == 0
    assert tolerance_satang(MADE, -5, baht(100)) == 0


def test_groups_that_are_accepted_below_plan_are_said_too():
    lenient = replace(MADE, tolerance_groups=2)
    found = figures(april(100_000), 80_000, groups=4, project=lenient).verdict

    assert thai(found) == (
        "เป็นไปตามแผน (ต่ำกว่าแผน 1 กลุ่ม อยู่ในช่วงที่ยอมรับได้ไม่เกิน 2 กลุ่ม และต่ำกว่าแผน 20,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 20,000 บาท)"
    )
    assert english(found) == (
        "On plan (1 group under plan, within the accepted 2 groups and 20,000 baht under plan, within the accepted "
        "20,000 baht)"
    )
    late = figures(april(100_000), 79_000, groups=4, project=lenient).verdict
    assert thai(late) == ("ด้านกลุ่มเป็นไปตามแผน (ต่ำกว่าแผน 1 กลุ่ม อยู่ในช่วงที่ยอมรับได้ไม่เกิน 2 กลุ่ม) เบิกจ่ายต่ำกว่าแผน 21,000 บาท")


def test_where_the_rule_comes_from_is_said():
    by_default, set_by = (
        tolerance_rule(MADE),
        replace(MADE, tolerance_source=Text.both("ที่ประชุม 1/2564", "Meeting 1/2564")),
    )

    assert "ค่าตั้งต้นของโปรแกรม หน่วยงานยังไม่ได้กำหนด" in thai(by_default)
    assert "the program's default; the office has not set one" in english(by_default)
    shown = provenance(made(april(100_000), 80_000, "2021-04-30", project=set_by), "tolerance_satang")
    assert thai(shown.formula).endswith("(ที่ประชุม 1/2564)")
    assert english(shown.formula).endswith("(Meeting 1/2564)")
    assert all(f"ร้อยละ {number} " in thai(shown.formula) for number in (5, 20, 1))


# On 30 April the recurrent curve asks for 57 + (80 − 57) ÷ 3 = 64.67 % of 1,000,000: 646,666.67 baht.
def test_below_the_cabinets_curve_on_plan_is_said_with_its_source_and_followed_up():
    shown = made(april(500_000), 500_000, "2021-04-30", project=CURVE)
    found = compute(shown)

    assert found.verdict.code == "below_cabinet_on_plan"
    assert not found.verdict.within_tolerance
    assert thai(found.verdict) == (
        "ต่ำกว่าเป้า ครม. 146,667 บาท แต่เป็นไปตามแผน ถือว่าบรรลุเป้าหมายของไตรมาส (มติคณะรัฐมนตรี 10 พฤศจิกายน 2563 เรื่องที่ 17)"
    )
    line = next(need for need in needs(shown, found) if need.code == "cabinet")
    assert thai(line) == "ต่ำกว่าเป้า ครม. 146,667 บาท (ใช้จ่าย) · เป้าเมื่อสิ้นไตรมาส (30 มิ.ย. 64) ร้อยละ 80.00 เท่ากับ 800,000 บาท"
    assert line.params == {
        "gap_satang": 14_666_667,
        "basis": Message("basis.used"),
        "dt": d("2021-06-30"),
        "pct": Decimal("80.00"),
        "amount_satang": baht(800_000),
    }


def test_a_curve_without_a_note_says_no_more_than_what_is_known():
    bare = replace(CURVE, curves=tuple(replace(curve, note=None) for curve in CURVE.curves))

    assert thai(figures(april(500_000), 500_000, project=bare).verdict) == "ต่ำกว่าเป้า ครม. 146,667 บาท แต่เป็นไปตามแผน"


def test_below_the_curve_and_within_the_tolerance_says_both_and_claims_nothing():
    found = figures(april(500_000), 490_000, project=CURVE).verdict

    assert (found.code, found.within_tolerance) == ("below_cabinet_on_plan", True)
    assert thai(found) == (
        "ต่ำกว่าเป้า ครม. 156,667 บาท แต่เป็นไปตามแผน (ต่ำกว่าแผน 10,000 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 50,000 บาท)"
    )


@pytest.mark.parametrize("day", ["2021-01-31", "2021-03-31", "2021-08-31"])
def test_the_next_quarters_end_is_named_on_a_quarters_end_too(day):
    shown = view(
        day,
        project=CURVE,
        groups=[registered("G01", on="2020-12-01")],
        spending=[entry("P-1", "2020-12-01", "disbursement", 1_000)],
        plan=[planned("2020-10", 1, 1_000)],
    )
    line = next(need for need in needs(shown, compute(shown)) if need.code == "cabinet")

    assert line.params["dt"] == {
        "2021-01-31": d("2021-03-31"), "2021-03-31": d("2021-06-30"), "2021-08-31": d("2021-09-30"),
    }[day]  # fmt: skip
