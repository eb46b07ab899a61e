"""Groups: where each community group stands on the ladder. One row a group, its code is the key."""

from collections.abc import Sequence

from core.model.choices import PRODUCER_TYPES, STATUSES
from core.model.kinds.column import FIRST_OTOP_YEAR, RUNNING_NUMBER, Column
from core.model.kinds.kind import FileKind
from core.model.places import amphoe_of, tambon_of
from core.model.project import Project
from core.text import Text, write_date


def _amphoe(project: Project) -> Sequence[str]:
    return [place.written for place in amphoe_of(project.province_code)]


def _example(project: Project) -> dict[str, str]:
    """A group at the second stage of the ladder (of two stages at the first), and what it does next."""
    ladder = project.stage_choices
    here = min(1, max(0, len(ladder) - 2))
    following = [stage.written.removesuffix("แล้ว") for stage in ladder[here + 1 : here + 2]]
    found = {
        "stage": ladder[here].written,
        "next_step": "".join(following),
        "stage_since": write_date(project.start),
    }
    for place in amphoe_of(project.province_code)[:1]:
        tambons = [tambon.written for tambon in tambon_of(place.code)[:1]]
        found |= {"amphoe": place.written, "tambon": "".join(tambons)}
    return found


GROUPS = FileKind(
    id="groups",
    table="group_row",
    name=Text.both("กลุ่มอาชีพ", "Groups"),
    unit=Text.both("กลุ่ม", "Groups"),
    not_loaded="no_groups",
    short=Text.both("กลุ่ม", "groups"),
    happened=("stage_since", "registered_on"),
    counted_by=("registered_on",),
    part_by="amphoe",
    named_with="tambon",
    sets_day=True,
    example=_example,
    former_example={"occupation": "ขนมหม้อแกง"},
    columns=(
        Column(
            "code", "รหัสกลุ่ม", "code", True, key=True, feeds=True, aliases=("รหัส",), never=RUNNING_NUMBER, example="G01"
        ),
        Column("name", "ชื่อกลุ่ม", "text", True, aliases=("ชื่อกลุ่มอาชีพ",), example="กลุ่มอาชีพตัวอย่าง"),
        Column("village", "หมู่บ้าน", "text", aliases=("บ้าน", "ชื่อหมู่บ้าน")),
        Column("tambon", "ตำบล", "text", place="tambon"),
        Column("amphoe", "อำเภอ", "text", True, feeds=True, holds="place", place="amphoe", listed=_amphoe),
        Column("occupation", "อาชีพ/ผลิตภัณฑ์", "text", aliases=("อาชีพ", "ผลิตภัณฑ์", "อาชีพ/ผลิตภัณฑ์ตามกลุ่ม"), example="ขนมไทย"),
        Column("members", "จำนวนสมาชิก", "int", aliases=("สมาชิก", "สมาชิก (คน)"), example="15"),
        Column("producer_type", "ประเภทผู้ผลิต", "enum", choices=PRODUCER_TYPES, example="กลุ่มผู้ผลิตชุมชน"),
        Column(
            "stage",
            "ขั้นตอน",
            "enum",
            True,
            feeds=True,
            ladder=True,
            never=("สถานะ",),
            aliases=("สถานะการดำเนินงาน", "ความก้าวหน้า", "ผลการดำเนินงาน"),
        ),  # its list is the project's: core.model.stages.choices_in
        Column("stage_since", "วันที่เข้าสู่ขั้นตอน", "date", along=True, since=FIRST_OTOP_YEAR),
        Column(
            "registered_on",
            "วันที่ลงทะเบียน OTOP",
            "date",
            feeds=True,
            along=True,
            since=FIRST_OTOP_YEAR,
            aliases=("วันที่ลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP",),
            never=("วันเดือนปีที่จดทะเบียน", "วันที่จดทะเบียน", "วันที่จัดตั้งกลุ่ม"),
        ),
        Column("registration_no", "เลขที่ลงทะเบียน", "code", aliases=("เลขทะเบียน OTOP",), number_of=True, along=True),
        Column(
            "status",
            "สถานะ",
            "enum",
            feeds=True,
            default="active",
            apart=True,
            choices=STATUSES,
            aliases=("สถานะกลุ่ม",),
            example="อยู่ในโครงการ",
        ),
        Column(
            "missing_papers",
            "เอกสารที่ยังขาด",
            "list",
            along=True,
            aliases=("เอกสาร", "เอกสารขาด"),
            example="แบบฟอร์มสมัคร; ภาพถ่ายผลิตภัณฑ์",
        ),
        Column("next_step", "ขั้นต่อไป", "text", along=True),
        Column("phone", "เบอร์โทรศัพท์", "phone", aliases=("โทรศัพท์", "เบอร์โทร", "โทร")),
        Column("note", "หมายเหตุ", "text"),
    ),
)
