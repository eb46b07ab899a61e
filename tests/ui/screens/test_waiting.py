"""What waits for review on the screens: who is told of it, what the presses do, and what a file of it answers."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.model.kinds import KINDS
from core.model.rows import from_records
from core.text import to_thai_digits
from db import engine as databases
from db.accounts import users
from db.errors import DatabaseBusy
from db.reviews import waiting
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from db.telling import subscriptions
from tests.support.actors import OPERATOR, admin, staff
from tests.support.asgi import ask
from tests.support.databases import NOW
from tests.support.glance import glance
from tests.support.pages import cookie, page, said
from tests.support.reviews import reviewer, set_review
from tests.support.server import PASSWORD
from tests.support.uploads import CODE, group, intake_of
from ui.reports import chat
from ui.reports.material import Order, gather
from ui.reports.workbook import book
from ui.reports.writing import Writing
from ui.routes import files
from ui.screens import compared
from ui.text import markdown_text
from ui.text.words import t

JUNE = date(2021, 6, 30)


def put(records: list[dict[str, object]], **options: object) -> UploadInfo:
    engine = databases.engine()
    today = store.base_view(engine, CODE, JUNE)
    intake = intake_of(from_records("groups", records), today, as_of=JUNE)
    return store.apply(engine, intake, project=CODE, as_of=JUNE, actor=staff("staff"), now=NOW, **options)  # type: ignore[arg-type]


@pytest.fixture
def office(home: Path) -> Iterator[Engine]:
    """The office's project with the review on, and a set in force; two may review: the director and a clerk."""
    engine, folder = databases.engine(), home / "projects"
    if not waiting.reviewers_of(engine, CODE):
        put([group("G01"), group("G02")])
        users.add(engine, "clerk2", "staff", actor=OPERATOR, now=NOW)
        for name in ("clerk2", "director"):
            users.set_reviews(engine, name, reviews=True, actor=admin(), now=NOW)
    assert set_review(engine, folder, on=True, now=NOW).refused == ()
    yield engine
    for one in waiting.uploads(engine, CODE):
        store.withdraw(engine, one.id, actor=staff("staff"), reason="จบการทดสอบ", now=NOW)


def history(user: str, lang: str = "th") -> AppTest:
    shown = page("history.py", user, project=CODE, lang=lang)
    assert not shown.exception
    return shown


def button(shown: AppTest, key: str) -> AppTest:
    return next(one for one in shown.button if str(one.key).startswith(key))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_those_who_load_and_review_see_what_waits_and_others_do_not(office: Engine, lang: str) -> None:
    waits = put([group("G01"), group("G02"), group("G03")])
    for user in ("staff", "director"):
        shown = said(history(user, lang))
        assert t("review.intro", lang) in shown and "G03" in shown
    assert markdown_text(t("review.who", lang, names="clerk2, director")) in said(history("staff", lang))
    for user in ("committee", "admin"):
        shown = history(user, lang)
        assert t("review.intro", lang) not in said(shown) and "G03" not in said(shown)
        assert t("history.waits", lang) not in str(shown.dataframe[0].value)
    assert t("history.waits", lang) in str(history("staff", lang).dataframe[0].value)
    assert waits.waits


def test_where_nothing_waits_it_says_so(office: Engine) -> None:
    assert t("review.none") in said(history("staff"))
    assert t("review.none") not in said(history("committee"))


def test_what_cannot_be_read_is_said(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(waiting, "listed", busy)
    shown = page("history.py", "staff", project=CODE)
    assert not shown.exception
    assert any(one.value.startswith(markdown_text(t("review.failed", why="").strip())) for one in shown.error)


def test_a_press_passes_it_and_the_figures_are_those_of_the_new_set(office: Engine) -> None:
    waits = put([group("G01"), group("G02"), group("G04")])
    shown = button(history("director"), f"review-pass-{waits.id}").click().run()
    assert not shown.exception
    assert any(waits_said(waits) in one.value for one in shown.success)
    assert store.view(office, CODE).uploads["groups"].id == waits.id


def waits_said(upload: UploadInfo) -> str:
    return markdown_text(t("review.passed", sets=f"กลุ่มอาชีพ ชุดที่ {upload.seq}"))


def test_it_goes_back_with_a_reason_alone(office: Engine) -> None:
    waits = put([group("G01"), group("G05")])
    shown = button(history("director"), "review-back-press").click().run()
    assert t("history.reason_missing") in [one.value for one in shown.warning]
    shown.text_input(key=f"review-reason-{waits.id}").set_value("ขาดกลุ่ม")
    shown = button(shown, "review-back-press").click().run()
    assert not shown.exception
    assert store.upload(office, waits.id).sent_back
    assert t("history.sent_back") in str(history("staff").dataframe[0].value)


def test_a_press_that_comes_too_late_says_why(office: Engine) -> None:
    waits = put([group("G01"), group("G06")])
    shown = history("director")
    store.withdraw(office, waits.id, actor=staff("staff"), reason="ผิดไฟล์", now=NOW)
    shown = button(shown, f"review-pass-{waits.id}").click().run()
    assert any("สอบทานไม่ได้" in one.value for one in shown.error)
    assert store.upload(office, waits.id).withdrawn


def test_a_reason_that_comes_too_late_says_why(office: Engine) -> None:
    waits = put([group("G01"), group("G12")])
    shown = history("director")
    shown.text_input(key=f"review-reason-{waits.id}").set_value("ขาดกลุ่ม")
    waiting.pass_on(office, waits.id, actor=reviewer("clerk2", "staff"), now=NOW)
    shown = button(shown, "review-back-press").click().run()
    assert any("ผ่านการสอบทานแล้ว" in one.value for one in shown.error)
    assert store.upload(office, waits.id).live


def test_what_was_overtaken_has_no_press_to_pass(office: Engine) -> None:
    first, second = put([group("G01"), group("G07")]), put([group("G01"), group("G08")])
    waiting.pass_on(office, second.id, actor=reviewer("clerk2", "staff"), now=NOW)
    shown = history("director")
    assert t("review.overtaken") in [one.value for one in shown.warning]
    assert button(shown, f"review-pass-{first.id}").disabled


def test_the_band_tells_those_who_may_know(office: Engine) -> None:
    put([group("G01"), group("G09")])
    router = Path(compared.__file__).parents[1] / "router.py"
    for user, told in (("staff", True), ("director", True), ("committee", False), ("admin", False)):
        shown = page(router, user, project=CODE)
        assert not shown.exception
        assert (t("band.waits", k=1) in " ".join(one.value for one in shown.markdown)) == told


def test_its_rows_and_its_comparison_are_no_files_of_others(office: Engine, home: Path) -> None:
    waits = put([group("G01"), group("G10")])
    before = store.view(office, CODE).uploads["groups"].id
    app = Starlette(routes=files.routes(compared.ROUTES))
    for path in (f"/files/upload/{waits.id}.csv", f"/files/diff/{before}/{waits.id}.csv"):
        for user, status in (("staff", 200), ("director", 200), ("committee", 404), ("admin", 404)):
            assert ask(app, path, cookie=cookie(user)).status == status


def test_the_load_page_says_that_another_waits(office: Engine) -> None:
    waits = put([group("G01"), group("G11")])
    shown = page("upload.py", "staff", project=CODE)
    assert t("drop.waits", set=waits.seq) in said(shown)
    content = "รหัสกลุ่ม,ชื่อกลุ่ม,อำเภอ,ขั้นตอน\nG01,กลุ่ม ก,ชะอำ,คัดเลือกแล้ว\n".encode("utf-8-sig")
    shown.file_uploader[0].set_value([("groups.csv", content, "text/csv")])
    shown = shown.run()
    expected = t("review.beside", kind="กลุ่มอาชีพ", set=waits.seq, by="staff")
    assert expected in [one.value for one in shown.info]


def test_the_quick_page_the_text_to_send_and_the_workbook_say_it_to_those_who_may_know(office: Engine) -> None:
    users.add(office, "chief2", "director", actor=OPERATOR, now=NOW, password=PASSWORD)
    waits = put([group("G01"), group("G02"), group("G03")])
    said, sets = t("band.waits", k=1), f"{KINDS['groups'].name.get('th')} {waits.seq} ({waits.id})"
    for user in ("staff", "director", "chief2", "committee", "admin"):
        knows = user in ("staff", "director")
        assert (said in glance(f"?project={CODE}", user).text) is knows, user
        reader = subscriptions.reader(office, user)
        assert reader is not None
        order = Order(CODE, Writing("th", "arabic"), NOW, tells_waiting=reader.actor.knows_of_waiting(CODE))
        shown = gather(office, order)
        assert (said in chat.encoded(shown).decode()) is knows, user
        with ZipFile(BytesIO(book.xlsx(shown))) as file:
            texts = file.read("xl/sharedStrings.xml").decode()
        assert (t("paper.waits", sets=sets) in texts) is knows, user
        copied = [one.value for one in page("reports.py", user, project=CODE).code]
        assert any(to_thai_digits(said) in to_thai_digits(text) for text in copied) is knows, user


def test_where_nothing_waits_none_of_them_says_it(office: Engine) -> None:
    shown = gather(office, Order(CODE, Writing("th", "arabic"), NOW, tells_waiting=True))

    assert t("history.waits") not in glance(f"?project={CODE}", "staff").text
    assert t("history.waits") not in chat.encoded(shown).decode()
    assert not shown.waits
