"""A resolution followed from one meeting's pack to the next: recorded on the page, on the overview, in the papers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.model.meetings.resolutions import ResolutionText
from core.text import PERSON_MASK
from db import engine as databases
from db.accounts import audit
from db.maintenance import chain
from db.notebook import notes, resolutions
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.names import GO
from tests.support.pages import page, said
from tests.support.papers import read
from ui.reports.material import Material, Order, gather
from ui.reports.print import pack
from ui.reports.writing import Writing
from ui.text.words import t

MARCH, APRIL, MAY, JUNE = date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31), date(2021, 6, 30)
DECIDED, WHO = "เร่งตรวจรับงวดที่ 2", "คณะกรรมการตรวจรับพัสดุ"
SECOND = "ลงพื้นที่กลุ่มที่เอกสารยังไม่ครบ"


@pytest.fixture(scope="module")
def met(home: Path) -> Path:
    """Meetings at the ends of March, April and May."""
    for number, day in enumerate((MARCH, APRIL, MAY), 1):
        notes.write(
            databases.engine(), SAMPLE_PROJECT, "meeting", "", text=f"ประชุมครั้งที่ {number}", on_date=day,
            actor=staff(), now=NOW,
        )  # fmt: skip
    return home


def record(decided: str, meeting: int, due: str) -> AppTest:
    """Through the form of the page, of a meeting counted from the newest."""
    shown = page("resolutions.py", "staff")
    form = "resolution-0"
    shown.selectbox(key=f"{form}-meeting").set_value(meeting)
    shown.text_area(key=f"{form}-decided").set_value(decided)
    shown.text_input(key=f"{form}-who").set_value(WHO)
    shown.text_input(key=f"{form}-due").set_value(due)
    return shown.button(key=f"{form}-save").click().run()


def report(number: int, event: str, became: str, on: str) -> AppTest:
    """Through the press beside the resolution."""
    shown = page("resolutions.py", "staff")
    shown.session_state[f"resolution-report-{number}"] = True  # it is drawn once it is opened
    shown.run()
    form = f"resolution-report-{number}-0"
    shown.button_group(key=f"{form}-event").set_value(event)
    shown.text_area(key=f"{form}-became").set_value(became)
    shown.text_input(key=f"{form}-on").set_value(on)
    return shown.button(key=f"{form}-save").click().run()


def material(day: date, seen: datetime | None = None, lang: str = "th") -> Material:
    return gather(databases.engine(), Order(SAMPLE_PROJECT, Writing(lang, "arabic"), NOW, day, seen))


def told(day: date, seen: datetime | None = None) -> dict[str, str]:
    """What the pack of a day tells: each resolution with what became of it."""
    found = pack.content(material(day, seen))["resolutions"]
    return {one["title"]: one["parts"][0][1] for one in found}


def numbers() -> dict[str, int]:
    return {info.text.decided: info.id for info in resolutions.listed(databases.engine(), SAMPLE_PROJECT)}


def test_it_is_followed_from_one_pack_to_the_next(met: Path) -> None:
    """Recorded of the meeting in March: the pack of April tells that one is going on and the other done, that of May
    the first alone, until it is not done; the overview lists what is open, and the page of papers what the pack tells.
    """
    for decided, due in ((DECIDED, "30/4/2564"), (SECOND, "")):
        shown = record(decided, 2, due)
        assert not shown.exception
        assert t("resolutions.recorded") in [one.value for one in shown.success]
    assert told(MARCH) == {}
    report(numbers()[DECIDED], "going_on", "ตรวจรับแล้วบางส่วน", "20/4/2564")
    report(numbers()[SECOND], "done", "ครบทุกกลุ่ม", "๒๕ เม.ย. ๖๔")

    april = told(APRIL)
    assert april == {
        DECIDED: f"{t('resolutions.state_going_on')} (20 เม.ย. 64) ตรวจรับแล้วบางส่วน",
        SECOND: f"{t('resolutions.state_done')} (25 เม.ย. 64) ครบทุกกลุ่ม",
    }
    before = datetime.now(UTC)
    overview = said(page("overview.py", "director", as_of="2021-05-31"))
    assert DECIDED in overview and SECOND not in overview
    assert t("resolutions.counts", late=1, n=1) in overview

    report(numbers()[DECIDED], "not_done", "ผู้รับจ้างขอขยายเวลา", "28/5/2564")
    assert told(MAY) == {DECIDED: f"{t('resolutions.state_not_done')} (28 พ.ค. 64) ผู้รับจ้างขอขยายเวลา"}
    assert told(JUNE) == {}
    assert told(APRIL) == april, "a past pack stays as it was"
    assert told(MAY, before) == {DECIDED: april[DECIDED]}, "and so does one that is frozen"

    papers = said(page("reports.py", "committee", as_of="2021-05-31"))
    assert DECIDED in papers and "ผู้รับจ้างขอขยายเวลา" in papers and SECOND not in papers
    assert chain.check(databases.engine()).findings == ()
    actions = [event.action for event in audit.recent(databases.engine(), limit=10)]
    assert {"resolution.record", "resolution.going_on", "resolution.done", "resolution.not_done"} <= set(actions)


def test_the_printed_pack_holds_it_in_both_languages(met: Path) -> None:
    record("จัดอบรมเพิ่ม", 1, "31/5/2564")
    for lang in ("th", "en"):
        plain = "".join(read(pack.pdf(material(MAY, lang=lang))).split())

        assert "".join(t("paper.resolutions", lang).split()) in plain
        assert "จัดอบรมเพิ่ม" in plain
        assert "".join(t("resolutions.state_open", lang).split()) in plain


def test_a_name_in_it_is_masked_on_the_pages_and_in_the_pack(met: Path) -> None:
    engine, decided = databases.engine(), ResolutionText(GO[0], GO[1])
    resolutions.record(engine, SAMPLE_PROJECT, decided, met_on=MARCH, actor=staff(), now=NOW)

    assert PERSON_MASK in str(pack.content(material(APRIL))["resolutions"])
    for name in ("resolutions.py", "overview.py", "reports.py"):
        assert PERSON_MASK in said(page(name, "director", as_of="2021-04-30")), name


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("due", "31/4/2564", t("log.day_bad", val="31/4/2564", eg_day="30/09/2564")),
        ("due", "1/1/2564", "ก่อนวันประชุม"),
        ("decided", "", "ยังว่าง"),
        ("who", "โทร 081-234-5678", "เบอร์โทรศัพท์"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(met: Path, field: str, typed: str, sentence: str) -> None:
    before = numbers()
    shown = page("resolutions.py", "staff")
    values = {"decided": "เร่งรัด", "who": WHO, "due": "", field: typed}
    for name, value in values.items():
        box = shown.text_area if name == "decided" else shown.text_input
        box(key=f"resolution-0-{name}").set_value(value)
    shown = shown.button(key="resolution-0-save").click().run()

    assert any(sentence in one.value.replace("\\", "") for one in shown.warning)
    assert shown.text_input(key="resolution-0-due").value == values["due"]
    assert numbers() == before


@pytest.mark.parametrize("role", ["director", "committee", "admin"])
def test_others_read_it_and_record_nothing(met: Path, role: str) -> None:
    shown = page("resolutions.py", role)

    assert t("resolutions.title") in [one.value for one in shown.subheader]
    assert not [button for button in shown.button if str(button.key).startswith("resolution-")]


def test_without_a_meeting_the_form_says_where_one_is_noted(home: Path) -> None:
    shown = page("resolutions.py", "staff", project="phetchaburi-2564")

    assert t("resolutions.no_meeting") in [one.value for one in shown.info]
    assert t("resolutions.none") in said(shown)
