"""A server that could not serve ends at once, and says why; one that runs says what it lacks."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.server import Server
from ui.auth import tokens


def ended(server: Server) -> tuple[int, str]:
    """The exit of a start that is refused, and what was printed."""
    server.warm = False  # the start itself is what is looked at
    server.start()
    try:
        server.process.wait(40)
    finally:
        server.stop()
    return server.process.returncode, server.words()


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({"OTOP_DATA": "/proc/self"}, 69, "OTOP_DATA"),
        ({"OTOP_HOSTS": "https://otop"}, 64, "OTOP_HOSTS: "),
        ({"OTOP_OIDC_ISSUER": "https://sso.example.go.th"}, 64, "OTOP_OIDC_CLIENT_ID, OTOP_OIDC_CLIENT_SECRET: "),
        ({"DATABASE_URL": "postgresql://office:secret-word@127.0.0.1:1/otop"}, 69, "DATABASE_URL"),
        ({"OTOP_CHAIN_KEY": "other" * 20}, 69, "chain"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_start_that_could_not_serve(
    settings: dict[str, str], code: int, said: str, new_server: Callable[..., Server]
) -> None:
    found, words = ended(new_server(settings=settings))

    assert found == code
    assert said in words and "secret-word" not in words
    assert "Traceback" not in words


@pytest.mark.skipif(os.name != "posix", reason="Windows has rights of its own")
def test_a_key_that_others_could_read(new_server: Callable[..., Server]) -> None:
    server = new_server()
    (server.folder / tokens.KEY_FILE).chmod(0o644)

    code, words = ended(server)
    assert code == 69
    assert "chmod 600" in words and "Traceback" not in words


def test_a_port_in_use(new_server: Callable[..., Server]) -> None:
    server = new_server()
    with socket.create_server(("127.0.0.1", server.port)):
        code, words = ended(server)

    assert code == 1
    assert f"Port {server.port} is not available" in words and "Traceback" not in words


def test_a_database_that_falls_away_is_named_and_the_process_still_answers(new_server: Callable[..., Server]) -> None:
    server = new_server().start().wait("/readyz")
    path = server.folder / "otop.db"
    path.rename(path.with_name("away.db"))

    assert server.get("/readyz") == (503, "not ready: database")
    begun = time.monotonic()
    assert server.get("/healthz") == (200, "ok")
    assert time.monotonic() - begun < 1
    assert str(Path(server.folder)) not in server.get("/readyz")[1]
    path.with_name("away.db").rename(path)
    assert server.get("/readyz") == (200, "ok")
