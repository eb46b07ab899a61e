"""What the band says of project files that are refused: to the admin alone, as the files stand now."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import engine as databases
from db import projects, users
from tests.ui.conftest import NOW, ROLES
from ui import menu, signin, tokens

BAD = Path(__file__).resolve().parent.parent / "core" / "bad_projects"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one wrong project file, which the server reads."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "office.toml").write_bytes((BAD / "several_faults_at_once.toml").read_bytes())
    monkeypatch.setenv(projects.FOLDER_VARIABLE, str(folder))
    return folder


def warnings(user: str, lang: str = "th") -> list[str]:
    """The warnings on the first page, as somebody who signed in in this tab."""
    test = AppTest.from_file(str(menu.FOLDER.parent / "ui" / "router.py"), default_timeout=30)
    sid = users.sign_in(databases.engine(), user, NOW, 1)
    test.session_state[signin.MINE] = tokens.Claims(user, sid, NOW, NOW + timedelta(days=1))
    test.query_params["lang"] = lang
    shown = test.run()
    assert not shown.exception
    return [note.value.replace("\\", "") for note in shown.warning if "office.toml" in note.value.replace("\\", "")]


def test_the_admin_reads_the_first_faults_and_how_many_there_are(home: Path, files: Path) -> None:
    [said] = warnings("admin")

    lines = said.splitlines()
    assert "ฉบับที่บันทึกไว้ก่อนยังใช้อยู่" in lines[0]
    assert lines[2] == "- แฟ้มโครงการ office.toml ค่า fiscal_year_be = 2021: ค่านี้เขียนเป็นปี พ.ศ. แต่พบปี ค.ศ. โปรดแก้เป็น 2564"
    assert lines[-1] == "- และอีก 1 จุด ดูทั้งหมดด้วยคำสั่ง python -m db project check"
    assert len(lines) == 8


def test_the_same_in_english(home: Path, files: Path) -> None:
    [said] = warnings("admin", "en")

    assert "stay in force" in said
    assert '- Project file office.toml, curves[0].quarters[2] = "80%": must be a number' in said


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_nobody_else_is_told(role: str, home: Path, files: Path) -> None:
    assert warnings(role) == []


def test_the_notice_goes_with_the_fault(home: Path, files: Path) -> None:
    (files / "office.toml").unlink()

    assert warnings("admin") == []
