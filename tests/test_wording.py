"""What is said to users, wherever it stands: no blame, both languages whole, neither left in the other.

Looked at are the catalogue of the screens, the sentences of core, the texts of projects, and every text in the source.
"""

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import pytest

import core
from core.model.choices import Choice
from core.model.kinds import FileKind
from core.text import Text
from tests.support.trees import nodes_of
from words import catalogue

ROOT = Path(__file__).resolve().parent.parent
FACTS = ("date.", "list.", "language.tag", "language.digits")  # of a language: no sentences
THAI = re.compile("[\u0e00-\u0e7f]")
LATIN = re.compile("[A-Za-z]{2,}|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
ADDRESS = re.compile(r"[a-z]+(\.[a-z]+){2,}")  # data.go.th

# Never beside a group, a person or a payee. An offence by name, a verdict on somebody, a league, a traffic light.
NEVER = (
    "ล่าช้า", "ล้มเหลว", "ผิดปกติ", "ทุจริต", "แบ่งซื้อแบ่งจ้าง", "แบ่งซื้อ", "อันดับ", "แย่ที่สุด", "แดง", "เหลือง", "เขียว",
)  # fmt: skip
NEVER_ENGLISH = re.compile(
    r"\b(fail(s|ed|ure|ures|ing)?|abnormal\w*|irregular\w*|fraud\w*|corrupt\w*|suspicious\w*|split(ting)? purchases?|"
    r"rank(s|ed|ing|ings)?|worst|laggards?|delay(s|ed)?|red|yellow|green)\b",
    re.IGNORECASE,
)

# What is typed as it is: commands, their options, variables, addresses, ends of names, instants.
TYPED = re.compile(
    r"python -m [a-z.]+(?: [a-z-]+)*(?: NAME)?|chmod 600|--[a-z.-]+(?: [A-Z]+)?|[A-Z]+(?:_[A-Z]+)+|"
    r"GRANT CREATE, USAGE ON SCHEMA|[a-z]+:/+|\.[a-z]+\b|projects/|\d{4}-\S+Z"
)
# What an office writes in Latin letters inside a Thai sentence.
LATIN_IN_THAI = {
    "OTOP": "the programme's own name, written so by the department",
    "TOR": "what offices call the terms of reference",
    "Excel": "a program", "Windows": "an encoding's name (Windows-874)", "Unicode": "Excel's own name of a format",
    "Text": "Excel's own name of a format (Unicode Text)", "CSV": "a format", "XLSX": "a format", "XML": "a format",
    "UTF": "an encoding (UTF-8)", "MB": "a unit", "GB": "a unit",
    "Quadrant": "the department's own name of its four classes",
    "A": "a class", "B": "a class", "C": "a class", "D": "a class",
    "GAP": "a standard", "GMP": "a standard", "HACCP": "a standard", "Q": "a standard's mark",
    "SMEs": "as the registration form writes the producer type",
    "Earned": "Earned Value, beside its Thai", "Value": "Earned Value, beside its Thai",
    "BAC": "as in the standard", "PV": "as in the standard", "EV": "as in the standard", "AC": "as in the standard",
    "SPI": "as in the standard", "CPI": "as in the standard", "EAC": "as in the standard", "SV": "as in the standard",
    "CV": "as in the standard", "ETC": "as in the standard", "VAC": "as in the standard", "TCPI": "as in the standard",
    "GFMIS": "the state's accounting system", "GP": "the state's procurement system (e-GP)", "e": "e-GP, e-bidding",
    "U": "begins an id of LINE", "R": "begins an id of LINE",
    "LINE": "a program", "PostgreSQL": "a program", "SQLite": "a program", "UTC": "a zone", "JSON": "a format",
    "eMENSCR": "the state's monitoring system", "PDF": "a format", "PNG": "a format",
    "Power": "Power BI, a program", "BI": "Power BI, a program", "LibreOffice": "a program", "Calc": "a program",
    "pandas": "a program", "OpenAPI": "a format", "Basic": "how a program signs in", "Bearer": "how a program signs in",
    "Authorization": "the header as it is typed", "json": "as it is typed", "csv": "as it is typed",
    "th": "a language as it is typed", "en": "a language as it is typed", "figures": "an address as it is typed",
    "api": "an address as it is typed", "v": "an address as it is typed (v1)", "header": "a file as it is named",
    "projects": "an address as it is typed",
    "PPTX": "a format", "SVG": "a format", "English": "the switch names each language in itself",
}  # fmt: skip
# Where an English sentence names a word of the user's file, or another script's letters.
THAI_IN_ENGLISH = {
    "ไทย": "the switch names each language in itself",
    "ต.ค. 63": "an example of a cell", "มผช.=ยื่นคำขอ; อย.=ได้รับการรับรอง": "an example of a cell",
    "ำ": "the letter that was folded", "เเ": "the letters that were folded",
    "เบิกเกินส่งคืน": "the entry as the file writes it", "เบิกจ่าย": "the entry as the file writes it",
    "บุคคลธรรมดา": "what exports and papers print",
}  # fmt: skip


def modules() -> Iterator[ModuleType]:
    """Every module of core."""
    for found in pkgutil.walk_packages(core.__path__, "core."):
        yield importlib.import_module(found.name)


def core_pairs() -> Iterator[tuple[str, str, str]]:
    """(where, Thai, English) of each sentence and name that core holds."""
    for module in modules():
        for name, value in vars(module).items():
            entries = value.items() if isinstance(value, Mapping) else [("", value)]
            for key, entry in entries:
                if isinstance(entry, Text) and entry.of.keys() >= {"th", "en"}:
                    yield (f"{module.__name__}.{name}.{key}", entry.get("th"), entry.get("en"))
                elif isinstance(entry, FileKind):
                    texts = {"name": entry.name, "unit": entry.unit, "numbered": entry.numbered}
                    said = ((f"kind.{entry.id}.{what}", text) for what, text in texts.items() if text is not None)
                    yield from ((where, text.get("th"), text.get("en")) for where, text in said)
                elif isinstance(entry, tuple) and entry and all(isinstance(part, Choice) for part in entry):
                    yield from ((f"{module.__name__}.{name}.{c.id}", c.name.get("th"), c.name.get("en")) for c in entry)
                elif (
                    isinstance(entry, tuple)
                    and len(entry) == 2
                    and all(isinstance(part, str) for part in entry)
                    and (THAI.search(entry[0]) or (isinstance(value, Mapping) and name.isupper() and " " in entry[1]))
                ):
                    yield (f"{module.__name__}.{name}.{key}", *entry)


def project_pairs() -> Iterator[tuple[str, str, str]]:
    """(where, Thai, English) of each text of a project."""

    def walk(where: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        for key, value in table.items():
            if key.endswith("_th"):
                yield f"{where}.{key}", value, table[f"{key[:-3]}_en"]
            for i, item in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(item, Mapping):
                    yield from walk(f"{where}.{key}[{i}]", item)

    for path in sorted((ROOT / "projects").glob("*.toml")):
        yield from walk(path.stem, tomllib.loads(path.read_text(encoding="utf-8-sig")))


def screen_pairs() -> Iterator[tuple[str, str, str]]:
    """(where, Thai, English) of the catalogue of the screens."""
    sentences = {key: pair for key, pair in catalogue().items() if not key.startswith(FACTS)}
    return ((key, pair["th"], pair["en"]) for key, pair in sentences.items())


PAIRS = list(dict.fromkeys((*screen_pairs(), *core_pairs(), *project_pairs())))


def without_names(text: str) -> str:
    """A template without its placeholders."""
    return "".join(literal for literal, _, _, _ in Formatter().parse(text))


def test_all_that_is_said_is_looked_at() -> None:
    seen = {where for where, _, _ in PAIRS}

    for where in (
        "app.title", "verdict.on_course", "need.support", "issue.empty_file", "error.busy", "console.wrote",
        "change.moved", "core.model.choices.STAGES.selected",
        "kind.groups.name", "figure.spi.formula", "unknown.no_plan", "phetchaburi-2564.goal_source_th",
    ):  # fmt: skip
        assert where in seen, where
    assert len(PAIRS) > 900


@pytest.mark.parametrize("word", NEVER)
def test_nothing_said_blames_in_thai(word: str) -> None:
    assert not [where for where, th, en in PAIRS if word in th or word in en]


def test_nothing_said_blames_in_english() -> None:
    assert not [(where, en) for where, _, en in PAIRS if NEVER_ENGLISH.search(en)]


@pytest.mark.parametrize("room", ["core", "db", "ui", "pages"])
def test_no_text_in_the_source_blames(room: str) -> None:
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in nodes_of(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [(path.name, node.lineno, word) for word in NEVER if word in node.value]
    assert not found


def test_each_sentence_stands_in_both_languages_with_the_same_placeholders() -> None:
    def names(text: str) -> set[str]:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        return {re.sub("_(th|en)$", "", name) for name in found} - {"th", "en"}

    assert not [where for where, th, en in PAIRS if not th.strip() or not en.strip()]
    assert not [where for where, th, en in PAIRS if names(th) != names(en)]


def test_no_thai_is_left_in_english() -> None:
    left = []
    for where, _, en in PAIRS:
        text = without_names(en)
        for allowed in sorted(THAI_IN_ENGLISH, key=len, reverse=True):
            text = text.replace(allowed, "")
        if THAI.search(text):
            left.append((where, en))
    assert not left


def test_no_english_is_left_in_thai() -> None:
    left = {
        (where, word)
        for where, th, _ in PAIRS
        for word in LATIN.findall(TYPED.sub("", ADDRESS.sub("", without_names(th))))
    }

    assert not {(where, word) for where, word in left if word not in LATIN_IN_THAI}


def test_each_key_that_a_screen_asks_for_is_there() -> None:
    asked = set()
    for room in ("ui", "pages"):
        for path in (ROOT / room).rglob("*.py"):
            for node in nodes_of(path):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in ("t", "say"):
                        asked.add((path.name, node.args[0].value))

    assert len(asked) > 200
    assert not {(file, key) for file, key in asked if key not in catalogue()}


READ_WHOLE = ("framework.", "month.", *FACTS)  # sent to the browser, or read by the rules of a language
PUT_TOGETHER = re.compile(r"[a-z]{2,}[._]|[._][a-z]{2,}")


def readers() -> tuple[set[str], list[re.Pattern[str]]]:
    """What the program writes out (texts, names of fields and functions), and the patterns of what it puts together."""
    written: set[str] = set()
    made: set[tuple[str, ...]] = set()
    for room in ("core", "db", "ui", "pages", "words"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    written |= {node.value, node.value.replace(".", "_")}
                elif isinstance(node, ast.FunctionDef):
                    written.add(node.name)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    written.add(node.target.id)
                elif isinstance(node, ast.JoinedStr):
                    made.add(tuple(str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values))
    wholes = {tuple(part.replace(".", "_") for part in parts) for parts in made} | made
    return written, [
        re.compile("".join(re.escape(part) if part else "(.+)" for part in parts))
        for parts in wholes
        if PUT_TOGETHER.search(" ".join(parts))
    ]


def test_each_sentence_has_a_reader() -> None:
    written, patterns = readers()

    def is_made(key: str) -> bool:
        found = (match for pattern in patterns if (match := pattern.fullmatch(key)))
        return any(
            all(part in written or any(pattern.fullmatch(part) for pattern in patterns) for part in match.groups())
            for match in found
        )

    assert not [
        key for key in catalogue() if not key.startswith(READ_WHOLE) and key not in written and not is_made(key)
    ]
    assert not is_made("paper.col.nobody_reads_this")
    assert is_made("figure.spi.label")


# Calls that take the name of a sentence: the function, and the section that the name is of.
NAMED = {
    "Message": "", "need": "need.", "_verdict": "verdict.", "warn": "console.",
    **dict.fromkeys(
        (
            "DbError", "Refused", "WrongState", "PasswordRefused", "NameRefused", "BackupRefused", "UnknownNote",
            "__init__",
        ),
        "error.",
    ),
}  # fmt: skip
PREFIX_ENDS = (".", "_")


def named(room: str) -> Iterator[tuple[str, str, str]]:
    """(file, section, key or its beginning up to a value) of each sentence that a room names."""
    for path in (ROOT / room).rglob("*.py"):
        for node in nodes_of(path):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
            sections = NAMED | ({"say": "console."} if room == "db" else {})
            if name in sections and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield path.name, sections[name], first.value


@pytest.mark.parametrize("room", ["core", "db", "ui"])
def test_each_sentence_that_is_given_by_its_key_is_there(room: str) -> None:
    keys = set(catalogue())
    given = set(named(room))

    def is_there(key: str) -> bool:
        return key in keys or (key.endswith(PREFIX_ENDS) and any(known.startswith(key) for known in keys))

    assert len(given) > (5 if room == "ui" else 40)
    assert not {(file, section + key) for file, section, key in given if not is_there(section + key)}
