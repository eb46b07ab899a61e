"""Sentences about the day that a file's data is of, (Thai, English). A refused day stands with its whole year."""

from collections.abc import Mapping

Pair = tuple[str, str]

DAY_ISSUES: Mapping[str, Pair] = {
    "asof_empty": (
        "ยังไม่ได้ระบุวันที่ โปรดพิมพ์ เช่น {eg}",
        "The day is missing. Type it, such as {eg}",
    ),
    "asof_unreadable": (
        "อ่านวันที่ “{val}” ไม่ได้ โปรดพิมพ์วัน เดือน ปี เช่น {eg}",
        'Can not read the day "{val}". Type day, month and year, such as {eg}',
    ),
    "asof_impossible": (
        "ไม่มีวันที่ “{val}” ในปฏิทิน โปรดตรวจวันและเดือน แล้วพิมพ์ใหม่ เช่น {eg}",
        'The calendar has no day "{val}". Check day and month and type it again, such as {eg}',
    ),
    "asof_future": (
        "{day} ยังมาไม่ถึง (วันนี้ {today}) โปรดตรวจเดือนและปี",
        "{day} is still to come (today is {today}). Check the month and year",
    ),
    "asof_before": (
        "{day} อยู่ก่อนวันเริ่มโครงการ ({start}) โปรดตรวจปี หรือเลือกโครงการของปีนั้น",
        "{day} lies before the project's first day ({start}). Check the year, or choose that year's project",
    ),
    "asof_after": (
        "{day} อยู่หลังวันสุดท้ายที่รับข้อมูลของโครงการนี้ ({last}) โปรดตรวจปี หรือเลือกโครงการของปีนั้น",
        "{day} lies after the last day on which this project takes data ({last}). "
        "Check the year, or choose that year's project",
    ),
    "asof_closed": (
        "{day} อยู่หลังวันสิ้นสุดโครงการ ({last}) ซึ่งรับเฉพาะการใช้จ่ายและงวดงาน โปรดระบุวันที่ของข้อมูลไม่เกิน {last}",
        "{day} lies after the project's last day ({last}), when spending and instalments alone are taken. "
        "Give a day no later than {last}",
    ),
    "asof_late": (
        "ข้อมูลหลังสิ้นปีงบประมาณ: ณ {day} หลังวันสิ้นสุดโครงการ ({last}) โปรดตรวจว่าเป็นวันของข้อมูลจริง",
        "Data from after the fiscal year: as of {day}, past the project's last day ({last}). "
        "Check that this is the day of the data",
    ),
}
