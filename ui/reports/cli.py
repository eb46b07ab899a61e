"""``python -m ui.reports KIND FILE``: a paper made from the database, without the server.

Exits as those of ``python -m db``: 0 done, 1 not allowed or the file cannot be written, 4 other uploads are in force
than those asked for, 64 wrong usage, 69 no database.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from core.model import Actor, Right
from core.text import Message, Text
from db import engine as engines
from db.accounts import looks, users
from db.commands import Parser
from db.commands.console import BLOCKING, CONFLICT, OK, Console, usage
from db.commands.context import iso_date
from db.engine import Engine
from db.errors import DbError, NotAllowed, Refused
from db.maintenance.migrate import require_current
from db.projects import default
from db.snapshots import plan_past
from db.transactions import as_seen_by
from ui.reports.catalogue import PAPERS, Paper
from ui.reports.material import Material, Order, gather
from ui.reports.writing import Writing
from ui.request import frozen, public
from words import FIRST, languages

ALL = "all"


def main(argv: Sequence[str] | None = None) -> int:
    """Make one paper, or all of them into a folder."""
    console = Console(as_json=False)
    args = _parser().parse_args(argv)
    if args.file == "-" and not (args.kind in PAPERS and PAPERS[args.kind].copied):
        return console.fail(Refused("not_a_text"))
    try:
        return _make(args, console)
    except DbError as error:
        return console.fail(error)
    except OSError as error:
        console.fail(Refused("paper_unwritable", file=args.file, why=error.strerror or str(error)))
        return BLOCKING
    finally:
        console.close()


def _make(args: argparse.Namespace, console: Console) -> int:
    engine = engines.engine()
    require_current(engine)
    actor = users.acting(engine, args.by, Right.EXPORT, args.via)
    engine = as_seen_by(engine, actor)
    material = gather(engine, _reached(engine, _order(args, actor, default.for_reading(engine, args.project)), console))
    if args.uploads is not None and args.uploads != ",".join(str(u.id) for u in material.view.uploads.values()):
        return CONFLICT
    now = args.seen or material.order.clock
    link = partial(frozen.printed, engine, material.view, args.lang, actor=actor, now=now)
    if wrong := public.trouble():
        console.warn(wrong)
    material = replace(material, order=replace(material.order, link=link(), quick_link=link(page=frozen.QUICK)))
    made = PAPERS.values() if args.kind == ALL else [PAPERS[args.kind]]
    if args.via == "command":  # a job's papers are recorded when somebody takes them
        _record(engine, material, made, actor, console)
    if args.file == "-":
        console.say(Text.plain(PAPERS[args.kind].make(material, args.digits).decode("utf-8").rstrip("\n")))
        return OK
    if args.kind != ALL:
        write(Path(args.file), PAPERS[args.kind].make(material, args.digits))
        return OK
    Path(args.file).mkdir(parents=True, exist_ok=True)
    for paper in made:
        write(Path(args.file) / paper.file, paper.make(material, args.digits))
        console.say(Text.plain(paper.name))
        sys.stdout.flush()
    return OK


def _record(engine: Engine, material: Material, made: Iterable[Paper], actor: Actor, console: Console) -> None:
    """Record the papers; a database that can be read alone makes them all the same, and that is said."""
    try:
        for paper in made:
            detail, payees = paper.record(material.view), paper.payees and material.order.payees
            now = datetime.now(UTC)
            looks.exported(engine, actor=actor, project=material.order.project, detail=detail, now=now, payees=payees)
    except NotAllowed:
        raise
    except DbError as error:
        console.warn(error.message)


def write(target: Path, content: bytes) -> None:
    """The whole file or none: a reader never sees half of one."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _order(args: argparse.Namespace, actor: Actor, project: str) -> Order:
    return Order(
        project=project,
        writing=Writing(args.lang, args.digits or "arabic"),
        clock=args.clock or datetime.now(UTC),
        day=args.as_of,
        seen=args.seen,
        payees=not args.no_payees and actor.may(Right.SEE_PAYEE),
        looking_back=args.seen is not None and not args.present,
        second_look=args.second_look,
        tells_waiting=actor.knows_of_waiting(project),
    )


def _reached(engine: Engine, order: Order, console: Console) -> Order:
    """The order; of a day after the newest data the newest is made, and said, as the pages do: what became of the
    project since, nobody has said yet.
    """
    newest = plan_past.newest_day_of(engine, order.project)
    if order.seen is not None or order.day is None or newest is None or order.day <= newest:
        return order
    console.warn(Message("band.too_late", {"day": newest}))
    return replace(order, day=None)


def instant(text: str) -> datetime:
    """An instant of the command line, such as ``2021-07-01T03:00:00Z``; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(usage("not_an_instant", text)) from error


def _parser() -> Parser:
    parser = Parser(prog="python -m ui.reports", description="Make a paper for the meeting.")
    parser.add_argument("kind", metavar="KIND", choices=(*PAPERS, ALL), help=", ".join(PAPERS) + "; all, into a folder")
    parser.add_argument("file", metavar="FILE", help="where to; - is standard output, for the LINE text alone")
    parser.add_argument(
        "--project", metavar="CODE", help="default: OTOP_PROJECT, else the project that the server shows"
    )
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", type=iso_date, help="default: the newest data")
    parser.add_argument("--seen", metavar="INSTANT", type=instant, help="only uploads received, not withdrawn, by then")
    parser.add_argument("--lang", choices=languages(), default=FIRST)
    official = " and ".join(", ".join(paper.name for paper in PAPERS.values() if paper.official).rsplit(", ", 1))
    parser.add_argument("--digits", choices=("thai", "arabic"), help=f"default: thai for {official} in Thai")
    parser.add_argument("--no-payees", action="store_true", help="leave payees out of the workbook's ledger")
    parser.add_argument("--second-look", action="store_true", help="in the pack: entries worth a second look")
    parser.add_argument("--present", action="store_true", help="with --seen: that instant is now, not the past")
    parser.add_argument("--uploads", metavar="IDS", help="the uploads that must be in force, in order")
    parser.add_argument("--by", metavar="USER", help="an enabled user; default: the operator of this system")
    parser.add_argument("--via", choices=("command", "job"), default="command", help=argparse.SUPPRESS)
    parser.add_argument(
        "--clock", type=instant, help="the instant that is printed, and from which the age of the data is counted"
    )
    return parser
