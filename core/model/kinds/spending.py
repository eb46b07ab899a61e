"""Spending: the register of commitments, payments and transfers. One row an entry, named by document and line."""

from collections.abc import Sequence

from core.model.choices import ENTRIES
from core.model.kinds.column import Column
from core.model.kinds.kind import FileKind
from core.model.project import Project
from core.text import Text, write_date


def _lines(project: Project) -> Sequence[str]:
    return [line.name for line in project.expense_lines]


def _example(project: Project) -> dict[str, str]:
    """The first expense line and activity that the project lists, where it does not list the usual ones."""
    found = {
        "doc_no": f"ฎ.{project.fiscal_year_be % 100:02d}-001",
        "date": write_date(project.start),
    }
    activities = [activity.name for activity in project.activities]
    for name, listed in (("expense_line", _lines(project)), ("activity", activities)):
        if listed and SPENDING.column(name).example not in listed:
            found[name] = listed[0]
    return found


SPENDING = FileKind(
    id="spending",
    table="spending_row",
    name=Text.both("การใช้จ่าย", "Spending"),
    unit=Text.both("รายการ", "Entries"),
    not_loaded="no_spending",
    short=Text.both("เงิน", "money"),
    happened=("date",),
    counted_by=("date",),
    year_by="date",
    part_by="date",
    refers={"group_code": "groups"},
    names_itself=("settles",),
    summed_by="entry",
    repeated="repeated_line",
    sets_day=True,
    after_end=True,
    falls=True,
    example=_example,
    columns=(
        Column(
            "doc_no",
            "เลขที่เอกสาร",
            "code",
            True,
            key=True,
            feeds=True,
            number_of=True,
            never=("ที่", "ลำดับ", "ลำดับที่"),
            aliases=("เลขที่ฎีกา", "เลขที่ขอเบิก", "เลขที่เอกสาร GFMIS", "เลขที่สัญญา", "ที่เอกสาร"),
        ),
        Column("line_no", "บรรทัด", "line", key=True, feeds=True, default=1, aliases=("บรรทัดที่", "รายการที่"), example="1"),
        Column(
            "date",
            "วันที่",
            "date",
            True,
            feeds=True,
            never=("วันที่พิมพ์",),
            aliases=("วัน เดือน ปี", "วันที่เบิกจ่าย/ก่อหนี้", "ว/ด/ป", "ว.ด.ป."),
        ),
        Column(
            "entry",
            "ประเภทรายการ",
            "enum",
            True,
            feeds=True,
            choices=ENTRIES,
            ambiguous=("โอน", "transfer"),
            aliases=("รายการประเภท",),
            example="เบิกจ่าย",
        ),
        Column("activity", "กิจกรรม", "text", example="พัฒนาผลิตภัณฑ์"),
        Column(
            "expense_line",
            "หมวดรายจ่าย",
            "text",
            aliases=("ประเภทรายจ่าย",),
            example="ค่าจ้างเหมาบริการ",
            listed=_lines,
            open=True,
        ),
        Column("description", "รายการ", "text", aliases=("รายละเอียด",), example="จ้างพิมพ์เอกสาร"),
        Column("payee", "ผู้รับเงิน", "text", holds="payee", aliases=("ผู้รับจ้าง", "เจ้าหนี้"), example="ร้านค้า"),
        Column(
            "amount_baht",
            "จำนวนเงิน",
            "satang",
            True,
            feeds=True,
            least=0,
            head="จำนวนเงิน (ก่อนหักภาษีและค่าปรับ)",
            aliases=("จำนวนเงิน (ก่อนหักภาษีและค่าปรับ)", "ยอดเงิน", "จำนวนเงิน (บาท)"),
            never=("คงเหลือ", "ยอดสุทธิที่จ่าย", "ภาษีหัก ณ ที่จ่าย"),
            example="1,245.00",
        ),
        Column(
            "settles", "อ้างอิงเลขที่ผูกพัน", "code", feeds=True, aliases=("เลขที่สัญญา/ใบสั่ง", "อ้างถึง", "PO"), number_of=True
        ),
        Column("group_code", "รหัสกลุ่ม", "code"),
    ),
)
