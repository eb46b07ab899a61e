"""A real server for the attacks of this folder."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.nginx import BEHIND, Behind, Nginx, program
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
PROXY = pytest.param("nginx", marks=pytest.mark.long)


@pytest.fixture(scope="session", params=[0, TWO, PROXY], ids=["one process", "two processes", "behind nginx"])
def server(
    new_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Server]:
    """One server for all attacks that leave it as it was; in the long half several processes, and one that is reached
    through a real nginx alone.
    """
    if request.param != "nginx":
        yield new_server(**({"several": request.param} if request.param else {})).start().wait()
        return
    program()
    own = new_server(settings=BEHIND).start().wait()
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), [own.port]).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(nginx.chain))  # every client of these tests trusts the certificate
        yield Behind.of(own, nginx)
    nginx.stop()
