"""The figures, one record each, in the order in which papers list them. A new figure is one record here and its words
in ``words/figures``.

Groups count up to the groups' cut-off, money up to the spending cut-off. What joins both (the verdict and earned value)
is of the earlier of the two. Money is satang.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.figures import rows
from core.figures.inputs import Inputs
from core.figures.record import Figure, Place, Rule, Slot, Source, Unit, known, some
from core.figures.standing import revisions
from core.figures.value import Amount, Unknown, Value
from core.model.kinds import Kind

Rules = Mapping[Kind, Rule]
_REGISTERED: Rules = {"groups": rows.registered_groups}
_PLANNED: Rules = {"plan": rows.months_over}
_ACCEPTED: Rules = {"instalments": rows.accepted_unpaid_instalments}
_NET: Rules = {"spending": rows.TRANSFERS}
_ORDERS: Rules = {"spending": rows.ORDERS}
_ALL: Rules = {"spending": rows.EVERYTHING}
_WORK: Rules = {**_REGISTERED, **_ALL, **_ACCEPTED}
NET, TARGET = "net_budget_satang", "target_groups"  # what others are a part of


def _until_lapsed(_value: Value, values: Mapping[str, Value]) -> bool:
    """What has lapsed may lapse no more."""
    return isinstance(values["lapsed_satang"], Unknown)


def _known_until_lapsed(value: Value, values: Mapping[str, Value]) -> bool:
    return known(value, values) and _until_lapsed(value, values)


def _in(*places: Place) -> dict[Place, Slot]:
    """Listed in these places in the order of the catalogue."""
    return dict.fromkeys(places, Slot())


def _groups(name: str, counted: Rules, **more: Any) -> Figure:
    """As many groups as its rule of groups counts; a rule that reads other kinds too names them beside groups."""
    return Figure(name=name, unit="groups", basis="groups", rows=counted,
                  compute=lambda inputs: inputs.count(counted), **more)  # fmt: skip


def _sum(name: str, entries: rows.Entries, **more: Any) -> Figure:
    """The sum of the entries of the register that it counts."""
    return Figure(name=name, unit="satang", basis="spending", rows={"spending": entries},
                  compute=lambda inputs: entries.total(inputs.position), **more)  # fmt: skip


def _money(name: str, counted: Rules, compute: Callable[[Inputs], Amount], **more: Any) -> Figure:
    """Money on the spending cut-off."""
    return Figure(name=name, unit="satang", basis="spending", rows=counted, compute=compute, **more)


def _joint(name: str, counted: Rules, compute: Callable[[Inputs], Amount], **more: Any) -> Figure:
    """What joins both sides; an index where its name is no amount."""
    unit: Unit = "satang" if name.endswith("_satang") else "index"
    return Figure(name=name, unit=unit, basis="both", rows=counted, compute=compute, **more)


_RECORDS = (
    Figure(
        name=TARGET, unit="groups", basis="each", compute=lambda inputs: inputs.project.target_groups,
        shown=_in("papers", "emenscr") | {"summary": Slot(1), "console": Slot(3)},
    ),
    _groups(
        "registered_groups", _REGISTERED, sheet="{registered}", of_amphoe=True,
        whole=TARGET, plan="expected_groups", aside="registered_before_groups", explained_with=("expected_groups",),
        shown=_in("headline", "kpis", "papers", "line", "emenscr", "years", "compared")
        | {"summary": Slot(2), "console": Slot(1)},
    ),
    Figure(
        name="expected_groups", unit="groups", basis="groups", rows=_PLANNED, sheet="{planned_groups}",
        compute=lambda inputs: inputs.planned("planned_groups", "groups"),
        shown=_in("papers", "emenscr") | {"summary": Slot(3), "console": Slot(2)},
    ),
    _groups(
        "developed_groups", {"groups": rows.developed_groups}, whole=TARGET, of_amphoe=True,
        sheet='COUNTIFS(G_status,"{active}",G_rank,">={developed}")',
        shown=_in("overview", "kpis", "papers", "line", "emenscr", "years", "compared")
        | {"summary": Slot(12), "console": Slot(4)},
    ),
    _groups("active_groups", {"groups": rows.active_groups}, of_amphoe=True),
    _groups("awaiting_date_groups", {"groups": rows.groups_awaiting_date}, of_amphoe=True),
    _groups("registered_before_groups", {"groups": rows.groups_registered_before}, of_amphoe=True),
    Figure(
        name="first_expected_groups", unit="groups", basis="groups", rows=_PLANNED,
        compute=lambda inputs: inputs.planned("planned_groups", "groups", first=True),
    ),
    Figure(
        name="plan_revisions", unit="times", basis="each", rows={"plan": rows.every_month},
        compute=lambda inputs: revisions(inputs.versions),
    ),
    Figure(
        name="budget_satang", unit="satang", basis="each", compute=lambda inputs: inputs.project.budget_satang,
        shown=_in("papers", "quarter") | {"summary": Slot(4)},
    ),
    _sum("transfer_in_satang", rows.Entries({"transfer_in": 1})),
    _sum("transfer_out_satang", rows.Entries({"transfer_out": 1})),
    _money(
        "allocated_satang", {"spending": rows.ALLOTMENTS}, lambda inputs: inputs.allotted, sheet="{allotted}",
        shown=_in("papers") | {"budget": Slot(9, known), "summary": Slot(11)},
    ),
    _money(
        NET, _NET, lambda inputs: inputs.net_budget, sheet="{net}",
        shown=_in("papers", "brief", "emenscr", "quarter", "gfmis", "compared", "console") | {"summary": Slot(5)},
    ),
    _sum(
        "disbursed_satang", rows.PAYMENTS, sheet="{disbursed}", of_amphoe=True,
        whole=NET, plan="expected_disbursed_satang", aside="carried_over_satang",
        explained_with=("expected_disbursed_satang", NET),
        shown=_in("headline", "kpis", "papers", "line", "brief", "emenscr", "gfmis", "years", "compared")
        | _in("console", "guide") | {"budget": Slot(1), "summary": Slot(6)},
    ),
    Figure(
        name="disbursed_percent", unit="percent", basis="spending", rows={"spending": rows.ANY_MONEY},
        compute=lambda inputs: inputs.share(inputs.position.disbursed), shown=_in("years"),
    ),
    Figure(
        name="used_percent", unit="percent", basis="spending", rows={"spending": rows.EVERYTHING},
        compute=lambda inputs: inputs.share(inputs.position.used),
    ),
    _money(
        "expected_disbursed_satang", _PLANNED,
        lambda inputs: inputs.planned("planned_disbursed_satang", "spending"), sheet="{planned_money}", whole=NET,
        shown=_in("papers", "brief", "emenscr", "console") | {"summary": Slot(13)},
    ),
    _money(
        "first_expected_disbursed_satang", _PLANNED,
        lambda inputs: inputs.planned("planned_disbursed_satang", "spending", first=True),
    ),
    _joint(
        "tolerance_satang", {**_PLANNED, **_NET}, lambda inputs: inputs.tolerance, sheet="{tolerance}",
        shown=_in("papers", "guide") | {"summary": Slot(14)},
    ),
    _money(
        "outstanding_satang", _ORDERS, lambda inputs: inputs.position.outstanding, sheet="ROUND(SUM(O_rest),2)",
        whole=NET, explained_with=(NET,),
        shown=_in("papers", "brief", "line", "gfmis", "console", "guide") | {"budget": Slot(2), "summary": Slot(7)},
    ),
    _money(
        "used_satang", _ORDERS, lambda inputs: inputs.position.used, sheet="F_disbursed_baht+F_outstanding_baht",
        whole=NET, explained_with=(NET,),
        shown=_in("overview", "kpis", "papers", "brief", "emenscr", "gfmis", "compared", "console", "guide")
        | {"budget": Slot(3), "summary": Slot(8)},
    ),
    _money(
        "remaining_satang", _ALL, lambda inputs: inputs.remaining, explained_with=(NET,),
        sheet="ROUND(F_net_budget_baht-F_used_baht,2)",
        shown=_in("papers", "brief", "line", "gfmis", "console", "guide") | {"budget": Slot(4), "summary": Slot(9)},
    ),
    _money(
        "at_risk_satang", {"spending": rows.entries_that_may_lapse}, lambda inputs: inputs.at_risk, at_year_end=True,
        shown=_in("console", "guide")
        | {"papers": Slot(when=_until_lapsed), "brief": Slot(when=_known_until_lapsed)}
        | {"budget": Slot(6, _known_until_lapsed), "summary": Slot(10)},
    ),
    _money(
        "carryover_satang", _ORDERS, lambda inputs: inputs.year_ended.carried,
        shown=_in("papers") | {"brief": Slot(when=known), "budget": Slot(7, some)},
    ),
    _money(
        "lapsed_satang", _ALL, lambda inputs: inputs.year_ended.lapsed,
        shown=_in("papers") | {"brief": Slot(when=known), "budget": Slot(6, known)},
    ),
    _money(
        "saving_satang", {"spending": rows.planned_procurement_entries}, lambda inputs: inputs.saving,
        shown=_in("papers") | {"budget": Slot(5, known)},
    ),
    _money(
        "cabinet_satang", _NET, lambda inputs: inputs.target, sheet="ROUND(F_net_budget_baht*{curve},2)",
        whole=NET, reference=True,
        shown=_in("papers", "console") | {"summary": Slot(15)},
    ),
    _money(
        "carried_over_satang", {"spending": rows.paid_after_the_end}, lambda inputs: inputs.year_end.paid_later,
        shown={"papers": Slot(when=some), "budget": Slot(8, some)},
    ),
    Figure(
        name="baht_a_group", unit="satang", basis="each", rows={**_REGISTERED, "spending": rows.ANY_MONEY},
        compute=lambda inputs: inputs.baht_a_group,
    ),
    _joint(
        "bac_satang", _NET, lambda inputs: inputs.work.bac, sheet="{net}",
        shown=_in("earned", "indices") | {"summary": Slot(16)},
    ),
    _joint(
        "pv_satang", {**_PLANNED, **_NET}, lambda inputs: inputs.work.pv,
        sheet="ROUND({planned_groups}*F_bac_baht/F_target_groups,2)",
        shown=_in("earned", "indices") | {"summary": Slot(17)},
    ),
    _joint(
        "ev_satang", {**_REGISTERED, **_NET}, lambda inputs: inputs.work.ev,
        sheet="ROUND({registered}*F_bac_baht/F_target_groups,2)",
        shown=_in("earned", "indices") | {"summary": Slot(18)},
    ),
    _joint(
        "ac_satang", {"spending": rows.PAYMENTS, **_ACCEPTED}, lambda inputs: inputs.work.ac,
        sheet="ROUND({disbursed}{accepted},2)",
        shown=_in("earned", "indices") | {"summary": Slot(19)},
    ),
    _joint("accepted_unpaid_satang", _ACCEPTED, lambda inputs: inputs.accepted_unpaid),
    _joint(
        "sv_satang", {**_REGISTERED, **_PLANNED, **_NET}, lambda inputs: inputs.work.sv, shown=_in("indices"),
        sheet="ROUND(F_ev_baht-F_pv_baht,2)",
    ),
    _joint(
        "cv_satang", _WORK, lambda inputs: inputs.work.cv, shown=_in("indices"),
        sheet="ROUND(F_ev_baht-F_ac_baht,2)",
    ),
    _joint(
        "spi", {**_REGISTERED, **_PLANNED}, lambda inputs: inputs.work.spi, sheet="ROUND(F_ev_baht/F_pv_baht,4)",
        worked="{ev_satang} ÷ {pv_satang}",
        shown=_in("earned", "indices") | {"summary": Slot(20)},
    ),
    _joint(
        "cpi", _WORK, lambda inputs: inputs.work.cpi, sheet="ROUND(F_ev_baht/F_ac_baht,4)",
        worked="{ev_satang} ÷ {ac_satang}",
        shown=_in("earned", "indices") | {"summary": Slot(21)},
    ),
    _joint(
        "eac_satang", _WORK, lambda inputs: inputs.work.eac, sheet="ROUND(F_bac_baht*F_ac_baht/F_ev_baht,2)",
        worked="{bac_satang} × {ac_satang} ÷ {ev_satang}",
        shown=_in("earned", "indices") | {"summary": Slot(22)},
    ),
    _joint(
        "etc_satang", _WORK, lambda inputs: inputs.work.etc, shown=_in("indices"),
        sheet="ROUND(F_eac_baht-F_ac_baht,2)",
    ),
    _joint(
        "vac_satang", _WORK, lambda inputs: inputs.work.vac, shown=_in("indices"),
        sheet="ROUND(F_bac_baht-F_eac_baht,2)",
    ),
    _joint(
        "tcpi", _WORK, lambda inputs: inputs.work.tcpi, shown=_in("indices"),
        sheet="ROUND((F_bac_baht-F_ev_baht)/(F_bac_baht-F_ac_baht),4)",
    ),
)  # fmt: skip
FIGURES: dict[str, Figure] = {figure.name: figure for figure in _RECORDS}

# What screens explain beside the figures.
EXPLAINED: Mapping[str, Source] = {
    source.name: source
    for source in (
        Source(name="verdict", basis="both", rows={**_REGISTERED, **_PLANNED, **_ALL},
               explained_with=("tolerance_satang",), formula_without_curve=True),
        Source(name="pace", basis="each", rows={**_REGISTERED, **_ALL}),
        Source(name="objectives", basis="each", rows={**_REGISTERED, "products": rows.products_on_record}),
    )
}  # fmt: skip


def source_of(name: str) -> Source:
    """The record of a figure or of something explained beside it; ``KeyError`` where there is none."""
    return FIGURES.get(name) or EXPLAINED[name]


def listed(place: Place, values: Mapping[str, Value] | None = None) -> list[Figure]:
    """The figures of a place in its order; by their ``values`` without those that are not there."""
    found = sorted((f for f in FIGURES.values() if place in f.shown), key=lambda figure: figure.shown[place].rank)
    if values is None:
        return found
    return [figure for figure in found if _is_there(figure.shown[place], values[figure.name], values)]


def _is_there(slot: Slot, value: Value, values: Mapping[str, Value]) -> bool:
    absent = isinstance(value, Unknown) and value.absent
    return not absent and slot.when(value, values)
