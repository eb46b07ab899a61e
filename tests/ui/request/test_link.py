"""What a link carries: project, language, day and instant."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from ui.request import link as links
from ui.request.link import Link, href, parse_day, parse_instant


def test_a_link_says_project_language_day_and_instant() -> None:
    link = Link({"lang": "en", "project": "p", "seen": "2021-07-01T03:00:00Z"})

    assert (link.lang, link.project, link.as_of) == ("en", "p", None)
    assert link.seen == datetime(2021, 7, 1, 3, tzinfo=UTC)
    assert Link({"as_of": "2021-05-31"}).as_of == date(2021, 5, 31)
    assert Link({}).lang == "th"


def test_a_day_or_instant_that_can_not_be_read_is_told() -> None:
    assert Link({"as_of": "30 มิ.ย. 64"}).bad_day == "30 มิ.ย. 64"
    assert Link({"as_of": "2021-06-30", "seen": "then"}).bad_day == "then"
    assert Link({"as_of": "2021-06-30"}).bad_day is None
    assert parse_day("2021-02-30") is None


def test_an_instant_is_read_in_any_zone_and_kept_in_utc() -> None:
    assert parse_instant("2021-07-01T10:00:00+07:00") == datetime(2021, 7, 1, 3, tzinfo=UTC)
    assert parse_instant("2021-07-01T03:00:00") == datetime(2021, 7, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59"],
)
def test_an_instant_beyond_the_calendar_is_told_as_one_that_can_not_be_read(text: str) -> None:
    assert Link({"seen": text}).bad_day == text


def test_an_address_carries_the_kept_parts_and_the_changes() -> None:
    link = Link({"lang": "en", "as_of": "2021-06-30"})

    assert href(link, "budget") == "/budget?lang=en&as_of=2021-06-30"
    assert href(link, "", as_of=None) == "/?lang=en"
    assert href(Link({}), "history") == "/history"


def test_a_page_chosen_before_the_one_left_was_drawn_has_its_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, added = ("overview", "amphoe=%E0%B8%8A%E0%B8%B0%E0%B8%AD%E0%B8%B3"), []
    monkeypatch.setattr(links, "st", SimpleNamespace(session_state={}, query_params={}))
    monkeypatch.setattr(links.framework, "address", lambda: shown)
    monkeypatch.setattr(links.framework, "turned_from", lambda page: page != shown[0])
    monkeypatch.setattr(links.framework, "add_to_address", added.append)

    links.carry()  # and the run is cut short: ``keep`` is never reached
    shown = ("budget", "")
    links.carry()

    assert added == [{"amphoe": ["ชะอำ"]}]
