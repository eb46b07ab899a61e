"""Groups and products taken apart: parts add up, filters keep their denominators, nothing is dropped silently."""

from decimal import Decimal

from core.analysis.breakdowns.of_groups import amphoe_tiles, burn_up, stage_funnel
from core.analysis.breakdowns.of_money import burn_money, ledger_totals, money_by_amphoe
from core.analysis.breakdowns.of_products import (
    category_standards,
    category_standings,
    quadrant_mismatches,
    quadrants,
    sales,
    sales_pairs,
)
from core.analysis.breakdowns.waterfall import waterfall
from core.analysis.filters import Filters, group_rows, ledger_rows, product_rows
from core.figures.figures import compute
from core.ledger.contract import instalments
from core.model.snapshot import Snapshot
from tests.support.views import (
    MIXED,
    PROJECT,
    SAMPLES,
    baht,
    column,
    d,
    group,
    pick,
    planned,
    product,
    registered,
    sample_view,
    view,
)

NO_VIEW = Snapshot(PROJECT, None, {}, {})
JULY = sample_view("2021-07-31")
YEAR_END = sample_view("2021-09-30")
OCTOBER = sample_view("2021-10-18", spending=SAMPLES / "practice" / "spending-october.csv")
CHA_AM = Filters(amphoe=("ชะอำ",))


# groups


def test_funnel_counts_active_groups_and_those_that_came_further():
    rows = stage_funnel(JULY)

    assert column(rows, "groups") == [0, 0, 1, 5, 14, 1, 9]
    assert column(rows, "reached") == [30, 30, 30, 29, 24, 10, 9]
    assert {row["of"] for row in rows} == {30}
    assert [row["goal"] for row in rows] == [False] * 6 + [True]


def test_funnel_under_a_filter_keeps_its_denominator_and_marks_the_chosen_stage():
    rows = stage_funnel(JULY, Filters(amphoe=("ชะอำ",), stage=("registered",)))

    assert column(rows, "groups") == [0, 0, 0, 0, 2, 0, 2]
    assert rows[0]["of"] == 4
    assert [row["stage"] for row in rows if row["selected"]] == ["registered"]


def test_tiles_stand_where_the_project_puts_them_and_add_up_to_all_groups():
    rows = amphoe_tiles(JULY)

    assert sum(column(rows, "groups")) == 30
    assert sum(column(rows, "registered")) == compute(JULY)["registered_groups"]
    assert sum(column(rows, "developed")) == compute(JULY)["developed_groups"]
    assert {(row["amphoe"], row["row"], row["col"]) for row in rows} == {
        (t.amphoe, t.row, t.col) for t in PROJECT.tiles
    }
    assert pick(rows, amphoe="บ้านลาด")["percent"] == Decimal("40.00")  # 2 of 5


def test_an_unchosen_tile_is_marked_not_emptied():
    rows = amphoe_tiles(JULY, Filters(amphoe=("ชะอำ",), stage=("registered",)))

    assert pick(rows, amphoe="บ้านลาด") | {"groups": 2, "selected": False} == pick(rows, amphoe="บ้านลาด")
    assert [row["amphoe"] for row in rows if row["selected"]] == ["ชะอำ"]


def test_an_amphoe_without_a_tile_or_without_groups_is_still_told():
    rows = amphoe_tiles(view(groups=[group("G01", amphoe="หัวหิน")]))

    outside = pick(rows, amphoe="หัวหิน")
    assert (outside["row"], outside["groups"], outside["name"].get("en")) == (None, 1, "หัวหิน")
    assert pick(rows, amphoe="ชะอำ") | {"groups": 0, "percent": None} == pick(rows, amphoe="ชะอำ")


def test_burn_up_steps_at_month_ends_beside_the_plan():
    rows = burn_up(JULY)

    done = {row["day"]: row["groups"] for row in rows if row["series"] == "registered"}
    plan = {row["day"]: row["groups"] for row in rows if row["series"] == "plan"}
    assert (done[d("2021-05-31")], done[d("2021-06-30")], max(done)) == (0, 9, d("2021-07-31"))
    assert list(plan) == PROJECT.months()
    assert (plan[d("2021-06-30")], plan[d("2021-09-30")]) == (12, 30)


def test_burn_up_ends_on_the_cutoff_itself_and_the_plan_is_never_filtered():
    shown = view(
        "2021-06-28", groups=[registered("G01"), registered("G02", amphoe="ท่ายาง")], plan=[planned("2021-06", 9)]
    )

    rows = burn_up(shown, CHA_AM)

    assert pick(rows, day=d("2021-06-28"))["groups"] == 1
    assert pick(rows, day=d("2021-06-30"), series="plan")["groups"] == 9


def test_burn_up_shows_the_chosen_months_and_the_first_plan_where_it_was_another():
    first = view(plan=[planned("2021-06", 15)]).of("plan")
    shown = view(groups=[registered("G01")], plan=[planned("2021-06", 9)], earlier_plans=(first,))

    rows = burn_up(shown, Filters(months=(d("2021-06-01"), d("2021-06-30"))))

    assert [(row["series"], row["groups"]) for row in rows] == [("registered", 1), ("plan", 9), ("first_plan", 15)]


def test_a_plan_without_groups_draws_no_line():
    assert burn_up(view(groups=[], plan=[planned("2021-06", None, 5)])) == [
        {"day": end, "series": "registered", "groups": 0} for end in PROJECT.months() if end <= d("2021-06-30")
    ]


def test_rows_follow_amphoe_stage_and_category():
    assert group_rows(MIXED, CHA_AM)["code"] == ["G01", "G03"]
    assert group_rows(MIXED, Filters(stage=("accepted",)))["code"] == ["G02"]
    assert group_rows(MIXED, Filters(category=("beverage",)))["code"] == ["G01"]
    assert len(group_rows(MIXED)) == 3


# products


def test_products_follow_their_own_category_and_the_amphoe_of_their_group():
    assert product_rows(MIXED, Filters(category=("food",)))["code"] == ["G01-P1"]
    assert product_rows(MIXED, CHA_AM)["code"] == ["G01-P1", "G01-P2"]
    assert product_rows(MIXED, Filters(amphoe=("ท่ายาง",), category=("food",)))["code"] == []
    assert len(product_rows(view(products=[product("X-P1", "X")]))) == 1  # its group is not known: shown all the same


STANDARDS = view(
    products=[
        product("P1", "G01", "food", standards="fda=certified;tcps=applied", quadrant="C"),
        product("P2", "G01", "food", standards="fda=inspecting", quadrant="D"),
        product("P3", "G02", "food", standards="fda=failed", quadrant="D"),
        product("P4", "G02", "food", quadrant="A"),
        product("P5", "G03", "craft", standards="tcps=certified", quadrant="D"),
        product("P6", "G03", "craft"),
    ]
)


def test_each_product_stands_once_by_the_best_of_its_standards():
    rows = category_standings(STANDARDS)

    assert [(r["category"], r["standing"], r["products"], r["of"]) for r in rows] == [
        ("food", "certified", 1, 4),
        ("food", "in_progress", 1, 4),
        ("food", "none", 2, 4),
        ("craft", "certified", 1, 2),
        ("craft", "in_progress", 0, 2),
        ("craft", "none", 1, 2),
    ]


def test_standards_are_counted_by_category_and_what_has_none_is_told():
    rows = category_standards(STANDARDS)

    assert [(r["category"], r["standard"], r["products"], r["in_progress"]) for r in rows] == [
        ("food", "fda", 1, 1),
        ("food", "tcps", 0, 1),
        ("food", None, 3, 1),
        ("craft", "fda", 0, 0),
        ("craft", "tcps", 1, 0),
        ("craft", None, 1, 0),
    ]


def test_quadrant_d_has_no_standard_and_the_others_have_one():
    rows = quadrants(STANDARDS)

    assert [(r["quadrant"], r["products"], r["certified"], r["mismatched"]) for r in rows] == [
        ("A", 1, 0, 1),
        ("B", 0, 0, 0),
        ("C", 1, 1, 0),
        ("D", 3, 1, 1),
        (None, 1, 0, 0),
    ]
    assert [(r["code"], r["mismatch"]) for r in quadrant_mismatches(STANDARDS)] == [
        ("P4", "no_standard"),
        ("P5", "d_with_standard"),
    ]


def test_products_without_a_quadrant_are_not_a_quadrant_where_there_are_none():
    assert column(quadrants(YEAR_END), "quadrant") == ["A", "B", "C", "D"]
    assert quadrant_mismatches(YEAR_END) == []


def test_sales_compare_only_products_with_both_figures():
    told = sales(sample_view("2021-08-31"))

    assert (told["products"], told["groups"], told["of_products"]) == (9, 9, 60)
    assert (told["before_satang"], told["after_satang"]) == (baht(125500), baht(151900))
    assert told["percent"] == Decimal("21.04")  # 26,400 of 125,500


def test_sales_of_one_category_are_those_of_its_products():
    textile = sales(sample_view("2021-08-31"), Filters(category=("textile",)))

    assert (textile["products"], textile["of_products"]) == (4, 8)
    assert textile["change_satang"] == baht(26400 + 14800 + 9000 + 18900 - 22000 - 12500 - 7500 - 15800)


def test_each_pair_tells_its_own_change():
    shown = view(products=[product("P1", "G01", sales_before_satang=200, sales_after_satang=250)])

    assert column(sales_pairs(shown), "percent") == [Decimal("25.00")]


def test_no_pair_is_unknown_not_zero():
    told = sales(JULY)

    assert (told["products"], told["before_satang"], told["percent"]) == (0, None, None)
    assert sales_pairs(JULY) == []


def test_nothing_loaded_gives_no_rows():
    empty = [stage_funnel, amphoe_tiles, burn_up, category_standings, category_standards, quadrant_mismatches]
    empty += [sales_pairs, money_by_amphoe, ledger_totals, instalments]

    assert [rows(NO_VIEW) for rows in empty] == [[]] * len(empty)
    assert waterfall(compute(NO_VIEW)) == []
    assert len(ledger_rows(NO_VIEW)) == 0
    assert {row["series"] for row in burn_money(NO_VIEW)} == {"cabinet"}
    assert {row["products"] for row in quadrants(NO_VIEW)} == {0}
