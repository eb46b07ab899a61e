"""Comments of a new project's file: for each part that was left empty, its form and the source to look for."""

from collections.abc import Mapping

HINTS: Mapping[str, str] = {
    "curves": """\
# Spending targets of fiscal year {year}, cumulative percentages at the end of each quarter. Without one nothing is said
# of the cabinet. Look for: มติคณะรัฐมนตรี เรื่องมาตรการเร่งรัดการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. {year} and the letter of
# กรมบัญชีกลาง that passes it on. The first [[curves]] is the one that is judged by.
# [[curves]]
# code = "cabinet-recurrent"
# name_th = "เป้าหมายการใช้จ่าย (มติ ครม. …)"
# name_en = "Spending target (cabinet, …)"
# basis = "used"            # or "disbursed": what the target is compared with
# quarters = [q1, q2, q3, q4]
# source = "มติคณะรัฐมนตรี …"
""",
    "penalty": """\
# The contractor's penalty for late delivery. Without it days are counted and no money is estimated. Look for: the
# clause on ค่าปรับ in the contract of {year} (ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างฯ พ.ศ. 2560 sets the bounds).
# [penalty]
# percent_per_day = …
# minimum_baht = …
# base = "contract"         # or "undelivered"
""",
    "registration_windows": """\
# When groups may register as OTOP entrepreneurs, and when the results are known. Look for: ประกาศรับลงทะเบียนผู้ผลิต
# ผู้ประกอบการ OTOP ปี {year} of กรมการพัฒนาชุมชน and of the province.
# [[registration_windows]]
# opens = {first}-…
# closes = {last}-…
# results = {last}-…
# source = "ประกาศ…"
""",
    "last_safe_days": """\
# The last days on which money can be bound and still be paid within the year. Without them what may lapse is known only
# at the year's end. Look for: หนังสือกรมบัญชีกลาง เรื่องการปฏิบัติงานสิ้นปีงบประมาณ พ.ศ. {year}, and the office's finance section.
# [last_safe_days]
# procurement = {last}-…
# direct = {last}-…
""",
    "baselines": """\
# What earlier years reached. Look for: the terms of reference of {year}, and the office's own reports of those years.
# [[baselines]]
# year_be = {before}
# province_code = "{province_code}"
# villages = …
# groups = …
# registered = …
# baseline_source_th and baseline_source_en stand with the settings at the top of the file.
""",
    "tiles": """\
# Where each amphoe stands in the tile map. Without tiles the program lays all of them out, in dictionary order.
# [[tiles]]
# amphoe = "…"
# en = "…"
# row = 0
# col = 0
""",
    "planned": """\
# planned_baht of each: from the approved spending plan of {year} (แผนการใช้จ่ายงบประมาณ); unknown until it is filled in.
""",
    "confirm": """\
# Of fiscal year {before}, with what is said of its source: confirm for {year}.
""",
}
