"""What every command needs: the database, the project, the clock, dates and mappings from the command line."""

import argparse
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from core.intake import Mapping, MappingError, parse_mapping
from core.model import Actor
from core.model.kinds import KINDS, Kind
from core.text import BE_OFFSET, FIRST_BE_YEAR
from db import engine as engines
from db.accounts import users
from db.commands.console import Console, usage
from db.engine import ROOT
from db.errors import Refused
from db.maintenance.migrate import migrate, require_current
from db.projects import default
from db.transactions import as_seen_by

MAPPINGS = ROOT / "mappings"
_LEFT_BYTE = re.compile("[\ud800-\udfff]")  # how Python carries a byte that it could not read
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class Context:
    """One call of a command."""

    args: argparse.Namespace
    console: Console

    @cached_property
    def engine(self) -> Engine:
        """The database as whoever acts may see it. Raises ``DatabaseMissing``, ``DatabaseOutdated``."""
        return self._whole if self.args.right is None else as_seen_by(self._whole, self.actor)

    @cached_property
    def _whole(self) -> Engine:
        """The database, with this program's tables in it. Where the chain is gone the operator begins it anew in tables
        that are made here: the commands that make them refuse to.
        """
        if self.args.begins_chain and self.args.by is None:
            migrate(engines.engine(), opens=False)
        require_current(engines.engine())
        return engines.engine()

    @cached_property
    def project(self) -> str:
        """The project that the command reads or writes. Raises ``UnknownProject``, ``Refused``."""
        choose = default.for_writing if self.args.writes else default.for_reading
        return choose(self.engine, self.args.project)

    @cached_property
    def actor(self) -> Actor:
        """Who acts: the user that ``--by`` names, else the operator. Raises ``NoAuthor``, ``NotAllowed``."""
        return users.acting(self._whole, self.args.by, self.args.right, "command")

    def require_text(self) -> None:
        """Refuse what is no text: a console or a file name in another encoding leaves bytes that nothing can store."""
        if any(map(_LEFT_BYTE.search, _texts([*vars(self.args).values(), default.named()]))):
            raise Refused("not_utf8")

    def answer(self, option: str, kind: Kind) -> Any:
        """What an option answers for a kind: the last ``--unit thousand``, of a month ``--unit spending=thousand``."""
        given = [value for of, value in getattr(self.args, option) if of in (None, kind)]
        return given[-1] if given else None

    def require_answers(self, kinds: Sequence[Kind], *, several: bool) -> None:
        """Refuse an answer for a kind that is not read; of ``several`` kinds, one that names none too."""
        for option in ("unit", "dates", "hidden", *(("sheet",) if several else ())):
            for of, value in getattr(self.args, option):
                if of is None and several:
                    raise Refused("answer_of_none", option=option, value=value)
                if of is not None and of not in kinds:
                    raise Refused("answer_of_other", option=option, kind=KINDS[of].name)

    @cached_property
    def now(self) -> datetime:
        """The clock, read once a command."""
        return datetime.now(UTC)


Command = Callable[[Context], int]


def _texts(given: Any) -> Iterator[str]:
    """Every text among values, and in the lists of those that may be given more than once."""
    for value in given:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _texts(value)


def answer_of(choices: Collection[str] = ()) -> Callable[[str], tuple[Kind | None, str]]:
    """Reads what an option answers, for all that is read or for one kind: ``thousand``, ``spending=thousand``."""

    def read(text: str) -> tuple[Kind | None, str]:
        named, _, rest = text.partition("=")
        kind = next((kind for kind in KINDS if kind == named and rest), None)
        value = text if kind is None else rest
        if choices and value not in choices:
            raise argparse.ArgumentTypeError(usage("not_a_choice", value, choices=", ".join(choices)))
        return kind, value

    return read


def iso_date(text: str) -> date:
    """A day of the command line, ``YYYY-MM-DD`` and no other form. A Buddhist-era year is refused in words."""
    try:
        if not _ISO_DATE.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(usage("not_a_date", text)) from error
    if day.year > FIRST_BE_YEAR:
        meant = f"{day.year - BE_OFFSET}-{text[5:]}"
        raise argparse.ArgumentTypeError(usage("be_year", text, meant=meant))
    return day


def load_mapping(name: str | None) -> Mapping | None:
    """A mapping by the name of a file in ``mappings/`` or by a path."""
    if name is None:
        return None
    path = Path(name) if name.lower().endswith(".toml") else MAPPINGS / f"{name}.toml"
    try:
        return parse_mapping(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        known = ", ".join(sorted(found.stem for found in MAPPINGS.glob("*.toml")))
        raise Refused("mapping", name=name, known=known) from None
    except (MappingError, UnicodeDecodeError, OSError) as error:
        raise Refused("mapping_unusable", name=path.name, error=error) from error
