"""The template that slides are made from is the one that the tool makes."""

import io
import zipfile

from tools import slides_template
from ui.reports.slides.template import FILE


def parts(file: zipfile.ZipFile) -> dict[str, bytes]:
    return {name: file.read(name) for name in file.namelist()}


def test_the_file_is_what_the_tool_makes() -> None:
    made = io.BytesIO()
    slides_template.made().save(made)

    with zipfile.ZipFile(made) as new, zipfile.ZipFile(FILE) as stored:
        assert parts(new) == parts(stored), "make template makes it"
