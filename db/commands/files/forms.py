"""template and export: a blank form, the rows in force as a file."""

from pathlib import Path

from core.intake.forms import templates
from core.model import is_part
from core.model.kinds import KINDS
from db.accounts import looks
from db.commands.context import Context
from db.errors import OfTheWhole, Refused
from db.projects import versions
from db.snapshots import store


def template(context: Context) -> int:
    """A blank form: XLSX with lists and one example row, or CSV with the header alone; of a plan with its months."""
    args, path = context.args, Path(context.args.file)
    project = versions.project_at(context.engine, context.project).project
    if path.suffix.lower() == ".xlsx":
        content = templates.template_xlsx(args.kind, project, context.console.written)
    elif path.suffix.lower() == ".csv":
        content = templates.template_csv(args.kind, project)
    else:
        raise Refused("form_name")
    return _write(context, path, content)


def export(context: Context) -> int:
    """The rows in force as CSV that loads back to the same rows; telephones and persons masked."""
    args, path = context.args, Path(context.args.file)
    if path.suffix.lower() != ".csv":
        raise Refused("export_name")
    if context.actor.amphoe is not None and not is_part(args.kind):
        raise OfTheWhole
    shown = store.base_view(context.engine, context.project, args.as_of)
    if args.kind not in shown.uploads:
        raise Refused("nothing_to_export", kind=KINDS[args.kind].name)
    rows = shown.rows[args.kind]
    payees = args.kind == "spending" and not context.actor.columns_left_out
    looks.exported(
        context.engine, actor=context.actor, project=context.project, detail=args.kind, now=context.now, payees=payees
    )
    content = templates.export_csv(rows, shown.stages, leave_out=context.actor.columns_left_out)
    return _write(context, path, content, rows=len(rows), upload_id=shown.uploads[args.kind].id)


def _write(context: Context, path: Path, content: bytes, **more: object) -> int:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused("unwritable", path=path, why=error.strerror or str(error)) from error
    result = {"ok": True, "kind": context.args.kind, "file": str(path), **more}
    return context.console.done(result, "wrote", path=path)
