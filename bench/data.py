"""Ledgers of any size, the same at each run: plausible rows in the real format, made from a seed."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HEADER = [
    "เลขที่เอกสาร",
    "บรรทัด",
    "วันที่",
    "ประเภทรายการ",
    "กิจกรรม",
    "หมวดรายจ่าย",
    "รายการ",
    "ผู้รับเงิน",
    "จำนวนเงิน",
    "อ้างอิงเลขที่ผูกพัน",
    "รหัสกลุ่ม",
]
ACTIVITIES = ("อบรมสร้างความรู้ความเข้าใจ", "พัฒนาผลิตภัณฑ์", "สรุปบทเรียน")
LINES = ("ค่าจ้างเหมาบริการ", "ค่าใช้จ่ายในการสัมมนาและฝึกอบรม", "วัสดุสำนักงาน", "วัสดุเชื้อเพลิงและหล่อลื่น")
SHOPS = tuple(f"ร้านค้าในพื้นที่ {n}" for n in range(1, 400))
CONTRACTORS = tuple(f"ผู้รับจ้าง {n}" for n in range(1, 200))


def write_ledger(path: Path, rows: int, seed: int = 2564) -> Path:
    """A ledger of ``rows`` entries in fiscal year 2564: every tenth is an order, three pay it, the rest stand alone."""
    rng = random.Random(seed)
    first = date(2020, 10, 1)
    order = ""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in range(rows):
            day = first + timedelta(days=n * 365 // rows)
            is_order = n % 10 == 0
            number = f"{'ผพ' if is_order else 'ฎ'}.64-{n:07d}"
            order = number if is_order else order
            satang = rng.randrange(90_000_000, 99_000_000) if is_order else rng.randrange(5_000, 25_000_000)
            writer.writerow(
                [
                    number,
                    1,
                    f"{day.day:02d}/{day.month:02d}/{day.year + 543}",
                    "ก่อหนี้ผูกพัน" if is_order else "เบิกจ่าย",
                    ACTIVITIES[n % 3],
                    LINES[n % 4],
                    f"รายการที่ {n} ของแผนงาน",
                    CONTRACTORS[n // 10 % len(CONTRACTORS)] if n % 10 < 4 else SHOPS[n % len(SHOPS)],
                    f"{satang / 100:,.2f}",
                    order if n % 10 in (1, 2, 3) else "",
                    f"G{n % 30 + 1:02d}" if n % 4 == 0 else "",
                ]
            )
    return path
