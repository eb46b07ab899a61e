"""Two uploads compared, and the rows of one as they were loaded: whole on the page, and as files."""

from functools import partial

import streamlit as st
from starlette.requests import Request

from core.intake.compare import listing
from core.intake.compare.words import sentences
from core.intake.forms import templates
from core.model import Actor, Right
from core.model.kinds import KINDS
from core.text import Sight
from db.accounts import looks
from db.engine import Engine
from db.errors import Erased
from db.notebook import organisations
from db.reviews import waiting
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from ui.auth import door
from ui.auth.guard import Session
from ui.routes.files import CSV, Delivery, FileRoute, NotDelivered, link_of
from ui.text import markdown_text, t, words
from ui.widgets import boxes, tables


def said(upload: UploadInfo, lang: str) -> str:
    """An upload by its set and its day: ``ชุดที่ 6 ณ 31 ก.ค. 64``."""
    return t("history.set_of_day", lang, set=upload.seq, day=words.day(upload.as_of, lang))


def two(session: Session, before: UploadInfo, after: UploadInfo) -> None:
    """What changed between two uploads: in sentences, then every row of it, which can be taken along."""
    say, lang = session.say, session.lang
    with st.container(border=True, key="history-two"):
        if before.kind != after.kind:
            st.caption(say("history.diff_kinds"))
            return
        kind = KINDS[before.kind].name.get(lang)
        title = say("history.diff", kind=kind, a=said(before, lang), b=said(after, lang))
        st.markdown(f"**{markdown_text(title)}**")
        try:
            diff = store.diff_uploads(session.engine, before.id, after.id)
        except Erased as error:
            st.caption(session.told(error.message))
            return
        if diff.is_empty:
            st.caption(say("history.diff_none"))
            return
        for line in sentences(diff, session.actor.columns_left_out, sight(session.engine, session.project.code)):
            st.markdown(f"- {markdown_text(session.told(line))}")
        found = listing.lines(
            diff, session.told, session.actor.columns_left_out, sight(session.engine, session.project.code)
        )
        with boxes.ends():
            st.markdown(f"**{say('history.diff_rows', n=f'{len(found):,}')}**")
            tables.download(session, say("history.diff_file"), f"files/diff/{before.id}/{after.id}.csv")
        cells = [line.cells(session.told) for line in found]
        shown = {session.told(head): [line[place] for line in cells] for place, head in enumerate(listing.HEADS)}
        tables.show(shown, "diff-table", alt=title)


def rows(session: Session, upload: UploadInfo) -> None:
    """The rows of one upload as they were loaded, once they are asked for, and as a file; nothing once erased."""
    if upload.erased_at is not None:
        return
    tables.download(session, session.say("history.rows_file"), f"files/upload/{upload.id}.csv")
    boxes.folded(
        session.say("history.rows_open", n=f"{upload.row_count:,}"),
        f"history-rows-{upload.id}",
        partial(_table, session, upload),
        ":material/table_rows:",
    )


def _table(session: Session, upload: UploadInfo) -> None:
    found, stages = store.rows_of_upload(session.engine, upload.id)
    cells = listing.table(
        found, stages, session.told, session.actor.columns_left_out, sight(session.engine, upload.project)
    )
    shown = {session.say("history.row"): list(found.numbers), **cells}
    tables.show(shown, f"rows-table-{upload.id}", alt=said(upload, session.lang))


def sight(engine: Engine, project: str) -> Sight:
    """Rows of uploads read the same on the page and in the file, whoever looks: no persons, no telephones."""
    return Sight(named=organisations.marked(engine, project))


def _upload(request: Request, actor: Actor, name: str) -> UploadInfo:
    """The upload that the address names, of the project that the request is about."""
    upload = waiting.upload_for(door.engine_of(actor), int(request.path_params[name]), reader=actor)
    if request.query_params.get("project", upload.project) != upload.project:
        raise NotDelivered(404, "files.no_data")
    return upload


def _rows_csv(request: Request, actor: Actor) -> Delivery:
    """The rows of one upload as they were loaded, persons and telephones masked."""
    upload, lang = _upload(request, actor, "upload"), link_of(request).lang
    found, stages = store.rows_of_upload(door.engine_of(actor), upload.id)
    _log(actor, upload, f"{upload.kind} {upload.seq}")
    name = f"{KINDS[upload.kind].name.get(lang)} {said(upload, lang)} {upload.project}.csv"
    return Delivery(
        name,
        CSV,
        templates.export_csv(found, stages, sight(door.engine_of(actor), upload.project), actor.columns_left_out),
    )


def _diff_csv(request: Request, actor: Actor) -> Delivery:
    """Every row that differs between two uploads of one kind."""
    before, after = (_upload(request, actor, name) for name in ("before", "after"))
    lang = link_of(request).lang
    diff = store.diff_uploads(door.engine_of(actor), before.id, after.id)
    written = partial(words.told, lang=lang)
    _log(actor, after, f"{after.kind} {before.seq} {after.seq}")
    kind = KINDS[after.kind].name.get(lang)
    name = t("history.diff", lang, kind=kind, a=said(before, lang), b=said(after, lang)).replace(":", "")
    return Delivery(
        f"{name}.csv",
        CSV,
        listing.as_csv(
            listing.lines(diff, written, actor.columns_left_out, sight(door.engine_of(actor), after.project)), written
        ),
    )


def _log(actor: Actor, upload: UploadInfo, detail: str) -> None:
    payees, engine = upload.kind == "spending" and not actor.columns_left_out, door.engine_of(actor)
    looks.exported(engine, actor=actor, project=upload.project, detail=detail, now=door.utc_now(), payees=payees)


ROUTES = (
    FileRoute("/files/upload/{upload:int}.csv", Right.EXPORT, _rows_csv),
    FileRoute("/files/diff/{before:int}/{after:int}.csv", Right.EXPORT, _diff_csv),
)
