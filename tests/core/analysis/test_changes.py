"""What changed since the last upload: new facts apart from corrections of what was already told."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.changes import changes
from core.figures.figures import compute
from core.model.snapshot import Snapshot
from tests.support.said import english, thai
from tests.support.views import (
    PROJECT,
    d,
    entry,
    group,
    instalment,
    planned,
    product,
    registered,
    sample_view,
    upload,
    view,
)

EMPTY = Snapshot(PROJECT, None, {}, {})


def later(shown, number=50):
    """The same view made of other uploads."""
    return replace(shown, uploads={kind: replace(u, id=u.id + number) for kind, u in shown.uploads.items()})


def both(told):
    """Each sentence in Thai and in English."""
    return [(thai(one), english(one)) for one in told]


def between(before, after, days=("2021-06-30", "2021-07-31")):
    """Sentences in Thai: new, and corrections."""
    found = changes(view(days[0], **before), later(view(days[1], **after)))
    return [*map(thai, found.new)], [*map(thai, found.fixed)]


def test_a_month_of_the_samples_is_all_news():
    found = changes(sample_view("2021-07-31"), later(sample_view("2021-08-31")))

    assert [*map(thai, found.new)] == [
        "ถึงขั้นกำลังพัฒนา 1 กลุ่ม",
        "ถึงขั้นส่งมอบให้กลุ่มแล้ว 4 กลุ่ม",
        "ถึงขั้นยื่นลงทะเบียนแล้ว 7 กลุ่ม",
        "ได้รับรองมาตรฐานเพิ่ม 8 ผลิตภัณฑ์",
        "ก่อหนี้ผูกพัน 1 รายการ 28,500 บาท",
        "เบิกจ่าย 12 รายการ 451,603 บาท",
        "งวดที่ 2 ตรวจรับ 3 ส.ค. 64",
        "งวดที่ 2 เบิกจ่าย 17 ส.ค. 64",
    ]
    assert found.fixed == []
    assert ("Disbursement: 451,603 baht (entries: 12)") in [*map(english, found.new)]


def test_the_same_uploads_tell_nothing():
    shown = sample_view("2021-07-31")

    assert changes(shown, shown).none
    assert changes(shown, later(shown)).none  # loaded again, unchanged
    assert changes(EMPTY, EMPTY).none


def test_first_data_and_withdrawn_data():
    shown = view(groups=[group("G01"), group("G02")])

    assert not changes(EMPTY, shown).none
    assert not changes(shown, EMPTY).none
    assert both(changes(EMPTY, shown).new) == [("นำเข้าข้อมูลกลุ่มอาชีพชุดแรก 2 แถว", "First data on groups: 2 rows")]
    again = replace(shown, uploads={kind: replace(ref, seq=2) for kind, ref in shown.uploads.items()})
    assert both(changes(EMPTY, again).new) == [("นำเข้าข้อมูลกลุ่มอาชีพอีกครั้ง 2 แถว", "Data on groups loaded again: 2 rows")]
    assert both(changes(shown, EMPTY).fixed) == [("ยกเลิกข้อมูลกลุ่มอาชีพทั้งชุด", "Data on groups withdrawn altogether")]


def test_groups_registered_since_are_news_and_those_dated_back_are_corrections():
    before = {
        "groups": [group("G01", "submitted"), group("G02", "submitted"), registered("G03"), registered("G04", None)]
    }
    after = {
        "groups": [
            registered("G01", "2021-07-15"),
            registered("G02", "2021-06-30"),  # the day of the earlier data itself
            group("G03", "submitted"),
            registered("G04", None),
        ]
    }

    new, fixed = between(before, after)

    assert new == ["ลงทะเบียน OTOP เพิ่ม 1 กลุ่ม"]
    assert fixed == [
        "ลงทะเบียน OTOP เพิ่ม 1 กลุ่ม โดยลงวันที่ย้อนหลัง",
        "ไม่นับเป็นลงทะเบียน OTOP แล้ว 1 กลุ่ม",
        "แก้ขั้นตอนกลับ 1 กลุ่ม",
    ]


def test_groups_that_come_move_leave_or_vanish():
    before = {
        "groups": [
            group("G01", "trained"),
            group("G02"),
            group("G03"),
            group("G05", status="withdrawn"),
            group("G06"),
            group("G07", status="withdrawn"),
        ]
    }
    after = {
        "groups": [
            group("G01", "diagnosed"),
            group("G02", status="replaced"),
            group("G04"),
            group("G05"),
            group("G06", status="withdrawn"),
            group("G07", status="replaced"),
        ]
    }

    new, fixed = between(before, after)

    assert new == [
        "ถึงขั้นวิเคราะห์ผลิตภัณฑ์แล้ว 1 กลุ่ม",
        "ออกจากโครงการ 2 กลุ่ม",
        "กลับเข้าโครงการ 1 กลุ่ม",
        "เพิ่มกลุ่มอาชีพ 1 กลุ่ม",
    ]
    assert fixed == ["นำกลุ่มอาชีพออก 1 กลุ่ม"]


def test_products_certified_added_and_taken_out():
    before = {"products": [product("P1", "G01"), product("P2", "G01", standards="fda=certified"), product("P3", "G01")]}
    after = {
        "products": [
            product("P1", "G01", standards="fda=certified"),
            product("P2", "G01", standards="fda=expired"),
            product("P4", "G01"),
        ]
    }

    new, fixed = between(before, after)

    assert new == ["ได้รับรองมาตรฐานเพิ่ม 1 ผลิตภัณฑ์", "เพิ่มผลิตภัณฑ์ 1 รายการ"]
    assert fixed == ["ไม่มีมาตรฐานแล้ว 1 ผลิตภัณฑ์", "นำผลิตภัณฑ์ออก 1 รายการ"]


BEFORE = [
    entry("P-1", "2021-06-01", "disbursement", 100),
    entry("P-2", "2021-06-02", "disbursement", 1000),
    entry("P-3", "2021-06-03", "disbursement", 7),
    entry("P-4", "2021-06-04", "disbursement", 9),
]


def test_entries_dated_after_the_earlier_data_are_news():
    new, fixed = between(
        {"spending": BEFORE},
        {
            "spending": [
                *BEFORE,
                entry("P-5", "2021-07-01", "disbursement", 42500),
                entry("PO-1", "2021-07-31", "commitment", 5),
                entry("P-6", "2021-08-01", "disbursement", 3),  # after the data's own day: not counted yet
            ]
        },
    )

    assert new == ["ก่อหนี้ผูกพัน 1 รายการ 5 บาท", "เบิกจ่าย 1 รายการ 42,500 บาท"]
    assert fixed == []


def test_a_mended_amount_an_entry_dated_back_and_one_taken_out_never_read_as_progress():
    new, fixed = between(
        {"spending": BEFORE},
        {
            "spending": [
                entry("P-1", "2021-06-01", "disbursement", 42600),  # was 100
                entry("P-2", "2021-06-02", "commitment", 1000),  # was a disbursement
                entry("P-3", "2021-06-03", "disbursement", 7, payee="ร้านค้า"),
                entry("P-5", "2021-06-30", "refund", 50),
            ]
        },
    )

    assert new == []
    assert fixed == [
        "ก่อหนี้ผูกพัน 1 รายการ ยอดเปลี่ยน +1,000 บาท",
        "เบิกจ่าย 3 รายการ ยอดเปลี่ยน +41,491 บาท",  # +42,500 − 1,000 − 9
        "เบิกเกินส่งคืน 1 รายการ ยอดเปลี่ยน +50 บาท",
        "รายละเอียด 1 รายการ ยอดเงินเท่าเดิม",
    ]


def test_a_lower_sum_and_a_moved_date_show_their_sign():
    assert between({"spending": BEFORE}, {"spending": BEFORE[:2] + BEFORE[3:]})[1] == [
        "เบิกจ่าย 1 รายการ ยอดเปลี่ยน −7 บาท"
    ]
    moved = [replace_date(BEFORE[0], "2021-05-01"), *BEFORE[1:]]
    assert between({"spending": BEFORE}, {"spending": moved})[1] == ["เบิกจ่าย 1 รายการ ยอดเปลี่ยน 0 บาท"]


def replace_date(row, day):
    return row | {"date": d(day)}


def test_steps_of_the_contract_are_news_when_dated_after_the_earlier_data():
    before = [
        instalment("1", 100, "2021-07-23"),
        instalment("2", 100, "2021-07-23"),
        instalment("3", 100, "2021-07-23"),
        instalment("M1", None, "2021-07-01", name="ลงนามสัญญา"),
        instalment("M2", None, "2021-07-01"),
        instalment("4", 100, "2021-07-23"),
    ]
    after = [
        instalment("1", 100, "2021-07-23", "2021-07-20", "2021-07-24"),
        instalment("2", 100, "2021-07-23", "2021-06-30"),  # dated back to the earlier data
        instalment("3", 120, "2021-07-23", "2021-07-22"),  # amount corrected too
        instalment("M1", None, "2021-07-01", "2021-07-02", name="ลงนามสัญญา"),
        instalment("M2", None, "2021-07-01", "2021-07-02"),
        instalment("5", 100, "2021-07-23"),
    ]

    new, fixed = between({"instalments": before}, {"instalments": after})

    assert new == [
        "งวดที่ 1 ส่งมอบ 20 ก.ค. 64",
        "งวดที่ 1 ตรวจรับ 24 ก.ค. 64",
        "งวดที่ 3 ส่งมอบ 22 ก.ค. 64",
        "ลงนามสัญญา แล้วเสร็จ 2 ก.ค. 64",
        "M2 แล้วเสร็จ 2 ก.ค. 64",
        "เพิ่มงวดงาน 1 งวด",
    ]
    assert fixed == ["แก้ข้อมูลงวดงาน 2 งวด", "นำงวดงานออก 1 งวด"]


def test_a_step_is_called_by_its_name_and_an_instalment_by_its_number_in_both_languages():
    before = [instalment("M1", None, "2021-07-01", name="TOR"), instalment("1", 5, "2021-07-01")]
    after = [
        instalment("M1", None, "2021-07-01", "2021-07-02", name="TOR"),
        instalment("1", 5, "2021-07-01", "2021-07-03"),
    ]

    found = changes(view("2021-06-30", instalments=before), view("2021-07-31", instalments=after))

    assert [*map(english, found.new)] == ["TOR done 2 Jul 2021", "Instalment 1 delivered 3 Jul 2021"]


def test_a_revised_plan_is_a_correction_of_what_is_compared_with():
    plan = [planned("2021-06", 12, 5), planned("2021-07", 12, 5)]

    _, fixed = between({"plan": plan}, {"plan": [plan[0], planned("2021-07", 9, 5), planned("2021-08", 9, 5)]})

    assert fixed == ["ปรับแผน 2 เดือน"]


def test_an_upload_of_another_day_with_the_same_number_is_another_upload():
    before = view("2021-06-30", groups=[group("G01", "trained")])
    after = view("2021-07-31", groups=[group("G01", "diagnosed")])

    assert upload("groups", d("2021-06-30")) != upload("groups", d("2021-07-31"))
    assert len(changes(before, after).new) == 1


LATER = entry("P-5", "2021-07-05", "disbursement", 5000)  # stands in the file of 30 June and does not count there yet


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ([*BEFORE, LATER], (["เบิกจ่าย 1 รายการ 5,000 บาท"], [])),  # its day has come
        (BEFORE, ([], [])),  # it never counted, so nothing was taken back
        ([*BEFORE, LATER | {"date": d("2021-06-05")}], ([], ["เบิกจ่าย 1 รายการ ยอดเปลี่ยน +5,000 บาท"])),
        ([*BEFORE, LATER | {"payee": "ร้านค้า"}], (["เบิกจ่าย 1 รายการ 5,000 บาท"], ["รายละเอียด 1 รายการ ยอดเงินเท่าเดิม"])),
        ([*BEFORE, LATER | {"date": d("2021-08-05")}], ([], [])),  # it waits on
    ],
)
def test_a_row_counts_from_its_own_day_on(after, told):
    assert between({"spending": [*BEFORE, LATER]}, {"spending": after}) == told


ENTRY = st.tuples(
    st.integers(1, 6), st.sampled_from(["2021-06-15", "2021-07-10", "2021-08-10"]), st.integers(1, 9),
    st.sampled_from(["disbursement", "commitment"]),
)  # fmt: skip
BOOK = st.lists(ENTRY, max_size=6, unique_by=lambda row: row[0])


@given(BOOK, BOOK)
def test_what_is_told_adds_up_to_what_the_figure_moved(first, second):
    books = [[entry(f"P-{n}", on, kind, amount) for n, on, amount, kind in book] for book in (first, second)]
    views = [view(day, spending=rows) for day, rows in zip(("2021-06-30", "2021-07-31"), books, strict=True)]
    before, after = (compute(shown)["disbursed_satang"] for shown in views)

    told = changes(*views)

    sentences = [*map(thai, (*told.new, *told.fixed))]
    amounts = [
        re.fullmatch(r"เบิกจ่าย \d+ รายการ (?:ยอดเปลี่ยน )?([+−]?\d+) บาท", th.replace("\xa0", " ")) for th in sentences
    ]
    moved = sum(int(found[1].replace("−", "-")) for found in amounts if found)
    assert moved * 100 == after - before
