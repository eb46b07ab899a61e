"""Money taken apart: bars, lines, months and quarters add up, and money without a group is never dropped."""

from collections import Counter
from dataclasses import replace

from core.analysis.breakdowns.budget_lines import by_activity, by_expense_line
from core.analysis.breakdowns.of_money import (
    burn_money,
    by_month,
    by_quarter,
    ledger_totals,
    money_by_amphoe,
)
from core.analysis.filters import Filters, ledger_rows
from core.figures.figures import compute
from core.model.project import Activity
from core.model.snapshot import Snapshot
from tests.support.views import MIXED, PROJECT, SAMPLES, baht, column, d, entry, pick, planned, sample_view, view

NO_VIEW = Snapshot(PROJECT, None, {}, {})
JULY = sample_view("2021-07-31")
YEAR_END = sample_view("2021-09-30")
OCTOBER = sample_view("2021-10-18", spending=SAMPLES / "practice" / "spending-october.csv")
CHA_AM = Filters(amphoe=("ชะอำ",))


# money


def test_expense_lines_at_the_years_end_are_those_of_the_story():
    rows = by_expense_line(YEAR_END)

    names = ("planned", "transfers", "net", "disbursed", "outstanding", "remaining")
    assert [tuple(row[f"{name}_satang"] for name in names) for row in rows] == [
        tuple(baht(amount) for amount in amounts)
        for amounts in [
            (738000, -33000, 705000, "567100.00", "137400.00", "500.00"),
            (82000, 33000, 115000, "111630.00", 0, "3370.00"),
            (12000, 0, 12000, "12000.00", 0, 0),
            (15600, 0, 15600, "15600.00", 0, 0),
            (13400, 0, 13400, "13050.50", 0, "349.50"),
            (24000, 0, 24000, "23368.75", 0, "631.25"),
        ]
    ]
    assert [row["procurement"] for row in rows] == [True] + [False] * 5


def test_lines_that_the_project_does_not_know_and_money_without_one_are_kept():
    rows = by_expense_line(MIXED)

    assert column(rows, "expense_line")[-3:] == ["fuel", "hire", None]
    assert pick(rows, expense_line="hire")["outstanding_satang"] == baht(700)
    assert pick(rows, expense_line="hire")["remaining_satang"] is None  # nothing is planned for it
    assert pick(rows, expense_line=None)["disbursed_satang"] == baht(5)
    assert sum(column(rows, "disbursed_satang")) == compute(MIXED)["disbursed_satang"]


def test_lines_under_a_filter_on_groups_stand_beside_what_names_no_group():
    rows = by_expense_line(MIXED, CHA_AM)

    shown = {(r["expense_line"], r["side"]): r["disbursed_satang"] for r in rows if r["rows"]}
    assert shown == {("hire", "chosen"): baht(300), ("fuel", None): baht(7), (None, None): baht(5)}
    assert {row["planned_satang"] for row in rows} == {None}  # a plan is the whole project's


def test_one_line_alone():
    rows = by_expense_line(MIXED, Filters(expense_line=("fuel",)))

    assert [(row["expense_line"], row["disbursed_satang"]) for row in rows] == [("fuel", baht(27))]


def test_lines_are_known_before_any_spending_is():
    rows = by_expense_line(NO_VIEW)

    assert column(rows, "planned_satang")[:2] == [baht(738000), baht(82000)]
    assert {row["disbursed_satang"] for row in rows} == {row["rows"] for row in rows} == {None}


MONTHS_OF_THE_STORY = [
    # rows, bound, disbursed, disbursed so far
    (0, "0.00", "0.00", "0.00"),
    (1, "0.00", "1245.00", "1245.00"),
    (1, "0.00", "865.00", "2110.00"),
    (13, "0.00", "9898.75", "12008.75"),
    (1, "0.00", "990.00", "12998.75"),
    (25, "35150.00", "67991.25", "80990.00"),
    (10, "687000.00", "5228.25", "86218.25"),
    (7, "0.00", "6923.00", "93141.25"),
    (17, "9500.00", "148717.50", "241858.75"),
    (8, "0.00", "13565.50", "255424.25"),
    (13, "28500.00", "451602.75", "707027.00"),
    (24, "17900.00", "35722.25", "742749.25"),
]


def test_months_are_those_of_the_story():
    rows = by_month(YEAR_END)

    names = ("committed_satang", "disbursed_satang", "disbursed_total_satang")
    shown = [(row["rows"], *(row[name] for name in names)) for row in rows]
    assert shown == [(count, *(baht(amount) for amount in amounts)) for count, *amounts in MONTHS_OF_THE_STORY]
    assert column(rows, "month") == PROJECT.months()


def test_quarters_hold_what_happened_in_them_and_what_was_asked():
    rows = by_quarter(JULY)

    assert [row["disbursed_satang"] for row in rows] == [
        baht("2110.00"),
        baht("80990.00") - baht("2110.00"),
        baht("241858.75") - baht("80990.00"),
        baht("255424.25") - baht("241858.75"),  # up to the cut-off
    ]
    assert column(rows, "complete") == [True, True, True, False]
    assert column(rows, "cabinet_percent") == [36, 57, 80, 100]
    assert column(rows, "expected_satang") == [baht(3000), baht(92000), baht(167000), baht(623000)]
    assert rows[2]["used_total_satang"] == baht("800958.75")


def test_targets_are_of_the_budget_after_transfers_up_to_the_cutoff():
    moved = view(
        "2021-06-30",
        spending=[entry("T-1", "2021-06-30", "transfer_out", 85000), entry("T-2", "2021-07-01", "transfer_out", 100)],
    )

    assert by_quarter(moved)[0]["cabinet_satang"] == baht(800000 * 36 // 100)
    assert pick(burn_money(moved), code="cabinet-recurrent", day=d("2020-12-31"))["satang"] == baht(800000 * 36 // 100)


def test_a_period_begins_on_its_first_day_and_is_complete_on_its_last():
    first_day = by_quarter(view("2021-04-01", spending=[entry("P-1", "2021-04-01", "disbursement", 5)]))[2]

    assert (first_day["rows"], first_day["disbursed_satang"], first_day["complete"]) == (1, baht(5), False)
    assert column(by_quarter(YEAR_END), "complete") == [True] * 4


def test_a_quarter_that_the_data_do_not_reach_has_no_results():
    fourth = by_quarter(sample_view("2021-06-30"))[3]

    assert (fourth["rows"], fourth["disbursed_satang"], fourth["used_total_satang"]) == (None, None, None)
    assert fourth["expected_total_satang"] == baht(885000)


def test_what_is_paid_after_the_year_is_no_quarter_of_it():
    rows = by_quarter(OCTOBER)

    assert column(rows, "quarter") == [1, 2, 3, 4, None]
    assert rows[-1]["disbursed_satang"] == baht(137400)
    assert sum(column(rows, "disbursed_satang")) == compute(OCTOBER)["disbursed_satang"]


def test_a_filtered_sum_stands_beside_no_plan_and_money_without_a_group_is_kept():
    rows = by_quarter(MIXED, CHA_AM)

    third = {row["side"]: row for row in rows if row["quarter"] == 3}
    assert (third["chosen"]["disbursed_satang"], third[None]["disbursed_satang"]) == (baht(300), baht(7 + 5))
    assert third["chosen"]["cabinet_satang"] is third["chosen"]["expected_total_satang"] is None


def test_months_choose_the_periods_that_they_meet():
    february = Filters(months=(d("2021-02-01"), d("2021-02-28")))

    assert column(by_quarter(JULY, february), "quarter") == [2]
    assert column(by_month(JULY, february), "month") == [d("2021-02-28")]


def test_periods_without_data_plan_or_curve_are_empty_not_wrong():
    bare = replace(NO_VIEW, project=replace(PROJECT, curves=()))

    row = by_quarter(bare)[0]

    assert (row["complete"], row["rows"], row["expected_satang"], row["cabinet_percent"]) == (False, None, None, None)


def test_activities_take_the_money_apart_and_their_plan_is_the_office_s_to_set():
    rows = by_activity(JULY)
    lines = by_expense_line(JULY)

    assert column(rows, "activity") == ["อบรมสร้างความรู้ความเข้าใจ", "พัฒนาผลิตภัณฑ์", "สรุปบทเรียน"]
    for name in ("transfers", "committed", "disbursed", "outstanding", "rows"):
        field = name if name == "rows" else f"{name}_satang"
        assert sum(column(rows, field)) == sum(column(lines, field))
    assert column(rows, "planned_satang") == column(rows, "remaining_satang") == [None] * 3

    activities = (Activity("พัฒนาผลิตภัณฑ์", baht(800000)),)
    (develop,) = by_activity(replace(JULY, project=replace(PROJECT, activities=activities)))[:1]
    assert develop["remaining_satang"] == baht(800000) + develop["transfers_satang"] - (
        develop["disbursed_satang"] + develop["outstanding_satang"]
    )


def test_what_is_committed_of_a_line_is_its_orders_less_what_was_released():
    rows = [
        entry("PO-1", "2021-04-09", "commitment", 100, expense_line="hire", activity="a"),
        entry("R-1", "2021-04-10", "release", 30, settles="PO-1", expense_line="hire", activity="a"),
    ]
    shown = view("2021-06-30", spending=rows)

    assert pick(by_expense_line(shown), expense_line="hire")["committed_satang"] == baht(70)
    assert pick(by_activity(shown), activity="a")["committed_satang"] == baht(70)


def test_burn_of_money_meets_the_figures_at_its_end():
    shown, figures = burn_money(JULY), compute(JULY)

    last = {row["code"] or row["series"]: row["satang"] for row in shown if row["day"] == d("2021-07-31")}
    assert last == {
        "disbursed": figures["disbursed_satang"],
        "used": figures["used_satang"],
        "plan": figures["expected_disbursed_satang"],
        **{line["code"]: line["satang"] for line in figures.cabinet},
    }
    assert last["cabinet-recurrent"] == figures["cabinet_satang"]
    assert len(figures.cabinet) == 3
    assert max(row["day"] for row in shown if row["series"] == "used") == d("2021-07-31")
    assert Counter(row["code"] for row in shown)["cabinet-recurrent"] == 12


def test_burn_of_money_ends_on_the_cutoff_itself():
    shown = view("2021-06-10", spending=[entry("P-1", "2021-06-07", "disbursement", 5)])

    assert pick(burn_money(shown), day=d("2021-06-10"), series="disbursed")["satang"] == baht(5)


def test_burn_of_money_draws_each_curve_the_first_plan_and_no_plan_without_money():
    first = view(plan=[planned("2021-06", 5, 100)]).of("plan")
    curves = (PROJECT.curves[0], replace(PROJECT.curves[0], code="overall"))
    shown = view(plan=[planned("2021-06", 5)], earlier_plans=(first,), project=replace(PROJECT, curves=curves))

    rows = burn_money(shown)

    assert Counter((row["series"], row["code"]) for row in rows) == {
        ("first_plan", None): 12,
        ("cabinet", "cabinet-recurrent"): 12,
        ("cabinet", "overall"): 12,
    }


def test_burn_of_money_under_a_filter_keeps_what_names_no_group_apart():
    rows = burn_money(MIXED, Filters(amphoe=("ชะอำ",), months=(d("2021-06-01"), d("2021-06-30"))))

    told = {(row["series"], row["side"]): row["satang"] for row in rows if row["series"] != "cabinet"}
    assert told == {
        ("disbursed", "chosen"): baht(300),
        ("used", "chosen"): baht(1000),
        ("disbursed", None): baht(12),
        ("used", None): baht(12),
    }


def test_money_by_amphoe_adds_up_with_what_names_none():
    by_amphoe = money_by_amphoe(MIXED)

    assert {row["amphoe"]: row["used_satang"] for row in by_amphoe} == {
        "ชะอำ": baht(1000),
        "ท่ายาง": baht(20),
        None: baht(12),
    }
    assert sum(column(by_amphoe, "rows")) == 5
    assert column(by_amphoe, "amphoe")[-1] is None


def test_money_by_amphoe_under_a_filter_drops_other_groups_but_never_money_without_one():
    rows = money_by_amphoe(MIXED, Filters(category=("craft",)))

    assert [(row["amphoe"], row["disbursed_satang"]) for row in rows] == [("ท่ายาง", baht(20)), (None, baht(12))]


def test_ledger_follows_every_filter_and_keeps_rows_without_a_group():
    assert ledger_rows(MIXED)["doc_no"] == ["PO-1", "P-1", "P-2", "P-3", "P-4"]
    assert ledger_rows(MIXED, CHA_AM)["doc_no"] == ["PO-1", "P-1", "P-3", "P-4"]
    assert ledger_rows(MIXED, Filters(entry=("commitment",)))["doc_no"] == ["PO-1"]
    assert ledger_rows(MIXED, Filters(expense_line=("fuel",), stage=("accepted",)))["doc_no"] == ["P-2", "P-3"]
    assert ledger_rows(MIXED, CHA_AM).numbers == [2, 3, 5, 6]


def test_ledger_adds_up_by_entry_and_side():
    rows = ledger_totals(MIXED, CHA_AM)

    assert [(row["entry"], row["side"], row["rows"], row["satang"]) for row in rows] == [
        ("commitment", "chosen", 1, baht(1000)),
        ("disbursement", "chosen", 1, baht(300)),
        ("disbursement", None, 2, baht(12)),
    ]
    assert sum(column(ledger_totals(JULY), "rows")) == 83


def test_money_that_names_groups_while_none_are_loaded_is_of_no_known_group():
    shown = view(spending=[entry("P-1", "2021-05-01", "disbursement", 5, group_code="G01")])

    assert column(ledger_totals(shown, CHA_AM), "side") == [None]
