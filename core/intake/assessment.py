"""What one assessment is made from: parsed files, a project, a snapshot to compare with, and a person's choices."""

from dataclasses import dataclass

from core.intake.layout.mapping import Mapping
from core.intake.model import AssessOptions, Cell
from core.intake.parsed import Parsed, table_at
from core.model import Rows, Snapshot, Stages, UploadRef, stages_of
from core.model.kinds import Kind
from core.model.project import Project


@dataclass(frozen=True, slots=True)
class Assessment:
    """What every step of ``assess`` may look at; no step changes it."""

    parsed: Parsed
    project: Project
    snapshot: Snapshot | None
    options: AssessOptions

    @property
    def kind(self) -> Kind:
        """The kind of the files."""
        return self.parsed.kind

    @property
    def mapping(self) -> Mapping | None:
        """How the files were laid out."""
        return self.parsed.options.mapping

    @property
    def base(self) -> Rows | None:
        """The snapshot's rows of this kind."""
        return self.snapshot.rows.get(self.kind) if self.snapshot else None

    @property
    def base_upload(self) -> UploadRef | None:
        """The snapshot's upload of this kind."""
        return self.snapshot.uploads.get(self.kind) if self.snapshot else None

    @property
    def stages(self) -> Stages:
        """The project's stages, and former ones that the snapshot's groups still have."""
        found = self.snapshot.of("groups")["stage"] if self.snapshot else ()
        return stages_of(self.project, found, self.snapshot.older_stages if self.snapshot else ())

    @property
    def ways(self) -> dict[str, str]:
        """How a person chose that the files be read, to be kept with the upload."""
        unit = self.options.unit or (self.mapping.unit if self.mapping else None)
        sheets = ", ".join(self.parsed.options.sheets or ())
        ways = {"unit": unit, "dates": self.options.dates, "hidden": self.parsed.options.hidden, "sheet": sheets}
        return {name: value for name, value in ways.items() if value}

    def table_of(self, cell: Cell) -> int | None:
        """Which table a cell is in; see ``table_at``."""
        return table_at(self.parsed.tables, cell)
