"""The list of projects opens on every page, also on one that ends early."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import ROUTER, TIMEOUT_S, sign_in
from ui.auth import menu
from ui.shell import switch

EMPTY = "phetchaburi-2564"  # stored, with nothing loaded into it


@pytest.mark.parametrize(
    ("name", "project"), [("overview", EMPTY), ("users", EMPTY), ("overview", "demo-phetchaburi-2564")]
)
def test_the_list_opens_where_a_page_shows_no_data_or_refuses(home: Path, name: str, project: str) -> None:
    test = AppTest.from_file(str(ROUTER), default_timeout=TIMEOUT_S)
    sign_in(test, "director").query_params["project"] = project
    test.run()
    if name != "overview":
        test.switch_page(str(menu.FOLDER / f"{name}.py")).run()
    test.session_state[switch._ASKED] = True

    shown = test.run()

    assert not shown.exception
    assert f"switch-go-{EMPTY}" in [one.key for one in shown.button]
