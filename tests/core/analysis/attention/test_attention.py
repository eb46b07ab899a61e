"""What to follow up: at most five lines, most pressing first, by the data's own days."""

from dataclasses import replace

import pytest

from core.analysis.attention.attention import MOST, needs
from core.figures.figures import compute
from core.ledger.contract import milestones
from core.model.project import Window
from core.model.snapshot import Snapshot
from tests.support.said import english, section, thai
from tests.support.views import PROJECT, baht, d, entry, group, instalment, planned, registered, sample_view, view

# A day far from every last day, with nothing to say: each test adds what it is about.
QUIET = replace(PROJECT, windows=(), last_safe_procurement=d("2021-08-15"), last_safe_direct=d("2021-09-15"))
OPEN_LINES = tuple(replace(line, planned_satang=None) for line in PROJECT.expense_lines)
BOUND_ALL = [entry("PO-1", "2020-11-02", "commitment", 885000, expense_line="ค่าจ้างเหมาบริการ")]


def told(day="2021-03-31", project=QUIET, **kinds):
    shown = view(day, project=project, **kinds)
    return needs(shown, compute(shown))


def codes(*args, **kinds):
    return [need.code for need in told(*args, **kinds)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-02-28", ["cabinet", "milestone"]),
        ("2021-03-31", ["cabinet", "milestone"]),
        ("2021-04-30", []),
        ("2021-05-31", ["window", "instalment_pay"]),
        ("2021-06-30", ["support", "papers"]),
        ("2021-07-31", ["instalment", "support", "papers"]),  # 8,500 left of the contract's line: a saving
        ("2021-08-31", ["lastsafe", "carryover", "window", "support"]),
        ("2021-09-30", []),
    ],
)
def test_samples(day, expected):
    shown = sample_view(day)

    assert [need.code for need in needs(shown, compute(shown))] == expected


def test_a_late_instalment_tells_its_days_and_the_estimate():
    (need,) = told("2021-07-26", instalments=[instalment("2", 687000, "2021-07-23")])

    assert thai(need) == "งวดที่ 2 เลยกำหนดส่งมอบ 3 วัน ค่าปรับโดยประมาณ 2,061 บาท (ก่อนพิจารณางดหรือลด)"  # 3 × 687
    assert english(need).startswith("Instalment 2 is 3 days past due: about 2,061 baht")
    assert need.params == {"q": "2", "h": 3, "penalty_satang": baht(2061)}


def test_a_delivered_instalment_waits_for_acceptance_then_for_payment():
    delivered = instalment("2", 412200, "2021-07-23", "2021-07-29")
    accepted = instalment("1", 137400, "2021-05-24", "2021-05-20", "2021-05-24")
    paid = instalment("0", 1, "2021-05-24", "2021-05-20", "2021-05-24", "2021-05-25")

    first, second = told("2021-07-30", instalments=[accepted, delivered, paid])

    assert thai(first) == "งวดที่ 2 จำนวน 412,200 บาท รอตรวจรับ"
    assert thai(second) == "งวดที่ 1 จำนวน 137,400 บาท ตรวจรับแล้ว รอเบิกจ่าย"
    assert thai(second) == thai(second)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-06-30", None),  # 46 days before the first last day
        ("2021-07-01", "15 Aug 2021"),
        ("2021-08-15", "15 Aug 2021"),
        ("2021-08-16", "15 Sep 2021"),
        ("2021-09-15", "15 Sep 2021"),
        ("2021-09-16", None),
    ],
)
def test_the_nearer_last_safe_day_is_announced_within_the_horizon(day, said):
    sentences = [english(need) for need in told(day, spending=[]) if need.code == "lastsafe"]

    assert [said in sentence for sentence in sentences] == ([True] if said else [])


UNSIGNED = [entry("P-1", "2021-04-09", "disbursement", 12000, expense_line="ค่าจ้างเหมาบริการ")]  # no order stands


def test_last_safe_day_of_procurement_is_about_lines_without_an_order():
    (need,) = told("2021-07-31", spending=UNSIGNED)

    assert thai(need) == "ควรก่อหนี้ภายใน 15 ส.ค. 64 จึงจะเบิกทันปีงบฯ (หมวดจัดซื้อจัดจ้างยังไม่ก่อหนี้ 726,000 บาท)"  # 738,000 − 12,000
    assert need.params == {"dt": d("2021-08-15"), "amount_satang": baht(726000)}


def test_what_an_order_left_of_its_line_is_a_saving_and_no_reminder():
    signed = [entry("PO-1", "2021-04-09", "commitment", 687000, expense_line="ค่าจ้างเหมาบริการ")]

    assert told("2021-07-31", spending=signed) == []
    assert compute(view("2021-07-31", spending=signed))["saving_satang"] == baht(51000)


def test_last_safe_day_of_direct_payment_is_about_what_procurement_lines_did_not_leave():
    (need,) = [need for need in told("2021-08-16", spending=UNSIGNED) if need.code == "lastsafe"]

    assert thai(need) == (
        "ควรก่อหนี้ภายใน 15 ก.ย. 64 จึงจะเบิกทันปีงบฯ (ยังไม่ก่อหนี้ 147,000 บาท) · หมวดจัดซื้อจัดจ้างเลยวันแล้ว อาจพับไป 726,000 บาท"
    )  # 885,000 − 12,000 = 873,000, of which 738,000 − 12,000 on the procurement line
    assert need.params == {"dt": d("2021-09-15"), "amount_satang": baht(147000), "lapse_satang": baht(726000)}


def test_where_procurement_lines_left_nothing_all_that_is_left_can_still_be_paid_directly():
    spending = [entry("PO-1", "2021-04-09", "commitment", 738000, expense_line="ค่าจ้างเหมาบริการ")]

    (need,) = [need for need in told("2021-08-16", spending=spending) if need.code == "lastsafe"]

    assert thai(need) == "ควรก่อหนี้ภายใน 15 ก.ย. 64 จึงจะเบิกทันปีงบฯ (ยังไม่ก่อหนี้ 147,000 บาท)"
    assert english(need) == "Commit by 15 Sep 2021 to be paid within the year (147,000 baht not yet committed)"


def test_where_only_procurement_lines_have_money_left_it_is_said_to_lapse_after_their_day():
    direct = [
        entry(f"P-{n}", "2021-04-09", "disbursement", line.planned_satang // 100, expense_line=line.name)
        for n, line in enumerate(PROJECT.expense_lines)
        if not line.procurement
    ]

    assert [need.code for need in told("2021-08-15", spending=direct)] == ["lastsafe"]
    (need,) = told("2021-08-16", spending=direct)
    assert (need.code, need.params["amount_satang"]) == ("lapse", baht(738000))


def test_where_lines_are_not_planned_all_that_is_not_committed_is_meant():
    spending = [entry("PO-1", "2021-04-09", "commitment", 687000, expense_line="ค่าจ้างเหมาบริการ")]

    (need,) = told("2021-07-31", project=replace(QUIET, expense_lines=OPEN_LINES), spending=spending)

    assert thai(need) == "ควรก่อหนี้ภายใน 15 ส.ค. 64 จึงจะเบิกทันปีงบฯ (ยังไม่ก่อหนี้ 198,000 บาท)"  # 885,000 − 687,000


def test_where_only_some_procurement_lines_are_planned_all_that_is_not_committed_is_meant():
    first, second, *others = PROJECT.expense_lines
    project = replace(QUIET, expense_lines=(first, replace(second, procurement=True, planned_satang=None), *others))

    (need,) = told("2021-07-31", project=project, spending=[])

    assert need.params["amount_satang"] == baht(885000)


def test_nothing_left_to_bind_is_no_need():
    assert codes("2021-08-01", spending=BOUND_ALL) == []
    assert "lastsafe" not in codes("2021-09-01", spending=BOUND_ALL)


def test_large_orders_near_the_years_end_must_be_paid_or_carried_over():
    spending = [*BOUND_ALL, entry("PO-2", "2021-01-04", "commitment", 99999)]

    (need,) = [need for need in told("2021-08-16", spending=spending) if need.code == "carryover"]

    assert thai(need) == "ก่อหนี้แล้ว รอเบิกจ่าย 885,000 บาท: หากเบิกไม่ทัน 30 ก.ย. 64 ต้องขอกันเงิน"  # PO-2 is too small
    assert "carryover" not in codes("2021-08-15", spending=spending)
    assert "carryover" in codes("2021-08-16", spending=[entry("PO-2", "2021-01-04", "commitment", 100000)])
    assert "carryover" not in codes("2021-08-16", spending=spending[1:])


WINDOW = replace(QUIET, windows=(Window(d("2021-04-01"), d("2021-06-18"), None, ""),))


def test_an_open_window_counts_groups_that_still_lack_papers():
    groups = [
        group("G01", missing_papers="อย."),
        group("G02"),
        registered("G03", missing_papers="ภาพถ่าย"),
        group("G04", missing_papers="อย.", status="withdrawn"),
    ]

    (need,) = told("2021-06-01", project=WINDOW, groups=groups)

    assert thai(need) == "ปิดรับลงทะเบียนใน 17 วัน · เอกสารยังไม่ครบ 1 กลุ่ม"
    assert need.groups == ("G01",)


@pytest.mark.parametrize(
    ("day", "there"),
    [("2021-03-31", False), ("2021-05-03", False), ("2021-05-04", True), ("2021-06-18", True), ("2021-06-19", False)],
)
def test_a_window_is_told_while_it_is_open_and_soon_closes(day, there):
    assert ("window" in codes(day, project=WINDOW, groups=[group("G01", missing_papers="อย.")])) == there


def test_a_window_is_open_on_its_first_day():
    today = replace(QUIET, windows=(Window(d("2021-06-01"), d("2021-06-18"), None, ""),))

    assert codes("2021-06-01", project=today, groups=[group("G01", missing_papers="อย.")]) == ["window"]
    assert codes("2021-05-31", project=today, groups=[group("G01", missing_papers="อย.")]) == []


def test_no_window_is_pressing_where_every_paper_is_there():
    assert codes("2021-06-01", project=WINDOW, groups=[group("G01")]) == []


def test_groups_without_a_date_are_named():
    (need,) = told(
        groups=[registered("G01", None), registered("G02", None, status="withdrawn"), registered("G03", "2021-03-01")]
    )

    assert (need.code, need.groups) == ("awaiting_date", ("G01",))
    assert thai(need) == "ลงทะเบียน OTOP แล้วแต่รอวันที่ 1 กลุ่ม จึงยังไม่นับ"


def test_groups_long_at_one_stage_are_worth_a_visit():
    groups = [
        group("G01", stage_since=d("2021-01-29")),  # 61 days
        group("G02", stage_since=d("2021-01-30")),
        group("G03"),
        group("G04", stage_since=d("2020-12-01"), status="replaced"),
        registered("G05", "2021-01-05", stage_since=d("2021-01-05")),
    ]

    (need,) = told(groups=groups)

    assert (need.code, need.groups) == ("support", ("G01",))
    assert thai(need) == "ควรลงพื้นที่สนับสนุน 1 กลุ่มที่อยู่ขั้นเดิมเกิน 60 วัน"


def test_the_next_step_of_the_procurement_is_told_when_near_and_pressed_when_late():
    steps = [instalment("M1", None, "2021-02-22", name="ประกาศเชิญชวน")]

    assert codes("2021-01-07", instalments=steps) == []
    assert [thai(need) for need in told("2021-01-08", instalments=steps)] == ["ขั้นจัดหา: ประกาศเชิญชวน (แผน 22 ก.พ. 64)"]
    assert codes("2021-02-22", instalments=steps) == ["milestone"]
    assert [thai(need) for need in told("2021-02-23", instalments=steps)] == [
        "ขั้นจัดหา: ประกาศเชิญชวน (แผน 22 ก.พ. 64) ยังไม่มีวันที่แล้วเสร็จ"
    ]


def test_the_most_pressing_five_are_told_and_no_more():
    kinds = {
        "groups": [
            group("G01", missing_papers="อย.", stage_since=d("2021-01-29")),
            registered("G02", None),
        ],
        "spending": [*BOUND_ALL, entry("T-1", "2021-01-04", "transfer_in", 5000)],
        "instalments": [
            instalment("1", 10000, "2021-08-01"),
            instalment("2", 10000, "2021-08-01", "2021-08-01"),
            instalment("3", 10000, "2021-08-01", "2021-08-01", "2021-08-02"),
            instalment("M1", None, "2021-08-01"),
        ],
    }
    project = replace(QUIET, windows=(Window(d("2021-08-01"), d("2021-09-17"), None, ""),))

    found = codes("2021-08-31", project=project, **kinds)

    assert found == ["instalment_late", "lastsafe", "carryover", "window", "instalment"]
    assert len(found) == MOST


def test_a_closed_year_and_an_empty_project_ask_for_nothing():
    late = {"instalments": [instalment("1", 10000, "2021-08-01")], "groups": [registered("G02", None)]}

    assert codes("2021-09-29", **late) != []
    assert codes("2021-09-30", **late) == []
    empty = Snapshot(PROJECT, None, {}, {})
    assert needs(empty, compute(empty)) == []


def test_no_sentence_blames():
    never = ("ล่าช้า", "ล้มเหลว", "ผิดปกติ", "ทุจริต", "แบ่งซื้อแบ่งจ้าง", "อันดับ", "แย่ที่สุด")

    assert not [word for texts in section("need").values() for word in never if word in texts["th"]]


def test_how_far_the_procurement_is_can_be_asked_here_too():
    assert milestones(sample_view("2021-02-28")).next.no == "M4"


def test_an_instalment_that_the_newer_ledger_shows_as_paid_waits_no_more():
    delivered = instalment("2", 412200, "2021-07-23", "2021-07-29")
    order = entry("ผพ.1", "2021-04-09", "commitment", 687000)
    paid = entry("ฎ.1", "2021-08-17", "disbursement", 412200, settles="ผพ.1")
    july = {"instalments": "2021-07-31"}

    assert "instalment" in codes("2021-08-31", spending=[order], instalments=[delivered], as_of=july)
    assert "instalment" not in codes("2021-08-31", spending=[order, paid], instalments=[delivered], as_of=july)
    assert "instalment" in codes("2021-08-31", spending=[order, paid], instalments=[delivered])


def test_a_payment_pays_one_instalment_of_its_amount_the_accepted_one_first():
    steps = [
        instalment("1", 137400, "2021-06-01", "2021-06-01", "2021-06-03", contract_no="ผพ.1"),
        instalment("3", 137400, "2021-07-01", "2021-07-01", contract_no="ผพ.1"),
    ]
    order = entry("ผพ.1", "2021-04-09", "commitment", 687000)
    paid = [entry(f"ฎ.{n}", "2021-07-20", "disbursement", 137400, settles="ผพ.1") for n in (1, 2)]
    elsewhere = [
        entry("ผพ.2", "2021-04-09", "commitment", 137400),
        entry("ฎ.9", "2021-07-20", "disbursement", 137400, settles="ผพ.2"),
    ]

    def waiting(*payments):
        spending = {"spending": [order, *payments], "instalments": steps, "as_of": {"instalments": "2021-07-05"}}
        return [(need.code, need.params["q"]) for need in told("2021-07-31", **spending) if "instalment" in need.code]

    assert waiting() == waiting(*elsewhere) == [("instalment", "3"), ("instalment_pay", "1")]
    assert waiting(paid[0]) == [("instalment", "3")]
    assert waiting(*paid) == []


def test_a_reminder_never_names_more_money_than_there_is():
    moved = entry("อ-1", "2021-07-01", "transfer_out", 200000)  # without a line

    (need,) = [need for need in told("2021-08-05", spending=[moved]) if need.code == "lastsafe"]

    assert need.params["amount_satang"] == baht(685000)


def test_an_overdrawn_budget_has_nothing_that_may_lapse():
    over = [entry("P-1", "2021-04-10", "disbursement", 900000, expense_line="วัสดุสำนักงาน")]

    assert not {"lapse", "lastsafe"} & set(codes("2021-08-16", spending=over))


def test_entries_that_withhold_the_verdict_come_first_and_never_fall_off():
    late = [instalment(str(n), 1000, "2021-03-01") for n in range(1, 7)]
    over = [entry("P-1", "2021-03-30", "disbursement", 900000)]

    found = told("2021-03-31", spending=over, instalments=late)

    assert (found[0].code, len(found)) == ("check", MOST)
    assert thai(found[0]) == "มี 1 รายการที่ทำให้ตัวเลขยังสรุปไม่ได้ โปรดตรวจสอบ"


def test_old_data_are_to_be_followed_up_too():
    shown = view("2021-03-31", project=QUIET, groups=[], spending=[], plan=[])
    figures = compute(shown, today=d("2021-06-30"))

    (need,) = needs(shown, figures)

    assert (need.code, thai(need)) == ("old", "ข้อมูลเก่า 91 วัน โปรดนำเข้าข้อมูลล่าสุด")
    assert needs(shown, compute(shown, today=d("2021-05-15"))) == []  # 45 days are not old yet


@pytest.mark.parametrize(("day", "codes_told"), [("2021-09-15", ["lastsafe"]), ("2021-09-16", ["lapse"])])
def test_after_the_last_safe_day_what_may_lapse_is_told(day, codes_told):
    found = told(day, spending=[entry("P-1", "2021-03-30", "disbursement", 687000)])

    assert [need.code for need in found] == codes_told
    assert "198,000 บาท" in thai(found[0])
    assert codes_told != ["lapse"] or thai(found[0]) == "เงินที่อาจพับไปเมื่อสิ้น 30 ก.ย. 64: 198,000 บาท"


def test_money_that_waits_for_its_allotment_is_followed_up():
    received = entry("A-1", "2021-01-04", "allotment", 100000)
    used = entry("P-1", "2021-02-01", "disbursement", 95000)

    (need,) = told("2021-03-31", spending=[received, used])

    assert thai(need) == "รอจัดสรร: ใช้จ่ายแล้ว 95,000 บาท จากเงินจัดสรร 100,000 บาท"
    assert told("2021-03-31", spending=[received, entry("P-1", "2021-02-01", "disbursement", 94999)]) == []


def test_missing_papers_are_told_for_groups_that_could_apply_once_no_window_says_it():
    rows = [
        group("G01", "accepted", missing_papers="สำเนาบัตร"),
        group("G02", "trained", missing_papers="สำเนาบัตร"),
        group("G03", "accepted"),
    ]
    window = Window(d("2021-03-01"), d("2021-04-15"), None, "")

    (need,) = told("2021-03-31", groups=rows)

    assert (need.code, need.groups, thai(need)) == ("papers", ("G01",), "เอกสารลงทะเบียนยังไม่ครบ 1 กลุ่ม")
    assert codes("2021-03-31", replace(QUIET, windows=(window,)), groups=rows) == ["window"]


def test_a_visit_comes_with_the_next_step_of_a_group_and_without_a_person_s_name():
    stays = {"stage_since": d("2021-01-01")}
    rows = [group("G01", **stays), group("G02", next_step="นัด นายสมมติ ตัวอย่าง ถ่ายภาพผลิตภัณฑ์", **stays)]

    (need,) = told("2021-03-31", groups=rows)

    assert need.groups == ("G01", "G02")
    assert thai(need).startswith("ควรลงพื้นที่สนับสนุน 2 กลุ่มที่อยู่ขั้นเดิมเกิน 60 วัน (G02 ขั้นต่อไป: นัด")
    assert "สมมติ" not in thai(need)


def test_a_plan_above_the_budget_that_a_transfer_left_is_followed_up():
    plan = [planned("2021-09", 30, "885000.00")]
    out = entry("ท.1", "2021-03-01", "transfer_out", 85000)

    (need,) = [need for need in told(spending=[out], groups=[group("G1")], plan=plan) if need.code == "plan_over"]
    assert (need.code, need.params) == (
        "plan_over",
        {"plan_satang": baht(885000), "net_satang": baht(800000), "over_satang": baht(85000)},
    )
    assert thai(need) == "แผนเบิกจ่าย 885,000 บาท สูงกว่างบหลังโอนเปลี่ยนแปลง 800,000 บาท อยู่ 85,000 บาท โปรดปรับแผน"


@pytest.mark.parametrize("moved", ["transfer_in", None])
def test_a_plan_within_the_budget_after_transfers_is_not(moved):
    plan = [planned("2021-09", 30, "885000.00")]
    entries = [entry("ท.1", "2021-03-01", moved, 85000)] if moved else []

    assert "plan_over" not in codes(spending=entries, groups=[group("G1")], plan=plan)


def test_a_plan_over_by_satang_is_written_with_them():
    out = entry("ท.1", "2021-03-01", "transfer_out", "0.50")
    plan = [planned("2021-09", 30, 885000)]
    (need,) = [need for need in told(spending=[out], groups=[group("G1")], plan=plan) if need.code == "plan_over"]

    assert english(need).startswith("The plan of 885,000.00 baht is 0.50 above the budget after transfers (884,999.50)")
