"""One verdict that joins groups and money: the first case that holds, with its numbers in the sentence.

Everything is compared on one day, the earlier of the two cut-offs; ``suspects``, ``closed`` and ``age_days`` are the
state of the data as a whole. Money is satang; sentences show whole baht.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from core.kinds import KIND_NAMES, Kind
from core.money import format_baht
from core.phrases import BASIS, NO_DATA_OF, say
from core.project import Basis, Bilingual, Project
from core.sentences import VERDICTS


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code of the design's list and its sentence."""

    code: str
    th: str
    en: str

    def get(self, lang: str) -> str:
        """The sentence in ``th`` or ``en``."""
        return self.th if lang == "th" else self.en


class CabinetLine(TypedDict):
    """One curve on one day: what it asks for, what it is compared with, and how far apart they are.

    ``percent`` is of the net budget, two decimals; ``difference_points`` is compared − asked, in points of percent,
    unknown where there is no budget to divide by.
    """

    code: str
    name: Bilingual
    basis: Basis
    percent: Decimal
    satang: int
    compared_satang: int
    compared_percent: Decimal | None
    difference_points: Decimal | None
    judged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the verdict looks at. ``missing`` names the kinds without data, ``suspects`` counts entries to check.

    ``carryover`` and ``age_days`` are unknown where they do not apply: while the year runs, without a clock.
    """

    project: Project
    missing: tuple[Kind, ...] = ()
    registered: int = 0
    expected_groups: int | None = None
    disbursed: int = 0
    expected_disbursed: int | None = None
    net_budget: int = 0
    used: int | None = None
    allocated: int | None = None
    suspects: int = 0
    closed: bool = False
    carryover: int | None = None
    age_days: int | None = None
    cabinet: Sequence[CabinetLine] = ()


ALLOTTED_USED_PERCENT = 95


def decide(s: Standing) -> Verdict:
    """The first case that holds, in the design's order."""
    if s.missing:
        return _no_data(s.missing)
    result = {"r": s.registered, "d": _baht(s.disbursed)}
    if s.expected_groups is None or s.expected_disbursed is None:
        return _verdict("no_plan", **result)
    if s.suspects:
        return _verdict("suspect", k=s.suspects)
    if s.closed:
        return _verdict("closed", **result, t=s.project.target_groups, co=_baht(s.carryover))
    if s.age_days is not None and s.age_days > s.project.staleness_days:
        return _verdict("stale", days=s.age_days)
    return _against_plan(s, s.expected_groups, s.expected_disbursed)


def _against_plan(s: Standing, expected_groups: int, expected_disbursed: int) -> Verdict:
    tolerance = s.project.tolerance_percent * s.net_budget / 100
    groups_late = s.registered < expected_groups - s.project.tolerance_groups
    money_late = s.disbursed < expected_disbursed - tolerance
    waiting = money_late and is_waiting(s.allocated, s.used, s.net_budget)
    short = expected_groups - s.registered
    gap = _baht(abs(expected_disbursed - s.disbursed))
    if waiting:  # nobody can spend what has not been received
        return _waiting(s, short if groups_late else None, expected_groups)
    if groups_late and money_late:
        return _verdict("both_late", g=short, gap=gap)
    if groups_late and s.disbursed > expected_disbursed + tolerance:
        return _verdict("money_ahead", g=short, gap=gap)
    if groups_late:
        return _verdict("groups_late", g=short, r=s.registered, e=expected_groups)
    if money_late:
        return _verdict("money_late", gap=gap)
    for line in s.cabinet:
        if line["judged"] and line["compared_satang"] < line["satang"]:
            return _below(line)
    return _verdict("on_course", r=s.registered, d=_baht(s.disbursed))


def is_waiting(allocated: int | None, used: int | None, net_budget: int) -> bool:
    """Whether the money received is used up (95 % of it) while more of the budget is to come; satang."""
    if allocated is None or used is None or not 0 < allocated < net_budget:
        return False
    return used * 100 >= allocated * ALLOTTED_USED_PERCENT


def _waiting(s: Standing, short: int | None, expected_groups: int) -> Verdict:
    """Money waits for its allotment: the groups alone are judged, and the sentence says what money waits for."""
    money = {"u": _baht(s.used), "a": _baht(s.allocated)}
    if short is None:
        return Verdict("on_course", *say(VERDICTS["on_course_waiting"], **money))
    words = {"g": short, "r": s.registered, "e": expected_groups}
    return Verdict("groups_late", *say(VERDICTS["groups_late_waiting"], **words, **money))


def _below(line: CabinetLine) -> Verdict:
    """Rounded, a share just below the curve may read as the curve's own: it is then shown a hundredth below."""
    th, en = BASIS[line["basis"]]
    share, asked = line["compared_percent"], line["percent"]
    pct = "–" if share is None else min(share, asked - Decimal("0.01"))
    return _verdict("below_cabinet_on_plan", basis_th=th, basis_en=en, pct=pct, pcab=asked)


def _no_data(missing: tuple[Kind, ...]) -> Verdict:
    """Nothing at all, or one of the two sides missing: then the sentence names it."""
    if len(missing) > 1:
        return _verdict("no_data")
    th, en = KIND_NAMES[missing[0]]
    return Verdict("no_data", *say(NO_DATA_OF, th=th, en=en.lower()))


def _verdict(code: str, **params: object) -> Verdict:
    counted = {f"{name}_en": _groups(params[name]) for name in ("g", "r") if name in params}
    return Verdict(code, *say(VERDICTS[code], **params, **counted))


def _groups(number: object) -> str:
    return f"{number} group" if number == 1 else f"{number} groups"


def _baht(satang: int | None) -> str:
    return format_baht(satang, 0)
