"""Working days: which days count, and how to count along them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from viable.domain.errors import BadInput

DAYS_OF_WORKING_WEEK = 5


def monday_of(day: date) -> date:
    """The Monday of the ISO week that holds ``day``."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class YearlyClosure:
    """Days on which the company is closed every year, both ends included.

    A closure whose end comes before its start in the year runs over New Year.

    Attributes:
        first: (month, day).
        last: (month, day).
        reason: what people read, such as "vacaciones de agosto".
    """

    first: tuple[int, int]
    last: tuple[int, int]
    reason: str = ""

    def __post_init__(self) -> None:
        for month, day in (self.first, self.last):
            try:
                date(2027, month, day)  # a common year: 29 February doesn't exist every year
            except ValueError as error:
                raise BadInput(f"a yearly closure cannot start or end on {day}/{month}") from error

    def days_in(self, year: int) -> list[date]:
        """Every closed day of the closure that starts in ``year``, in order."""
        first = date(year, *self.first)
        last = date(year if self.last >= self.first else year + 1, *self.last)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked in one place.

    Attributes:
        closed: days that are not worked though their weekday usually is.
        weekdays: weekdays that are usually worked, Monday 0.
    """

    closed: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset(range(DAYS_OF_WORKING_WEEK))

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise BadInput(f"a calendar works on weekdays 0 (Monday) to 6, not {set(self.weekdays)}")

    def is_working_day(self, day: date) -> bool:
        """Whether people work on ``day``."""
        return day.weekday() in self.weekdays and day not in self.closed

    def working_days_from(self, day: date) -> int:
        """How many days are worked from ``day`` (included) to the end of its ISO week."""
        return sum(self.is_working_day(day + timedelta(days=n)) for n in range(7 - day.weekday()))

    def last_working_day(self, monday: date) -> date | None:
        """The last day worked in the week of ``monday``; None when the whole week is closed."""
        for n in range(6, -1, -1):
            if self.is_working_day(monday + timedelta(days=n)):
                return monday + timedelta(days=n)
        return None

    def add(self, day: date, working_days: int) -> date:
        """The day on which ``working_days`` more have been worked, ``day`` itself not counted.

        Zero days from a closed day is that day: nothing has to be worked.
        """
        while working_days > 0:
            day += timedelta(days=1)
            if self.is_working_day(day):
                working_days -= 1
        return day

    def subtract(self, day: date, working_days: int) -> date:
        """The latest day from which ``working_days`` can still be worked by the end of ``day``."""
        while working_days > 0:
            if self.is_working_day(day):
                working_days -= 1
            day -= timedelta(days=1)
        return day


def calendar_of(
    country: str,
    region: str | None,
    years: Iterable[int],
    *,
    closures: Iterable[YearlyClosure] = (),
    local_holidays: Iterable[date] = (),
    weekdays: frozenset[int] = frozenset(range(DAYS_OF_WORKING_WEEK)),
) -> Calendar:
    """A calendar with the public holidays of a country (``ES``) and region (``VC``), and the company's own closures.

    ``region`` is ISO 3166-2 without the country; None means the national holidays alone. Only ``years`` are known.
    """
    wanted = sorted(set(years))
    closed = set(_public_holidays(country, region, tuple(wanted))) | set(local_holidays)
    for closure in closures:
        for year in {year - 1 for year in wanted} | set(wanted):
            closed.update(closure.days_in(year))
    return Calendar(frozenset(closed), weekdays)


@lru_cache(maxsize=64)
def _public_holidays(country: str, region: str | None, years: tuple[int, ...]) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=years))
    except NotImplementedError as error:
        raise BadInput(f"no public holidays are known for {country}-{region}: {error}") from error
