"""The sheets that offices really keep, made from the samples."""

from tests.support.intakes import csv_file, sample, sample_rows, xlsx_file

OCCUPATION = "อาชีพ/ผลิตภัณฑ์ตามกลุ่ม"
SOLE = ("ที่", "ชื่อกลุ่ม", "หมู่บ้าน", "ตำบล", "อำเภอ", "วันเดือนปีที่จดทะเบียน", "เบอร์โทรศัพท์")
REGISTER: tuple[list[str | None], list[str | None]] = (
    [*SOLE, OCCUPATION, None, None, None, "หมายเหตุ"],
    [*[None] * 7, "ภาคการเกษตร", "การแปรรูป (OTOP/SME)", "การท่องเที่ยวชุมชน", "อื่นๆ", None],
)


def official_register(day: str) -> tuple[str, bytes]:
    """The official register of a sample's groups: no codes, no stages, the occupation in one of four columns."""
    rows = sample_rows(day, "groups")
    lines = [
        [number, name, None, tambon, amphoe, "5 ม.ค. 2560", None, None, occupation, None, None, None]
        for number, (name, tambon, amphoe, occupation) in enumerate(
            zip(rows["name"], rows["tambon"], rows["amphoe"], rows["occupation"], strict=True), 1
        )
    ]
    return xlsx_file(*REGISTER, *lines, merges=[(0, 7, 0, 10)], name="register.xlsx")


def control_register(day: str) -> tuple[str, bytes]:
    """The wide form of a sample's ledger: an amount column for each entry, and the balance."""
    rows = sample_rows(day, "spending")
    entries = {"commitment": 0, "disbursement": 1, "transfer_in": 2, "transfer_out": 3}
    names = ("doc_no", "date", "entry", "activity", "expense_line", "description", "payee", "amount_satang", "settles")
    lines = []
    for doc, day_, entry, activity, line, text, payee, amount, settles in zip(*(rows[n] for n in names), strict=True):
        cells = [""] * 4
        cells[entries[entry]] = f"{amount / 100:,.2f}"
        lines.append([doc, day_.isoformat(), activity, line, text, payee or "", *cells, settles or ""])
    header = ["เลขที่ฎีกา", "วัน เดือน ปี", "กิจกรรม", "หมวดรายจ่าย", "รายการ", "ผู้รับเงิน"]
    wide = ["ก่อหนี้", "เบิกจ่าย", "โอนเปลี่ยนแปลงเพิ่ม", "โอนเปลี่ยนแปลงลด", "อ้างถึง"]
    return csv_file([*header, *wide], *lines, ["", "", "", "", "รวมทั้งสิ้น", "", "1", "2", "3", "4", ""])


def district_files(day: str) -> list[tuple[str, bytes]]:
    """A sample's groups as eight files, one of each amphoe, as Excel saves them in Thai Windows."""
    _, data = sample(day, "groups")
    text = data.decode("cp874" if day == "2021-09-30" else "utf-8-sig")  # one sample is as Thai Excel saves it
    header, *lines = text.splitlines()
    return [
        (f"{amphoe}.csv", "\n".join([header, *(line for line in lines if f",{amphoe}," in line)]).encode("cp874"))
        for amphoe in dict.fromkeys(sample_rows(day, "groups")["amphoe"])
    ]
