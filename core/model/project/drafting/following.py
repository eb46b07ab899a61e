"""The file of a project that follows from another: the next year of the same office, or another province's.

Dates and codes move. What belongs to one year alone is left out, with a comment that names the source to look for. What
belongs to one province alone is built from the province's own names, or left out; nothing of the old one remains.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.model.places import Place
from core.model.project.drafting.hints import HINTS
from core.model.project.drafting.layout import layout
from core.model.project.drafting.renaming import Renaming, slug
from core.model.project.drafting.statements import Statement, Value, statements, written
from core.model.project.faults import Fault, ProjectError
from core.model.project.model import Project
from core.model.project.reading import accept_project
from core.model.project.table import LANGUAGES
from core.money import SATANG_PER_BAHT
from core.text import Message

SECTIONS = ("curves", "penalty", "registration_windows", "last_safe_days", "baselines")  # of one year alone
SOURCES = ("baseline_source_th", "baseline_source_en")
OF_PROVINCE = ("tiles", "committee_th", "committee_en")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the new project is to be. ``target_groups`` and ``budget_satang`` are the old ones where not given."""

    year_be: int
    province: Place
    target_groups: int | None = None
    budget_satang: int | None = None


def code_of(wanted: Wanted) -> str:
    """Code of the project and name of its file: ``nan-2565``."""
    return f"{slug(wanted.province.name.get('en'))}-{wanted.year_be}"


def following(text: str, project: Project, wanted: Wanted, written: Callable[[Message, str], str]) -> str:
    """The text of the new project's file, from the text of an accepted one; it is accepted itself. ``written`` writes a
    sentence in a language.

    Raises ``ProjectError`` where the old text is of a form in which it cannot be changed line by line.
    """
    made, file = _Following(project, wanted, written), f"{code_of(wanted)}.toml"
    found = made.text(text)
    new = accept_project(found, file)
    if faults := list(made.left(new)):
        raise ProjectError(faults, file)
    return found


class _Following:
    def __init__(self, project: Project, wanted: Wanted, written: Callable[[Message, str], str]) -> None:
        self.old, self.wanted, self.written = project, wanted, written
        self.moved = wanted.province.code != project.province_code
        self.years = wanted.year_be - project.fiscal_year_be
        self.start, self.end = self._day(project.start), self._day(project.end)
        self.target = project.target_groups if wanted.target_groups is None else wanted.target_groups
        self.budget = project.budget_satang if wanted.budget_satang is None else wanted.budget_satang
        self.renaming = Renaming(project, wanted.province, wanted.year_be, self.target, self.budget)
        self.gone = {*SECTIONS, *SOURCES, "sample"} | (set(OF_PROVINCE) if self.moved else set())
        self.values = self._values()
        self.hinted: set[str] = set()

    def text(self, text: str) -> str:
        """The whole new file."""
        found, tail = statements(text)
        parts = [self._head()]
        for place, statement in enumerate(found):
            above = () if place == 0 else statement.above
            parts.append(self._statement(statement, above))
        parts += self._kept(tail)
        parts += [self._instead(name) for name in (*SECTIONS, "tiles") if name in self.gone]
        return "".join(parts).rstrip("\n") + "\n"

    def left(self, new: Project) -> Iterator[Fault]:
        """Parts that should be empty or others, and are not."""
        emptied: dict[str, object] = {
            "curves": new.curves,
            "registration_windows": new.windows,
            "baselines": new.baselines,
        }
        emptied |= {"penalty": new.penalty_base, "last_safe_days": new.last_safe_direct}
        for name in ("expense_lines", "activities"):
            emptied[f"{name}[*].planned_baht"] = any(part.planned_satang is not None for part in getattr(new, name))
        if self.moved:
            emptied |= {"committee_th": new.committee, "tiles": new.tiles != layout(self.wanted.province.code)}
        wrong = [path for path, value in emptied.items() if value]
        wrong += [name for name in ("start", "end", "code") if getattr(new, name) != self.values[name]]
        wrong += ["target_groups"] * (new.target_groups != self.target) + ["budget_baht"] * (
            new.budget_satang != self.budget
        )
        for path in wrong:
            yield Fault(path, "not_followed")

    def _head(self) -> str:
        province, year = self.wanted.province.name.get("en"), self.wanted.year_be
        return (
            f"# Province of {province}, fiscal year {year}. What is left empty says which source to look for.\n"
            "# Each changed text becomes a new version: python -m db project check, then python -m db init.\n\n"
        )

    def _statement(self, statement: Statement, above: tuple[str, ...]) -> str:
        root, key = statement.root, statement.key
        if root in self.gone:
            return self._instead(root)
        kept = "".join(self._kept(above))
        if not statement.table and key in self.values:
            return f"{kept}{self._asked(key)}{key} = {written(self.values[key])}\n"
        if key == "planned_baht" or (self.moved and key.startswith("tolerance_source")):
            return kept
        if statement.table == "objectives" and key == "target":
            return kept + self._objective_target(statement)
        renamed = self.moved or key in ("full_name_th", "full_name_en")
        return (
            kept + self._planned_hint(statement) + (self.renaming.text(statement.text) if renamed else statement.text)
        )

    def _instead(self, root: str) -> str:
        """The hint of a section that is left out, once, where it stood."""
        if root not in HINTS or root in self.hinted:
            return ""
        self.hinted.add(root)
        return f"\n{self._hint(root)}"

    def _hint(self, name: str) -> str:
        year = self.wanted.year_be
        return HINTS[name].format(
            year=year,
            before=year - 1,
            first=self.start.year,
            last=self.end.year,
            province_code=self.wanted.province.code,
        )

    def _planned_hint(self, statement: Statement) -> str:
        """Above the first of the lines that lose their amount."""
        if statement.key or statement.table not in ("expense_lines", "activities") or statement.table in self.hinted:
            return ""
        if all(part.planned_satang is None for part in getattr(self.old, statement.table)):
            return ""
        self.hinted.add(statement.table)
        return self._hint("planned")

    def _asked(self, key: str) -> str:
        """Above a value that stays from the year before: that it is to be confirmed."""
        stays = {
            "target_groups": self.target == self.old.target_groups,
            "budget_baht": self.budget == self.old.budget_satang,
        }
        if self.moved or not stays.get(key):
            return ""
        return HINTS["confirm"].format(before=self.old.fiscal_year_be, year=self.wanted.year_be)

    def _objective_target(self, statement: Statement) -> str:
        """An objective's target goes with the project's target of groups, or is unknown for another province."""
        number = statement.text.split("=", 1)[1].split("#")[0].strip()
        if number == str(self.old.target_groups):
            return f"target = {self.target}\n"
        return "" if self.moved else statement.text

    def _kept(self, lines: tuple[str, ...]) -> list[str]:
        return [line for line in lines if not (self.moved and self.renaming.mentions(line))]

    def _values(self) -> dict[str, Value]:
        """The settings at the top of the file that the new year or province changes."""
        wanted, old = self.wanted, self.old
        values: dict[str, Value] = {
            "code": code_of(wanted),
            **{f"province_{lang}": name for lang, name in wanted.province.name.of.items()},
            "province_code": wanted.province.code,
            "fiscal_year_be": wanted.year_be,
            "start": self.start,
            "end": self.end,
            "target_groups": self.target,
            "budget_baht": _baht(self.budget),
        }
        texts = {"name"} | ({"office"} if self.moved else set())
        texts |= {"goal_source"} if self.moved or self.target != old.target_groups else set()
        texts |= {"budget_note"} if self.moved or self.budget != old.budget_satang else set()
        names = {"province": wanted.province.name, "year": wanted.year_be}
        for text in texts:
            message = Message(f"new_text.{text}", names)
            values |= {f"{text}_{lang}": self.written(message, lang) for lang in LANGUAGES}
        return values

    def _day(self, day: date) -> date:
        last = 28 if (day.month, day.day) == (2, 29) else day.day
        return day.replace(year=day.year + self.years, day=last)


def _baht(satang: int) -> int | Decimal:
    whole, rest = divmod(satang, SATANG_PER_BAHT)
    return Decimal(satang) / SATANG_PER_BAHT if rest else whole
