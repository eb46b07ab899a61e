"""The forecast in small cases: which code, what is in its sentence, and when it holds its tongue."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from core.analysis.forecast.arrivals import counts, growth, learn
from core.analysis.forecast.forecast import Exposure, forecast, nearest
from core.analysis.forecast.pace import pace
from core.model.project import ProjectError, Window, parse_project
from tests.support.said import english, thai
from tests.support.views import PROJECT, ROOT, baht, d, entry, group, instalment, registered, sample_view, view

PLAIN = replace(PROJECT, windows=())
QUARTERS = tuple(
    Window(d(opens), d(closes), d(results), "made")
    for opens, closes, results in (
        ("2020-10-01", "2020-12-20", "2020-12-31"),
        ("2021-01-01", "2021-03-20", "2021-03-31"),
        ("2021-04-01", "2021-06-20", "2021-06-30"),
        ("2021-07-01", "2021-09-18", "2021-09-28"),
    )
)
WINDOWED = replace(PROJECT, windows=QUARTERS)


def groups(*days, pool=30):
    """So many groups registered on each day, given as (day, number); the rest are still trained."""
    dates = [day for day, number in days for _ in range(number)]
    return [
        *(registered(f"G{i:02d}", on) for i, on in enumerate(dates, 1)),
        *(group(f"G{i:02d}") for i in range(len(dates) + 1, pool + 1)),
    ]


def monthly(*numbers, day=15):
    """Numbers registered in the project's months, from October on."""
    months = [*(f"2020-{m:02d}" for m in (10, 11, 12)), *(f"2021-{m:02d}" for m in range(1, 10))]
    return groups(*((f"{month}-{day}", number) for month, number in zip(months, numbers, strict=False)))


def said(day, rows, project=PLAIN, **others):
    return forecast(view(day, project=project, groups=rows, **others))


def test_nothing_is_said_before_the_start_after_the_end_and_without_data():
    assert said("2020-09-30", groups()) is None
    assert said("2021-09-30", groups(("2021-06-28", 9))) is None
    assert said("2021-10-18", groups(("2021-06-28", 9))) is None
    assert forecast(view("2021-03-31", spending=[])) is None


def test_too_few_months_on_record_are_said_in_words():
    found = said("2021-03-31", monthly(0, 0, 0, 0, 4, 5))

    assert (found.code, found.groups, found.complete) == ("thin_months", None, None)
    assert thai(found) == "ยังคาดการณ์จำนวนกลุ่มไม่ได้: มีผลการลงทะเบียน 2 เดือน ต้องมี 3 เดือน"
    assert english(found) == "No forecast of groups yet: 2 of 3 months with registrations needed on record"


def test_the_sample_has_one_window_on_record_and_a_range_of_money_that_holds_its_end():
    found = forecast(sample_view("2021-07-31"))

    assert found.code == "thin"
    assert thai(found).startswith("ยังคาดการณ์จำนวนกลุ่มไม่ได้: มีผลการลงทะเบียน 1 รอบ ต้องมี 3 รอบ · คาดว่าสิ้นปีงบฯ เบิกจ่าย ")
    assert found.money.low <= baht("742749.25") <= found.money.high


def test_how_many_rounds_are_needed_is_a_setting():
    lenient = replace(PLAIN, rounds_needed=2)

    assert said("2021-03-31", monthly(0, 0, 0, 0, 4, 5), lenient).code != "thin_months"
    assert said("2021-03-31", monthly(0, 0, 0, 2, 4, 5), replace(PLAIN, rounds_needed=4)).code == "thin_months"


def test_the_setting_is_read_from_the_project_and_three_where_it_is_left_out():
    text = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")
    left_out = text.replace("[forecast]", "[other]")

    assert parse_project(text.replace("rounds_needed = 3", "rounds_needed = 5")).rounds_needed == 5
    assert parse_project(left_out).rounds_needed == 3
    with pytest.raises(ProjectError, match="rounds_needed"):
        parse_project(text.replace("rounds_needed = 3", "rounds_needed = 0"))


def test_a_target_that_is_met_is_said_so():
    found = said("2021-03-31", monthly(5, 5, 5, 5, 5, 5))

    assert (found.code, found.groups) == ("met", None)
    assert thai(found) == "ลงทะเบียนครบเป้าหมาย 30 กลุ่มแล้ว"


def test_a_steady_pace_that_gets_there_names_the_days():
    found = said("2021-06-30", monthly(3, 3, 3, 3, 3, 3, 3, 3, 4))

    assert found.code == "range"
    assert d("2021-07-01") <= found.complete.first <= found.complete.point <= found.complete.last <= d("2021-09-30")
    assert (found.groups.low, found.groups.high) == (30, 30)
    assert thai(found).startswith("หากเป็นไปเช่นเดิม คาดว่าครบ 30 กลุ่มระหว่าง ")
    assert thai(found).endswith(" · คาดว่าสิ้นปีงบฯ ได้ 30 กลุ่ม")


def test_a_pace_that_may_get_there_names_the_first_day_and_leaves_the_last_open():
    found = said("2021-06-30", monthly(2, 2, 2, 3, 2, 3, 2, 3, 3))

    assert (found.code, found.complete.last) == ("open", None)
    assert d("2021-06-30") < found.complete.first <= d("2021-09-30")
    assert 0.2 < found.complete.likely < 0.9
    assert found.groups.high == 30
    assert english(found).startswith("If it goes on like this: all 30 groups from ")


def test_a_pace_that_is_too_slow_makes_the_target_unlikely():
    found = said("2021-06-30", monthly(1, 1, 1, 1, 1, 1, 1, 1, 1))

    assert (found.code, found.complete.first, found.complete.last) == ("beyond", None, None)
    assert found.groups.low >= 9
    assert found.groups.high < 20
    assert "มีโอกาสน้อยที่จะครบ 30 กลุ่ม" in thai(found)


def test_a_day_is_not_named_from_three_months_but_a_range_of_groups_is():
    found = said("2020-12-31", monthly(3, 3, 3))

    assert (found.code, found.complete.vague) == ("early", True)
    assert found.groups.low < 30 == found.groups.high
    assert "ยังเร็วเกินกว่าจะบอกวันที่จะครบ 30 กลุ่ม" in thai(found)


def test_registrations_come_at_windows_alone():
    at_results = groups(("2020-12-29", 7), ("2021-03-29", 7), ("2021-06-29", 7))
    june, august = (said(day, at_results, WINDOWED) for day in ("2021-06-30", "2021-08-31"))

    assert june.groups == august.groups  # no window in between
    assert june.complete.likely == pytest.approx(august.complete.likely)
    assert june.groups.low > 21


def test_after_the_last_window_the_count_stands():
    found = said("2021-09-29", groups(("2020-12-29", 7), ("2021-03-29", 7), ("2021-06-29", 7)), WINDOWED)

    assert found.code == "last_window"
    assert (found.groups.low, found.groups.point, found.groups.high) == (21, 21, 21)
    assert thai(found) == "ไม่มีรอบลงทะเบียนเหลือในปีงบฯ นี้ · คาดว่าสิ้นปีงบฯ ได้ 21 กลุ่ม"


def test_one_window_left_that_may_or_may_not_do_leaves_it_open():
    found = said("2021-06-30", groups(("2020-12-29", 7), ("2021-03-29", 8), ("2021-06-29", 8)), WINDOWED)

    assert (found.code, found.complete.vague) == ("maybe", True)
    assert found.groups.high == 30


def test_exposure_runs_over_results_and_stands_still_between_windows():
    exposure = Exposure.of(WINDOWED)

    assert exposure.share(d("2020-12-20")) == 0
    assert exposure.share(d("2020-12-31")) == exposure.share(d("2021-03-20")) == 0.25
    assert exposure.share(d("2021-09-30")) == 1
    assert Exposure.of(PLAIN).share(d("2021-09-30")) == 1
    assert Exposure.of(PLAIN).share(PLAIN.start - timedelta(days=1)) == 0


def test_a_window_without_a_day_of_results_counts_while_it_is_open():
    opened = Window(d("2021-04-01"), d("2021-04-10"), None, "made")
    exposure = Exposure.of(replace(PROJECT, windows=(opened,)))

    assert exposure.share(d("2021-03-31")) == 0
    assert exposure.share(d("2021-04-05")) == 0.5
    assert exposure.share(d("2021-04-10")) == 1


def test_results_of_a_later_window_may_come_before_those_of_an_earlier_one():
    late = Window(d("2021-02-01"), d("2021-02-28"), d("2021-04-30"), "made")
    soon = Window(d("2021-03-01"), d("2021-03-20"), d("2021-03-31"), "made")
    rows = groups(("2021-03-30", 2), ("2021-04-29", 3))

    assert Exposure.of(replace(PROJECT, windows=(late, soon))).ends == (d("2021-03-31"), d("2021-04-30"))
    in_order, turned = (
        said("2021-05-31", rows, replace(PROJECT, windows=both, rounds_needed=2))
        for both in ((soon, late), (late, soon))
    )
    assert in_order == turned and in_order.groups


def test_a_burst_makes_a_wider_range_than_the_same_number_evenly():
    even = said("2021-06-30", groups(("2020-12-29", 4), ("2021-03-29", 4), ("2021-06-29", 4)), WINDOWED)
    burst = said("2021-06-30", groups(("2020-12-29", 1), ("2021-03-29", 1), ("2021-06-29", 10)), WINDOWED)

    assert burst.groups.high - burst.groups.low > even.groups.high - even.groups.low


def spent(*months, contract=None):
    """5,000 baht paid directly in the middle of each month, and a contract of the given baht bound in October."""
    rows = [entry(f"P-{i}", f"{month}-15", "disbursement", 5000) for i, month in enumerate(months)]
    return rows + ([entry("PO-1", "2020-10-20", "commitment", contract)] if contract else [])


def test_money_is_foretold_from_three_months_of_payments():
    two, three = (said("2020-12-31", groups(), spending=spent(*m)) for m in (
        ("2020-10", "2020-11"), ("2020-10", "2020-11", "2020-12"),
    ))  # fmt: skip

    assert two.money is None
    assert "บาท" not in thai(two)
    assert baht(15_000) <= three.money.low < three.money.point < three.money.high <= baht(885_000)
    assert english(three).endswith("baht expected to be disbursed by year end")


def test_what_falls_due_after_the_year_is_not_expected_within_it():
    months = ("2020-10", "2020-11", "2020-12")
    within, beyond = (
        said(
            "2020-12-31",
            groups(),
            spending=spent(*months, contract=800_000),
            instalments=[instalment("1", 800_000, due, contract_no="PO-1")],
        ).money
        for due in ("2021-03-31", "2021-12-31")
    )

    assert within.point >= baht(815_000)
    assert beyond.high <= baht(85_000)


def test_slow_payments_make_the_last_instalment_less_likely():
    def low(paid):
        rows = [*spent("2020-10", "2020-11", "2020-12", contract=800_000)]
        rows.append(entry("I-1", paid, "disbursement", 400_000, settles="PO-1"))
        due = [
            instalment("1", 400_000, "2020-11-01", "2020-11-01", "2020-11-01", paid, contract_no="PO-1"),
            instalment("2", 400_000, "2021-08-15", contract_no="PO-1"),
        ]
        return said("2021-06-30", groups(), spending=rows, instalments=due).money.point

    assert low("2020-11-05") >= baht(815_000) > low("2021-06-20")


def test_no_money_is_foretold_from_a_register_that_must_be_checked_first():
    rows = [*spent("2020-10", "2020-11", "2020-12"), entry("PO-1", "2020-12-01", "commitment", 900_000)]

    assert said("2020-12-31", groups(), spending=rows).money is None


def test_a_later_payment_on_a_settled_order_changes_nothing():
    rows = [
        *spent("2020-10", "2020-11", "2020-12", contract=50_000),
        entry("I-1", "2020-11-05", "disbursement", 50_000, settles="PO-1"),
        entry("PO-2", "2020-12-05", "commitment", 200_000),
    ]
    later = entry("I-2", "2021-05-05", "disbursement", 1, settles="PO-1")
    before, after = (said("2020-12-31", groups(), spending=found).money for found in (rows, [*rows, later]))

    assert before == after


def test_money_alone_is_a_forecast_too():
    found = forecast(view("2020-12-31", project=PLAIN, spending=spent("2020-10", "2020-11", "2020-12")))

    assert (found.code, found.groups) == ("money", None)
    assert thai(found).startswith("คาดว่าสิ้นปีงบฯ เบิกจ่าย ")


def test_the_pace_sets_what_is_left_beside_the_last_90_days_by_date_of_registration():
    rows = groups(("2021-06-28", 4), ("2021-05-02", 3), ("2021-05-01", 2))
    found = pace(view("2021-07-30", as_of={"groups": "2021-07-30"}, groups=rows))

    assert (found.rest, found.days, found.lately) == (21, 62, 7)  # 2 May is the first of 90 days that end on 30 July
    assert found.window.opens == d("2021-08-23")
    assert pace(view("2021-09-30", groups=rows)) is None


def test_the_pace_knows_an_open_window_and_that_no_groups_are_loaded():
    found = pace(view("2021-05-01", spending=[]))

    assert (found.rest, found.lately) == (30, None)
    assert found.window.closes == d("2021-06-18")
    assert pace(view("2021-09-20", groups=groups())).window is None


def test_counts_add_up_and_have_the_mean_and_variance_they_should():
    number = np.arange(200)
    for burst in (1.0, 2.0, 4.0):
        found = counts(np.array([6.0]), np.array([burst]), 199)[:, 0]
        mean = (number * found).sum()
        assert found.sum() == pytest.approx(1)
        assert mean == pytest.approx(6)
        assert (number**2 * found).sum() - mean**2 == pytest.approx(6 * burst)


def test_curves_run_from_nothing_to_all():
    middle, slope = np.array([np.nan, 0.3, 0.75]), np.array([1.0, 6.0, 12.0])

    assert growth(0.0, middle, slope) == pytest.approx([0, 0, 0])
    assert growth(1.0, middle, slope) == pytest.approx([1, 1, 1])
    assert growth(0.5, middle, slope)[0] == 0.5
    assert growth(0.5, middle, slope)[1] > 0.5 > growth(0.5, middle, slope)[2]


def test_growth_that_has_quickened_expects_more_than_growth_that_has_slowed():
    ends = [month / 12 for month in range(1, 7)]
    quick, slow = (learn(numbers, ends, 30, windows=False) for numbers in ([0, 1, 1, 2, 3, 5], [5, 3, 2, 1, 1, 0]))

    def expected(believed):
        return (believed.more(0.5, [1.0], 60)[0] * np.arange(61)).sum()

    assert expected(quick) > 1.5 * expected(slow)


def test_the_run_nearest_to_the_aim_is_taken_and_of_each_length_the_fullest():
    assert nearest(np.array([0.05, 0.1, 0.4, 0.41, 0.04])) == (2, 3)
    assert nearest(np.array([1.0])) == (0, 0)
    assert nearest(np.array([0.7, 0.3])) == (0, 0)
