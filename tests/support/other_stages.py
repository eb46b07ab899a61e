"""A project with stages of its own: one renamed, three left out, two added, one of these beyond the goal."""

from core.model.project import Project, parse_project
from tests.support.intakes import ROOT

SECTIONS = """
[[stage]]
code = "selected"
th = "คัดเลือกแล้ว"
en = "Selected"

[[stage]] # was: trained
code = "workshop"
th = "อบรมเชิงปฏิบัติการแล้ว"
en = "Workshop held"
aliases = ["อบรมแล้ว", "อบรม"]

[[stage]]
code = "label_drawn"
th = "ออกแบบ *ฉลาก* [ใหม่] <b>1</b> ~$x$ แล้ว"
en = "Label *drawn* [new] <b>1</b> ~$x$"

[[stage]]
code = "accepted"
th = "ส่งมอบต้นแบบแล้ว"
en = "Prototype handed over"

[[stage]]
code = "registered"
th = "ลงทะเบียน OTOP แล้ว"
en = "Registered as OTOP"

[[stage]]
code = "selling"
th = "วางขายแล้ว"
en = "On sale"
"""
CODES = ("selected", "workshop", "label_drawn", "accepted", "registered", "selling")
THAI = (
    "คัดเลือกแล้ว",
    "อบรมเชิงปฏิบัติการแล้ว",
    "ออกแบบ *ฉลาก* [ใหม่] <b>1</b> ~$x$ แล้ว",
    "ส่งมอบต้นแบบแล้ว",
    "ลงทะเบียน OTOP แล้ว",
    "วางขายแล้ว",
)
FORMER_TH, FORMER_EN = "อบรมแล้ว (ขั้นตอนเดิม)", "Trained (former stage)"


def text(code: str = "demo-phetchaburi-2564") -> str:
    """The file of a project of the repository with these stages in place of its own."""
    lines = (ROOT / "projects" / f"{code}.toml").read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if not line.startswith("stages = ")]
    assert len(kept) == len(lines) - 1
    return "\n".join(kept) + "\n" + SECTIONS


def project(code: str = "demo-phetchaburi-2564") -> Project:
    """That project."""
    return parse_project(text(code))
