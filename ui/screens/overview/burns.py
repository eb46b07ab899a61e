"""The two burns of the overview: groups and money by month, as far as the filters leave them."""

from collections.abc import Sequence

from core.analysis.breakdowns import of_groups
from core.analysis.filters import Filters
from ui.auth.guard import Session
from ui.charts import alts, frames, ready
from ui.charts.drawing import draw
from ui.charts.ready import Row
from ui.screens.budget import curves
from ui.text import markdown_text
from ui.widgets import cards


def groups(session: Session, chosen: Filters) -> None:
    """Registered groups against the plan."""
    view, say = session.view(), session.say

    def made() -> tuple[Sequence[Row], str]:
        rows = frames.groups_burn(of_groups.burn_up(view, chosen), session.lang, whole=not chosen.acts_on("groups"))
        return rows, alts.groups_burn(session, view, rows, view.project.target_groups)

    draw(
        ready.kept("groups_burn", view, chosen, session.lang, made),
        lang=session.lang,
        table={
            "month": say("overview.month"),
            "name": say("overview.series"),
            "value": say("overview.groups_unit"),
        },
    )
    of_plan = [markdown_text(line) for line in curves.of_the_plan(session, session.figures())]
    cards.captions([*cards.of_scope(session, chosen, "groups", "time"), *of_plan])


def money(session: Session, chosen: Filters) -> None:
    """Disbursed and spent against the plan."""
    view = session.view()
    curves.chart(session, view, chosen)
    scope = cards.of_scope(session, chosen, "balances", "time")
    cards.captions([*scope, *cards.unassigned(session, view, chosen)])
