"""A text is pushed once, or refused with its reason: by a LINE of our own, which refuses what LINE's schema refuses."""

import json
from uuid import uuid4

import pytest

from db.telling.queue import Outcome
from tests.support.line import TOKEN, serving
from tests.support.line import Line as Double
from ui.jobs import line
from ui.jobs.settings import Line

ID = "U" + "0123456789abcdef" * 2


def channel(double: Double, token: str = TOKEN) -> Line:
    return Line(token, 5, double.address)


def push(double: Double, to: str = ID, text: str = "สรุป", key: str | None = None, token: str = TOKEN) -> Outcome:
    return line.send(channel(double, token), to, text, key or str(uuid4()))


def test_a_text_arrives_and_a_longer_one_as_far_as_line_takes_it() -> None:
    with serving() as double:
        assert push(double, text="สรุป\nhttps://otop.example.go.th/s/abc") == Outcome("sent")
        assert push(double, text="ก" * 6_000) == Outcome("sent")
    assert [(to, len(text)) for to, text in double.accepted] == [(ID, 37), (ID, 5_000)]


def test_a_push_that_was_accepted_is_not_accepted_again_under_its_key() -> None:
    with serving(Double(faults=lambda number: "silence after" if number == 1 else "")) as double:
        key = str(uuid4())
        assert push(double, key=key) == Outcome("again", "undelivered.line_unreachable")
        assert push(double, key=key) == Outcome("sent")
    assert (len(double.accepted), double.conflicts) == (1, 1)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("500", Outcome("again", "undelivered.line_unreachable")),
        ("429", Outcome("again", "undelivered.line_busy", shut=True)),
        ("401", Outcome("again", "undelivered.line_token", shut=True)),
        ("silence", Outcome("again", "undelivered.line_unreachable")),
    ],
)
def test_a_refusal_for_now_is_tried_again(fault: str, outcome: Outcome) -> None:
    with serving(Double(faults=lambda _: fault)) as double:
        assert push(double) == outcome
    assert double.accepted == []


def test_a_refusal_for_good_has_its_reason() -> None:
    with serving(Double(strangers={ID}, quota=0)) as double:
        assert push(double, "not-an-id") == Outcome("ended", "undelivered.line_id")
        assert push(double) == Outcome("ended", "undelivered.line_id")
        assert push(double, "C" + ID[1:]) == Outcome("ended", "undelivered.line_quota")
        assert push(double, token="another") == Outcome("again", "undelivered.line_token", shut=True)
        assert push(double, key="no-uuid") == Outcome("ended", "undelivered.line_content")
        assert push(double, text="") == Outcome("ended", "undelivered.line_content")


def test_nobody_is_there(unused_port: int) -> None:
    gone = Line(TOKEN, 2, f"http://127.0.0.1:{unused_port}")
    assert line.send(gone, ID, "สรุป", str(uuid4())) == Outcome("again", "undelivered.line_unreachable", shut=True)


def test_the_double_refuses_what_the_schema_refuses() -> None:
    double, headers = Double(), {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    text = {"type": "text", "text": "x"}

    def status(body: object, **more: str) -> int:
        return double.asked({**headers, **more}, json.dumps(body).encode())[0]

    assert status({"to": ID, "messages": [text] * 5}) == 200
    for wrong in (
        {"messages": [text]},
        {"to": ID},
        {"to": ID.upper(), "messages": [text]},
        {"to": ID, "messages": []},
        {"to": ID, "messages": [text] * 6},
        {"to": ID, "messages": [{"type": "text", "text": "x" * 5_001}]},
        {"to": ID, "messages": [{"type": "fax", "text": "x"}]},
        [],
    ):
        assert status(wrong) == 400
    assert status({"to": ID, "messages": [text]}, Authorization="Bearer x") == 401
