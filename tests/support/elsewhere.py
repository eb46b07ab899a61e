"""A project of another province, year, size and ladder, written by ``project new`` and filled with made rows.

And a scan for words, places and numbers of the sample province in whatever the program says of that project.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from core.model.kinds import KINDS, Kind
from core.model.places import amphoe_of, tambon_of
from core.text.thai import digits, write_month
from db import commands
from db.projects import versions
from db.snapshots import store
from tests.support.actors import staff
from tests.support.intakes import csv_file, headers, read
from tests.support.said import english

CODE, PROVINCE, YEAR, TARGET, BUDGET = "rayong-2565", "ระยอง", 2565, 12, 500_000
SOURCE = "phetchaburi-2564"
DAY = date(2022, 3, 31)
STAGES = (  # code, Thai, English
    ("chosen", "คัดไว้แล้ว", "Chosen"),
    ("making", "ลงมือทำแล้ว", "Making"),
    ("checked", "ตรวจคุณภาพแล้ว", "Quality checked"),
    ("listed", "ขึ้นบัญชีแล้ว", "Listed"),
)


def write_project(folder: Path) -> Path:
    """The project's file, by the command; then its ladder as an office would type it."""
    source = versions.FOLDER / f"{SOURCE}.toml"
    (folder / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    new = ["project", "new", "--from", SOURCE, "--year", str(YEAR), "--province", PROVINCE]
    assert commands.main([*new, "--target", str(TARGET), "--budget", str(BUDGET)]) == 0
    path = folder / f"{CODE}.toml"
    text = re.sub(r"(?m)^stages = .*\n", "", path.read_text(encoding="utf-8"))
    text = text.replace('goal_stage = "registered"', 'goal_stage = "listed"')
    text = text.replace('developed_stage = "accepted"', 'developed_stage = "checked"')
    for code, th, en in STAGES:
        text += f'\n[[stage]]\ncode = "{code}"\nth = "{th}"\nen = "{en}"\n'
    path.write_text(text, encoding="utf-8")
    return path


def files() -> dict[Kind, tuple[str, bytes]]:
    """Made rows of each kind; every place is of the province."""
    amphoe = [(place.written, tambon_of(place.code)[0].written) for place in amphoe_of("21")]
    groups, products = [], []
    for number in range(TARGET):
        where, tambon = amphoe[number % len(amphoe)]
        stage = STAGES[number % len(STAGES)][1]
        listed = f"{10 + number:02d}/02/2565" if stage == STAGES[-1][1] else ""
        groups.append([f"R{number + 1:02d}", f"กลุ่มทดลอง {number + 1}", tambon, where, stage, "15/12/2564", listed])
        products.append([f"R{number + 1:02d}-P1", f"R{number + 1:02d}", f"ผลิตภัณฑ์ทดลอง {number + 1}", "อาหาร", "D"])
    money = [
        [
            "ผพ.65-01",
            "20/12/2564",
            "ก่อหนี้ผูกพัน",
            "อบรมสร้างความรู้ความเข้าใจ",
            "ค่าจ้างเหมาบริการ",
            "จ้างทำป้าย",
            "200,000.00",
            "",
        ],
        [
            "ฎ.65-001",
            "15/01/2565",
            "เบิกจ่าย",
            "อบรมสร้างความรู้ความเข้าใจ",
            "ค่าจ้างเหมาบริการ",
            "งวดที่หนึ่ง",
            "80,000.00",
            "ผพ.65-01",
        ],
        ["ฎ.65-002", "10/03/2565", "เบิกจ่าย", "พัฒนาผลิตภัณฑ์", "วัสดุสำนักงาน", "กระดาษ", "41,250.50", ""],
    ]
    names = [write_month(date(2021 + month // 12, month % 12 + 1, 1)) for month in range(9, 21)]
    plan = [[name, str(place + 1), f"{(place + 1) * BUDGET // 12:,}.00"] for place, name in enumerate(names)]
    plan[-1][2] = f"{BUDGET:,}.00"
    parts = [["1", "งวดแรก", "40", "80,000.00", "31/12/2564", "28/12/2564", "05/01/2565", "15/01/2565", "ผพ.65-01"],
             ["2", "งวดหลัง", "60", "120,000.00", "31/03/2565", "", "", "", "ผพ.65-01"]]  # fmt: skip
    columns: Mapping[Kind, Sequence[str]] = {
        "groups": ("code", "name", "tambon", "amphoe", "stage", "stage_since", "registered_on"),
        "products": ("code", "group_code", "name", "category", "quadrant"),
        "spending": ("doc_no", "date", "entry", "activity", "expense_line", "description", "amount_baht", "settles"),
        "plan": ("month", "planned_groups", "planned_disbursed_baht"),
        "instalments": (
            "no", "name", "percent", "amount_baht", "due_on", "delivered_on", "accepted_on", "paid_on", "contract_no",
        ),
    }  # fmt: skip
    rows = {"groups": groups, "products": products, "spending": money, "plan": plan, "instalments": parts}
    return {kind: csv_file(headers(kind, *columns[kind]), *rows[kind], name=f"{kind}.csv") for kind in KINDS}


def fill(engine: Engine, now: datetime) -> None:
    """Load the made rows through intake, as a clerk would; nothing in them may be blocked."""
    for kind, file in files().items():
        as_of = date(2021, 10, 1) if kind == "plan" else DAY
        today = store.base_view(engine, CODE, as_of)
        found = read(file, kind, project=today.project, today=today, as_of=as_of)
        assert found.ok, [english(issue) for issue in found.blocking]
        store.apply(engine, found, project=CODE, as_of=as_of, actor=staff(), now=now, accept_warnings=True)


PLACES = [name for place in amphoe_of("76") for name in place.name.of.values()]
# A day of October to December 2564 lies in fiscal year 2565; the bare year is the sample's.
_BEFORE = ("ตุลาคม ", "พฤศจิกายน ", "ธันวาคม ", "ต.ค. ", "พ.ย. ", "ธ.ค. ", "/10/", "/11/", "/12/")
OTHER_YEAR = "".join(f"(?<!{re.escape(month)})" for month in _BEFORE) + "2564"
FORBIDDEN: Mapping[str, re.Pattern[str]] = {
    "province": re.compile("เพชรบุรี|phetchaburi", re.IGNORECASE),
    "amphoe": re.compile("|".join(re.escape(name) for name in PLACES), re.IGNORECASE),
    "budget": re.compile(r"885[,.]?000"),
    "target": re.compile(r"(?<![\d,./-])30 ?(?:กลุ่ม|groups)|(?:จาก|of) 30(?![\d,.])"),
    "year": re.compile(OTHER_YEAR),
}


def found_in(text: str) -> dict[str, str]:
    """What of the sample province stands in a text: sort to the words around its first place; Thai digits count too."""
    plain = digits(text).replace("\u00a0", " ")
    hits = {sort: pattern.search(plain) for sort, pattern in FORBIDDEN.items()}
    return {sort: plain[max(0, hit.start() - 60) : hit.end() + 40] for sort, hit in hits.items() if hit}


def words_of_package(content: bytes) -> str:
    """Every text of an Office file: cells, slides, charts, notes, properties, and the workbooks inside of it."""
    return "\n".join(_members(content))


def _members(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".xlsx", ".pptx")):
                yield from _members(data)
            elif name.endswith((".xml", ".rels")):
                yield re.sub(r"<[^>]*>", "\n", re.sub(r"</(?:a:r|r)>\s*<(?:a:r|r)>", "", data.decode("utf-8")))
