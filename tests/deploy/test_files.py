"""The files of ``deploy/``, each by the program that reads it, and what they say beside what the program is set to."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.nginx import Nginx, given_out
from tests.support.server import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer", ".target"))
TOOL = "systemd-analyze"
FORM = 1_000_000  # bytes at most that a form adds around a file


def put_in(folder: Path) -> list[Path]:
    """The units as an office would have them, of this folder and interpreter; a template with a port."""
    made = []
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/opt/otop/.venv/bin/python", sys.executable).replace("/opt/otop", str(ROOT))
        made.append(folder / name)
        made[-1].write_text(text, encoding="utf-8")
    return [folder / path.name.replace("@.", "@8501.") for path in made]


def analyzed(units: list[Path]) -> subprocess.CompletedProcess[str]:
    """What systemd says of units. Without it: skip, or fail where ``OTOP_REQUIRE_NGINX=1`` asks for all of it."""
    if shutil.which(TOOL) is None:
        told = f"no {TOOL} was found on this machine"
        if os.environ.get("OTOP_REQUIRE_NGINX") == "1":
            pytest.fail(told)
        pytest.skip(told)
    command = [TOOL, "verify", "--man=no", "--recursive-errors=no", *map(str, units)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    said = analyzed(put_in(tmp_path))

    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_systemd_would_have_seen_a_slip(tmp_path: Path) -> None:
    units = put_in(tmp_path)
    own = tmp_path / "otop.service"
    own.write_text(own.read_text(encoding="utf-8").replace("KillMode=mixed", "KilMode=mixed"), encoding="utf-8")

    assert "KilMode" in analyzed(units).stderr


def test_each_timer_starts_a_unit_that_is_there() -> None:
    timers = [name for name in UNITS if name.endswith(".timer")]

    assert timers
    assert {name.replace(".timer", ".service") for name in timers} <= set(UNITS)


def test_every_command_of_a_unit_is_one_of_the_program() -> None:
    for name in UNITS:
        for command in re.findall(
            r"^ExecStart=\S+ -m (\S+)", (DEPLOY / name).read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert (ROOT / command.replace(".", "/") / "__main__.py").is_file(), (name, command)


@pytest.mark.parametrize("servers", [1, 3])
def test_nginx_takes_its_file(servers: int, tmp_path: Path) -> None:
    said = Nginx(tmp_path, range(8501, 8501 + servers)).write().checked()

    assert (said.returncode, "test is successful" in said.stderr) == (0, True), said.stderr
    assert "emerg" not in said.stderr


def test_nginx_would_have_seen_a_slip(tmp_path: Path) -> None:
    nginx = Nginx(tmp_path, [8501]).write()
    own = tmp_path / "otop.conf"
    own.write_text(
        own.read_text(encoding="utf-8").replace("hash $otop_visitor", "hash $otop_visiter"), encoding="utf-8"
    )

    assert nginx.checked().returncode != 0


def test_nginx_takes_files_as_large_as_the_program_does() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    own = settings["server"]["maxUploadSize"]
    taken = int(re.findall(r"client_max_body_size (\d+)m;", given_out())[0])

    assert own < taken <= own + FORM / 2**20 + 1
    assert f"{own} MB" in given_out()
