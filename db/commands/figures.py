"""summary: the figures of a day."""

from typing import Any

from core.calendar import bangkok_day
from core.figures.figures import compute
from core.text.thai import format_date
from db.commands.console import OK
from db.commands.context import Context
from db.snapshots import plan_past, store

_LINES = (
    ("registered_groups", "ลงทะเบียน OTOP แล้ว (กลุ่ม)", "Groups registered as OTOP"),
    ("expected_groups", "ตามแผน (กลุ่ม)", "Groups planned by now"),
    ("target_groups", "เป้าหมาย (กลุ่ม)", "Groups in the target"),
    ("developed_groups", "พัฒนาผลิตภัณฑ์แล้ว (กลุ่ม)", "Groups with a product developed"),
    ("net_budget_baht", "งบหลังโอนเปลี่ยนแปลง (บาท)", "Budget after transfers (baht)"),
    ("disbursed_baht", "เบิกจ่ายแล้ว (บาท)", "Disbursed (baht)"),
    ("expected_disbursed_baht", "เบิกจ่ายตามแผน (บาท)", "Disbursement planned by now (baht)"),
    ("outstanding_baht", "ก่อหนี้แล้ว รอเบิกจ่าย (บาท)", "Bound, not yet paid (baht)"),
    ("used_baht", "ใช้จ่าย (เบิกจ่าย + ก่อหนี้) (บาท)", "Spent (disbursed + bound) (baht)"),
    ("remaining_baht", "ยังไม่ก่อหนี้ (บาท)", "Not yet bound (baht)"),
    ("at_risk_baht", "เงินที่อาจพับไป (บาท)", "May lapse (baht)"),
    ("cabinet_baht", "เป้าหมายการใช้จ่าย ครม. (บาท)", "Cabinet spending target (baht)"),
)


def summary(context: Context) -> int:
    """The clock is read for staleness alone, and only where no day is asked for."""
    day = context.args.as_of
    view = store.view(context.engine, context.project, day)
    figures = compute(view, None if day else bangkok_day(context.now)).summary()
    verdict, console = figures["verdict"], context.console
    console.say(*(view.project.name.get(lang) for lang in ("th", "en")))
    shown = format_date(view.day, console.lang) if view.day else "-"
    console.say(f"ข้อมูล ณ {shown}: {verdict['th']}", f"As of {shown}: {verdict['en']}")
    newest = plan_past.newest_day_of(context.engine, context.project)
    if day is not None and newest is not None and newest < day:
        console.warn(
            f"ยังไม่มีข้อมูลหลัง {format_date(newest, 'th')} ตัวเลขข้างต้นเป็นของข้อมูลถึงวันนั้น",
            f"There is no data after {format_date(newest, 'en')} yet: the figures are of the data up to then",
        )
    told = [line for line in _LINES if line[0] != "cabinet_baht" or view.project.curves]
    lines = [(th if console.lang == "th" else en, _shown(figures[key])) for key, th, en in told]
    console.table((("", ""), ("", "")), lines)
    console.result(figures)
    return OK


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
