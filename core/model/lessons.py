"""Lessons learned (objective 2.3): what was tried, what came of it, what to repeat. Text that anybody signed in reads,
so it holds no number that names a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from core.phrases import say
from core.sentences import Pair
from core.text.privacy import has_national_id, looks_like_phone
from core.text.thai import fold

LONGEST = 1000  # letters of one part: a screenful of a phone
LONGEST_REASON = 300

PARTS: Mapping[str, Pair] = {
    "tried": ("สิ่งที่ได้ลองทำ", "What was tried"),
    "outcome": ("ผลที่เกิดขึ้น", "What came of it"),
    "advice": ("สิ่งที่ควรทำต่อหรือทำซ้ำ", "What to repeat"),
}
FAULTS: Mapping[str, Pair] = {
    "empty": (
        "ช่อง “{th}” ยังว่าง โปรดพิมพ์ หรือใส่ขีดหากยังไม่ทราบ",
        '"{en}" is empty: type it, or a dash if not known',
    ),
    "long": ("ช่อง “{th}” ยาว {n} ตัวอักษร โปรดย่อให้ไม่เกิน {most}", '"{en}" has {n} letters: shorten it to {most}'),
    "id13": (
        "ช่อง “{th}” มีเลขประจำตัวประชาชน ระบบไม่รับและไม่ได้เก็บ โปรดลบแล้วบันทึกใหม่",
        '"{en}" holds a national ID number. Not accepted, not kept. Remove it and save again',
    ),
    "phone": (
        "ช่อง “{th}” มีเบอร์โทรศัพท์ ทุกคนที่เข้าสู่ระบบอ่านได้ โปรดลบแล้วบันทึกใหม่",
        '"{en}" holds a telephone number, and everybody signed in reads it. Remove it and save again',
    ),
}


@dataclass(frozen=True, slots=True)
class LessonText:
    """The three parts of a lesson."""

    tried: str
    outcome: str
    advice: str

    @property
    def cleaned(self) -> "LessonText":
        """As it is kept: folded like every text that comes in, without spare spaces and empty lines."""
        return LessonText(*(clean(getattr(self, f.name)) for f in fields(self)))

    def faults(self) -> list[Pair]:
        """Why it can not be kept, in both languages; never repeats what was typed."""
        return [fault for name, part in PARTS.items() if (fault := fault_of(part, getattr(self, name), LONGEST))]


def clean(text: str) -> str:
    """A text of several lines, each folded and trimmed; lines without words are dropped."""
    lines = (" ".join(fold(line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def fault_of(part: Pair, text: str, longest: int) -> Pair | None:
    """The first thing that is wrong with a cleaned text under its name."""
    plain = " ".join(text.split())  # a number may be broken over two lines
    if not plain:
        code = "empty"
    elif len(text) > longest:
        code = "long"
    elif has_national_id(plain):
        code = "id13"
    elif looks_like_phone(plain):
        code = "phone"
    else:
        return None
    return say(FAULTS[code], th=part[0], en=part[1], n=len(text), most=longest)
