"""Products: what the groups make, its category, standards and sales. One row a product, its code is the key."""

from core.model.choices import CATEGORIES, QUADRANTS
from core.model.kinds.column import FIRST_OTOP_YEAR, RUNNING_NUMBER, Column
from core.model.kinds.kind import FileKind
from core.text import Text

PRODUCTS = FileKind(
    id="products",
    table="product_row",
    name=Text.both("ผลิตภัณฑ์", "Products"),
    unit=Text.both("ผลิตภัณฑ์", "Products"),
    happened=("otop_registered_on",),
    counted_by=("otop_registered_on",),
    refers={"group_code": "groups"},
    named_with="group_code",
    few_dates=True,
    former_example={"name": "ขนมหม้อแกงถั่ว"},
    columns=(
        Column(
            "code",
            "รหัสผลิตภัณฑ์",
            "code",
            True,
            key=True,
            feeds=True,
            aliases=("รหัสสินค้า",),
            never=RUNNING_NUMBER,
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
            since=FIRST_OTOP_YEAR,
            aliases=("วันที่ลงทะเบียน OTOP", "วันที่ลงทะเบียนผลิตภัณฑ์ OTOP"),
            never=("วันเดือนปีที่จดทะเบียน",),
        ),
        Column("stars", "ระดับดาว", "int", aliases=("ดาว",), how="stars", rare=True),
        Column("price_baht", "ราคา", "satang", aliases=("ราคา (บาท)", "ราคาขาย"), example="35.00"),
        Column(
            "sales_before_baht",
            "ยอดขายต่อเดือนก่อน",
            "satang",
            aliases=("ยอดขายก่อน", "ยอดขายต่อเดือนก่อนพัฒนา"),
            example="18,000.00",
        ),
        Column("sales_after_baht", "ยอดขายต่อเดือนหลัง", "satang", aliases=("ยอดขายหลัง", "ยอดขายต่อเดือนหลังพัฒนา")),
        Column("note", "หมายเหตุ", "text"),
    ),
)
