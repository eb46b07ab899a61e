"""The parts of the quick page, one function each: the overview's own words and figures as HTML."""

from collections.abc import Iterable, Sequence
from html import escape

from core.analysis.attention import attention
from core.analysis.breakdowns import of_groups, of_money
from core.figures import Figure, Figures
from core.model import Right, Snapshot
from ui.charts import alts, frames, still
from ui.charts.specs import LEGENDS, SIGNS, Spec
from ui.glance import charts
from ui.glance.pen import Pen
from ui.screens.budget import curves
from ui.screens.overview import about
from ui.shell import band
from ui.text import NEWLINE, amounts, key_of_series, words
from ui.widgets import bars, cards

# The signs of the tones: a tick, a mark of exclamation, an i; colour is never the only sign.
_ICONS = {
    "success": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.6 14.6-4.3-4.3 1.7-1.7 2.6 2.6 6-6 1.7 1.7z",
    "warning": "M12 2 1 21h22zm-1.1 7h2.2v6h-2.2zm0 7.5h2.2v2.2h-2.2z",
    "info": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.1 8.5h2.2V17h-2.2zm0-3.7h2.2V9h-2.2z",
}
_SEEN_ON = {"groups": "groups", "satang": "budget"}  # unit of a figure -> the page that shows what it is made of


def head(pen: Pen, view: Snapshot, figures: Figures) -> str:
    """Project, data dates, and what to beware of."""
    session = pen.session
    days, *_ = band.stamps(session, view, figures)
    badges = _badges(pen, view, figures)
    notices = [*session.notices, band.differs(session, view, figures)]
    if later := sum(figures.not_yet_counted.values()):
        notices.append(session.say("budget.not_counted", k=later))
    if pen.rest:
        notices.append(session.say("glance.filtered"))
    grey = ' class="stale"' if figures.stale else ""
    return (
        f"<header{grey}><h1>{pen.text(session.project.name.get(session.lang))}</h1>"
        f'<p class="quiet">{_unbroken(pen, [days])}</p>{badges}</header>'
        + "".join(f'<p class="notice">{pen.text(notice)}</p>' for notice in notices if notice)
    )


def _badges(pen: Pen, view: Snapshot, figures: Figures) -> str:
    session = pen.session
    said, back = [], ""
    if session.project.sample:
        said.append(session.say("band.sample"))
    if session.day is not None or session.seen is not None:
        said.append(band.past(session, view))
        back = f'<a href="{pen.address("glance", as_of=None, seen=None)}">{pen.say("band.back")}</a>'
    if figures.stale:
        said.append(session.say("band.stale", days=figures.age_days))
    if figures.suspects:
        said.append(session.say("band.check", k=len(figures.suspects)))
    if waits := band.waits(session):
        said.append(session.say("band.waits", k=waits))
    shown = "".join(f"<span>{pen.text(one)}</span>" for one in said)
    return f'<p class="badges">{shown}{back}</p>' if said else ""


def verdict(pen: Pen, figures: Figures) -> str:
    """The one sentence, with sign, words and colour."""
    tone, _ = cards.look(figures.verdict)
    sign = f'<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="{_ICONS[tone]}"/></svg>'
    sentence = pen.text(pen.session.told(figures.verdict.message))
    return f'<a class="verdict {tone}" href="{pen.address("")}">{sign}<strong>{sentence}</strong></a>'


def beginning(pen: Pen) -> str:
    """Under the verdict of a project without any data."""
    if pen.session.may(Right.UPLOAD):
        way = f'<p><a class="more" href="{pen.address("upload")}">{pen.say("nav.upload")}</a></p>'
    else:
        way = f'<p class="quiet">{pen.say("beginning.wait")}</p>'
    return f'<section class="card"><p>{pen.say("beginning.plan")}</p>{way}</section>'


def headline(pen: Pen, figures: Figures) -> str:
    """The large figures beside each other, in whole baht."""
    return f'<div class="cards">{"".join(_figure(pen, figures, one) for one in figures.listed("headline"))}</div>'


def _figure(pen: Pen, figures: Figures, figure: Figure) -> str:
    session = pen.session
    value = amounts.amount(session, figure, figures[figure.name], 0)
    return (
        f'<a class="card" href="{pen.address(_SEEN_ON.get(figure.unit, ""))}">'
        f'<span class="label">{pen.text(words.whole(session.say(figure.key("label"))))}</span>'
        f'<p class="value">{pen.text(value)}</p>{_bar(pen, cards.bar_of(figures, figure))}'
        f'<p class="quiet">{pen.text(cards.beneath(session, figures, figure))}</p></a>'
    )


def _bar(pen: Pen, bar: bars.Bar | None) -> str:
    """A part of a whole, and a tick where the plan stands."""
    found = bars.lengths(pen.session, bar) if bar else None
    if found is None:
        return ""
    tick = "" if found.plan is None else f'<rect class="plan" x="{found.plan}%" width="3" height="15"/>'
    return (
        f'<svg class="bar" role="img" aria-label="{pen.text(found.said)}">'
        f'<rect class="whole" y="3" width="100%" height="9" rx="2"/>'
        f'<rect class="done" y="3" width="{found.done}%" height="9" rx="2"/>{tick}</svg>'
    )


def needs(pen: Pen, view: Snapshot, figures: Figures) -> str:
    """What to follow up; each line leads to its page and rows."""
    session = pen.session
    lines = "".join(
        f'<li><a href="{pen.address(about.page_of(session, need.code), about.rows_of(session, need))}">'
        f"{pen.text(about.sentence(session, need))}</a></li>"
        for need in attention.needs(view, figures)
    )
    none = "paper.closed" if figures.state == "closed" else "overview.attention_none"
    shown = f'<ul class="needs">{lines}</ul>' if lines else f'<p class="quiet">{pen.say(none)}</p>'
    return f'<section class="card"><h2>{pen.say("overview.attention")}</h2>{shown}</section>'


def burns(pen: Pen, view: Snapshot, figures: Figures) -> str:
    """Groups and money by month beside their plans."""
    session = pen.session
    groups, money = _rows_of_burns(pen, view)
    drawn = charts.drawn(specs_of_burns(pen, view), pen.writing)
    beneath = "".join(f'<p class="quiet">{pen.text(line)}</p>' for line in curves.of_the_plan(session, figures))
    said = alts.groups_burn(session, view, groups, figures.target_groups)
    first = _chart(pen, "groups_burn", groups, drawn[0], said, "", beneath)
    second = _chart(pen, "money_burn", money, drawn[1], alts.money_burn(session, view, money), "budget")
    return f'<div class="charts">{first}{second}</div>'


def _rows_of_burns(pen: Pen, view: Snapshot) -> tuple[list[frames.Row], list[frames.Row]]:
    lang = pen.session.lang
    return frames.groups_burn(of_groups.burn_up(view), lang), frames.money_burn(of_money.burn_money(view), lang)


def specs_of_burns(pen: Pen, view: Snapshot) -> list[Spec | None]:
    """What the two burns are drawn from."""
    size = {"width": charts.WIDTH, "height": charts.HEIGHT, "apart": charts.APART}
    rows = zip(("groups_burn", "money_burn"), _rows_of_burns(pen, view), strict=True)
    return [still.spec(name, found, pen.digits, **size) for name, found in rows]


def _chart(pen: Pen, name: str, rows: Sequence[frames.Row], drawn: str, alt: str, page: str, beneath: str = "") -> str:
    title, address = pen.session.say(f"overview.{name}"), pen.address(page)
    if not rows:
        shown = f'<p class="quiet">{pen.say("chart.empty")}</p>'
    elif not drawn:  # what it would show is said all the same
        shown = f'<p>{pen.text(alt)}</p><p><a class="more" href="{address}">{pen.say("glance.not_drawn")}</a></p>'
    else:
        shown = _legend(pen, name, rows) + charts.inline(drawn, pen.digits(alt), pen.digits(title))
    heading = f'<h2><a href="{address}">{pen.text(title)}</a></h2>'
    return f'<section class="card chart">{heading}{shown}{beneath}</section>'


def _legend(pen: Pen, name: str, rows: Iterable[frames.Row]) -> str:
    """Sign, colour and words of each series that is there."""
    there = {row["series"] for row in rows}
    entries = "".join(
        f'<span><i class="of-{series}" aria-hidden="true">{SIGNS[mark]}</i> {pen.say(key_of_series(series))}</span>'
        for series, (_, mark) in LEGENDS[name].items()
        if series in there
    )
    return f'<p class="legend">{entries}</p>'


def tiles(pen: Pen, view: Snapshot) -> str:
    """Each amphoe where it stands, with registered groups of all; nothing where the project has no places."""
    found = (row for row in of_groups.amphoe_tiles(view) if row["row"] is not None)
    placed = sorted(found, key=lambda row: (row["row"], row["col"]))
    shown = frames.tiles(placed, pen.session.lang)
    if not shown:
        return ""
    entries = "".join(
        f'<li class="row-{tile["row"]} col-{tile["col"]} share-{round(tile["share"] * 10)}">'
        f'<a href="{pen.address("groups", [("amphoe", row["amphoe"])])}" aria-label="{pen.text(_said(tile))}">'
        f"<span>{'<br>'.join(pen.text(line) for line in tile['lines'].split(NEWLINE))}</span>"
        f"<b>{pen.text(tile['label'])}</b></a></li>"
        for row, tile in zip(placed, shown, strict=True)
    )
    heading = f'<h2><a class="more" href="{pen.address("groups")}">{pen.say("overview.tiles")}</a></h2>'
    return f'<section class="card">{heading}<ul class="tiles">{entries}</ul></section>'


def _said(tile: frames.Row) -> str:
    return f"{tile['amphoe']} {tile['label']}: {tile['tip']}"


def trust(pen: Pen, view: Snapshot, figures: Figures) -> str:
    """When the data were loaded, which sets, how old."""
    _, *parts = band.stamps(pen.session, view, figures)
    return f'<p class="quiet">{_unbroken(pen, parts)}</p>' if parts else ""


def _unbroken(pen: Pen, parts: Sequence[str]) -> str:
    """One quiet line that breaks between its parts alone."""
    pieces = [piece for part in parts for piece in part.split(" · ")]
    return " · ".join(f"<span>{escape(pen.digits(piece))}</span>" for piece in pieces)
