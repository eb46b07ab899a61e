"""The papers: one page, whole sentences, dashes with their reason, a LINE text that fits, the command line."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.analysis.attention.attention import needs
from core.analysis.attention.need import Need
from core.figures.value import Unknown
from core.text import Text
from core.text.thai import digits
from db import engine as databases
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import staff
from tests.support.papers import DAYS, EARNED, GROUPS, MONEY, material, text_of
from tests.support.said import LANGS
from ui.reports import chat, cli, forms
from ui.reports.lines import lines
from ui.reports.print import brief
from ui.reports.print.brief import changed
from ui.reports.writing import Digits, Writing
from ui.text.words import t
from words.rendering import render

ROOT = Path(__file__).resolve().parents[3]
EMPTY = "phetchaburi-2564"
EVERY_DAY = (*DAYS, date(2020, 10, 1), date(2021, 2, 28), date(2021, 4, 30), date(2021, 9, 30), None)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_a_line_shows_the_very_figure_or_a_dash_with_its_reason(day: date | None, lang: str, home: Path) -> None:
    shown = material(day, lang)

    found = [*lines(shown.figures, shown.writing, "papers"), *lines(shown.figures, shown.writing, "indices")]
    assert {*GROUPS, *MONEY, *EARNED} <= {line.figure.name for line in found} | {"at_risk_satang"}
    for line in found:
        value, name = shown.figures[line.figure.name], line.figure.name
        assert line.label and name not in line.label
        if isinstance(value, Unknown):
            assert (line.value, line.number) == ("–", None) and line.why, name
        else:
            assert line.number == (value if not name.endswith("_satang") else line.number)
            assert not name.endswith("_satang") or line.number * 100 == value  # type: ignore[operator]
            assert line.value.replace(",", "").replace("−", "-") == str(line.number)


def test_nothing_loaded_gives_dashes_and_no_zero(home: Path) -> None:
    shown = material(None, "en", code=EMPTY)

    found = lines(shown.figures, shown.writing, "papers")
    known = [line.figure.name for line in found if line.number is not None]
    assert known == ["target_groups", "budget_satang", "net_budget_satang"]


@pytest.mark.parametrize("style", ["thai", "arabic"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_the_brief_is_one_page_and_one_picture(day: date | None, lang: str, style: Digits, home: Path) -> None:
    shown = material(day, lang, style)

    read = PdfReader(io.BytesIO(brief.pdf(shown)))
    assert len(read.pages) == 1
    width, height = (float(side) for side in read.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts(read)} == {"Sarabun"}
    made = brief.png(shown)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert 1080 <= int.from_bytes(made[16:20], "big") <= 1120


def fonts(read: PdfReader) -> list[dict[str, str]]:
    return [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_thai_digits_leave_no_arabic_one(home: Path) -> None:
    shown = brief.content(material(DAYS[1], "th", "thai"), "page")

    kept = {name: value for name, value in shown.items() if name not in ("lang", "form")}
    for kpi in kept["kpis"]:
        del kpi["share"], kpi["plan_share"]
    text = json.dumps(kept, ensure_ascii=False)
    assert "๓๐" in text
    assert not any(char in "0123456789" for char in text)


def test_an_empty_project_has_a_brief_too(home: Path) -> None:
    text = text_of(brief.pdf(material(None, "en", code=EMPTY)))

    assert t("band.empty", "en") in text and "No data yet" in text
    assert t("paper.sample", "en") not in text


def test_the_brief_says_that_samples_are_samples_and_never_speaks_of_indices(home: Path) -> None:
    for day in DAYS:
        text = text_of(brief.pdf(material(day, "en")))
        assert t("paper.sample", "en") in text
        assert not {"SPI", "CPI", "EAC"} & set(text.split())


def test_the_brief_names_what_is_new_since_the_data_before(home: Path) -> None:
    shown = brief.content(material(date(2021, 7, 31), "en"), "page")

    assert shown["changed_title"] == "Changes since the data of 30 June 2021"
    assert any("Instalment 2 delivered" in line for part in shown["changed"] for line in part["lines"])
    first = brief.content(material(date(2021, 2, 28), "en"), "page")
    assert first["changed_none"] == t("paper.first", "en") and first["changed"] == []


@pytest.mark.parametrize("style", ["thai", "arabic"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_a_line_text_fits_in_a_message(day: date | None, lang: str, style: Digits, home: Path) -> None:
    shown = material(day, lang, style)

    text = chat.text(shown.view, shown.figures, shown.writing)
    assert len(text) <= chat.LONGEST
    assert text.startswith(t("paper.sample", lang))
    assert "\u00a0" not in text and text == text.strip()
    assert text.splitlines()[-1] != t("paper.follow", lang)
    assert render(shown.figures.verdict.message, lang) in (text if style == "arabic" else digits(text))


@pytest.mark.parametrize("style", ["thai", "arabic"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", EVERY_DAY)
def test_what_is_left_out_of_a_line_text_is_counted_below_a_line_that_is_there(
    day: date | None, lang: str, style: Digits, home: Path
) -> None:
    shown = material(day, lang, style)

    told = chat.text(shown.view, shown.figures, shown.writing).splitlines()

    lines = [line for line in told if line.startswith("- ")]
    expected = needs(shown.view, shown.figures)
    assert bool(lines) == bool(expected)
    assert (t("paper.follow", lang) in told) == bool(expected)
    left = len(expected) - len(lines)
    assert told[-1] == (shown.writing.say("paper.more_to_follow", n=left) if left else (lines or told)[-1])
    dropped = t("figure.developed_groups.label", lang) not in "".join(told)
    assert not dropped or len("\n".join(told)) > chat.LONGEST - len(shown.writing.say("paper.follow")) - 60
    digits_shown = set("".join(told)) & (set("0123456789") if style == "thai" else set("๐๑๒๓๔๕๖๗๘๙"))
    assert not digits_shown


def test_a_line_text_says_what_has_room_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = material(date(2021, 7, 31), "en")
    base = chat.text(shown.view, shown.figures, shown.writing).split(t("paper.follow", "en"))[0].rstrip("\n")

    def told(*sentences: str) -> list[str]:
        monkeypatch.setattr(chat, "needs", lambda _view, _figures: [Need("x", Text.plain(said)) for said in sentences])
        text = chat.text(shown.view, shown.figures, shown.writing)
        assert text.startswith(base) and len(text) <= chat.LONGEST
        return text[len(base) :].strip("\n").splitlines()

    long = "a" * (chat.LONGEST - len(base))
    assert told("one", "two") == ["To follow up", "- one", "- two"]
    assert told(f"one ({long})", "two") == ["To follow up", "- one", "And 1 more to follow up"]
    assert told(long, "two", "t") == ["To follow up", "- t", "And 2 more to follow up"]
    assert told(long, long) == ["2 to follow up, listed in the program"]
    assert told() == []


@pytest.mark.parametrize("lang", LANGS)
def test_forms_hold_facts_of_the_quarter_asked_for(lang: str, home: Path) -> None:
    shown = material(date(2021, 7, 31), lang)
    writing = Writing(lang, "arabic")

    assert forms.quarters(shown.view) == [1, 2, 3, 4]
    by_quarter = {q: forms.forms(shown.view, shown.figures, writing, q)[1] for q in (2, 3, 4)}
    paid = {q: dict(form.fields)[t("paper.field.disbursed", lang)] for q, form in by_quarter.items()}
    assert paid[2] != paid[4] != "–"
    usual = dict(forms.forms(shown.view, shown.figures, writing)[1].fields)
    assert usual == dict(by_quarter[3].fields)  # the last that has ended, though July has begun the fourth
    running = dict(by_quarter[4].fields)
    assert running[t("paper.field.disbursed_total", lang)] == writing.baht(
        shown.figures.whole("disbursed_satang", None)
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_report_on_a_quarter_that_has_ended_tells_nothing_later(lang: str, home: Path) -> None:
    july, june = material(date(2021, 7, 31), lang), material(date(2021, 6, 30), lang)
    assert forms.last_day(july.view, 3) == date(2021, 6, 30) and forms.last_day(july.view, 4) is None

    told = forms.forms(july.view, july.figures, july.writing, 3, then=(june.view, june.figures))

    same = forms.forms(june.view, june.figures, june.writing, 3)
    assert [form.fields for form in told[:2]] == [form.fields for form in same[:2]]  # as it was told in June
    assert told[2].fields == forms.forms(july.view, july.figures, july.writing)[2].fields  # the ledger is today's


def test_a_form_pastes_into_two_columns(home: Path) -> None:
    shown = material(date(2021, 6, 30))

    for form in forms.forms(shown.view, shown.figures, shown.writing):
        assert all(len(row.split("\t")) == 2 for row in form.text.splitlines())
        assert len(form.text.splitlines()) == len(form.fields)


def test_a_form_of_an_empty_project_has_dashes(home: Path) -> None:
    shown = material(None, "en", code=EMPTY)

    quarter = dict(forms.forms(shown.view, shown.figures, shown.writing)[1].fields)
    assert quarter[t("paper.field.disbursed", "en")] == "–"


def test_a_paper_made_again_says_how_far_the_present_figures_are(home: Path) -> None:
    engine, day = databases.engine(), date(2021, 7, 31)
    seen = material(day).order.clock.replace(year=2090)
    upload = next(u for u in store.history(engine, SAMPLE_PROJECT, "spending") if u.as_of == day)
    before = upload.received_at + timedelta(milliseconds=1)
    assert brief.content(material(day, "en", seen=before, looking_back=True), "page")["differs"] is None

    later = upload.received_at + timedelta(hours=1)
    store.withdraw(engine, upload.id, actor=staff("staff"), reason="test", now=later)
    try:
        then = material(day, "en", seen=before, looking_back=True)
        now = material(day, "en")
        assert then.figures.whole("disbursed_satang", None) != now.figures.whole("disbursed_satang", None)
        gap = now.figures.whole("disbursed_satang", None) - then.figures.whole("disbursed_satang", None)  # type: ignore[operator]
        said = brief.content(then, "page")["differs"]
        assert said is not None and then.writing.baht(abs(gap)) in said and "−" in said
        assert brief.content(material(day, "en", seen=seen), "page")["differs"] is None
    finally:
        store.reinstate(engine, upload.id, actor=staff("staff"), reason="test", now=later)


def run(home: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    place = {"OTOP_DATA": str(home), "DATABASE_URL": f"sqlite:///{(home / 'otop.db').as_posix()}"}
    command = [sys.executable, "-m", "ui.reports", *args]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **place, **environment}, capture_output=True, check=False, timeout=120
    )


def test_the_command_writes_a_file_or_the_text_alone(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "brief.pdf"
    made = run(home, "brief", str(target), "--project", SAMPLE_PROJECT, "--as-of", "2021-06-30", "--digits", "arabic")
    assert (made.returncode, made.stdout, made.stderr) == (0, b"", b"")
    assert target.read_bytes()[:5] == b"%PDF-"
    assert [path.name for path in tmp_path.iterdir()] == ["brief.pdf"]

    told = run(home, "line", "-", "--project", SAMPLE_PROJECT, "--as-of", "2021-06-30", PYTHONIOENCODING="utf-8")
    shown = material(date(2021, 6, 30))
    assert told.stdout.decode().strip() == chat.text(shown.view, shown.figures, shown.writing)


@pytest.mark.parametrize("encoding", ["cp874", "cp1252", "ascii"])
def test_a_console_of_another_encoding_does_not_stop_it(encoding: str, home: Path) -> None:
    told = run(home, "line", "-", "--project", SAMPLE_PROJECT, PYTHONIOENCODING=encoding, PYTHONUTF8="0")

    assert (told.returncode, told.stderr) == (0, b"")
    assert b"255,424.25" in told.stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("brief", "-"), 64),
        (("nothing", "x"), 64),
        (("line",), 64),
        (("line", "-", "--as-of", "2564-06-30"), 64),
        (("line", "-", "--seen", "then"), 64),
        (("line", "-", "--project", "nowhere"), 64),
        (("line", "no/such/folder/x.txt", "--project", SAMPLE_PROJECT), 1),
    ],
)
def test_exits_are_those_of_the_operators_door(
    args: tuple[str, ...], code: int, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        ended = cli.main(args)
    except SystemExit as stop:
        ended = int(stop.code or 0)

    assert ended == code
    assert capsys.readouterr().err


def test_a_missing_database_exits_69_in_words(tmp_path: Path) -> None:
    made = run(tmp_path, "line", "-")

    assert made.returncode == 69 and made.stderr and b"Traceback" not in made.stderr


def test_changes_name_the_day_of_the_data_compared_with(home: Path) -> None:
    shown = material(date(2021, 7, 31))
    assert shown.before is not None
    as_asked = replace(shown, before=replace(shown.before, day=shown.view.day))  # as a month loaded after another is

    for asked in (shown, as_asked):
        assert changed(asked)["changed_title"] == t("paper.changed", a="30 มิถุนายน 2564")
