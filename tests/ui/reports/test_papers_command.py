"""What the command that makes papers says where it can not do what it was asked."""

from pathlib import Path

import pytest

from db.projects.versions import SAMPLE_PROJECT
from ui.reports.catalogue import PAPERS
from ui.reports.cli import main

ASKED = ("--project", SAMPLE_PROJECT, "--as-of", "2021-06-30")


def test_every_paper_goes_into_a_folder_that_is_made_for_them(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "meeting" / "june"

    assert main(["all", str(folder), *ASKED]) == 0

    assert {file.name for file in folder.iterdir()} == {paper.file for paper in PAPERS.values()}


@pytest.mark.parametrize("kind", ["line", "all"])
def test_a_place_that_can_not_be_written_is_named_with_the_remedy(
    kind: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_bytes(b"")

    assert main([kind, str(taken / "june"), *ASKED]) == 1

    said = capsys.readouterr().err
    assert str(taken / "june") in said
    assert "โปรดตรวจชื่อและที่อยู่ของแฟ้ม" in said
    assert taken.read_bytes() == b""


def test_a_picture_does_not_go_to_standard_output(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["png", "-", *ASKED]) == 64
    assert "โปรดระบุชื่อแฟ้ม" in capsys.readouterr().err


def test_a_public_address_that_is_none_is_said_and_the_paper_has_no_link(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTOP_PUBLIC_URL", "otop.example.go.th")

    assert main(["line", "-", *ASKED]) == 0

    said = capsys.readouterr()
    assert "“otop.example.go.th” ไม่ใช่ที่อยู่เว็บ" in said.err
    assert "://" not in said.out


@pytest.mark.parametrize("asked", ["2021-08-01", "2021-09-30", "2022-03-01"])
def test_a_day_after_the_newest_data_gives_the_papers_that_the_pages_show(
    asked: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["line", "-", "--project", SAMPLE_PROJECT, "--as-of", "2021-07-31"]) == 0
    newest = capsys.readouterr()

    assert main(["line", "-", "--project", SAMPLE_PROJECT, "--as-of", asked]) == 0

    later = capsys.readouterr()
    assert later.out == newest.out
    assert (newest.err, later.err.strip()) == ("", "ยังไม่มีข้อมูลหลัง 31 ก.ค. 64 จึงแสดงข้อมูลล่าสุด")
