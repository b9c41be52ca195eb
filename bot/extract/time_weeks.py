"""Rules for weekdays and weeks beside other times: "viernes 31", "la semana del 18", "a week on Friday"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.extract.calendar import DAY, Period, make_date, monday
from bot.extract.duration import Length
from bot.extract.rounds import coming, month_day_cycle, unit_span, week_index, weekday_cycle
from bot.extract.time_nodes import KIND, PERIODS, Clock, Node, node, period_node, periods, values


def weekday_number(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "viernes 31" and "Mon 13th": the next month where both hold."""
    number = int(values(nodes, "num", "ord")[0])
    weekday = periods(nodes)[0].start.isoweekday()
    if not 1 <= number <= 31:
        return None
    index = clock.today.year * 12 + clock.today.month - 1
    return period_node(nodes, coming(month_day_cycle(number, weekday), index, "day", clock))


def weekday_date(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "martes, 15 de mayo": the date counts, also where the weekday is wrong.

    It tells day and month apart in "Sunday 12/7/2014".
    """
    weekday, day = periods(nodes)[0].start.weekday(), periods(nodes)[-1]
    if day.part == "written" and day.start.weekday() != weekday:
        swapped = make_date(day.start.year, day.start.day, day.start.month)
        if swapped and swapped.weekday() == weekday:
            return period_node(nodes, Period(swapped, swapped, "day"))
    return period_node(nodes, replace(day, is_weak=False))


def weekday_of_week(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "el viernes de la semana que viene"."""
    found = {item.kind: item.value for item in nodes if item.kind in PERIODS}
    week, weekday = found[KIND["week_p"]], found[KIND["weekday_p"]].start.weekday()
    day = monday(week.start) + timedelta(days=weekday)
    return period_node(nodes, Period(day, day, "day"))


def weekdays_of_week(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "from Monday to Wednesday of next week"."""
    week = next(item for item in nodes if item.kind == KIND["week_p"])
    pair = [weekday_of_week([item, week], clock) for item in nodes if item.kind == KIND["weekday_p"]]
    return node(nodes, "range", (pair[0].value, pair[1].value)) if pair[0] and pair[1] else None


def week_of(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "la semana del 18 de mayo", "the weekend of Halloween", "mes de marzo"."""
    unit, period = values(nodes, "unit")[0], periods(nodes)[-1]
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


def weekend_of(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "Labor Day weekend"."""
    return week_of(nodes, clock) if nodes[-1].value == "weekend" else None


def week_of_day(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "la semana del 18": the week that holds the next 18th."""
    number = int(values(nodes, "num", "ord")[0])
    unit = values(nodes, "unit")[0]
    if unit not in {"week", "weekend"} or not 1 <= number <= 31:
        return None
    index = clock.today.year * 12 + clock.today.month - 1
    day = coming(month_day_cycle(number), index, "day", clock)
    found = unit_span(unit, day.start, 0) if day else None
    return period_node(nodes, Period(*found[0], found[1])) if found else None


def weekdays_away(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "two Sundays from now"."""
    period = periods(nodes)[0]
    number = int(values(nodes, "num")[0])
    cycle = weekday_cycle(period.start.isoweekday())
    first = coming(cycle, week_index(clock.today), "day", clock, from_day=clock.today + DAY)
    return period_node(nodes, first.at(first.index + number - 1)) if first and number < 60 else None


def end_of_weekday(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "EOD Friday": the day named, not today."""
    return node(nodes, "weekday_p", periods(nodes)[1]) if periods(nodes)[0].start == clock.today else None


def weekday_then(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "a week on Friday": so many weeks after that weekday."""
    length: Length = values(nodes, "length")[0]
    if length.unit not in {"week", "fortnight"} or length.amount % 1:
        return None
    day = length.after_day(periods(nodes)[0].start)
    return period_node(nodes, Period(day, day, "day"))


def weekday_within(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "in two weeks on Friday": the weekday nearest to the day that lies so far ahead."""
    length: Length = values(nodes, "length")[0]
    ahead = length.after(clock)
    day = ahead - timedelta(days=3)
    day += timedelta(days=(periods(nodes)[0].start.weekday() - day.weekday()) % 7)
    return period_node(nodes, Period(day, day, "day")) if day > clock.today else None
