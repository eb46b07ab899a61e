"""Two uploads compared and the rows of one: on the page and as files, each role with what it may see."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.model.kinds import KINDS, Kind
from db import engine as databases
from db.accounts import audit
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from tests.support.asgi import Answer, ask
from tests.support.databases import ROLES
from tests.support.pages import cookie, page
from ui.routes import files
from ui.screens import compared, past
from ui.text.words import t


def get(home: Path, path: str, user: str | None) -> Answer:
    app = Starlette(routes=files.routes(compared.ROUTES))
    return ask(app, path, cookie=cookie(user) if user else None)


def uploads(kind: Kind) -> list[UploadInfo]:
    """The sample's uploads of a kind, the oldest first."""
    return store.history(databases.engine(), SAMPLE_PROJECT, kind)[::-1]


def rows_of(answer: Answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", ["groups", "products", "spending", "instalments"])
def test_a_comparison_holds_every_row_that_differs(kind: Kind, home: Path) -> None:
    first, *_, newest = uploads(kind)
    diff = store.diff_uploads(databases.engine(), first.id, newest.id)

    answer = get(home, f"/files/diff/{first.id}/{newest.id}.csv", "staff")

    head, *rows = rows_of(answer)
    assert answer.status == 200 and head[0] == "การเปลี่ยนแปลง"
    by_what = {what: {row[1] for row in rows if row[0] == what} for what in ("เพิ่ม", "แก้ไข", "หายไป")}
    assert {what: len(keys) for what, keys in by_what.items()} == {
        "เพิ่ม": diff.counts["added"],
        "แก้ไข": diff.counts["changed"],
        "หายไป": diff.counts["removed"],
    }
    assert sum(row[0] == "แก้ไข" for row in rows) == sum(len(places) for places, _, _ in diff.fields.values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_of_a_set_are_those_that_were_loaded(kind: Kind, home: Path) -> None:
    first = uploads(kind)[0]
    found, _ = store.rows_of_upload(databases.engine(), first.id)

    answer = get(home, f"/files/upload/{first.id}.csv", "staff")

    rows = rows_of(answer)
    assert answer.status == 200 and len(rows) == 1 + len(found) == 1 + first.row_count
    action = "export.payees" if kind == "spending" else "export"
    assert any(e.action == action and kind in e.detail for e in audit.recent(databases.engine(), limit=3))


@pytest.mark.parametrize("path", ["upload/{0}.csv", "diff/{0}/{1}.csv"])
def test_a_stranger_gets_no_row(path: str, home: Path) -> None:
    first, *_, newest = uploads("spending")
    assert get(home, "/files/" + path.format(first.id, newest.id), None).status == 401


@pytest.mark.parametrize("role", ROLES)
def test_a_payee_is_for_those_who_may_see_one(role: str, home: Path) -> None:
    first, *_, newest = uploads("spending")
    payees = {p for p in store.rows_of_upload(databases.engine(), newest.id)[0]["payee"] if p and p.startswith("ร้าน")}
    assert payees

    whole = get(home, f"/files/upload/{newest.id}.csv", role).text
    differing = get(home, f"/files/diff/{first.id}/{newest.id}.csv", role).text

    for text in (whole, differing):
        assert any(payee in text for payee in payees) == (role != "admin")


def test_sets_that_can_not_be_compared_are_refused_in_words(home: Path) -> None:
    groups, spending = uploads("groups")[0], uploads("spending")[0]
    answer = get(home, f"/files/diff/{groups.id}/{spending.id}.csv", "staff")
    assert answer.status == 400 and "คนละชนิด" in answer.text  # of the link, not of the server: 503 would say come again
    assert get(home, "/files/upload/99999.csv", "staff").status == 404
    assert get(home, f"/files/upload/{groups.id}.csv?project=another", "staff").status == 404


def test_the_newest_set_of_each_kind_is_marked(home: Path) -> None:
    shown = page("history.py", "director")
    frame = shown.dataframe[0].value
    marked = frame[frame[t("history.state")] == t("history.newest")]
    assert len(marked) == len({u.kind for u in store.history(databases.engine(), SAMPLE_PROJECT)})
    for kind in ("groups", "spending"):
        newest = max(uploads(kind), key=lambda u: (u.as_of, u.seq))
        assert store.newest_of_each(databases.engine(), SAMPLE_PROJECT)[kind].id == newest.id


def test_a_long_history_is_read_a_page_at_a_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "PAGE", 10)
    whole = store.history(databases.engine(), SAMPLE_PROJECT)
    assert len(whole) > 20
    sets = t("history.set")

    shown = page("history.py", "director")
    assert list(shown.dataframe[0].value[sets]) == [upload.seq for upload in whole[:10]]
    assert shown.button(key="history-newer").disabled

    shown.button(key="history-older").click().run()
    assert list(shown.dataframe[0].value[sets]) == [upload.seq for upload in whole[10:20]]

    groups = store.history(databases.engine(), SAMPLE_PROJECT, "groups")
    shown.segmented_control(key="history-kind").set_value("groups").run()  # another list begins at its newest
    assert list(shown.dataframe[0].value[sets]) == [upload.seq for upload in groups[:10]]


def compare(a: int, b: int, role: str) -> None:
    from datetime import UTC, datetime

    from core.model.roles import Actor
    from db import engine as databases
    from db.projects.versions import SAMPLE_PROJECT
    from db.snapshots import store
    from ui.auth import door, guard
    from ui.request import load
    from ui.screens import compared

    engine = databases.engine()
    project, _ = load.project_shown(engine, SAMPLE_PROJECT, None, None)
    person = door.Person(Actor(role, role), False, "sid", datetime.now(UTC))
    session = guard.Session(person, "th", engine, project, None, None, datetime.now(UTC))
    compared.two(session, store.upload(engine, a), store.upload(engine, b))


def shown(pair: Sequence[UploadInfo]) -> AppTest:
    return AppTest.from_function(compare, args=(pair[0].id, pair[1].id, "staff"), default_timeout=30).run()


def test_the_page_says_kind_and_both_days_and_shows_every_row(home: Path) -> None:
    first, *_, newest = uploads("groups")

    test = shown((first, newest))

    assert not test.exception
    title = test.markdown[0].value.replace("\\", "")
    for part in ("กลุ่มอาชีพ", compared.said(first, "th"), compared.said(newest, "th")):
        assert part in title
    lines = rows_of(get(home, f"/files/diff/{first.id}/{newest.id}.csv", "staff"))[1:]
    (table,) = test.dataframe
    assert table.value.to_numpy().tolist() == [[cell.removeprefix("'") for cell in line] for line in lines]
