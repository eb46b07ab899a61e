"""Persons named in a text: found by the title before the name, since Thai writes no spaces between words.

A title counts where the letters before it and after it make no other word of it, and a name follows: one word, and a
family name where the next word can be one. Callings (ครู, กำนัน) are followed by a name only where what comes after is no
common word. Names of places are geothai's. Time grows with the length of the text: each title is looked at once, and no
further than the longest name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import geothai

from core.text import person_words as known

_THAI = "[ก-ฺเ-๎]"
_LETTER = re.compile(_THAI)
_MARK = re.compile(known.MARK)
_GAP = re.compile(r"[\s_]{0,4}[\"'“”‘’(]?[\s_]{0,4}")
_BETWEEN = re.compile(r"[ \t\u00a0_+]{1,3}|\s{1,2}")
_LONGEST = 60  # letters of one word of a name; Thai writes what follows it into it
_WORD = re.compile(
    rf"[ก-ฮ]\.(?:\s?[ก-ฮ]\.){{0,2}}|[ก-ฮเ-ไ]{_THAI}{{0,{_LONGEST}}}(?:[-–]{_THAI}{{1,{_LONGEST}}})?"
    rf"|[A-Za-z][A-Za-z'’-]{{0,{_LONGEST}}}\.?"
)
_OF = re.compile(rf"ณ\s{{1,2}}{_THAI}{{2,{_LONGEST}}}")  # a family name of two words


def _tree(words: Iterable[str]) -> str:
    """A pattern for the longest of many words, each letter tried once; a dot may have a space behind it."""
    ends, branches = False, dict[str, list[str]]()
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        ends = ends or not word
    if not branches:
        return ""
    parts = ((r"\.\s?" if letter == "." else letter) + _tree(rest) for letter, rest in sorted(branches.items()))
    return f"(?:{'|'.join(parts)}){'?' if ends else ''}"


_LATIN = rf"(?<![A-Za-z])(?i:{'|'.join(known.LATIN_TITLES)})(?:\.[\s_]{{0,2}}|[\s_]{{1,2}})"
_THAI_TITLES = _tree({*known.TITLES, *known.CALLINGS, *known.SHORT_TITLES, "พระ"})
_TITLE = re.compile(rf"{_THAI_TITLES}|(?:ดร|นส)(?=\s)|{_LATIN}")
_THAI_TITLE = re.compile(rf"{_THAI_TITLES}|(?:ดร|นส)(?=\s)")
_HAS_LATIN = re.compile("[A-Za-z]{2}")
_ADDED = re.compile(r"\s?(?:หญิง|\(หญิง\)|\(พิเศษ\)|พิเศษ(?![ก-ฮ])|เกียรติคุณ|กิตติคุณ)")  # between a rank and the name
_AFTER = {title: re.compile(pattern) for title, pattern in known.AFTER.items()}
_OFFICE = re.compile(f"{known.OFFICE}|(?!ก)")
_SPACED = frozenset({"นาย", "คุณ"})  # and what follows counts after a space as well
_NO_NAME = re.compile("|".join(map(re.escape, known.NO_NAME)))
_AFTER_CALLING = re.compile("|".join(map(re.escape, known.AFTER_CALLING)))
_PERHAPS = re.compile("|".join(map(re.escape, known.PERHAPS)))
_NO_MONK = re.compile("|".join(map(re.escape, known.NO_MONK)))
_PLACE_TAIL = re.compile("|".join(map(re.escape, known.PLACE_TAIL)))
_PLACES_SHORT = "ตอจมถซนทส"  # the letters of ต., อ., จ. and the like
_ABBREVIATED = re.compile(rf"(?:{'|'.join(known.ABBREVIATIONS)})\.")  # รพ.สต., อ.ชะอำ
_VILLAGE = re.compile(r"\s{0,2}(?:หมู่|ม\.|ต\.|ตำบล)")
_NO_REPRESENTATIVE = re.compile("|".join(known.NO_REPRESENTATIVE))
_NO_FAMILY = re.compile("|".join(known.NO_FAMILY))
_CRAFTSMAN = re.compile(rf"ช่าง(?!{'|'.join(known.CRAFTS)})(?=[ก-ฮเ-ไ]{_THAI})")
_TITLE_MARK = re.compile(r"[.:/\-]\s?")
_NO_NAME_MARKED = re.compile("|".join(known.NO_NAME_MARKED))
_APART = re.compile(
    rf"\s?\(\s?([ก-ฮเ-ไ]{_THAI}{{1,{_LONGEST}}})\s?\)"
    rf"|,\s?([ก-ฮเ-ไ]{_THAI}{{1,{_LONGEST}}})(?=\s{{0,2}}(?:$|[)\n;·|]|และ|ได้|เป็น|ค่า|0[0-9x]{{2}}))"
)
_NO_FAMILY_APART = re.compile("|".join(known.NO_FAMILY_APART))
_NEAR = re.compile(r"\s{0,2}")
_MOST_TITLES = 4  # in a row
_LONG_TITLE = 2  # dots from which a shortened title is no other word's end


def persons(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each person named in a folded text, title and name, from left to right."""
    done = 0
    titles = _TITLE if _HAS_LATIN.search(text) else _THAI_TITLE
    for match in titles.finditer(text):
        if match.start() >= done:
            end = _end_of(text, match)
            if end is not None:
                yield match.start(), end
                done = end


def _is_latin(title: re.Match[str]) -> bool:
    return title[0][0].isascii()


def _end_of(text: str, match: re.Match[str]) -> int | None:
    """Where the name after a title ends; ``None`` where the match is no title, or no name follows it."""
    start, title = match.start(), match[0]
    if _is_latin(match):
        return _latin_name(text, match)
    if not _stands_alone(text, match):
        return None
    calling = "".join(title.split())
    if calling in ("พระ", *known.CALLINGS):
        return _called(text, match.end(), calling)
    if title == "นางสาว" and _MARK.match(text, match.end()):
        title = "นาง"  # and a name that begins with สาว
    if _is_word(text, start, start + len(title), title):
        return None
    after, last = _chain(text, start + len(title), title)
    return None if last != title and _is_word(text, start, after, last) else _name(text, start, after, last)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the letters before a title leave it one."""
    start, title = match.start(), match[0]
    before = text[start - 1 : start]
    if title in ("ดร", "นส", "พระ", "ครู", "พลทหาร"):
        return not re.match(_THAI, before) or (title == "ครู" and text.endswith(known.GLUE, 0, start))
    if "." in title:
        if before == ".":
            return False
        letters = title.replace(" ", "")
        if letters.count(".") > _LONG_TITLE or letters in ("น.ส.", "ด.ช.", "ด.ญ."):
            return True
        apart = not re.match(f"{_THAI}|[0-9]", before) and not re.search(
            r"[0-9๐-๙]\s?$", text[max(0, start - 2) : start]
        )
        return apart or text.endswith(known.GLUE, 0, start)
    ends = known.BEFORE.get(title, ())
    reach = start + len(title)
    if ends and text.endswith(ends, 0, reach) and not text.endswith(known.BUT_BEFORE.get(title, ("\0",)), 0, reach):
        return False
    return not (title == "คุณ" and text.endswith(ends or ("\0",), 0, reach))


def _chain(text: str, at: int, title: str) -> tuple[int, str]:
    """Where the titles end that follow a title (ผศ.ดร., ว่าที่ร้อยตรีหญิง), and the last of them."""
    for _ in range(_MOST_TITLES):
        added = _ADDED.match(text, at)
        at = added.end() if added else at
        gap = _NEAR.match(text, at)
        found = _TITLE.match(text, gap.end()) if gap else None
        if found is None or _is_latin(found) or found[0] in ("พระ", *known.CALLINGS):
            break
        if _is_word(text, found.start(), found.end(), found[0]):
            break
        at, title = found.end(), found[0]
    return at, title


def _is_word(text: str, start: int, after: int, title: str) -> bool:
    """Whether a title and what follows it are one word, or a place."""
    if _MARK.match(text, after):
        return True
    pattern = _AFTER.get(title)
    if pattern is not None:
        begin = _GAP.match(text, after) if title in _SPACED else None
        at = begin.end() if begin else after
        found = pattern.match(text, at)
        if found is not None and (at == after or _OFFICE.match(text, at)):
            return not _is_name_too(text, start, after, title)
    return _is_place(text, start, title)


def _is_name_too(text: str, start: int, after: int, title: str) -> bool:
    """Whether a word that begins like a title (คุณสมบัติ, นายช่าง…) is a title and a name here: a family name follows."""
    craftsman = _CRAFTSMAN.match(text, after) if title == "นาย" else None
    if craftsman is not None:
        given = _given(text, craftsman.end())
    elif text.startswith(known.WORDS_AND_NAMES.get(title, "\0"), after):
        paid = text[max(0, start - _LONGEST) : start].rstrip().endswith(known.PAID)
        given = _given(text, after) if paid else None
        if given is not None and given[0] != known.WORDS_AND_NAMES[title]:
            return False
    else:
        return False
    family = _family(text, given.end()) if given is not None else None
    if given is None or family is None:
        return False
    word = text[given.end() : family].strip()
    return word not in _places() and len(word) > 1 and not _NO_FAMILY.match(word)


def _is_place(text: str, start: int, title: str) -> bool:
    """Whether a place's name that geothai knows stands over this title."""
    for name, offset in _places_like_titles().get(title.strip(" ._\n\t").lower(), ()):
        begin = start - offset
        if begin >= 0 and text.startswith(name, begin):
            rest = begin + len(name)
            if offset or not _LETTER.match(text, rest) or _PLACE_TAIL.match(text, rest):
                return True
    return False


def _name(text: str, start: int, after: int, title: str) -> int | None:
    """Where the name after a true title ends."""
    given = _given(text, after) or _marked(text, start, after, title)
    if given is None or (title[-1] == "." and given[0][1:2] == "." and given.start() == after):
        return None  # ศ.บ. is a degree
    word, family = given[0], _family(text, given.end()) or _family_apart(text, given.end())
    if family is None and title == "นส":
        return None
    if family is None and _needs_family(text, start, after, title, word):
        return None
    return given.end() if family is None else family


def _marked(text: str, start: int, after: int, title: str) -> "re.Match[str] | None":
    """The first word of a name behind a mark (นาย.ก, นาย: ก)."""
    mark = _TITLE_MARK.match(text, after) if title in known.MARKED_TITLES else None
    if mark is None or (_LETTER.match(text[start - 1 : start]) and not text.endswith(known.GLUE, 0, start)):
        return None
    at = mark.end()
    another = _THAI_TITLE.match(text, at) or _NO_NAME_MARKED.match(text, at)
    word = _AFTER[title].match(text, at) if title in _AFTER else None
    given = _given(text, at)
    return None if another or word or (given and given[0][1:2] == ".") else given


def _family_apart(text: str, at: int) -> int | None:
    """Where the family name ends that stands in brackets or behind a comma."""
    found = _APART.match(text, at)
    if found is None:
        return None
    word, place = found[1] or found[2], found.start(1 if found[1] else 2)
    if word in known.NO_NAME_ALONE or _NO_NAME.match(word) or _NO_FAMILY_APART.match(word) or word in _places():
        return None
    return None if _begins_another(text, place) else found.end()


def _needs_family(text: str, start: int, after: int, title: str, word: str) -> bool:
    """Whether one word after the title is more likely a place, a brand or a word than a person."""
    glued = after + len(word) <= len(text) and text.startswith(word, after)
    if not glued:
        return False
    if title in ("นาย", "นาง", "คุณ") and text.endswith(known.NAMED_AFTER, 0, start):
        return True
    return word in known.ALONE.get(title, ())


def _called(text: str, after: int, title: str) -> int | None:
    """Where the name after a calling ends."""
    given = _given(text, after)
    if given is None or _MARK.match(text, after) or (title in known.OF_PLACES and not re.match(_THAI, given[0])):
        return None
    word, family = given[0], _family(text, given.end())
    if title == "พระ":
        return None if family is None or _NO_MONK.match(word) else family
    if title in known.FOR_PLACES and (
        family is None or word in _places() or word[1:2] == "." or _NO_REPRESENTATIVE.match(word)
    ):
        return None
    if title == "อ." and (_is_amphoe(word, family is not None) or word[1:2] == "."):
        return None
    if _AFTER_CALLING.match(word) or (given[0] in _places() and family is None):
        return None
    if family is None and title in known.OF_PLACES and (word in _places() or _VILLAGE.match(text, given.end())):
        return None
    if family is None and (len(word) == 1 or _PERHAPS.match(word) or title == "อ." or not re.match(_THAI, word)):
        return None
    return given.end() if family is None else family


def _given(text: str, after: int) -> "re.Match[str] | None":
    """The first word of a name."""
    gap = _GAP.match(text, after)
    given = _WORD.match(text, gap.end()) if gap else None
    if given is None or given[0] in known.NO_NAME_ALONE - known.NAMES_TOO or _NO_NAME.match(given[0]):
        return None
    return given


def _family(text: str, at: int) -> int | None:
    """Where the family name ends that stands at ``at``, if one does."""
    between = _BETWEEN.match(text, at)
    if between is None:
        return None
    of = _OF.match(text, between.end())
    if of is not None:
        return of.end()
    word = _WORD.match(text, between.end())
    if word is None or word[0] in known.NO_NAME_ALONE or _NO_NAME.match(word[0]):
        return None
    if _begins_another(text, word.start()):
        return None
    if word[0][0] in _PLACES_SHORT and word[0][1:2] == ".":
        return None
    return None if _ABBREVIATED.match(text, word.start()) else word.end()


def _begins_another(text: str, at: int) -> bool:
    """Whether the title of another person stands at ``at``."""
    found = _TITLE.match(text, at)
    if found is None or _is_latin(found) or found[0] in ("พระ", *known.CALLINGS):
        return found is not None and _is_latin(found)
    return not _is_word(text, at, found.end(), found[0]) and _given(text, found.end()) is not None


def _latin_name(text: str, match: re.Match[str]) -> int | None:
    """Where the name after an English title ends: up to three words, capitals from the second on."""
    title, small = match[0].strip(" ._\n").lower(), match[0][0].islower()
    if small and title in ("ms", "miss", "col", "lt", "capt", "prof", "madam"):
        return None
    if _is_place(text, match.start(), match[0]):
        return None
    word = _WORD.match(text, match.end())
    if word is None or (not small and re.match("[a-z]", word[0]) and title in ("miss", "ms")):
        return None
    end = word.end()
    for _ in range(2):
        more = re.compile(rf"[\s_]{{1,2}}(?:[A-Z][A-Za-z'’-]{{0,{_LONGEST}}}|{_THAI}{{2,{_LONGEST}}})").match(text, end)
        if more is None or (re.match(_THAI, more[0].strip()) and _NO_NAME.match(more[0].strip())):
            break
        end = more.end()
    if small and end == word.end():  # all in small letters: one more word
        more = re.compile(rf"[\s_][a-z'-]{{2,{_LONGEST}}}").match(text, end)
        end = more.end() if more else end
    return end


def is_place(name: str) -> bool:
    """Whether a province, amphoe or tambon is called so."""
    return name in _places() or name in ("เมือง", "กรุงเทพฯ")


@cache
def _places() -> frozenset[str]:
    """Every province, amphoe and tambon, in Thai and English."""
    found: set[str] = set()
    for province in geothai.provinces():
        found |= {province.name_th, province.name_en}
        for amphoe in geothai.districts(province.code):
            found |= {amphoe.name_th, amphoe.name_en}
            found |= {name for one in geothai.subdistricts(amphoe.code) for name in (one.name_th, one.name_en)}
    return frozenset(found)


@cache
def _places_like_titles() -> dict[str, list[tuple[str, int]]]:
    """By title, in small letters: the names of places that hold its letters, and where in them."""
    latin = "|".join(known.LATIN_TITLES)
    titles = re.compile(rf"(?=({_THAI_TITLES}|(?i:{latin})(?=[\s_.]|$)))")
    found: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(_places()):
        for match in titles.finditer(name):
            found.setdefault(match[1].lower(), []).append((name, match.start()))
    return found


@cache
def _amphoe() -> frozenset[str]:
    """Every amphoe, in Thai."""
    return frozenset(one.name_th for province in geothai.provinces() for one in geothai.districts(province.code))


def _is_amphoe(word: str, named: bool) -> bool:
    """Whether a word after อ. is an amphoe; where a family name follows (``named``), no more letters than its own."""
    names = _amphoe()
    if word.startswith("เมือง") or (named and word in names):
        return True
    return not named and any(word[:length] in names for length in range(2, min(len(word), _LONGEST) + 1))
