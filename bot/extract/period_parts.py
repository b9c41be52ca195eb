"""Parts of a period: its nth week or month, a half, its beginning, middle and end."""

from __future__ import annotations

from dataclasses import replace

from bot.extract.calendar import DAY, Period, add_days, monday, month_span
from bot.extract.duration import MONTHS


def nth_part(period: Period, nth: int, unit: str) -> Period | None:
    """The nth week, day, fortnight, month … of a period, from its end when negative; None where it has none."""
    if unit in {"day", "night"}:
        day = add_days(period.start, nth - 1) if nth > 0 else add_days(period.end, nth + 1)
        found = Period(day, day, "day")
    elif unit == "fortnight":
        middle = add_days(period.start, 14)
        is_first = nth == 1
        found = Period(period.start, middle, "week") if is_first else Period(middle + DAY, period.end, "week")
    elif unit in {"week", "weekend"}:
        found = _nth_week(period, nth, unit)
    elif unit in {"middle", "half"} and unit != "third":
        found = _half_of(period, nth)
    elif unit in MONTHS and MONTHS[unit] < 12 and nth != 0:
        first = period.start.year * 12 + period.start.month - 1 + (nth - 1) * MONTHS[unit]
        if nth < 0:
            first = period.end.year * 12 + period.end.month + nth * MONTHS[unit]
        grain = "month" if MONTHS[unit] == 1 else "quarter"
        found = Period(month_span(first)[0], month_span(first + MONTHS[unit] - 1)[1], grain)
    else:
        return None
    return found if found.start >= add_days(period.start, -6) and found.start <= period.end else None


def _nth_week(period: Period, nth: int, unit: str) -> Period:
    """The nth week whose Thursday lies in the period, as ISO weeks belong to months and years."""
    first = monday(add_days(period.start, 3))
    last = monday(add_days(period.end, -3))
    start = add_days(first, 7 * (nth - 1)) if nth > 0 else add_days(last, 7 * (nth + 1))
    if unit == "weekend":
        return Period(add_days(start, 5), add_days(start, 6), "day")
    return Period(start, add_days(start, 6), "week")


def _half_of(period: Period, nth: int) -> Period:
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    first = period.start.year * 12 + period.start.month - 1
    middle = add_days(period.start, 14) if months == 1 else month_span(first + months // 2 - 1)[1]
    return (
        Period(period.start, middle, "week" if months == 1 else "quarter")
        if nth == 1
        else Period(middle + DAY, period.end, "week" if months == 1 else "quarter")
    )


def phase_of(period: Period, part: str) -> Period | None:
    """The beginning, middle or end of a period: ten days of a month, a third of a quarter or season, days of a week.

    "A mediados de marzo" is the 10th to the 20th, as in the measured data.
    """
    start, end = period.start, period.end
    days = (end - start).days + 1
    if days <= 2:
        return replace(period, part=part)
    if period.grain == "week":
        spans = {"begin": (0, 2), "middle": (1, 3), "end": (max(days - 3, 0), days - 1)}
        first, last = spans[part]
        return replace(
            period, start=add_days(start, first), end=add_days(start, last), grain="day", part=part
        )
    if period.grain == "month":
        ten = {"begin": (start, add_days(start, 9)), "middle": (add_days(start, 9), add_days(start, 19))}
        first_day, last_day = ten.get(part, (add_days(start, 20), end))
        return replace(period, start=first_day, end=last_day, grain="week", part=part)
    return _phase_of_months(period, part)


def _phase_of_months(period: Period, part: str) -> Period:
    first = period.start.year * 12 + period.start.month - 1
    count = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    third = max(count // 4 if count == 12 else count // 3, 1)
    if part == "begin":
        return replace(period, end=month_span(first + third - 1)[1], grain="month", part=part)
    if part == "middle":
        start, end = first + count // 2 - 1, first + count // 2
        return replace(period, start=month_span(start)[0], end=month_span(end)[1], grain="month", part=part)
    return replace(period, start=month_span(first + count - third)[0], grain="month", part=part)
