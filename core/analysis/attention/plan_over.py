"""A plan that asks for more than the budget that transfers left."""

from collections.abc import Iterator

from core.analysis.attention.need import Need, need
from core.figures.figures import Figures
from core.ledger.schedule import plan_line
from core.model.view import View
from core.money import exact_baht


def over_budget(view: View, figures: Figures) -> Iterator[Need]:
    """The line to follow up, where the plan in force ends above the budget after transfers."""
    line, net = plan_line(view.of("plan"), "planned_disbursed_satang"), figures.net_budget_satang
    if line is None or net == figures.budget_satang or line.values[-1] <= net:
        return
    amounts = {"plan": line.values[-1], "net": net, "over": line.values[-1] - net}
    plan, left, over = exact_baht(*amounts.values())
    params = {f"{name}_satang": satang for name, satang in amounts.items()}
    yield need("plan_over", params, plan=plan, net=left, over=over)
