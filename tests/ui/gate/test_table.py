"""Every route of the server, ours and the framework's, held against the table of what answers strangers."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from tests.support import pages
from tests.support.asgi import HOST, ask, knock
from ui.app import serving
from ui.gate import table
from ui.gate.table import PUBLIC

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
HERE = [("origin", f"http://{HOST}")]


@pytest.fixture(scope="module")
def whole(home: Path) -> Iterator[Starlette]:
    """The whole server as it is built at a start: door, our routes, the framework's."""
    dashboard = importlib.import_module("dashboard")  # it holds the data of the place for its process
    dashboard.app._runtime = dashboard.app._create_runtime()
    yield dashboard.app._build_starlette_app()
    serving.release()


@pytest.fixture(scope="module")
def addresses(whole: Starlette) -> list[str]:
    """An address of each route."""
    return sorted({path for route in whole.routes for path in addresses_of(route)})


def addresses_of(route: BaseRoute) -> Iterator[str]:
    if isinstance(route, Route | WebSocketRoute):
        yield "/".join(part if "{" not in part else "x" for part in route.path.split("/"))
    else:
        assert isinstance(route, Mount)
        yield f"{route.path}/x"
        yield route.path or "/"


def test_the_walk_meets_all_that_is_known_of_the_framework(addresses: list[str]) -> None:
    for known in (
        "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/stream", "/_stcore/upload_file/x/x",
        "/media/x", "/component/x", "/_stcore/bidi-components/x", "/auth/login", "/auth/logout", "/oauth2callback",
        "/healthz", "/readyz", "/signin", "/s/x", "/files/export/x", "/fonts/x", "/scripts/x",
    ):  # fmt: skip
        assert known in addresses or any(one.startswith(known.rstrip("x")) for one in addresses), known
    assert len(addresses) > 25


def test_nothing_but_the_table_answers_a_stranger(whole: Starlette, addresses: list[str], home: Path) -> None:
    for address in addresses:
        row = table.public(address)
        for method in METHODS:
            status = ask(whole, address, method, headers=HERE).status
            if row is None:
                assert status in (401, 404, 405), (method, address)
            elif method not in row.methods:
                assert status == 405, (method, address)
            elif row.how == "leads":
                assert status == 303, (method, address)


def test_no_socket_opens_to_a_stranger_at_any_address(whole: Starlette, addresses: list[str], home: Path) -> None:
    for address in addresses:
        assert knock(whole, address, headers=HERE) == [{"type": "websocket.close", "code": 1008}], address


def test_whoever_is_signed_in_asks_for_pages_and_files_alone(
    whole: Starlette, addresses: list[str], home: Path
) -> None:
    worn = pages.cookie("staff")
    for address in addresses:
        for method in METHODS:
            status = ask(whole, address, method, worn, headers=HERE).status
            if address.startswith(table.SHUT):
                assert status == 404, (method, address)
            elif method not in table.methods(address):
                assert status == 405, (method, address)


def test_the_table_is_short_and_each_row_has_its_route_or_its_reason(addresses: list[str]) -> None:
    assert [row.path for row in PUBLIC] == [
        "/healthz",
        "/readyz",
        "/signin",
        "/signin/thai.woff",
        "/setup",
        "/oidc/callback",
        "/s/",
        "/api/v1/",
    ]
    assert {row.path for row in PUBLIC if "POST" in row.methods} == {"/signin", "/setup"}
