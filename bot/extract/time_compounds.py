"""Rules for what is put together from periods: "3 de marzo", "finales del mes que viene", "2 weeks after Easter"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.extract.calendar import DAY, Period, Span, add_days, make_date, monday, month_span, nth_weekday
from bot.extract.duration import Length
from bot.extract.period_parts import nth_part
from bot.extract.rounds import coming, day_cycle, month_day_cycle, unit_span, week_index, weekday_cycle
from bot.extract.time_atoms import period_node
from bot.extract.time_nodes import KIND, PERIODS, Clock, Level, Node, node, values

_CENTURY = 2000
_LAST_YEAR = 2200  # indices above it count months or weeks


def _periods(nodes: Sequence[Node]) -> list[Period]:
    return [item.value for item in nodes if item.kind in PERIODS]


def _month_of(nodes: Sequence[Node]) -> Period:
    found: Period = next(item.value for item in nodes if item.kind == KIND["month_p"])
    return found


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
    period = _month_of(nodes)
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
    month = _month_of(nodes)
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


def _weekday_number(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "viernes 31" and "Mon 13th": the next month where both hold."""
    number = int(values(nodes, "num", "ord")[0])
    weekday = _periods(nodes)[0].start.isoweekday()
    if not 1 <= number <= 31:
        return None
    index = clock.today.year * 12 + clock.today.month - 1
    return period_node(nodes, coming(month_day_cycle(number, weekday), index, "day", clock))


def _weekday_date(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "martes, 15 de mayo": the date counts, also where the weekday is wrong.

    It tells day and month apart in "Sunday 12/7/2014".
    """
    weekday, day = _periods(nodes)[0].start.weekday(), _periods(nodes)[-1]
    if day.part == "written" and day.start.weekday() != weekday:
        swapped = make_date(day.start.year, day.start.day, day.start.month)
        if swapped and swapped.weekday() == weekday:
            return period_node(nodes, Period(swapped, swapped, "day"))
    return period_node(nodes, replace(day, is_weak=False))


def _weekday_of_week(nodes: Sequence[Node], _: Clock) -> Node | None:
    found = {item.kind: item.value for item in nodes if item.kind in PERIODS}
    week, weekday = found[KIND["week_p"]], found[KIND["weekday_p"]].start.weekday()
    day = monday(week.start) + timedelta(days=weekday)
    return period_node(nodes, Period(day, day, "day"))


def _weekdays_of_week(nodes: Sequence[Node], clock: Clock) -> Node | None:
    week = next(item for item in nodes if item.kind == KIND["week_p"])
    pair = [_weekday_of_week([item, week], clock) for item in nodes if item.kind == KIND["weekday_p"]]
    return node(nodes, "range", (pair[0].value, pair[1].value)) if pair[0] and pair[1] else None


def _nth_unit(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "la segunda quincena de abril", "last week of July", "20th day of next month"."""
    unit, period = values(nodes, "unit")[0], _periods(nodes)[-1]
    counted = values(nodes, "ord", "num")
    nth = int(counted[0]) if counted else -1
    if values(nodes, "last") and counted:
        nth = -nth
    return _nth_node(nodes, nth, unit, period, clock)


def _nth_half(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "segunda mitad de marzo", "last half of 2027"."""
    nth = int((values(nodes, "ord") or [2])[0])
    return _nth_node(nodes, nth, "middle", _periods(nodes)[0], clock)


def _nth_of_current(nodes: Sequence[Node], clock: Clock) -> Node | None:
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


def _nth_weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
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


def _first_of(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "los primeros 15 días de marzo", "the first 2 weeks of 2027"."""
    length: Length = values(nodes, "length")[0]
    period = _periods(nodes)[0]
    start = period.start
    if length.grain == "week" and start.weekday():
        start = monday(add_days(start, 6))
    end = length.after_day(start) - DAY
    return period_node(nodes, Period(start, end, "week"))


def _with_year(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "junio del próximo año", "Easter next year": a period that comes round, in the year named."""
    period, year = _periods(nodes)[0], _periods(nodes)[-1]
    is_yearly = period.cycle is not None and period.index < _LAST_YEAR
    return period_node(nodes, period.at(year.start.year)) if is_yearly and year.grain == "year" else None


def _in_years(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "marzo dentro de un año": the round of the year so far ahead."""
    length: Length = values(nodes, "length")[0]
    period = _periods(nodes)[0]
    if length.unit != "year" or period.cycle is None or period.index > _LAST_YEAR:
        return None
    return period_node(nodes, period.at(clock.today.year + round(length.amount)))


def _after_next(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "March after next"."""
    period = _periods(nodes)[0]
    return period_node(nodes, period.at(period.index + 1)) if period.cycle else None


def _same_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el 15 del que viene": a day of the next month, the month left out."""
    span = unit_span("month", clock.today, 0 if values(nodes, "this") else 1)
    number = int(values(nodes, "num", "ord")[0])
    found = make_date(span[0][0].year, span[0][0].month, number) if span else None
    return period_node(nodes, Period(found, found, "day")) if found else None


def _week_of(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "la semana del 18 de mayo", "the weekend of Halloween", "mes de marzo"."""
    unit, period = values(nodes, "unit")[0], _periods(nodes)[-1]
    if values(nodes, "from") and unit != "week":  # "al mes desde febrero"
        return None
    if unit == "month" and period.grain == "month":
        return period_node(nodes, replace(period, is_weak=False))
    if unit == "year" and period.grain == "year":
        return period_node(nodes, replace(period, is_weak=False))
    if unit not in {"week", "weekend", "month"} or period.grain != "day":
        return None
    is_long_weekend = unit == "weekend" and not period.start.weekday()
    found = unit_span(unit, period.start, -1 if is_long_weekend else 0)
    return period_node(nodes, Period(*found[0], found[1])) if found else None


def _weekend_of(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "Labor Day weekend"."""
    return _week_of(nodes, clock) if nodes[-1].value == "weekend" else None


def _week_of_day(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "la semana del 18": the week that holds the next 18th."""
    number = int(values(nodes, "num", "ord")[0])
    unit = values(nodes, "unit")[0]
    if unit not in {"week", "weekend"} or not 1 <= number <= 31:
        return None
    index = clock.today.year * 12 + clock.today.month - 1
    day = coming(month_day_cycle(number), index, "day", clock)
    found = unit_span(unit, day.start, 0) if day else None
    return period_node(nodes, Period(*found[0], found[1])) if found else None


def _weekdays_away(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "two Sundays from now"."""
    period = _periods(nodes)[0]
    number = int(values(nodes, "num")[0])
    cycle = weekday_cycle(period.start.isoweekday())
    first = coming(cycle, week_index(clock.today), "day", clock, from_day=clock.today + DAY)
    return period_node(nodes, first.at(first.index + number - 1)) if first and number < 60 else None


def _year(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "2027", which may be a count as well, and "el año 2027", which can't."""
    units, year = values(nodes, "unit"), values(nodes, "year")[0]
    if units and units[0] != "year":
        return None
    first, last = month_span(year * 12)[0], month_span(year * 12 + 11)[1]
    return node(nodes, "year_p", Period(first, last, "year", is_weak=not units))


def _nth_week_of_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "semana 3 de enero": the third, as a month has no 18th week."""
    number = int(values(nodes, "num")[0])
    is_week = values(nodes, "unit") == ["week"] and number <= 5
    return _nth_node(nodes, number, "week", _month_of(nodes), clock) if is_week else None


def _end_of_weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "EOD Friday": the day named, not today."""
    return node(nodes, "weekday_p", _periods(nodes)[1]) if _periods(nodes)[0].start == clock.today else None


COMPOUNDS = Level(
    ("unit num of? month_p", _nth_week_of_month),
    ("day (on|of|comma|the)* weekday_p (?!comma? (the? unit)? the? NUMBER)", _end_of_weekday),
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
    ("(last|NUMBER) last? unit (of|in|the)* PERIOD", _nth_unit),
    (
        "(ord|last) (middle|half) (of|the)* PERIOD",
        _nth_half,
    ),
    ("NUMBER unit of the? unit (?!of? PERIOD)", _nth_of_current),
    ("(ord|last) weekday_p (of|in|the)* month_p", _nth_weekday),
    ("(ord|begin) length (of|in|the)* PERIOD", _first_of),
    ("(between|from|of)? weekday_p (to|dash|and|until) weekday_p (of|comma|the)* week_p", _weekdays_of_week),
    ("week_p (of|comma|from|between|the)* weekday_p (to|dash|and|until) weekday_p", _weekdays_of_week),
    ("weekday_p (of|comma|the|in)* week_p", _weekday_of_week),
    ("week_p (of|comma|on|the)* weekday_p", _weekday_of_week),
    ("num weekday_p from_now", _weekdays_away),
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
    ("weekday_p (comma|on|the|unit|of)* day", _weekday_date),
    ("weekday_p (comma|the|unit|on)* ord", _weekday_number),
    ("weekday_p (comma|the|unit|on)* num (?!unknown|unit|num|dash|length)", _weekday_number),
    ("weekday_p (of|comma|the|in)* week_p", _weekday_of_week),
    ("week_p (of|comma|on|the)* weekday_p", _weekday_of_week),
    ("unit (of|week_starting|begin|from|on|the)* PERIOD", _week_of),
    ("PERIOD unit", _weekend_of),
    ("unit (of|week_starting|begin|from|on)+ the? unit? NUMBER", _week_of_day),
    ("(ord|last) unit (of|in|the)* PERIOD", _nth_unit),
)
