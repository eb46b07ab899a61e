"""Quarters judged on their last day, by the plan that was in force then."""

from dataclasses import replace

from core.analysis.breakdowns.of_money import by_quarter
from core.analysis.breakdowns.quarters import judged_quarters
from core.figures.figures import compute
from core.model.rows import from_records
from tests.support.said import CODES, VARIANTS
from tests.support.views import PROJECT, baht, column, d, entry, pick, planned, registered, sample_view, upload, view
from words import catalogue

BOUND = entry("PO-1", "2020-12-01", "commitment", 500000)
PAID = entry("P-1", "2020-12-20", "disbursement", 100000, settles="PO-1")
PLAN = [planned("2020-12", 0, 100000), planned("2021-03", 2, 200000)]
GROUPS = [registered("G01", "2021-03-20"), registered("G02", "2021-03-25")]


def fields(quarters, *names):
    return [tuple(getattr(quarter, name) for name in names) for quarter in quarters]


def test_the_sample_year_is_below_the_cabinet_curve_but_on_plan_until_june():
    july, end = judged_quarters(sample_view("2021-07-31")), judged_quarters(sample_view("2021-09-30"))

    assert [quarter.code for quarter in july] == ["below_cabinet_on_plan", "below_cabinet_on_plan", "groups_late", None]
    assert end[3].code == "both_late"
    assert fields(july, "registered_groups", "planned_groups") == [(0, 0), (0, 0), (9, 12), (None, 30)]
    assert end[2] == july[2]
    assert (july[2].disbursed_satang, july[2].planned_satang) == (baht("241858.75"), baht(262000))


def test_a_quarter_on_plan_and_on_the_curve_is_on_course():
    (first, second, *_) = judged_quarters(view("2021-03-31", groups=GROUPS, spending=[BOUND, PAID], plan=PLAN))

    assert (first.code, first.used_percent, first.cabinet_percent) == ("on_course", baht(56.5) / 100, 36)
    assert second.code == "money_late"  # 100,000 of 200,000, beyond 5 % of 885,000
    assert (second.registered_groups, second.planned_groups) == (2, 2)


def test_a_plan_lowered_later_changes_no_past_quarter():
    lowered = from_records("plan", [planned("2020-12", 0, 0), planned("2021-03", 0, 0)])
    shown = view("2021-06-30", groups=[], spending=[PAID], plan=PLAN)
    late = [quarter.code for quarter in judged_quarters(shown)]
    revised = replace(
        shown,
        rows=shown.rows | {"plan": lowered},
        uploads=shown.uploads | {"plan": replace(shown.uploads["plan"], as_of=d("2021-05-01"))},
        earlier_plans=(shown.of("plan"),),
        earlier_plan_refs=(upload("plan", d("2020-10-01"), 91),),
    )

    assert late[:3] == ["below_cabinet_on_plan", "both_late", "both_late"]
    assert [quarter.code for quarter in judged_quarters(revised)][:3] == [*late[:2], "below_cabinet_on_plan"]
    assert [quarter.planned_satang for quarter in judged_quarters(revised)] == [baht(100000), baht(200000), 0, 0]
    assert [row["expected_total_satang"] for row in by_quarter(revised)] == [baht(100000), baht(200000), 0, 0]
    q2 = by_quarter(revised)[1]
    assert (q2["first"], q2["expected_satang"]) == (d("2021-01-01"), baht(100000))


def test_a_quarter_that_one_side_does_not_reach_is_not_judged():
    shown = view("2021-06-30", as_of={"groups": "2021-02-28"}, groups=GROUPS, spending=[PAID], plan=PLAN)

    assert [quarter.code for quarter in judged_quarters(shown)] == ["below_cabinet_on_plan", None, None, None]


def test_without_a_plan_a_quarter_says_so():
    shown = view("2020-12-31", groups=[], spending=[PAID])

    assert (judged_quarters(shown)[0].code, judged_quarters(shown)[0].planned_satang) == ("no_plan", None)


def test_a_quarter_and_the_verdict_of_its_last_day_agree():
    for day in ("2021-03-31", "2021-06-30"):
        shown = sample_view(day)
        judged = pick([{"last": q.last, "code": q.code} for q in judged_quarters(shown)], last=d(day))
        assert judged["code"] == compute(shown).verdict.code


def test_curves_to_look_at_are_not_judged_by():
    strict = replace(PROJECT.curves[0], code="strict", quarters=(100, 100, 100, 100), judged=False)
    shown = view("2020-12-31", groups=[], spending=[BOUND, PAID], plan=PLAN)
    also = replace(shown, project=replace(PROJECT, curves=(*PROJECT.curves, strict)))

    assert judged_quarters(also)[0].code == compute(also).verdict.code == "on_course"
    assert column(compute(also).cabinet, "judged") == [True, False, False, False]


def test_each_way_a_quarter_can_have_stood_has_words():
    codes = [code for code in CODES if code not in ("no_data", "suspect", "closed", "stale")]
    variants = [name for name in VARIANTS if name.endswith(("_within", "_waiting")) and "_waiting_" not in name]

    assert not [name for name in (*codes, *variants, "ahead") if f"budget.quarter_{name}" not in catalogue()]


def test_a_quarter_that_used_the_tolerance_says_so():
    first, second, third, last = judged_quarters(sample_view("2021-07-31"))

    assert (first.standing, second.standing) == ("below_cabinet_on_plan_within", "below_cabinet_on_plan_within")
    assert (third.standing, last.standing) == ("groups_late_within", "ahead")
