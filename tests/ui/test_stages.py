"""A project with stages of its own on every screen and paper; former stages stay visible and say what they are."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.analysis.filters import DIMENSIONS
from core.model.snapshot import Snapshot
from core.model.stages import FORMER
from db import engine as databases
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support import other_stages
from tests.support.actors import staff, store_projects
from tests.support.asgi import ask
from tests.support.databases import NOW
from tests.support.intakes import csv_file, headers, read
from tests.support.libreoffice import recomputed
from tests.support.other_stages import CODES, THAI
from tests.support.pages import cookie, page, said
from tests.support.papers import GROUPS, differences, in_workbook, material, summary, text_of
from tests.support.said import LANGS, english
from ui.reports.print import brief, pack
from ui.reports.slides import deck
from ui.reports.workbook import book
from ui.routes import files
from ui.text.words import markdown_text, t
from ui.widgets import filters

DAY = date(2021, 7, 31)
GONE_TH, GONE_EN = "กำลังพัฒนา (ขั้นตอนเดิม)", "Developing (former stage)"
ENGLISH = "Label *drawn* [new] <b>1</b> ~$x$"


@pytest.fixture(scope="module")
def changed(home: Path) -> Snapshot:
    """The samples, whose project now names stages of its own; six groups were moved to them, others were not."""
    folder = home / "office"
    folder.mkdir()
    (folder / "p.toml").write_text(other_stages.text(SAMPLE_PROJECT), encoding="utf-8")
    assert len(store_projects(databases.engine(), now=NOW, folder=folder)) == 1
    today = store.view(databases.engine(), SAMPLE_PROJECT, DAY)
    heads = headers("groups", "code", "name", "amphoe", "stage", "registered_on")
    names = {row["code"]: (row["name"], row["amphoe"]) for row in today.of("groups").records()}
    rows = [[f"G{n:02}", *names[f"G{n:02}"], word, "20/07/2564" if n > 4 else ""] for n, word in enumerate(THAI, 1)]
    found = read(csv_file(heads, *rows), "groups", project=today.project, today=today, as_of=DAY, scope="update")
    assert found.ok, [english(issue) for issue in found.blocking]
    store.apply(
        databases.engine(),
        found,
        project=SAMPLE_PROJECT,
        as_of=DAY,
        actor=staff("staff"),
        now=NOW,
        accept_warnings=True,
    )
    return store.view(databases.engine(), SAMPLE_PROJECT, DAY)


def opened(name: str, lang: str = "th", **query: str) -> AppTest:
    return page(name, "staff", lang=lang, as_of=DAY.isoformat(), **query)


def test_the_rows_hold_present_and_former_stages(changed: Snapshot) -> None:
    assert changed.project.stages == CODES
    assert changed.of("groups")["stage"][:6] == list(CODES)
    assert [stage.written for stage in changed.stages.former if stage.id == "developing"] == [GONE_TH]


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_of_groups_says_each_stage_in_words(changed: Snapshot, lang: str) -> None:
    shown = opened("groups.py", lang)

    assert not shown.exception
    (table,) = [frame.value for frame in shown.dataframe if t("groups.stage", lang) in frame.value.columns]
    names = changed.stages.names()
    assert list(table[t("groups.stage", lang)]) == [names[stage].get(lang) for stage in changed.of("groups")["stage"]]
    ending = FORMER.get(lang).format(name="")
    assert any(str(name).endswith(ending) for name in table[t("groups.stage", lang)])


def test_a_meaning_is_given_of_the_programs_own_stages_alone(changed: Snapshot) -> None:
    shown = opened("groups.py")
    assert markdown_text(t("terms.stage.selected")) not in said(shown)  # folded away
    shown.session_state["stage-terms"] = True
    told = said(shown.run())

    assert markdown_text(t("terms.stage.selected")) in told and markdown_text(t("terms.stage.registered")) in told
    assert t("terms.stage.accepted") not in told  # the office calls it otherwise, and may mean something else by it
    assert "terms.stage" not in told


@pytest.mark.parametrize(("group", "name"), [("G03", THAI[2]), ("G06", THAI[5])])
def test_a_card_climbs_the_projects_ladder_in_plain_text(changed: Snapshot, group: str, name: str) -> None:
    shown = opened("groups.py", group=group)

    told = said(shown)
    assert not shown.exception
    assert f"**{markdown_text(name)}**" in told and all(markdown_text(word) in told for word in THAI)
    assert "<b>1</b>" not in told.replace(markdown_text("<b>1</b>"), "")


def test_a_card_of_a_former_stage_begins_below_the_ladder(changed: Snapshot) -> None:
    code = next(r["code"] for r in changed.of("groups").records() if r["stage"] not in CODES)
    name = changed.stages.name(next(r["stage"] for r in changed.of("groups").records() if r["code"] == code)).get("th")
    told = said(opened("groups.py", group=code))

    assert f"radio_button_checked: **{markdown_text(name)}**" in told
    assert told.count("check_circle") == 0 and told.count("radio_button_unchecked") == len(CODES)


@pytest.mark.parametrize("name", ["overview.py", "groups.py", "products.py", "budget.py", "upload.py", "history.py"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_page_draws(changed: Snapshot, name: str, lang: str) -> None:
    assert not opened(name, lang).exception


def test_a_filter_offers_the_ladder_and_what_rows_still_hold(changed: Snapshot) -> None:
    offered = list(DIMENSIONS["stage"].options(changed))

    assert [option.id for option in offered] == [*(stage.id for stage in changed.stages.former), *CODES]
    held = {stage.id for stage in changed.stages.former}
    assert held.isdisjoint(CODES) and held <= set(changed.of("groups")["stage"])


@pytest.mark.parametrize(
    ("token", "chosen", "unknown"),
    [
        (GONE_TH, ["developing"], []),
        ("developing", ["developing"], []),
        ("กำลังพัฒนา", ["developing"], []),  # as links of that time have it
        ("อบรมแล้ว", ["workshop"], []),  # the project takes the word over as an alias
        (THAI[2], ["label_drawn"], []),
        (ENGLISH, ["label_drawn"], []),
        ("long_gone", [], ["long_gone"]),
    ],
)
def test_links_with_older_words_are_understood_or_named(
    changed: Snapshot, token: str, chosen: list[str], unknown: list[str]
) -> None:
    assert filters.understand([token], list(DIMENSIONS["stage"].options(changed))) == (chosen, unknown)


@pytest.mark.parametrize("kind", ["export/groups.csv", "template/groups.xlsx"])
def test_files_carry_the_projects_words_and_load_back(changed: Snapshot, home: Path, kind: str) -> None:
    answer = ask(Starlette(routes=files.routes()), f"/files/{kind}?as_of={DAY}", cookie=cookie("staff"))

    assert answer.status == 200
    found = read((Path(kind).name, answer.content), "groups", project=changed.project, today=changed, as_of=DAY)
    assert found.diff is not None and found.diff.is_empty and found.ok
    if kind.endswith("csv"):
        words = {row["ขั้นตอน"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
        assert {*THAI} <= words


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_a_spreadsheet_program_computes_the_groups_of_the_summary(
    changed: Snapshot, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = book.xlsx(material(DAY, lang))
    found = in_workbook(recomputed({"b": content}, tmp_path)["b"], lang)
    told = summary(DAY, capsys)

    assert differences({name: found[name] for name in GROUPS}, told) == {}
    sheet = openpyxl.load_workbook(io.BytesIO(content))[t("paper.sheet.groups", lang)]
    stages = {
        cell.value for column in sheet.columns if column[0].value == t("paper.col.stage", lang) for cell in column
    }
    assert (THAI[2] if lang == "th" else ENGLISH) in stages and (GONE_TH if lang == "th" else GONE_EN) in stages


def test_papers_name_the_projects_stages(changed: Snapshot) -> None:
    shown = material(DAY, "en")
    told = " ".join(text_of(pack.pdf(shown)).split())

    assert ENGLISH in told and GONE_EN in told and "Prototype handed over" in told
    assert "Handed over " not in told.replace("Prototype handed over", "")
    assert brief.pdf(shown).startswith(b"%PDF-") and deck.pptx(shown).startswith(b"PK")
