"""The project as data: what the TOR fixes and what an office may adjust, read from one TOML text.

``parse_project`` reads a text that was once accepted, of this or an earlier release; ``accept_project`` reads a file
that is to be stored, with every check. Money in the TOML is baht, inside it is satang.
"""

from core.model.project.faults import Fault, ProjectError
from core.model.project.model import Activity, Baseline, Basis, Curve, ExpenseLine, Objective, Project, Tile, Window
from core.model.project.reading import accept_project, parse_project

__all__ = [
    "Activity",
    "Baseline",
    "Basis",
    "Curve",
    "ExpenseLine",
    "Fault",
    "Objective",
    "Project",
    "ProjectError",
    "Tile",
    "Window",
    "accept_project",
    "parse_project",
]
