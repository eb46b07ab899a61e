"""The server itself: its policy in a real browser, what it answers strangers, and how it ends."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.support.server import Server
from tests.support.wire import Visit, trust
from ui import fonts
from ui.app.headers import content_security_policy

APPS = Path(__file__).resolve().parent / "apps"


@pytest.fixture
def run_app(new_server: Callable[..., Server]) -> Callable[[str], Server]:
    """Run one of the small programs beside this file."""
    return lambda name: new_server(command=["run", str(APPS / name), "--server.headless=true"]).start()


def test_health_fonts_and_shut_doors(server: Server) -> None:
    assert server.get("/healthz") == server.get("/readyz") == (200, "ok")
    assert server.get("/_stcore/metrics")[0] == 404
    assert server.get("/_stcore/agent/openapi.json")[0] == 404
    assert server.get("/files/export/groups.csv")[0] == 401
    assert server.get("/files/export/groups.csv", server.cookie_of("director"))[0] == 200


@pytest.mark.parametrize("name", ["Sarabun-Regular.ttf", "Sarabun-SemiBold.ttf"])
def test_the_fonts_of_the_theme_are_served(name: str, server: Server) -> None:
    config = (Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")

    assert f'url = "/fonts/{name}"' in config
    with server.open(f"/fonts/{name}", server.cookie_of("director")) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"] == content_security_policy()
    of_pages = f"/fonts/pages/{fonts.of_pages(name.removesuffix('.ttf'))}"
    assert f'url = "{of_pages}"' in config
    with server.open(of_pages, server.cookie_of("director")) as answer:
        assert (answer.status, answer.headers["Content-Security-Policy"]) == (200, None)
    assert server.get(of_pages)[0] == 401


def test_a_stranger_can_not_put_a_file_into_the_server(server: Server) -> None:
    """Nor can somebody of another session: 409 asks whoever may load to open the page again."""
    for cookie, status in ((None, 401), (server.cookie_of("director"), 403), (server.cookie_of("staff"), 409)):
        assert server.get("/_stcore/upload_file/any/any", cookie, method="PUT")[0] == status


def test_editor_uploader_and_chart_run_under_the_policy(
    new_page: Callable[..., Page], run_app: Callable[[str], Server]
) -> None:
    running = run_app("policy.py").wait("/_stcore/health")
    page = new_page()

    page.goto(running.address)
    expect(
        page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first
    ).to_be_visible()
    expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"12345"})
    expect(page.get_by_text("size 5")).to_be_visible()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process is ended without being asked")
def test_the_end_of_the_server_waits_for_what_is_being_saved(run_app: Callable[[str], Server]) -> None:
    running = run_app("ending.py").wait()
    with Visit(running.address) as visit:
        visit.begin()
        until(running.folder / "begun")
        running.stop()

    assert (running.folder / "finished").exists(), running.words()


def until(path: Path) -> None:
    """Wait until a file is there."""
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.02)


def test_messages_are_compressed_for_whoever_can_read_them_so(server: Server) -> None:
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    for compression, told in (("deflate", ["permessage-deflate"]), (None, [])):
        with connect(
            address,
            additional_headers={"Cookie": server.cookie_of("director")},
            compression=compression,
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(server.address),
            ssl=trust(server.address),
        ) as opened:
            assert [one.name for one in opened.protocol.extensions] == told
