"""A project whose file has no curve, penalty or last safe days yet: unknown, with a reason, and never guessed."""

from dataclasses import replace

import pytest

from core.analysis.attention.attention import needs
from core.analysis.breakdowns.quarters import judged_quarters
from core.analysis.forecast.forecast import forecast
from core.figures.figures import compute
from core.figures.provenance import provenance
from core.figures.value import Unknown
from core.ledger.contract import instalments
from core.model.project import accept_project
from tests.support.in_words import why
from tests.support.said import english, thai
from tests.support.views import PROJECT, ROOT, baht, d, entry, group, instalment, sample_view, view

BARE = replace(
    PROJECT,
    curves=(),
    windows=(),
    penalty_percent_per_day=None,
    penalty_minimum_satang=None,
    penalty_base=None,
    last_safe_procurement=None,
    last_safe_direct=None,
)
DAYS = ("2021-02-28", "2021-03-31", "2021-06-30", "2021-07-31", "2021-08-31", "2021-09-30")


def bare(day, **kinds):
    shown = view(day, project=BARE, **kinds)
    return shown, compute(shown)


def test_a_file_without_the_three_is_accepted():
    text = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")
    for head in ("[penalty]", "[last_safe_days]"):
        start = text.index(head)
        text = text[:start] + text[text.index("\n\n", start) + 2 :]

    project = accept_project(text, "office.toml")

    assert (project.penalty_percent_per_day, project.penalty_minimum_satang, project.penalty_base) == (None,) * 3
    assert (project.last_safe_procurement, project.last_safe_direct) == (None, None)


@pytest.mark.parametrize("day", DAYS)
def test_every_figure_of_the_sample_year_is_there_without_them(day):
    shown = replace(sample_view(day), project=BARE)
    with_them, without = compute(sample_view(day)), compute(shown)

    assert without.cabinet == ()
    assert why(without["cabinet_satang"]) == ("โครงการนี้ไม่ได้ตั้งเป้าหมายการใช้จ่าย", "This project has no spending target")
    for name in ("disbursed_satang", "used_satang", "remaining_satang", "registered_groups", "expected_groups"):
        assert without[name] == with_them[name]
    assert "cabinet" not in without.verdict.code
    assert {quarter.cabinet_percent for quarter in judged_quarters(shown)} == {None}
    assert not [need for need in needs(shown, without) if need.code == "lastsafe"]
    forecast(shown)


@pytest.mark.parametrize("day", ["2021-08-15", "2021-09-15", "2021-09-29"])
def test_what_may_lapse_is_unknown_before_the_year_ends_and_says_why(day):
    shown, figures = bare(day, spending=[entry("P-1", "2021-04-09", "disbursement", 12000)])

    assert isinstance(figures["at_risk_satang"], Unknown)
    assert why(figures["at_risk_satang"]) == (
        "แสดงเมื่อสิ้นปีงบประมาณ เพราะโครงการนี้ยังไม่ได้กำหนดวันสุดท้ายที่ควรก่อหนี้",
        "Shown at the end of the year: this project has no last safe days yet",
    )
    assert needs(shown, figures) == []


def test_at_the_years_end_what_is_not_committed_has_lapsed():
    shown, figures = bare("2021-09-30", spending=[entry("P-1", "2021-04-09", "disbursement", 12000)])

    assert figures["at_risk_satang"] == baht(885000 - 12000)
    assert provenance(shown, "at_risk_satang").rows == {"spending": (2,)}


def test_a_late_instalment_has_its_days_and_no_money():
    rows = [
        instalment("1", 400000, "2021-05-24", "2021-05-30", contract_no="C-3"),
        instalment("2", 287000, "2021-07-23", contract_no="C-3"),
    ]
    shown, figures = bare("2021-07-26", instalments=rows)

    delivered, running = instalments(shown)
    for row, days in ((delivered, 6), (running, 3)):
        assert (row["days_late"], row["penalty_unknown"]) == (days, True)
        assert (row["penalty_satang"], row["per_day_satang"], row["penalty_percent"]) == (None, None, None)
        assert row["over_line"] is False
    need = needs(shown, figures)[0]
    assert need.params == {"q": "2", "h": 3, "penalty_satang": None}
    assert thai(need) == "งวดที่ 2 เลยกำหนดส่งมอบ 3 วัน (โครงการนี้ยังไม่ได้กำหนดอัตราค่าปรับ)"
    assert english(need) == "Instalment 2 is 3 days past due (this project has no rate of penalty yet)"


def test_an_instalment_in_time_is_not_unknown():
    [row] = instalments(view("2021-07-26", project=BARE, instalments=[instalment("1", 5, "2021-08-01")]))

    assert (row["days_late"], row["penalty_unknown"]) == (0, False)


def test_money_is_expected_to_the_years_end_without_a_last_safe_day():
    spending = [entry(f"P-{n}", f"2021-0{n}-10", "disbursement", 60000) for n in range(1, 6)]
    shown = view("2021-08-31", project=BARE, spending=spending, groups=[group("G01")])
    with_days = replace(shown, project=replace(BARE, last_safe_procurement=d("2021-08-15"), last_safe_direct=BARE.end))

    assert forecast(shown).money.high > forecast(with_days).money.high  # there is still time for procurement
