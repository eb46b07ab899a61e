"""The lists of values that columns may hold: identifier, name in each language, other words taken."""

from dataclasses import dataclass

from core.text import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration: identifier, its name (files write the Thai one), other words accepted."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """As files write it."""
        return self.name.get("th")


def _choice(code: str, thai: str, english: str, aliases: tuple[str, ...] = ()) -> Choice:
    return Choice(code, Text.both(thai, english), aliases)


# Stages belong to the project (its TOML). These are what one may name by identifier alone: ``stages = [...]``.
STAGES = (
    _choice("selected", "คัดเลือกแล้ว", "Selected", ("คัดเลือก", "คัดเลือกกลุ่มเป้าหมาย")),
    _choice("trained", "อบรมแล้ว", "Trained", ("อบรม", "อบรมสร้างความรู้ความเข้าใจ")),
    _choice(
        "diagnosed",
        "วิเคราะห์ผลิตภัณฑ์แล้ว",
        "Product analysed",
        ("วินิจฉัย", "วินิจฉัยผลิตภัณฑ์", "วิเคราะห์ผลิตภัณฑ์", "วิเคราะห์/วินิจฉัยผลิตภัณฑ์"),
    ),
    _choice("developing", "กำลังพัฒนา", "Developing", ("พัฒนา", "พัฒนาผลิตภัณฑ์", "พัฒนาผลิตภัณฑ์/บรรจุภัณฑ์/ฉลาก")),
    _choice("accepted", "ส่งมอบให้กลุ่มแล้ว", "Handed over", ("ตรวจรับ", "ส่งมอบ", "ส่งมอบ-ตรวจรับ", "ส่งมอบ–ตรวจรับ")),
    _choice("submitted", "ยื่นลงทะเบียนแล้ว", "Applied", ("ยื่น", "ยื่นลงทะเบียน", "ยื่นลงทะเบียน OTOP")),
    _choice(
        "registered",
        "ลงทะเบียน OTOP แล้ว",
        "Registered as OTOP",
        ("ลงทะเบียนแล้ว", "ลงทะเบียน", "ลงทะเบียนเป็นผู้ประกอบการ OTOP แล้ว"),
    ),
)
STATUSES = (
    _choice("active", "อยู่ในโครงการ", "In the project", ("ปกติ", "ดำเนินการ")),
    _choice("withdrawn", "ขอถอนตัว", "Withdrawn", ("ถอนตัว", "ถอน")),
    _choice("replaced", "เปลี่ยนกลุ่ม", "Replaced", ("เปลี่ยน", "ถูกแทน")),
)
PRODUCER_TYPES = (
    _choice("community_group", "กลุ่มผู้ผลิตชุมชน", "Community group", ("กลุ่มผู้ผลิต", "กลุ่ม")),
    _choice("single_owner", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "Single owner", ("เจ้าของรายเดียว", "รายเดียว")),
    _choice("sme", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม (SMEs)", "SME", ("SMEs", "วิสาหกิจขนาดกลางและขนาดย่อม")),
)
CATEGORIES = (
    _choice("food", "อาหาร", "Food"),
    _choice("beverage", "เครื่องดื่ม", "Beverages"),
    _choice("textile", "ผ้า เครื่องแต่งกาย", "Fabric and apparel", ("ผ้าและเครื่องแต่งกาย", "ผ้า/เครื่องแต่งกาย")),
    _choice(
        "craft", "ของใช้ ของตกแต่ง ของที่ระลึก", "Utensils, decorations and souvenirs", ("ของใช้/ของตกแต่ง/ของที่ระลึก", "ของใช้")
    ),
    _choice("herb", "สมุนไพรที่ไม่ใช่อาหาร", "Non-food herbs", ("สมุนไพร", "สมุนไพรที่ไม่ใช่อาหารและยา")),
)
QUADRANTS = (
    _choice("A", "A ดาวเด่นสู่สากล", "A Global star", ("ดาวเด่นสู่สากล", "กลุ่ม A")),
    _choice("B", "B เอกลักษณ์สร้างคุณค่า", "B Identity and value", ("เอกลักษณ์สร้างคุณค่า", "กลุ่ม B")),
    _choice("C", "C พัฒนาสู่การแข่งขัน", "C Toward competition", ("พัฒนาสู่การแข่งขัน", "กลุ่ม C")),
    _choice("D", "D ปรับตัวสู่การพัฒนา", "D Adapting to develop", ("ปรับตัวสู่การพัฒนา", "กลุ่ม D")),
)
ENTRIES = (
    _choice("commitment", "ก่อหนี้ผูกพัน", "Commitment", ("ผูกพัน", "PO", "ก่อหนี้")),
    _choice("disbursement", "เบิกจ่าย", "Disbursement", ("จ่าย",)),
    _choice("refund", "เบิกเกินส่งคืน", "Refund", ("คืนเงิน", "ส่งคืน")),
    _choice("release", "ลดหนี้ผูกพัน", "Release", ("ยกเลิก PO", "ลดหนี้")),
    _choice("transfer_in", "โอนเปลี่ยนแปลงเพิ่ม", "Transfer in", ("โอนเพิ่ม", "โอนเข้า")),
    _choice("transfer_out", "โอนเปลี่ยนแปลงลด", "Transfer out", ("โอนลด", "โอนออก")),
    _choice(
        "allotment",
        "จัดสรร",
        "Allotment",
        (
            "โอนจัดสรร",
            "แจ้งจัดสรร",
            "ได้รับจัดสรร",
            "งบจัดสรร",
            "เงินจัดสรร",
            "รับจัดสรร",
            "ได้รับการจัดสรร",
            "งบที่ได้รับจัดสรร",
            "เงินที่ได้รับจัดสรร",
        ),
    ),
)
STANDARDS = (
    _choice("fda", "อย.", "FDA", ("อย", "เลข อย.")),
    _choice("tcps", "มผช.", "TCPS", ("มผช",)),
    _choice("tis", "มอก.", "TIS", ("มอก",)),
    _choice("gap", "GAP", "GAP"),
    _choice("gmp", "GMP", "GMP", ("จีเอ็มพี",)),
    _choice("haccp", "HACCP", "HACCP"),
    _choice("q", "Q", "Q mark", ("Q mark",)),
    _choice("organic", "เกษตรอินทรีย์", "Organic"),
    _choice("halal", "ฮาลาล", "Halal"),
    _choice("gi", "สิ่งบ่งชี้ทางภูมิศาสตร์", "GI", ("GI",)),
)
STANDARD_STATUSES = (
    _choice("not_applied", "ยังไม่ยื่น", "Not applied"),
    _choice("applied", "ยื่นคำขอ", "Applied", ("ยื่น",)),
    _choice("inspecting", "ตรวจสถานที่/เก็บตัวอย่าง", "Inspecting", ("ตรวจสถานที่", "เก็บตัวอย่าง")),
    _choice("certified", "ได้รับการรับรอง", "Certified", ("รับรอง", "ได้รับรอง", "ได้")),
    _choice("failed", "ไม่ผ่าน", "Not passed"),
    _choice("expired", "หมดอายุ", "Expired"),
)

NO_VALUE = Text.both("ไม่มีข้อมูล", "unknown")  # of a cell that held one before


def choice_names(choices: tuple[Choice, ...]) -> dict[str, Text]:
    """Identifier to name of an enumeration."""
    return {choice.id: choice.name for choice in choices}
