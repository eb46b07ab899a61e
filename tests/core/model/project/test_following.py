"""The file of next year's project and of another province's: what moves, what is left empty, what must not remain."""

import re
from dataclasses import asdict
from datetime import date

import pytest

from core.model.places import amphoe_of, find_province, provinces
from core.model.project import ProjectError, accept_project
from core.model.project.drafting.following import Wanted, code_of, following
from core.model.project.drafting.layout import layout
from core.model.project.drafting.renaming import slug
from core.model.project.drafting.statements import statements
from tests.support.intakes import ROOT
from words.rendering import render

FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "projects").glob("*.toml"))}
OFFICE = FILES["phetchaburi-2564"]
OLD = accept_project(OFFICE, "phetchaburi-2564.toml")
HOME = find_province("เพชรบุรี")
NAN = find_province("Nan")
OLD_WORDS = re.compile(
    "|".join(["เพชรบุรี", "Phetchaburi", *(name for place in amphoe_of("76") for name in place.name.of.values())])
    + r"|885,?000|๘๘๕|(?<![\d-])30(?![\d-])|๓๐|2564|2021|2560|2561|2562|2563"
)


def made(wanted: Wanted, text: str = OFFICE):
    """The new file's text and project."""
    found = following(text, accept_project(text, "old.toml"), wanted, render)
    return found, accept_project(found, f"{code_of(wanted)}.toml")


def texts(value) -> list[str]:
    """Every text of a project."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in texts(part)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("code", FILES)
def test_a_text_is_taken_apart_and_put_together_to_the_letter(code: str):
    found, tail = statements(FILES[code])

    assert "".join("".join((*one.above, one.text)) for one in found) + "".join(tail) == FILES[code]


def test_statements_know_their_table_and_key_whatever_stands_in_a_value():
    text = '# top\na = "x # [y]"\nb = [\n  "]",  # no end\n  "[[z]]",\n]\nc = """\n[t]\n"""\n\n'
    text += '[[rows]]\n"k" = \'"#\'\nd.e = 1'

    found, tail = statements(text)

    assert [(one.table, one.key, one.root) for one in found] == [
        ("", "a", "a"), ("", "b", "b"), ("", "c", "c"),
        ("rows", "", "rows"), ("rows", "k", "rows"), ("rows", "d.e", "rows"),
    ]  # fmt: skip
    assert (found[0].above, tail) == (("# top\n",), ())


def test_next_year_of_the_same_office_moves_dates_and_code_and_keeps_what_is_the_office_s():
    _, new = made(Wanted(2565, HOME))

    assert (new.code, new.fiscal_year_be) == ("phetchaburi-2565", 2565)
    assert (new.start, new.end) == (date(2021, 10, 1), date(2022, 9, 30))
    assert (new.name.get("th"), new.name.get("en")) == (
        "ติดตามงาน OTOP เพชรบุรี ปี 2565",
        "Phetchaburi OTOP progress, FY2565",
    )
    for name in ("office", "province", "full_name", "tiles", "stages", "objectives", "target_groups", "budget_satang"):
        assert getattr(new, name) == getattr(OLD, name), name
    assert [line.name for line in new.expense_lines] == [line.name for line in OLD.expense_lines]


def test_what_is_of_one_year_alone_is_left_empty_with_the_source_to_look_for():
    text, new = made(Wanted(2565, HOME))

    assert (new.curves, new.windows, new.baselines, new.baseline_source) == ((), (), (), None)
    assert (new.penalty_base, new.last_safe_procurement, new.last_safe_direct) == (None, None, None)
    assert {line.planned_satang for line in new.expense_lines} == {None}
    for source in ("มติคณะรัฐมนตรี", "ค่าปรับ", "ประกาศรับลงทะเบียนผู้ผลิต", "การปฏิบัติงานสิ้นปีงบประมาณ พ.ศ. 2565"):
        assert re.search(f"^# .*{source}", text, re.M), source
    assert len(re.findall(r"^# Of fiscal year 2564.*confirm for 2565", text, re.M)) == 2


def test_comments_of_what_stays_are_kept_and_of_what_goes_are_not():
    text, _ = made(Wanted(2565, HOME))

    assert "# Where each amphoe stands in the tile map." in text
    assert "# orders below it can not be carried over; confirm with the finance section" in text
    assert "it can not be summed" not in text
    assert "so nothing is summed" not in text


@pytest.mark.parametrize(
    ("province", "code"),
    [(p, "phetchaburi-2564") for p in provinces() if p.code != "76"] + [(NAN, code) for code in FILES],
    ids=lambda value: getattr(value, "en", value),
)
def test_nothing_of_the_old_province_remains_in_any_other(province, code: str):
    text, new = made(Wanted(2569, province, 12, 50_000_000), FILES[code])

    said = texts({name: value for name, value in asdict(new).items() if name != "province_code"})
    assert not OLD_WORDS.findall("\n".join(said))
    assert not OLD_WORDS.findall(re.sub(r"\d{4}-\d\d-\d\d|พ\.ศ\. 2560", "", text).replace(f'"{province.code}"', ""))
    assert (new.target_groups, new.budget_satang) == (12, 50_000_000)
    assert [x.target for x in new.objectives if x.counts == "groups"] in ([], [12])
    assert (new.sample, new.committee, new.province_code) == (False, None, province.code)
    assert new.tiles == layout(province.code)


def test_texts_that_name_the_old_province_name_the_new_one():
    text = OFFICE.replace(
        'full_name_th = "โครงการ',
        'full_name_th = "โครงการยกระดับ 30 กลุ่มของจังหวัดเพชรบุรี ปี ๒๕๖๔ วงเงิน ๘๘๕,๐๐๐ บาท ',
    ).replace('text_th = "สรุปบทเรียน', 'text_th = "สรุปบทเรียนของอำเภอชะอำ ')
    text += '\n[[signers]]\ntitle_th = "พัฒนาการจังหวัดเพชรบุรี"\ntitle_en = "Provincial Chief, Phetchaburi"\n'

    _, new = made(Wanted(2565, NAN, 12, 50_000_000), text)

    assert new.full_name.get("th").startswith("โครงการยกระดับ 12 กลุ่มของจังหวัดน่าน ปี 2565 วงเงิน 500,000 บาท ")
    assert new.objectives[2].text.get("th").startswith("สรุปบทเรียนของอำเภอ… ")
    assert (new.signers[0].get("th"), new.signers[0].get("en")) == ("พัฒนาการจังหวัดน่าน", "Provincial Chief, Nan")


def test_a_short_name_is_not_taken_out_of_other_words():
    there = following(OFFICE, OLD, Wanted(2564, NAN, 12, 50_000_000), render)
    there = there.replace('text_th = "สรุปบทเรียน', 'text_th = "เผยแพร่นานนานของจังหวัดน่าน สรุปบทเรียน')

    back = following(there, accept_project(there, "nan.toml"), Wanted(2565, HOME, 30, 88_500_000), render)

    assert "เผยแพร่นานนานของจังหวัดเพชรบุรี สรุปบทเรียน" in back


def test_a_source_written_as_one_line_is_refused_and_not_half_changed():
    lines = "\n".join(f'  {{ name = "{name}", planned_baht = 10 }},' for name in ("ก", "ข"))
    start = OFFICE.index("# The split of the budget")
    end = OFFICE.index("# The activities of the project")
    text = OFFICE[:start] + OFFICE[end:]
    text = text.replace("stages = [", f"expense_lines = [\n{lines}\n]\nstages = [")

    with pytest.raises(ProjectError, match=r"expense_lines\[\*\]\.planned_baht"):
        made(Wanted(2565, HOME), text)


def test_a_day_that_the_other_year_lacks_is_the_last_of_its_month():
    text = OFFICE.replace("start = 2020-10-01", "start = 2020-02-29")

    assert made(Wanted(2565, HOME), text)[1].start == date(2021, 2, 28)


@pytest.mark.parametrize(("name", "code"), [("Nakhon Si Thammarat", "nakhon-si-thammarat"), ("Phang-nga", "phang-nga")])
def test_codes_are_made_of_the_english_name(name: str, code: str):
    assert slug(name) == code


@pytest.mark.parametrize("province", provinces(), ids=lambda p: p.name.get("en"))
def test_the_amphoe_of_every_province_lay_themselves_out_in_dictionary_order(province):
    tiles = layout(province.code)

    assert {tile.amphoe for tile in tiles} == {place.written for place in amphoe_of(province.code)}
    assert len({(tile.row, tile.col) for tile in tiles}) == len(tiles)
    assert max(tile.col for tile in tiles) == 2
    assert [(tile.row, tile.col) for tile in tiles] == sorted((tile.row, tile.col) for tile in tiles)


def test_dictionary_order_puts_a_leading_vowel_behind_its_consonant():
    assert [tile.amphoe for tile in layout("76")][:4] == ["แก่งกระจาน", "เขาย้อย", "ชะอำ", "ท่ายาง"]
