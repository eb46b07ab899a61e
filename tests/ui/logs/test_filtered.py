"""What never stands in the log."""

import json
import logging
import sys
import uuid

import pytest

from db.accounts import sessions
from ui.logs import lines
from ui.logs.filtered import filtered

SESSION = str(uuid.UUID(int=2**127 + 12345))
TOKEN = "k3" + "aB-_" * 11


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"PUT /_stcore/upload_file/{SESSION}/{SESSION}", "PUT /_stcore/upload_file/…"),
        (f"upload_file/made-up-{TOKEN}", "upload_file/…"),
        ("GET /_stcore/upload_file/short/1", "GET /_stcore/upload_file/…"),
        (f"session {SESSION} is gone", "session … is gone"),
        (f"session {SESSION.upper()} is gone", "session … is gone"),
        ("GET /media/0123456789abcdef.csv?title=x", "GET /media/…?…"),
        (f"cookie otop-8501={TOKEN}; x", "cookie otop-8501=…; x"),
        (sessions.public_id("any"), "…"),
        ("GET /groups?search=ความลับ&lang=th HTTP/1.1", "GET /groups?… HTTP/1.1"),
        ("at postgresql://office:word@db:5432/otop", "at postgresql://…@db:5432/otop"),
        ("sent to somebody.else+1@office.example.go.th today", "sent to … today"),
        ("call 081-234-5678", "call 0xx-xxx-xxxx"),
        ("paid to นายทดสอบเจ็ด ไร้ตน", "paid to บุคคลธรรมดา"),
        (
            "asked for /x\r\n2026-11-28T00:00:00Z error  forged\x1b[31m",
            "asked for /x\n  2026-11-28T00:00:00Z error  forged\\x1b[31m",
        ),
        ("asked for /x\x85y\u202ez", "asked for /x\n  y\\x202ez"),
    ],
)
def test_it_is_taken_out(text: str, left: str) -> None:
    assert filtered(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "not ready: No usable database (no tables). Run python -m db init first",
        "others could open /srv/otop/data-of-the-office/otop.db; only its owner can now",
        "refused: GET 403, gate.origin",
        "what is this? nothing",
        "a_name_of_a_function_that_is_quite_long_and_says_what_it_does",
        "กลุ่มจักสาน นายาง: คุณภาพ",
    ],
)
def test_what_helps_to_find_a_fault_stays(text: str) -> None:
    assert filtered(text) == text


def test_of_another_process_places_and_kind_stay_and_its_messages_go() -> None:
    said = (
        "a worker came to no end (exit 1): Traceback (most recent call last):\n"
        '  File "/x/core/money.py", line 7, in satang\n    return found[name]\n'
        "KeyError: 'ไร้ตน ทดสอบเจ็ด'\n\nDuring handling of the above exception, another exception occurred:\n\n"
        'Traceback (most recent call last):\n  File "/x/y.py", line 8, in z\n'
        "db.errors.StaleBase: Set 5 by clerk\nof them\n"
    )
    found = filtered(said)

    for kept in ("a worker came to no end (exit 1)", 'core/money.py", line 7', "KeyError", "db.errors.StaleBase"):
        assert kept in found
    for gone in ("ไร้ตน", "clerk", "of them"):
        assert gone not in found


def written(form: str, error: BaseException, text: str = "no answer to %s") -> str:
    record = logging.LogRecord("otop", logging.ERROR, __file__, 1, text, ("/x",), (type(error), error, None))
    return lines.formatter(form).format(record)


def failing() -> BaseException:
    try:
        try:
            raise KeyError("ไร้ตน ทดสอบเจ็ด")
        except KeyError as error:
            raise ValueError("081-234-5678") from error
    except ValueError as error:
        return error


@pytest.mark.parametrize("form", lines.FORMS)
def test_a_fault_is_its_places_and_its_kinds_without_messages(form: str) -> None:
    error = failing()
    record = logging.LogRecord("otop", logging.ERROR, "", 1, "no answer", (), (type(error), error, error.__traceback__))
    found = lines.formatter(form).format(record)

    assert found.index("KeyError") < found.index("ValueError")
    assert "test_filtered.py" in found and "in failing" in found
    data = json.loads(found)["fault"] if form == "json" else found
    assert "5678" not in data and "('ไร้" not in data.replace('raise KeyError("ไร้ตน ทดสอบเจ็ด")', "")


def test_a_line_of_json_is_one_object() -> None:
    found = written("json", ValueError("x"), "no answer to\n%s")

    assert "\n" not in found
    line = json.loads(found)
    assert {"timestamp", "level", "event", "fault"} <= set(line)
    assert (line["level"], line["fault"]) == ("error", "ValueError")


def test_a_line_for_people_begins_with_when_and_how_bad() -> None:
    found = written("lines", ValueError("secret")).splitlines()

    assert found[0].split()[1:] == ["error", "no", "answer", "to", "/x"]
    assert found[1:] == ["  ValueError"]


def test_a_fault_of_many_and_one_that_came_of_itself_end() -> None:
    many = ExceptionGroup("secret words", [KeyError("a"), ValueError("b")])
    many.__cause__ = many.exceptions[0]
    many.exceptions[0].__context__ = many

    found = written("lines", many)
    assert {"KeyError", "ValueError", "ExceptionGroup"} <= set(found.split()) and "secret" not in found


def test_what_nobody_caught_is_written_through_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    code = (
        "import threading, warnings, logging\nfrom ui.logs import lines\nlines.begin()\n"
        "from streamlit.logger import get_logger\n"
        "get_logger('streamlit.later').warning('to a@b.example')\nwarnings.warn('081-234-5678')\n"
        "work = threading.Thread(target=lambda: {}['ทดสอบเจ็ด'])\nwork.start(); work.join()\n"
        "raise ValueError('secret words')"
    )
    monkeypatch.setenv(lines.VARIABLE, "json")
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)

    found = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["level"] for line in found] == ["warning", "warning", "critical", "critical"]
    assert not any(word in ended.stderr for word in ("a@b", "5678", "ทดสอบเจ็ด", "secret words"))
