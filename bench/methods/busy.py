"""What heavy work does to who is served: /healthz alone, and while forty-five papers are asked for at once."""

import tempfile
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from bench.methods.health import asked
from tests.support.server import Server, filled

PAPERS = 45
FIRST = date(2021, 6, 1)  # of days that have data: another day is another paper
EVERY_S = 0.04  # eight seconds: papers are asked for, refused, made, and the next begun


def health() -> tuple[float, float, float]:
    """Milliseconds of an answer to /healthz, the median of 200 in eight seconds: with nobody there, and with the
    papers; and the longest of the latter.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        server = Server(Path(name), filled(Path(name))).start().wait()
        ending.callback(server.stop)
        cookie = server.cookie_of("staff")
        asked(server.port, EVERY_S)  # what the first asks for is made once
        idle = asked(server.port, EVERY_S)
        visitors = ending.enter_context(ThreadPoolExecutor(PAPERS))
        days = [FIRST + timedelta(days=n) for n in range(PAPERS)]
        answers = [visitors.submit(_take, f"{server.address}/files/report/brief?as_of={day}", cookie) for day in days]
        busy = asked(server.port, EVERY_S)
        under_way = sum(not answer.done() for answer in answers)
        server.stop()  # and with it the papers that are still waited for
        came = Counter(answer.result() for answer in answers)
        if not under_way or set(came) - {200, 503, 0}:
            raise SystemExit(f"the papers were no load: {came}")
        return median(idle), median(busy), max(busy)


def _take(address: str, cookie: str) -> int:
    """The status of the answer; 0: the server ended before."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie}), timeout=300) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0
