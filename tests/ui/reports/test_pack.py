"""The committee's pack: whole tables, the screen's charts, places to sign, and nobody's name."""

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from core.analysis.breakdowns.budget_lines import by_expense_line
from core.analysis.breakdowns.quarters import judged_quarters
from core.model.kinds import KINDS
from core.model.lessons import LessonText
from core.model.project import parse_project
from core.text import Text
from db import engine as databases
from db.notebook import lessons, notes
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.papers import CLOCK, DAYS, NOTE, PERSON, PHONE, material, text_of, with_persons
from tests.support.said import LANGS
from ui import fonts
from ui.reports import forms
from ui.reports.material import Order, gather
from ui.reports.print import drawings, pack, pack_tables, typeset
from ui.reports.writing import Digits, Writing

EMPTY = "phetchaburi-2564"
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("style", ["thai", "arabic"])
@pytest.mark.parametrize("lang", LANGS)
def test_it_is_some_pages_of_sarabun_each_with_its_number(lang: str, style: Digits, home: Path) -> None:
    read = PdfReader(io.BytesIO(pack.pdf(material(DAYS[2], lang, style))))

    assert 4 <= len(read.pages) <= 8
    kinds = {
        font.get_object()["/BaseFont"].split("+")[1].split("-")[0]
        for page in read.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert kinds == {"Sarabun"}
    if lang == "en":
        numbers = re.findall(r"Page ([0-9๐-๙]+) of ([0-9๐-๙]+)", "".join(page.extract_text() for page in read.pages))
        last = len(read.pages)
        shown = [(str(n), str(last)) for n in range(1, last + 1)]
        thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
        assert numbers == [tuple(x.translate(thai) if style == "thai" else x for x in pair) for pair in shown]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", [date(2020, 10, 1), date(2021, 2, 28), date(2021, 9, 30), None])
def test_there_is_a_pack_of_any_day(day: date | None, lang: str, home: Path) -> None:
    assert pack.pdf(material(day, lang))[:5] == b"%PDF-"


def test_an_empty_project_has_a_pack_without_charts_and_results(home: Path) -> None:
    shown = pack.content(material(None, "en", code=EMPTY))

    assert shown["charts"] == [] or all(chart["svg"] for chart in shown["charts"])
    assert {row["value"] for row in shown["figures"]} == {"–", "30", "885,000.00"}
    assert pack.pdf(material(None, "en", code=EMPTY))[:5] == b"%PDF-"


def test_it_has_an_agenda_line_a_dotted_committee_and_three_places_to_sign(home: Path) -> None:
    shown = pack.content(material(DAYS[2], "th", "thai"))

    assert "ระเบียบวาระที่ ...." in shown["agenda"] and shown["committee"].endswith("....")
    assert shown["sign"]["roles"] == ["ประธานกรรมการ", "กรรมการ", "กรรมการและเลขานุการ"]
    assert set(shown["sign"]["name"]) <= set("( .)")


@pytest.mark.parametrize("lang", LANGS)
def test_a_project_without_signers_has_dotted_lines_for_their_titles(lang: str, home: Path) -> None:
    roles = pack.content(material(None, lang, code=EMPTY))["sign"]["roles"]

    assert len(roles) == 3 and len(set(roles)) == 1
    assert roles[0].endswith("....") and roles[0].startswith({"th": "ตำแหน่ง ", "en": "Title "}[lang])


@pytest.mark.parametrize("count", [1, 2, 4])
def test_as_many_sign_as_the_project_names(count: int, home: Path) -> None:
    shown = material(DAYS[2], "en")
    titles = [f"Title number {letter}" for letter in "ABCD"[:count]]
    project = replace(shown.view.project, signers=tuple(Text.plain(title) for title in titles))
    named = replace(shown, view=replace(shown.view, project=project))

    text = text_of(pack.pdf(named))
    assert [title for title in titles if title not in text] == []
    assert text.count("Signed ....") == count


def test_the_body_is_as_large_as_that_of_an_official_paper(home: Path) -> None:
    """16 pt of TH Sarabun, whose ก is 0.400 em high; measured by ก, as Thai has no x-height."""
    with TTFont(fonts.PAPER / "Sarabun-Regular.ttf") as font:
        high = font["glyf"][font.getBestCmap()[ord("ก")]].yMax / font["head"].unitsPerEm
    assert abs(pack.BODY_PT * high - 16 * 0.400) < 0.1

    sizes: Counter[float] = Counter()

    def count(text: str, _cm: Any, tm: Any, _font: Any, size: float) -> None:
        sizes[round(size * abs(tm[3]), 1)] += len(text.strip())

    for page in PdfReader(io.BytesIO(pack.pdf(material(DAYS[2], "th", "thai")))).pages[:1]:
        page.extract_text(visitor_text=count)
    assert sizes.most_common(1)[0][0] == pack.BODY_PT, sizes
    assert sum(sizes[size] for size in sizes if size < 0.85 * pack.BODY_PT) < 0.2 * sum(sizes.values()), sizes


def test_what_the_figures_mean_begins_a_page(home: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pack.pdf(material(DAYS[2], "en")))).pages]

    (found,) = [page for page in pages if "What the figures mean" in page]
    below_header = found.split("31 July 2021", 1)[1].lstrip()
    assert below_header.startswith("What the figures mean")
    assert pages.index(found) == len(pages) - 1
    signed = [page for page in pages if "Signed ...." in page]
    assert len(signed) == 1 and len(signed[0].split("Signed ....")[0]) > 300  # never on a page without what is signed


def test_a_committee_that_the_project_names_stands_on_it(home: Path) -> None:
    text = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")
    named = parse_project('committee_th = "คณะกรรมการตรวจรับพัสดุ"\ncommittee_en = "Acceptance committee"\n' + text)

    assert parse_project(text).committee is None
    assert named.committee is not None and named.committee.get("th") == "คณะกรรมการตรวจรับพัสดุ"


def test_nobody_and_no_payee_is_named(home: Path) -> None:
    """A payee, a phone and who loaded which file are nowhere in what the pack is made from."""
    shown = with_persons(material(DAYS[2]))
    said = json.dumps(pack.content(shown), ensure_ascii=False)

    assert not [mark for mark in (PERSON, PHONE, NOTE) if mark in said]
    assert not [upload.file_name for upload in shown.view.uploads.values() if upload.file_name in said]


def test_no_anomaly_and_no_word_of_blame_is_in_it(home: Path) -> None:
    for day in DAYS:
        said = json.dumps(pack.content(material(day)), ensure_ascii=False)
        for word in ("ล่าช้า", "ผิดปกติ", "ทุจริต", "แบ่งซื้อ", "อันดับ", "รายการที่ควรตรวจทาน", "ล้มเหลว"):
            assert word not in said


def test_its_tables_hold_what_the_screens_compute(home: Path) -> None:
    shown, writing = material(DAYS[2]), Writing("en", "arabic")

    lines = pack_tables.expense_lines(shown.view, writing)["rows"]
    found = by_expense_line(shown.view)
    assert [row[2] for row in lines[:-1]] == [writing.baht(row["disbursed_satang"]) for row in found]
    assert lines[-1][0] == "Total" and lines[-1][2] == writing.baht(shown.figures.whole("disbursed_satang", None))
    assert lines[-1][1] == writing.baht(shown.figures.net_budget_satang)
    quarters = pack_tables.quarters(shown.view, writing)["rows"]
    judged = judged_quarters(shown.view)
    assert [row[3] for row in quarters] == [writing.baht(quarter.planned_satang) for quarter in judged]
    assert [row[4] for row in quarters] == [writing.baht(quarter.disbursed_satang) for quarter in judged]
    assert quarters[2][2] == "9 (12)"
    groups = pack_tables.amphoe(shown.view, writing)["rows"]
    assert sum(int(row[3]) for row in groups) == shown.figures.whole("registered_groups", None)
    stages = pack_tables.stages(shown.view, writing)["rows"]
    assert sum(int(row[1]) for row in stages) == shown.figures.whole("active_groups", None)
    assert pack_tables.penalties(shown.view, writing)


def test_a_table_of_amphoe_keeps_the_order_of_the_province_on_every_day(home: Path) -> None:
    orders = {
        tuple(row[0] for row in pack_tables.amphoe(material(day).view, Writing("th", "arabic"))["rows"]) for day in DAYS
    }

    assert len(orders) == 1


def test_charts_are_the_screens_own_with_the_papers_digits(home: Path) -> None:
    charts = pack.charts(material(DAYS[2], "th", "thai"))

    assert len(charts) == 5
    for chart in charts:
        words = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", chart["svg"]))
        assert words and not re.search("[0-9]", words)
        assert set(re.findall(r'font-family="([^"]*)"', chart["svg"])) == {"Sarabun"}
    plain = pack.charts(material(DAYS[2], "en", "arabic"))[0]
    assert "Jul 2021" in plain["svg"] and "Registered" in str(plain["legend"])


def test_a_chart_without_rows_is_nothing(home: Path) -> None:
    assert drawings.svg("groups_burn", [], Writing("th", "thai"), width=100, height=100) is None


REASONS = {"ใบสั่งซื้อนอกระบบ": -3_500_000, "เช็คของ นางสาวตัวอย่าง สกุล ยังไม่ขึ้นเงิน": 500_000}


def test_an_official_total_stands_beside_ours_else_a_line_to_fill_in(home: Path) -> None:
    engine, day = databases.engine(), DAYS[1]
    assert pack.content(material(day))["official"] == []
    assert "...." in pack.content(material(day))["official_blank"]

    ours = material(day).figures.whole("disbursed_satang", 0)
    values = {"on_date": day, "actor": staff("staff"), "now": NOW}
    notes.write(engine, SAMPLE_PROJECT, "official_total", "GFMIS", amount_satang=ours - 3_800_000, **values)
    for reason, satang in REASONS.items():
        notes.write(engine, SAMPLE_PROJECT, "explained_gap", reason, amount_satang=satang, **values)
    try:
        rows = pack.content(material(day, "en"))["official"]
        assert [row[1] for row in rows][2:] == ["−38,000.00", "−35,000.00", "5,000.00", "−30,000.00", "−8,000.00"]
        assert [row[0] for row in rows][3:5] == ["Reason: ใบสั่งซื้อนอกระบบ", "Reason: เช็คของ บุคคลธรรมดา ยังไม่ขึ้นเงิน"]
        shown = material(day, "en")
        form = forms.forms(shown.view, shown.figures, shown.writing, official=shown.official)[2]
        assert "−38,000.00" in dict(form.fields).values()
        said = text_of(pack.pdf(material(day, "en")))
        assert "38,000.00" in said and "35,000.00" in said
        earlier = Order(SAMPLE_PROJECT, Writing("en", "arabic"), CLOCK, date(2021, 5, 31))
        assert gather(engine, earlier).official is None
    finally:
        for kind, subject in (("official_total", "GFMIS"), *(("explained_gap", reason) for reason in REASONS)):
            notes.write(engine, SAMPLE_PROJECT, kind, subject, **values)  # type: ignore[arg-type]


def test_every_column_with_a_payee_is_known_here() -> None:
    """Should a kind gain a second column of persons, the papers must learn to leave it out."""
    named = {column.name for kind in ("groups", "products", "spending") for column in KINDS[kind].columns}
    assert {"payee", "phone"} <= named


def test_lessons_stand_in_it_by_day_with_no_writer_and_no_name(home: Path) -> None:
    engine, day = databases.engine(), DAYS[1]
    assert pack.content(material(day))["lessons"] == []

    text = LessonText("อบรมร่วมกับ นายสมมติ หนึ่ง สองวัน", "ขายได้มากขึ้น", "ทำซ้ำกับกลุ่มอื่น")
    written = lessons.write(engine, SAMPLE_PROJECT, text, group_code="G01", as_of=day, actor=staff("staff"), now=NOW)
    try:
        shown = pack.content(material(day))
        assert [x["parts"][0][1] for x in shown["lessons"]] == ["อบรมร่วมกับ บุคคลธรรมดา สองวัน"]
        assert "G01" in shown["lessons"][0]["title"] and "staff" not in json.dumps(shown["lessons"])
        assert "1" in next(o["indicator"] for o in shown["objectives"] if o["text"].startswith("2.3"))
        assert pack.content(material(date(2021, 5, 31)))["lessons"] == []
        assert pack.pdf(material(day))[:5] == b"%PDF-"
    finally:
        lessons.withdraw(engine, written.id, actor=staff("staff"), reason="test", now=NOW)
    assert pack.content(material(day))["lessons"] == []


def test_changes_are_told_since_the_last_meeting_where_one_is_noted(home: Path) -> None:
    june, plain = date(2021, 6, 30), pack.content(material(DAYS[2], "th"))
    notes.write(
        databases.engine(),
        SAMPLE_PROJECT,
        "meeting",
        "",
        text="ประชุมครั้งที่ 2",
        on_date=june,
        actor=staff(),
        now=NOW,
    )
    noted = pack.content(material(DAYS[2], "th"))

    assert plain["changed_title"] == "เปลี่ยนแปลงจากข้อมูล ณ 30 มิถุนายน 2564"
    assert noted["changed_title"] == "เปลี่ยนแปลงตั้งแต่ประชุมครั้งที่ 2 (30 มิถุนายน 2564)"
    assert noted["changed"] == plain["changed"]  # the samples' earlier data are those of that very day


def test_quarters_say_how_they_stood_and_activities_take_the_money_apart(home: Path) -> None:
    view, writing = material(DAYS[2], "th").view, Writing("th", "arabic")
    quarters, activities = pack_tables.quarters(view, writing), pack_tables.activities(view, writing)

    assert [row[1] for row in quarters["rows"]] == [
        "ต่ำกว่าเป้า ครม. แต่เป็นไปตามแผน (อยู่ในช่วงที่ยอมรับได้)",
        "ต่ำกว่าเป้า ครม. แต่เป็นไปตามแผน (อยู่ในช่วงที่ยอมรับได้)",
        "ลงทะเบียนช้ากว่าแผน (ด้านเงินอยู่ในช่วงที่ยอมรับได้)",
        "ยังไม่ครบไตรมาส",
    ]
    assert activities["rows"][1] == ["พัฒนาผลิตภัณฑ์", "–", "696,500.00", "178,334.25", "549,600.00", "–"]


def test_earned_value_has_its_variances_in_the_pack_and_never_in_the_brief(home: Path) -> None:
    from ui.reports.print import brief

    text = text_of(pack.pdf(material(DAYS[1], "en")))
    short = text_of(brief.pdf(material(DAYS[1], "en")))

    for mark in ("(SV)", "(CV)", "(ETC)", "(VAC)", "(TCPI)", "(SPI)"):
        assert mark in text
        assert mark not in short
    assert "−88,500.00" in text


def test_no_consonant_is_laid_over_a_sara_am_in_a_chart(home: Path) -> None:
    charts = pack.charts(material(DAYS[2], "th"))

    drawn = "".join(chart["svg"] for chart in charts)
    assert "\u0e33" not in drawn
    assert "วัสดุสํานักงาน" in drawn  # the two marks of the letter
    assert drawings.apart("น้ำตาล กำหนด") == "น\u0e4d\u0e49\u0e32ตาล ก\u0e4d\u0e32หนด"


def test_a_revised_plan_and_money_paid_after_the_year_are_told_where_there_are_any(home: Path) -> None:
    shown = material(DAYS[2])
    plain = pack.content(shown)
    late = {"first_expected_groups": 15, "first_expected_disbursed_satang": 70_000_025, "carried_over_satang": 100}

    values = {**shown.figures.values, "plan_revisions": 1, **late}
    told = pack.content(replace(shown, figures=replace(shown.figures, values=values)))

    assert plain["revised"] is None
    sentence = "ปรับแผนแล้ว 1 ครั้ง (เส้นประ = แผนแรก) แผนแรกควรได้ 15 กลุ่ม และเบิกจ่าย 700,000.25 บาท"
    assert told["revised"].replace("\xa0", " ") == sentence
    assert len(told["figures"]) == len(plain["figures"]) + 1
    assert "700,000.25" in text_of(typeset.pdf("pack", told, CLOCK))


def test_every_figure_of_the_table_is_defined(home: Path) -> None:
    told = pack.content(material(DAYS[2]))

    assert len(told["definitions"]) == len(told["figures"])  # those in brackets of the table: none is left to guess
    assert all(formula for _, formula in told["definitions"])


def test_each_chart_has_a_sentence_with_its_numbers_for_those_who_do_not_see_it(home: Path) -> None:
    told = {chart["title"]: chart["alt"] for chart in pack.content(material(DAYS[2], "en"))["charts"]}

    assert len(told) == 5
    assert not [title for title, alt in told.items() if title == alt or not any(letter.isdigit() for letter in alt)]
    assert any("255,424" in alt for alt in told.values())
