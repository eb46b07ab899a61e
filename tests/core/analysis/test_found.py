"""Searching the register."""

import pytest

from core.analysis.filters import ledger_index
from core.analysis.found import search
from core.text import Sight
from tests.support.views import entry, view

SHOWN = view(
    spending=[
        entry("ฎ.64-07", "2021-05-01", "disbursement", 5, description="น้ำมันเชื้อเพลิง", payee="ปั๊มหนึ่ง"),
        entry("ฎ.64-08", "2021-05-02", "disbursement", 5, description="กระดาษ", payee="ร้านน้ำมัน"),
        entry("ฎ.64-09", "2021-07-02", "disbursement", 5, description="น้ำมัน หลังวันที่ของข้อมูล"),
        entry("ฎ.64-10", "2021-05-03", "disbursement", 5, description="ค่าจ้าง นางสาวตัวอย่าง สกุล มีนาคม"),
    ]
)


@pytest.mark.parametrize(
    ("sought", "payee", "found"),
    [
        ("น้ำมัน", False, ["ฎ.64-07"]),
        ("น้ำมัน", True, ["ฎ.64-07", "ฎ.64-08"]),
        ("๖๔-๐๘", False, ["ฎ.64-08"]),
        ("ไม่มี", True, []),
        ("ตัวอย่าง", True, ["ฎ.64-10"]),
        ("ตัวอย่าง", False, []),  # who is not shown the name can not ask for it either
        ("ค่าจ้าง บุคคล", False, ["ฎ.64-10"]),
    ],
)
def test_a_text_is_looked_for_in_what_the_reader_is_shown(sought, payee, found):
    rows = SHOWN.of("spending")

    places = [place for place, _ in search(rows, ledger_index(SHOWN), sought, Sight(persons=payee))]

    assert [rows["doc_no"][place] for place in places] == found
