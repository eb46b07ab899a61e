"""Heavy work asked of a running server: it goes on answering, and those beyond the line are told so."""

import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import date, timedelta

from tests.support.server import Server
from ui.text import t

ASKED, AT_WORK, IN_LINE = 45, 2, 1
PATIENCE_S = 240
Answer = tuple[int, str | None, bytes]


def paper(server: Server, cookie: str, day: date) -> Answer:
    """Status, when to come again, and content of a paper of a day."""
    address = f"{server.address}/files/report/brief?project=demo-phetchaburi-2564&lang=th&as_of={day}"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers={"Cookie": cookie}), timeout=PATIENCE_S
        ) as answer:
            return answer.status, answer.headers["Retry-After"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Retry-After"], error.read()


def test_forty_five_papers_at_once_hold_nobody_up(new_server: Callable[..., Server]) -> None:
    server = new_server(settings={"OTOP_WORKERS": str(AT_WORK), "OTOP_WORKERS_QUEUE": str(IN_LINE)}).start().wait()
    cookie = server.cookie_of("staff")
    with ThreadPoolExecutor(ASKED) as visitors:
        asked: list[Future[Answer]] = [
            visitors.submit(paper, server, cookie, date(2021, 6, 1) + timedelta(days=n)) for n in range(ASKED)
        ]
        refused = set[Future[Answer]]()
        while len(refused) < ASKED - AT_WORK - IN_LINE:
            done, _ = wait(set(asked) - refused, PATIENCE_S, FIRST_COMPLETED)
            assert done, "nobody was answered"
            refused |= done
            assert server.get("/healthz") == server.get("/readyz") == (200, "ok")
        for one in refused:
            status, again, content = one.result()
            assert status == 503 and again is not None
            assert content.decode().splitlines()[:2] == [t("work.busy", "th"), t("work.busy", "en")]
        assert server.get("/files/export/groups.csv?project=demo-phetchaburi-2564", cookie)[0] == 200
        assert len(refused) == ASKED - AT_WORK - IN_LINE  # all of this before the first paper was made
        assert not any(one.done() for one in set(asked) - refused)

        made = [one.result(PATIENCE_S) for one in set(asked) - refused]
    assert [(status, content[:5]) for status, _, content in made] == [(200, b"%PDF-")] * (AT_WORK + IN_LINE)
