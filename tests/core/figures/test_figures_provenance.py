"""Every figure knows its formula, its uploads and the rows it was computed from."""

import pytest

from core.figures.catalogue import EXPLAINED, FIGURES
from core.figures.figures import compute
from core.figures.provenance import provenance
from core.model.rows import from_records
from core.model.snapshot import Snapshot
from tests.support.said import english, thai
from tests.support.views import PROJECT, baht, d, entry, instalment, planned, registered, sample_view, view

NAMES = [*FIGURES, *EXPLAINED]


@pytest.mark.parametrize("name", NAMES)
def test_formulas_are_whole_sentences_in_both_languages(name):
    source = provenance(sample_view("2021-09-30"), name)
    both = thai(source.formula), english(source.formula)

    assert all(both)
    assert "{" not in "".join(both)
    assert set(source.uploads) == set(source.rows)


def test_target_and_budget_say_what_is_read_into_them():
    empty = Snapshot(PROJECT, None, {}, {})

    assert thai(provenance(empty, "target_groups").formula) == PROJECT.goal_source.get("th")
    assert english(provenance(empty, "budget_satang").formula) == PROJECT.budget_note.get("en")


def test_disbursed_uses_payments_and_refunds_up_to_the_cutoff_by_their_row_in_the_file():
    shown = view(
        "2021-06-30",
        spending=[
            entry("PO-1", "2021-04-09", "commitment", 9),
            entry("P-1", "2021-05-01", "disbursement", 5),
            entry("R-1", "2021-05-02", "refund", 1),
            entry("P-2", "2021-07-01", "disbursement", 5),
        ],
    )

    source = provenance(shown, "disbursed_satang")

    assert (source.uploads, source.rows) == ({"spending": 3}, {"spending": (3, 4)})
    assert source.day == d("2021-06-30")


def test_the_plan_in_force_is_named_and_not_a_newer_one():
    old = from_records("plan", [planned("2021-05", 10), planned("2021-06", 20)])
    shown = view(
        "2021-07-31",
        as_of={"groups": "2021-06-30", "plan": "2021-07-15"},
        groups=[registered("G01")],
        spending=[],
        plan=[planned("2021-06", 5)],
        earlier_plans=(old,),
        plan_days=("2020-10-01",),
    )

    assert compute(shown)["expected_groups"] == 20
    for name in ("expected_groups", "pv_satang", "verdict"):
        source = provenance(shown, name)
        assert (source.uploads["plan"], source.rows["plan"]) == (90, (2, 3))
    assert provenance(shown, "plan_revisions").uploads == {"plan": shown.uploads["plan"].id}


def test_rows_used_add_up_to_the_figure():
    shown = sample_view("2021-07-31")
    figures = compute(shown)

    numbers = set(provenance(shown, "disbursed_satang").rows["spending"])
    rows = shown.of("spending")
    used = [row for row, number in zip(rows.records(), rows.numbers, strict=True) if number in numbers]

    assert sum(row["amount_satang"] for row in used) == figures["disbursed_satang"]
    assert len(provenance(shown, "registered_groups").rows["groups"]) == figures["registered_groups"]
    assert len(provenance(shown, "developed_groups").rows["groups"]) == figures["developed_groups"]
    assert len(provenance(shown, "active_groups").rows["groups"]) == figures["active_groups"]


def test_groups_without_a_date_and_of_earlier_years_are_found_by_row():
    shown = view(groups=[registered("G01"), registered("G02", None), registered("G03", "2019-05-01")])

    assert provenance(shown, "awaiting_date_groups").rows == {"groups": (3,)}
    assert provenance(shown, "registered_before_groups").rows == {"groups": (4,)}


def test_what_joins_both_sides_stands_on_the_earlier_cutoff():
    shown = view(
        "2021-06-30",
        as_of={"spending": "2021-05-31"},
        groups=[registered("G01", "2021-05-20"), registered("G02", "2021-06-20")],
        spending=[entry("P-1", "2021-05-01", "disbursement", 5)],
        plan=[planned("2021-05", 1, 5), planned("2021-06", 2, 9)],
        instalments=[instalment("1", 5, "2021-05-24", "2021-05-20", "2021-05-24"), instalment("2", 5, "2021-07-24")],
    )

    source = provenance(shown, "spi")

    assert source.day == d("2021-05-31")
    assert source.rows == {"groups": (2,), "plan": (2,)}
    assert provenance(shown, "expected_groups").rows == {"plan": (2, 3)}
    assert provenance(shown, "expected_disbursed_satang").rows == {"plan": (2,)}
    assert provenance(shown, "accepted_unpaid_satang").rows == {"instalments": (2,)}


def test_payments_after_the_year_are_the_rows_of_what_was_carried_over():
    shown = view(
        "2021-10-31",
        spending=[
            entry("PO-1", "2021-04-09", "commitment", 9),
            entry("P-1", "2021-10-18", "disbursement", 5, settles="PO-1"),
            entry("P-2", "2021-10-18", "disbursement", 5),
        ],
    )

    assert provenance(shown, "carried_over_satang").rows == {"spending": (3,)}


def test_saving_uses_the_rows_of_planned_procurement_lines():
    shown = view(
        "2021-08-31",
        spending=[
            entry("PO-1", "2021-04-09", "commitment", 9, expense_line="ค่าจ้างเหมาบริการ"),
            entry("P-1", "2021-05-01", "disbursement", 5, expense_line="วัสดุสำนักงาน"),
        ],
    )

    assert provenance(shown, "saving_satang").rows == {"spending": (2,)}
    assert compute(shown)["saving_satang"] == baht(738000 - 9)


def test_a_figure_without_data_still_has_its_formula():
    source = provenance(Snapshot(PROJECT, None, {}, {}), "cpi")

    assert (source.uploads, source.rows, source.day) == ({}, {}, None)
    assert english(source.formula).startswith("EV ÷ AC")


def test_an_unknown_name_is_a_fault_of_the_caller():
    with pytest.raises(KeyError, match="no_such"):
        provenance(view(groups=[]), "no_such")
