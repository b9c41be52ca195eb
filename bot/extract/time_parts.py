"""Rules for the nth part of a period: "la segunda quincena de abril", "last Friday in October"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.calendar import DAY, Period, Span, add_days, monday, nth_weekday
from bot.extract.duration import Length
from bot.extract.period_parts import nth_part
from bot.extract.rounds import coming, unit_span
from bot.extract.time_nodes import KIND, Clock, Node, month_of, period_node, periods, values


def nth_unit(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "la segunda quincena de abril", "last week of July", "20th day of next month"."""
    unit, period = values(nodes, "unit")[0], periods(nodes)[-1]
    counted = values(nodes, "ord", "num")
    nth = int(counted[0]) if counted else -1
    if values(nodes, "last") and counted:
        nth = -nth
    return _nth_node(nodes, nth, unit, period, clock)


def nth_half(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "segunda mitad de marzo", "last half of 2027"."""
    nth = int((values(nodes, "ord") or [2])[0])
    return _nth_node(nodes, nth, "middle", periods(nodes)[0], clock)


def nth_of_current(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el décimo día del mes": of the current one."""
    found = unit_span(values(nodes, "unit")[-1], clock.today, 0)
    nth = int(values(nodes, "ord", "num")[0])
    part = nth_part(Period(*found[0], found[1]), nth, values(nodes, "unit")[0]) if found else None
    return period_node(nodes, part)


def _nth_node(nodes: Sequence[Node], nth: int, unit: str, period: Period, clock: Clock) -> Node | None:
    found = nth_part(period, nth, unit)
    if found is None:
        return None
    if period.cycle is None:
        return period_node(nodes, found)

    def cycle(index: int) -> Span | None:
        whole = period.at(index)
        part = nth_part(whole, nth, unit) if whole else None
        return (part.start, part.end) if part else None

    return period_node(nodes, coming(cycle, period.index - 1, found.grain, clock))


def first_of(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "los primeros 15 días de marzo", "the first 2 weeks of 2027"."""
    length: Length = values(nodes, "length")[0]
    period = periods(nodes)[0]
    start = period.start
    if length.grain == "week" and start.weekday():
        start = monday(add_days(start, 6))
    end = length.after_day(start) - DAY
    return period_node(nodes, Period(start, end, "week"))


def nth_week_of_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "semana 3 de enero": the third, as a month has no 18th week."""
    number = int(values(nodes, "num")[0])
    is_week = values(nodes, "unit") == ["week"] and number <= 5
    return _nth_node(nodes, number, "week", month_of(nodes), clock) if is_week else None


def nth_weekday_in_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el segundo lunes de marzo", "last Friday in October"."""
    month = next(item.value for item in nodes if item.kind == KIND["month_p"])
    weekday = next(item.value for item in nodes if item.kind == KIND["weekday_p"]).start.isoweekday()
    nth = -1 if values(nodes, "last") else int(values(nodes, "ord")[0])

    def cycle(index: int) -> Span | None:
        whole = month.at(index)
        day = nth_weekday(whole.start.year, whole.start.month, weekday, nth) if whole else None
        return (day, day) if day else None

    if month.cycle:
        return period_node(nodes, coming(cycle, month.index - 1, "day", clock))
    day = nth_weekday(month.start.year, month.start.month, weekday, nth)
    return period_node(nodes, Period(day, day, "day")) if day else None
