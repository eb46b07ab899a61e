"""The figures of the workbook as formulas. Columns and days are names: ``L_`` ledger, ``O_`` orders, ``G_`` groups,
``M_`` plan, ``I_`` instalments, ``D_`` days, ``F_`` figures of the first sheet.

What hangs on days that the workbook does not hold (last safe days, the carry-over rule) stays a number.
"""

from core.figures import FIGURES
from core.ledger import schedule
from ui.reports.material import Material
from ui.reports.workbook.row_sheets import entry_name, status_name


class Formulas:
    """Formulas of one material: its words, its stages, its curve."""

    def __init__(self, material: Material) -> None:
        self.writing, self.view, self.project = material.writing, material.view, material.view.project

    def all(self) -> dict[str, str]:
        """Name of each figure that has one to its formula. The day of its basis must be known."""
        days = {"groups": "D_groups", "spending": "D_money", "both": "D_joint"}
        loaded = {"groups": ("groups",), "spending": ("spending",), "both": ("groups", "spending")}
        blocks = {
            basis: self._blocks(days[basis]) for basis, kinds in loaded.items() if {*kinds} <= self.view.uploads.keys()
        }
        return {
            figure.name: "=" + figure.sheet.format_map(blocks[figure.basis])
            for figure in FIGURES.values()
            if figure.sheet and figure.basis in blocks
        }

    def _blocks(self, day: str) -> dict[str, str]:
        """What formulas are built of, for one day."""
        return {
            "registered": self._registered(day),
            "active": self._active,
            "developed": str(self._rank(self.project.developed_stage)),
            "planned_groups": self._planned("M_groups", day),
            "planned_money": self._planned("M_money", day),
            "net": self._net(day),
            "allotted": self._sum("allotment", day),
            "disbursed": self._disbursed(day),
            "tolerance": self._tolerance(day),
            "accepted": self._accepted(day),
            "curve": self._curve(),
        }

    @property
    def _active(self) -> str:
        return status_name("active", self.writing)

    def _rank(self, stage: str) -> int:
        """A stage's place in the ladder from 1, as ``G_rank`` counts: a name could hold what a criterion takes for a
        pattern."""
        return self.project.stage_rank(stage) + 1

    def _sum(self, entry: str, day: str) -> str:
        return f'SUMIFS(L_amount,L_entry,"{entry_name(entry, self.writing)}",L_date,"<="&{day})'

    def _net(self, day: str) -> str:
        return f"ROUND(F_budget_baht+{self._sum('transfer_in', day)}-{self._sum('transfer_out', day)},2)"

    def _disbursed(self, day: str) -> str:
        return f"ROUND({self._sum('disbursement', day)}-{self._sum('refund', day)},2)"

    def _registered(self, day: str) -> str:
        goal = self._rank(self.project.goal_stage)
        return (
            f'COUNTIFS(G_status,"{self._active}",G_rank,">={goal}",G_registered,">="&P_start,G_registered,"<="&{day})'
        )

    def _planned(self, column: str, day: str) -> str:
        return f"IFERROR(LOOKUP({day},M_end,{column}),0)"

    def _tolerance(self, day: str) -> str:
        """The rule of ``core.figures.verdict.tolerance_satang``; the inner ROUND undoes what binary fractions add."""
        project, net = self.project, self._net(day)
        most = f"{project.tolerance_percent}*{net}"
        of_plan, floor = project.tolerance_of_plan_percent, project.tolerance_floor_percent
        if of_plan is not None or floor is not None:
            most = f"MIN({most},MAX({of_plan or 0}*{self._planned('M_money', day)},{floor or 0}*{net}))"
        return f"ROUNDDOWN(ROUND(MAX(0,{most})/100,6),2)"

    def _accepted(self, day: str) -> str:
        """Instalments accepted and not paid by a day; nothing where none are loaded."""
        if "instalments" not in self.view.uploads:
            return ""
        accepted = f'I_accepted,"<="&{day}'
        return f'+SUMIFS(I_amount,{accepted})-SUMIFS(I_amount,{accepted},I_paid,"<="&{day})'

    def _curve(self) -> str:
        """The share of the budget that the first spending target asks for, as a fraction."""
        cutoff = self.view.cutoff("spending")
        if not self.project.curves or cutoff is None:
            return ""
        share = schedule.curve_percent(self.project.curves[0], self.project, cutoff)
        return f"{share.numerator}/{share.denominator * 100}"
