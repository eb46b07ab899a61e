"""Headers, mappings and the sheets that offices keep."""

from datetime import date

import pytest

from core.intake import Cell, Mapping, MappingError, header_signature, parse_mapping
from core.model.kinds import KINDS
from tests.support.intakes import PROJECT, codes, csv_file, headers, read, sample, sample_rows, view, xlsx_file
from tests.support.offices import control_register, district_files, official_register
from tests.support.said import english, thai

GROUP = ["G01", "กลุ่มอาชีพขนม", "บ้านกุ่ม", "เมืองเพชรบุรี", "อบรมแล้ว"]
HEADER = headers("groups", "code", "name", "tambon", "amphoe", "stage")


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_for_a_column_is_read_as_that_column(kind: str) -> None:
    for column in KINDS[kind].columns:  # type: ignore[arg-type]
        for word in (column.th, column.header, column.name, *column.aliases):
            if word in column.never:
                continue
            found = read(csv_file([word, "ก", "ข"], ["1", "2", "3"]), kind, project=PROJECT)  # type: ignore[arg-type]
            assert column.name in found.reading.columns.values(), (kind, column.name, word)


@pytest.mark.parametrize("header", ["วันเดือนปีที่จดทะเบียน", "วันที่จดทะเบียน", "วันที่จัดตั้งกลุ่ม"])
def test_a_founding_date_is_never_a_registration_date_nor_offered_as_one(header: str) -> None:
    found = read(csv_file([*HEADER, header], [*GROUP, "5 ม.ค. 2560"]), "groups", project=PROJECT)
    assert found.rows is not None and found.rows["registered_on"] == [None]
    (loose,) = found.reading.unmapped
    assert loose.header == header and loose.guess != "registered_on"
    with pytest.raises(MappingError, match="never"):
        parse_mapping(f'kind = "groups"\n[columns]\nregistered_on = "{header}"')


def test_a_running_number_is_no_code_and_stage_is_not_status() -> None:
    found = read(csv_file(["ที่", *HEADER[1:]], GROUP), "groups", project=PROJECT)
    assert codes(found, "blocking") == ["missing_code"]
    found = read(csv_file([*HEADER[:4], "สถานะ"], [*GROUP[:4], "อยู่ในโครงการ"]), "groups", project=PROJECT)
    assert codes(found, "blocking") == ["missing_column"]
    assert found.blocking[0].column == "ขั้นตอน"


def test_an_unknown_header_is_offered_with_a_guess_and_never_mapped_unasked() -> None:
    found = read(csv_file([*HEADER[:4], "ขั้นตอนฯ"], GROUP), "groups", project=PROJECT)
    (loose,) = found.reading.unmapped
    assert (loose.header, loose.guess) == ("ขั้นตอนฯ", "stage") and loose.score > 72
    assert codes(found, "blocking") == ["missing_column"]
    assert "Did you mean" in next(english(i) for i in found.issues if i.code == "unmapped_header")


def test_every_header_is_accounted_for_once() -> None:
    header = ["ที่", *HEADER, "ข้อผิดพลาด", "ผู้ประสาน", "ว่าง"]
    found = read(csv_file(header, ["1", *GROUP, "เดิม", "อำเภอ", ""]), "groups", project=PROJECT)
    reading = found.reading
    listed = [*reading.columns, *(one.header for one in reading.unmapped), *reading.ignored]
    assert sorted(listed) == sorted(header)
    assert set(reading.ignored) == {"ที่", "ข้อผิดพลาด", "ว่าง"}


def test_a_mapping_reads_columns_constants_and_values_and_says_what_it_did() -> None:
    mapping = Mapping(
        "ของเรา",
        "groups",
        columns={"code": "เลขกลุ่ม", "name": "ชื่อ"},
        constants={"stage": "คัดเลือกแล้ว"},
        values={"amphoe": {"ชะอําเหนือ": "ชะอำ"}},
    )
    found = read(
        csv_file(["เลขกลุ่ม", "ชื่อ", "อำเภอ"], ["G01", "กลุ่มขนม", "ชะอำเหนือ"]), "groups", project=PROJECT, mapping=mapping
    )
    assert found.ok and found.rows is not None
    assert [found.rows[name] for name in ("code", "stage", "amphoe")] == [["G01"], ["selected"], ["ชะอำ"]]
    assert found.folded["mapped_value"] == 1


def test_a_mapping_for_another_file_or_kind_is_told() -> None:
    mapping = Mapping("ของเรา", "groups", columns={"code": "ไม่มีในไฟล์"})
    found = read(csv_file(HEADER, GROUP), "groups", project=PROJECT, mapping=mapping)
    assert ("mapping_header", "รหัสกลุ่ม") in [(i.code, i.column) for i in found.blocking]
    found = read(csv_file(HEADER, GROUP), "groups", project=PROJECT, mapping=Mapping("แผน", "plan"))
    assert codes(found) == ["mapping_kind"] and not found.readable


def test_a_constant_that_can_not_be_read_blocks() -> None:
    mapping = Mapping("", "groups", constants={"stage": "เดินหน้า"})
    found = read(csv_file(HEADER[:4], GROUP[:4]), "groups", project=PROJECT, mapping=mapping)
    assert ("bad_constant", "เดินหน้า") in [(i.code, i.value) for i in found.blocking]


MAPPING = r"""name = "ชื่อ \"พิเศษ\""
kind = "products"
mint_codes = true

[columns]
"code" = "รหัส\\ใหม่"

[constants]
"category" = "อาหาร"

[ignore]
columns = ["ที่", "อื่น"]

[skip]
columns = ["เลขบัญชี"]

[values.quadrant]
"ดี" = "D"
"""


def test_a_mapping_is_read_from_toml() -> None:
    mapping = Mapping(
        'ชื่อ "พิเศษ"', "products", {"code": "รหัส\\ใหม่"}, {"category": "อาหาร"}, {}, ("ที่", "อื่น"),
        {"quadrant": {"ดี": "D"}}, ("เลขบัญชี",), True,
    )  # fmt: skip
    assert parse_mapping("\ufeff" + MAPPING) == mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = 'x'", "kind must be"),
        ("kind = 'plan'\ncolour = 'red'", "unknown setting"),
        ("kind = 'plan'\n[columns]\nmoon = 'จันทร์'", "no such column"),
        ("kind = 'plan'\n[columns]\nmonth = 1", "text in quotes"),
        ("kind = 'plan'\n[compare]\nmonth = 'ก'", "compared"),
        ("kind = 'plan'\n[columns]\nmonth = 'ก'\n[constants]\nmonth = 'ข'", "column and as a constant"),
        ("kind = ", "not valid TOML"),
        ("kind = 'plan'\n[ignore]\ncolumns = 'ก'", "list of headers"),
    ],
)
def test_a_mapping_at_fault_names_the_setting(text: str, words: str) -> None:
    with pytest.raises(MappingError, match=words):
        parse_mapping(text)


def test_a_form_is_known_again_whatever_the_order_and_spaces_of_its_headers() -> None:
    assert header_signature("groups", ["รหัส", "ชื่อ กลุ่ม"]) == header_signature("groups", ["ชื่อกลุ่ม", "รหัส *", ""])
    assert header_signature("groups", ["รหัส"]) != header_signature("products", ["รหัส"])


def test_a_named_column_of_personal_data_may_be_skipped_and_then_nothing_is_kept_of_it() -> None:
    file = csv_file([*HEADER, "เลขที่บัญชี"], [*GROUP, "123-4-56789-0"])
    assert codes(read(file, "groups", project=PROJECT), "blocking") == ["bank_column"]
    found = read(file, "groups", project=PROJECT, mapping=Mapping("", "groups", skip=("เลขที่บัญชี",)))
    assert found.ok and found.reading.ignored == ("เลขที่บัญชี",)


def test_the_official_register_mints_codes_and_keeps_them_by_name_and_tambon() -> None:
    mapping = Mapping("ทะเบียน", "groups", constants={"stage": "คัดเลือกแล้ว"}, mint=True)
    found = read(official_register("2021-02-28"), "groups", project=PROJECT, mapping=mapping)
    assert found.ok and found.rows is not None and found.reading.header_rows == 2
    assert found.rows["code"] == [f"G{number:02d}" for number in range(1, 31)]
    assert found.rows["occupation"] == sample_rows("2021-02-28", "groups")["occupation"]
    assert len(found.minted) == 30 and set(found.rows["registered_on"]) == {None}
    today = view({"groups": found.rows}, date(2021, 2, 28))
    again = read(official_register("2021-02-28"), "groups", project=PROJECT, mapping=mapping, today=today)
    assert again.diff is not None and again.diff.is_empty


def test_the_official_register_updates_the_canonical_groups_without_changing_a_figure() -> None:
    rows = sample_rows("2021-07-31", "groups")
    found = read(
        official_register("2021-07-31"),
        "groups",
        project=PROJECT,
        mapping=Mapping("ทะเบียน", "groups", mint=True),
        today=view({"groups": rows}, date(2021, 7, 31)),
        scope="update",
    )
    assert found.ok and found.rows is not None
    for name in ("code", "stage", "registered_on", "amphoe", "status"):
        assert found.rows[name] == rows[name]


def test_a_control_register_with_amount_columns_is_the_same_ledger() -> None:
    found = read(control_register("2021-09-30"), "spending", project=PROJECT)
    assert found.ok, codes(found)
    assert found.rows_sha256 == read(sample("2021-09-30", "spending"), "spending", project=PROJECT).rows_sha256
    assert found.reading.skipped == (122,)


def test_the_balance_of_a_control_register_is_checked_and_not_kept() -> None:
    header = ["ที่เอกสาร", "วันที่", "ก่อหนี้", "เบิกจ่าย", "คงเหลือ"]
    found = read(
        csv_file(header, ["ก1", "1/3/64", "500.00", "", "9,500.00"], ["ก2", "2/3/64", "", "100.00", "9,450.00"]),
        "spending",
        project=PROJECT,
    )
    assert [(i.code, i.row) for i in found.warnings] == [("balance_differs", 3)]


def test_eight_district_files_are_one_upload() -> None:
    files = district_files("2021-07-31")
    found = read(files, "groups", project=PROJECT)
    assert len(files) == 8 and found.ok and found.rows is not None
    assert found.rows_sha256 == read(sample("2021-07-31", "groups"), "groups", project=PROJECT).rows_sha256
    assert len(set(found.rows.numbers)) == 30
    assert [reading.rows for reading in found.readings] == [5, 4, 2, 4, 4, 5, 4, 2]


def test_a_fault_in_one_of_several_files_names_the_file_and_its_own_row() -> None:
    files = [
        csv_file(HEADER, GROUP, name="เมือง.csv"),
        csv_file(HEADER, ["G02", "ข", "ทับคาง", "เขาย้อ", "อบรมแล้ว"], name="เขาย้อย.csv"),
    ]
    found = read(files, "groups", project=PROJECT)
    (issue,) = found.blocking
    assert (issue.code, issue.row, issue.source) == ("unknown_amphoe", 2, "เขาย้อย.csv")
    assert thai(issue).startswith("[เขาย้อย.csv] แถว 2")
    twice = read([files[0], files[0]], "groups", project=PROJECT)
    assert [(i.code, i.row, i.params["row2"]) for i in twice.blocking] == [("repeated_key", 2, 2)]


def test_sheets_of_a_workbook_are_chosen_or_the_first_that_fits_is_read_and_the_others_named() -> None:
    import io

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("ปก").write(0, 0, "ทะเบียนกลุ่ม")
        for number, name in enumerate(("เมือง", "เขาย้อย"), 1):
            sheet = book.add_worksheet(name)
            for place, word in enumerate(HEADER):
                sheet.write(0, place, word)
                sheet.write(1, place, [f"G0{number}", *GROUP[1:]][place])
    file = ("กลุ่ม.xlsx", content.getvalue())
    found = read(file, "groups", project=PROJECT)
    assert found.ok and found.reading.sheet == "เมือง" and found.reading.sheets == ("ปก", "เมือง", "เขาย้อย")
    assert [i.params["others"] for i in found.issues if i.code == "other_sheets"] == ["เขาย้อย"]
    both = read(file, "groups", project=PROJECT, sheets=["เมือง", "เขาย้อย"])
    assert both.rows is not None and both.rows["code"] == ["G01", "G02"]
    assert codes(read(file, "groups", project=PROJECT, sheets=["ไม่มี"])) == ["sheet_missing"]


def test_two_header_rows_are_one_header() -> None:
    found = read(
        xlsx_file(
            ["งวดที่", "รายการ", "กำหนดส่งมอบ", "วันที่", None, None],
            [None, None, None, "ส่งมอบ", "ตรวจรับ", "เบิกจ่าย"],
            ["1", "งวดแรก", "24/05/2564", "20/05/2564", "24/05/2564", "07/06/2564"],
            merges=[(0, 3, 0, 5)],
        ),
        "instalments",
        project=PROJECT,
    )
    assert found.ok and found.rows is not None and found.reading.header_rows == 2
    assert found.rows["paid_on"] == [date(2021, 6, 7)] and found.rows.numbers == [3]


def test_a_fault_in_a_control_register_names_the_amount_column_and_can_be_corrected_there() -> None:
    file = csv_file(["ที่เอกสาร", "วันที่", "ก่อหนี้", "เบิกจ่าย"], ["ก1", "1/3/64", "", "25,"])
    found = read(file, "spending", project=PROJECT)
    assert [(i.code, i.row, i.column) for i in found.blocking] == [("bad_amount", 2, "เบิกจ่าย")]
    mended = read(file, "spending", project=PROJECT, edits={Cell(2, "เบิกจ่าย"): "25.00"})
    assert mended.ok and mended.rows is not None
    assert (mended.rows["entry"], mended.rows["amount_satang"]) == (["disbursement"], [2_500])


def test_another_kind_is_known_even_where_one_of_its_columns_is_missing() -> None:
    header = [h for h in headers("groups") if h != "ขั้นตอน"]
    found = read(csv_file(header, ["x"] * len(header)), "products", project=PROJECT)
    assert codes(found, "blocking") == ["wrong_kind"] and found.blocking[0].params["guess"] == "groups"


def test_corrections_by_row_are_not_spread_over_several_files() -> None:
    file = csv_file(HEADER, GROUP, name="ก.csv")
    other = csv_file(HEADER, ["G02", *GROUP[1:]], name="ข.csv")
    found = read([file, other], "groups", project=PROJECT, edits={Cell(2, "ชื่อกลุ่ม"): "อื่น"})
    assert found.rows is not None and found.rows["name"] == ["กลุ่มอาชีพขนม"] * 2
    assert "edit_unused" in codes(found, "warning") and "edited" not in codes(found)
    found = read([file, other], "groups", project=PROJECT, edits={Cell(2, "ชื่อกลุ่ม", "ข.csv"): "อื่น"})
    assert found.rows is not None and found.rows["name"] == ["กลุ่มอาชีพขนม", "อื่น"]
    assert "edit_unused" not in codes(found) and "edited" in codes(found)
    found = read([file, (file[0], other[1])], "groups", project=PROJECT, edits={Cell(2, "ชื่อกลุ่ม", "ก.csv"): "อื่น"})
    assert found.rows is not None and found.rows["name"] == ["กลุ่มอาชีพขนม"] * 2 and "edit_unused" in codes(found)


def test_workbooks_of_several_districts_each_give_the_sheets_they_have() -> None:
    first = xlsx_file(HEADER, GROUP, name="ก.xlsx")
    second = xlsx_file(HEADER, ["G02", *GROUP[1:]], name="ข.xlsx", sheet="เขาย้อย")
    found = read([first, second], "groups", project=PROJECT, sheets=["ข้อมูล", "เขาย้อย"])
    assert found.rows is not None and found.rows["code"] == ["G01", "G02"]
    assert codes(read(first, "groups", project=PROJECT, sheets=["ข้อมูล", "เขาย้อย"])) == ["sheet_missing"]
