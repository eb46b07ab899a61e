"""The catalogue of sentences: keys, languages, what a language lacks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import words


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty catalogue in place of the program's own."""
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    words.catalogue.cache_clear()
    words.languages.cache_clear()
    yield tmp_path
    words.catalogue.cache_clear()
    words.languages.cache_clear()


def write(folder: Path, place: str, text: str) -> None:
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text(text, encoding="utf-8")


def test_a_key_is_the_section_and_the_name(folder: Path) -> None:
    write(folder, "screens/en.toml", '[band]\nsample = "Sample data"\n[terms]\nstage.registered = "Registered"\n')

    assert words.template("band.sample", "en") == "Sample data"
    assert words.template("terms.stage.registered", "en") == "Registered"


def test_a_third_language_is_one_more_file_and_english_fills_its_gaps(folder: Path) -> None:
    write(folder, "screens/th.toml", '[a]\nx = "หนึ่ง"\ny = "สอง"\n')
    write(folder, "screens/en.toml", '[a]\nx = "one"\ny = "two"\n')
    write(folder, "screens/lo.toml", '[a]\nx = "ໜຶ່ງ"\n')

    assert words.languages() == ("th", "en", "lo")
    assert [words.template("a.x", code) for code in words.languages()] == ["หนึ่ง", "one", "ໜຶ່ງ"]
    assert words.template("a.y", "lo") == "two"


def test_an_unknown_key_is_a_fault_of_ours(folder: Path) -> None:
    with pytest.raises(KeyError):
        words.template("a.nothing", "en")


def test_no_section_stands_in_two_folders() -> None:
    sections: dict[str, set[str]] = {}
    for path in words.FOLDER.glob("*/*.toml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                sections.setdefault(line.strip("[]").split(".")[0], set()).add(path.parent.name)

    assert sections
    assert not {name: where for name, where in sections.items() if len(where) > 1}
