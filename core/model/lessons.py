"""Lessons learned (objective 2.3): what was tried, what came of it, what to repeat. Text that anybody signed in reads,
so it holds no number that names a person.
"""

from dataclasses import dataclass, fields

from core.text import Message, Sight, fold, has_national_id, looks_like_phone

LONGEST = 1000  # letters of one part: a screenful of a phone
LONGEST_REASON = 300

PARTS = ("tried", "outcome", "advice")


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

    def seen_by(self, sight: Sight) -> "LessonText":
        """As a reader may see it."""
        return LessonText(*(sight.prose(getattr(self, f.name)) for f in fields(self)))

    def faults(self) -> list[Message]:
        """Why it cannot be kept; never repeats what was typed."""
        return [fault for part in PARTS if (fault := fault_of(part, getattr(self, part), LONGEST))]


def clean(text: str) -> str:
    """A text of several lines, each folded and trimmed; lines without words are dropped."""
    lines = (" ".join(fold(line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def fault_of(part: str, text: str, longest: int) -> Message | None:
    """The first thing that is wrong with a cleaned text; ``part`` is what the words call it (``lesson_part``)."""
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
    name = Message(f"lesson_part.{part}")
    return Message(f"lesson_fault.{code}", {"part": name, "n": len(text), "most": longest})
