"""The lists of values that columns may hold: identifier, the Thai that is written, the English, other words taken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration: identifier, the Thai that is written, the English, other words accepted."""

    id: str
    th: str
    en: str
    aliases: tuple[str, ...] = ()


# Stages belong to the project (its TOML). These are what one may name by identifier alone: ``stages = [...]``.
STAGES = (
    Choice("selected", "คัดเลือกแล้ว", "Selected", ("คัดเลือก", "คัดเลือกกลุ่มเป้าหมาย")),
    Choice("trained", "อบรมแล้ว", "Trained", ("อบรม", "อบรมสร้างความรู้ความเข้าใจ")),
    Choice(
        "diagnosed",
        "วิเคราะห์ผลิตภัณฑ์แล้ว",
        "Product analysed",
        ("วินิจฉัย", "วินิจฉัยผลิตภัณฑ์", "วิเคราะห์ผลิตภัณฑ์", "วิเคราะห์/วินิจฉัยผลิตภัณฑ์"),
    ),
    Choice("developing", "กำลังพัฒนา", "Developing", ("พัฒนา", "พัฒนาผลิตภัณฑ์", "พัฒนาผลิตภัณฑ์/บรรจุภัณฑ์/ฉลาก")),
    Choice("accepted", "ส่งมอบให้กลุ่มแล้ว", "Handed over", ("ตรวจรับ", "ส่งมอบ", "ส่งมอบ-ตรวจรับ", "ส่งมอบ–ตรวจรับ")),
    Choice("submitted", "ยื่นลงทะเบียนแล้ว", "Applied", ("ยื่น", "ยื่นลงทะเบียน", "ยื่นลงทะเบียน OTOP")),
    Choice(
        "registered",
        "ลงทะเบียน OTOP แล้ว",
        "Registered as OTOP",
        ("ลงทะเบียนแล้ว", "ลงทะเบียน", "ลงทะเบียนเป็นผู้ประกอบการ OTOP แล้ว"),
    ),
)
STATUSES = (
    Choice("active", "อยู่ในโครงการ", "In the project", ("ปกติ", "ดำเนินการ")),
    Choice("withdrawn", "ขอถอนตัว", "Withdrawn", ("ถอนตัว", "ถอน")),
    Choice("replaced", "เปลี่ยนกลุ่ม", "Replaced", ("เปลี่ยน", "ถูกแทน")),
)
PRODUCER_TYPES = (
    Choice("community_group", "กลุ่มผู้ผลิตชุมชน", "Community group", ("กลุ่มผู้ผลิต", "กลุ่ม")),
    Choice("single_owner", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "Single owner", ("เจ้าของรายเดียว", "รายเดียว")),
    Choice("sme", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม (SMEs)", "SME", ("SMEs", "วิสาหกิจขนาดกลางและขนาดย่อม")),
)
CATEGORIES = (
    Choice("food", "อาหาร", "Food"),
    Choice("beverage", "เครื่องดื่ม", "Beverages"),
    Choice("textile", "ผ้า เครื่องแต่งกาย", "Fabric and apparel", ("ผ้าและเครื่องแต่งกาย", "ผ้า/เครื่องแต่งกาย")),
    Choice(
        "craft", "ของใช้ ของตกแต่ง ของที่ระลึก", "Utensils, decorations and souvenirs", ("ของใช้/ของตกแต่ง/ของที่ระลึก", "ของใช้")
    ),
    Choice("herb", "สมุนไพรที่ไม่ใช่อาหาร", "Non-food herbs", ("สมุนไพร", "สมุนไพรที่ไม่ใช่อาหารและยา")),
)
QUADRANTS = (
    Choice("A", "A ดาวเด่นสู่สากล", "A Global star", ("ดาวเด่นสู่สากล", "กลุ่ม A")),
    Choice("B", "B เอกลักษณ์สร้างคุณค่า", "B Identity and value", ("เอกลักษณ์สร้างคุณค่า", "กลุ่ม B")),
    Choice("C", "C พัฒนาสู่การแข่งขัน", "C Toward competition", ("พัฒนาสู่การแข่งขัน", "กลุ่ม C")),
    Choice("D", "D ปรับตัวสู่การพัฒนา", "D Adapting to develop", ("ปรับตัวสู่การพัฒนา", "กลุ่ม D")),
)
ENTRIES = (
    Choice("commitment", "ก่อหนี้ผูกพัน", "Commitment", ("ผูกพัน", "PO", "ก่อหนี้")),
    Choice("disbursement", "เบิกจ่าย", "Disbursement", ("จ่าย",)),
    Choice("refund", "เบิกเกินส่งคืน", "Refund", ("คืนเงิน", "ส่งคืน")),
    Choice("release", "ลดหนี้ผูกพัน", "Release", ("ยกเลิก PO", "ลดหนี้")),
    Choice("transfer_in", "โอนเปลี่ยนแปลงเพิ่ม", "Transfer in", ("โอนเพิ่ม", "โอนเข้า")),
    Choice("transfer_out", "โอนเปลี่ยนแปลงลด", "Transfer out", ("โอนลด", "โอนออก")),
    Choice(
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
    Choice("fda", "อย.", "FDA", ("อย", "เลข อย.")),
    Choice("tcps", "มผช.", "TCPS", ("มผช",)),
    Choice("tis", "มอก.", "TIS", ("มอก",)),
    Choice("gap", "GAP", "GAP"),
    Choice("gmp", "GMP", "GMP", ("จีเอ็มพี",)),
    Choice("haccp", "HACCP", "HACCP"),
    Choice("q", "Q", "Q mark", ("Q mark",)),
    Choice("organic", "เกษตรอินทรีย์", "Organic"),
    Choice("halal", "ฮาลาล", "Halal"),
    Choice("gi", "สิ่งบ่งชี้ทางภูมิศาสตร์", "GI", ("GI",)),
)
STANDARD_STATUSES = (
    Choice("not_applied", "ยังไม่ยื่น", "Not applied"),
    Choice("applied", "ยื่นคำขอ", "Applied", ("ยื่น",)),
    Choice("inspecting", "ตรวจสถานที่/เก็บตัวอย่าง", "Inspecting", ("ตรวจสถานที่", "เก็บตัวอย่าง")),
    Choice("certified", "ได้รับการรับรอง", "Certified", ("รับรอง", "ได้รับรอง", "ได้")),
    Choice("failed", "ไม่ผ่าน", "Not passed"),
    Choice("expired", "หมดอายุ", "Expired"),
)


def choice_names(choices: tuple[Choice, ...]) -> dict[str, tuple[str, str]]:
    """Identifier to (Thai, English) of an enumeration."""
    return {c.id: (c.th, c.en) for c in choices}
