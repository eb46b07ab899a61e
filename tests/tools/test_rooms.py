"""The drawing of the rooms is that of the code."""

from tools import rooms


def test_the_page_shows_the_rooms_as_they_are() -> None:
    assert rooms.drawing() in rooms.PAGE.read_text(encoding="utf-8"), "make rooms draws them"


def test_no_room_imports_one_that_imports_it() -> None:
    graph = rooms.edges()

    assert not [(room, target) for room in graph for target in graph[room] if room in rooms.reachable(target, graph)]


def test_an_arrow_that_a_longer_way_says_is_left_out() -> None:
    assert rooms.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}
