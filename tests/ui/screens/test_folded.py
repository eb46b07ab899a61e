"""What is folded away is drawn once it is opened, not before."""

from pathlib import Path

import pytest

from tests.support.pages import page

FORMS = ("emenscr", "quarter", "gfmis")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_to_copy_is_drawn_once_it_is_opened(form: str, home: Path) -> None:
    shown = page("reports.py", "staff")
    closed = [code.value for code in shown.code]

    shown.session_state[f"form-{form}"] = True
    opened = [code.value for code in shown.run().code]

    assert not shown.exception
    assert len(opened) == len(closed) + 1
    assert set(closed) < set(opened)
