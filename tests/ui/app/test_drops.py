"""Files kept for one person for a short while."""

from datetime import UTC, datetime, timedelta

import pytest

from ui.app import drops as module
from ui.app.drops import KEPT_EACH, KEPT_FOR, Drops

NOW = datetime(2021, 7, 1, tzinfo=UTC)


def put(store: Drops, owner: str = "clerk", content: bytes = b"x", now: datetime = NOW) -> str:
    return store.put(owner, "a.xlsx", "application/octet-stream", content, now)


def test_a_file_is_for_its_owner_alone() -> None:
    store = Drops()
    token = put(store)

    found = store.get("clerk", token, NOW)
    assert found is not None
    assert found.content == b"x"
    assert store.get("chief", token, NOW) is None
    assert store.get("clerk", "guess", NOW) is None


def test_a_file_is_gone_after_its_time() -> None:
    store = Drops()
    token = put(store)

    assert store.get("clerk", token, NOW + KEPT_FOR) is None


def test_a_person_keeps_only_the_newest_files_and_others_keep_theirs() -> None:
    store = Drops()
    other = put(store, "chief")
    tokens = [put(store, now=NOW + timedelta(seconds=i)) for i in range(KEPT_EACH + 2)]

    assert [store.get("clerk", token, NOW) is not None for token in tokens] == [False] * 2 + [True] * KEPT_EACH
    assert store.get("chief", other, NOW) is not None


def test_the_oldest_files_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 10)
    store = Drops()
    first, second = put(store, "a", b"123456"), put(store, "b", b"123456")

    assert store.get("a", first, NOW) is None
    assert store.get("b", second, NOW) is not None
