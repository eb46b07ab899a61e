"""One rule says whose a request is, and every worker follows the same."""

from collections import Counter

import pytest

from db.accounts import sessions
from ui.auth.spread import place_of
from ui.request import link
from ui.serve.whose import END_OF_HEAD, FIRST, whose

TOKENS = [f"token-{number}" for number in range(400)]


def head(path: str = "/", *lines: str, host: str = "127.0.0.1:8501") -> bytes:
    """The first lines of a request."""
    return "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}", *lines, "", ""]).encode()


def test_a_sign_in_has_one_worker_whatever_it_asks_for() -> None:
    for token in TOKENS:
        asked = [
            head("/", f"Cookie: otop-8501={token}"),
            head("/_stcore/stream?x=1", "Connection: Upgrade", f"cookie: a=b; otop-8501={token}"),
            head("/_stcore/upload_file/any/any", "Content-Length: 3", f"COOKIE: otop-8501={token}") + b"abc",
        ]
        assert {whose(one, 3) for one in asked} == {place_of(token, 3)}


def test_sign_ins_are_spread_over_the_workers() -> None:
    found = Counter(whose(head("/", f"Cookie: otop-8501={token}"), 4) for token in TOKENS)

    assert set(found) == {0, 1, 2, 3}
    assert max(found.values()) < 150


def test_the_cookie_is_the_one_that_the_door_reads() -> None:
    """Of two servers on one machine each has a name of its own; over https there is another still."""
    one, other = next((a, b) for a in TOKENS for b in TOKENS if place_of(a, 2) == 0 and place_of(b, 2) == 1)
    both = f"Cookie: otop-8501={one}; otop-8502={other}"

    assert whose(head("/", both, host="127.0.0.1:8501"), 2) == 0
    assert whose(head("/", both, host="127.0.0.1:8502"), 2) == 1
    assert whose(head("/", both + f"; __Host-otop={other}", host="127.0.0.1:8501"), 2) == 1


@pytest.mark.parametrize("lines", [(), ("Cookie: otop-8502=of-another",), ("Cookie: otop-device=x",), ("Cookie: =",)])
def test_whoever_is_not_signed_in_is_the_first_one_s(lines: tuple[str, ...]) -> None:
    assert whose(head("/budget", *lines), 5) == FIRST


@pytest.mark.parametrize("path", ["/signin", "/signin?next=%2F", "/setup?token=x", "/oidc/callback?code=1"])
def test_signing_in_is_the_first_one_s_whatever_a_cookie_says(path: str) -> None:
    """Wrong passwords are counted in one place: nobody has more tries by having more cookies."""
    assert {whose(head(path, f"Cookie: otop-8501={token}"), 5) for token in TOKENS} == {FIRST}


def test_health_is_of_whoever_accepts() -> None:
    assert whose(head("/healthz"), 2) is None
    assert whose(head("/readyz?x", f"Cookie: otop-8501={TOKENS[0]}"), 2) is None
    assert whose(head("/healthz/more"), 2) == FIRST


def test_the_place_of_the_program_on_its_server_is_no_part_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "base_path", lambda: "/otop")

    assert whose(head("/otop/healthz"), 2) is None
    assert whose(head("/otop/signin", f"Cookie: otop-8501={_of(1)}"), 2) == FIRST


def _of(worker: int) -> str:
    return next(token for token in TOKENS if place_of(token, 2) == worker)


@pytest.mark.parametrize(
    "head", [b"", b"\n\n", b"GET", b"GET /\r\n\r\n", b"\x16\x03\x01\xff \xfe\r\n:\r\nCookie\r\n\r\n"]
)
def test_what_is_no_request_is_somebody_s_too(head: bytes) -> None:
    assert whose(head, 2) == FIRST


def test_lines_that_end_in_another_way_are_read_the_same() -> None:
    plain = head("/", f"Cookie: otop-8501={_of(1)}")

    assert whose(plain.replace(b"\r\n", b"\n"), 2) == whose(plain, 2) == 1
    assert END_OF_HEAD.search(plain.replace(b"\r\n", b"\n"))


def test_what_the_worker_is_chosen_by_is_no_part_of_the_secret() -> None:
    assert place_of(TOKENS[0], 7) == int(sessions.public_id(TOKENS[0])[:8], 16) % 7
