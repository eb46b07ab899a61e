"""What the command says of forms and files: their kind first, then what is not filled in, then facts with numbers."""

import csv
import io
from pathlib import Path

import pytest

from core.model.kinds import KINDS, Kind
from core.text.thai import write_month
from db.engine import engine
from db.projects import versions
from db.snapshots import store
from tests.support.door import Run
from tests.support.offices import control_register
from tests.support.said import CODES, section

DEMO = "demo-phetchaburi-2564"


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_our_spending_form_under_groups_is_told_its_kind_and_no_more(run: Run, tmp_path: Path, suffix: str) -> None:
    form = tmp_path / f"form.{suffix}"
    assert run("template", "spending", form, "--project", DEMO).exit == 0

    told = run("check", "groups", form, "--project", DEMO, "--json")

    assert (told.exit, [issue["code"] for issue in told.json["issues"]]) == (1, ["wrong_kind"])
    assert "การใช้จ่าย" in told.json["issues"][0]["message"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_plan_form_loaded_as_it_is_says_what_to_fill_in(run: Run, tmp_path: Path, suffix: str) -> None:
    form = tmp_path / f"plan.{suffix}"
    assert run("template", "plan", form, "--project", DEMO).exit == 0
    load = ("load", "plan", form, "--as-of", "2020-10-01", "--by", "clerk", "--project", DEMO, "--accept-warnings")

    told = run(*load, "--json")

    assert (told.exit, [issue["code"] for issue in told.json["issues"]]) == (1, ["plan_empty"])
    assert told.json["rows"] == 12
    assert store.history(engine(), DEMO) == ()


def test_a_plan_form_holds_the_months_of_the_projects_year(run: Run, tmp_path: Path) -> None:
    form = tmp_path / "plan.csv"
    assert run("template", "plan", form, "--project", DEMO).exit == 0
    project = versions.project_at(engine(), DEMO).project

    rows = list(csv.reader(io.StringIO(form.read_text(encoding="utf-8-sig"))))[1:]

    assert [row[0] for row in rows] == [write_month(end).replace(" 6", " 256") for end in project.months()]
    assert {cell for row in rows for cell in row[1:]} == {""}


def test_facts_ask_for_nothing(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("เดือน,กลุ่มสะสมตามแผน,เบิกจ่ายสะสมตามแผน\nธ.ค. 63,0,0\nส.ค. 64,12,262000\n", encoding="utf-8")
    load = ("load", "plan", plan, "--as-of", "2020-10-01", "--by", "clerk", "--project", DEMO, "--json")

    told = run(*load)

    assert told.exit == 0  # without --accept-warnings
    assert {(issue["code"], issue["severity"]) for issue in told.json["issues"]} == {
        (code, "info")
        for code in ("plan_under_target", "plan_under_budget", "plan_starts_late", "plan_gap", "plan_ends_early")
    }


def test_what_a_wide_register_received_is_no_part_of_the_budget(run: Run, tmp_path: Path) -> None:
    _, content = control_register("2021-07-31")
    header, *lines = content.decode("utf-8").splitlines()
    wide = tmp_path / "wide.csv"
    received = "จส.1,2020-10-05,,,รับโอนจัดสรร,,,,,,,400000"
    cells = [f"{line}," for line in lines if not line.startswith(",")]
    wide.write_text("\n".join([f"{header},ได้รับจัดสรร", received, *cells]), encoding="utf-8")
    load = ("load", "spending", wide, "--as-of", "2021-07-31", "--by", "clerk", "--project", DEMO, "--accept-warnings")

    ran = run(*load, "--json")
    assert ran.exit == 0, ran.json["issues"][:3]
    shown = run("summary", "--project", DEMO, "--json").json

    assert (shown["allocated_baht"], shown["net_budget_baht"]) == (400_000.0, 885_000.0)


def test_withdrawing_a_plan_names_the_months_that_it_changes(sample: Run, tmp_path: Path) -> None:
    (plan,) = sample("history", "--kind", "plan", "--project", DEMO, "--json").json["uploads"]

    ran = sample("withdraw", plan["id"], "--by", "clerk", "--reason", "ผิด")

    assert ran.exit == 0
    assert "31 ก.ค. 64 จาก ต่ำกว่าแผนทั้งสองด้าน (แผน 12 กลุ่ม 700,000 บาท) เป็น ไม่มีแผนให้เทียบ" in ran.out


def test_every_verdict_has_a_short_name() -> None:
    codes = {"no_data", "no_plan", "suspect", "closed", "both_late", "money_ahead", "groups_late", "money_late"}
    codes |= {"below_cabinet_on_plan", "on_course"}

    assert codes <= set(CODES)
    assert codes <= set(section("standing"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_of_each_kind_can_be_written(run: Run, tmp_path: Path, kind: Kind) -> None:
    for suffix in ("xlsx", "csv"):
        assert run("template", kind, tmp_path / f"{kind}.{suffix}", "--project", DEMO).exit == 0
