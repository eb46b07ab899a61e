"""One record makes a filter: a dimension registered here is in the bar, in links, tables, charts and downloads."""

import csv
import io
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.analysis.filters import DIMENSIONS, Dimension, Filters, group_rows, in_order, ledger_rows, product_rows
from core.model.choices import Choice
from core.model.snapshot import Snapshot
from core.text import Text
from db import engine as databases
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.added_words import add_words
from tests.support.asgi import ask
from tests.support.pages import cookie, sign_in
from ui.auth import menu
from ui.routes import files
from ui.widgets import cards, filter_link, filters


def tambons(view: Snapshot) -> list[Choice]:
    return [Choice(name, Text.plain(name)) for name in in_order((), view.of("groups")["tambon"])]


TAMBON = Dimension("tambon", "groups", "tambon", tambons, DIMENSIONS["amphoe"].acts_on)
LABEL = "ตำบลของกลุ่ม"
HERE = "หาดเจ้าสำราญ"


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DIMENSIONS, TAMBON.id, TAMBON)
    add_words(monkeypatch, {TAMBON.label: (LABEL, "Tambon")})


def page(name: str, **query: str) -> AppTest:
    """A run of a page as the router runs it, under the filters of its address."""
    tab = AppTest.from_string(
        "import runpy\nfrom ui.auth import guard\nfrom ui.widgets import filters\n"
        f"session, path = guard.require(), {menu_path(name)!r}\n"
        "places = filters.begin(session, path)\n"
        "filters.fill(session, path, places.row)\nwith places.chips:\n    filters.say(session, path)\n"
        f"runpy.run_path({str(menu.FOLDER / f'{name}.py')!r})",
        default_timeout=60,
    )
    sign_in(tab, "director")
    for key, value in query.items():
        tab.query_params[key] = value
    tab.run()
    assert not tab.exception
    return tab


def menu_path(name: str) -> str:
    return next(entry.url_path for entry in menu.ENTRIES if entry.name == name)


@pytest.mark.parametrize("name", ["overview", "groups", "products", "budget"])
def test_the_bar_of_each_page_that_counts_groups_offers_it(name: str, home: Path) -> None:
    assert TAMBON in filters.offered(menu_path(name))


def test_the_page_shows_it_and_lists_what_is_chosen_by_a_link(home: Path) -> None:
    tab = page("groups", tambon=HERE)

    assert LABEL in [pills.label for pills in tab.get("button_group")]
    chips = " ".join(block.proto.body for block in tab.get("html"))
    assert HERE in chips
    view = store.view(databases.engine(), SAMPLE_PROJECT)
    expected = len(group_rows(view, Filters(tambon=(HERE,))))
    assert 0 < expected < len(view.of("groups"))
    assert [len(frame.value) for frame in tab.dataframe if len(frame.value) == expected]


def test_it_chooses_groups_and_through_them_products_and_money(home: Path) -> None:
    view, chosen = store.view(databases.engine(), SAMPLE_PROJECT), Filters(tambon=(HERE,))
    groups = group_rows(view, chosen)
    codes = set(groups["code"])

    assert set(groups["tambon"]) == {HERE}
    assert set(product_rows(view, chosen)["group_code"]) <= codes
    assert set(ledger_rows(view, chosen)["group_code"]) <= codes | {None}
    assert chosen.acts_on("groups") and chosen.acts_on("balances") and not chosen.acts_on("time")


def test_a_link_to_a_download_holds_it_and_the_file_is_filtered(home: Path) -> None:
    view, chosen = store.view(databases.engine(), SAMPLE_PROJECT), Filters(tambon=(HERE,))
    assert filter_link.read(filter_link.pairs_of(chosen), view) == (chosen, [])
    assert filter_link.read([("tambon", "nobody")], view) == (Filters(), ["nobody"])

    path = f"/files/export/groups.csv?tambon={quote(HERE)}"
    answer = ask(Starlette(routes=files.routes()), path, cookie=cookie("director"))

    assert answer.status == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["ตำบล"] for row in rows} == {HERE}


def test_a_card_that_it_does_not_act_on_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(cards.st, "caption", said.append)

    class Screen:
        @staticmethod
        def say(key: str, **params: str) -> str:
            return f"{key} {params}"

    chosen = Filters(tambon=(HERE,))
    cards.scope(Screen(), chosen, "groups")  # type: ignore[arg-type]
    assert said == []
    cards.scope(Screen(), chosen, "time")  # type: ignore[arg-type]
    assert TAMBON.label in said[0]
    cards.scope(Screen(), chosen, "groups", "time")  # type: ignore[arg-type]
    assert said[1:] == ["filter.no_plan {}"]
