"""The verdict is the first case that holds, and its sentence carries the numbers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.figures.verdict import Standing, decide
from core.ledger.balance import CabinetLine
from core.text import Text
from tests.support.said import CODES, VARIANTS, english, thai
from tests.support.views import PROJECT, baht

NET = baht(885000)
TOLERANCE = NET * 5 // 100  # 44,250 baht


def cabinet(asked, compared, basis="used", *, judged=True):
    return CabinetLine(
        code="c",
        name=PROJECT.curves[0].name,
        basis=basis,
        percent=Decimal("50.00"),
        satang=asked,
        compared_satang=compared,
        compared_percent=Decimal("1.47"),
        difference_points=Decimal("-48.53"),
        judged=judged,
        note=Text.both("ถือว่าบรรลุเป้าหมายของไตรมาส", "counted as met"),
        source=Text.both("มติ", "Resolution"),
    )


# On plan on both sides: every case of the list below changes what it needs.
GOOD = Standing(
    project=PROJECT,
    registered=12,
    expected_groups=12,
    disbursed=baht(262000),
    expected_disbursed=baht(262000),
    net_budget=NET,
    cabinet=[cabinet(100, 100)],
)
LATE = {"registered": 9}
POOR = {"disbursed": baht(262000) - TOLERANCE - 1}
RICH = {"disbursed": baht(262000) + TOLERANCE + 1}
LOW = {"cabinet": [cabinet(101, 100)]}

CASES = [
    ("no_data", {"missing": ("groups", "spending")}),
    ("no_plan", {"expected_groups": None}),
    ("no_plan", {"expected_disbursed": None}),
    ("suspect", {"suspects": 1}),
    ("closed", {"closed": True, "carryover": baht(137400)}),
    ("stale", {"age_days": 46}),
    ("both_late", LATE | POOR),
    ("money_ahead", LATE | RICH),
    ("groups_late", LATE),
    ("money_late", POOR),
    ("below_cabinet_on_plan", LOW),
    ("on_course", {}),
]


@pytest.mark.parametrize(("code", "change"), CASES)
def test_each_case(code, change):
    assert decide(replace(GOOD, **change)).code == code


@pytest.mark.parametrize("place", range(len(CASES) - 1))
def test_an_earlier_case_wins_over_all_later_ones_that_can_hold_with_it(place):
    later = [change for code, change in CASES[place + 1 :] if code not in ("money_ahead", "money_late", "groups_late")]
    together = {}
    for change in [*reversed(later), CASES[place][1]]:
        together |= change

    assert decide(replace(GOOD, **together)).code == CASES[place][0]


def test_every_code_has_a_sentence_and_is_tried_here():
    assert {code for code, _ in CASES} == set(CODES)


def test_each_variant_is_a_variant_of_one_code():
    codes = {max((code for code in CODES if name.startswith(code)), key=len) for name in VARIANTS}

    assert codes == {
        "no_data",
        "no_plan",
        "closed",
        "money_ahead",
        "groups_late",
        "money_late",
        "below_cabinet_on_plan",
        "on_course",
    }


ALLOTTED = {"disbursed": 0, "used": 9500, "allocated": 10000}  # 95 % of what was received is used


@pytest.mark.parametrize(
    ("change", "code", "th"),
    [
        ({}, "on_course", "ด้านกลุ่มเป็นไปตามแผน ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 95 จากที่ได้รับ 100 บาท"),
        ({"used": 9499}, "money_late", None),
        ({"allocated": None}, "money_late", None),
        ({"allocated": NET, "used": NET}, "money_late", None),  # all has been received
        # money is not judged at all, so that it is not praised either
        ({"disbursed": baht(262000)}, "on_course", "ด้านกลุ่มเป็นไปตามแผน ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 95 จากที่ได้รับ 100 บาท"),
        (
            {"registered": 11},
            "groups_late",
            "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 11 จากแผน 12) ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 95 จากที่ได้รับ 100 บาท",
        ),
    ],
)
def test_money_that_was_not_received_is_not_late(change, code, th):
    verdict = decide(replace(GOOD, **(ALLOTTED | change)))

    assert verdict.code == code
    assert th is None or thai(verdict) == th


def test_one_group_is_one_group_in_english():
    assert (
        english(decide(replace(GOOD, registered=11, disbursed=0)))
        == "Under plan on both: 1 group and 262,000 baht short"
    )


def test_sentences_carry_the_numbers_in_whole_baht():
    both = decide(replace(GOOD, registered=9, disbursed=baht("255424.25"), expected_disbursed=baht(700000)))

    assert thai(both) == "ต่ำกว่าแผนทั้งสองด้าน: ขาด 3 กลุ่ม และ 444,576 บาท"  # 700,000 − 255,424.25 = 444,575.75
    assert english(both) == "Under plan on both: 3 groups and 444,576 baht short"
    assert thai(both) == thai(both)


def test_money_ahead_tells_how_far_over_plan():
    verdict = decide(replace(GOOD, registered=10, disbursed=baht(362000)))

    assert english(verdict) == "Money ahead of work: 100,000 baht over plan, 2 groups short"


def test_closed_year_tells_how_it_ended():
    verdict = decide(
        replace(GOOD, closed=True, registered=27, disbursed=baht("742749.25"), carryover=baht(137400), age_days=90)
    )

    assert thai(verdict) == "สิ้นปีงบฯ: ได้ 27 จาก 30 กลุ่ม เบิกจ่าย 742,749 บาท กันเงิน 137,400 บาท"


@pytest.mark.parametrize(
    ("reached", "th"),
    [
        ("2021-09-29", "สิ้นปีงบฯ แต่ข้อมูลมีถึง 29 ก.ย. 64: ได้ 9 จาก 30 กลุ่ม เบิกจ่าย 241,859 บาท"),
        ("2021-09-30", "สิ้นปีงบฯ: ได้ 9 จาก 30 กลุ่ม เบิกจ่าย 241,859 บาท กันเงิน 549,600 บาท"),
    ],
)
def test_a_year_whose_data_end_earlier_is_not_said_to_have_ended_so(reached, th):
    verdict = decide(
        replace(
            GOOD,
            closed=True,
            reached=date.fromisoformat(reached),
            registered=9,
            disbursed=baht("241859.00"),
            carryover=baht(549600),
        )
    )

    assert (verdict.code, thai(verdict)) == ("closed", th)


def test_tolerances_are_inclusive():
    on_the_line = replace(GOOD, disbursed=baht(262000) - TOLERANCE)
    over_the_line = replace(GOOD, registered=9, disbursed=baht(262000) + TOLERANCE)

    assert decide(on_the_line).code == "on_course"
    assert decide(over_the_line).code == "groups_late"


def test_tolerance_of_groups_is_a_setting():
    lenient = replace(PROJECT, tolerance_groups=3)

    assert decide(replace(GOOD, project=lenient, registered=9)).code == "on_course"
    assert decide(replace(GOOD, project=lenient, registered=8)).code == "groups_late"


def test_data_is_stale_only_after_the_set_days():
    assert decide(replace(GOOD, age_days=45)).code == "on_course"
    assert thai(decide(replace(GOOD, age_days=46))) == "ข้อมูลเก่า 46 วัน โปรดปรับปรุงก่อนใช้"


def test_below_the_curve_the_gap_the_note_and_the_source_are_told():
    verdict = decide(replace(GOOD, cabinet=[cabinet(baht(300), baht("99.50"))]))

    assert thai(verdict) == "ต่ำกว่าเป้า ครม. 201 บาท แต่เป็นไปตามแผน ถือว่าบรรลุเป้าหมายของไตรมาส (มติ)"  # 200.50 half up
    assert english(verdict) == "201 baht below the cabinet target, but on plan: counted as met (Resolution)"


def test_a_gap_of_a_few_satang_is_not_told_as_nothing():
    assert "ต่ำกว่าเป้า ครม. 0.01 บาท" in thai(decide(replace(GOOD, cabinet=[cabinet(2, 1)])))


def test_any_curve_below_counts_and_the_first_one_is_told():
    verdict = decide(replace(GOOD, cabinet=[cabinet(1, 1), cabinet(baht(2), 0, "disbursed"), cabinet(baht(9), 0)]))

    assert (verdict.code, verdict.below["basis"]) == ("below_cabinet_on_plan", "disbursed")
    assert "ต่ำกว่าเป้า ครม. 2 บาท" in thai(verdict)


def test_a_curve_to_look_at_gives_no_verdict():
    assert decide(replace(GOOD, cabinet=[cabinet(1, 1), cabinet(2, 1, judged=False)])).code == "on_course"


def test_one_side_missing_is_no_data_and_says_which():
    verdict = decide(replace(GOOD, missing=("spending",)))

    assert (verdict.code, thai(verdict)) == ("no_data", "ยังไม่มีข้อมูลการใช้จ่าย เริ่มที่ “นำเข้าข้อมูล”")
    assert english(verdict) == 'No data on spending yet: begin at "Load data"'


def test_without_a_plan_results_are_still_told():
    nothing = replace(GOOD, expected_groups=None, expected_disbursed=None)

    assert english(decide(nothing)) == "12 groups, 262,000 baht (no plan loaded to compare with)"


def test_a_plan_of_one_side_names_the_side_that_is_missing():
    no_groups, no_money = replace(GOOD, expected_groups=None), replace(GOOD, expected_disbursed=None)

    assert english(decide(no_groups)) == "12 groups, 262,000 baht (the plan gives no number of groups to compare with)"
    assert english(decide(no_money)) == "12 groups, 262,000 baht (the plan gives no amount of money to compare with)"
