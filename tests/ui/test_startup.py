"""The first start on a fresh machine, and every later one."""

import copy
import gc
import socket
from pathlib import Path

import pytest
import streamlit as st
from streamlit import string_util
from streamlit.emojis import ALL_EMOJIS
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from db import engine as databases
from db.accounts import users
from db.projects import versions
from tests.support.actors import admin
from tests.support.databases import NOW
from ui import framework, sending, startup
from ui.auth import tokens
from ui.gate.forms import first_admin


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing of ours has run."""
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "data"))
    for name in ("DATABASE_URL", "OTOP_PROJECT", tokens.KEY_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


def test_a_first_start_makes_all_that_is_needed_and_says_how_to_make_users(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    startup.prepare()

    assert {info.code for info in versions.list_projects(databases.engine())} >= {"phetchaburi-2564"}
    assert (bare / tokens.KEY_FILE).is_file()
    said = capsys.readouterr().out
    assert "python -m db users add" in said
    assert said.isascii()  # a Windows console may know no more
    databases.engine().dispose()


def test_a_later_start_changes_nothing_and_says_nothing(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    startup.prepare()
    users.add(databases.engine(), "keeper", "admin", actor=admin("test"), now=NOW)
    before = (bare / tokens.KEY_FILE).read_bytes(), versions.list_projects(databases.engine())
    capsys.readouterr()

    startup.prepare()
    assert ((bare / tokens.KEY_FILE).read_bytes(), versions.list_projects(databases.engine())) == before
    assert capsys.readouterr().out == ""
    databases.engine().dispose()


def test_a_public_address_that_is_none_is_said_at_the_start_and_stops_nothing(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTOP_PUBLIC_URL", "otop.example.go.th")

    startup.prepare()

    said = [line for line in capsys.readouterr().out.splitlines() if "OTOP_PUBLIC_URL" in line]
    assert any("ไม่ใช่ที่อยู่เว็บ" in line for line in said)
    assert any('"otop.example.go.th" is no web address' in line and line.isascii() for line in said)
    databases.engine().dispose()


def test_a_project_that_the_environment_names_and_nobody_stored_is_said_at_the_start_and_stops_nothing(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTOP_PROJECT", "nowhere-2564")

    startup.prepare()

    said = capsys.readouterr().out.splitlines()
    assert "ไม่มีโครงการรหัส “nowhere-2564” (OTOP_PROJECT)" in said[0]
    assert 'No project "nowhere-2564" (OTOP_PROJECT). Stored: demo-egp-2568, demo-phetchaburi-2564' in said[1]
    assert all("demo-phetchaburi-2564" in line and "OTOP_PROJECT" in line for line in said[:2])
    databases.engine().dispose()


def test_a_project_file_that_got_worse_is_said_at_the_start_and_stops_nothing(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    startup.prepare()
    text = (versions.FOLDER / "phetchaburi-2564.toml").read_text(encoding="utf-8")
    (tmp_path / "files").mkdir()
    worse = text.replace("quarters = [36, 57, 80, 100]", 'quarters = [36, 57, "80%", 100]')
    (tmp_path / "files" / "office.toml").write_text(worse, encoding="utf-8")
    monkeypatch.setenv(versions.FOLDER_VARIABLE, str(tmp_path / "files"))
    capsys.readouterr()

    startup.prepare()

    said = capsys.readouterr().out
    assert 'office.toml ค่า curves[0].quarters[2] = "80%": ต้องเป็นตัวเลข' in said
    assert "ฉบับที่บันทึกไว้ก่อนยังใช้อยู่" in said
    assert versions.project_at(databases.engine(), "phetchaburi-2564").version == 1
    databases.engine().dispose()


@pytest.mark.parametrize("frozen", [False, True])
def test_what_listens_sends_small_frames_at_once(frozen: bool) -> None:
    with socket.socket() as listening, socket.socket() as idle:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        if frozen:  # as what is imported is
            gc.freeze()
        framework.send_at_once()

        with socket.create_connection(listening.getsockname()) as client:
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert client
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_file_that_was_uploaded_is_not_copied_for_each_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(UploadedFile, "__deepcopy__", raising=False)
    content = bytes(100_000)
    uploaded = UploadedFile(UploadedFileRec("1", "spending.csv", "text/csv", content), FileURLs())
    assert copy.deepcopy(uploaded) is not uploaded

    framework.share_uploads()

    assert copy.deepcopy([uploaded])[0].getvalue() is content


def test_an_option_is_searched_for_emoji_once_and_one_in_thai_never(monkeypatch: pytest.MonkeyPatch) -> None:
    searched, own = [], string_util.extract_leading_emoji
    texts = ("ชะอำ", "🚨 ชะอำ", "Cha-am", "– –", "๙ กลุ่ม")
    expected = [string_util.extract_leading_icon(text) for text in texts]

    def counting(text: str) -> tuple[str, str]:
        searched.append(text)
        return own(text)

    monkeypatch.setattr(string_util, "extract_leading_emoji", counting)
    sending.look_for_emoji_once()

    assert [[string_util.extract_leading_icon(text) for text in texts] for _ in range(2)] == [expected] * 2
    assert searched == ["🚨 ชะอำ", "Cha-am", "– –"]
    assert not [emoji for emoji in ALL_EMOJIS if sending.THAI[0] <= emoji[0] <= sending.THAI[1]]


def test_a_server_whose_settings_do_not_know_the_door_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    assert framework.trusts_the_door()
    for trusted in ({}, None, {"X-Door-Sid": "name"}, {"X-Door-Sid": "sid", "X-User": "email"}):
        monkeypatch.setattr(framework.st, "get_option", lambda _name, found=trusted: found)
        assert not framework.trusts_the_door()
        with pytest.raises(SystemExit, match="trustedUserHeaders"):
            startup.one_server()


def test_a_server_without_a_user_prints_the_link_that_makes_the_first_admin(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    startup.prepare()

    assert f":{st.get_option('server.port')}{first_admin.address()}" in capsys.readouterr().out
