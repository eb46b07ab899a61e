"""Reading a project's text: one that was stored before, or a file that is to be stored."""

import re
import tomllib
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from core.model.project.checks import broken, stored_faults
from core.model.project.faults import Fault, ProjectError, of_validation, shown
from core.model.project.model import Project
from core.model.project.schema import ProjectFile

_PLACE = re.compile(r"\(at line (\d+), column \d+\)$")


@lru_cache(maxsize=1_024)  # the projects of a country, and their versions
def parse_project(text: str) -> Project:
    """A project, made once for each text, from a text that this or an earlier release accepted.

    Settings of later releases are left unknown, and later limits do not apply. Raises ``ProjectError``.
    """
    context: dict[str, Any] = {"stored": True, "read": {}}
    try:
        file = ProjectFile.model_validate(_table(text, "-"), context=context)
    except ValidationError as error:
        raise ProjectError(of_validation(error)) from error
    faults = stored_faults(context["read"])
    if faults:
        raise ProjectError(faults)
    return file.project()


def accept_project(text: str, file: str) -> Project:
    """A project from a file that is to be stored. Raises ``ProjectError`` with everything that is wrong with it."""
    context: dict[str, Any] = {"read": {}}
    faults: list[Fault] = []
    found = None
    try:
        found = ProjectFile.model_validate(_table(text, file), context=context)
    except ValidationError as error:
        faults = of_validation(error)
    faults += broken(_with_defaults(context["read"], faults))
    if found is None or faults:
        raise ProjectError(faults, file)
    return found.project()


def _with_defaults(read: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """What could be read, and the defaults of the settings that the file does not name."""
    wrong = {re.split(r"[.\[]", fault.path)[0] for fault in faults}
    defaults = {
        n: f.get_default() for n, f in ProjectFile.model_fields.items() if not f.is_required() and n not in wrong
    }
    return {**defaults, **read}


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        lines = text.rstrip().split("\n")
        line = int(place[1]) if place else len(lines)
        params = {"line": line, "form": "TOML", "found": shown(lines[min(line, len(lines)) - 1].strip())}
        raise ProjectError([Fault("", "not_toml", params=params)], file) from error
