"""Project files with one wrong setting each: the sentences that stand on top of a file are all that is said of it."""

import re
from pathlib import Path

import pytest

from core.project import ProjectError, accept_project
from core.sentences_project import SETTINGS

FOLDER = Path(__file__).parent / "bad_projects"
FILES = sorted(FOLDER.glob("*.toml"))
ELSEWHERE = {
    "not_utf8",
    "unreadable",
    "no_folder",
    "code_twice",
    "not_followed",
}  # of files, not of a text: tests/db/test_projects.py


def faults_of(path: Path) -> ProjectError:
    with pytest.raises(ProjectError) as refused:
        accept_project(path.read_text(encoding="utf-8"), path.name)
    return refused.value


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_wrong_file_is_refused_with_its_sentences(path: Path):
    text = path.read_text(encoding="utf-8")
    expected = list(zip(re.findall("^# th: (.*)$", text, re.M), re.findall("^# en: (.*)$", text, re.M), strict=True))

    assert expected
    assert faults_of(path).sentences() == expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_sentence_names_the_file_and_no_python(path: Path):
    for th, en in faults_of(path).sentences():
        assert path.name in th
        assert path.name in en
        assert not re.search(r"ConversionSyntax|class '|NoneType|validation|pydantic|\{\w+\}", th + en)


def test_each_kind_of_fault_has_its_file():
    seen = {fault.code for path in FILES for fault in faults_of(path).faults}

    assert seen | ELSEWHERE == set(SETTINGS)


def test_all_faults_of_a_file_are_gathered():
    assert len(faults_of(FOLDER / "several_faults_at_once.toml").faults) == 6
