"""Codes of groups and products: made where a cell is empty, offered where that was not asked for, known again where
they are spelt a little differently.
"""

from dataclasses import replace
from typing import Any

import pytest

from core.intake import Intake, Mapping
from core.model.kinds import KINDS
from core.model.rows import Rows, from_records
from tests.support.diffs import sentences
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, view
from tests.support.said import english, thai

HEAD = headers("groups", "code", "name", "tambon", "amphoe", "stage")
PRODUCTS = headers("products", "code", "group_code", "name", "category")
MINT = Mapping("", "groups", mint=True)
BASE = from_records(
    "groups",
    [
        {"code": code, "name": name, "tambon": "ท่ายาง", "amphoe": "ท่ายาง", "stage": "trained"}
        for code, name in (("G01", "กลุ่มขนม"), ("G02", "กลุ่มผ้า"), ("G03", "กลุ่มตาล"))
    ],
)


def groups(*pairs: tuple[str, str], base: Rows | None = BASE, **more: Any) -> Intake:
    """Groups of (code, name) read beside today's."""
    rows = [[code, name, "ท่ายาง", "ท่ายาง", "อบรมแล้ว"] for code, name in pairs]
    today = view({"groups": base}, PROJECT.start) if base is not None else None
    return read(csv_file(HEAD, *rows), "groups", project=PROJECT, today=today, **more)


def test_rows_whose_code_cell_is_empty_get_codes_that_stand_nowhere_in_the_file() -> None:
    pairs = (("G01", "กลุ่มขนม"), ("", "กลุ่มผ้า"), ("G03", "กลุ่มตาล"), ("G04", "ใหม่ 1"), ("", "ใหม่ 2"), ("", "กลุ่มขนม"))
    found = groups(*pairs, mapping=MINT)
    assert found.ok and found.rows is not None
    assert found.rows["code"] == ["G01", "G02", "G03", "G04", "G05", "G06"]
    assert found.minted == {("file.csv", 3): "G02", ("file.csv", 6): "G05", ("file.csv", 7): "G06"}
    assert [(i.code, i.row) for i in found.warnings] == [("same_name", 7)]  # G06 is G01 by name and tambon


def test_codes_of_products_count_on_within_their_group() -> None:
    rows = [["G01-P1", "G01", "ขนม", "อาหาร"], ["", "G01", "น้ำตาล", "อาหาร"], ["", "", "ผ้า", "อาหาร"]]
    found = read(csv_file(PRODUCTS, *rows), "products", project=PROJECT, mapping=Mapping("", "products", mint=True))
    assert found.rows is not None and found.rows["code"] == ["G01-P1", "G01-P2", None]
    assert [(i.code, i.row, i.field) for i in found.blocking] == [
        ("missing_cell", 4, "code"),
        ("missing_cell", 4, "group_code"),
    ]


def test_a_code_cell_that_can_not_be_read_gets_no_code() -> None:
    found = groups(("#REF!", "กลุ่มผ้า"), mapping=MINT)
    assert [(i.code, i.row) for i in found.blocking] == [("excel_error", 2)] and not found.minted


def test_without_being_asked_the_next_free_code_is_named_and_minting_offered() -> None:
    found = groups(("G01", "กลุ่มขนม"), ("", "ใหม่ 1"), ("", "ใหม่ 2"), ("", "กลุ่มผ้า"), ("", ""))
    missing = [i for i in found.blocking if i.field == "code"]
    assert [(i.code, i.row, i.params.get("mint")) for i in missing] == [
        ("missing_cell", 3, True),
        ("missing_cell", 4, True),
        ("missing_cell", 5, True),
        ("missing_cell", 6, None),
    ]
    assert [thai(i)[-3:] for i in missing[:2]] == ["G04", "G05"]
    assert "ว่างอยู่" in thai(missing[0]) and "รหัสว่างถัดไปคือ G04" in thai(missing[0])
    assert english(missing[0]).endswith("the next free code is G04")
    assert "G02" in thai(missing[2]) and "เช่น G01" in thai(missing[3])


def test_an_updated_file_is_offered_the_code_that_minting_would_give() -> None:
    found = groups(("", "กลุ่มผ้า"), ("", "ใหม่"), scope="update")
    offered = [english(i)[-20:] for i in found.blocking]
    assert "G02" in thai(found.blocking[0]) and offered[1].endswith("G04")
    minted = groups(("", "กลุ่มผ้า"), ("", "ใหม่"), scope="update", mapping=MINT)
    assert list(minted.minted.values()) == ["G02", "G04"]
    assert minted.diff is not None and minted.diff.counts == {"added": 1, "changed": 0, "removed": 0}


def test_other_required_cells_offer_no_codes() -> None:
    found = read(csv_file(HEAD, ["G01", "", "", "ท่ายาง", "อบรมแล้ว"]), "groups", project=PROJECT)
    assert codes(found, "blocking") == ["missing_cell"] and "mint" not in found.blocking[0].params


def test_the_diff_counts_every_row_without_a_code_and_names_it_by_what_it_has() -> None:
    known = [(code, name) for code, name in zip(BASE["code"], BASE["name"], strict=True)]
    found = groups(*known, ("", "ใหม่ 1"), ("", "ใหม่ 2"))
    assert found.diff is not None and found.diff.counts["added"] == 2
    assert sentences(found.diff) == ["เพิ่ม 2 กลุ่ม: ใหม่ 1, ใหม่ 2"]
    head = headers("spending", "doc_no", "date", "entry", "description", "amount_baht")
    ledger = from_records("spending", [{"doc_no": "ก1", "line_no": 1, "date": PROJECT.start, "entry": "disbursement"}])
    file = csv_file(head, ["", "10/03/2564", "เบิกจ่าย", "ค่าวัสดุ", "5"], ["", "10/03/2564", "เบิกจ่าย", "", "5"])
    found = read(file, "spending", project=PROJECT, today=view({"spending": ledger}, PROJECT.start))
    assert found.diff is not None and "เพิ่ม 2 รายการ: ค่าวัสดุ, –" in sentences(found.diff)
    assert "None" not in " ".join(sentences(found.diff)) and all(i.key != "None" for i in found.issues)


@pytest.mark.parametrize("spelt", ["g03", "G 03", "G-03", "g – 03"])
def test_a_code_spelt_a_little_differently_is_todays_code_and_that_is_told(spelt: str) -> None:
    found = groups(("G01", "กลุ่มขนม"), ("G02", "กลุ่มผ้า"), (spelt, "กลุ่มตาล"))
    assert found.ok and found.rows is not None and found.rows["code"] == ["G01", "G02", "G03"]
    assert found.diff is not None and found.diff.is_empty and found.folded == {"code_spelling": 1}
    (told,) = [issue for issue in found.issues if issue.code == "folded"]
    assert "รหัสที่สะกดต่างเล็กน้อย 1" in thai(told) and "spelt slightly differently, 1" in english(told)


def test_codes_that_could_be_two_or_stand_beside_the_known_one_are_left() -> None:
    both = groups(("G03", "กลุ่มตาล"), ("G-03", "อื่น"))
    assert both.rows is not None and both.rows["code"] == ["G03", "G-03"] and not both.folded
    base = from_records("groups", [{**record, "code": code} for record, code in zip(
        BASE.records(), ("G1-1", "G11", "G2"), strict=True)])  # fmt: skip
    found = groups(("g11", "ก"), ("g-2", "ข"), base=base)
    assert found.rows is not None and found.rows["code"] == ["g11", "G2"]
    alone = groups(("G01", "ก"), ("G02", "ข"), ("g 03", "ค"), base=None)
    assert alone.rows is not None and alone.rows["code"] == ["G01", "G02", "g 03"] and not alone.folded


def test_codes_of_groups_in_products_and_in_the_ledger_are_known_again() -> None:
    today = view({"groups": BASE, "products": from_records("products", [
        {"code": "G01-P1", "group_code": "G01", "name": "ขนม", "category": "food"}])}, PROJECT.start)  # fmt: skip
    file = csv_file(PRODUCTS, ["g01p1", "g01", "ขนม", "อาหาร"], ["G02-P1", "G 01", "ผ้า", "อาหาร"])
    found = read(file, "products", project=PROJECT, today=today)
    assert found.rows is not None and found.folded == {"code_spelling": 3}
    assert (found.rows["code"], found.rows["group_code"]) == (["G01-P1", "G02-P1"], ["G01", "G01"])
    head = headers("spending", "doc_no", "date", "entry", "amount_baht", "group_code")
    rows = [[f"ก{n}", "10/03/2564", "เบิกจ่าย", "5", code] for n, code in enumerate(("g02", "G02", "", "G99"))]
    found = read(csv_file(head, *rows), "spending", project=PROJECT, today=today)
    assert found.rows is not None and found.rows["group_code"] == ["G02", "G02", None, "G99"]
    assert found.folded == {"code_spelling": 1} and codes(found, "warning") == ["unknown_group"]


def test_a_kind_whose_key_has_another_name_can_be_referred_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "instalments", replace(KINDS["instalments"], refers={"contract_no": "spending"}))
    order = {"doc_no": "C-01", "line_no": 1, "date": PROJECT.start, "entry": "commitment", "amount_satang": 500}
    today = view({"spending": from_records("spending", [order])}, PROJECT.start)
    file = csv_file(
        headers("instalments", "no", "due_on", "contract_no"), ["1", "10/03/2564", "c01"], ["2", "10/04/2564", "C-99"]
    )

    found = read(file, "instalments", project=PROJECT, today=today)

    assert found.rows is not None and found.rows["contract_no"] == ["C-01", "C-99"]
    assert [(issue.code, issue.row) for issue in found.warnings if issue.code == "unknown_group"] == [
        ("unknown_group", 3)
    ]
