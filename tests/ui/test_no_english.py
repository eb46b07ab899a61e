"""No English is left in Thai: deeds of the log by their words, placeholders of lists, and chips that keep together."""

import ast
import re
from pathlib import Path

import pytest

from core.model.meetings.resolutions import EVENTS
from tests.support.pages import page
from tests.support.said import LANGS
from tests.support.trees import nodes_of
from ui.screens import past
from ui.text.words import t
from ui.widgets import filters

ROOT = Path(__file__).resolve().parents[2]
THAI = re.compile(r"[\u0e00-\u0e7f]")


def actions() -> set[str]:
    """Every deed that the program records, read from its sources; what is put together there is spelled out here."""
    ends = {"upload.": ("withdraw", "reinstate"), "lesson.": ("withdraw", "reinstate")}
    found = {"lesson.write", "note.meeting", "note.official_total", "note.explained_gap"}
    found |= {f"resolution.{event}" for event in EVENTS}
    found |= {f"{what}.{deed}" for what in ("mapping", "value") for deed in ("remember", "forget")}
    for room in ("db", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            for node in nodes_of(path):
                if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("record", "note")):
                    continue
                for word in node.keywords:
                    if word.arg == "action":
                        for part in ast.walk(word.value):
                            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                                known = ends.get(part.value)
                                found |= {part.value + end for end in known} if known else {part.value}
    return {action for action in found if not action.endswith(".") and not action.startswith(".")}


@pytest.mark.parametrize("action", sorted(actions()))
def test_every_deed_has_its_words(action: str) -> None:
    assert THAI.search(past.deed_words(action, "th")), action
    assert past.deed_words(action, "en") != action and not THAI.search(past.deed_words(action, "en"))


@pytest.mark.parametrize(
    ("action", "detail", "expected"),
    [
        ("user.role", "staff staff admin", "staff เจ้าหน้าที่ ผู้ดูแลระบบ"),  # a user's name is never translated
        ("export", "spending", "การใช้จ่าย"),
        ("export", "report brief", "เอกสาร สรุปหนึ่งหน้า"),
        ("note.meeting", "export", "export"),
    ],
)
def test_details_name_kinds_roles_and_papers(action: str, detail: str, expected: str) -> None:
    assert past.detail_words(action, detail, "th") == expected


@pytest.mark.parametrize("name", ["overview.py", "groups.py", "products.py", "budget.py", "history.py", "upload.py"])
def test_no_list_shows_the_frameworks_own_placeholder(name: str, home: Path) -> None:
    shown = page(name, "staff")
    for widget in (*shown.selectbox, *shown.multiselect):
        assert not widget.proto.placeholder.startswith("Choose") or widget.value is not None


@pytest.mark.parametrize("lang", LANGS)
def test_a_chip_keeps_each_value_together_and_runs_no_markup(lang: str) -> None:
    sentence = t("filter.on", lang, name=filters._SPLIT)
    made = filters.chips(sentence, ["ค่าใช้จ่ายในการสัมมนาและฝึกอบรม", "<b>x</b>"])
    assert "<span>ค่าใช้จ่ายในการสัมมนาและฝึกอบรม,</span> <span>&lt;b&gt;x&lt;/b&gt;</span>" in made
    text = re.sub(r"<[^>]+>", "", made)
    assert text == t("filter.on", lang, name="ค่าใช้จ่ายในการสัมมนาและฝึกอบรม, &lt;b&gt;x&lt;/b&gt;")
