"""A backup is put back while the server runs: no sign-in and no figure of before is served any more."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from db.maintenance import backup as backups
from tests.support.actors import OPERATOR
from tests.support.server import Server
from ui.gate.middleware import LOOKED_UP_FOR_S

SPENDING = "/files/export/spending.csv?project=demo-phetchaburi-2564&lang=en"


def amounts(server: Server, cookie: str) -> list[str]:
    status, said = server.get(SPENDING, cookie)
    assert status == 200
    return [line for line in said.splitlines() if "706,782" in line or "795,782" in line]


@pytest.mark.long
def test_nothing_of_before_a_restore_is_served(new_server: Callable[..., Server], tmp_path: Path) -> None:
    server = new_server().start().wait()
    engine, now = server.engine, datetime.now(UTC)
    change = "UPDATE spending_row SET amount_satang = {} WHERE pos = 0"
    for name, satang in (("first", 706_782_00), ("second", 795_782_00)):
        with engine.begin() as connection:
            connection.execute(text(change.format(satang)))
        backups.backup(engine, tmp_path / name, actor=OPERATOR)
    backups.restore(engine, tmp_path / "first", actor=OPERATOR, now=now)
    before = server.cookie_of("staff")
    assert any("706,782" in line for line in amounts(server, before))

    backups.restore(engine, tmp_path / "second", actor=OPERATOR, now=now)
    time.sleep(LOOKED_UP_FOR_S + 0.2)

    assert not any(amount in server.get(SPENDING, before)[1] for amount in ("706,782", "795,782"))
    shown = amounts(server, server.cookie_of("staff"))
    assert shown and not any("706,782" in line for line in shown)
