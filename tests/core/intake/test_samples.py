"""The samples and the public files, read as a clerk's would be."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.intake import parse_mapping
from core.model.kinds import KINDS, Kind
from core.model.rows import Rows
from core.money import to_baht
from tests.support.intakes import (
    PROJECT,
    REALDATA,
    ROOT,
    SAMPLES,
    as_windows_874,
    codes,
    project,
    read,
    sample,
    sample_rows,
    view,
)

DAYS = ("2021-02-28", "2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30", "2021-07-31", "2021-08-31", "2021-09-30")
SNAPSHOT: tuple[Kind, ...] = ("groups", "products", "spending", "instalments")
FILES = [(day, kind) for day in DAYS for kind in SNAPSHOT]


def test_every_sample_loads_in_turn_with_nothing_to_mend_or_to_check() -> None:
    rows: dict[Kind, Rows] = {}
    today = None
    for day in DAYS:
        for kind in SNAPSHOT:
            found = read(sample(day, kind), kind, project=PROJECT, today=today, as_of=date.fromisoformat(day))
            assert found.ok and not found.warnings, (day, kind, codes(found))
            assert found.rows is not None
            rows[kind] = found.rows
        today = view(rows, date.fromisoformat(day))


@pytest.mark.parametrize(("day", "kind"), FILES)
def test_a_sample_in_windows_874_with_thai_digits_is_the_same_rows(day: str, kind: Kind) -> None:
    name, data = sample(day, kind)
    if day == "2021-09-30":  # this one is in Windows-874 already
        data = data.decode("cp874").encode("utf-8-sig")
    plain = read((name, data), kind, project=PROJECT)
    thai = read((name, as_windows_874(data)), kind, project=PROJECT)
    assert thai.reading.encoding == "cp874" and plain.reading.encoding == "utf-8-sig"
    assert thai.folded["thai_digits"] > 0
    assert thai.ok and thai.rows_sha256 == plain.rows_sha256


def test_the_rows_of_the_samples_have_the_hashes_that_stored_uploads_carry() -> None:
    """``tests/samples/rows_sha256.json`` is never written anew: another hash is an upload that ``verify`` reports."""
    stored = json.loads((ROOT / "tests/samples/rows_sha256.json").read_text(encoding="utf-8"))
    files = {name: SAMPLES / name for name in stored}
    found = {name: read((name, path.read_bytes()), path.stem, project=PROJECT) for name, path in files.items()}
    assert {name: one.rows_sha256 for name, one in found.items()} == stored


def test_the_plan_loads_and_suggests_its_first_day() -> None:
    found = read(("plan.csv", (SAMPLES / "plan.csv").read_bytes()), "plan", project=PROJECT)
    assert found.ok and not found.warnings
    assert found.suggested_as_of == date(2020, 10, 1)


def test_the_day_of_the_data_is_the_last_the_file_states() -> None:
    assert read(sample("2021-08-31", "spending"), "spending", project=PROJECT).suggested_as_of == date(2021, 8, 27)
    # its title line says the thirtieth of September
    assert read(sample("2021-09-30", "spending"), "spending", project=PROJECT).suggested_as_of == date(2021, 9, 30)


PRACTICE = [
    ("groups-merged.xlsx", [], 30),
    ("spending-amount.csv", [("bad_amount", 95, "จำนวนเงิน", "25,")], 96),
    ("spending-repeat.csv", [("repeated_line", 95, "เลขที่เอกสาร", "ฎ.64-086")], 97),
    ("spending-brought-forward.csv", [], 96),
    ("spending-exceldate.xlsx", [("exceldate", 91, "อ้างอิงเลขที่ผูกพัน", "01/03/2564")], 96),
    ("spending-october.csv", [], 121),
]


@pytest.mark.parametrize(("name", "expected", "rows"), PRACTICE)
def test_each_practice_file_is_answered_as_its_guide_says(
    name: str, expected: list[tuple[object, ...]], rows: int
) -> None:
    kind: Kind = "groups" if name.startswith("groups") else "spending"
    day = date(2021, 10, 18) if "october" in name else date(2021, 8, 31)
    data = (SAMPLES / "practice" / name).read_bytes()
    found = read((name, data), kind, project=PROJECT, as_of=day)
    assert [(i.code, i.row, i.column, i.value) for i in found.blocking] == expected
    assert found.rows is not None and len(found.rows) == rows
    assert not found.warnings


def test_merged_amphoe_are_filled_down_and_counted() -> None:
    name = "groups-merged.xlsx"
    found = read((name, (SAMPLES / "practice" / name).read_bytes()), "groups", project=PROJECT)
    assert found.folded == {"merged_cells": 22}
    assert found.rows is not None and found.rows["amphoe"] == sample_rows("2021-08-31", "groups")["amphoe"]


def test_a_carried_line_is_skipped_and_said() -> None:
    name = "spending-brought-forward.csv"
    found = read((name, (SAMPLES / "practice" / name).read_bytes()), "spending", project=PROJECT)
    assert found.reading.skipped == (85,)
    assert codes(found) == ["skipped_rows"]
    assert found.rows_sha256 == read(sample("2021-08-31", "spending"), "spending", project=PROJECT).rows_sha256


def test_a_payment_in_october_of_an_order_committed_before_is_no_fault() -> None:
    name = "spending-october.csv"
    data = (SAMPLES / "practice" / name).read_bytes()
    found = read((name, data), "spending", project=PROJECT, as_of=date(2021, 10, 18))
    assert codes(found) == ["carried_over"] and codes(found, "info") == ["carried_over"]


needs_realdata = pytest.mark.skipif(not REALDATA.is_dir(), reason="the public files of ../shared/realdata are not here")


@needs_realdata
def test_the_e_gp_export_reads_as_250_commitments_through_its_mapping() -> None:
    mapping = parse_mapping((ROOT / "mappings" / "egp.toml").read_text(encoding="utf-8"))
    data = (REALDATA / "egp-contracts-2568.csv").read_bytes()
    found = read(
        ("egp.csv", data), "spending", project=project("demo-egp-2568"), mapping=mapping, as_of=date(2025, 9, 30)
    )
    assert found.ok and found.rows is not None
    assert len(found.rows) == 250 and set(found.rows["entry"]) == {"commitment"}
    assert to_baht(sum(found.rows["amount_satang"])) == Decimal("369998.54")
    (compared,) = [issue for issue in found.issues if issue.code == "compared"]
    assert (compared.params["equal"], compared.params["total"]) == (250, 250)
    assert found.folded["thai_digits"] == 86 and found.folded["decomposed_am"] == 1


@needs_realdata
def test_the_chonburi_products_load_by_choices_alone() -> None:
    mapping = parse_mapping(
        """
        name = "ชลบุรี"
        kind = "products"
        [columns]
        code = "id"
        name = "name"
        category = "category"
        group_code = "seller"
        price_baht = "description"
        [ignore]
        columns = ["district"]
        [values.category]
        drink = "beverage"
        cloth = "textile"
        decor = "craft"
        """
    )
    data = (REALDATA / "otop-products-chonburi.csv").read_bytes()
    found = read(("products.csv", data), "products", project=PROJECT, mapping=mapping)
    assert found.ok and found.rows is not None and len(found.rows) == 149
    assert found.rows["price_satang"].count(None) == 28
    assert {issue.code for issue in found.warnings} == {"bad_amount"} and len(found.warnings) == 25  # three were empty


def test_every_kind_of_the_samples_is_known_by_its_header() -> None:
    for wanted in KINDS:
        for given in (kind for kind in SNAPSHOT if kind != wanted):
            found = read(sample("2021-07-31", given), wanted, project=PROJECT)
            assert codes(found, "blocking") == ["wrong_kind"], (wanted, given, codes(found))
            assert found.blocking[0].params["guess"] == given


def test_samples_hold_no_personal_number(tmp_path: Path) -> None:
    for day, kind in FILES:
        assert not {"id13", "phone_odd", "person_payee"} & set(codes(read(sample(day, kind), kind, project=PROJECT)))
