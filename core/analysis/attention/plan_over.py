"""A plan that asks for more than the budget that transfers left."""

from collections.abc import Iterator

from core.analysis.attention.need import Need, need
from core.figures.figures import Figures
from core.ledger.schedule import plan_line
from core.model.snapshot import Snapshot
from core.money import exact_baht


def over_budget(view: Snapshot, figures: Figures) -> Iterator[Need]:
    """The line to follow up, where the plan in force ends above the budget after transfers."""
    line, net = plan_line(view.of("plan"), "planned_disbursed_satang"), figures.net_budget_satang
    if line is None or net == view.project.budget_satang or line.values[-1] <= net:
        return
    plan, left, over = exact_baht(line.values[-1], net, line.values[-1] - net)
    yield need("plan_over", plan_satang=plan, net_satang=left, over_satang=over)
