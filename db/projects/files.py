"""The project files of a folder: their texts, and the faults of those that are refused."""

import tomllib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from core.model.project import Fault, Project, ProjectError, accept_project
from core.text import Message


def read_folder(folder: Path) -> tuple[list[str], tuple[Message, ...]]:
    """The texts of the files that are accepted, and a sentence for each fault of the others.

    Two files with one code are both refused, since nothing says which of them is meant.
    """
    if not folder.is_dir():
        return [], (Fault("", "no_folder").message(str(folder)),)
    read = {path.name: read_file(path) for path in sorted(folder.glob("*.toml"))}
    owners: dict[str, list[str]] = {}
    for name, (_, project, _) in read.items():
        if project is not None:
            owners.setdefault(project.code, []).append(name)
    texts, refused = [], []
    for name, (text, project, faults) in read.items():
        others = [other for other in owners[project.code] if other != name] if project else []
        if project and others:
            params = {"other": ", ".join(others)}
            refused.append(Fault("code", "code_twice", project.code, params).message(name))
        elif project:
            texts.append(text)
        refused += faults
    return texts, tuple(refused)


def check_file(path: Path, folder: Path) -> tuple[Project | None, tuple[Message, ...]]:
    """One file's project and faults; another file of the folder with its code is one of them."""
    _, project, faults = read_file(path)
    others = [other for other in sorted(folder.glob("*.toml")) if other.resolve() != path.resolve()]
    for other in others if project else []:
        _, same, _ = read_file(other)
        if project and same and same.code == project.code:
            faults += (Fault("code", "code_twice", project.code, {"other": other.name}).message(path.name),)
    return project, faults


def read_file(path: Path) -> tuple[str, Project | None, tuple[Message, ...]]:
    """The text of one file, its project where it is accepted, and a sentence for each of its faults."""
    try:
        return _read(path.name, path.read_bytes())
    except OSError:
        return "", None, (Fault("", "unreadable").message(path.name),)


def file_of(folder: Path, code: str) -> tuple[Path | None, list[str]]:
    """The file that holds a project of this code, whether it is accepted or not, and the codes of all files."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.toml")):
        with suppress(OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            found.setdefault(str(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("code")), path)
    return found.get(code), list(found)


def refused(folder: Path) -> tuple[Message, ...]:
    """A sentence for each fault of a folder's files as they stand now; cheap where none has changed."""
    stamps = []
    for path in sorted(folder.glob("*.toml")):
        with suppress(OSError):  # taken away meanwhile
            stamps.append((path.name, path.stat().st_mtime_ns, path.stat().st_size))
    return _refused(folder, tuple(stamps))


@lru_cache(maxsize=4)
def _refused(folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> tuple[Message, ...]:
    return read_folder(folder)[1]


@lru_cache(maxsize=64)
def _read(name: str, content: bytes) -> tuple[str, Project | None, tuple[Message, ...]]:
    """With or without BOM, line ends of any system."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "", None, (Fault("", "not_utf8", params={"encoding": "UTF-8"}).message(name),)
    try:
        return text, accept_project(text, name), ()
    except ProjectError as error:
        return text, None, tuple(error.messages)
