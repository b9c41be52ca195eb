"""Rules for what is put together from periods: "3 de marzo", "finales del mes que viene", "2 weeks after Easter"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.calendar import Period, add_days, make_date, month_span
from bot.extract.duration import Length
from bot.extract.rounds import coming, day_cycle, unit_span
from bot.extract.time_nodes import KIND, Clock, Level, Node, month_of, node, period_node, periods, values
from bot.extract.time_parts import (
    first_of,
    nth_half,
    nth_of_current,
    nth_unit,
    nth_week_of_month,
    nth_weekday_in_month,
)
from bot.extract.time_weeks import (
    end_of_weekday,
    week_of,
    week_of_day,
    weekday_date,
    weekday_number,
    weekday_of_week,
    weekday_then,
    weekday_within,
    weekdays_away,
    weekdays_of_week,
    weekend_of,
)

_CENTURY = 2000
_LAST_YEAR = 2200  # indices above it count months or weeks


def _day_of(period: Period, day: int) -> Period | None:
    """That day of a month, which comes round when the month does."""
    if period.cycle is None:
        found = min(period.end, add_days(period.start, day - 1))
        return Period(found, found, "day")
    cycle = day_cycle(period.start.month, day)
    for index in range(period.index - 1, period.index + 8):
        span = cycle(index)
        if span:
            return Period(*span, "day", cycle, index)
    return None


def _day_of_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    numbers = [n.value for n in nodes if n.name in {"num", "ord"}]
    period = month_of(nodes)
    if not 1 <= numbers[0] <= 31 or set(values(nodes, "unit")) - {"day", "year"}:
        return None
    found = _day_of(period, numbers[0])
    if found and len(numbers) > 1:
        found = _in_short_year(found, numbers[1], clock)
    elif found:
        years = values(nodes, "year")
        found = found.at(years[0]) if years and found.cycle else found.next_from(clock.today)
    return period_node(nodes, found)


def _in_short_year(period: Period, year: int, clock: Clock) -> Period | None:
    is_likely = -2 <= _CENTURY + year - clock.today.year <= 8
    return period.at(_CENTURY + year) if period.cycle and is_likely else None


def _decimal_day(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el 15.3" and "on 4.22": a day and a month with a dot, where a date is announced."""
    day, _, month = values(nodes, "dec")[-1].replace(",", "x").partition(".")
    if not (day.isdigit() and month.isdigit() and len(day) < 3 and len(month) < 3):
        return None
    first, second = int(day), int(month)
    found = first, second
    if second > 12:
        found = second, first
    if not (1 <= found[0] <= 31 and 1 <= found[1] <= 12):
        return None
    return period_node(nodes, coming(day_cycle(found[1], found[0]), clock.today.year, "day", clock))


def _dashed_day(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el 17-2": a day and a month with a dash, where a date is announced."""
    first, second = [n.value for n in nodes if n.kind == KIND["num"]][-2:]
    day, month = (first, second) if second <= 12 else (second, first)
    if not (1 <= day <= 31 and 1 <= month <= 12) or nodes[-1].start - nodes[-3].end > 1:
        return None
    return period_node(nodes, coming(day_cycle(month, day), clock.today.year, "day", clock))


def _guessed_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    month = values(nodes, "guess_month")[0]
    number = values(nodes, "num", "ord")[0]
    return period_node(nodes, coming(day_cycle(month, number), clock.today.year, "day", clock))


def _numbered_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el 21 del 3"."""
    day, month = (int(number) for number in values(nodes, "num", "ord"))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return period_node(nodes, coming(day_cycle(month, day), clock.today.year, "day", clock))


def _days_of_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "del 5 al 12 de mayo", "November 19-20": two days of one month."""
    month = month_of(nodes)
    first, last = [n.value for n in nodes if n.name in {"num", "ord"}][:2]
    if not (1 <= first <= 31 and 1 <= last <= 31) or first > last:
        return None
    start, end = _day_of(month, first), _day_of(month, last)
    if start is None or end is None:
        return None
    years = values(nodes, "year")
    if years:
        start, end = start.at(years[0]) or start, end.at(years[0]) or end
    else:
        end = end.next_from(clock.today)
        start = start.at(end.index) or start
    return node(nodes, "range", (start, end))


def _with_year(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "junio del próximo año", "Easter next year": a period that comes round, in the year named."""
    period, year = periods(nodes)[0], periods(nodes)[-1]
    is_yearly = period.cycle is not None and period.index < _LAST_YEAR
    return period_node(nodes, period.at(year.start.year)) if is_yearly and year.grain == "year" else None


def _in_years(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "marzo dentro de un año": the round of the year so far ahead."""
    length: Length = values(nodes, "length")[0]
    period = periods(nodes)[0]
    if length.unit != "year" or period.cycle is None or period.index > _LAST_YEAR:
        return None
    return period_node(nodes, period.at(clock.today.year + round(length.amount)))


def _after_next(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "March after next"."""
    period = periods(nodes)[0]
    return period_node(nodes, period.at(period.index + 1)) if period.cycle else None


def _same_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el 15 del que viene": a day of the next month, the month left out."""
    span = unit_span("month", clock.today, 0 if values(nodes, "this") else 1)
    number = int(values(nodes, "num", "ord")[0])
    found = make_date(span[0][0].year, span[0][0].month, number) if span else None
    return period_node(nodes, Period(found, found, "day")) if found else None


def _year(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "2027", which may be a count as well, and "el año 2027", which can't."""
    units, year = values(nodes, "unit"), values(nodes, "year")[0]
    if units and units[0] != "year":
        return None
    first, last = month_span(year * 12)[0], month_span(year * 12 + 11)[1]
    return node(nodes, "year_p", Period(first, last, "year", is_weak=not units))


COMPOUNDS = Level(
    ("unit num of? month_p", nth_week_of_month),
    ("day (on|of|comma|the)* weekday_p (?!comma? (the? unit)? the? NUMBER)", end_of_weekday),
    (
        "(between|from|of)? the? NUMBER (to|until|dash|and|or) the? NUMBER (of|the)* month_p (of|comma|in)* year?",
        _days_of_month,
    ),
    (
        "month_p between? the? NUMBER (to|until|dash|and) the? NUMBER (?!unknown|unit) comma? year?",
        _days_of_month,
    ),
    ("from? num (to|until) month_p num", _days_of_month),
    (
        "(weekday_p comma?)? ((of|the)* unit)? the? NUMBER (unit|of|slash|dash|the|stop)* month_p (of|comma|slash|dash) the? unit? num (?!unknown|num|unit|month_p)",
        _day_of_month,
    ),
    (
        "(weekday_p comma?)? ((of|the)* unit)? the? NUMBER (unit|of|slash|dash|the)* month_p num (?!.)",
        _day_of_month,
    ),
    (
        "(weekday_p comma?)? ((of|the)* unit)? the? NUMBER (unit|of|slash|dash|the)* month_p (of|comma|in)* year",
        _day_of_month,
    ),
    ("(weekday_p comma?)? ((of|the)* unit)? the? NUMBER (unit|of|slash|dash|the)* month_p", _day_of_month),
    ("(weekday_p comma?)? month_p (the|comma|slash|dash|stop)* ord (of|comma)* year?", _day_of_month),
    (
        "(weekday_p comma?)? month_p (the|comma|slash|dash|stop)* num (of|comma|the)* (unit)? year",
        _day_of_month,
    ),
    (
        "(weekday_p comma?)? month_p (the|slash|dash)? num (?!unknown|unit|num|dec|length|month_p)",
        _day_of_month,
    ),
    ("the? NUMBER of? guess_month", _guessed_month),
    ("the NUMBER of the? num (?!unknown|num|unit|length)", _numbered_month),
    ("(last|NUMBER) last? unit (of|in|the)* PERIOD", nth_unit),
    (
        "(ord|last) (middle|half) (of|the)* PERIOD",
        nth_half,
    ),
    ("NUMBER unit of the? unit (?!of? PERIOD)", nth_of_current),
    ("(ord|last) weekday_p (of|in|the)* month_p", nth_weekday_in_month),
    ("(ord|begin) length (of|in|the)* PERIOD", first_of),
    ("(between|from|of)? weekday_p (to|dash|and|until) weekday_p (of|comma|the)* week_p", weekdays_of_week),
    ("week_p (of|comma|from|between|the)* weekday_p (to|dash|and|until) weekday_p", weekdays_of_week),
    ("weekday_p (of|comma|the|in)* week_p", weekday_of_week),
    ("week_p (of|comma|on|the)* weekday_p", weekday_of_week),
    ("num weekday_p from_now", weekdays_away),
    ("in length comma? (on|the)+ weekday_p", weekday_within),
    ("length on weekday_p", weekday_then),
    ("PERIOD (of|comma|the|in)* year_p", _with_year),
    ("PERIOD in length", _in_years),
    ("PERIOD after the? next", _after_next),
    ("the? NUMBER of the? (next|coming|this)", _same_month),
    ("(on|the) dec (?!unknown|unit|num)", _decimal_day),
    ("weekday_p (comma|on|the|unit)* dec (?!unit|num)", _decimal_day),
    ("(on|the) num dash num (?!unknown|unit|num)", _dashed_day),
)
WEEKS = Level(
    ("unit of? year", _year),
    ("year", _year),
    ("weekday_p (comma|on|the|unit|of)* day", weekday_date),
    ("weekday_p (comma|the|unit|on)* ord", weekday_number),
    ("weekday_p (comma|the|unit|on)* num (?!unknown|unit|num|dash|length)", weekday_number),
    ("weekday_p (of|comma|the|in)* week_p", weekday_of_week),
    ("week_p (of|comma|on|the)* weekday_p", weekday_of_week),
    ("unit (of|week_starting|begin|from|on|the)* PERIOD", week_of),
    ("PERIOD unit", weekend_of),
    ("unit (of|week_starting|begin|from|on)+ the? unit? NUMBER", week_of_day),
    ("(ord|last) unit (of|in|the)* PERIOD", nth_unit),
)
