"""Long names inside drawings, which know no Thai words: broken where a reader would, never cut with an ellipsis."""

import unicodedata
from functools import lru_cache

NEWLINE = "\n"  # what every mark of text breaks its lines at
_LEADING = "เแโใไ"  # a vowel written before its consonant: a syllable begins here
_JOINING = ("และ", "หรือ", "ที่ไม่", "ในการ", "เพื่อ", "สำหรับ", "ของ")  # words that a line may begin with


def lines(name: str, most: int) -> str:
    """``name`` over lines of at most ``most`` letters, marks above and below not counted. Breaks at spaces; one word
    that is longer breaks before a joining word, else before a syllable, and never apart from its marks.
    """
    found: list[str] = []
    for word in name.split():
        first, *rest = _parts(word, most)
        if found and letters(f"{found[-1]} {first}") <= most:
            found[-1] += f" {first}"
        else:
            found.append(first)
        found += rest
    return NEWLINE.join(found)


def _parts(word: str, most: int) -> list[str]:
    """A word in pieces of at most ``most`` letters."""
    parts: list[str] = []
    while letters(word) > most:
        at = _cut(word, most)
        parts.append(word[:at])
        word = word[at:]
    return [*parts, word]


def _cut(word: str, most: int) -> int:
    """Where to break a word within the room: before a joining word, else a syllable, else a letter."""
    ends = [place for place in range(1, len(word)) if not _is_mark(word[place]) and word[place - 1] not in _LEADING]
    fitting = [place for place in ends if letters(word[:place]) <= most and word[place] not in "ะาำๆฯ"]
    joining = [place for place in fitting if word.startswith(_JOINING, place)]
    syllables = [place for place in fitting if word[place] in _LEADING and place * 2 > fitting[-1]]
    return (joining or syllables or fitting or ends)[-1]


@lru_cache(20_000)  # a table measures the same cells under one filter after another
def letters(text: str) -> int:
    """How many letters stand in a row: marks above and below take no room of their own."""
    return len(text) - sum(map(_is_mark, text))


@lru_cache(2_000)
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
