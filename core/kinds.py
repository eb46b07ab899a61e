"""The five kinds of file, column by column: what is written, what is also accepted, what is never taken for it.

Thai headers and values are the words of the office's own forms; ``docs`` and templates are made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from core.model.choices import (
    CATEGORIES,
    ENTRIES,
    PRODUCER_TYPES,
    QUADRANTS,
    STANDARD_STATUSES,
    STANDARDS,
    STATUSES,
    Choice,
    choice_names,
)
from core.text import Text

__all__ = [  # noqa: RUF022  by meaning
    "CATEGORIES", "ENTRIES", "PRODUCER_TYPES", "QUADRANTS", "STANDARDS", "STANDARD_STATUSES", "STATUSES",
    "Choice", "choice_names", "KINDS", "KIND_NAMES", "ONE_OF", "SKIP_WORDS", "CellType", "Column", "Kind",
    "column_of", "columns_of", "key_of",
]  # fmt: skip

Kind = Literal["groups", "products", "spending", "plan", "instalments"]
KINDS: tuple[Kind, ...] = get_args(Kind)

CellType = Literal[
    "text", "code", "int", "line", "satang", "percent", "date", "month", "enum", "list", "standards", "phone"
]

KIND_NAMES: Mapping[Kind, Text] = {
    "groups": Text.both("กลุ่มอาชีพ", "Groups"),
    "products": Text.both("ผลิตภัณฑ์", "Products"),
    "spending": Text.both("การใช้จ่าย", "Spending"),
    "plan": Text.both("แผน", "Plan"),
    "instalments": Text.both("งวดงาน", "Instalments"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind.

    ``name`` is the identifier in files and JSON (money in baht), ``field`` that in core and tables (money in satang).
    ``feeds`` says that a figure or a key reads it, so a cell that can not be read blocks instead of staying empty.
    """

    name: str
    th: str
    type: CellType
    required: bool = False
    key: bool = False
    feeds: bool = False
    default: Any = None
    aliases: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    example: str = ""  # what the project itself decides (days, places, amounts) is in ``core.intake.forms.examples``
    prose: bool = False  # written freely: it may name a person
    rare: bool = False  # left out of forms and screens while no row of the project uses it
    head: str = ""  # header of templates and exports where it differs from ``th``
    field: str = field(default="")

    def __post_init__(self) -> None:
        if not self.field:
            object.__setattr__(
                self, "field", self.name.replace("_baht", "_satang") if self.type == "satang" else self.name
            )

    @property
    def header(self) -> str:
        """The header that templates and exports write."""
        return self.head or self.th


_RUNNING_NUMBER = ("ที่", "ลำดับ", "ลำดับที่", "No", "no.")

_COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    "groups": (
        Column(
            "code", "รหัสกลุ่ม", "code", True, key=True, feeds=True, aliases=("รหัส",), never=_RUNNING_NUMBER, example="G01"
        ),
        Column("name", "ชื่อกลุ่ม", "text", True, aliases=("ชื่อกลุ่มอาชีพ",), example="กลุ่มอาชีพตัวอย่าง"),
        Column("village", "หมู่บ้าน", "text", aliases=("บ้าน", "ชื่อหมู่บ้าน")),
        Column("tambon", "ตำบล", "text"),
        Column("amphoe", "อำเภอ", "text", True, feeds=True),
        Column("occupation", "อาชีพ/ผลิตภัณฑ์", "text", aliases=("อาชีพ", "ผลิตภัณฑ์", "อาชีพ/ผลิตภัณฑ์ตามกลุ่ม"), example="ขนมไทย"),
        Column("members", "จำนวนสมาชิก", "int", aliases=("สมาชิก", "สมาชิก (คน)"), example="15"),
        Column("producer_type", "ประเภทผู้ผลิต", "enum", choices=PRODUCER_TYPES, example="กลุ่มผู้ผลิตชุมชน"),
        Column(
            "stage",
            "ขั้นตอน",
            "enum",
            True,
            feeds=True,
            never=("สถานะ",),
            aliases=("สถานะการดำเนินงาน", "ความก้าวหน้า", "ผลการดำเนินงาน"),
        ),  # its list is the project's: core.model.stages.choices_in
        Column("stage_since", "วันที่เข้าสู่ขั้นตอน", "date"),
        Column(
            "registered_on",
            "วันที่ลงทะเบียน OTOP",
            "date",
            feeds=True,
            aliases=("วันที่ลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP",),
            never=("วันเดือนปีที่จดทะเบียน", "วันที่จดทะเบียน", "วันที่จัดตั้งกลุ่ม"),
        ),
        Column("registration_no", "เลขที่ลงทะเบียน", "code", aliases=("เลขทะเบียน OTOP",)),
        Column(
            "status",
            "สถานะ",
            "enum",
            feeds=True,
            default="active",
            choices=STATUSES,
            aliases=("สถานะกลุ่ม",),
            example="อยู่ในโครงการ",
        ),
        Column(
            "missing_papers",
            "เอกสารที่ยังขาด",
            "list",
            prose=True,
            aliases=("เอกสาร", "เอกสารขาด"),
            example="แบบฟอร์มสมัคร; ภาพถ่ายผลิตภัณฑ์",
        ),
        Column("next_step", "ขั้นต่อไป", "text", prose=True),
        Column("phone", "เบอร์โทรศัพท์", "phone", aliases=("โทรศัพท์", "เบอร์โทร", "โทร")),
        Column("note", "หมายเหตุ", "text", prose=True),
    ),
    "products": (
        Column(
            "code",
            "รหัสผลิตภัณฑ์",
            "code",
            True,
            key=True,
            feeds=True,
            aliases=("รหัสสินค้า",),
            never=_RUNNING_NUMBER,
            example="G01-P1",
        ),
        Column("group_code", "รหัสกลุ่ม", "code", True, feeds=True, example="G01"),
        Column("name", "ชื่อผลิตภัณฑ์", "text", True, aliases=("ผลิตภัณฑ์", "ชื่อสินค้า"), example="ขนมไทย"),
        Column(
            "category",
            "ประเภทผลิตภัณฑ์",
            "enum",
            True,
            feeds=True,
            choices=CATEGORIES,
            aliases=("ประเภท", "หมวดผลิตภัณฑ์"),
            example="อาหาร",
        ),
        Column(
            "quadrant",
            "กลุ่มศักยภาพ (Quadrant)",
            "enum",
            choices=QUADRANTS,
            aliases=("Quadrant", "กลุ่มศักยภาพ"),
            example="D",
        ),
        Column("standards", "มาตรฐาน", "standards", aliases=("มาตรฐานผลิตภัณฑ์",), example="มผช.=ยื่นคำขอ"),
        Column(
            "otop_registered_on",
            "วันที่ขึ้นทะเบียน OTOP",
            "date",
            aliases=("วันที่ลงทะเบียน OTOP", "วันที่ลงทะเบียนผลิตภัณฑ์ OTOP"),
            never=("วันเดือนปีที่จดทะเบียน",),
        ),
        Column("stars", "ระดับดาว", "int", aliases=("ดาว",), rare=True),
        Column("price_baht", "ราคา", "satang", aliases=("ราคา (บาท)", "ราคาขาย"), example="35.00"),
        Column(
            "sales_before_baht",
            "ยอดขายต่อเดือนก่อน",
            "satang",
            aliases=("ยอดขายก่อน", "ยอดขายต่อเดือนก่อนพัฒนา"),
            example="18,000.00",
        ),
        Column("sales_after_baht", "ยอดขายต่อเดือนหลัง", "satang", aliases=("ยอดขายหลัง", "ยอดขายต่อเดือนหลังพัฒนา")),
        Column("note", "หมายเหตุ", "text", prose=True),
    ),
    "spending": (
        Column(
            "doc_no",
            "เลขที่เอกสาร",
            "code",
            True,
            key=True,
            feeds=True,
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
            aliases=("รายการประเภท",),
            example="เบิกจ่าย",
        ),
        Column("activity", "กิจกรรม", "text", example="พัฒนาผลิตภัณฑ์"),
        Column("expense_line", "หมวดรายจ่าย", "text", aliases=("ประเภทรายจ่าย",), example="ค่าจ้างเหมาบริการ"),
        Column("description", "รายการ", "text", prose=True, aliases=("รายละเอียด",), example="จ้างพิมพ์เอกสาร"),
        Column("payee", "ผู้รับเงิน", "text", aliases=("ผู้รับจ้าง", "เจ้าหนี้"), example="ร้านค้า"),
        Column(
            "amount_baht",
            "จำนวนเงิน",
            "satang",
            True,
            feeds=True,
            head="จำนวนเงิน (ก่อนหักภาษีและค่าปรับ)",
            aliases=("จำนวนเงิน (ก่อนหักภาษีและค่าปรับ)", "ยอดเงิน", "จำนวนเงิน (บาท)"),
            never=("คงเหลือ", "ยอดสุทธิที่จ่าย", "ภาษีหัก ณ ที่จ่าย"),
            example="1,245.00",
        ),
        Column("settles", "อ้างอิงเลขที่ผูกพัน", "code", feeds=True, aliases=("เลขที่สัญญา/ใบสั่ง", "อ้างถึง", "PO")),
        Column("group_code", "รหัสกลุ่ม", "code"),
    ),
    "plan": (
        Column("month", "เดือน", "month", True, key=True, feeds=True),
        Column("planned_groups", "กลุ่มสะสมตามแผน", "int", feeds=True, aliases=("แผนกลุ่มสะสม",), example="0"),
        Column(
            "planned_disbursed_baht",
            "เบิกจ่ายสะสมตามแผน",
            "satang",
            feeds=True,
            aliases=("แผนเบิกจ่ายสะสม", "เบิกจ่ายสะสมตามแผน (บาท)"),
            example="1,500.00",
        ),
    ),
    "instalments": (
        Column("no", "งวดที่", "code", True, key=True, feeds=True, aliases=("งวด",), example="1"),
        Column("name", "รายการ", "text", aliases=("ผลงาน", "ชื่องวด"), example="วิเคราะห์ผลิตภัณฑ์"),
        Column("percent", "ร้อยละ", "percent", feeds=True, example="20"),
        Column("amount_baht", "จำนวนเงิน", "satang", feeds=True, aliases=("จำนวนเงิน (บาท)",)),
        Column("due_on", "กำหนดส่งมอบ", "date", True, feeds=True, aliases=("วันครบกำหนด",)),
        Column("delivered_on", "วันที่ส่งมอบ", "date", feeds=True),
        Column("accepted_on", "วันที่ตรวจรับ", "date", feeds=True),
        Column("paid_on", "วันที่เบิกจ่าย", "date", feeds=True),
        Column("contract_no", "เลขที่สัญญา", "code"),
    ),
}

# One of these must hold a value in every row, where a kind has the rule.
ONE_OF: Mapping[Kind, tuple[str, ...]] = {"plan": ("planned_groups", "planned_disbursed_baht")}

# First cells of rows that are totals or carried lines, never data (unless the row has a document number).
SKIP_WORDS = ("รวม", "รวมทั้งสิ้น", "รวมเดือนนี้", "รวมตั้งแต่ต้นปี", "ยอดยกมา", "ยอดยกไป", "หมายเหตุ", "Total", "Grand total")


def columns_of(kind: Kind) -> tuple[Column, ...]:
    """The columns of a kind, in the order of its form."""
    return _COLUMNS[kind]


def column_of(kind: Kind, name: str) -> Column:
    """A column by its identifier or field name."""
    for column in _COLUMNS[kind]:
        if name in (column.name, column.field):
            return column
    raise KeyError(f"{kind} has no column {name}")


def key_of(kind: Kind) -> tuple[str, ...]:
    """The fields that together name a row."""
    return tuple(c.field for c in _COLUMNS[kind] if c.key)
