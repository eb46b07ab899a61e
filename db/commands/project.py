"""project new, check, list: the files of projects, and the projects that are stored."""

import argparse
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.model import Place, find_province, province_of, suggest_province
from core.model.project import Project, ProjectError
from core.model.project.drafting.following import SECTIONS, Wanted, code_of, following
from core.money import to_satang
from core.text import BE_OFFSET, FIRST_BE_YEAR, Message, Text
from db.commands.console import BLOCKING, OK, UNREADABLE, in_both, usage
from db.commands.context import Context
from db.errors import ProjectFileRefused, Refused
from db.projects import closing, files, versions
from words.rendering import render

LAST_BE_YEAR = 2700
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_YEAR = re.compile(r"[0-9]{1,9}")
_COUNT = re.compile(r"[1-9][0-9]{0,5}")


def year(text: str) -> int:
    """``--year``: a number; the command refuses years outside the calendar."""
    if not _YEAR.fullmatch(text):
        raise argparse.ArgumentTypeError(usage("not_a_year", text))
    return int(text)


def groups(text: str) -> int:
    """``--target``: a whole number of groups."""
    if not _COUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(usage("not_a_count", text))
    return int(text)


def budget(text: str) -> int:
    """``--budget``: baht on the command line, satang here."""
    if not _AMOUNT.fullmatch(text) or Decimal(text) < 1:
        raise argparse.ArgumentTypeError(usage("not_an_amount", text))
    return to_satang(Decimal(text))


def new(context: Context) -> int:
    """Write the file of a project that follows from another. Never over a file that is there."""
    args, folder = context.args, versions.folder()
    text, project = _source(folder, args.from_code)
    wanted = _wanted(args, project)
    code = code_of(wanted)
    path = folder / f"{code}.toml"
    there, _ = files.file_of(folder, code)
    if path.exists() or there is not None:
        raise Refused("file_there", code=code, path=there or path)
    try:
        made = following(text, project, wanted, render)
    except ProjectError as error:
        raise ProjectFileRefused(error.messages) from error
    _write(path, made)
    result = {"ok": True, "file": str(path), "code": code, "empty": list(SECTIONS)}
    return context.console.done(result, "project_written", path=path, empty=", ".join(SECTIONS), name=path.name)


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Refused("project_file_unwritable", path=path, strerror=error.strerror) from error


def check(context: Context) -> int:
    """Say everything that is wrong with project files: those named, else all of the folder. Stores nothing."""
    folder = versions.folder()
    asked = [_place(folder, name) for name in context.args.files] or sorted(folder.glob("*.toml"))
    found, unread = [], False
    for path in asked:
        unread = unread or not path.is_file()
        project, faults = files.check_file(path, folder)
        for fault in faults:
            context.console.say(fault)
        if project is not None and not faults:
            context.console.say("project_right", name=path.name, code=project.code)
        said = [in_both(fault) for fault in faults]
        found.append({"file": str(path), "code": project.code if project else None, "ok": not faults, "faults": said})
    ok = all(one["ok"] for one in found)
    context.console.result({"ok": ok, "files": found})
    return OK if ok else UNREADABLE if unread else BLOCKING


def list_all(context: Context) -> int:
    """Every stored project, newest year first, samples last."""
    infos = versions.list_projects(context.engine)
    written = context.console.written
    rows = [
        (
            info.code,
            info.project.fiscal_year_be,
            written(info.project.province),
            info.version,
            info.uploads,
            info.newest_as_of or "-",
            written(Message("console.sample")) if info.project.sample else "",
        )
        for info in infos
    ]
    context.console.table(("code", "year", "province", "version", "uploads", "newest", ""), rows)
    context.console.result({"ok": True, "projects": [_listed(info) for info in infos]})
    return OK


def close(context: Context) -> int:
    """Close the year of a project."""
    return _turned(context, closing.close, "year_closed")


def reopen(context: Context) -> int:
    """Open it again."""
    return _turned(context, closing.reopen, "year_open")


def _turned(context: Context, turn: Callable[..., None], done: str) -> int:
    turn(context.engine, context.project, actor=context.actor, now=context.now, reason=context.args.reason)
    return context.console.done({"ok": True, "project": context.project}, done, project=context.project)


def _listed(info: versions.ProjectInfo) -> dict[str, Any]:
    project = info.project
    return {
        "code": info.code,
        "fiscal_year_be": project.fiscal_year_be,
        "province": project.province.get("th"),
        "province_en": project.province.get("en"),
        "version": info.version,
        "uploads": info.uploads,
        "newest_as_of": info.newest_as_of,
        "sample": project.sample,
    }


def _place(folder: Path, name: str) -> Path:
    """A file by its path, else by its name in the folder of project files."""
    path = Path(name)
    return folder / name if not path.exists() and (folder / name).exists() else path


def _source(folder: Path, code: str) -> tuple[str, Project]:
    """The text of the project to begin from. Raises ``Refused``, ``ProjectFileRefused``."""
    path, known = files.file_of(folder, code)
    if path is None:
        raise Refused("no_project_file", code=code, folder=folder, names=", ".join(known) or "-")
    text, project, faults = files.read_file(path)
    if project is None:
        raise ProjectFileRefused(faults)
    return text, project


def _wanted(args: argparse.Namespace, project: Project) -> Wanted:
    """Year and province of the new project. Raises ``Refused``."""
    year = args.year
    if not FIRST_BE_YEAR <= year <= LAST_BE_YEAR:
        meant = year + BE_OFFSET if 1900 <= year < FIRST_BE_YEAR else project.fiscal_year_be + 1
        raise Refused("year", year=year, first_be_year=FIRST_BE_YEAR, last_be_year=LAST_BE_YEAR, meant=meant)
    province = province_of(project.province_code) if args.province is None else _province(args.province)
    if province is None:
        raise Refused("province_of_project", code=project.code, province_code=project.province_code)
    if province.code != project.province_code and (args.target is None or args.budget is None):
        raise Refused("own_target", name=province.name)
    return Wanted(year, province, args.target, args.budget)


def _province(name: str) -> Place:
    found = find_province(name) or province_of(name)
    if found is None:
        like = suggest_province(name)
        hint = Message("error.province_like", {"like": _both_names(like)}) if like else ""
        raise Refused("province", name=name, hint=hint)
    return found


def _both_names(place: Place) -> Text:
    """The name as files write it, with the English one beside it in English."""
    return Text.both(place.written, f"{place.written} ({place.name.get('en')})")
