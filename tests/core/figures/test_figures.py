"""The figures of a view: what counts, on which day, and why a figure is a dash."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.figures.figures import compute
from core.figures.provenance import provenance
from core.figures.value import Unknown
from core.ledger.ledger import Suspect
from tests.support.in_words import why
from tests.support.said import english, thai
from tests.support.views import (
    PROJECT,
    baht,
    d,
    entry,
    expected_days,
    expected_view,
    group,
    instalment,
    planned,
    registered,
    sample_view,
    view,
)
from words.rendering import render

PLAN = [planned("2021-05", 6, 200000), planned("2021-06", 12, 262000)]
GROUPS = [registered(f"G{n:02d}") for n in range(1, 13)]
PAID = [entry("P-1", "2021-06-07", "disbursement", 800000)]
ON_COURSE = {"groups": GROUPS, "spending": PAID, "plan": [planned("2021-06", 12, 800000)]}


@pytest.mark.parametrize("expected", expected_days(), ids=lambda expected: expected["day"])
def test_samples_show_what_an_independent_count_of_their_files_gives(expected):
    figures = compute(expected_view(expected["day"]))

    shown = figures.summary(render) | {"stages": list(figures.stage_groups.values()), "verdict": figures.verdict.code}
    shown |= {name: f"{shown[name]:.2f}" for name in expected if name.endswith("_baht")}

    assert {name: shown[name] for name in expected} == expected


# groups


def test_registered_needs_stage_status_and_a_date_from_the_projects_start_to_the_cutoff():
    figures = compute(
        view(
            "2021-06-30",
            groups=[
                registered("G01", "2020-10-01"),
                registered("G02", "2021-06-30"),
                registered("G03", "2021-07-01"),  # after the cut-off
                registered("G04", "2020-09-30"),  # an earlier year's result
                registered("G05", None),
                registered("G06", status="withdrawn"),
                group("G07", "submitted", registered_on=d("2021-06-01")),
            ],
        )
    )

    assert figures["registered_groups"] == 2
    assert (figures["registered_before_groups"], figures["awaiting_date_groups"]) == (1, 1)
    assert figures.not_yet_counted == {"groups": 1}
    assert figures["active_groups"] == 6


def test_developed_counts_active_groups_from_the_stage_that_the_contract_delivers():
    figures = compute(
        view(
            groups=[
                group("G01", "developing"),
                group("G02", "accepted"),
                group("G03", "submitted"),
                registered("G04"),
                group("G05", "accepted", status="replaced"),
            ]
        )
    )

    assert figures["developed_groups"] == 3
    assert figures.stage_groups == {
        "selected": 0,
        "trained": 0,
        "diagnosed": 0,
        "developing": 1,
        "accepted": 1,
        "submitted": 1,
        "registered": 1,
    }


# money


def test_net_budget_moves_with_transfers_and_never_with_allotments():
    figures = compute(
        view(
            spending=[
                entry("T-1", "2021-01-05", "transfer_in", 20000),
                entry("T-2", "2021-01-06", "transfer_out", 5000),
                entry("A-1", "2020-12-01", "allotment", 400000),
                entry("P-1", "2021-02-01", "disbursement", 100),
                entry("R-1", "2021-02-02", "refund", 40),
                entry("PO-1", "2021-02-03", "commitment", 1000),
            ]
        )
    )

    net = baht(885000 + 20000 - 5000)
    assert figures.net_budget_satang == net
    assert figures["allocated_satang"] == baht(400000)
    assert (figures["disbursed_satang"], figures["outstanding_satang"]) == (baht(60), baht(1000))
    assert figures["used_satang"] == baht(1060)
    assert figures["remaining_satang"] == net - baht(1060)
    assert figures["disbursed_percent"] == Decimal("0.01")  # 60 of 900,000
    assert figures["used_percent"] == Decimal("0.12")  # 1,060 of 900,000 = 0.1178


BOUND = [
    entry("PO-1", "2021-04-09", "commitment", 500000),
    entry("PO-2", "2021-09-01", "commitment", 99999.99),
    entry("P-1", "2021-06-07", "disbursement", 200000, settles="PO-1"),
]


def money_on(day, *more, **change):
    return compute(view(day, spending=[*BOUND, *more], project=replace(PROJECT, **change)))


def test_nothing_is_at_risk_before_the_last_safe_day():
    figures = money_on("2021-09-14")

    assert isinstance(figures["at_risk_satang"], Unknown)
    assert why(figures["at_risk_satang"])[0] == "แสดงตั้งแต่ 15 ก.ย. 64 ซึ่งเป็นวันสุดท้ายที่ควรก่อหนี้"


def test_from_the_last_safe_day_what_is_not_committed_may_lapse():
    figures = money_on("2021-09-15")

    assert figures["at_risk_satang"] == figures["remaining_satang"] == baht("885000") - baht("599999.99")


def test_at_the_years_end_small_orders_may_lapse_too_and_large_ones_are_carried_over():
    figures = money_on("2021-09-30")

    assert figures["at_risk_satang"] == figures["remaining_satang"] + baht("99999.99")
    assert figures["carryover_satang"] == baht(300000)
    assert figures["lapsed_satang"] == figures.net_budget_satang - baht(200000) - baht(300000)
    assert figures["carried_over_satang"] == 0


def test_an_order_committed_on_the_last_day_at_the_minimum_is_carried_over():
    on_the_last_day = [entry("PO-3", "2021-09-30", "commitment", 100000)]
    a_day_later = [entry("PO-3", "2021-10-01", "commitment", 100000)]

    assert compute(view("2021-10-01", spending=on_the_last_day))["carryover_satang"] == baht(100000)
    assert compute(view("2021-10-01", spending=a_day_later))["carryover_satang"] == 0


def test_what_is_carried_over_stays_told_once_it_is_paid():
    figures = money_on("2021-10-20", entry("P-2", "2021-10-18", "disbursement", 250000, settles="PO-1"))

    assert figures["carryover_satang"] == baht(300000)  # 50,000 still owed and 250,000 paid since
    assert figures["carried_over_satang"] == baht(250000)
    assert figures["lapsed_satang"] == figures.net_budget_satang - baht(450000) - baht(50000)
    assert figures.suspects == ()


def test_carryover_and_lapse_are_not_told_while_the_year_runs():
    figures = money_on("2021-09-29")

    assert figures["carryover_satang"] == figures["lapsed_satang"]
    assert why(figures["lapsed_satang"])[1] == "Shown at the end of the year (30 Sep 2021)"


LINE = "ค่าจ้างเหมาบริการ"  # the one procurement line of the sample, planned at 738,000


@pytest.mark.parametrize(
    ("day", "may_lapse"),
    [
        ("2021-08-14", None),
        ("2021-08-15", 726000),  # the last safe day of procurement: 738,000 − 12,000
        ("2021-09-14", 726000),
        ("2021-09-15", 873000),  # the last safe day of direct payments: 885,000 − 12,000
    ],
)
def test_each_kind_of_line_has_its_own_last_safe_day(day, may_lapse):
    shown = view(day, spending=[entry("P-1", "2021-04-09", "disbursement", 12000, expense_line=LINE)])
    figures = compute(shown)

    assert figures.whole("at_risk_satang", None) == (None if may_lapse is None else baht(may_lapse))
    if may_lapse is None:
        assert why(figures["at_risk_satang"])[1] == "Shown from 15 Aug 2021, the last safe day to commit"
    else:
        assert provenance(shown, "at_risk_satang").rows == {"spending": (2,)}


def test_what_may_lapse_on_procurement_lines_waits_for_what_is_known_of_them():
    order = entry("PO-1", "2021-04-09", "commitment", 687000, expense_line=LINE)
    of_no_line = [order, entry("P-1", "2021-04-10", "disbursement", 5)]
    unplanned = tuple(replace(line, planned_satang=None) for line in PROJECT.expense_lines)

    for spending, lines in ((of_no_line, PROJECT.expense_lines), ([order], unplanned)):
        figures = compute(view("2021-08-15", spending=spending, project=replace(PROJECT, expense_lines=lines)))
        assert isinstance(figures["at_risk_satang"], Unknown)
        assert why(figures["at_risk_satang"])[1] == "Shown from 15 Sep 2021, the last safe day to commit"


def test_what_procurement_lines_have_left_is_never_more_than_the_whole_has():
    spent = [entry("P-1", "2021-04-10", "disbursement", 800000, expense_line="วัสดุสำนักงาน")]

    figures = compute(view("2021-08-15", spending=spent))

    assert figures["at_risk_satang"] == figures["remaining_satang"] == baht(85000)


def test_an_overdrawn_budget_puts_nothing_more_at_risk():
    figures = money_on("2021-09-15", budget_satang=baht(1000))

    assert figures["remaining_satang"] < 0
    assert figures["at_risk_satang"] == 0


def test_saving_is_what_a_procurement_line_has_left_once_its_order_stands():
    unsigned = money_on("2021-08-15")
    assert isinstance(unsigned["saving_satang"], Unknown)  # 738,000 that nobody has bound is no saving
    assert why(unsigned["saving_satang"])[1].startswith("No order or contract yet")

    signed = entry("PO-1", "2021-04-09", "commitment", 687000, expense_line="ค่าจ้างเหมาบริการ")
    assert compute(view("2021-04-30", spending=[signed]))["saving_satang"] == baht(738000 - 687000)
    assert compute(sample_view("2021-08-31"))["saving_satang"] == baht(738000 - 33000 - 687000 - 9500)

    ended = entry("R-1", "2021-05-09", "release", 687000, settles="PO-1", expense_line="ค่าจ้างเหมาบริการ")
    assert isinstance(compute(view("2021-05-31", spending=[signed, ended]))["saving_satang"], Unknown)


def test_an_order_released_by_a_row_without_a_line_leaves_no_saving():
    signed = entry("PO-1", "2021-04-09", "commitment", 700000, expense_line=LINE)
    ended = entry("R-1", "2021-05-09", "release", 700000, settles="PO-1")

    assert isinstance(compute(view("2021-05-31", spending=[signed, ended]))["saving_satang"], Unknown)


def test_saving_is_a_dash_where_no_line_is_planned():
    open_lines = tuple(replace(line, planned_satang=None) for line in PROJECT.expense_lines)

    figures = money_on("2021-08-15", expense_lines=open_lines)

    assert isinstance(figures["saving_satang"], Unknown)
    assert why(figures["saving_satang"])[1].startswith("The lines that go through procurement")


def test_each_cabinet_curve_is_compared_with_its_own_basis():
    used, paid = PROJECT.curves[0], replace(PROJECT.curves[0], code="paid", basis="disbursed")

    figures = compute(view("2021-04-30", spending=BOUND[:1] + PAID[:0], project=replace(PROJECT, curves=(used, paid))))

    first, second = figures.cabinet
    assert (first["percent"], first["satang"]) == (Decimal("64.67"), baht("572300.00"))
    assert (first["compared_satang"], second["compared_satang"]) == (baht(500000), 0)
    assert first["difference_points"] == Decimal("56.50") - Decimal("64.67")  # 500,000 of 885,000
    assert figures["cabinet_satang"] == baht("572300.00")


def test_a_share_of_no_budget_is_unknown():
    figures = compute(view(spending=[entry("T-1", "2021-01-05", "transfer_out", 885000)]))

    assert isinstance(figures["disbursed_percent"], Unknown)
    assert figures.cabinet[0]["difference_points"] is None


def test_a_project_without_curves_has_no_target():
    figures = compute(view(spending=PAID, project=replace(PROJECT, curves=())))

    assert figures.cabinet == ()
    assert why(figures["cabinet_satang"])[1] == "This project has no spending target"


# days


def test_each_side_is_judged_on_its_own_cutoff_and_both_on_the_earlier_one():
    figures = compute(
        view(
            "2021-06-30",
            as_of={"groups": "2021-05-31", "plan": "2020-10-01"},
            groups=[*GROUPS[:6], registered("G20", "2021-06-01")],
            spending=[
                entry("P-1", "2021-05-20", "disbursement", 190000),
                entry("P-2", "2021-06-20", "disbursement", 50000),
            ],
            plan=PLAN,
        )
    )

    assert figures.joint_day == d("2021-05-31")
    assert figures.cutoffs == {"groups": d("2021-05-31"), "spending": d("2021-06-30"), "plan": d("2020-10-01")}
    assert (figures["expected_groups"], figures["expected_disbursed_satang"]) == (6, baht(262000))
    assert (figures["registered_groups"], figures["disbursed_satang"]) == (0, baht(240000))  # all registered in June
    assert figures["ac_satang"] == baht(190000)
    assert figures["pv_satang"] == baht(6 * 29500)
    assert figures.verdict.code == "groups_late"


def test_rows_dated_after_their_cutoff_are_told_and_not_counted():
    figures = compute(
        view(
            "2021-06-30",
            groups=[registered("G01", "2021-07-01")],
            products=[{"code": "G01-P1", "otop_registered_on": d("2021-07-01")}, {"code": "G01-P2"}],
            spending=[entry("P-1", "2021-07-02", "disbursement", 5), *PAID],
            instalments=[
                instalment("1", 5, "2021-05-24", "2021-07-01", "2021-07-02"),
                instalment("2", 5, "2021-05-24"),
            ],
        )
    )

    assert figures.not_yet_counted == {"groups": 1, "products": 1, "spending": 1, "instalments": 1}
    assert figures["disbursed_satang"] == baht(800000)


def test_state_goes_by_the_day():
    days = {"before": "2020-09-30", "running": "2021-09-29", "closed": "2021-09-30"}

    assert {compute(view(day, groups=[], spending=[])).state: day for day in days.values()} == days


@pytest.mark.parametrize(
    ("today", "age", "code"),
    [
        (None, None, "on_course"),
        ("2021-08-14", 45, "on_course"),
        ("2021-08-15", 46, "stale"),
        ("2021-06-01", 0, "on_course"),  # a clock before the data is no age
        ("2021-10-01", None, "on_course"),  # outside the project's year
        ("2020-09-30", None, "on_course"),
    ],
)
def test_staleness_is_the_only_use_of_the_clock_and_only_inside_the_year(today, age, code):
    figures = compute(view("2021-06-30", **ON_COURSE), d(today) if today else None)

    assert (figures.age_days, figures.verdict.code, figures.stale) == (age, code, code == "stale")


def test_data_is_as_old_as_its_older_side():
    figures = compute(view("2021-06-30", as_of={"groups": "2021-06-01"}, **ON_COURSE), d("2021-07-01"))

    assert figures.age_days == 30


def test_a_year_that_is_over_says_up_to_which_day_both_sides_are_known():
    shown = compute(view("2021-09-30", as_of={"spending": "2021-06-30"}, **ON_COURSE)).verdict

    assert shown.code == "closed"
    assert "ข้อมูลมีถึง 30 มิ.ย. 64" in thai(shown)
    assert "กันเงิน" not in thai(shown)
    assert "up to 30 Jun 2021 only" in english(shown)


def test_a_closed_year_is_never_stale():
    figures = compute(view("2021-09-30", **ON_COURSE), d("2021-09-30"))

    assert (figures.age_days, figures.stale, figures.verdict.code) == (None, False, "closed")


# both sides


def test_accepted_instalments_cost_before_they_are_paid():
    figures = compute(view(**ON_COURSE, instalments=[instalment("1", 1000, "2021-05-24", "2021-05-20", "2021-05-24")]))

    assert figures["accepted_unpaid_satang"] == baht(1000)
    assert figures["ac_satang"] == baht(801000)
    assert figures["eac_satang"] == round(baht(885000) * 801000 / (12 * 29500))


def test_suspect_entries_withhold_the_verdict():
    figures = compute(view(**ON_COURSE | {"spending": [entry("P-1", "2021-06-07", "disbursement", 885001)]}))

    assert figures.suspects == (Suspect("over_budget", 1, satang=baht(1)),)
    assert thai(figures.verdict) == "ยังสรุปไม่ได้: มี 1 รายการต้องตรวจสอบก่อน"
