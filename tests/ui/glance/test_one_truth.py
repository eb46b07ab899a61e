"""The quick page says what the overview says: sentence, figures, plans, lines to follow up, charts; on several days."""

import re
from pathlib import Path

import pytest

from tests.support.glance import glance, parts_of, text_of
from tests.support.pages import beneath, page, said_of_charts, values
from tests.support.said import LANGS
from ui.text.words import t

DAYS = ("2020-12-31", "2021-04-30", "2021-06-30", "2021-07-31")
_ESCAPED = re.compile(r"\\(.)")
_BAR = re.compile(r'class="bar" role="img" aria-label="([^"]+)"')


def plain(markdown: str) -> str:
    """What Markdown shows."""
    return " ".join(_ESCAPED.sub(r"\1", markdown.strip("*").replace("\u2060", "")).split())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", DAYS)
def test_words_and_numbers_are_those_of_the_overview(day: str, lang: str, home: Path) -> None:
    shown = page("overview.py", "director", as_of=day, lang=lang)
    html = glance(f"?as_of={day}&lang={lang}").text
    read = text_of(html)

    (verdict,) = [plain(one.value) for one in (*shown.success, *shown.warning, *shown.info)]
    assert parts_of(html, r'<a class="verdict.*?</a>') == [verdict]
    assert parts_of(html, r'<p class="value">.*?</p>') == [plain(one) for one in values(shown)[:2]]
    under = [plain(one) for one in beneath(shown)]
    assert all(one in under for one in parts_of(html, r'<a class="card".*?<p class="quiet">(.*?)</p>'))
    assert (
        re.findall(r'<svg class="bar" role="img" aria-label="([^"]+)"', html)
        == [found[1] for element in shown.get("html") if (found := _BAR.search(element.proto.body))][:2]
    )
    needs = [plain(one.proto.label) for one in shown.get("page_link")]
    needs = [one for one in needs if one != t("resolutions.all", lang)]  # a way, no need
    assert parts_of(html, r'<ul class="needs">(.*?)</ul>') == ([" ".join(needs)] if needs else [])
    assert needs or t("overview.attention_none", lang) in read
    charts = re.findall(r'<svg class="burn" role="img" aria-label="([^"]+)"', html)
    alts = said_of_charts(shown)[:2]
    titles = [t(f"overview.{name}_burn", lang) for name in ("groups", "money")]
    assert charts == [f"{title}: {alt}" for title, alt in zip(titles, alts, strict=True)]
    tiles = parts_of(html, r'<ul class="tiles">(.*?)</ul>')
    linked = [said.split(";")[0] for said in said_of_charts(shown)[2:3]]
    assert sorted(re.findall(r"\d+/\d+", " ".join(tiles))) == sorted(re.findall(r"\d+/\d+", " ".join(linked)))


def test_thai_digits_are_the_same_numbers(home: Path) -> None:
    thai = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
    arabic, shown = (
        re.sub(r'<svg class="burn".*?</svg>', "", glance(f"?as_of=2021-07-31{more}").text, flags=re.DOTALL)
        for more in ("", "&digits=thai")
    )

    assert not re.search(r"[0-9]", text_of(shown)), "none is left"
    switched = text_of(shown).translate(thai).replace(t("app.digits_arabic"), t("app.digits_thai"))
    assert sorted(switched.split()) == sorted(text_of(arabic).split())
    assert ">๒๕๕,๔๒๔</text>" in glance("?as_of=2021-07-31&digits=thai").text
    assert not re.search("[๐-๙]", glance("?as_of=2021-07-31&digits=thai&lang=en").text)


def test_months_and_labels_of_the_charts_stand_in_the_drawing(home: Path) -> None:
    html = glance("?as_of=2021-07-31").text

    first, second = re.findall(r"<svg class=\"burn\".*?</svg>", html, re.DOTALL)
    assert ">9</text>" in first and ">30</text>" in first and "ต.ค. 63" in first
    assert ">255,424</text>" in second and ">805,024</text>" in second
    assert first.count("<title>") == second.count("<desc>") == 1
