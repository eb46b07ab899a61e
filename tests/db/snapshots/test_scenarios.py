"""What an office hands in and what it is told: small files through the command, the sentence read from the summary.

Codes and sentences are written here by hand. Where a test says nothing else, the day is 30 June 2564: the plan asks
for 3 groups and 300,000 baht, the cabinet's curve for 80 % of 885,000 (708,000) bound or paid, and the tolerances are
none in groups and 5 % of the budget (44,250) in money.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.analysis.attention import attention
from core.figures.figures import compute
from db.commands.context import Context
from db.engine import engine_for
from db.projects import versions
from db.snapshots import store
from tests.support.actors import store_projects
from tests.support.door import Run
from tests.support.said import thai

JUNE = "2021-06-30"
OFFICE = "phetchaburi-2564"
DEMO = "demo-phetchaburi-2564"

PLAN = """
เดือน,กลุ่มสะสมตามแผน,เบิกจ่ายสะสมตามแผน
พ.ค. 64,0,"100,000.00"
มิ.ย. 64,3,"300,000.00"
ก.ค. 64,5,"400,000.00"
ก.ย. 64,30,"885,000.00"
"""
NOTHING_DONE = """
รหัสกลุ่ม,ชื่อกลุ่ม,อำเภอ,ขั้นตอน,วันที่ลงทะเบียน OTOP
G01,กลุ่มขนมหม้อแกง,ชะอำ,อบรมแล้ว,
G02,กลุ่มทองม้วน,บ้านลาด,อบรมแล้ว,
G03,กลุ่มปลาแดดเดียว,บ้านแหลม,อบรมแล้ว,
"""
TWO_DONE = """
รหัสกลุ่ม,ชื่อกลุ่ม,อำเภอ,ขั้นตอน,วันที่ลงทะเบียน OTOP
G01,กลุ่มขนมหม้อแกง,ชะอำ,ลงทะเบียน OTOP แล้ว,25/06/2564
G02,กลุ่มทองม้วน,บ้านลาด,ลงทะเบียน OTOP แล้ว,28/06/2564
G03,กลุ่มปลาแดดเดียว,บ้านแหลม,ยื่นลงทะเบียนแล้ว,
"""
THREE_DONE = TWO_DONE.replace("ยื่นลงทะเบียนแล้ว,", "ลงทะเบียน OTOP แล้ว,30/06/2564")
ONE_DONE = TWO_DONE.replace("ลงทะเบียน OTOP แล้ว,28/06/2564", "ยื่นลงทะเบียนแล้ว,")


def register(paid: str, bound: str = "500,000.00") -> str:
    """A ledger of two lines: one contract, not paid yet, and what was paid directly."""
    return f"""
เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน
ผพ.64-01,09/04/2564,ก่อหนี้ผูกพัน,"{bound}"
ฎ.64-01,15/06/2564,เบิกจ่าย,"{paid}"
"""


class Office:
    """An office of one project with an empty database: it hands files in, and reads what it is told."""

    def __init__(self, run: Run, folder: Path, project: str) -> None:
        self.run, self.folder, self.project = run, folder, project
        self.files = 0

    def hands_in(self, as_of: str, **kinds: str) -> "Office":
        """Load a text of each kind as a file of that day; gives itself back."""
        for kind, text in kinds.items():
            self.files += 1
            path = self.folder / f"{self.files}-{kind}.csv"
            path.write_text(text.lstrip(), encoding="utf-8-sig")
            ran = self.run("load", kind, path, "--as-of", as_of, "--by", "clerk", "--accept-warnings", *self._project())
            assert ran.exit == 0, ran.out + ran.err
        return self

    def sees(self, as_of: str | None = None) -> dict:
        """The summary of a day, else of the newest."""
        ran = self.run("summary", "--json", *self._project(), *(["--as-of", as_of] if as_of else []))
        assert ran.exit == 0, ran.err
        return ran.json

    def is_told(self, as_of: str | None = None) -> tuple[str, str, str]:
        """The verdict: code, Thai, English."""
        verdict = self.sees(as_of)["verdict"]
        return verdict["code"], verdict["th"], verdict["en"]

    def follows_up(self, as_of: str) -> list[tuple[str, str]]:
        """The lines under "เรื่องที่ต้องติดตาม": code and Thai."""
        view = store.view(engine_for(os.environ["DATABASE_URL"]), self.project, datetime.fromisoformat(as_of).date())
        return [(need.code, thai(need)) for need in attention.needs(view, compute(view))]

    def _project(self) -> tuple[str, str]:
        return ("--project", self.project)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Office:
    """The office of the year 2564, with nothing loaded."""
    return Office(run, tmp_path, OFFICE)


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> Office:
    """The sample project, whose TOML has registration windows and a split budget; nothing loaded."""
    return Office(run, tmp_path, DEMO)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the day that the command takes for today."""

    def show(day: str) -> None:
        monkeypatch.setattr(Context, "now", datetime.fromisoformat(f"{day}T05:00:00").replace(tzinfo=UTC))

    return show


# before there is anything to compare


def test_nothing_loaded(office: Office) -> None:
    assert office.is_told() == (
        "no_data",
        "ยังไม่มีข้อมูล เริ่มที่ “นำเข้าข้อมูล”",
        'No data yet: begin at "Load data"',
    )
    assert office.sees()["state"] is None


def test_a_plan_alone_is_no_data_yet(office: Office) -> None:
    assert office.hands_in("2020-10-01", plan=PLAN).is_told()[0] == "no_data"


def test_only_groups_are_loaded(office: Office) -> None:
    assert office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE).is_told() == (
        "no_data",
        "ยังไม่มีข้อมูลการใช้จ่าย เริ่มที่ “นำเข้าข้อมูล”",
        'No data on spending yet: begin at "Load data"',
    )
    seen = office.sees()
    assert (seen["registered_groups"], seen["disbursed_baht"], seen["spi"]) == (3, None, None)


def test_only_spending_is_loaded(office: Office) -> None:
    assert office.hands_in(JUNE, plan=PLAN, spending=register("300,000.00")).is_told() == (
        "no_data",
        "ยังไม่มีข้อมูลกลุ่มอาชีพ เริ่มที่ “นำเข้าข้อมูล”",
        'No data on groups yet: begin at "Load data"',
    )
    seen = office.sees()
    assert (seen["registered_groups"], seen["disbursed_baht"]) == (None, 300000.0)


def test_no_plan_is_loaded(office: Office) -> None:
    assert office.hands_in(JUNE, groups=THREE_DONE, spending=register("300,000.50")).is_told() == (
        "no_plan",
        "ลงทะเบียนแล้ว 3 กลุ่ม เบิกจ่าย 300,001 บาท (ยังไม่มีแผนให้เทียบ)",
        "3 groups, 300,001 baht (no plan loaded to compare with)",
    )
    assert office.sees()["expected_groups"] is None


def test_a_plan_of_groups_alone_gives_no_verdict(office: Office) -> None:
    plan = "เดือน,กลุ่มสะสมตามแผน\nมิ.ย. 64,3\n"

    office.hands_in(JUNE, plan=plan, groups=THREE_DONE, spending=register("300,000.00"))

    assert office.is_told()[0] == "no_plan"
    assert (office.sees()["expected_groups"], office.sees()["expected_disbursed_baht"]) == (3, None)


# against the plan: each code, and each side of each tolerance


@pytest.mark.parametrize(
    ("groups", "paid", "code", "th", "en"),
    [
        (
            THREE_DONE, "300,000.00", "on_course",
            "เป็นไปตามแผน: ลงทะเบียนแล้ว 3 กลุ่ม เบิกจ่าย 300,000 บาท",
            "On plan: 3 groups registered, 300,000 baht disbursed",
        ),
        (
            THREE_DONE, "255,750.00", "on_course",
            "เป็นไปตามแผน (ต่ำกว่าแผน 44,250 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 44,250 บาท)",
            "On plan (44,250 baht under plan, within the accepted 44,250 baht)",
        ),
        (
            THREE_DONE, "255,749.99", "money_late",
            "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 44,250 บาท",
            "Groups on plan; disbursement 44,250 baht under plan",
        ),
        (
            TWO_DONE, "255,750.00", "groups_late",
            "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 2 จากแผน 3) ด้านเงินเป็นไปตามแผน "
            "(ต่ำกว่าแผน 44,250 บาท อยู่ในช่วงที่ยอมรับได้ไม่เกิน 44,250 บาท)",
            "Groups 1 behind plan (2 of 3); money on plan (44,250 baht under plan, within the accepted 44,250 baht)",
        ),
        (
            TWO_DONE, "344,250.00", "groups_late",
            "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 2 จากแผน 3) ด้านเงินเป็นไปตามแผน",
            "Groups 1 behind plan (2 of 3); money on plan",
        ),
        (
            TWO_DONE, "344,250.01", "money_ahead",
            "เงินเร็วกว่างาน: เบิกจ่ายเกินแผน 44,250 บาท แต่ขาด 1 กลุ่ม",
            "Money ahead of work: 44,250 baht over plan, 1 group short",
        ),
        (
            THREE_DONE, "344,250.01", "on_course",
            "เป็นไปตามแผน: ลงทะเบียนแล้ว 3 กลุ่ม เบิกจ่าย 344,250 บาท",
            "On plan: 3 groups registered, 344,250 baht disbursed",
        ),
        (
            ONE_DONE, "255,749.99", "both_late",
            "ต่ำกว่าแผนทั้งสองด้าน: ขาด 2 กลุ่ม และ 44,250 บาท",
            "Under plan on both: 2 groups and 44,250 baht short",
        ),
    ],
)  # fmt: skip
def test_against_the_plan(office: Office, groups: str, paid: str, code: str, th: str, en: str) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=groups, spending=register(paid))

    assert office.is_told() == (code, th, en)


@pytest.mark.parametrize(("groups", "code"), [(TWO_DONE, "on_course"), (ONE_DONE, "groups_late")])
def test_an_office_that_allows_one_group(office: Office, tmp_path: Path, groups: str, code: str) -> None:
    text = (versions.FOLDER / f"{OFFICE}.toml").read_text(encoding="utf-8-sig")
    (tmp_path / "toml").mkdir()
    lenient = text.replace("tolerance_groups = 0", "tolerance_groups = 1")
    assert lenient != text
    (tmp_path / "toml" / "office.toml").write_text(lenient, encoding="utf-8")
    store_projects(engine_for(os.environ["DATABASE_URL"]), now=datetime.now(UTC), folder=tmp_path / "toml")

    assert office.hands_in(JUNE, plan=PLAN, groups=groups, spending=register("300,000.00")).is_told()[0] == code


MET_TH = "ถือว่าบรรลุเป้าหมายของไตรมาส (มติคณะรัฐมนตรี 10 พฤศจิกายน 2563 เรื่องที่ 17)"
MET_EN = "counted as having met the quarter's target (cabinet resolution of 10 November 2020, item 17)"


@pytest.mark.parametrize(
    ("bound", "code", "th", "en"),
    [
        (
            "408,000.00", "on_course",
            "เป็นไปตามแผน: ลงทะเบียนแล้ว 3 กลุ่ม เบิกจ่าย 300,000 บาท",
            "On plan: 3 groups registered, 300,000 baht disbursed",
        ),
        (
            "407,999.99", "below_cabinet_on_plan",
            f"ต่ำกว่าเป้า ครม. 0.01 บาท แต่เป็นไปตามแผน {MET_TH}",
            f"0.01 baht below the cabinet target, but on plan: {MET_EN}",
        ),
        (
            "97,000.00", "below_cabinet_on_plan",
            f"ต่ำกว่าเป้า ครม. 311,000 บาท แต่เป็นไปตามแผน {MET_TH}",
            f"311,000 baht below the cabinet target, but on plan: {MET_EN}",
        ),
    ],
)  # fmt: skip
def test_on_its_own_plan_beside_the_cabinet_curve(office: Office, bound: str, code: str, th: str, en: str) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=register("300,000.00", bound))

    assert office.is_told() == (code, th, en)


def test_below_the_curve_with_groups_late_is_told_as_groups_late(office: Office) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=TWO_DONE, spending=register("300,000.00", "97,000.00"))

    assert office.is_told()[0] == "groups_late"


def test_money_moved_away_makes_the_tolerance_smaller(office: Office) -> None:
    moved = register("260,749.99", "500,000.00") + 'อ.64-01,01/06/2564,โอนเปลี่ยนแปลงลด,"100,000.00"\n'

    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=moved)

    assert office.sees()["net_budget_baht"] == 785000.0  # 5 % of it: 39,250
    assert office.is_told() == (
        "money_late",
        "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 39,250 บาท",
        "Groups on plan; disbursement 39,250 baht under plan",
    )


# entries that change a figure


@pytest.mark.parametrize(
    ("paid", "code"),
    [("385,000.00", "on_course"), ("385,000.01", "suspect")],
)
def test_more_used_than_the_budget(office: Office, paid: str, code: str) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=register(paid))

    assert office.is_told()[0] == code


def test_more_paid_than_committed_withholds_the_verdict(office: Office) -> None:
    ledger = """
เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน,อ้างอิงเลขที่ผูกพัน
ผพ.64-01,09/04/2564,ก่อหนี้ผูกพัน,"137,400.00",
ฎ.64-01,15/06/2564,เบิกจ่าย,"137,400.01",ผพ.64-01
ผพ.64-02,09/04/2564,ก่อหนี้ผูกพัน,"100,000.00",
ฎ.64-02,15/06/2564,เบิกจ่าย,"162,600.00",ผพ.64-02
"""

    assert office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=ledger).is_told() == (
        "suspect",
        "ยังสรุปไม่ได้: มี 2 รายการต้องตรวจสอบก่อน",
        "No verdict yet: 2 entries to check first",
    )


def test_a_ledger_of_another_year(office: Office) -> None:
    ledger = """
เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน
ฎ.63-01,15/06/2563,เบิกจ่าย,"1,000.00"
ฎ.63-02,16/06/2563,เบิกจ่าย,"1,000.00"
ฎ.64-01,15/06/2564,เบิกจ่าย,"298,000.00"
"""
    half = ledger + 'ฎ.64-02,16/06/2564,เบิกจ่าย,"1,000.00"\n'

    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=ledger)
    assert office.is_told()[:2] == ("suspect", "ยังสรุปไม่ได้: มี 2 รายการต้องตรวจสอบก่อน")

    office.hands_in(JUNE, spending=half)  # two of four rows are not more than half
    assert office.is_told()[0] == "below_cabinet_on_plan"


def test_a_weekend_payment_is_merely_worth_a_look(office: Office) -> None:
    weekend = register("300,000.00").replace("15/06/2564", "13/06/2564")

    assert office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=weekend).is_told()[0] == "on_course"


# days


@pytest.mark.parametrize(
    ("today", "code"),
    [("2021-06-30", "on_course"), ("2021-08-14", "on_course"), ("2021-08-15", "stale"), ("2021-10-01", "on_course")],
)
def test_data_grown_old(office: Office, clock: Callable[[str], None], today: str, code: str) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=register("300,000.00"))
    clock(today)

    assert office.is_told()[0] == code
    if code == "stale":
        assert office.is_told()[1:] == (
            "ข้อมูลเก่า 46 วัน โปรดปรับปรุงก่อนใช้",
            "Data is 46 days old; update before use",
        )
        assert office.is_told(JUNE)[0] == "on_course"  # looking back, nothing is old


def test_the_age_is_that_of_the_older_side(office: Office, clock: Callable[[str], None]) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE)
    office.hands_in("2021-07-31", spending=register("300,000.00"))
    clock("2021-08-16")

    assert office.is_told()[:2] == ("stale", "ข้อมูลเก่า 47 วัน โปรดปรับปรุงก่อนใช้")


def test_confirming_the_same_files_makes_them_young_again(office: Office, clock: Callable[[str], None]) -> None:
    kinds = {"groups": THREE_DONE, "spending": register("400,000.00", "400,000.00")}
    office.hands_in(JUNE, plan=PLAN, **kinds)
    clock("2021-08-16")
    assert office.is_told()[0] == "stale"

    office.hands_in("2021-08-16", **kinds)

    assert office.is_told()[0] == "groups_late"  # 3 of the 5 of July
    assert office.sees()["uploads"] == {"groups": 4, "spending": 5, "plan": 1}


YEAR_END = """
เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน,อ้างอิงเลขที่ผูกพัน
ผพ.64-01,09/04/2564,ก่อหนี้ผูกพัน,"687,000.00",
ฎ.64-01,15/09/2564,เบิกจ่าย,"549,600.00",ผพ.64-01
ฎ.64-02,16/09/2564,เบิกจ่าย,"193,149.25",
ผพ.64-02,20/09/2564,ก่อหนี้ผูกพัน,"4,850.00",
"""


def test_the_last_day_closes_the_year(office: Office) -> None:
    office.hands_in("2021-09-29", plan=PLAN, groups=THREE_DONE, spending=YEAR_END)
    assert (office.sees()["state"], office.is_told()[0]) == ("running", "groups_late")  # 885,000 planned by tomorrow

    office.hands_in("2021-09-30", groups=THREE_DONE, spending=YEAR_END)
    assert office.sees()["state"] == "closed"
    assert office.is_told() == (
        "closed",
        "สิ้นปีงบฯ: ได้ 3 จาก 30 กลุ่ม เบิกจ่าย 742,749 บาท กันเงิน 137,400 บาท",  # the order of 4,850 is too small
        "Year end: 3 of 30 groups, 742,749 baht disbursed, 137,400 carried over",
    )
    assert office.follows_up("2021-09-30") == []


def test_a_payment_on_carried_over_money_is_no_suspect(office: Office) -> None:
    october = YEAR_END + 'ฎ.65-01,15/10/2564,เบิกจ่าย,"137,400.00",ผพ.64-01\n'

    office.hands_in("2021-09-30", plan=PLAN, groups=THREE_DONE)
    office.hands_in("2021-10-31", spending=october)

    assert office.is_told() == (
        "closed",
        "สิ้นปีงบฯ: ได้ 3 จาก 30 กลุ่ม เบิกจ่าย 742,749 บาท กันเงิน 137,400 บาท",
        "Year end: 3 of 30 groups, 742,749 baht disbursed, 137,400 carried over",
    )
    assert office.sees()["disbursed_baht"] == 880_149.25


def test_a_closed_year_is_never_old(office: Office, clock: Callable[[str], None]) -> None:
    office.hands_in("2021-09-30", plan=PLAN, groups=THREE_DONE, spending=YEAR_END)
    clock("2022-03-31")

    assert office.is_told()[0] == "closed"


def test_a_day_before_the_first_file(office: Office) -> None:
    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=register("300,000.00"))

    before = office.sees("2020-09-30")

    assert (before["state"], before["verdict"]["code"], before["uploads"]) == ("before", "no_data", {})
    assert (before["registered_groups"], before["disbursed_baht"]) == (None, None)


def test_files_from_before_the_project_begins_are_refused_and_those_of_its_first_day_are_not_late(
    office: Office,
) -> None:
    ledger = 'เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน\nจ.64-01,01/10/2563,จัดสรร,"885,000.00"\n'

    with pytest.raises(AssertionError, match="30 กันยายน 2563 อยู่ก่อนวันเริ่มโครงการ"):
        office.hands_in("2020-09-30", plan=PLAN)
    assert office.sees()["uploads"] == {}
    office.hands_in("2020-10-01", plan=PLAN, groups=NOTHING_DONE, spending=ledger)

    seen = office.sees()
    assert (seen["expected_groups"], seen["expected_disbursed_baht"]) == (0, 0.0)
    assert seen["verdict"]["code"] not in ("groups_late", "money_late", "both_late", "money_ahead")


def test_the_middle_of_a_month_is_judged_by_the_month_before(office: Office) -> None:
    office.hands_in("2021-06-29", plan=PLAN, groups=NOTHING_DONE, spending=register("300,000.00"))
    assert (office.sees()["expected_groups"], office.is_told()[0]) == (0, "on_course")

    office.hands_in(JUNE, groups=NOTHING_DONE, spending=register("300,000.00"))
    assert office.is_told()[:2] == (
        "groups_late",
        "ลงทะเบียนช้ากว่าแผน 3 กลุ่ม (ได้ 0 จากแผน 3) ด้านเงินเป็นไปตามแผน",
    )


def test_two_dates_are_joined_on_the_earlier(office: Office) -> None:
    office.hands_in("2021-05-31", plan=PLAN, groups=NOTHING_DONE)
    office.hands_in(JUNE, spending=register("300,000.00").replace("15/06", "15/05"))

    seen = office.sees()

    assert seen["cutoffs"] == {"groups": "2021-05-31", "spending": "2021-06-30", "plan": "2021-05-31"}
    assert seen["expected_groups"] == 0  # on 31 May, although the newest day asks for 3
    assert seen["verdict"]["code"] == "on_course"


# which groups count


def test_a_group_registered_before_the_project_is_not_its_result(office: Office) -> None:
    earlier = THREE_DONE.replace("25/06/2564", "30/09/2563")

    office.hands_in(JUNE, plan=PLAN, groups=earlier, spending=register("300,000.00"))

    assert (office.sees()["registered_groups"], office.is_told()[0]) == (2, "groups_late")


def test_a_group_without_a_date_waits_for_it(office: Office) -> None:
    undated = THREE_DONE.replace("25/06/2564", "")

    office.hands_in(JUNE, plan=PLAN, groups=undated, spending=register("300,000.00"))

    assert (office.sees()["registered_groups"], office.is_told()[0]) == (2, "groups_late")
    assert office.follows_up(JUNE) == [("awaiting_date", "ลงทะเบียน OTOP แล้วแต่รอวันที่ 1 กลุ่ม จึงยังไม่นับ")]


# the plan is revised


LOWER = """
เดือน,กลุ่มสะสมตามแผน,เบิกจ่ายสะสมตามแผน
มิ.ย. 64,2,"300,000.00"
ก.ค. 64,2,"300,000.00"
ก.ย. 64,30,"885,000.00"
"""


def test_a_lower_plan_does_not_reach_back(office: Office) -> None:
    office.hands_in("2020-10-01", plan=PLAN)
    office.hands_in(JUNE, groups=TWO_DONE, spending=register("300,000.00", "585,000.00"))
    assert office.is_told()[0] == "groups_late"

    office.hands_in("2021-07-15", plan=LOWER)
    assert office.is_told()[0] == "groups_late"  # the newest day of figures is still 30 June

    office.hands_in("2021-07-31", groups=TWO_DONE, spending=register("300,000.00", "585,000.00"))
    assert office.is_told() == (
        "on_course",
        "เป็นไปตามแผน: ลงทะเบียนแล้ว 2 กลุ่ม เบิกจ่าย 300,000 บาท",
        "On plan: 2 groups registered, 300,000 baht disbursed",
    )
    assert office.is_told(JUNE)[:2] == (
        "groups_late",
        "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 2 จากแผน 3) ด้านเงินเป็นไปตามแผน",
    )


def test_a_plan_made_after_the_groups_day_does_not_judge_them(office: Office) -> None:
    """Groups of 30 June beside money of 31 July: both are judged on 30 June, by the plan that was in force then."""
    office.hands_in("2020-10-01", plan=PLAN).hands_in("2021-07-15", plan=LOWER)
    office.hands_in(JUNE, groups=TWO_DONE).hands_in("2021-07-31", spending=register("300,000.00", "585,000.00"))

    assert office.is_told()[:2] == (
        "groups_late",
        "ลงทะเบียนช้ากว่าแผน 1 กลุ่ม (ได้ 2 จากแผน 3) ด้านเงินเป็นไปตามแผน",
    )
    assert office.sees()["expected_groups"] == 3


@pytest.mark.parametrize(
    ("allotted", "code", "th"),
    [
        ("200,000.00", "money_late", "ด้านกลุ่มเป็นไปตามแผน เบิกจ่ายต่ำกว่าแผน 110,000 บาท"),  # 95.00 % would be 190,000
        (
            "199,999.99",
            "on_course",
            "ด้านกลุ่มเป็นไปตามแผน ด้านเงินรอจัดสรร: ใช้จ่ายแล้ว 190,000 จากที่ได้รับ 200,000 บาท",
        ),
    ],
)
def test_money_waits_for_its_allotment_from_95_percent_on(office: Office, allotted: str, code: str, th: str) -> None:
    ledger = f"""
เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน
จ.64-01,01/12/2563,จัดสรร,"{allotted}"
ฎ.64-01,15/06/2564,เบิกจ่าย,"{"189,999.99" if code == "money_late" else "190,000.00"}"
"""

    office.hands_in(JUNE, plan=PLAN, groups=THREE_DONE, spending=ledger)

    assert office.is_told()[:2] == (code, th)


def test_a_withdrawn_plan_brings_the_first_one_back(office: Office) -> None:
    office.hands_in("2020-10-01", plan=PLAN).hands_in(JUNE, plan=LOWER)
    office.hands_in(JUNE, groups=TWO_DONE, spending=register("300,000.00"))
    assert office.is_told()[0] == "on_course"

    assert office.run("withdraw", 2, "--by", "clerk", "--reason", "แผนยังไม่ผ่านการอนุมัติ").exit == 0
    assert office.is_told()[0] == "groups_late"

    asked = office.run("reinstate", 2, "--by", "clerk", "--json")
    assert (asked.exit, [month["day"] for month in asked.json["past"]]) == (3, [JUNE])
    assert office.is_told()[0] == "groups_late"
    assert office.run("reinstate", 2, "--by", "clerk", "--accept-warnings").exit == 64  # the reason is missing
    assert office.run("reinstate", 2, "--by", "clerk", "--accept-warnings", "--reason", "อนุมัติแล้ว").exit == 0
    assert office.is_told()[0] == "on_course"


# what to follow up


CONTRACT = """
งวดที่,รายการ,จำนวนเงิน,กำหนดส่งมอบ,วันที่ส่งมอบ,วันที่ตรวจรับ,วันที่เบิกจ่าย,เลขที่สัญญา
M1,ประกาศเชิญชวน,,01/08/2564,,,,
1,วิเคราะห์ผลิตภัณฑ์,"137,400.00",24/05/2564,20/05/2564,24/05/2564,,ผพ.64-01
2,ส่งมอบต้นแบบ,"412,200.00",23/07/2564,23/07/2564,,,ผพ.64-01
3,รายงานฉบับสมบูรณ์,"137,400.00",21/08/2564,,,,ผพ.64-01
"""
WAITING = """
รหัสกลุ่ม,ชื่อกลุ่ม,อำเภอ,ขั้นตอน,วันที่เข้าสู่ขั้นตอน,เอกสารที่ยังขาด
G01,กลุ่มขนมหม้อแกง,ชะอำ,กำลังพัฒนา,01/06/2564,ภาพถ่ายผลิตภัณฑ์
G02,กลุ่มทองม้วน,บ้านลาด,ลงทะเบียน OTOP แล้ว,,
"""
BOUND = """
เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน,หมวดรายจ่าย
ผพ.64-01,09/04/2564,ก่อหนี้ผูกพัน,"687,000.00",ค่าจ้างเหมาบริการ
"""


def test_a_busy_august_is_told_in_five_lines_and_no_more(demo: Office) -> None:
    demo.hands_in("2021-08-31", groups=WAITING, spending=BOUND, instalments=CONTRACT)

    assert demo.follows_up("2021-08-31") == [
        (
            "instalment_late",
            "งวดที่ 3 เลยกำหนดส่งมอบ 10 วัน ค่าปรับโดยประมาณ 6,870 บาท (ก่อนพิจารณางดหรือลด)",  # 0.10 % of 687,000
        ),
        (
            "lastsafe",
            "ควรก่อหนี้ภายใน 15 ก.ย. 64 จึงจะเบิกทันปีงบฯ (ยังไม่ก่อหนี้ 198,000 บาท)",  # all lines: the direct last day
        ),
        ("carryover", "ก่อหนี้แล้ว รอเบิกจ่าย 687,000 บาท: หากเบิกไม่ทัน 30 ก.ย. 64 ต้องขอกันเงิน"),
        ("window", "ปิดรับลงทะเบียนใน 17 วัน · เอกสารยังไม่ครบ 1 กลุ่ม"),
        ("instalment", "งวดที่ 2 จำนวน 412,200 บาท รอตรวจรับ"),
    ]


def test_a_quiet_may_is_told_the_rest(office: Office) -> None:
    steps = """
งวดที่,รายการ,จำนวนเงิน,กำหนดส่งมอบ,วันที่ส่งมอบ,วันที่ตรวจรับ,วันที่เบิกจ่าย
M1,ลงนามสัญญา,,09/04/2564,,,
1,วิเคราะห์ผลิตภัณฑ์,"137,400.00",24/05/2564,20/05/2564,24/05/2564,
"""
    groups = WAITING.replace("01/06/2564", "31/03/2564")

    office.hands_in("2021-05-31", groups=groups, spending=BOUND, instalments=steps)

    assert office.follows_up("2021-05-31") == [
        ("instalment_pay", "งวดที่ 1 จำนวน 137,400 บาท ตรวจรับแล้ว รอเบิกจ่าย"),
        ("milestone_late", "ขั้นจัดหา: ลงนามสัญญา (แผน 9 เม.ย. 64) ยังไม่มีวันที่แล้วเสร็จ"),
        ("awaiting_date", "ลงทะเบียน OTOP แล้วแต่รอวันที่ 1 กลุ่ม จึงยังไม่นับ"),
        ("support", "ควรลงพื้นที่สนับสนุน 1 กลุ่มที่อยู่ขั้นเดิมเกิน 60 วัน"),
    ]


def test_in_winter_the_next_step_of_the_procurement_is_all_there_is(office: Office) -> None:
    steps = "งวดที่,รายการ,กำหนดส่งมอบ,วันที่ส่งมอบ\nM1,อนุมัติ TOR,05/02/2564,05/02/2564\nM2,ประกาศเชิญชวน,22/02/2564,\n"
    ledger = 'เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน\nฎ.64-01,08/01/2564,เบิกจ่าย,"1,130.00"\n'

    office.hands_in("2021-02-15", groups=NOTHING_DONE, spending=ledger, instalments=steps)

    assert office.follows_up("2021-02-15") == [("milestone", "ขั้นจัดหา: ประกาศเชิญชวน (แผน 22 ก.พ. 64)")]
