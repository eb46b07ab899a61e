"""The figures that the samples must show: reproduced from the files, and equal to the story they were written from."""

import json
import runpy
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

# The table of the story, as printed there: day, disbursed, outstanding, used, not yet bound, planned money, cabinet
# curve, registered groups, planned groups, groups at each of the seven stages, verdict.
STORY = """
2021-02-28 |  12,998.75 |       0.00 |  12,998.75 | 872,001.25 |  15,000.00 | 442,500 |  0 |  0 | 30·0·0·0·0·0·0  | below_cabinet_on_plan
2021-03-31 |  80,990.00 |       0.00 |  80,990.00 | 804,010.00 |  95,000.00 | 504,450 |  0 |  0 | 0·30·0·0·0·0·0  | below_cabinet_on_plan
2021-04-30 |  86,218.25 | 687,000.00 | 773,218.25 | 111,781.75 | 100,000.00 | 572,300 |  0 |  0 | 0·4·26·0·0·0·0  | on_course
2021-05-31 |  93,141.25 | 687,000.00 | 780,141.25 | 104,858.75 | 250,000.00 | 640,150 |  0 |  0 | 0·0·12·18·0·0·0 | money_late
2021-06-30 | 241,858.75 | 559,100.00 | 800,958.75 |  84,041.25 | 262,000.00 | 708,000 |  9 | 12 | 0·0·1·19·0·1·9  | groups_late
2021-07-31 | 255,424.25 | 549,600.00 | 805,024.25 |  79,975.75 | 700,000.00 | 767,000 |  9 | 12 | 0·0·1·5·14·1·9  | both_late
2021-08-31 | 707,027.00 | 137,400.00 | 844,427.00 |  40,573.00 | 735,000.00 | 826,000 |  9 | 12 | 0·0·0·1·12·8·9  | groups_late
2021-09-30 | 742,749.25 | 137,400.00 | 880,149.25 |   4,850.75 | 885,000.00 | 885,000 | 27 | 30 | 0·0·0·0·1·2·27  | closed
"""  # noqa: E501

# Disbursed and used as a share of the budget, half up to two places.
SHARES = {
    "2021-02-28": ("1.47", "1.47"),
    "2021-03-31": ("9.15", "9.15"),
    "2021-04-30": ("9.74", "87.37"),
    "2021-05-31": ("10.52", "88.15"),
    "2021-06-30": ("27.33", "90.50"),
    "2021-07-31": ("28.86", "90.96"),
    "2021-08-31": ("79.89", "95.42"),
    "2021-09-30": ("83.93", "99.45"),
}


def expected():
    return json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def story():
    for line in STORY.strip().splitlines():
        day, *money, registered, planned, stages, verdict = (cell.strip() for cell in line.split("|"))
        names = ("disbursed", "outstanding", "used", "remaining", "expected_disbursed", "cabinet")
        yield {
            "day": day,
            **{
                f"{name}_baht": f"{Decimal(cell.replace(',', '')):.2f}" for name, cell in zip(names, money, strict=True)
            },
            "registered_groups": int(registered),
            "expected_groups": int(planned),
            "stages": [int(n) for n in stages.split("·")],
            "verdict": verdict,
        }


@pytest.mark.parametrize("name", ["expected.json", "expected-october.json"])
def test_the_files_still_give_what_is_written_down(name):
    written = (HERE / name).read_text(encoding="utf-8")

    again = runpy.run_path(str(HERE / "make_expected.py"))["outputs"]()

    assert again[name] == written


def test_every_figure_of_the_story_is_met():
    told = list(story())

    shown = [{key: figures[key] for key in line} for figures, line in zip(expected(), told, strict=True)]

    assert shown == told


def test_shares_of_the_budget_are_those_of_the_story():
    def share(figures, key):
        percent = Decimal(figures[key]) * 100 / Decimal(figures["net_budget_baht"])
        return str(percent.quantize(Decimal("0.01"), ROUND_HALF_UP))

    for figures in expected():
        assert (share(figures, "disbursed_baht"), share(figures, "used_baht")) == SHARES[figures["day"]]


def test_budget_is_the_same_on_every_day_since_the_transfer_moves_money_between_lines_only():
    for figures in expected():
        assert (figures["budget_baht"], figures["net_budget_baht"], figures["bac_baht"]) == ("885000.00",) * 3


def test_accepted_but_unpaid_instalments_are_cost_before_they_are_cash():
    cost_beyond_cash = {
        figures["day"]: Decimal(figures["ac_baht"]) - Decimal(figures["disbursed_baht"]) for figures in expected()
    }

    assert {day: gap for day, gap in cost_beyond_cash.items() if gap} == {"2021-05-31": 137400, "2021-09-30": 137400}


def test_developed_groups_are_those_handed_over_or_further():
    assert [figures["developed_groups"] for figures in expected()] == [0, 0, 0, 0, 10, 24, 29, 30]


def test_carried_over_payment_closes_the_contract_and_raises_no_suspicion():
    october = json.loads((HERE / "expected-october.json").read_text(encoding="utf-8"))

    assert (october["disbursed_baht"], october["outstanding_baht"], october["remaining_baht"], october["verdict"]) == (
        "880149.25",
        "0.00",
        "4850.75",
        "closed",
    )
