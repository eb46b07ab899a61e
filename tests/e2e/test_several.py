"""One program as several processes: a visitor notices nothing, and what one does holds in the others at once."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed

from db.accounts import users
from tests.support.actors import admin
from tests.support.browser import BAND, FORM, NewPage, fill_form, make_if_not_made, set_filter
from tests.support.guest import Guest
from tests.support.intakes import sample
from tests.support.load_page import PROJECT, SAVE, choose, of_day, save, settle, stored, tick
from tests.support.server import PASSWORD, READY, ROOT, Server, children, environment
from tests.support.wire import Visit, text_sent
from ui.auth import door
from ui.auth.spread import place_of
from ui.gate.sockets import OVER
from ui.text.words import t

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes are offered on Linux alone")
AUGUST = date(2021, 8, 31)
FILE = sample("2021-08-31", "groups")


@pytest.fixture(scope="module")
def two(new_server: Callable[..., Server]) -> Server:
    """A server of two workers, for what leaves the data as they are."""
    return new_server(several=2).start().wait()


@pytest.fixture
def fresh_two(new_server: Callable[..., Server]) -> Server:
    """One whose data a test may change, or which it may end."""
    return new_server(several=2).start().wait()


def token_at(server: Server, role: str, worker: int) -> str:
    """A sign-in that belongs to a worker."""
    return next(token for token in iter(lambda: server.token_of(role), None) if place_of(token, 2) == worker)


def cookie_at(server: Server, role: str, worker: int) -> str:
    """Its header."""
    return f"{server.cookie_name}={token_at(server, role, worker)}"


def at(page: Page, server: Server, role: str, worker: int, link: str) -> None:
    """Open a link in a browser whose sign-in belongs to a worker."""
    token = token_at(server, role, worker)
    page.context.add_cookies([{"name": server.cookie_name, "value": token, "url": server.address}])
    page.goto(f"{server.address}/{link}")
    page.locator(BAND).wait_for()


def ended(server: Server, *command: str) -> tuple[int, str]:
    """A second start on the same data: its exit, and what it said."""
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment(server.folder), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    return run.returncode, run.stdout + run.stderr


def test_health_is_answered_and_each_worker_has_its_part(two: Server) -> None:
    assert two.get("/healthz") == two.get("/readyz") == (200, "ok")
    assert len(children(two.process.pid)) == 2
    held = [str(path.readlink()) for path in Path(f"/proc/{two.process.pid}/fd").iterdir()]
    assert not [path for path in held if path.endswith(("otop.db", "-wal", "-shm"))]  # what is forked shares no file
    for worker in (0, 1):
        for _ in range(3):
            assert two.get("/files/export/groups.csv", cookie_at(two, "director", worker))[0] == 200


@pytest.mark.parametrize("command", [("ui.serve", "--workers=2"), ("streamlit", "run", "dashboard.py")])
def test_the_data_have_one_server_however_many_processes_it_is(command: tuple[str, ...], two: Server) -> None:
    code, said = ended(two, *command)

    assert code == 1
    assert f"http://localhost:{two.port}" in said


def test_one_process_that_serves_keeps_several_away(new_server: Callable[..., Server]) -> None:
    server = new_server(several=0).start().wait()
    code, said = ended(server, "ui.serve")

    assert (code, f"http://localhost:{server.port}" in said) == (1, True)


def test_what_the_server_would_encrypt_itself_is_left_to_a_proxy(tmp_path: Path, two: Server) -> None:
    code, said = ended(two, "ui.serve", f"--server.sslCertFile={tmp_path}", f"--server.sslKeyFile={tmp_path}")

    assert (code, "server.sslCertFile" in said) == (64, True)


@pytest.mark.browser
@pytest.mark.parametrize("worker", [0, 1])
def test_somebody_signs_in_filters_loads_and_takes_a_paper(worker: int, new_page: NewPage, two: Server) -> None:
    """By the form, so that the sign-in is of a worker by chance, then as somebody of each."""
    page = new_page()
    page.goto(f"{two.address}/upload?project={PROJECT}")
    page.locator(FORM).wait_for()
    fill_form(page, READY["staff"], PASSWORD)
    page.locator(".st-key-upload-kind").wait_for()
    token = token_at(two, "staff", worker)
    page.context.add_cookies([{"name": two.cookie_name, "value": token, "url": two.address}])  # on the same connections
    page.reload()
    page.locator(".st-key-upload-kind").wait_for()
    choose(page, "groups", [FILE])  # goes by a request of its own, to the process that holds the page
    expect(page.get_by_text(t("upload.step_read"))).to_be_visible()

    page.goto(f"{two.address}/groups?project={PROJECT}")
    before = page.locator("[data-testid=stDataFrame]").last
    before.wait_for()
    set_filter(page, "amphoe", "ชะอำ")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")

    page.goto(f"{two.address}/reports?project={PROJECT}&as_of=2021-06-30")
    brief = page.get_by_role("link", name=t("reports.brief"))
    make_if_not_made(page, brief, "th")
    expect(brief).to_be_visible(timeout=60_000)
    settle(page)  # a press on what is drawn anew meanwhile is lost
    with page.expect_download() as taken:
        brief.click()
    assert Path(taken.value.path()).read_bytes()[:5] == b"%PDF-"


@pytest.mark.browser
def test_what_is_loaded_in_one_shows_in_the_other_at_its_next_run(new_page: NewPage, fresh_two: Server) -> None:
    query = f"project={PROJECT}"
    with Visit(fresh_two.address, cookie=cookie_at(fresh_two, "director", 1)) as reader:
        before = text_sent(reader.ask("groups", query))
        page = new_page()
        at(page, fresh_two, "staff", 0, f"upload?project={PROJECT}")
        choose(page, "groups", [FILE])
        of_day(page, AUGUST)
        tick(page)
        save(page)

        assert stored(fresh_two, AUGUST).uploads["groups"].as_of == AUGUST
        after = text_sent(reader.again())
    assert "31 ส.ค. 64" not in before
    assert "31 ส.ค. 64" in after


@pytest.mark.browser
def test_of_two_who_save_at_once_one_is_told_that_the_other_was_faster(new_page: NewPage, fresh_two: Server) -> None:
    pages = [new_page(), new_page()]
    name, data = sample("2021-08-31", "groups")
    for worker, content in enumerate((data, data.replace(b",15,", b",16,", 1))):
        page = pages[worker]
        at(page, fresh_two, "staff", worker, f"upload?project={PROJECT}")
        choose(page, "groups", [(name, content)])
        of_day(page, AUGUST)
        tick(page)
    for page in pages:
        page.locator(SAVE).click(no_wait_after=True)
    for page in pages:
        settle(page)

    saved = [page.locator(".st-key-upload-done").count() for page in pages]
    assert sorted(saved) == [0, 1]
    told = t("upload.conflict", time="", by=READY["staff"]).split("{")[0][:20]
    expect(pages[saved.index(0)].get_by_role("alert").filter(has_text=told.strip()).first).to_be_visible()


def test_people_who_sign_in_by_the_form_are_spread_by_turns(two: Server) -> None:
    found = []
    for _ in range(6):
        guest = Guest(two.address)
        assert guest.sign_in(READY["committee"], PASSWORD).status == 303
        found.append(place_of(guest.cookies[two.cookie_name], 2))
    assert sorted(found) == [0, 0, 0, 1, 1, 1]


def test_a_sign_in_that_ends_in_one_ends_the_pages_of_the_other(two: Server) -> None:
    """Signing in anew with a browser ends what it had before: forms are the first worker's, the page is the other's."""
    old = cookie_at(two, "director", 1)
    guest = Guest(two.address)
    drawn = guest.ask("/signin")
    form = {"field": drawn.field, "username": READY["committee"], "password": PASSWORD}
    with Visit(two.address, cookie=old) as visit:
        visit.ask()
        assert guest.ask("/signin", form=form, Cookie=f"{guest.cookie}; {old}").status == 303
        begun = time.monotonic()
        with pytest.raises(ConnectionClosed) as closed:
            while time.monotonic() - begun < 20:
                visit.socket.recv(timeout=20)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == OVER
    assert two.get("/files/export/groups.csv", old)[0] == 401


@pytest.mark.parametrize("worker", [0, 1])
def test_a_right_that_is_taken_away_is_gone_at_the_next_click(worker: int, fresh_two: Server) -> None:
    cookie = cookie_at(fresh_two, "staff", worker)
    with Visit(fresh_two.address, cookie=cookie) as visit:
        visit.ask("upload", f"project={PROJECT}")
        assert fresh_two.get("/files/template/groups.csv", cookie)[0] == 200
        users.set_role(fresh_two.engine, READY["staff"], "committee", actor=admin(READY["admin"]), now=door.utc_now())
        said = text_sent(visit.again())

    assert t("app.refused", roles="", role="")[:8] in said
    assert fresh_two.get("/files/template/groups.csv", cookie)[0] == 403


def test_the_bound_of_heavy_work_is_that_of_all_together(new_server: Callable[..., Server]) -> None:
    """One at work and one in line, whichever workers ask: of four at once two are told to come again."""
    settings = {"OTOP_WORKERS": "1", "OTOP_WORKERS_QUEUE": "1"}
    server = new_server(several=2, settings=settings).start().wait()
    cookies = [cookie_at(server, "director", worker) for worker in (0, 1, 0, 1)]
    days = ("2021-04-30", "2021-05-31", "2021-06-30", "2021-07-31")

    def ask(day: str, cookie: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        connection.request("GET", f"/files/report/brief?project={PROJECT}&as_of={day}", headers={"Cookie": cookie})
        status = connection.getresponse().status
        connection.close()
        return status

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(ask, days, cookies))
    assert found == [200, 200, 503, 503]


@pytest.mark.browser
def test_a_worker_that_dies_costs_its_visitors_a_moment_and_nobody_else_anything(
    new_page: NewPage, fresh_two: Server
) -> None:
    hit, other = new_page(), new_page()
    at(hit, fresh_two, "director", 1, f"groups?project={PROJECT}")
    at(other, fresh_two, "director", 0, f"groups?project={PROJECT}")
    for page in (hit, other):
        page.evaluate("window.untouched = true")
    with hit.expect_event("framenavigated"):  # it connects again, and loads its address anew
        os.kill(max(children(fresh_two.process.pid)), signal.SIGKILL)  # the second was begun second

    hit.locator(BAND).wait_for()
    assert not hit.evaluate("window.untouched")
    for page in (hit, other):
        set_filter(page, "amphoe", "ชะอำ")
        expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")
    assert other.evaluate("window.untouched")
    assert "another takes its place" in fresh_two.words()


def test_workers_of_a_killed_parent_let_the_data_go(fresh_two: Server) -> None:
    workers = children(fresh_two.process.pid)
    fresh_two.process.kill()
    fresh_two.process.wait()
    latest = time.monotonic() + 30
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < latest
        time.sleep(0.05)

    fresh_two.start().wait()
    assert fresh_two.stop() == -signal.SIGTERM
