"""Instalments of the contract; one without an amount is a milestone of the procurement."""

from core.model.kinds.column import Column
from core.model.kinds.kind import FileKind
from core.model.project import Project
from core.money import format_baht
from core.text import Text, write_date


def _example(project: Project) -> dict[str, str]:
    """The first instalment of a contract over the whole budget."""
    share = project.budget_satang * int(INSTALMENTS.column("percent").example) // 100
    return {
        "contract_no": f"ผพ.{project.fiscal_year_be % 100:02d}-03",
        "amount_baht": format_baht(share),
        "due_on": write_date(project.start),
    }


INSTALMENTS = FileKind(
    id="instalments",
    table="instalment_row",
    name=Text.both("งวดงาน", "Instalments"),
    unit=Text.both("งวด", "Instalments"),
    happened=("delivered_on", "accepted_on", "paid_on"),
    counted_by=("delivered_on", "accepted_on", "paid_on"),
    year_by="due_on",
    numbered=Text.both("งวดที่ {key}", "Instalment {key}"),
    after_end=True,
    few_dates=True,
    falls=True,
    example=_example,
    former_example={"amount_baht": "137,400.00"},
    columns=(
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
)
