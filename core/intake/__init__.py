"""Intake: files that staff upload, before anything is stored. ``parse`` reads them once; ``assess`` compares what was
parsed with a snapshot and checks it, once for each choice that a person makes.

Neither raises for what a file holds; everything wrong with it is an issue with row, column, value and remedy.
"""

from core.intake.again import compared_with, on_day
from core.intake.checks.propose import orders_that_fit
from core.intake.compare.shrink import Shrink
from core.intake.day import Proposals, after_end, last_day, proposals, read_day, refusal
from core.intake.layout.headers import ERROR_HEADER
from core.intake.layout.mapping import Mapping, MappingError, header_signature, parse_mapping
from core.intake.model import (
    AssessOptions,
    Cell,
    Intake,
    Limits,
    ParseOptions,
    Reading,
    SampleDate,
    Scope,
    Unmapped,
)
from core.intake.parsed import Parsed
from core.intake.pipeline import assess, parse

__all__ = [
    "ERROR_HEADER",
    "AssessOptions",
    "Cell",
    "Intake",
    "Limits",
    "Mapping",
    "MappingError",
    "ParseOptions",
    "Parsed",
    "Proposals",
    "Reading",
    "SampleDate",
    "Scope",
    "Shrink",
    "Unmapped",
    "after_end",
    "assess",
    "compared_with",
    "header_signature",
    "last_day",
    "on_day",
    "orders_that_fit",
    "parse",
    "parse_mapping",
    "proposals",
    "read_day",
    "refusal",
]
