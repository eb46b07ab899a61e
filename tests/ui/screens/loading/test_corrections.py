"""Cells that are corrected on the load page."""

import re
from pathlib import Path

from tests.support.intakes import sample
from tests.support.pages import page, said
from ui.text import t


def test_a_press_before_anything_was_typed_says_what_to_do(home: Path) -> None:
    name, content = sample("2021-08-31", "groups")
    spoilt = re.sub(rb"\d\d/\d\d/2564", b"31/02/2564", content, count=1)
    shown = page("upload.py", "staff", lang="th")
    shown.session_state["upload-edit"] = True
    shown.file_uploader[0].set_value((name, spoilt, "text/csv")).run()
    again = next(one for one in shown.button if one.label == t("upload.edit_apply", "th"))
    assert t("upload.edit_none", "th") not in said(shown)

    again.click().run()

    assert not shown.exception
    assert t("upload.edit_none", "th") in said(shown)
