"""What a person decides once: what unknown headers and values mean, which sheets, which part, what to skip."""

from dataclasses import replace
from functools import partial
from typing import cast

import streamlit as st

from core.intake import Intake, Mapping, Reading, Scope
from core.intake.cells.values import constant_fault
from core.intake.layout.mapping import never_maps
from core.intake.layout.units import POWERS, Unit
from core.intake.spoilt.hidden import HIDDEN_WAYS
from core.intake.spoilt.swapped import DATE_WAYS
from core.model import choices_in, places
from core.model.kinds import KINDS, Column
from db.snapshots import memory
from db.tables import HeaderMapping, ValueMapping
from ui.auth.guard import Session
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.text import label_text, markdown_text, words
from ui.widgets import fields

_VALUE_ISSUES = frozenset({"not_in_list", "unknown_amphoe", "unknown_tambon", "bad_standard"})
_SKIPPABLE = frozenset({"id_column", "bank_column"})
_MOST_VALUES = 30
_NOT_ASKED = ("unit_other", "dates_not_swapped")
# What a file may leave open: the beginning of the codes that ask or say it, and the answers.
_WAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unit": ("unit_", tuple(POWERS)),
    "dates": ("dates_", DATE_WAYS),
    "hidden": ("hidden_", HIDDEN_WAYS),
}
_NEVER_ALIKE = ("code", "name", "group_code", "doc_no")  # no two rows share these, or hardly ever


def draw(session: Session, draft: Draft, found: Intake) -> None:
    """Each question that this file asks, and only those."""
    _sheets(session, draft, found)
    _scope(session, draft, found)
    _ways(session, draft, found)
    _skip_columns(session, found)
    _mint(session, found)
    for reading in found.readings[:1]:
        _headers(session, draft, found, reading)
    _values(session, draft, found)
    _known_values(session, draft, found)


def mapping_of(draft: Draft) -> Mapping:
    """The mapping under way."""
    return draft.mapping or Mapping(name="", kind=draft.kind)


def _sheets(session: Session, draft: Draft, found: Intake) -> None:
    """Which sheets of a workbook are read."""
    sheets = list(dict.fromkeys(sheet for reading in found.readings for sheet in reading.sheets))
    if len(sheets) < 2:
        return
    now = list(draft.sheets or dict.fromkeys(reading.sheet for reading in found.readings if reading.sheet))
    with st.form("upload-sheets", border=False):
        chosen = st.multiselect(
            session.say("upload.sheets"),
            sheets,
            default=[s for s in now if s in sheets],
            placeholder=session.say("upload.sheets_none"),
        )
        if st.form_submit_button(session.say("upload.sheets_use")) and chosen and chosen != now:
            drafts.change(draft, sheets=tuple(chosen))
    if len(now) < len(sheets):
        label = session.say("upload.sheets_all", k=len(sheets))
        everything = partial(drafts.decide, lambda now: replace(now, sheets=tuple(sheets)))
        st.button(label, key="upload-sheets-all", icon=":material/select_all:", on_click=everything)


def needs_scope(draft: Draft, found: Intake) -> bool:
    """Whether a person has yet to say if a file that looks like a part is one: rows of all the others would vanish."""
    return not draft.scope_chosen and any(issue.code == "partial_file" for issue in found.issues)


def _scope(session: Session, draft: Draft, found: Intake) -> None:
    """Whether the files replace everything or are a part; asked where today's rows would vanish, or columns are not
    there that today's rows have.
    """
    vanishes = found.diff is not None and len(found.diff.removed) > 0
    lacks = found.base_upload_id is not None and any(issue.code == "missing_column" for issue in found.issues)
    if not vanishes and not lacks and not draft.scope_chosen:
        return
    open_question = needs_scope(draft, found)
    if open_question:
        for issue in found.issues:
            if issue.code == "partial_file":
                st.info(markdown_text(session.told(issue.message)), icon=":material/call_split:")
    key = f"upload-scope-{draft.print[-12:]}"
    if not open_question:
        st.session_state[key] = draft.scope
    st.segmented_control(
        session.say("upload.scope"),
        ("replace", "append", "update"),
        format_func=lambda scope: session.say(f"upload.scope_{scope}"),
        key=key,
        required=not open_question,
        on_change=lambda: _scoped(st.session_state[key]),
    )


def _scoped(chosen: Scope | None) -> None:
    if chosen is not None:
        drafts.decide(lambda now: replace(now, scope=chosen, scope_chosen=True))


def _ways(session: Session, draft: Draft, found: Intake) -> None:
    """How the file is to be read where it leaves that open: each question that it raises, with the answer so far."""
    for name, (begins, answers) in _WAYS.items():
        asked = [issue for issue in found.issues if issue.code.startswith(begins) and issue.code not in _NOT_ASKED]
        if not asked:
            continue
        key = f"upload-way-{name}-{draft.print[-12:]}"
        answer = found.ways.get(name)
        if answer is not None:
            st.session_state[key] = answer
        for issue in asked:
            if issue.severity != "info":
                st.info(markdown_text(session.told(issue.message)), icon=":material/help:")
        st.segmented_control(
            session.say(f"ways.{name}"),
            answers,
            format_func=partial(_answer, session, name),
            key=key,
            required=answer is not None,
            on_change=partial(_answered, name, key),
        )


def _answer(session: Session, name: str, answer: str) -> str:
    return session.say(f"ways.{name}_{answer}")


def _answered(name: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        drafts.decide(lambda now: replace(now, ways={**now.ways, name: chosen}))


def _skip_columns(session: Session, found: Intake) -> None:
    """A named column of personal data may be left out: not read, not kept."""
    named = [str(issue.params.get("header", "")) for issue in found.issues if issue.code in _SKIPPABLE]
    for header in dict.fromkeys(filter(None, named)):  # two columns, or two files, may have one header
        label = session.say("upload.skip_column", col=header)
        skip = partial(drafts.decide, partial(_without, header=header))
        st.button(markdown_text(label), key=f"skip-{header}", icon=":material/visibility_off:", on_click=skip)


def _without(now: Draft, *, header: str) -> Draft:
    mapping = mapping_of(now)
    return replace(now, mapping=replace(mapping, skip=(*mapping.skip, header)))


def _mint(session: Session, found: Intake) -> None:
    """Codes for a register without them, or for its rows without one, once the names are known."""
    named = any("name" in reading.columns.values() for reading in found.readings)
    asked = any(issue.code == "missing_code" or issue.params.get("mint") for issue in found.issues)
    if named and asked:
        mint = partial(drafts.decide, lambda now: replace(now, mapping=replace(mapping_of(now), mint=True)))
        st.button(session.say("upload.mint"), key="upload-mint", icon=":material/tag:", on_click=mint)


def _headers(session: Session, draft: Draft, found: Intake, reading: Reading) -> None:
    """Unknown headers with a guess and a picker; missing required columns with one value for all rows."""
    taken = set(reading.columns.values())
    free = [column for column in KINDS[draft.kind].columns if column.name not in taken]
    lacks = any(issue.code in ("missing_column", "missing_code") for issue in found.issues)
    known = (*mapping_of(draft).constants, *_NEVER_ALIKE)
    missing = [c for c in free if c.required and c.name not in known] if lacks else []
    _memory(session, draft, reading)
    if not free or not (reading.unmapped or missing):
        return
    folded = st.expander(
        session.say("upload.map_title"), expanded=lacks, icon=":material/conversion_path:", key="upload-map"
    )
    with folded, st.form("upload-headers", border=False):
        st.caption(session.say("upload.map_intro"))
        guesses = {one.header: one.guess for one in reading.unmapped}  # a header that stands there twice is asked once
        chosen = {header: _header_picker(session, header, guess, free) for header, guess in guesses.items()}
        constants = {c.name: _constant(session, c) for c in missing}
        if st.form_submit_button(session.say("upload.use"), type="primary"):
            if not _constants_read(session, missing, constants):
                return
            columns = {name: header for header, name in chosen.items() if name}
            _use(session, draft, reading, columns, {n: v for n, v in constants.items() if v and n not in columns})


def _header_picker(session: Session, header: str, guess: str | None, free: list[Column]) -> str | None:
    """What one header means; headers that must never mean a column do not offer it."""
    offered = [None, *(c.name for c in free if not never_maps(c, header))]
    names = {c.name: c.header for c in free}
    return st.selectbox(
        markdown_text(header),
        offered,
        index=offered.index(guess) if guess in offered else 0,
        format_func=lambda name: names[name] if name else session.say("upload.map_none"),
        key=f"map-{header}",
    )


def _constant(session: Session, column: Column) -> str:
    label = session.say("upload.map_constant", col=column.header)
    choices = choices_in(column, session.project)
    if choices:
        names = ["", *(choice.written for choice in choices)]
        return st.selectbox(label, names, format_func=label_text, key=f"constant-{column.name}")
    return st.text_input(label, key=f"constant-{column.name}")


def _constants_read(session: Session, missing: list[Column], typed: dict[str, str]) -> bool:
    """Whether each value typed for all rows can be one of its column; what can not is said and not remembered."""
    given = [(column, typed[column.name]) for column in missing if typed[column.name]]
    faults = [constant_fault(column, session.project, text) for column, text in given]
    for fault in faults:
        if fault is not None:
            fields.refuse(session.told(fault.message))
    return not any(faults)


def _use(session: Session, draft: Draft, reading: Reading, columns: dict[str, str], constants: dict[str, str]) -> None:
    """Take the choice over and remember it for this kind and set of headers."""
    mapping = mapping_of(draft)
    unread = tuple(one.header for one in reading.unmapped if one.header not in columns.values())
    mapping = replace(
        mapping,
        columns={**mapping.columns, **columns},
        constants={**mapping.constants, **constants},
        ignore=tuple(dict.fromkeys((*mapping.ignore, *unread))),
        unit=cast(Unit | None, draft.ways.get("unit")) or mapping.unit,
    )
    headers = drafts.asked_headers(reading, mapping_of(draft))
    memory.remember_headers(session.engine, headers, replace(mapping, values={}), actor=session.actor, now=session.now)
    drafts.change(draft, mapping=mapping)


def _memory(session: Session, draft: Draft, reading: Reading) -> None:
    """What is remembered for this set of headers, visible and removable."""
    headers = set(drafts.asked_headers(reading, mapping_of(draft)))
    for kept in memory.listed(session.engine, HeaderMapping, draft.kind):
        if set(kept.headers) != headers:
            continue
        at = words.moment(kept.at, session.lang)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(markdown_text(session.say("upload.map_remembered", at=at, by=kept.by)))
            if st.button(session.say("upload.map_forget"), key=f"forget-{kept.id}", type="tertiary"):
                memory.forget(session.engine, kept, actor=session.actor, now=session.now)
                drafts.change(draft, mapping=None)


def _values(session: Session, draft: Draft, found: Intake) -> None:
    """Values outside a list, each once: a person says what is meant, and that is recorded."""
    asked = dict.fromkeys(
        (i.field, i.value, i.column) for i in found.issues if i.code in _VALUE_ISSUES and i.field and i.value
    )
    if not asked:
        return
    columns = {c.field: c for c in KINDS[draft.kind].columns}
    folded = st.expander(session.say("upload.map_values"), expanded=True, icon=":material/rule:", key="upload-values")
    with folded, st.form("upload-values-form", border=False):
        chosen: dict[tuple[str, str], str] = {}
        for name, value, header in list(asked)[:_MOST_VALUES]:
            column = columns.get(str(name))
            if column is None or column.type == "standards":
                continue
            offered = _offered(session, column, str(value))
            label = session.say("upload.map_value", found=value, col=header)
            meant = st.selectbox(
                markdown_text(label),
                ["", *offered],
                format_func=lambda text: label_text(text) or session.say("upload.map_keep"),
                key=f"value-{name}-{value}",
            )
            if meant:
                chosen[column.name, str(value)] = meant
        if st.form_submit_button(session.say("upload.use"), type="primary") and chosen:
            _use_values(session, draft, chosen)


def _known_values(session: Session, draft: Draft, found: Intake) -> None:
    """The words matched before that this file uses, visible and removable."""
    if not found.folded.get("mapped_value"):
        return
    kept = memory.listed(session.engine, ValueMapping, draft.kind)[:_MOST_VALUES]
    if not kept:
        return
    heads = {c.name: c.header for c in KINDS[draft.kind].columns}
    title = session.say("upload.values_remembered", k=len(kept))
    with st.expander(title, icon=":material/translate:", key="upload-known-values"):
        for one in kept:
            said = session.say("upload.value_remembered", found=one.found, col=heads[one.column], meant=one.meant)
            source = session.say("upload.remembered_by", at=words.moment(one.at, session.lang), by=one.by)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(markdown_text(f"{said} · {source}"))
                if st.button(session.say("upload.map_forget"), key=f"forget-value-{one.id}", type="tertiary"):
                    memory.forget(session.engine, one, actor=session.actor, now=session.now)
                    drafts.change(draft, mapping=None)


def _offered(session: Session, column: Column, value: str) -> list[str]:
    """What a value may mean; the likeliest first."""
    province = session.project.province_code
    if column.name == "amphoe":
        likely, known = places.suggest_amphoe(value, province), places.amphoe_of(province)
    elif column.name == "tambon":
        likely, known = None, tuple(tambon for tambon, _ in places.tambon_of_province(province))
    else:
        return [choice.written for choice in choices_in(column, session.project)]
    names = [place.written for place in ((likely,) if likely else ()) + known]
    return list(dict.fromkeys(names))


def _use_values(session: Session, draft: Draft, chosen: dict[tuple[str, str], str]) -> None:
    mapping = mapping_of(draft)
    values = {name: dict(meanings) for name, meanings in mapping.values.items()}
    for (name, found), meant in chosen.items():
        memory.remember_value(session.engine, draft.kind, name, found, meant, actor=session.actor, now=session.now)
        values.setdefault(name, {})[found] = meant
    drafts.change(draft, mapping=replace(mapping, values=values))
