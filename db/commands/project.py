"""project new, check, list: the files of projects, and the projects that are stored."""

import argparse
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.model.places import Place, find_province, province_of, suggest_province
from core.model.project import Project, ProjectError
from core.model.project.drafting.following import SECTIONS, Wanted, code_of, following
from core.money import to_satang
from core.sentences import Pair
from core.text.thai import BE_OFFSET, FIRST_BE_YEAR
from db.commands.console import BLOCKING, OK, UNREADABLE
from db.commands.context import Context
from db.errors import ProjectFileRefused, Refused
from db.projects import files, versions

LAST_BE_YEAR = 2700
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_YEAR = re.compile(r"[0-9]{1,9}")
_COUNT = re.compile(r"[1-9][0-9]{0,5}")


def year(text: str) -> int:
    """``--year``: a number; which years there are is said by the command."""
    if not _YEAR.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"“{text}” ไม่ใช่ปี โปรดเขียนปีงบประมาณ พ.ศ. เช่น 2565 / "
            f"'{text}' is not a year; write a Buddhist-era one such as 2565"
        )
    return int(text)


def groups(text: str) -> int:
    """``--target``: a whole number of groups."""
    if not _COUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"“{text}” ไม่ใช่จำนวนกลุ่ม โปรดเขียนเช่น 12 / '{text}' is not a number of groups such as 12"
        )
    return int(text)


def budget(text: str) -> int:
    """``--budget``: baht on the command line, satang here."""
    if not _AMOUNT.fullmatch(text) or Decimal(text) < 1:
        raise argparse.ArgumentTypeError(
            f"“{text}” ไม่ใช่จำนวนเงิน โปรดเขียนเป็นบาท เช่น 500000 หรือ 500000.50 / "
            f"'{text}' is not an amount in baht such as 500000 or 500000.50"
        )
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
        raise Refused(
            f"มีแฟ้มของโครงการ {code} แล้ว คือ {there or path} จึงไม่ได้เขียนทับ โปรดแก้แฟ้มนั้น หรือย้ายออกก่อน",
            f"There is a file of project {code} already, {there or path}; nothing was overwritten. "
            "Edit it or move it away",
        )
    try:
        made = following(text, project, wanted)
    except ProjectError as error:
        raise ProjectFileRefused(error.sentences()) from error
    _write(path, made)
    empty = ", ".join(SECTIONS)
    context.console.say(
        f"เขียนแฟ้มโครงการ {path} แล้ว ส่วนที่ยังว่าง: {empty} โปรดเติมตามที่แฟ้มบอกแหล่งที่มา "
        f"แล้วสั่ง python -m db project check {path.name} และ python -m db init",
        f"Wrote {path}. Still empty: {empty}. Fill them in; the file names the sources. "
        f"Then run python -m db project check {path.name} and python -m db init",
    )
    context.console.result({"ok": True, "file": str(path), "code": code, "empty": list(SECTIONS)})
    return OK


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Refused(
            f"เขียนแฟ้ม {path} ไม่ได้ ({error.strerror}) โปรดตรวจว่ามีโฟลเดอร์และมีสิทธิ์เขียน",
            f"{path} can not be written ({error.strerror}). Check that the folder is there and may be written",
        ) from error


def check(context: Context) -> int:
    """Say everything that is wrong with project files: those named, else all of the folder. Stores nothing."""
    folder = versions.folder()
    asked = [_place(folder, name) for name in context.args.files] or sorted(folder.glob("*.toml"))
    found, unread = [], False
    for path in asked:
        unread = unread or not path.is_file()
        project, faults = files.check_file(path, folder)
        for th, en in faults:
            context.console.say(th, en)
        if project is not None and not faults:
            context.console.say(
                f"{path.name} ใช้ได้ (โครงการ {project.code})", f"{path.name} is right (project {project.code})"
            )
        said = [{"message": th, "message_en": en} for th, en in faults]
        found.append({"file": str(path), "code": project.code if project else None, "ok": not faults, "faults": said})
    ok = all(one["ok"] for one in found)
    context.console.result({"ok": ok, "files": found})
    return OK if ok else UNREADABLE if unread else BLOCKING


def list_all(context: Context) -> int:
    """Every stored project, newest year first, samples last."""
    infos = versions.list_projects(context.engine)
    th = context.console.lang == "th"
    heads: list[Pair] = [
        ("รหัส", "code"), ("ปีงบประมาณ", "year"), ("จังหวัด", "province"), ("ฉบับ", "version"), ("ชุดข้อมูล", "uploads"),
        ("ข้อมูลล่าสุด", "newest data"), ("", ""),
    ]  # fmt: skip
    rows = [
        (
            info.code,
            info.project.fiscal_year_be,
            info.project.province.get(context.console.lang),
            info.version,
            info.uploads,
            info.newest_as_of or "-",
            ("ตัวอย่าง" if th else "sample") if info.project.sample else "",
        )
        for info in infos
    ]
    context.console.table(heads, rows)
    context.console.result({"ok": True, "projects": [_listed(info) for info in infos]})
    return OK


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
        names = ", ".join(known) or "-"
        raise Refused(
            f"ไม่มีแฟ้มโครงการรหัส “{code}” ใน {folder} ที่มีคือ {names}",
            f'No file in {folder} has the project "{code}". There are: {names}',
        )
    text, project, faults = files.read_file(path)
    if project is None:
        raise ProjectFileRefused(faults)
    return text, project


def _wanted(args: argparse.Namespace, project: Project) -> Wanted:
    """Year and province of the new project. Raises ``Refused``."""
    year = args.year
    if not FIRST_BE_YEAR <= year <= LAST_BE_YEAR:
        meant = year + BE_OFFSET if 1900 <= year < FIRST_BE_YEAR else project.fiscal_year_be + 1
        raise Refused(
            f"--year {year} ต้องเป็นปีงบประมาณ พ.ศ. ตั้งแต่ {FIRST_BE_YEAR} ถึง {LAST_BE_YEAR} โปรดเขียนเช่น {meant}",
            f"--year {year} must be a fiscal year of the Buddhist era, {FIRST_BE_YEAR} to {LAST_BE_YEAR}. "
            f"Write for example {meant}",
        )
    province = province_of(project.province_code) if args.province is None else _province(args.province)
    if province is None:
        raise Refused(
            f"ไม่รู้จักจังหวัดของโครงการ {project.code} (รหัส {project.province_code})",
            f"The province of project {project.code} is not known (code {project.province_code})",
        )
    if province.code != project.province_code and (args.target is None or args.budget is None):
        raise Refused(
            f"จังหวัด{province.written}มีเป้าหมายและงบประมาณของตนเอง โปรดระบุ --target จำนวนกลุ่ม และ --budget จำนวนบาท",
            f"{province.name.get('en')} has a target and a budget of its own. Give --target GROUPS and --budget BAHT",
        )
    return Wanted(year, province, args.target, args.budget)


def _province(name: str) -> Place:
    found = find_province(name) or province_of(name)
    if found is None:
        like = suggest_province(name)
        th, en = (
            (f" หากหมายถึง {like.written} โปรดแก้", f" If {like.written} ({like.name.get('en')}) is meant, correct it")
            if like
            else ("", "")
        )
        raise Refused(f"ไม่มีจังหวัดชื่อ “{name}”{th}", f'There is no province "{name}".{en}')
    return found
