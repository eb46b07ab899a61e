"""A real server for the attacks of this folder."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.server import Server, copy_of, filled


@pytest.fixture(scope="session")
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Make a server on data of its own; not started yet, stopped at the end."""
    template = tmp_path_factory.mktemp("template")
    one_time, made = filled(template), []

    def make(**options: Any) -> Server:
        made.append(Server(copy_of(template, tmp_path_factory.mktemp("server")), one_time, **{"warm": True, **options}))
        return made[-1]

    yield make
    for server in made:
        if hasattr(server, "process"):
            server.stop()
        server.engine.dispose()


TWO = pytest.param(2, marks=[pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="Linux alone")])


@pytest.fixture(scope="session", params=[0, TWO], ids=["one process", "two processes"])
def server(new_server: Callable[..., Server], request: pytest.FixtureRequest) -> Server:
    """One server for all attacks that leave it as it was; in the long half several processes too."""
    return new_server(**({"several": request.param} if request.param else {})).start().wait()
