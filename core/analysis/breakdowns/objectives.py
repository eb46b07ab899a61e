"""What the project has reached of each objective of the TOR; unknown where nothing tells."""

from core.figures import Figures
from core.model import Snapshot


def results(view: Snapshot, figures: Figures, lessons: int) -> dict[str, int | None]:
    """The result of each objective's indicator, by its code; ``lessons`` is how many are written by the day."""
    products = sum(day is not None for day in view.of("products")["otop_registered_on"])
    known: dict[str, int | None] = {
        "2.1": figures.whole("registered_groups", None),
        "2.2": products if "products" in view.uploads else None,
        "2.3": lessons,
    }
    return {objective.code: known.get(objective.code) for objective in view.project.objectives}
