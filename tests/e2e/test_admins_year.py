"""An admin's year without a command line: from an empty server to a year that is closed, with its presses counted."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from db.accounts import audit, sessions
from db.maintenance.scheduled import recorded
from db.projects import closing, versions
from tests.support import admins_year as year
from tests.support.browser import NewPage, unexplained
from tests.support.browser import audit as looked_over
from tests.support.server import Server

PICTURES = os.environ.get("OTOP_TEST_PICTURES", "")
DONE = (  # in the log, the first first
    "project.settings",
    recorded.PROVED,
    "project.settings",
    "project.close",
    "project.reopen",
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server that was just installed: no user, no data."""
    server = Server(tmp_path, {}).start().wait()
    yield server
    server.stop()
    server.engine.dispose()


def test_a_year_is_kept_in_the_browser_alone_with_few_presses(
    empty: Server, new_page: NewPage, capsys: pytest.CaptureFixture[str]
) -> None:
    def show(page: Page, name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert unexplained(looked_over(page)) == [], name
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"year-{name}.png")

    hand = year.walk(new_page(), empty, "th", show)

    with capsys.disabled():
        print(*(f"{name}: {presses}" for name, presses in hand.done.items()), sep="\n")  # noqa: T201  what it costs
    assert {name: presses for name, presses in hand.done.items() if presses > year.STEPS[name][1]} == {}
    assert sum(hand.done.values()) <= 40
    engine, now = empty.engine, datetime.now(UTC)
    assert sessions.verify_credentials(engine, year.CLERK, hand.password, now).status == "ok"
    changed = versions.project_at(engine, year.PROJECT)
    assert (changed.version, changed.by, changed.project.tolerance_groups) == (2, year.ADMIN, int(year.GROUPS_BELOW))
    following = versions.project_at(engine, year.NEXT).project
    assert (following.last_safe_direct, following.fiscal_year_be) == (date(2022, 9, 15), 2565)
    assert [*(empty.folder / "backups").glob("otop-*.db")]
    assert closing.closed(engine, year.PROJECT) is None
    done = [event.action for event in reversed(audit.recent(engine, limit=50)) if event.action in DONE]
    assert tuple(done) == DONE
    assert {event.by for event in audit.recent(engine, limit=50) if event.action in DONE} == {year.ADMIN}
