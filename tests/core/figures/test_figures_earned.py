"""Earned value by the 0/100 rule, and what an instalment's delay costs."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.figures.earned import Work, accepted_unpaid
from core.figures.value import NotKnownError
from core.ledger.contract import instalments
from core.ledger.penalty import penalties
from core.model.rows import from_records
from tests.support.views import PROJECT, baht, d, instalment, view

BAC = baht(885000)


INDICES = ("spi", "cpi", "tcpi")


def earned(*, net_budget, target, registered, expected, cost):
    """Each value, ``None`` where it is not known, and then the key of its reason by the name of the figure."""
    work = Work(bac=net_budget, target=target, registered=registered, expected=expected, ac=cost)
    found, reasons = {}, {}
    for name in ("bac", "pv", "ev", "ac", "sv", "cv", "eac", "etc", "vac", *INDICES):
        try:
            found[name] = getattr(work, name)
        except NotKnownError as missing:
            found[name], reasons[name if name in INDICES else f"{name}_satang"] = None, str(missing)
    return SimpleNamespace(**found, reasons=reasons)


def value(**change):
    return earned(
        **{"net_budget": BAC, "target": 30, "registered": 9, "expected": 12, "cost": baht(241858.75)} | change
    )


def test_value_planned_and_earned_are_groups_at_an_equal_share_of_the_budget():
    worth = value()

    assert (worth.bac, worth.pv, worth.ev) == (BAC, baht(12 * 29500), baht(9 * 29500))


def test_indices_and_the_estimate_at_completion():
    worth = value()

    assert worth.spi == Decimal("0.7500")  # 265,500 ÷ 354,000
    assert worth.cpi == Decimal("1.0977")  # 265,500 ÷ 241,858.75
    assert worth.eac == baht("806195.83")  # 885,000 × 241,858.75 ÷ 265,500
    assert worth.reasons == {}


def test_variances_and_what_is_still_to_come():
    worth = value()

    assert worth.sv == baht(-88500)  # 265,500 − 354,000
    assert worth.cv == baht("23641.25")  # 265,500 − 241,858.75
    assert worth.etc == baht("564337.08")  # 806,195.83 − 241,858.75
    assert worth.vac == baht("78804.17")  # 885,000 − 806,195.83
    assert worth.tcpi == Decimal("0.9632")  # 619,500 ÷ 643,141.25


def test_a_published_example_of_a_project_that_is_late_and_dear():
    """A teaching deck, *What is Earned Value?* (wnwk.com, document 3476926): BAC 500, PV 300, EV 200, AC 250."""
    worth = earned(net_budget=baht(500), target=500, registered=200, expected=300, cost=baht(250))

    assert (worth.pv, worth.ev) == (baht(300), baht(200))
    assert (worth.cv, worth.sv) == (baht(-50), baht(-100))
    assert (worth.cpi, worth.spi) == (Decimal("0.8000"), Decimal("0.6667"))
    assert (worth.eac, worth.etc, worth.vac) == (baht(625), baht(375), baht(-125))


def test_the_published_examples_of_a_statistics_package():
    """The reference manual of the R package PRA (CRAN): BAC 100,000, planned 40 %, done 35 %, AC 36,000 (TCPI: 63,000).

    It prints CV -1000, CPI 0.9722222, SPI 0.875 (35 ÷ 40), SV -5000, and TCPI 1.76.
    """
    worth = earned(net_budget=baht(100000), target=100, registered=35, expected=40, cost=baht(36000))
    dear = earned(net_budget=baht(100000), target=100, registered=35, expected=40, cost=baht(63000))

    assert (worth.cv, worth.sv) == (baht(-1000), baht(-5000))
    assert (worth.cpi, worth.spi) == (Decimal("0.9722"), Decimal("0.8750"))
    assert round(dear.tcpi, 2) == Decimal("1.76")


def test_where_cost_has_reached_the_budget_nothing_is_left_to_divide_by():
    worth = value(cost=BAC)

    assert (worth.tcpi, worth.reasons) == (None, {"tcpi": "no_money_left"})


def test_indices_wait_until_a_fifth_of_the_work_is_done():
    below, at = value(registered=5), value(registered=6)  # 6 of 30 is a fifth

    assert (below.spi, below.cpi, below.eac) == (None, None, None)
    assert (below.sv, below.cv, below.etc, below.vac, below.tcpi) == (None,) * 5
    assert len(below.reasons) == 8 and set(below.reasons.values()) == {"ev_wait"}
    assert None not in (at.spi, at.cpi, at.eac, at.sv, at.cv, at.etc, at.vac, at.tcpi)


def test_without_a_plan_there_is_no_planned_value():
    worth = value(expected=None)

    assert (worth.pv, worth.spi) == (None, None)
    assert worth.reasons == {"pv_satang": "no_plan", "spi": "no_plan", "sv_satang": "no_plan"}
    assert worth.cpi is not None


def test_nothing_planned_yet_is_a_dash_not_a_division():
    worth = value(expected=0)

    assert (worth.pv, worth.spi, worth.reasons) == (0, None, {"spi": "nothing_planned"})


@pytest.mark.parametrize("cost", [0, -5])
def test_no_cost_yet_is_a_dash_not_a_division(cost):
    worth = value(cost=cost)

    assert (worth.cpi, worth.eac, worth.etc, worth.vac) == (None,) * 4
    assert worth.reasons == dict.fromkeys(("cpi", "eac_satang", "etc_satang", "vac_satang"), "no_cost")


def test_a_budget_that_was_moved_away_earns_nothing():
    worth = value(net_budget=0)

    assert (worth.ev, worth.spi, worth.eac) == (0, None, None)


def test_shares_are_rounded_half_up():
    assert value(net_budget=100, target=30, registered=6, expected=7, cost=1).pv == 23  # 700 ÷ 30 = 23.33
    assert value(net_budget=45, target=30, registered=29, expected=1, cost=1).pv == 2  # 1.5


@pytest.mark.parametrize(
    ("day", "cost"),
    [
        ("2021-05-23", 0),  # delivered, not accepted
        ("2021-05-24", 137400),
        ("2021-06-06", 137400),
        ("2021-06-07", 0),  # paid: cash, counted in the ledger
    ],
)
def test_an_instalment_is_a_cost_from_acceptance_until_it_is_paid(day, cost):
    rows = from_records(
        "instalments",
        [
            instalment("1", 137400, "2021-05-24", "2021-05-20", "2021-05-24", "2021-06-07"),
            instalment("2", 412200, "2021-07-23"),
            instalment("M1", None, "2021-01-04", "2021-01-04", "2021-01-04"),
        ],
    )

    assert accepted_unpaid(rows, d(day)) == baht(cost)


CONTRACT = [
    instalment("M8", None, "2021-04-09", "2021-04-20"),
    instalment("1", 137400, "2021-05-24", "2021-05-20", contract_no="C-3"),
    instalment("2", 412200, "2021-07-23", "2021-07-29", contract_no="C-3"),
    instalment("3", 137400, "2021-09-06", contract_no="C-3"),
    instalment("9", 5000, "2021-07-23", "2021-07-24", contract_no="C-4"),
]


def delays(cutoff, project=PROJECT):
    return penalties(project, from_records("instalments", CONTRACT), d(cutoff))


def test_penalty_is_a_share_of_the_whole_contract_for_each_day_after_the_due_day():
    second = delays("2021-07-31")[2]

    assert (second.days_late, second.base_satang) == (6, baht(137400 + 412200 + 137400))
    assert second.satang == baht(6 * 687)  # 0.10 % of 687,000 is 687 a day
    assert not second.running


def test_penalty_runs_to_the_cutoff_while_nothing_is_delivered():
    assert delays("2021-07-23")[2] is None  # due today is in time
    running = delays("2021-07-24")[2]
    later = delays("2021-07-28")[2]

    assert (running.days_late, running.running) == (1, True)
    assert (later.days_late, later.running) == (5, True)
    assert not delays("2021-07-29")[2].running  # delivered on the cut-off itself


def test_milestones_and_instalments_in_time_have_no_penalty():
    assert [late is None for late in delays("2021-07-31")] == [True, True, False, True, False]


def test_a_small_contract_pays_the_minimum():
    assert delays("2021-07-31")[4].satang == baht(100)  # 0.10 % of 5,000 is 5, the minimum 100 a day


def test_penalty_of_the_undelivered_part_where_the_contract_says_so():
    project = replace(PROJECT, penalty_base="undelivered")

    assert delays("2021-07-31", project)[2].satang == round(6 * baht(412200) / 1000)


@pytest.mark.parametrize(
    ("delivered", "percent", "over"), [("2021-10-31", "10.00", False), ("2021-11-01", "10.10", True)]
)
def test_the_line_of_ten_percent_is_the_whole_contract_s(delivered, percent, over):
    """687 a day of a contract of 687,000: 100 days are the line, shared by two instalments."""
    rows = [
        instalment("1", 400000, "2021-08-01", "2021-08-10", contract_no="C-3"),  # 9 days
        instalment("2", 287000, "2021-08-01", delivered, contract_no="C-3"),  # 91 days, and 92
    ]
    shown = view("2021-12-31", instalments=rows)

    found = instalments(shown)

    assert [(str(row["penalty_percent"]), row["over_line"]) for row in found] == [(percent, over)] * 2
    assert found[0]["line_satang"] == baht(68700)
