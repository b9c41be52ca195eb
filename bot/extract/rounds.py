"""Periods that come round, found in their first round that isn't over."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from bot.extract.calendar import (
    DAY,
    Cycle,
    Period,
    Span,
    add_days,
    easter,
    make_date,
    monday,
    month_span,
    months_span,
    nth_weekday,
)
from bot.extract.duration import MONTHS
from bot.extract.time_nodes import Clock


def coming(
    cycle: Cycle, index: int, grain: str, clock: Clock, *, from_day: date | None = None
) -> Period | None:
    """The first round of the cycle, from the one of this index, that isn't over."""
    for start in range(index, index + 100):
        span = cycle(start)
        if span:
            return Period(*span, grain, cycle, start).next_from(from_day or clock.today)
    return None


def month_cycle(month: int) -> Cycle:
    """The month, by year."""
    return lambda year: month_span(year * 12 + month - 1)


def day_cycle(month: int, day: int) -> Cycle:
    """The day of a month, by year; none in a year that lacks it. The 31st of a month of 30 days is its last."""
    day = 28 if (month, day > 29) == (2, True) else min(day, monthrange(2000, month)[1])

    def span(year: int) -> Span | None:
        found = make_date(year, month, day)
        return (found, found) if found else None

    return span


def month_day_cycle(day: int, weekday: int | None = None) -> Cycle:
    """The same day of each month, or of those months where it falls on the weekday (1 Monday)."""

    def span(index: int) -> Span | None:
        found = make_date(index // 12, index % 12 + 1, day)
        return (found, found) if found and weekday in {None, found.isoweekday()} else None

    return span


def weekday_cycle(weekday: int) -> Cycle:
    """The weekday (1 Monday), by week as in ``week_index``."""

    def span(week: int) -> Span | None:
        found = date.fromordinal(week * 7 + weekday)
        return found, found

    return span


def week_index(day: date) -> int:
    """Weeks since the calendar's first Monday."""
    return (day.toordinal() - 1) // 7


_WEEKS = {"week": 7, "fortnight": 14}


def unit_span(unit: str, day: date, step: int) -> tuple[Span, str] | None:
    """The day's own week, month, quarter …, or the one ``step`` later, with its grain."""
    if unit in {"day", "night"}:
        found = add_days(day, step)
        return (found, found), "day"
    if unit == "working_week":
        start = add_days(monday(day), step * 7)
        return (start, add_days(start, 4)), "week"
    if unit in _WEEKS:
        start = add_days(monday(day), step * _WEEKS[unit])
        return (start, add_days(start, _WEEKS[unit] - 1)), "week"
    if unit == "weekend":
        saturday = add_days(monday(day), 5 + 7 * step)
        return (saturday, saturday + DAY), "day"
    if unit not in MONTHS:
        return None
    count = MONTHS[unit]
    first = (day.year * 12 + day.month - 1) // count * count + step * count
    grain = {1: "month", 12: "year", 120: "year"}.get(count, "quarter")
    return months_span(first, count), grain


def holiday_span(row: dict[str, Any], year: int) -> Span | None:
    """The days of a holiday of the word tables in a year."""
    if "easter" in row:
        start: date | None = add_days(easter(year), int(row["easter"]))
    elif "nth" in row:
        start = nth_weekday(year, int(row["month"]), int(row["weekday"]), int(row["nth"]))
        start = start and add_days(start, int(row.get("offset", 0)))
    else:
        start = _fixed_day(row["date"], year)
    if start is None or "until" not in row:
        return (start, start) if start else None
    until = row["until"]
    end = add_days(easter(year), int(until)) if "easter" in row else _fixed_day(until, year)
    return (start, end) if end else None


def _fixed_day(written: str, year: int) -> date | None:
    month, _, day = written.partition("-")
    return make_date(year, int(month), int(day))
