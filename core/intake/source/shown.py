"""What a sheet shows where a number format writes more than the number: ``007`` for 7, ``G01`` for 1.

Only such cells are looked for, and only in workbooks that have such a format.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from xml.etree.ElementTree import Element  # nosec B405 # a type alone: defusedxml reads

_CELL = re.compile(rb"<c ([^>]*[^/>])>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,40})</v>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]{1,6})"')
_OTHER_TYPE = re.compile(rb'\bt="(?!n")')
_BUILT_IN = {2: "0.00", 3: "#,##0", 4: "#,##0.00"}
_PLAIN = re.compile(r"general|@|0|#|", re.IGNORECASE)
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?:\$-[^\]]*|[A-Za-z]+)\]|(?P<letter>.)')
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_POINT = re.compile(r"\.")
_SCALING = re.compile(r"[0#?],+(?![0#?,])")
_LITERALS = "-+/():! $&'^~{}<>="


class Shown(float):
    """A number as a cell holds it, and as the sheet shows it; ``text`` is empty where that is not sure."""

    text: str

    def __new__(cls, held: float, text: str) -> "Shown":
        """The number with what is shown of it."""
        found = super().__new__(cls, held)
        found.text = text
        return found


def odd_formats(styles: Element) -> dict[int, str]:
    """The formats that write more than the number, by the style of a cell."""

    def found(name: str) -> Iterable[Element]:
        return (one for one in styles.iter() if one.tag.rpartition("}")[2] == name)

    codes = {**_BUILT_IN, **{_number(one.get("numFmtId")): one.get("formatCode", "") for one in found("numFmt")}}
    listed = [one for whole in found("cellXfs") for one in whole]
    kept = ((place, codes.get(_number(one.get("numFmtId")), "")) for place, one in enumerate(listed))
    return {place: code for place, code in kept if not _PLAIN.fullmatch(code) and not _is_of_days(code)}


def scaling(formats: Mapping[int, str]) -> set[int]:
    """The styles whose format shows a number in thousands or in millions: ``#,##0,``."""
    return {style for style, code in formats.items() if _SCALING.search(_LITERAL.sub("", code))}


def columns_of_styles(parts: Iterable[bytes], styles: Collection[int]) -> set[int]:
    """The columns (from 0) in which every number is shown in one of these styles: where some are not, nobody but who
    made the file knows in which unit they were typed.
    """
    columns: dict[bool, set[int]] = {True: set(), False: set()}
    for part in parts:
        for attributes, _ in _CELL.findall(part):
            style, place = _STYLE.search(attributes), _PLACE.search(attributes)
            if place and not _OTHER_TYPE.search(attributes):
                columns[style is not None and int(style[1]) in styles].add(_column(place[1]))
    return columns[True] - columns[False]


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def shown_cells(parts: Iterable[bytes], formats: Mapping[int, str]) -> dict[tuple[int, int], Shown]:
    """The cells of a sheet (row, column from 0) that show something else than the number they hold."""
    cells: dict[tuple[int, int], Shown] = {}
    for part in parts:
        for attributes, value in _CELL.findall(part):
            style, place = _STYLE.search(attributes), _PLACE.search(attributes)
            code = formats.get(int(style[1])) if style else None
            if code is None or place is None or _OTHER_TYPE.search(attributes):
                continue
            shown = _shown(value.decode("ascii", "ignore"), code)
            if shown is not None:
                cells[int(place[2]), _column(place[1])] = shown
    return cells


def _shown(value: str, code: str) -> Shown | None:
    """The number of a cell in its format; ``None`` where it shows as it is held."""
    try:
        held = float(value)
    except ValueError:
        return None
    if not math.isfinite(held) or held < 0 or held >= 1e15:
        return None
    plain = str(int(held)) if held == int(held) else value
    text = _written(held, code)
    if text == plain:
        return None
    rounded = _POINT.search(_LITERAL.sub("", code)) is not None
    return Shown(held, _with_decimals(held, text) if rounded or held != int(held) else text)


def _with_decimals(held: float, text: str) -> str:
    """A number with decimals as it is shown, where nothing was rounded away; a whole number with some is not sure."""
    bare = re.fullmatch(r"[0-9]+\.[0-9]+", text)
    return text if bare and held != int(held) and float(text) == held else ""


def _written(held: float, code: str) -> str:
    """A number as a format of zeros, marks for digits and literals writes it; empty where the format says more."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    section = sections[2] if held == 0 and len(sections) > 2 else sections[0]
    pieces: list[tuple[str, str]] = []  # (letter, what it stands for: a digit, the point, itself)
    for match in _TOKEN.finditer(section):
        letter = match["letter"]
        if letter is None:
            pieces += [(one, "") for one in match["quoted"] or match["escaped"] or ""]
        elif letter in "0#.":
            pieces.append((letter, "point" if letter == "." else "digit"))
        elif letter == "," and held < 1000:
            continue  # between thousands
        elif letter in _LITERALS:
            pieces.append((letter, ""))
        else:
            return ""
    if not any(role == "digit" for _, role in pieces):
        return ""
    return _filled(held, pieces)


def _filled(held: float, pieces: list[tuple[str, str]]) -> str:
    """A number written into the places of a format, from the point to the left, then to the right."""
    point = next((place for place, (_, role) in enumerate(pieces) if role == "point"), len(pieces))
    places = sum(role == "digit" for _, role in pieces[point:])
    whole, _, fraction = f"{held:.{places}f}".partition(".")
    written, rest = "", whole.lstrip("0")
    first = next((place for place, (_, role) in enumerate(pieces) if role == "digit"), point)
    for place in range(point - 1, -1, -1):
        letter, role = pieces[place]
        if role == "digit" and place == first and rest:
            written, rest = rest + written, ""
        elif role == "digit":
            written, rest = (rest[-1:] or ("0" if letter == "0" else "")) + written, rest[:-1]
        else:
            written = letter + written
    digits = iter(fraction)
    return written + "".join(next(digits, "") if role == "digit" else letter for letter, role in pieces[point:])


def _is_of_days(code: str) -> bool:
    """Whether a format writes days or hours: a workbook's reader gives those as dates."""
    bare = _LITERAL.sub("", code).lower()
    return any(letter in bare for letter in "dmyhs")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
