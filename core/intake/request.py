"""What was asked of one reading, and the names of its phases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from core.intake.layout import mapping
from core.intake.model import Edits, File, Limits, Progress, Scope
from core.kinds import Kind
from core.model.project import Project
from core.model.rows import Rows
from core.model.stages import Stages, stages_of
from core.model.view import View

# What progress says is being done: names of the section ``phase`` of the words.
OPEN, HEADER, READ, MERGE, COMPARE, CHECK, DONE = "open", "header", "read", "merge", "compare", "check", "done"


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that was asked of one reading."""

    files: list[File]
    kind: Kind
    project: Project
    today: View | None
    as_of: date | None
    mapping: mapping.Mapping | None
    sheets: Sequence[str] | None
    scope: Scope
    edits: Edits
    acknowledged: Collection[str]
    limits: Limits
    tell: Progress

    @property
    def base(self) -> Rows | None:
        """Today's rows of this kind."""
        return self.today.rows.get(self.kind) if self.today else None

    @property
    def stages(self) -> Stages:
        """The project's stages, and former ones that today's groups still stand at."""
        found = self.today.of("groups")["stage"] if self.today else ()
        return stages_of(self.project, found, self.today.older_stages if self.today else ())

    @property
    def base_as_of(self) -> date | None:
        """The day of today's rows of this kind."""
        upload = self.today.uploads.get(self.kind) if self.today else None
        return upload.as_of if upload else None

    @property
    def base_id(self) -> int | None:
        """Today's upload of this kind."""
        upload = self.today.uploads.get(self.kind) if self.today else None
        return upload.id if upload else None
