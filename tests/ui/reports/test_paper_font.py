"""A word that stands in a paper is found in it, by the reader of PDF that half of all programs use (Poppler)."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont

from core.model.lessons import LessonText
from db import engine as databases
from db.notebook import lessons
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.papers import DAYS, material, read
from tools import fonts as makers
from ui import fonts
from ui.reports.print import brief, pack, typeset
from words import catalogue

WORDS = """
งบประมาณทั้งสิ้น ครั้งที่ หนึ่ง กึ่ง ผู้รับเงิน น้ำตาล ที่มา กลุ่ม ก่อหนี้ผูกพัน เบิกจ่ายแล้ว ผลิตภัณฑ์ เป้าหมาย สิ้นปี ปั่น ฝั่ง ฟื้น ฎีกา ญาติ น้ำผึ้ง
เพื่อ ขึ้น ภาษี พื้นที่ ปิ้ง ป๊ะ กันเงินไว้เบิกเหลื่อมปี สำนักงาน ลงชื่อ
""".split()  # noqa: SIM905  a list of words is read as words
CONSONANTS = "กขฃคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
VOWELS, TONES = ("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู"), ("", "่", "้", "๊", "๋")
SYLLABLES = [c + v + t + "น" for c in CONSONANTS for v in VOWELS for t in TONES]
NIKHAHIT = "\u0e4d"


def set_in_type(words: list[str], weight: str, tmp_path: Path, font: typst.Fonts) -> str:
    """Each word in a line of its own between two bars, typeset and read again."""
    lines = "\n\n".join(f"|{word}|" for word in words)
    source = tmp_path / "words.typ"
    source.write_text(
        f'#set page(width: 500pt, height: auto)\n#set text(font: "Sarabun", lang: "th", weight: "{weight}")\n{lines}',
        encoding="utf-8",
    )
    made = typst.Compiler(source, root=tmp_path, font_paths=font).compile(format="pdf")
    assert isinstance(made, bytes)
    return read(made)


def words_of_the_screens() -> list[str]:
    """Every run of Thai letters in the catalogue."""
    texts = " ".join(pair["th"] for pair in catalogue().values())
    return sorted({word for word in re.findall("[\u0e01-\u0e4e]{2,}", texts) if NIKHAHIT not in word})


@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_every_word_and_every_syllable_is_found(weight: str, tmp_path: Path) -> None:
    words = [*WORDS, *words_of_the_screens(), *SYLLABLES]

    found = set_in_type(words, weight, tmp_path, typeset.fonts())

    assert len(words) > 2000
    assert [word for word in words if f"|{word}|" not in found] == []


def test_as_the_font_comes_some_words_are_not_found(tmp_path: Path) -> None:
    plain = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.SCREEN])

    found = set_in_type(WORDS, "regular", tmp_path, plain)

    assert "|งบประมาณทั้งสิ้น|" not in found  # else this font needs no mending any more
    assert "|ที่มา|" in found


def test_words_are_found_in_the_papers_themselves(home: Path) -> None:
    text = LessonText(tried=" ".join(WORDS), outcome="ได้ผล", advice="ทำซ้ำ")
    lessons.write(databases.engine(), SAMPLE_PROJECT, text, as_of=DAYS[1], actor=staff(), now=NOW)
    shown = material(DAYS[2], "th", "thai")

    whole, short = read(pack.pdf(shown)), read(brief.pdf(shown))

    assert [word for word in WORDS if word not in whole.replace("\n", "")] == []
    assert all(word in short for word in ("เบิกจ่ายแล้ว", "ก่อหนี้แล้ว", "ยังไม่ก่อหนี้", "ลงทะเบียน", "ต่ำกว่าแผนทั้งสองด้าน"))


@pytest.mark.parametrize("name", fonts.FACES)
def test_what_is_drawn_moves_by_a_hair(name: str) -> None:
    """No outline changes, no letter gets another width, and no tone moves by more than 0.06 em."""
    with TTFont(fonts.SCREEN / name) as source, TTFont(fonts.PAPER / name) as made:
        glyphs = source.getGlyphOrder()
        assert made.getGlyphOrder() == glyphs
        assert all(source["glyf"][glyph] == made["glyf"][glyph] for glyph in glyphs)
        changed = {g for g in glyphs if source["hmtx"][g] != made["hmtx"][g]}
        assert changed == set(makers.TONES)
        for part in makers.placing(made):
            if type(part).__name__ == "MarkBasePos":
                for place in range(part.ClassCount):
                    heights = sorted(
                        {r.BaseAnchor[place].YCoordinate for r in part.BaseArray.BaseRecord if r.BaseAnchor[place]}
                    )
                    assert all(after - before > 0 for before, after in pairwise(heights))
