"""The verbs of ``python -m db``, their options and their exits.

0 done or clean, 1 blocking issues or not allowed, 2 unreadable file, 3 warnings not accepted, 4 another upload came in
between, 64 wrong usage, 69 no database.
"""

import argparse
import sys
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from core.intake.layout.units import POWERS
from core.intake.spoilt.hidden import HIDDEN_WAYS
from core.intake.spoilt.swapped import DATE_WAYS
from core.model import Right, token_roles, user_roles
from core.model.kinds import KINDS
from db.accounts import actors
from db.commands import care, figures, history, moving, people, personal, project, status
from db.commands.console import USAGE, Console
from db.commands.context import Command, Context, answer_of, iso_date
from db.commands.files import forms, month
from db.errors import DbError
from db.projects.versions import SAMPLE_PROJECT


class Parser(argparse.ArgumentParser):
    """Wrong usage exits 64."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit."""
    Console(as_json=False)  # before argparse prints anything
    args = _parser().parse_args(argv)
    console = Console(as_json=args.json)
    code = _run(Context(args, console))
    console.close()
    return code


def _run(context: Context) -> int:
    command: Command = context.args.command
    try:
        context.require_text()
        if context.args.right is not None:
            actors.require(context.actor, context.args.right)
        return command(context)
    except DbError as error:
        return context.console.fail(error)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m db", description="Keep the data of the OTOP progress dashboard.")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _care(verbs)
    _files(verbs)
    _history(verbs)
    _review(verbs)
    _people(verbs)
    _tokens(verbs)
    _personal(verbs)
    _projects(verbs)
    return parser


def _care(verbs: Any) -> None:
    _verb(verbs, "init", care.init, "make or update the tables, store projects/*.toml; safe to repeat")
    setup = _verb(verbs, "setup", care.setup, "first start: init, and a one-time sign-in for each role")
    setup.add_argument("--samples", action="store_true", help="load the samples too, into their own project")
    sample = _group(verbs, "sample", "the invented year of the sample project")
    _verb(sample, "load", care.sample_load, "load it; safe to repeat", right=Right.MAINTAIN)
    _verb(sample, "clear", care.sample_clear, "remove it wholly", _SAMPLE, right=Right.MAINTAIN)
    backup = _verb(verbs, "backup", care.backup, "write the database into one file", right=Right.MAINTAIN)
    where = backup.add_mutually_exclusive_group(required=True)
    where.add_argument("file", metavar="FILE", nargs="?")
    where.add_argument("--to", metavar="FOLDER", help="a dated file in this folder, proved to restore; for every night")
    backup.add_argument("--keep", metavar="N", type=care.count, help="then remove all but the newest N of --to")
    words = "write the keys of the chain into FILE.key; who has both can rewrite the chain"
    backup.add_argument("--with-key", action="store_true", help=words)
    backup.add_argument("--force", action="store_true", help="replace FILE where it is there")
    _verb(verbs, "restore", care.restore, "put a backup in place").add_argument("file", metavar="FILE")
    copy = _verb(verbs, "copy", moving.copy, "copy a whole database into an empty one, of SQLite or PostgreSQL")
    words = "a file, sqlite:///FILE or postgresql://USER@HOST:PORT/NAME; no server may be running on it"
    copy.add_argument("source", metavar="FROM", help=words)
    copy.add_argument("target", metavar="TO", help="the same; empty, or with a part of this copy, which goes on")
    copy.add_argument("--start-over", action="store_true", help="drop a part of a copy that TO holds, and begin again")
    verify = _verb(verbs, "verify", care.verify, "walk the chain; recompute every upload's rows and figures")
    words = "a link that a backup wrote, or its file: nothing before it may have changed"
    verify.add_argument("--since", metavar="LINK|FILE", help=words)
    _verb(verbs, "status", status.status, "how the program stands, and what needs a hand")
    chain = _group(verbs, "chain", "the chain of what was done")
    anew = _verb(chain, "new-key", care.new_key, "begin a section with a new key", right=Right.MAINTAIN)
    anew.set_defaults(begins_chain=True)


def _files(verbs: Any) -> None:
    check = _verb(
        verbs, "check", month.check, "read a file, say what is wrong and what it would change; store nothing", _READS
    )
    load = _verb(verbs, "load", month.load, "check a file and store it", _WRITES, right=Right.UPLOAD)
    template = _verb(verbs, "template", forms.template, "write a blank form, .xlsx or .csv", _READS)
    words = "write the rows in force; they load back the same"
    export = _verb(verbs, "export", forms.export, words, _READS, right=Right.EXPORT)
    for parser in (template, export):
        parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
        parser.add_argument("file", metavar="FILE")
    for parser in (check, load):
        _read(parser)
    for parser, required in ((check, False), (load, True), (export, False)):
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", type=iso_date, required=required)
    load.add_argument("--accept-warnings", action="store_true", help="store in spite of warnings")
    load.add_argument("--reason", metavar="TEXT", help="why; needed once the year is closed")
    summary = _verb(verbs, "summary", figures.summary, "the figures of a day", _READS)
    summary.add_argument("--as-of", metavar="YYYY-MM-DD", type=iso_date)


def _read(parser: argparse.ArgumentParser) -> None:
    """The options of the verbs that read files."""
    words = f"{', '.join(KINDS)}; {month.MONTH}: files of several kinds as one, each answer below as KIND=ANSWER"
    parser.add_argument("kind", metavar="KIND", choices=(*KINDS, month.MONTH), help=words)
    parser.add_argument("file", metavar="FILE", nargs="+", help=f"one; of {month.MONTH} as many as there are")
    parser.add_argument("--mapping", metavar="NAME|FILE", help="how to read a file that is not ours")
    words = "the unit of the amounts, where the file says another than baht"
    _answer(parser, "--unit", "|".join(POWERS), words, POWERS)
    words = "how to read dates in which a spreadsheet seems to have swapped day and month"
    _answer(parser, "--dates", "|".join(DATE_WAYS), words, DATE_WAYS)
    words = "whether hidden or filtered rows and columns of a workbook are read; default: they are, and it is said"
    _answer(parser, "--hidden", "|".join(HIDDEN_WAYS), words, HIDDEN_WAYS)
    words = "the sheet of a workbook to read; more than once: all as one; default: the one that fits best"
    _answer(parser, "--sheet", "NAME", words)
    words = f"of {month.MONTH}: the day from which the plan is in force; --as-of is that of all others"
    parser.add_argument("--plan-as-of", metavar="YYYY-MM-DD", type=iso_date, help=words)


def _answer(parser: argparse.ArgumentParser, option: str, metavar: str, words: str, of: Collection[str] = ()) -> None:
    parser.add_argument(option, metavar=metavar, type=answer_of(of), action="append", default=[], help=words)


def _history(verbs: Any) -> None:
    log = _verb(verbs, "history", history.history, "every upload, the newest first", _READS)
    log.add_argument("--kind", choices=KINDS)
    diff = _verb(verbs, "diff", history.diff, "what changed between two uploads of one kind", _BY_NUMBER)
    diff.add_argument("before", metavar="A", type=int)
    diff.add_argument("after", metavar="B", type=int)
    for name, command, needs_reason in (("withdraw", history.withdraw, True), ("reinstate", history.reinstate, False)):
        parser = _verb(verbs, name, command, f"{name} an upload", _BY_NUMBER, right=Right.WITHDRAW)
        parser.add_argument("id", metavar="ID", type=int)
        parser.add_argument("--reason", metavar="TEXT", required=needs_reason)
        if name == "withdraw":
            words = "and all that was stored together with it, as far as it is still live"
            parser.add_argument("--together", action="store_true", help=words)
        if name == "reinstate":
            words = "bring a plan back though it changes months already over"
            parser.add_argument("--accept-warnings", action="store_true", help=words)


def _review(verbs: Any) -> None:
    group = _group(verbs, "review", "what waits for a second pair of eyes, in projects that say review = true")
    _verb(group, "list", history.list_waiting, "what waits, and what it would change", _READS)
    for name, command, text in (
        ("pass", history.pass_on, "put what waits, and what was loaded together with it, into use"),
        ("send-back", history.send_back, "send it back for a reason"),
    ):
        parser = _verb(group, name, command, text, _BY_NUMBER, right=Right.REVIEW)
        parser.add_argument("id", metavar="ID", type=int)
        if name == "pass":
            words = "pass a plan though it changes months already over"
            parser.add_argument("--accept-warnings", action="store_true", help=words)
        else:
            parser.add_argument("--reason", metavar="TEXT", required=True)


def _people(verbs: Any) -> None:
    users = _group(verbs, "users", "who may sign in")
    _verb(users, "list", people.list_users, "every user")
    for name, command, text in (
        ("add", people.add, "add a user; prints a one-time password"),
        ("role", people.role, "give a user another role"),
        ("disable", people.disable, "shut a user out"),
        ("enable", people.enable, "let a user in again"),
        ("password", people.password, "a new one-time password"),
        ("email", people.email, "the e-mail by which the office's sign-in service knows a user"),
        ("scope", people.scope, "keep a user to some projects; without any open all of them"),
        ("review", people.review, "let a user pass what waits for review"),
        ("sign-out", people.sign_out, "end every sign-in of a user"),
    ):
        parser = _verb(users, name, command, text, right=Right.USERS)
        parser.add_argument("name", metavar="NAME")
        if name in ("add", "role"):
            roles = user_roles()
            parser.add_argument("--role", metavar="ROLE", choices=roles, required=True, help=", ".join(roles))
        elif name == "email":
            parser.add_argument("email", metavar="ADDRESS", nargs="?", default="", help="without one: take it away")
        elif name == "review":
            parser.add_argument("--take-away", action="store_true", help="take the right away again")
        elif name == "scope":
            parser.add_argument("codes", metavar="CODE", nargs="*")
            words = 'in each of them one amphoe of its province alone; "" opens the whole; default: as it is'
            parser.add_argument("--amphoe", metavar="NAME", help=words)


def _tokens(verbs: Any) -> None:
    group = _group(verbs, "token", "what programs read figures by (docs/api.md)")
    _verb(group, "list", people.list_tokens, "every token, when it ends and when it was used last", right=Right.USERS)
    new = _verb(group, "new", people.new_token, "make a token; it is printed once and kept nowhere", right=Right.USERS)
    new.add_argument("name", metavar="NAME", help="of the program that reads by it")
    roles = token_roles()
    new.add_argument("--role", metavar="ROLE", choices=roles, required=True, help=", ".join(roles))
    new.add_argument("--for", metavar="USER", dest="owner", required=True, help="an enabled user who answers for it")
    new.add_argument("--until", metavar="YYYY-MM-DD", type=iso_date, required=True, help="its last day; a year at most")
    words = "a project that it opens; more than once: each; default: all that the user sees"
    new.add_argument("--scope", metavar="CODE", dest="codes", action="append", default=[], help=words)
    end = _verb(group, "revoke", people.revoke_token, "end a token, from the next request on", right=Right.USERS)
    end.add_argument("name", metavar="NAME")


def _personal(verbs: Any) -> None:
    words = "erase the rows of uploads withdrawn long ago that no paper or short link names any more"
    erase = _verb(verbs, "erase", personal.erase, words, _ALL, right=Right.MAINTAIN)
    erase.add_argument("--older-than", metavar="DAYS", type=personal.days, required=True, help="since the withdrawal")
    erase.add_argument("--dry-run", action="store_true", help="list them and erase nothing")
    words = "say where a person occurs, by name or telephone number"
    _verb(verbs, "person", personal.person, words, right=Right.USERS).add_argument("search", metavar="SEARCH")


def _projects(verbs: Any) -> None:
    group = _group(verbs, "project", "project files, and the projects that are stored")
    new = _verb(group, "new", project.new, "write the file of a project that follows from another")
    new.add_argument("--from", metavar="CODE", dest="from_code", required=True, help="the project to begin from")
    new.add_argument("--year", metavar="YEAR", type=project.year, required=True, help="fiscal year, Buddhist era")
    new.add_argument("--province", metavar="NAME", help="another province, in Thai or English; asks for the two below")
    new.add_argument("--target", metavar="GROUPS", type=project.groups, help="groups aimed at; default: as before")
    new.add_argument("--budget", metavar="BAHT", type=project.budget, help="default: as before")
    check = _verb(group, "check", project.check, "say everything that is wrong with project files; store nothing")
    check.add_argument("files", metavar="FILE", nargs="*", help="default: every file of projects/")
    _verb(group, "list", project.list_all, "every stored project")
    for name, command, text in (
        ("close", project.close, "close the year: later loads need a reason; no figure changes"),
        ("reopen", project.reopen, "open a closed year again"),
    ):
        parser = _verb(group, name, command, text, _WRITES, right=Right.MAINTAIN)
        parser.add_argument("--reason", metavar="TEXT", default="")


# Where no --project is given. A verb of no project accepts the option like every other and has no use for it.
_OF_NO_PROJECT = "not used here"
_READS = "default: OTOP_PROJECT, else the project that the server shows"
_WRITES = "default: OTOP_PROJECT, else the only project that is no sample; several: name one"
_BY_NUMBER = "must be the project that the number belongs to, where given"
_ALL = "default: every project"
_SAMPLE = f"default: {SAMPLE_PROJECT}"


def _verb(
    verbs: Any, name: str, command: Command, text: str, project: str = _OF_NO_PROJECT, *, right: Right | None = None
) -> argparse.ArgumentParser:
    """``project`` is the help text of ``--project``, and says which rule holds where it is not given; ``right`` is what
    the verb asks of whom ``--by`` names.
    """
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    parser.add_argument("--project", metavar="CODE", help=project)
    if right is not None:
        parser.add_argument("--by", metavar="USER", help="an enabled user; default: the operator of this system")
    parser.set_defaults(command=command, writes=project == _WRITES, right=right, begins_chain=False)
    return parser


def _group(verbs: Any, name: str, text: str) -> Any:
    parser = verbs.add_parser(name, help=text, description=text)
    return parser.add_subparsers(title="verbs", metavar="VERB", required=True)
