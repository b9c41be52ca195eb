"""Rules for quarters, halves and weeks of a year by their number: "Q3", "segundo semestre", "semana 14"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.extract.calendar import Span, iso_week, months_span
from bot.extract.duration import MONTHS
from bot.extract.rounds import coming
from bot.extract.time_nodes import COMING_YEARS, KIND, PAST_YEARS, Clock, Node, period_node, values

_CENTURY = 2000


def quarter(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "Q3", "3T 2027"."""
    unit, number, is_weak = values(nodes, "quarter_sign")[0]
    return _part_of_year(nodes, clock, unit, number, is_weak=is_weak)


def short_year_quarter(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "T1/27"."""
    year = _CENTURY + values(nodes, "num")[0]
    is_likely = -PAST_YEARS <= year - clock.today.year <= COMING_YEARS
    return (
        quarter([*nodes[:-1], replace(nodes[-1], kind=KIND["year"], value=year)], clock)
        if is_likely
        else None
    )


def ordinal_part(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "segundo trimestre"."""
    number = values(nodes, "ord", "num")[0]
    return _part_of_year(nodes, clock, values(nodes, "unit")[0], number)


def _part_of_year(
    nodes: Sequence[Node], clock: Clock, unit: str, number: int, *, is_weak: bool = False
) -> Node | None:
    """A numbered quarter, half … of the year said or of the coming one."""
    count = MONTHS.get(unit, 1)
    if count in {1, 12, 120} or not 1 <= number <= 12 // count:
        return None

    def cycle(year: int) -> Span:
        return months_span(year * 12 + (number - 1) * count, count)

    period = coming(cycle, clock.today.year, "quarter", clock)
    if period is None:
        return None
    year = values(nodes, "year")
    return period_node(nodes, period.at(year[0]) if year else replace(period, is_weak=is_weak))


def week_number(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "semana 14", "week 3 of 2027"."""
    units = values(nodes, "unit")
    number = values(nodes, "num", "ord", "week_sign")[0]
    if units and units[0] in {"quarter", "half", "third", "bimester"}:
        return ordinal_part(nodes, clock)
    if units and units[0] != "week":
        return None
    period = (
        coming(lambda year: iso_week(year, number), clock.today.year, "week", clock)
        if 1 <= number <= 53
        else None
    )
    year = values(nodes, "year")
    period = period.at(year[0]) if period and year else period
    is_weak = bool(values(nodes, "week_sign"))
    return period_node(nodes, replace(period, is_weak=is_weak) if period else None)
