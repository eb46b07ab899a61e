"""Project files with one wrong setting each: the sentences that stand on top of a file are all that is said of it."""

import re
import tomllib
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.project import ProjectError, accept_project
from tests.support.intakes import ROOT
from tests.support.said import english, section, thai

FOLDER = Path(__file__).parents[2] / "bad_projects"
FILES = sorted(FOLDER.glob("*.toml"))
ELSEWHERE = {
    "not_utf8",
    "unreadable",
    "no_folder",
    "code_twice",
    "not_followed",
}  # of files, not of a text: tests/db/projects/test_versions.py


def faults_of(path: Path) -> ProjectError:
    with pytest.raises(ProjectError) as refused:
        accept_project(path.read_text(encoding="utf-8"), path.name)
    return refused.value


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_wrong_file_is_refused_with_its_sentences(path: Path):
    text = path.read_text(encoding="utf-8")
    expected = list(zip(re.findall("^# th: (.*)$", text, re.M), re.findall("^# en: (.*)$", text, re.M), strict=True))

    assert expected
    assert [(thai(message), english(message)) for message in faults_of(path).messages] == expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_sentence_names_the_file_and_no_python(path: Path):
    for message in faults_of(path).messages:
        th, en = thai(message), english(message)
        assert path.name in th
        assert path.name in en
        assert not re.search(r"ConversionSyntax|class '|NoneType|validation|pydantic|\{\w+\}", th + en)


def test_each_kind_of_fault_has_its_file():
    seen = {fault.code for path in FILES for fault in faults_of(path).faults}

    assert seen | ELSEWHERE == set(section("setting")) - {"province_has"}


def test_all_faults_of_a_file_are_gathered():
    assert len(faults_of(FOLDER / "several_faults_at_once.toml").faults) == 6


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(), st.datetimes(),
    st.lists(st.integers(), max_size=5), st.dictionaries(st.sampled_from(["code", "x"]), st.integers(), max_size=2),
)  # fmt: skip
WHOLE = tomllib.loads((ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8"))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every setting, tables and lists included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, part in inner for place in ((*path, key), *places(part, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(places(WHOLE)), value=SCALARS)
def test_any_value_at_any_place_is_taken_or_refused_in_words(place: tuple[Any, ...], value: Any):
    data = deepcopy(WHOLE)
    holder = data
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value

    with suppress(ProjectError), mock.patch("core.model.project.reading.tomllib.loads", return_value=data):
        try:
            accept_project("", "office.toml")
        except ProjectError as error:
            assert all(
                "office.toml" in thai(message) and "office.toml" in english(message) for message in error.messages
            )
            raise
