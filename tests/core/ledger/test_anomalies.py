"""Entries worth a second look: each sort from rows written by hand, and what is none."""

from datetime import date

from core.ledger.anomalies import anomalies
from core.model.snapshot import Snapshot
from tests.support.intakes import csv_file, headers, read_rows, view
from tests.support.said import english, thai

HEAD = headers("spending", "doc_no", "line_no", "date", "entry", "payee", "amount_baht", "settles")
PO = ["ผพ.1", "1", "01/03/2564", "ก่อหนี้ผูกพัน", "ร้าน ก", "1,000.00", ""]


def of(*lines: list[str], day: date = date(2021, 9, 30)) -> Snapshot:
    """A register of these lines."""
    return view({"spending": read_rows(csv_file(HEAD, *lines), "spending")}, day)


def paid(doc: str, day: str, payee: str, amount: str, settles: str = "", line: str = "1") -> list[str]:
    return [doc, line, day, "เบิกจ่าย", payee, amount, settles]


def test_one_payee_one_day_one_amount_twice_is_told_once_with_both_rows() -> None:
    rows = [
        paid("ฎ.1", "05/03/2564", "ร้าน ก", "700.00"),
        paid("ฎ.2", "05/03/2564", "ร้าน ก", "700.00"),
        paid("ฎ.3", "05/03/2564", "ร้าน ข", "700.00"),
        paid("ฎ.4", "06/03/2564", "ร้าน ก", "700.00"),
        paid("ฎ.5", "05/03/2564", "", "700.00"),
    ]
    (one,) = anomalies(of(*rows))
    assert (one.code, one.rows) == ("same_again", (0, 1))
    assert thai(one) == "จ่ายผู้รับเดียวกัน วันเดียวกัน ยอดเท่ากัน 2 รายการ รายการละ 700.00 บาท (5 มี.ค. 64)"
    assert english(one) == "2 payments of 700.00 baht to one payee on one day (5 Mar 2021)"
    (more,) = anomalies(of(*rows, paid("ฎ.6", "05/03/2564", "ร้าน ก", "700.00")))
    assert more.mark != one.mark


def test_more_paid_than_committed_names_order_and_sums() -> None:
    (one,) = anomalies(
        of(
            PO,
            paid("ฎ.1", "05/03/2564", "ร้าน ก", "600.00", "ผพ.1"),
            paid("ฎ.2", "06/03/2564", "ร้าน ก", "500.00", "ผพ.1"),
        )
    )
    assert (one.code, one.rows) == ("over_order", (1, 2))
    assert thai(one) == "ผพ.1: จ่าย 1,100.00 บาท มากกว่ายอดก่อหนี้ 1,000.00 บาท อยู่ 100.00 บาท"


def test_a_date_outside_the_project_is_told_but_not_a_payment_from_carried_money() -> None:
    rows = [
        PO,
        paid("ฎ.1", "05/03/2563", "ร้าน ข", "10.00"),
        paid("ฎ.2", "18/10/2564", "ร้าน ก", "500.00", "ผพ.1"),
        paid("ฎ.3", "18/10/2564", "ร้าน ค", "20.00"),
    ]
    found = anomalies(of(*rows, day=date(2021, 10, 31)))
    assert [(one.code, one.rows) for one in found] == [("outside_dates", (1,)), ("outside_dates", (3,))]
    assert english(found[0]) == "ฎ.1 is dated 5 Mar 2020, outside the project"


def test_a_payment_without_its_order_or_before_it_is_told() -> None:
    found = anomalies(
        of(PO, paid("ฎ.1", "05/03/2564", "ร้าน ก", "10.00", "ผพ.9"), paid("ฎ.2", "25/02/2564", "ร้าน ก", "10.00", "ผพ.1"))
    )
    assert [(one.code, one.rows) for one in found] == [("no_such_order", (1,)), ("before_order", (2,))]
    assert thai(found[1]) == "ฎ.2 จ่าย 25 ก.พ. 64 ก่อนวันที่ก่อหนี้ ผพ.1 (1 มี.ค. 64)"


def test_what_is_later_than_the_data_s_day_is_not_looked_at() -> None:
    rows = [paid("ฎ.1", "05/03/2564", "ร้าน ก", "700.00"), paid("ฎ.2", "05/03/2564", "ร้าน ก", "700.00")]
    assert anomalies(of(*rows, day=date(2021, 3, 4))) == []
    assert anomalies(Snapshot(view({}, date(2021, 3, 4)).project, None, {}, {}, None, ())) == []


def test_the_sentences_name_no_payee() -> None:
    rows = [paid(f"ฎ.{n}", "05/03/2564", "นาง ก", "700.00", "ผพ.9") for n in range(2)]
    found = anomalies(of(*rows))
    assert [one.code for one in found] == ["same_again", "no_such_order", "no_such_order"]
    assert not [one for one in found if "นาง ก" in thai(one) + english(one) + one.mark]
