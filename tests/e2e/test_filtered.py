"""A filter draws one part of its page again: what then stands there is what the same address shows when it is opened.

Over the real socket; no browser.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bench.wire import TABLES, Answer, Node, Tab, WireError, options
from core.model import Actor
from db.accounts import looks, sessions, users
from db.snapshots import store
from tests.support.actors import admin, staff
from tests.support.server import READY, Server
from ui.auth import door

PROJECT = "demo-phetchaburi-2564"
PAGES = ("", "groups", "products", "budget")
_OF_THE_VISIT = ("set_value", "raw_values", "raw_value", "open")  # of a widget: how it came to what it holds


def drawn(tab: Tab) -> dict[tuple[int, ...], tuple[str, bytes]]:
    """Everything on the page by its place, text, charts and tables; of what can be chosen, what it offers."""
    found = {}
    for path, node in tab.nodes.items():
        content: Any = type(node.content)()
        content.CopyFrom(node.content)
        if node.kind != "block":
            for name in _OF_THE_VISIT:
                if name in content.DESCRIPTOR.fields_by_name:
                    content.ClearField(name)
        found[path] = (node.kind, content.SerializeToString(deterministic=True))
    return found


def held(tab: Tab) -> dict[str, list[str]]:
    return {name: tab.chosen(node) for name, (_, node) in tab.bound().items()}


async def opened(server: Server, cookie: str, page: str, query: dict[str, list[str]]) -> Tab:
    tab = Tab(server.address, cookie, page, {name: list(values) for name, values in query.items()})
    async with tab:
        await tab.open()
    return tab


async def same_as_opened(server: Server, tab: Tab) -> None:
    """What stands on the page is what its address shows."""
    other = await opened(server, str(tab.cookie), tab.page, tab.query)
    here, there = drawn(tab), drawn(other)
    assert here.keys() == there.keys()
    differ = [
        (path, here[path][0], here[path][1][:300], there[path][1][:300]) for path in here if here[path] != there[path]
    ]
    assert not differ
    assert held(tab) == held(other)
    assert tab.query == other.query


def walk(
    server: Server, page: str, steps: Callable[[Tab], Awaitable[None]], role: str = "staff", **query: list[str]
) -> None:
    """Open a page as somebody, and do something there."""

    async def visit() -> None:
        async with Tab(server.address, server.cookie_of(role), page, query) as tab:
            await tab.open()
            await steps(tab)

    with ThreadPoolExecutor(1) as pool:  # of its own: the browser of other tests holds this thread's loop
        pool.submit(asyncio.run, visit()).result()


async def choose(tab: Tab, name: str, values: list[str]) -> Answer:
    """Give a filter these values, in its popover."""
    path, node = tab.bound()[name]
    await tab.open_popover(tab.popover_of(path))
    return await tab.choose(node, values)


def offered(tab: Tab, name: str) -> list[str]:
    return options(tab.bound()[name][1])


def of_key(tab: Tab, key: str) -> Node:
    """The widget of a key."""
    return next(node for node in tab.nodes.values() if getattr(node.content, "id", "").endswith(f"-{key}"))


async def press(tab: Tab, node: Node) -> Answer:
    """Press a button."""
    ask = tab._request

    def pressing(fragment: str) -> Any:
        message = ask(fragment)
        message.rerun_script.widget_states.widgets.add(id=node.content.id, trigger_value=True)
        return message

    tab._request = pressing  # type: ignore[method-assign]
    try:
        return await tab.ask(node.fragment)
    finally:
        tab._request = ask  # type: ignore[method-assign]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_filter_leaves_is_what_its_address_shows(server: Server, page: str) -> None:
    async def steps(tab: Tab) -> None:
        for name in list(tab.bound()):
            first, last = (offered(tab, name)[place] for place in (0, -1))
            for values in ([first], [first, last]):
                answer = await choose(tab, name, values)
                assert answer.fragment and answer.runs == 1
                assert tab.query == {name: values}
                await same_as_opened(server, tab)
            await choose(tab, name, [])
            assert tab.query == {}
            await same_as_opened(server, tab)

    walk(server, page, steps)


@pytest.mark.parametrize("page", PAGES)
def test_several_filters_of_a_link_and_one_more(server: Server, page: str) -> None:
    async def steps(tab: Tab) -> None:
        months = options(of_key(tab, "months")) if "months" in tab.query else []
        for name in list(tab.bound()):
            if name not in tab.query:
                await choose(tab, name, [offered(tab, name)[-1]])
                await same_as_opened(server, tab)
        assert not months or tab.query["months"] == [months[2], months[6]]

    link = {"amphoe": ["ชะอำ", "บ้านแหลม"]}
    if page in ("", "budget"):
        link["months"] = ["2020-12", "2021-04"]
    walk(server, page, steps, **link)


@pytest.mark.parametrize("page", PAGES)
def test_a_press_leaves_the_filters_as_they_stand(server: Server, page: str) -> None:
    """One run, and none of its messages is of a filter: their widgets hold what was pressed."""

    async def steps(tab: Tab) -> None:
        before = {name: node for name, (_, node) in tab.bound().items()}
        answer = await choose(tab, "amphoe", [offered(tab, "amphoe")[0]])

        assert answer.fragment
        assert answer.runs == 1
        assert {name: node for name, (_, node) in tab.bound().items()} == before
        assert all(tab.bound()[name][1] is node for name, node in before.items())

    walk(server, page, steps)


@pytest.mark.parametrize(("page", "key"), [("groups", "groups"), ("products", "products"), ("budget", "ledger")])
def test_an_order_can_be_turned_once_there_is_one_and_a_filter_keeps_it(server: Server, page: str, key: str) -> None:
    async def steps(tab: Tab) -> None:
        assert of_key(tab, f"{key}-descending").content.disabled
        before = tab.digest(TABLES)
        box = of_key(tab, f"{key}-sort")
        assert (await tab.choose(box, [options(box)[4]])).fragment
        assert not of_key(tab, f"{key}-descending").content.disabled
        assert tab.digest(TABLES) != before

        await choose(tab, "amphoe", [offered(tab, "amphoe")[0]])
        await choose(tab, "amphoe", [])
        assert not of_key(tab, f"{key}-descending").content.disabled
        ordered = tab.digest(TABLES)
        await tab.choose(box, [options(box)[0]])
        assert tab.digest(TABLES) == before != ordered

    walk(server, page, steps)


def test_an_order_that_comes_with_a_press_on_the_whole_page_draws_the_whole_page(server: Server) -> None:
    """What changed in the same moment calls its callback too, and must not take the page's place."""

    async def steps(tab: Tab) -> None:
        box = of_key(tab, "ledger-sort")
        tab._states[box.content.id] = [options(box)[4]]
        answer = await tab.ask("")

        assert not answer.fragment
        assert answer.runs == 1
        assert not of_key(tab, "ledger-descending").content.disabled

    walk(server, "budget", steps)


def test_all_filters_are_taken_off_at_once(server: Server) -> None:
    async def steps(tab: Tab) -> None:
        await choose(tab, "stage", [offered(tab, "stage")[0]])
        answer = await press(tab, of_key(tab, "filter.clear"))

        assert answer.fragment
        assert tab.query == {}
        assert held(tab)["amphoe"] == held(tab)["stage"] == []
        await same_as_opened(server, tab)

    walk(server, "groups", steps, amphoe=["ชะอำ"])


def test_another_language_after_a_filter_reads_the_filter_in_its_words(server: Server) -> None:
    async def steps(tab: Tab) -> None:
        await choose(tab, "amphoe", [offered(tab, "amphoe")[0]])
        other = await opened(server, str(tab.cookie), tab.page, {**tab.query, "lang": ["en"]})

        assert other.query["amphoe"] == [offered(other, "amphoe")[0]] != tab.query["amphoe"]

    walk(server, "", steps)


def test_data_that_changed_meanwhile_draw_the_whole_page_again(fresh: Server) -> None:
    async def steps(tab: Tab) -> None:
        assert (await choose(tab, "amphoe", ["ชะอำ"])).fragment
        newest = max(store.history(fresh.engine, PROJECT, "groups"), key=lambda upload: upload.id)
        store.withdraw(fresh.engine, newest.id, actor=staff(), reason="ผิดไฟล์", now=door.utc_now())

        assert not (await choose(tab, "amphoe", ["บ้านแหลม"])).fragment
        await same_as_opened(fresh, tab)
        assert (await choose(tab, "amphoe", ["ชะอำ"])).fragment

    walk(fresh, "", steps)


def test_people_who_come_and_go_meanwhile_draw_no_whole_page_again(fresh: Server) -> None:
    async def steps(tab: Tab) -> None:
        assert (await choose(tab, "amphoe", ["ชะอำ"])).fragment
        now = door.utc_now()
        other = sessions.public_id(sessions.sign_in(fresh.engine, READY["director"], now))
        looks.exported(fresh.engine, actor=staff(), project=PROJECT, detail="groups", now=now)
        sessions.sign_out(fresh.engine, other, now)

        assert (await choose(tab, "amphoe", ["บ้านแหลม"])).fragment
        await same_as_opened(fresh, tab)
        assert (await choose(tab, "amphoe", ["ชะอำ"])).fragment

    walk(fresh, "", steps)


def test_another_role_draws_the_whole_page_again(fresh: Server) -> None:
    async def steps(tab: Tab) -> None:
        await choose(tab, "amphoe", ["ชะอำ"])
        before = drawn(tab)
        users.set_role(fresh.engine, READY["staff"], "committee", actor=admin(), now=door.utc_now())

        assert not (await choose(tab, "stage", [offered(tab, "stage")[0]])).fragment
        await same_as_opened(fresh, tab)
        assert drawn(tab) != before

    walk(fresh, "budget", steps)


def _disabled(server: Server) -> None:
    users.disable(server.engine, READY["staff"], actor=admin(), now=door.utc_now())


def _signed_out(server: Server) -> None:
    actor = Actor(READY["staff"], "staff")
    sessions.sign_out_everywhere(server.engine, READY["staff"], actor=actor, now=door.utc_now())


@pytest.mark.parametrize("end", [_disabled, _signed_out])
def test_whose_sign_in_has_ended_is_led_away_and_shown_nothing(fresh: Server, end: Callable[[Server], None]) -> None:
    async def steps(tab: Tab) -> None:
        await choose(tab, "amphoe", ["ชะอำ"])
        end(fresh)
        before = drawn(tab)

        with pytest.raises(WireError, match="auth_redirect"):
            await choose(tab, "amphoe", ["บ้านแหลม"])
        assert drawn(tab) == before

    walk(fresh, "", steps)
