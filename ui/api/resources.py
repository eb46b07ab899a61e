"""What each address gives: the rows of an answer and what stands around them, from the store and the catalogue that the
screens read, masked for the role of the token.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.calendar import bangkok_day
from core.figures import FIGURES, Figure, Unknown, Value, compute
from core.figures import Figures as Computed
from core.model import Actor, Right, Snapshot, is_part
from core.model.kinds import KINDS
from core.money import baht_number
from db import engine as databases
from db.accounts import looks, refusals
from db.errors import UnknownProject
from db.notebook import organisations, short_links
from db.projects import versions
from db.snapshots import store
from db.snapshots.headlines.whole import told as of_whole
from ui.api import models
from ui.api.asked import Asked
from ui.api.refused import NotAnswered
from ui.auth import door
from ui.routes import files
from ui.text import t, told

Rows = list[dict[str, Any]]
OF_WHOLE = "whole_"  # before the name of what is told of the whole project to who sees one amphoe


@dataclass(frozen=True, slots=True)
class Found:
    """What an address gives. ``around`` stands beside the rows in JSON; ``csv`` is the whole as CSV where a page of the
    program exports it; ``hand_out`` records that it was taken.
    """

    model: type[models.Page]
    rows: Rows
    total: int
    columns: tuple[str, ...]
    around: Mapping[str, Any]
    csv: Callable[[], bytes] | None = None
    hand_out: Callable[[], None] = lambda: None


def find(actor: Actor, asked: Asked) -> Found:
    """Raises ``NotAnswered``, ``DbError``."""
    if asked.project is None:
        return _projects(actor, asked)
    with _of_the_scope(actor, asked.project):
        versions.project_at(door.engine_of(actor), asked.project)
        if actor.amphoe is not None and not _is_of_an_amphoe(asked.resource):
            _refused(actor, asked.project)
            raise NotAnswered(403, "of_whole")
        if asked.resource == "history":
            return _history(actor, asked.project, asked)
        view = store.view(door.engine_of(actor), asked.project, asked.as_of, asked.seen)
    return _figures(actor, view, asked) if asked.resource == "figures" else _rows(actor, view, asked)


def _is_of_an_amphoe(resource: str) -> bool:
    return resource == "figures" or (resource in models.RESOURCES and is_part(models.RESOURCES[resource]))


def changed_at(actor: Actor, asked: Asked) -> Any:
    """The instant of the newest thing done to a project, UTC; ``None`` of no project, or where nothing was done."""
    if asked.project is None:
        return None
    return short_links.last_change(door.engine_of(actor), asked.project, asked.seen)


@contextmanager
def _of_the_scope(actor: Actor, code: str) -> Iterator[None]:
    """A project that is not there and one beyond the scope are told alike; the log knows which."""
    try:
        yield
    except UnknownProject:
        engine = databases.engine()
        if not actor.reaches(code) and any(one.code == code for one in versions.newest(engine)):
            _refused(actor, code)
        raise NotAnswered(404, "project", value=code[:60]) from None


def _refused(actor: Actor, code: str) -> None:
    refusals.by_right(databases.engine(), of=actor, right=Right.EXPORT, project=code, now=door.utc_now())


def _part(rows: Rows, asked: Asked) -> Rows:
    return rows if asked.format == "csv" else rows[asked.first : asked.first + asked.limit]


def _found(model: type[models.Page], row: type[Any], rows: Rows, asked: Asked, **around: Any) -> Found:
    return Found(model, _part(rows, asked), len(rows), tuple(row.model_fields), around)


def _of_a_day(view: Snapshot) -> dict[str, Any]:
    return {"project": view.project.code, "as_of": view.day, "seen": view.seen}


def _projects(actor: Actor, asked: Asked) -> Found:
    rows = [
        {
            "project": info.code,
            "name": info.project.name.get(asked.lang),
            "province": info.project.province.get(asked.lang),
            "fiscal_year_be": info.project.fiscal_year_be,
            "start": info.project.start,
            "end": info.project.end,
            "newest_day": info.newest_as_of,
        }
        for info in versions.list_projects(door.engine_of(actor))
    ]
    return _found(models.Projects, models.ProjectRow, rows, asked)


def _figures(actor: Actor, view: Snapshot, asked: Asked) -> Found:
    """The verdict, then the figures that ``summary`` lists, each with the day that it is of. For who is kept to an
    amphoe: what they are told of the whole, named so, then the same figures of their rows.
    """
    today = None if asked.looks_back else bangkok_day(door.utc_now())
    found = compute(view, today)
    verdict, rows = found.verdict, [_figure(found, each, asked) for each in found.listed("summary")]
    if view.amphoe:
        whole = of_whole(door.engine_of(actor), view.project.code, asked.as_of, asked.seen, today)
        verdict = whole.verdict
        rows = [*(_of_whole(found, FIGURES[name], value, asked) for name, value in whole.values.items()), *rows]
    key, name = ("api.verdict_of_whole", f"{OF_WHOLE}verdict") if view.amphoe else ("api.verdict", "verdict")
    first = {"name": name, "label": t(key, asked.lang), "value": None, "unit": "", "day": found.day}
    rows = [{**first, "text": told(verdict.message, asked.lang)}, *rows]
    around = {**_of_a_day(view), "verdict": verdict.code}
    return _found(models.Figures, models.FigureRow, rows, asked, **around)


def _of_whole(found: Computed, figure: Figure, value: Value, asked: Asked) -> dict[str, Any]:
    """A total of the whole project, by a name of its own."""
    row = _figure(found, figure, asked, value)
    return {**row, "name": f"{OF_WHOLE}{row['name']}", "label": t("api.of_whole_label", asked.lang, label=row["label"])}


def _figure(found: Computed, figure: Figure, asked: Asked, of_whole: Value | None = None) -> dict[str, Any]:
    value = found[figure.name] if of_whole is None else of_whole
    days = {"both": found.joint_day, "each": found.day}
    return {
        "name": figure.baht_name,
        "label": t(figure.key("label"), asked.lang),
        "value": _number(figure, value),
        "unit": "baht" if figure.unit == "satang" else figure.unit,
        "day": days[figure.basis] if figure.basis in days else found.cutoffs.get(figure.basis),
        "text": told(value.reason, asked.lang) if isinstance(value, Unknown) else "",
    }


def _number(figure: Figure, value: Value) -> float | int | None:
    if isinstance(value, Unknown):
        return None
    if figure.unit == "satang":
        return baht_number(int(value))
    return value if isinstance(value, int) else float(value)


def _history(actor: Actor, code: str, asked: Asked) -> Found:
    engine = door.engine_of(actor)
    sight = actor.sight(organisations.marked(engine, code))
    known = actor.knows_of_waiting(code)
    uploads = store.history_at(engine, code, day=asked.as_of, seen=asked.seen, unpassed=known)
    rows = [
        {
            "upload": one.id,
            "kind": models.name_of(one.kind),
            "set": one.seq,
            "as_of": one.as_of,
            "received_at": one.received_at,
            "by": one.by,
            "rows": one.row_count,
            "state": one.state,
            "file_name": sight.prose(one.file_name),
            "rows_sha256": one.rows_sha256,
        }
        for one in uploads
    ]
    around = {"project": code, "as_of": asked.as_of, "seen": asked.seen}
    return _found(models.History, models.UploadRow, rows, asked, **around)


def _rows(actor: Actor, whole: Snapshot, asked: Asked) -> Found:
    """The rows in force, as the page's own export has them: neither persons nor telephone numbers."""
    engine, code, kind = door.engine_of(actor), whole.project.code, models.RESOURCES[asked.resource]
    if kind not in whole.uploads:
        raise NotAnswered(404, "no_data", kind=KINDS[kind].name.get(asked.lang), day=whole.day or "–")
    export = files.Export.of(actor, whole, kind)
    columns = [column for column in KINDS[kind].columns if column.name not in actor.columns_left_out]
    total = len(export.rows)
    places = range(total) if asked.format == "csv" else range(total)[asked.first : asked.first + asked.limit]
    part = export.masked().take(list(places)) if asked.format == "json" else export.rows.take([])
    cells = [[models.value_of(column, value) for value in part[column.field]] for column in columns]
    names = ("row", *(column.name for column in columns))
    rows = [dict(zip(names, values, strict=True)) for values in zip(part.numbers, *cells, strict=True)]
    upload = whole.uploads[kind]

    def hand_out() -> None:
        payees = kind == "spending" and not actor.columns_left_out
        looks.exported(engine, actor=actor, project=code, detail=kind, now=door.utc_now(), payees=payees)

    around = {**_of_a_day(whole), "upload": upload.id, "data_as_of": upload.as_of}
    return Found(models.rows_model(kind), rows, total, names, around, export.csv, hand_out)
