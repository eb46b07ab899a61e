"""The papers: one record each. The page, the links, the command line and the maker of packs read this list.

A new paper is its module, one record here, and its words ``reports.NAME`` and ``reports.NAME_what``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pkgutil import resolve_name

from core.model import Snapshot
from ui.reports.material import Material
from ui.reports.writing import Digits, Writing, usual_digits

PDF, PNG, TXT = "application/pdf", "image/png", "text/plain; charset=utf-8"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. ``maker`` is ``module:function``, loaded when asked for: what makes papers is heavy."""

    name: str  # in addresses and on the command line
    maker: str
    media_type: str
    ending: str
    icon: str = ""
    official: bool = False  # an official Thai paper has Thai digits unless others are asked for
    payees: bool = False  # names of payees stand in it, for those who may see them
    copied: bool = False  # a text: shown on the page to be copied, and printed by the command line

    @property
    def label(self) -> str:
        """Key of its name."""
        return f"reports.{self.name}"

    @property
    def meaning(self) -> str:
        """Key of what it is for."""
        return f"{self.label}_what"

    @property
    def file(self) -> str:
        """Its file in the folder of a pack."""
        return f"{self.name}{self.ending}"

    def record(self, view: Snapshot) -> str:
        """How the log names it: the paper, and the numbers of the uploads whose figures it prints."""
        return " ".join(["report", self.name, *(str(upload.id) for upload in view.uploads.values())])

    def make(self, material: Material, digits: Digits | None = None) -> bytes:
        """The paper's bytes, in the digits asked for, else in its usual ones."""
        lang = material.writing.lang
        usual = usual_digits(lang) if self.official else "arabic"
        order = replace(material.order, writing=Writing(lang, digits or usual))
        made: Callable[[Material], bytes] = resolve_name(self.maker)
        return made(replace(material, order=order))


_PAPERS = (
    Paper("brief", "ui.reports.print.brief:pdf", PDF, ".pdf", ":material/description:", official=True),
    Paper("png", "ui.reports.print.brief:png", PNG, ".png", ":material/image:", official=True),
    Paper("pack", "ui.reports.print.pack:pdf", PDF, ".pdf", ":material/groups:", official=True),
    Paper("workbook", "ui.reports.workbook.book:xlsx", XLSX, ".xlsx", ":material/table:", payees=True),
    Paper("slides", "ui.reports.slides.deck:pptx", PPTX, ".pptx", ":material/slideshow:"),
    Paper("line", "ui.reports.chat:encoded", TXT, ".txt", copied=True),
)
PAPERS = {paper.name: paper for paper in _PAPERS}
