"""A real server for the attacks of this folder."""

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
        made.append(Server(copy_of(template, tmp_path_factory.mktemp("server")), one_time, **options))
        return made[-1]

    yield make
    for server in made:
        if hasattr(server, "process"):
            server.stop()
        server.engine.dispose()


@pytest.fixture(scope="session")
def server(new_server: Callable[..., Server]) -> Server:
    """One server for all attacks that leave it as it was."""
    return new_server().start().wait()
