"""A file with headers that stand there twice is asked about once, and ends no page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.model.kinds import KINDS
from tests.support.intakes import csv_file, headers
from tests.support.pages import elements, page, said
from ui.text import t

HEAD = headers("groups", "code", "name", "amphoe", "stage")
ROW = ["Z01", "กลุ่มทดลอง", "ชะอำ", "อบรมแล้ว"]
UNKNOWN = "ช่องที่ไม่รู้จัก"


def chosen(*files: tuple[str, bytes]) -> AppTest:
    """The load page with files of groups."""
    shown = page("upload.py", "staff", kind="groups")
    shown.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files])
    return shown.run()


def pickers(shown: AppTest) -> list[str]:
    return [box.label for box in shown.selectbox if str(box.key).startswith("map-")]


@pytest.mark.parametrize(
    "twice", [(UNKNOWN,) * 2, (UNKNOWN,) * 5, ("", ""), ("x y", "x  y"), (UNKNOWN, UNKNOWN, "ก", "ก")]
)
def test_two_equal_unknown_headers_end_no_page(twice: tuple[str, ...], home: Path) -> None:
    shown = chosen(csv_file([*HEAD, *twice], [*ROW, *("ก" for _ in twice)]))

    assert not shown.exception
    assert t("upload.step_read") in "\n".join([said(shown), *(str(one.value) for one in shown.subheader)])
    assert len(pickers(shown)) == len(set(pickers(shown)))
    assert (UNKNOWN in pickers(shown)) is (UNKNOWN in twice)


def test_what_one_of_them_means_is_taken_for_neither_in_silence(home: Path) -> None:
    shown = chosen(csv_file([*HEAD, UNKNOWN, UNKNOWN], [*ROW, "ก", "ข"]))
    note = next(column.name for column in KINDS["groups"].columns if column.name == "note")

    shown.selectbox(key=f"map-{UNKNOWN}").select(note)
    next(button for button in shown.button if button.label == t("upload.use")).click().run()

    assert not shown.exception
    assert UNKNOWN in said(shown)


@pytest.mark.parametrize("files", [1, 2])
def test_columns_of_personal_numbers_with_one_header_are_skipped_by_one_press(files: int, home: Path) -> None:
    header = "เลขบัตรประชาชน"
    made = [
        csv_file([*HEAD, header, header], [f"Z{n}", f"กลุ่มทดลอง {n}", *ROW[2:], "1103700000003", "x"], name=f"{n}.csv")
        for n in range(files)
    ]
    shown = chosen(*made)

    assert not shown.exception
    skips = [button for button in shown.button if str(button.key).startswith("skip-")]
    assert [button.key for button in skips] == [f"skip-{header}"]
    skips[0].click().run()
    assert not shown.exception
    assert not [button for button in shown.button if str(button.key).startswith("skip-")]
    assert "1103700000003" not in "".join(str(one) for one in elements(shown))
