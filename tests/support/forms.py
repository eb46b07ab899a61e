"""Forms and returned workbooks, written as the screens write them."""

from collections.abc import Sequence
from functools import partial

from core.intake.forms import returned, templates
from core.intake.model import File, Intake
from core.model.kinds import Kind
from core.model.project import Project
from core.model.rows import Rows
from core.model.stages import Stages
from words.rendering import said


def template_xlsx(
    kind: Kind, project: Project, rows: Rows | None = None, lang: str = "th", stages: Stages | None = None
) -> bytes:
    """A form to fill in."""
    return templates.template_xlsx(kind, project, partial(said, language=lang), rows, stages)


def error_workbook(found: Intake, files: Sequence[File], lang: str = "th", project: Project | None = None) -> bytes:
    """The files of an intake, given back."""
    return returned.error_workbook(found, files, partial(said, language=lang), project=project)
