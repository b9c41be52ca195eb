"""Rules for what names a day, a week, a month … by itself: "hoy", "el viernes que viene", "Q3", "3/5/2027"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.extract.calendar import (
    DAY,
    SEASONS,
    Cycle,
    Period,
    add_days,
    monday,
    month_span,
    season_span,
)
from bot.extract.duration import SECONDS, Length, length_of
from bot.extract.rounds import (
    coming,
    day_cycle,
    holiday_span,
    month_cycle,
    unit_span,
    week_index,
    weekday_cycle,
)
from bot.extract.time_nodes import (
    COMING_YEARS,
    PAST_YEARS,
    Clock,
    Level,
    Node,
    node,
    period_node,
    values,
)
from bot.extract.time_quarters import ordinal_part, quarter, short_year_quarter, week_number
from bot.extract.time_tokens import as_date

_ROUNDS = (("year", 360), ("quarter", 90), ("month", 28), ("week", 7), ("day", 0))


def _unit(nodes: Sequence[Node], clock: Clock, step: int) -> Node | None:
    unit = values(nodes, "unit")[-1]
    if unit == "season":
        return _current_season(nodes, clock, step)
    found = unit_span(unit, clock.today, step)
    if found is None:
        return None
    (start, end), grain = found
    is_working_week = grain == "week" and values(nodes, "working")
    return period_node(nodes, Period(start, add_days(start, 4) if is_working_week else end, grain))


def _current_season(nodes: Sequence[Node], clock: Clock, step: int) -> Node | None:
    spans = sorted(
        season_span(name, year) for name in SEASONS for year in (clock.today.year - 1, clock.today.year)
    )
    spans += [season_span(name, clock.today.year + 1) for name in SEASONS]
    at = next(i for i, (_, end) in enumerate(spans) if end >= clock.today)
    return period_node(nodes, Period(*spans[at + step], "quarter"))


def _past(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el mes pasado", "3 weeks ago", "last Friday"; none of them is a time to deliver."""
    counted = values(nodes, "num")
    lengths = [length_of(values(nodes, "unit")[0], counted[0])] if counted else values(nodes, "length")
    if lengths and lengths[0]:
        start = lengths[0].after_day(clock.today, -1)
        end = start if values(nodes, "ago") or "hace" in values(nodes, "previous") else clock.today
        period = Period(start, end, "day", part="past")
    elif values(nodes, "unit"):
        found = unit_span(values(nodes, "unit")[0], clock.today, -1)
        if found is None:
            return None
        period = Period(*found[0], found[1], part="past")
    else:
        period = _previous(nodes, clock)
    return period_node(nodes, period)


def _previous(nodes: Sequence[Node], clock: Clock) -> Period:
    weekdays = values(nodes, "weekday", "weak_weekday")
    yesterday = clock.today - DAY
    if weekdays:
        cycle, index, grain = weekday_cycle(int(weekdays[0])), week_index(yesterday), "day"
    else:
        cycle, index, grain = month_cycle(_month_number(nodes)), yesterday.year, "month"
    span = cycle(index) or (yesterday, yesterday)
    found = Period(*span, grain, cycle, index)
    is_over = found.end <= yesterday
    found = found if is_over else found.at(index - 1) or found
    return replace(found.fixed(), part="past")


def _relative(nodes: Sequence[Node], clock: Clock) -> Node | None:
    day = add_days(clock.today, int(values(nodes, "relative")[0]))
    return period_node(nodes, Period(day, day, "day", part="past" if day < clock.today else None))


def _now(nodes: Sequence[Node], clock: Clock) -> Node | None:
    return period_node(nodes, Period(clock.today, clock.today, "day", is_weak=True, part="now"))


def _month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    period = coming(month_cycle(_month_number(nodes)), clock.today.year, "month", clock)
    is_weak = bool(values(nodes, "weak_month")) and len(nodes) == 1
    return period_node(nodes, replace(period, is_weak=is_weak)) if period else None


def _month_number(nodes: Sequence[Node]) -> int:
    return int(values(nodes, "month", "weak_month", "guess_month")[0])


def _year_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    year = values(nodes, "year")[0]
    is_likely = -PAST_YEARS <= year - clock.today.year <= COMING_YEARS
    return _month_year(nodes, clock) if is_likely else None


def _month_year(nodes: Sequence[Node], _: Clock) -> Node | None:
    span = month_span(values(nodes, "year")[0] * 12 + _month_number(nodes) - 1)
    return period_node(nodes, Period(*span, "month"))


def _this_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    period = coming(month_cycle(_month_number(nodes)), clock.today.year, "month", clock)
    return period_node(nodes, period.fixed()) if period else None


def _weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    number = int(values(nodes, "weekday", "weak_weekday")[0])
    period = coming(weekday_cycle(number), week_index(clock.today), "day", clock, from_day=clock.today + DAY)
    is_weak = bool(values(nodes, "weak_weekday"))
    return period_node(nodes, replace(period, is_weak=is_weak), "weekday_p") if period else None


def _this_weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    number = int(values(nodes, "weekday", "weak_weekday")[0])
    period = coming(weekday_cycle(number), week_index(clock.today), "day", clock)
    return period_node(nodes, period.fixed(), "weekday_p") if period else None


def _coming_weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    found = _weekday(nodes, clock)
    return period_node(nodes, replace(found.value.fixed(), is_weak=False), "weekday_p") if found else None


def _next_weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """The weekday of the week after this one, as the measured data reads "next Friday" in both languages."""
    number = int(values(nodes, "weekday", "weak_weekday")[0])
    day = monday(clock.today) + timedelta(days=6 + number)
    return period_node(nodes, Period(day, day, "day"), "weekday_p")


def _season(nodes: Sequence[Node], clock: Clock) -> Node | None:
    name = values(nodes, "season")[0]
    return _yearly(
        nodes, clock, lambda year: season_span(name, year), "quarter", clock.today.year - 1, is_weak=True
    )


def _holiday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    holiday = values(nodes, "holiday")[0]
    return _yearly(nodes, clock, lambda year: holiday_span(holiday, year), "day", clock.today.year)


def _yearly(
    nodes: Sequence[Node], clock: Clock, cycle: Cycle, grain: str, index: int, *, is_weak: bool = False
) -> Node | None:
    period = coming(cycle, index, grain, clock)
    if period is None:
        return None
    year = values(nodes, "year")
    if year:
        return period_node(nodes, period.at(year[0]))
    if values(nodes, "next") and period.start <= clock.today:
        period = period.at(period.index + 1) or period
    return period_node(nodes, replace(period, is_weak=is_weak and len(nodes) == 1))


def _written(nodes: Sequence[Node], _: Clock) -> Node | None:
    value = values(nodes, "date")[0]
    first = as_date(value)
    if value[2]:
        return period_node(nodes, Period(first, first, "day", part="written"))
    return period_node(nodes, Period(*month_span(first.year * 12 + first.month - 1), "month"))


def _day_month(nodes: Sequence[Node], clock: Clock) -> Node | None:
    month, day, parts = values(nodes, "day_month")[0]
    period = coming(day_cycle(month, day), clock.today.year, "day", clock)
    is_fraction = parts[0] < parts[1] <= 8 or parts in ([24, 7], [2, 10], [1, 10])
    part = "doubtful" if is_fraction else None
    return period_node(nodes, replace(period, is_weak=is_fraction, part=part) if period else None)


def _week_after_next(nodes: Sequence[Node], clock: Clock) -> Node | None:
    return _unit(nodes, clock, 2)


def _window(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "los próximos 3 meses", "the 2 next days": from tomorrow to so much later.

    "Upcoming" units and quarters are those of the calendar, to the end of the last one.
    """
    length = _counted(nodes)
    if length is None:
        return None
    if length.unit in {"quarter", "season"} or (values(nodes, "coming") and not length.is_working):
        return _calendar_window(nodes, length.unit, math.ceil(length.amount), clock)
    end = length.after(clock)
    return period_node(nodes, Period(min(clock.today + DAY, end), end, "day"))


def _counted(nodes: Sequence[Node]) -> Length | None:
    lengths: list[Length] = values(nodes, "length")
    if lengths:
        return lengths[0]
    is_working = bool(values(nodes, "working"))
    return length_of(values(nodes, "unit")[0], values(nodes, "num")[0], is_working=is_working)


def _calendar_window(nodes: Sequence[Node], unit: str, count: int, clock: Clock) -> Node | None:
    first, last = unit_span(unit, clock.today, 1), unit_span(unit, clock.today, count)
    if first is None or last is None or count < 1:
        return None
    return period_node(nodes, Period(first[0][0], last[0][1], last[1]))


def _every(nodes: Sequence[Node], _: Clock) -> Node | None:
    """How often: the longest of a day, week, month, quarter and year that is repeated no less often."""
    lengths = values(nodes, "length")
    unit = (values(nodes, "unit", "every_adverb") or ["week"])[0]
    days = (lengths[0].total_seconds if lengths else SECONDS[unit]) / SECONDS["day"]
    return node(nodes, "every_adverb", next((name for name, least in _ROUNDS if days >= least), "day"))


def _this_unit(nodes: Sequence[Node], clock: Clock) -> Node | None:
    return _unit(nodes, clock, 0)


def _next_unit(nodes: Sequence[Node], clock: Clock) -> Node | None:
    return _unit(nodes, clock, 1)


ATOMS = Level(
    ("every the? (unit|length|WEEKDAY)", _every),
    ("every_adverb", _every),
    ("(previous|last) the? length", _past),
    ("num previous working? unit", _past),
    ("length (previous|ago)", _past),
    ("the? (unit|WEEKDAY|MONTH) (previous|last)", _past),
    ("previous the? (unit|WEEKDAY|MONTH)", _past),
    ("last num? unit (?!(of|in)? the? (MONTH|year|this|next|coming|unit|quarter_sign))", _past),
    ("last WEEKDAY (?!(of|in)? the? MONTH)", _past),
    ("the? unit (after|later) the? (next|coming)", _week_after_next),
    ("(next|coming) length", _window),
    ("num (next|coming) working? unit", _window),
    ("length (next|coming)", _window),
    ("this? (next|coming) working? unit", _next_unit),
    ("unit (next|coming)", _next_unit),
    ("this working? unit", _this_unit),
    ("unit this", _this_unit),
    ("relative", _relative),
    ("now", _now),
    ("MONTH (of|comma|dash|slash|the)* unit? year", _month_year),
    ("guess_month of? year", _month_year),
    ("year (of|comma|dash|slash)* MONTH", _year_month),
    ("(this|next|coming) MONTH", _this_month),
    ("MONTH (next|coming|this)", _this_month),
    ("MONTH", _month),
    ("next WEEKDAY", _next_weekday),
    ("this? coming WEEKDAY", _coming_weekday),
    ("WEEKDAY (next|coming)", _coming_weekday),
    ("this WEEKDAY", _this_weekday),
    ("WEEKDAY", _weekday),
    ("quarter_sign slash num", short_year_quarter),
    ("quarter_sign (of|comma|slash|dash|the)* year", quarter),
    ("quarter_sign", quarter),
    ("year (of|comma|slash|dash|the)* quarter_sign", quarter),
    ("ord unit (of the? unit?)? year?", ordinal_part),
    ("unit num (of|comma|slash|dash|the)* year", week_number),
    ("unit (num|ord) (?!(of|slash|dash)? MONTH|NUMBER? (of|slash|dash)? MONTH)", week_number),
    ("week_sign (of|comma|slash|dash)* year?", week_number),
    ("(this|next|coming)? season (of|the|comma)* year?", _season),
    ("season (next|coming)?", _season),
    ("(this|next|coming)? holiday (of|the|comma)* year?", _holiday),
    ("holiday (next|coming)?", _holiday),
    ("date", _written),
    ("day_month", _day_month),
)
