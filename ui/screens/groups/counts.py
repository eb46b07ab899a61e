"""Groups in numbers, on their page: at each stage of the ladder, and in each amphoe."""

from collections.abc import Sequence

from core.analysis.breakdowns import of_groups
from core.analysis.filters import Filters
from ui.auth.guard import Session
from ui.charts import frames, ready
from ui.charts.drawing import draw
from ui.charts.ready import Row
from ui.screens.groups import card


def funnel(session: Session, chosen: Filters) -> None:
    """Groups at each stage, and what the stages mean."""
    view, say, lang = session.view(), session.say, session.lang

    def made() -> tuple[Sequence[Row], str]:
        rows = frames.funnel(of_groups.stage_funnel(view, chosen), lang)
        return rows, say("overview.funnel_alt", text=", ".join(f"{row['stage']} {row['groups']}" for row in rows))

    draw(
        ready.kept("funnel", view, chosen, lang, made),
        lang=lang,
        table={"stage": say("overview.stage"), "groups": say("overview.groups_unit")},
    )
    card.stage_terms(session)


def tiles(session: Session, chosen: Filters) -> None:
    """Registered groups of all in each amphoe."""
    view, say, lang = session.view(), session.say, session.lang

    def made() -> tuple[Sequence[Row], str]:
        rows = frames.tiles(of_groups.amphoe_tiles(view, chosen), lang)
        return rows, say("overview.tiles_alt", text=", ".join(f"{row['amphoe']} {row['label']}" for row in rows))

    draw(
        ready.kept("tiles", view, chosen, lang, made),
        lang=lang,
        table={"amphoe": say("overview.amphoe"), "tip": say("overview.groups_unit")},
    )
