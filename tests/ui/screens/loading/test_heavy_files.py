"""What the load page says of a file that a worker could not read, and that pressing again, or another file, helps."""

import csv
import io
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.intakes import far_out, sample
from tests.support.pages import page, said
from ui.screens.loading import findings
from ui.text import t
from ui.workers import files
from ui.workers.process import NotDone
from ui.workers.settings import MEGABYTES
from ui.workers.turns import Busy


def refusing(why: Exception) -> Callable[..., Any]:
    def refuse(*_given: object) -> None:
        raise why

    return refuse


def with_file(lang: str) -> AppTest:
    """The load page with a file chosen and not yet read."""
    shown = page("upload.py", "staff", lang=lang)
    name, content = sample("2021-08-31", "groups")
    shown.file_uploader[0].set_value((name, content, "text/csv"))
    return shown


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(
    ("why", "key"),
    [
        (NotDone("time", -9), "work.file_time"),
        (NotDone("memory", 71), "work.file_memory"),
        (NotDone("ended", -9), "work.file_ended"),
        (Busy(), "work.busy"),
    ],
)
def test_a_file_that_was_not_read_is_said_with_what_helps(
    why: Exception, key: str, lang: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(files, "read", refusing(why))
        shown = with_file(lang).run()
    sentence = t(key, lang, s=120)
    assert sentence in [*(one.value for one in shown.error), *(one.value for one in shown.warning)]
    assert not shown.exception
    assert t("upload.step_save", lang) not in said(shown)  # nothing can be stored of what was not read

    shown.button(key="upload-again").click().run()
    assert sentence not in [*(one.value for one in shown.error), *(one.value for one in shown.warning)]
    assert t("upload.step_save", lang) in said(shown)


@pytest.mark.skipif(sys.platform != "linux", reason="bounds on memory are Linux's")
def test_a_workbook_of_some_kilobytes_that_needs_a_gigabyte_costs_the_server_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MEGABYTES.variable, "800")
    name, content = far_out(*csv.reader(io.StringIO(sample("2021-07-31", "groups")[1].decode("utf-8-sig"))))
    shown = with_file("th")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    shown.file_uploader[0].set_value((name, content, "application/octet-stream")).run()
    assert [one.value for one in shown.error] == [t("work.file_memory", "th")]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10  # in KiB
    name, content = sample("2021-08-31", "groups")
    shown.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not shown.error and t("upload.step_save", "th") in said(shown)


def test_the_page_says_how_many_are_before_and_how_far_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def late(*given: Any) -> None:
        *_, progress, waits = given
        waits(3)
        progress(0.3, "read")
        raise Busy

    monkeypatch.setattr(
        "streamlit.delta_generator.DeltaGenerator.progress", lambda _self, _value, text: drawn.append(text)
    )
    monkeypatch.setattr(files, "read", late)
    with_file("th").run()
    assert t("work.waiting", "th", n=3) in drawn
    assert any(text.startswith(t("upload.working", "th", pct=30)) for text in drawn)


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(("why", "key"), [(NotDone("memory", 71), "work.not_made"), (Busy(), "work.busy")])
def test_a_workbook_of_what_was_found_that_is_not_made_is_said_and_the_load_goes_on(
    why: Exception, key: str, lang: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page("upload.py", "staff", lang=lang)
    name, content = sample("2021-06-30", "groups")  # older than what is in force: stages go back
    with monkeypatch.context() as patch:
        patch.setattr(findings, "returned", refusing(why))
        shown.file_uploader[0].set_value((name, content, "text/csv")).run()
        day = next(one for one in shown.text_input if (one.key or "").startswith("asof-groups"))
        day.set_value("05/09/2564").run()
        assert t(key, lang) in [one.value for one in shown.warning] and not shown.exception
        assert t("upload.step_save", lang) in said(shown)

    shown.run()
    assert t(key, lang) not in [one.value for one in shown.warning]
