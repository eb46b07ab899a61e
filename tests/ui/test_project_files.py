"""What the band says of project files that are refused: to the admin alone, as the files stand now."""

from pathlib import Path

import pytest

from db.projects import versions
from tests.support.databases import ROLES
from tests.support.pages import ROUTER, page
from ui.text.words import t

BAD = Path(__file__).resolve().parent.parent / "core" / "bad_projects"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one wrong project file, which the server reads."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "office.toml").write_bytes((BAD / "several_faults_at_once.toml").read_bytes())
    monkeypatch.setenv(versions.FOLDER_VARIABLE, str(folder))
    return folder


def told(user: str, lang: str = "th") -> tuple[list[str], list[str], list[str]]:
    """What the first page says of the file in warnings, in labels of folded parts, and in texts once they are open."""
    shown = page(ROUTER, user, lang=lang)
    assert not shown.exception
    assert not [note for note in shown.markdown if "office.toml" in note.value.replace("\\", "")]
    shown.session_state["project-files"] = True
    shown.run()
    warned, texts = ([note.value.replace("\\", "") for note in notes] for notes in (shown.warning, shown.markdown))
    of_file = [[text for text in found if "office.toml" in text] for found in (warned, texts)]
    folded = [part.label for part in shown.expander if t("band.files_more", lang, k=5) == part.label]
    return of_file[0], folded, of_file[1]


def test_the_admin_reads_the_first_fault_and_opens_the_others(home: Path, files: Path) -> None:
    [warned], folded, [others] = told("admin")

    assert "ฉบับที่บันทึกไว้ก่อนยังใช้อยู่" in warned
    assert warned.endswith(
        "- แฟ้มโครงการ office.toml ค่า fiscal_year_be = 2021: ค่านี้เขียนเป็นปี พ.ศ. แต่พบปี ค.ศ. โปรดแก้เป็น 2564"
    )
    assert folded == ["ยังมีอีก 5 จุดที่ต้องแก้ในแฟ้มโครงการ"]
    assert len(others.splitlines()) == 5
    assert 'curves[0].quarters[2] = "80%": ต้องเป็นตัวเลข' in others


def test_the_same_in_english(home: Path, files: Path) -> None:
    [warned], folded, [others] = told("admin", "en")

    assert "stay in force" in warned
    assert folded == ["More to correct in project files: 5"]
    assert 'Project file office.toml, curves[0].quarters[2] = "80%": must be a number' in others


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_nobody_else_is_told(role: str, home: Path, files: Path) -> None:
    assert told(role) == ([], [], [])


def test_the_notice_goes_with_the_fault(home: Path, files: Path) -> None:
    (files / "office.toml").unlink()

    assert told("admin") == ([], [], [])
