"""Plan: the office's own plan by month, cumulative at the month's end; ``month`` is its first day."""

from core.model.kinds.column import Column
from core.model.kinds.kind import FileKind
from core.text import Text, write_month

PLAN = FileKind(
    id="plan",
    table="plan_row",
    name=Text.both("แผน", "Plan"),
    unit=Text.both("เดือน", "Months"),
    not_loaded="no_plan",
    one_of=("planned_groups", "planned_disbursed_baht"),
    year_by="month",
    planned=True,
    falls=True,
    begun=lambda project: [{"month": end.replace(day=1)} for end in project.months()],
    example=lambda project: {"month": write_month(project.start)},
    columns=(
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
)
