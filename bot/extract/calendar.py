"""Periods of the calendar: what they are called, when they come round, how far a length of time reaches."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

Span = tuple[date, date]
Cycle = Callable[[int], "Span | None"]
DAY = timedelta(days=1)
_LONGEST_SEARCH = 150  # steps; "Friday 31" comes round within some months, 29 February within 8 years


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included.

    Attributes:
        grain: how exactly it was said: day, week, month, quarter or year.
        cycle: for a period that comes round, its span by index (a year, a month, a week …); None when fixed.
        index: the index in ``cycle`` of this very span.
        is_weak: the words may well mean something else ("may", "the week").
        part: "begin", "middle" or "end" when a part of a longer period was meant.
    """

    start: date
    end: date
    grain: str
    cycle: Cycle | None = None
    index: int = 0
    is_weak: bool = False
    part: str | None = None

    def at(self, index: int) -> Period | None:
        """The same period in another round, or None where that round lacks it."""
        span = self.cycle(index) if self.cycle else None
        return replace(self, start=span[0], end=span[1], index=index) if span else None

    def next_from(self, day: date) -> Period:
        """The first round, this one or later, that ends on ``day`` or later."""
        return self._step(lambda period: period.end >= day, 1)

    def last_until(self, day: date) -> Period:
        """The last round, this one or earlier, that starts on ``day`` or earlier."""
        return self._step(lambda period: period.start <= day, -1)

    def fixed(self) -> Period:
        """The same days, which no longer come round."""
        return replace(self, cycle=None)

    def _step(self, is_right: Callable[[Period], bool], step: int) -> Period:
        period, index = self, self.index
        for _ in range(_LONGEST_SEARCH):
            if is_right(period) or self.cycle is None:
                return period
            index += step
            period = self.at(index) or period
        return self


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    if 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier, clamped to the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """The day some days later, kept inside what a date can hold."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal() - 400))


def add_working_days(day: date, days: int) -> date:
    """The last of so many days from Monday to Friday after ``day``."""
    weeks, rest = divmod(days, 5)
    day = add_days(day, weeks * 7)
    while day.weekday() > 4 and not rest:
        day -= DAY
    while rest > 0:
        day += DAY
        rest -= day.weekday() < 5
    return day


def month_span(index: int) -> Span:
    """First and last day of a month, counted ``year * 12 + month - 1``."""
    year, month = divmod(index, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def months_span(first: int, count: int) -> Span:
    """First day of a month and last day of the ``count``-th month from it."""
    return month_span(first)[0], month_span(first + count - 1)[1]


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_span(start: date) -> Span:
    """The seven days from ``start``."""
    return start, add_days(start, 6)


def iso_week(year: int, week: int) -> Span | None:
    """Monday to Sunday of an ISO week, or None when the year has no such week."""
    try:
        return week_span(date.fromisocalendar(year, week, 1))
    except ValueError:
        return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday (1 Monday … 7 Sunday) of a month, from its end when negative."""
    first, last = month_span(year * 12 + month - 1)
    if nth > 0:
        day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    else:
        day = last - timedelta(days=(last.isoweekday() - weekday) % 7 + 7 * (-nth - 1))
    return day if day.month == month and day.year == year else None


SEASONS = {"spring": (3, 21), "summer": (6, 21), "autumn": (9, 23), "winter": (12, 21)}


def season_span(name: str, year: int) -> Span:
    """The season that starts in ``year``, by the northern astronomical calendar."""
    starts = [*SEASONS.values()]
    position = [*SEASONS].index(name)
    start = date(year, *starts[position])
    following = starts[(position + 1) % 4]
    return start, date(year + (position == 3), *following) - DAY


def working_end(start: date, count: int) -> Span:
    """From the day after ``start`` to the last of ``count`` working days."""
    return start + DAY, add_working_days(start, count)
