"""What each project says of itself, by region and name of its province; never by a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.analysis.headline import Headline
from core.calendar import bangkok_day
from core.figures import FIGURES, listed
from core.model.kinds import KINDS
from core.model.project import Project
from core.money import percent
from core.text import Text, searchable, sort_key
from db.snapshots.headlines import stored
from ui.auth.guard import Session
from ui.screens.projects.country import provinces
from ui.text import amounts, words
from ui.widgets import cards

MAKING, ERASED = "making", "erased"  # states of a project beside the codes of its verdict
TO_FOLLOW, LACKING, WELL = "follow", "lacking", "well"  # what a state asks for
_LACKING = frozenset({"no_data", "no_plan", "suspect", "stale", MAKING, ERASED})


@dataclass(frozen=True, slots=True)
class Line:
    """One project as the page lists it. ``state``: the code of its verdict, or one of the two beside them; ``asks`` for
    one of three things. ``cells`` are what the table shows, by heading.
    """

    code: str
    name: str
    province: str
    region: str
    year: int
    sample: bool
    state: str
    asks: str
    cells: Mapping[str, str | None]

    def holds(self, sought: str, province: str) -> bool:
        """Whether a text stands in its name, its code or the name of its province."""
        return searchable(sought) in searchable(f"{self.name} {self.code} {province}")


def lines(session: Session, found: stored.Found) -> list[Line]:
    """Every project in order: region, province, the newest year, name; samples last."""
    heads, stored_now = columns(session), {project.code: project for project in session.projects}
    made = [_line(session, heads, code, headline) for code, headline in found.headlines.items()]
    made += [
        _line(session, heads, code, _unmade(stored_now[code]), making=True)
        for code in found.missing
        if code in stored_now
    ]
    order = {code: province.order(session.lang) for code, province in provinces().items()}
    last = (len(order), sort_key(""))
    return sorted(made, key=lambda one: (one.sample, order.get(one.province, last), -one.year, sort_key(one.name)))


def columns(session: Session) -> list[str]:
    """The headings of the table, in order."""
    names = ("province", "state", *(figure.name for figure in listed("headline")))
    return [_heading(session, name) for name in (*names, "day", "missing", "year", "name", "region", "sentence")]


def _unmade(project: Project) -> Headline:
    """A project whose headline is not computed yet: its settings alone."""
    return Headline(
        name=dict(project.name.of),
        province=project.province_code,
        year=project.fiscal_year_be,
        sample=project.sample,
        start=project.start,
        end=project.end,
        staleness_days=project.staleness_days,
    )


def _line(session: Session, heads: list[str], code: str, headline: Headline, *, making: bool = False) -> Line:
    today = bangkok_day(session.now)
    stale = None if making else headline.stale(today)
    state = MAKING if making else ERASED if headline.erased else headline.code_on(today)
    if state in (MAKING, ERASED):
        sentence = session.say(f"projects.states.{state}")
    else:
        sentence = session.told(stale.message) if stale else Text(headline.sentences).get(session.lang)
    province = provinces().get(headline.province)
    name = Text(headline.name).get(session.lang)
    region = province.region if province else ""
    texts = {
        "province": province.name.get(session.lang) if province else None,
        "state": session.say(f"projects.states.{state}"),
        "day": _day(session, headline),
        "missing": None if making or headline.erased or session.amphoe else _missing(session, headline),
        "year": str(headline.year),
        "name": session.say("projects.sample", name=name) if headline.sample else name,
        "region": session.say(f"projects.regions.{region}") if region else None,
        "sentence": sentence,
    } | {one.name: _figure(session, headline, one.name) for one in listed("headline")}
    cells = {_heading(session, key): text for key, text in texts.items()}
    return Line(code, name, headline.province, region, headline.year, headline.sample, state,
                _asks(headline, state), {name: cells[name] for name in heads})  # fmt: skip


def _heading(session: Session, name: str) -> str:
    return amounts.labelled(session, FIGURES[name]) if name in FIGURES else session.say(f"projects.{name}")


def _asks(headline: Headline, state: str) -> str:
    if state in _LACKING:
        return LACKING
    tone, _ = cards.look_of(headline.code, within=headline.within_tolerance, waiting=headline.waiting)
    return TO_FOLLOW if tone == "warning" else WELL


def _figure(session: Session, headline: Headline, name: str) -> str | None:
    """A headline figure of its whole, with its plan, as the first screen of the project has them."""
    figure, values = FIGURES[name], headline.values
    value, whole, plan = values.get(name), values.get(figure.whole), values.get(figure.plan)
    if value is None:
        return None
    if whole is None:  # not told to who sees one amphoe
        return amounts.bare(figure, value, 0)
    shown = {"n": amounts.bare(figure, value, 0), "t": amounts.bare(figure, whole, 0)}
    if figure.unit == "groups":
        return session.say("projects.of_groups", **shown, e=cards.number(plan))
    share, planned = percent(value, whole), None if plan is None else percent(plan, whole)
    return session.say("projects.of_money", **shown, pct=share, p=planned)


def _day(session: Session, headline: Headline) -> str | None:
    """Up to which day both sides of the data go, and how many days ago that was while its year runs."""
    day = headline.joint_day or headline.day
    if day is None:
        return None
    age = headline.age(bangkok_day(session.now))
    shown = words.day(day, session.lang)
    return shown if age is None else session.say("projects.aged", day=shown, n=age)


def _missing(session: Session, headline: Headline) -> str | None:
    """The kinds of data that the project does not have."""
    names = [kind.name.get(session.lang) for key, kind in KINDS.items() if key not in headline.kinds]
    return ", ".join(names) or None


def counted(found: Iterable[Line]) -> dict[str, int]:
    """How many projects are in each state, samples left out, in the order of the states."""
    states = [one.state for one in found if not one.sample]
    return {state: states.count(state) for state in (*cards.VERDICT_LOOKS, MAKING, ERASED) if state in states}
