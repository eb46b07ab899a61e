"""The first requests of a stranger to a server that has just begun: the way to sign in, and nothing of the program."""

from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidStatus

from tests.support.guest import Guest
from tests.support.server import Server
from tests.support.wire import Visit
from ui.auth import menu
from ui.text.words import t
from words import catalogue

PAGES = sorted(menu.known())


@pytest.fixture(scope="module")
def begun(new_server: Callable[..., Server]) -> Server:
    """A server whose first visitor is a stranger."""
    return new_server().start().wait()


def test_every_page_of_the_program_has_a_link() -> None:
    scripts = {path.stem for path in menu.FOLDER.glob("*.py")}

    assert {entry.name for entry in menu.known().values()} == scripts


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_a_stranger_is_led_to_sign_in_and_opens_no_socket(page: str, begun: Server) -> None:
    with pytest.raises(InvalidStatus) as refused, Visit(begun.address):
        pass
    assert refused.value.response.status_code == 403

    led = Guest(begun.address).ask(f"/{page}?lang=en")
    assert (led.status, led.text) == (303, "")
    drawn = Guest(begun.address).ask(led.location or "")
    assert drawn.status == 200
    for key, words in catalogue().items():
        if key.startswith(("nav.", "band.", "overview.", "kpi.")):
            assert words["en"] not in drawn.text, key
    for secret in ("885,000", "chief", str(menu.FOLDER), "streamlit", "Streamlit"):
        assert secret not in drawn.text
    assert t("signin.submit", "en") in drawn.text


@pytest.mark.parametrize("kind", ["nonsense", "long", "never issued", "of before", "of another server"])
def test_a_cookie_that_is_not_ours_opens_nothing(kind: str, server: Server, begun: Server) -> None:
    cookie = {
        "nonsense": f"{server.cookie_name}=x.y.z",
        "long": f"{server.cookie_name}={'x' * 4_000}",
        "never issued": f"{server.cookie_name}={begun.token_of('staff')}",
        "of before": f"otop_sign_in={server.token_of('staff')}",
        "of another server": begun.cookie_of("staff"),
    }[kind]

    assert Guest(server.address, {"Cookie": cookie}).ask("/budget").status == 303
    assert server.get("/files/export/groups.csv", cookie)[0] == 401
