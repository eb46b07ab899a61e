"""The program behind a real nginx with HTTPS, as ``deploy/nginx.conf`` sets it up: what visitors do, in a browser."""

import gzip
import http.client
import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import BAND, FORM, fill_form, set_filter
from tests.support.guest import Guest
from tests.support.intakes import sample
from tests.support.load_page import PROJECT, choose
from tests.support.nginx import BEHIND, Behind, Nginx, program
from tests.support.server import PASSWORD, READY, Server
from tests.support.wire import Visit, text_sent
from ui.gate.refusals import OF_A_PROXY
from ui.text.words import t

LIMIT = 100 * 2**20  # bytes of what is sent for one file, as the program has it
PARTS = "limit"


@pytest.fixture(scope="module")
def behind(new_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """A server that is reached through nginx alone."""
    program()
    own = new_server(settings=BEHIND).start().wait()
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), [own.port]).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(nginx.chain))
        yield Behind.of(own, nginx)
    nginx.stop()


def test_somebody_signs_in_looks_filters_and_chooses_a_file(new_page: Callable[..., Page], behind: Behind) -> None:
    page = new_page(ignore_https_errors=True)
    page.goto(f"{behind.address}/groups?project={PROJECT}")
    page.locator(FORM).wait_for()
    fill_form(page, READY["staff"], PASSWORD)
    page.locator(BAND).wait_for()  # drawn by what comes over the socket
    kept = {cookie["name"]: cookie for cookie in page.context.cookies() if cookie["name"].startswith("__Host-")}

    assert set(kept) == {"__Host-otop", "__Host-otop-device"}
    assert all(one["secure"] and one["httpOnly"] and one["sameSite"] == "Lax" for one in kept.values())
    set_filter(page, "amphoe", "ชะอำ")

    page.goto(f"{behind.address}/upload?project={PROJECT}")
    page.locator(".st-key-upload-kind").wait_for()
    choose(page, "groups", [sample("2021-08-31", "groups")])
    expect(page.get_by_text(t("upload.step_read"))).to_be_visible()


def test_the_quick_page_leads_on_and_links_stay_encrypted(new_page: Callable[..., Page], behind: Behind) -> None:
    page = new_page(390, 844, ignore_https_errors=True)
    page.context.add_cookies(
        [{"name": behind.cookie_name, "value": behind.token_of("director"), "url": behind.address, "secure": True}]
    )
    page.goto(f"{behind.address}/glance?project={PROJECT}")
    page.locator("main .verdict").first.wait_for()
    links = page.locator("a").evaluate_all("all => all.map(one => one.href)")

    assert links
    assert all(link.startswith((f"{behind.address}/", "https://")) for link in links)


def test_what_is_not_encrypted_is_led_to_what_is(behind: Behind) -> None:
    plain = Guest(f"http://127.0.0.1:{behind.nginx.plain}").ask("/budget?as_of=2021-07-31")

    assert plain.status == 301
    assert re.fullmatch(r"https://[\w.]+/budget\?as_of=2021-07-31", plain.location or "")


def test_everything_is_compressed_once(behind: Behind) -> None:
    """By the program: its pages, the quick one, the form, files of pages, an export; nginx leaves them as they are."""
    for path in ("/", "/budget", "/glance", "/signin", "/files/export/groups.csv"):
        cookie = {} if path == "/signin" else {"Cookie": behind.cookie_of("director")}
        asked = http.client.HTTPSConnection("127.0.0.1", behind.port, timeout=60, context=ssl.create_default_context())
        asked.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept": "text/html", **cookie})
        answer = asked.getresponse()
        content = answer.read()
        asked.close()

        assert (answer.status, answer.headers.get_all("Content-Encoding")) == (200, ["gzip"]), path
        assert gzip.decompress(content)[:2] != b"\x1f\x8b", path
        assert answer.headers["Strict-Transport-Security"], path


@pytest.mark.parametrize(
    ("size", "status", "by"),
    [(LIMIT, 204, "taken"), (LIMIT + 1, 413, "the program"), (103 * 2**20, 413, "nginx")],
    ids=["at the limit", "one byte above", "far above"],
)
def test_a_file_at_the_limit_is_taken_and_one_above_it_is_not(size: int, status: int, by: str, behind: Behind) -> None:
    cookie = behind.cookie_of("staff")
    with Visit(behind.address, cookie=cookie) as visit:
        visit.ask("upload", f"project={PROJECT}")
        session = next(
            m.new_session.initialize.session_id for m in visit.received if m.WhichOneof("type") == "new_session"
        )
        found, said = put(behind, cookie, f"/_stcore/upload_file/{session}/made-up", size)
        assert found == status, said
        assert (by == "nginx") == ("100 MB" in said)
        assert t("nav.upload") in text_sent(visit.again())  # the page goes on


def test_who_is_refused_while_still_sending_hears_why(behind: Behind) -> None:
    """What nginx does with the program: it sends the whole file, in its own time, and then reads the answer."""
    size = 4 * 2**20
    with socket.create_connection(("127.0.0.1", behind.nginx.ports[0]), timeout=60) as connection:
        head = [
            "PUT /_stcore/upload_file/made-up/made-up HTTP/1.1", f"Host: 127.0.0.1:{behind.port}",
            f"Content-Length: {size}", "Connection: close", "", "",
        ]  # fmt: skip
        connection.sendall("\r\n".join(head).encode())
        first = connection.recv(2**16)
        connection.sendall(b"x" * size)
        answer = first + b"".join(iter(lambda: connection.recv(2**16), b""))

    assert answer.startswith(b"HTTP/1.1 403")
    assert t("gate.origin").encode() in answer


def put(behind: Behind, cookie: str, path: str, size: int) -> tuple[int, str]:
    """Send a file so that the whole request is of ``size`` bytes."""
    head = (
        f'--{PARTS}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    ).encode()
    tail = f"\r\n--{PARTS}--\r\n".encode()
    guest = Guest(behind.address, {"Cookie": cookie})
    token = re.findall(r"_streamlit_xsrf=([^;]+)", guest.ask("/_stcore/health").headers["set-cookie"])[0]
    headers = {
        "Cookie": f"{cookie}; _streamlit_xsrf={token}", "X-Xsrftoken": token, "Origin": behind.address,
        "Content-Type": f"multipart/form-data; boundary={PARTS}", "Content-Length": str(size),
    }  # fmt: skip
    asked = http.client.HTTPSConnection("127.0.0.1", behind.port, timeout=120, context=ssl.create_default_context())
    try:
        asked.request("PUT", path, headers=headers)
        asked.send(head)
        try:
            rest = size - len(head) - len(tail)
            while rest:
                part = min(rest, 2**20)
                asked.send(b"x" * part)
                rest -= part
            asked.send(tail)
        except OSError:  # told before the end
            pass
        answer = asked.getresponse()
        return answer.status, answer.read().decode("utf-8")
    finally:
        asked.close()


def test_the_program_hears_of_each_visitor_s_own_address(behind: Behind) -> None:
    """And of nothing that a visitor says of it."""
    guest = Guest(behind.address, {"X-Forwarded-For": "192.0.2.66", "X-Forwarded-Proto": "http"})

    assert guest.sign_in(READY["committee"], PASSWORD).status == 303
    assert "192.0.2.66" not in behind.words()
    assert "__Host-otop" in guest.cookies


def test_a_program_that_is_gone_is_a_sentence_and_back_again(new_server: Callable[..., Server], tmp_path: Path) -> None:
    program()
    own = new_server(settings=BEHIND).start().wait()
    nginx = Nginx(tmp_path, [own.port]).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(nginx.chain))
        try:
            own.stop()
            gone = Guest(nginx.address).ask("/signin")
            own.start().wait()
            again = Guest(nginx.address).ask("/signin")
        finally:
            nginx.stop()

    assert (gone.status, gone.headers["retry-after"]) == (503, "10")
    assert "โปรดลองใหม่" in gone.text
    assert "try again" in gone.text
    assert again.status == 200


FORGETS = {
    "that it encrypts": (r"^    proxy_set_header X-Forwarded-Proto .*$", "gate.proxy_scheme"),
    "the socket": (r"^    proxy_set_header Upgrade .*$", "gate.no_upgrade"),
}


@pytest.mark.parametrize("what", FORGETS)
def test_a_proxy_that_forgets_is_named_with_the_remedy(what: str, behind: Behind, tmp_path: Path) -> None:
    """Nothing half done: nobody is signed in, no page runs; the sentence stands where it happens, and is counted."""
    left_out, key = FORGETS[what]
    nginx = Nginx(tmp_path, [behind.nginx.ports[0]], without=[left_out]).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(nginx.chain))
        try:
            if what == "the socket":
                cookie = {"Cookie": behind.cookie_of("director")}
                answer = Guest(nginx.address, cookie).ask("/_stcore/stream")
            else:
                answer = Guest(nginx.address).sign_in(READY["committee"], PASSWORD)
        finally:
            nginx.stop()

    assert answer.status == (426 if what == "the socket" else 403)
    assert "set-cookie" not in answer.headers
    for lang in ("th", "en"):
        assert t(key, lang, proxies="OTOP_TRUSTED_PROXIES", **OF_A_PROXY) in answer.text
    assert key in behind.words()


def test_its_log_has_no_question(behind: Behind) -> None:
    Guest(behind.address).ask("/groups?q=somebody")

    assert any('"GET /groups"' in line for line in behind.nginx.requests())
    assert "somebody" not in json.dumps(behind.nginx.requests())
