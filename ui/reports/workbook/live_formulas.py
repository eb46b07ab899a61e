"""The figures of the workbook as formulas. Columns and days are names: ``L_`` ledger, ``O_`` orders, ``G_`` groups,
``M_`` plan, ``I_`` instalments, ``D_`` days, ``F_`` figures of the first sheet.

What hangs on days that the workbook does not hold (last safe days, the carry-over rule) stays a number.
"""

from core.ledger import schedule
from ui.reports.material import Material
from ui.reports.workbook.row_sheets import entry_name, status_name


class Formulas:
    """Formulas of one material: its words, its stages, its curve."""

    def __init__(self, material: Material) -> None:
        self.writing, self.view, self.figures = material.writing, material.view, material.figures
        self.project = material.view.project

    def all(self) -> dict[str, str]:
        """Field of the figures to its formula. The caller takes those of known figures; the budget after transfers is
        known before any row is.
        """
        if "spending" not in self.view.uploads:
            return self._groups()
        money, joint = "D_money", "D_joint"
        return {
            **self._groups(),
            "net_budget_satang": "=" + self._net(money),
            "allocated_satang": "=" + self._sum("allotment", money),
            "disbursed_satang": "=" + self._disbursed(money),
            "expected_disbursed_satang": "=" + self._planned("M_money", money),
            "tolerance_satang": "=" + self._tolerance(joint),
            "outstanding_satang": "=ROUND(SUM(O_rest),2)",
            "used_satang": "=F_disbursed_baht+F_outstanding_baht",
            "remaining_satang": "=ROUND(F_net_budget_baht-F_used_baht,2)",
            **self._cabinet(),
            "bac_satang": "=" + self._net(joint),
            "pv_satang": f"=ROUND({self._planned('M_groups', joint)}*F_bac_baht/F_target_groups,2)",
            "ev_satang": f"=ROUND({self._registered(joint)}*F_bac_baht/F_target_groups,2)",
            "ac_satang": f"=ROUND({self._disbursed(joint)}{self._accepted(joint)},2)",
            "spi": "=ROUND(F_ev_baht/F_pv_baht,4)",
            "cpi": "=ROUND(F_ev_baht/F_ac_baht,4)",
            "eac_satang": "=ROUND(F_bac_baht*F_ac_baht/F_ev_baht,2)",
            "sv_satang": "=ROUND(F_ev_baht-F_pv_baht,2)",
            "cv_satang": "=ROUND(F_ev_baht-F_ac_baht,2)",
            "etc_satang": "=ROUND(F_eac_baht-F_ac_baht,2)",
            "vac_satang": "=ROUND(F_bac_baht-F_eac_baht,2)",
            "tcpi": "=ROUND((F_bac_baht-F_ev_baht)/(F_bac_baht-F_ac_baht),4)",
        }

    def _groups(self) -> dict[str, str]:
        delivered = self._rank(self.project.developed_stage)
        return {
            "registered_groups": "=" + self._registered("D_groups"),
            "developed_groups": f'=COUNTIFS(G_status,"{self._active}",G_rank,">={delivered}")',
            "expected_groups": "=" + self._planned("M_groups", "D_groups"),
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

    def _cabinet(self) -> dict[str, str]:
        cutoff = self.view.cutoff("spending")
        if not self.project.curves or cutoff is None:
            return {}
        share = schedule.curve_percent(self.project.curves[0], self.project, cutoff)
        return {"cabinet_satang": f"=ROUND(F_net_budget_baht*{share.numerator}/{share.denominator * 100},2)"}
