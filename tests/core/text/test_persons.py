"""Who is named in a text goes, whatever the writing; what only looks like a name stays, letter by letter."""

import csv
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geothai
import pytest

from core.text import NOBODY, PERSON_MASK, PHONE_MASK, Sight, digits, hide, is_organisation, mask_payee
from tests.support.names import CITIZENS, GIVEN, GO, LATIN, PHONES, STAY, TRACES

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT.parent / "shared" / "realdata"


@pytest.mark.parametrize("text", GO)
def test_who_is_named_goes(text: str) -> None:
    found = hide(text)

    assert PERSON_MASK in found
    assert not [trace for trace in (*TRACES, *(t.lower() for t in TRACES)) if trace in found]


@pytest.mark.parametrize("text", GO)
def test_what_stands_around_a_name_stays(text: str) -> None:
    found = hide(f"ค่าใช้จ่าย: {text} · รวม 3 วัน")

    assert found.startswith("ค่าใช้จ่าย: ") and found.endswith(" · รวม 3 วัน")
    assert not [trace for trace in TRACES if trace in found]


def test_there_are_sixty_that_go_and_a_hundred_and_twenty_that_stay() -> None:
    assert len(set(GO)) >= 60 and len(set(STAY)) >= 120


@pytest.mark.parametrize("text", STAY)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    assert hide(text) == text


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_goes_however_it_is_written(number: str) -> None:
    found = hide(f"ติดต่อ {number} ได้ทุกวัน")

    assert PHONE_MASK in found and found.startswith("ติดต่อ ") and found.endswith(" ได้ทุกวัน")
    assert not re.search("[1-9]", digits(found.replace("ต่อ 12", "")))


def test_the_number_of_an_asset_stays_and_a_mobile_number_beside_it_goes() -> None:
    assert hide("ครุภัณฑ์เลขที่ ๐๒๓-๖๐-๐๐๑๔") == "ครุภัณฑ์เลขที่ ๐๒๓-๖๐-๐๐๑๔"
    assert hide("ครุภัณฑ์ 081-234-5678") == f"ครุภัณฑ์ {PHONE_MASK}"


@pytest.mark.parametrize("number", CITIZENS)
def test_a_citizens_number_goes_with_all_its_digits(number: str) -> None:
    assert not any(letter.isdigit() for letter in hide(f"บัตร {number}"))


def places() -> Iterator[str]:
    """Every province, amphoe and tambon of the country, in both languages."""
    for province in geothai.provinces():
        yield from (province.name_th, province.name_en)
        for amphoe in geothai.districts(province.code):
            yield from (amphoe.name_th, amphoe.name_en)
            yield from (name for one in geothai.subdistricts(amphoe.code) for name in (one.name_th, one.name_en))


@pytest.mark.parametrize(
    "around",
    [
        "{}", "ตำบล{} อำเภอเมือง", "บ้าน{} หมู่ 3", "กลุ่มจักสาน {}", "กลุ่มจักสาน{}", "ต.{} อ.เมือง", "{} จังหวัดเพชรบุรี",
        "กลุ่มทอผ้า{}สามัคคี", "ในพื้นที่{}และใกล้เคียง", "{}\nหมู่ 2", "กำนันตำบล{} เข้าร่วม", "ผู้ใหญ่บ้าน{} หมู่ 1", "อ.{} จ.เพชรบุรี",
    ],
)  # fmt: skip
def test_no_place_of_the_country_is_taken_for_a_person(around: str) -> None:
    texts = {around.format(name) for name in places() if "(" not in name}

    assert len(texts) > 10_000
    assert [text for text in texts if hide(text) != text] == []


@pytest.mark.parametrize("name", ["นาย{}", "จ่ายให้นางสาว{} {}", "คุณ{} {}", "ดร.{} {}", "พ.ต.ท.{} {}"])
@pytest.mark.parametrize("first", "กขคฆงจฉชซญฐณดตถทธนบปผฝพฟภมยรลวศสหอฮ")
def test_a_name_goes_whatever_letter_it_begins_with(first: str, name: str) -> None:
    text = name.format(f"{first}ฬฬฬ", f"{first}ฬฬฬ")

    assert "ฬ" not in hide(text)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_of(part)


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("words/*/*.toml"), *ROOT.glob("projects/*.toml"), *ROOT.glob("mappings/*.toml")]),
    ids=str,
)
def test_no_word_of_the_program_is_taken_for_a_person(path: Path) -> None:
    found = tomllib.loads(path.read_text(encoding="utf-8-sig"))

    assert [text for text in texts_of(found) if hide(text, phones_too=False) != text] == []


def cells(path: Path) -> Iterator[str]:
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
        for row in csv.reader(text.splitlines()):
            yield from row
        return


def test_no_cell_of_the_samples_is_taken_for_a_person() -> None:
    found = [cell for path in (ROOT / "samples").rglob("*.csv") for cell in cells(path)]

    assert len(found) > 1_000 and [cell for cell in found if hide(cell) != cell] == []


def test_no_payee_of_the_samples_is_taken_for_a_person() -> None:
    payees = set()
    for path in (ROOT / "samples").rglob("spending*.csv"):
        rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()) if "try" not in path.parts else []
        payees |= {row["ผู้รับเงิน"] for row in rows if row.get("ผู้รับเงิน")}

    assert len(payees) > 20 and [payee for payee in payees if mask_payee(payee) != payee] == []


def test_no_real_contract_or_product_is_taken_for_a_person() -> None:
    if not REAL.is_dir():
        pytest.skip("the real files lie outside the repository and are not here")
    offices = set()
    for path in REAL.glob("*.csv"):
        assert [cell for cell in cells(path) if hide(cell) != cell] == []
        rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        offices |= {row["ชื่อหน่วยงาน"] for row in rows if "ชื่อหน่วยงาน" in row}
    assert [office for office in offices if mask_payee(office) != office] == []


ORGANISATIONS = """
บริษัท กขค จำกัด|บริษัท กขค จำกัด (มหาชน)|บจก. กขค|หจก. กขค|ห้างหุ้นส่วนจำกัด กขค|ร้านกขค|ร้าน กขค
สหกรณ์การเกษตรท่ายาง จำกัด|วิสาหกิจชุมชนกขค|กลุ่มทอผ้ากขค
สำนักงานพัฒนาชุมชนจังหวัดเพชรบุรี|กรมการพัฒนาชุมชน|ที่ว่าการอำเภอชะอำ|อบต.นายาง|องค์การบริหารส่วนตำบลนายาง|เทศบาลเมืองชะอำ
โรงเรียนกขค|มหาวิทยาลัยราชภัฏเพชรบุรี|สาธิตมหาวิทยาลัยกขค(ฝ่ายมัธยม)|วัดกขค
ธนาคารออมสิน|สมาคมกขค|มูลนิธิกขค|ชมรมกขค|โรงพิมพ์กขค|โรงแรมกขค|กขคซัพพลาย จำกัด|Aaabb Co., Ltd.
Aaabb Company Limited|Aaabb Partnership|Aaabb Shop|Aaabb Office
Aaabb Cooperative|สถานีบริการน้ำมัน|ห้องปฏิบัติการ|ประธานกรรมการ|กรรมการ คนที่ 2|วิทยากร คนที่ 1|ผู้แทนกลุ่ม อ.เมืองเพชรบุรี
ผู้รับจ้างจัดอาหาร|ผู้รับจ้างพัฒนาผลิตภัณฑ์
นายอำเภอชะอำ|นายกองค์การบริหารส่วนตำบลนายาง|คณะกรรมการ|พัฒนากร|-|60 คน|1/2564|(2)
นายก อบต.นายาง|นายก อบต. นายาง|นายกเทศมนตรีเมืองชะอำ|นายกเทศมนตรีตำบลท่ายาง|ปลัดอำเภอท่ายาง|ประธานกลุ่มกขค|สมาชิกกลุ่มกขค
วิทยากรอบรม|วิทยากรอบรมจักสาน|แม่บ้านทำความสะอาด|แม่บ้านประจำสำนักงาน|เจ้าหน้าที่ของศูนย์|เจ้าหน้าที่ประจำอำเภอชะอำ
กรรมการตรวจรับพัสดุ|กรรมการตรวจรับงานจ้าง|กรรมการเปิดซองราคา|กรรมการกำหนดราคากลาง|กรรมการพิจารณาผล|พนักงานขับรถยนต์
ผู้รับจ้างทดสอบตลาด|ผู้รับจ้างพิมพ์|ผู้รับจ้างทำป้าย|วิทยากร กลุ่มทอผ้ากขค
กรมส่งเสริมการเกษตร|กรมบัญชีกลาง|กรมทรัพย์สินทางปัญญา|กรมสรรพากร|กรมที่ดิน|คณะวิทยาการจัดการ|คณะทำงาน|คณะผู้จัดทำ|คณะครู
ฝ่ายปกครอง|ฝ่ายพัสดุ|หน่วยงานในพื้นที่|หน่วยพัฒนาการเคลื่อนที่ 14|วัดมหาธาตุ เพชรบุรี|วัดกขค ต.นายาง|วัดกขค ราชวรวิหาร
บ.กขค จำกัด|บ. กขค จก.|Aaabb Press Co., Ltd.|Aaabb Group Limited|Aaabb Ltd., Part.|Aaabb Laboratory
Aaabb Bank|Bank of Aaabb|คณะแพทย์|คณะศิลปะและการออกแบบ|กรมการพัฒนาชุมชน กระทรวงมหาดไทย
""".strip().replace("\n", "|").split("|")  # fmt: skip
PEOPLE = """
กขค งจฉ|กขค|Aaabb Cccdd|นายกขค งจฉ|นายร้าน|นายกขคร้านค้า|นางสาวกขค งจฉ จำกัด|คุณกขค|ดร.กขค งจฉ|เจ๊กขค
วิทยากร กขค งจฉ|วิทยากรกขค งจฉ|ผู้รับจ้าง กขค
ผู้แทนกลุ่ม กขค งจฉ|พัฒนากร งจฉ|สภาพร งจฉ|นิคม งจฉ|กองแก้ว งจฉ|กรมิษฐ์ งจฉ|กขค (ร้านถ่ายเอกสาร)|1. นายกขค งจฉ|Mr. Aaabb Cccdd
甲乙丙|アアア|Ъъъ Ыыы|ععع ظظظ|갸갸갸|ຂຂຂ ຄຄຄ|Ωωω|甲乙丙 12
วิทยากรอบรมกขค|วิทยากรอบรมกขค งจฉ|แม่บ้านทำกขค|เจ้าหน้าที่ของกขค|กรรมการตรวจรับกขค|เจ้าหน้าที่ประจำอำเภอกขค|เจ้าหน้าที่ของ
วิทยากรพัฒนา|กรรมการประกอบ|ปลัดอำเภอกขค|ปลัดอำเภอนครกขค|วิทยากร นายาง|นายอำเภอกขค|นายก อบต.กขค งจฉ
วิทยากร คณะ งจฉ|ประธานกลุ่มกขค งจฉ
วัดใจ งจฉ|วัด งจฉ|กรมใจดี|กรม งจฉ|คณะ งจฉ|คณะกขค งจฉ|ฝ่าย งจฉ|หน่วย งจฉ|หน่วยกขค|บ.กขค งจฉ|บ.กขค
Aaabb Part|Aaabb Lab|Aaabb Press|Aaabb Mart|Aaabb Group|Bank Cccdd|กขค งจจก
""".strip().replace("\n", "|").split("|")  # fmt: skip


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_a_payee_that_is_known_to_be_an_organisation_is_shown(name: str) -> None:
    assert is_organisation(name) and mask_payee(name) == name


@pytest.mark.parametrize("name", PEOPLE)
def test_any_other_payee_is_a_person(name: str) -> None:
    assert not is_organisation(name)
    assert NOBODY.payee(name) == PERSON_MASK and Sight(persons=True).payee(name) == name


@pytest.mark.parametrize("name", ["ร้านนายกขค งจฉ", "ร้าน นางกขค งจฉ", "บริษัทตัวอย่าง จำกัด โดยนายกขค งจฉ"])
def test_an_organisation_is_shown_without_the_person_in_its_name(name: str) -> None:
    assert is_organisation(name) and PERSON_MASK in mask_payee(name)
    assert not [trace for trace in TRACES if trace in mask_payee(name)]


@pytest.mark.parametrize("part", ["วัด", "ก ", "ส่งเสริม", "อำเภอ", "ประจำอำเภอ ", "ประธาน", "กรมการ"])
@pytest.mark.parametrize("begin", ["วิทยากร", "วัดก", "นายก อบต.", ""])
def test_a_long_payee_costs_no_more_than_its_length(begin: str, part: str) -> None:
    is_organisation(begin)
    begun = time.process_time()

    is_organisation(begin + part * (50_000 // len(part)))

    assert time.process_time() - begun < 2


def test_each_right_shows_its_own() -> None:
    text = f"นาย{GIVEN} โทร 0812345678"

    assert Sight(persons=True, phones=True).prose(text) == text
    assert Sight(persons=True).prose(text) == f"นาย{GIVEN} โทร {PHONE_MASK}"
    assert Sight(phones=True).prose(text) == f"{PERSON_MASK} โทร 0812345678"
    assert NOBODY.prose(text) == f"{PERSON_MASK} โทร {PHONE_MASK}"
    assert Sight(named=frozenset({LATIN})).payee(LATIN) == LATIN


@pytest.mark.parametrize(
    "part",
    [
        "นาย", "นายกขค ", "น.ส.", "คุณ ", "Mr. ", "ก", "นางสาว\n", "0-", "0 8 ", "081-234-567", "(", "โทร ", "1-1037-",
        "อ.เมือง ", "พ.ต.ท.", "นาย.", "นาย/", "ก,", "นายก (", "081/", "081,234,",
        "นายช่าง", "จ่ายคุณสมบัติ ", "นส ", "ส.ส.", "ดต.", "ว่าที่ ", "ผู้ใหญ่บ้านนา ", "ครู", "พระ ",
    ],
)  # fmt: skip
def test_a_long_text_costs_no_more_than_its_length(part: str) -> None:
    """100,000 letters of what patterns find hardest: eight times the text may take no more than 24 times as long."""
    short, long = part * (12_500 // len(part)), part * (100_000 // len(part))
    hide(short)
    times = []
    for text in (short, long):
        begun = time.process_time()
        hide(text)
        times.append(time.process_time() - begun)

    assert times[1] <= 24 * max(times[0], 0.02)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("นายกขค (ประธาน)", f"{PERSON_MASK} (ประธาน)"),
        ("นายกขค (ช่างไม้)", f"{PERSON_MASK} (ช่างไม้)"),
        ("นายกขค (ชะอำ)", f"{PERSON_MASK} (ชะอำ)"),
        ("นายกขค, วัสดุ 5 ชิ้น", f"{PERSON_MASK}, วัสดุ 5 ชิ้น"),
        ("นายกขค, กระดาษ 2 รีม", f"{PERSON_MASK}, กระดาษ 2 รีม"),
        ("นายกขค, ชะอำ", f"{PERSON_MASK}, ชะอำ"),
        ("นายกขค (งจฉ) ประธาน", f"{PERSON_MASK} ประธาน"),
    ],
)
def test_what_follows_a_name_in_brackets_or_behind_a_comma_goes_only_where_it_is_a_name(text: str, shown: str) -> None:
    assert hide(text) == shown
