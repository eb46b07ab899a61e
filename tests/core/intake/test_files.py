"""Folders of good and bad files: a new file is a new test.

A file's name begins with its kind. The ``.json`` beside it says what is expected: of a good file any of ``rows``,
``encoding``, ``delimiter``, ``header_row``, ``skipped``, ``folded``, ``issues`` (all codes, sorted), and a ``mapping``
to use; of a bad one ``rows`` and every blocking issue with code, row, column and value.
"""

import json
from pathlib import Path
from typing import Any, cast

import pytest

from core.intake import Intake, parse_mapping
from core.model.kinds import KINDS, Kind
from tests.support.forms import error_workbook
from tests.support.intakes import PROJECT, read
from tests.support.said import english, thai

FILES = Path(__file__).resolve().parents[1] / "files"


def files(folder: str) -> list[Path]:
    return sorted(path for path in (FILES / folder).iterdir() if path.suffix != ".json")


def expected_of(path: Path) -> dict[str, Any]:
    beside = path.with_suffix(".json")
    return cast(dict[str, Any], json.loads(beside.read_text(encoding="utf-8"))) if beside.exists() else {}


def read_file(path: Path) -> Intake:
    kind = path.name.split("-")[0]
    assert kind in KINDS, f"{path.name} must begin with its kind"
    mapping = expected_of(path).get("mapping")
    return read(
        (path.name, path.read_bytes()),
        cast(Kind, kind),
        project=PROJECT,
        mapping=parse_mapping(mapping) if mapping else None,
    )


@pytest.mark.parametrize("path", files("good"), ids=lambda path: path.name)
def test_a_good_file_loads(path: Path) -> None:
    found, expected = read_file(path), expected_of(path)
    assert found.ok, [english(issue) for issue in found.blocking]
    assert found.rows is not None
    assert len(found.rows) == expected.get("rows", len(found.rows)) > 0
    for name in ("encoding", "delimiter", "header_row"):
        assert getattr(found.reading, name) == expected.get(name, getattr(found.reading, name))
    if "skipped" in expected:
        assert list(found.reading.skipped) == expected["skipped"]
    if "folded" in expected:
        assert found.folded == expected["folded"]
    if "issues" in expected:
        assert sorted(issue.code for issue in found.issues) == expected["issues"]


@pytest.mark.parametrize("path", files("bad"), ids=lambda path: path.name)
def test_a_bad_file_is_told_what_to_mend(path: Path) -> None:
    found, expected = read_file(path), expected_of(path)
    told = [{"code": i.code, "row": i.row, "column": i.column, "value": i.value} for i in found.blocking]
    key = lambda issue: (issue["code"], issue["row"] or 0, issue["column"] or "")  # noqa: E731
    assert sorted(told, key=key) == sorted(expected["issues"], key=key)
    assert not found.ok
    assert (len(found.rows) if found.rows is not None else None) == expected["rows"]
    assert found.readable == (expected["rows"] is not None)
    for issue in found.issues:
        assert thai(issue) and english(issue)


@pytest.mark.parametrize("path", files("bad"), ids=lambda path: path.name)
def test_a_bad_file_that_can_be_read_comes_back_with_its_errors(path: Path) -> None:
    found = read_file(path)
    if found.readable:
        assert error_workbook(found, [(path.name, path.read_bytes())]).startswith(b"PK")


def test_a_folder_without_files_is_no_test() -> None:
    assert len(files("good")) >= 15 and len(files("bad")) >= 35
