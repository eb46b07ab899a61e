"""Intake: a file that staff upload, read, checked and compared with what is known today, before anything is stored.

``read`` never raises for what a file holds; everything wrong with it is an issue with row, column, value and remedy.
"""

from core.intake.checks.propose import orders_that_fit
from core.intake.compare.shrink import Shrink
from core.intake.day import Proposals, after_end, last_day, proposals, read_day, refusal
from core.intake.layout.headers import ERROR_HEADER
from core.intake.layout.mapping import Mapping, MappingError, header_signature, mapping_toml, parse_mapping
from core.intake.model import Cell, Intake, Limits, Reading, SampleDate, Scope, Unmapped
from core.intake.pipeline import read
from core.model.diff import Change, Diff, apply_diff, diff_rows

__all__ = [
    "ERROR_HEADER",
    "Cell",
    "Change",
    "Diff",
    "Intake",
    "Limits",
    "Mapping",
    "MappingError",
    "Proposals",
    "Reading",
    "SampleDate",
    "Scope",
    "Shrink",
    "Unmapped",
    "after_end",
    "apply_diff",
    "diff_rows",
    "header_signature",
    "last_day",
    "mapping_toml",
    "orders_that_fit",
    "parse_mapping",
    "proposals",
    "read",
    "read_day",
    "refusal",
]
