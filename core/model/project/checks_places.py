"""That the parts of a project's file that belong to a province are all of the same one."""

from collections.abc import Iterator, Sequence

from core.model.places import amphoe_of, find_amphoe, find_province, province_of, suggest_amphoe
from core.model.project import schema
from core.model.project.faults import Fault
from core.model.project.table import Words
from core.text import Message

Faults = Iterator[Fault]


def province(province_code: str, province: Words) -> Faults:
    """The code is one of the Department of Provincial Administration, and both names are those of the code."""
    found = province_of(province_code)
    if found is None:
        named = find_province(province.th) or find_province(province.en)
        hint = Message("setting.province_has", {"name": named.name, "code": named.code}) if named else ""
        yield Fault("province_code", "province_code", province_code, {"hint": hint})
        return
    for lang, name in province:
        if find_province(name) != found:
            meant = found.name.get(lang)
            yield Fault(f"province_{lang}", "province_name", name, {"code": province_code, "meant": meant})


def tiles_of_the_province(tiles: Sequence[schema.Tile], province_code: str) -> Faults:
    """Each tile is an amphoe of the province, each amphoe has one; without any the program lays them out."""
    found = province_of(province_code)
    if found is None or not tiles:
        return
    names = {"province": found.name}
    first: dict[str, str] = {}
    for i, tile in enumerate(tiles):
        path = f"tiles[{i}].amphoe"
        place = find_amphoe(tile.amphoe, province_code)
        if place is None or place.written != tile.amphoe:
            like = place or suggest_amphoe(tile.amphoe, province_code)
            params = names | ({"like": like.written} if like else {})
            yield Fault(path, "amphoe_like" if like else "amphoe", tile.amphoe, params)
        elif place.code in first:
            yield Fault(path, "amphoe_twice", tile.amphoe, {"other": first[place.code]})
        else:
            first[place.code] = path
    missing = [place.written for place in amphoe_of(province_code) if place.code not in first]
    if missing and len(first) == len(tiles):
        yield Fault("tiles", "no_tile", params={"missing": ", ".join(missing)})


def tile_cells(tiles: Sequence[schema.Tile]) -> Faults:
    """One tile a cell."""
    taken: dict[tuple[int, int], str] = {}
    for i, tile in enumerate(tiles):
        owner = taken.setdefault((tile.row, tile.col), f"tiles[{i}]")
        if owner != f"tiles[{i}]":
            yield Fault(f"tiles[{i}]", "cell_twice", tile.amphoe, {"row": tile.row, "col": tile.col, "other": owner})


def baselines_of_another_province(baselines: Sequence[schema.Baseline], province_code: str) -> Faults:
    """A year's numbers may name their province; it is then the project's."""
    for i, baseline in enumerate(baselines):
        if baseline.province_code not in (None, province_code):
            path = f"baselines[{i}].province_code"
            yield Fault(path, "baseline_province", baseline.province_code, {"code": province_code})
