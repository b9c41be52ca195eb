"""What the company can make, and what is taken of it: a snapshot of weekly buckets.

Hours are clock hours of a resource. The shape (per ISO week an actual and a maximum capacity) follows Catena-X
WeekBasedCapacityGroup 3.0; the load of an operation follows frePPLe: (set-up + quantity x hours per unit) ÷ efficiency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Literal, NamedTuple, Self, get_args

from viable.domain.calendars import Calendar, monday_of
from viable.domain.errors import BadInput

ResourceKind = Literal["line", "machine", "packaging", "dock", "logistics"]
Band = Literal["actual", "maximum"]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something with limited capacity: a line, a machine group, packaging, a dock, a carrier's pick-ups.

    Attributes:
        hours_per_shift: clock hours that one unit of the resource works in one shift.
        shifts_per_day: shifts on a working day.
        units: machines or teams of the same kind that work side by side.
        efficiency: useful share of a clock hour; an operation of 1 hour takes 1 ÷ efficiency.
        maximum_ratio: how far overtime can stretch the actual hours; 1.2 is 120 %.
        overtime_premium_per_hour: what an hour above the actual ones costs more, in the company's currency.
        calendar: id of the calendar whose days it works; "" is the company's own.
    """

    id: str
    kind: ResourceKind
    hours_per_shift: float
    shifts_per_day: int = 1
    units: int = 1
    efficiency: float = 1.0
    maximum_ratio: float = 1.2
    overtime_premium_per_hour: Decimal = Decimal(0)
    calendar: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(ResourceKind):
            raise BadInput(f"resource {self.id}: kind is one of {get_args(ResourceKind)}, not {self.kind!r}")
        if not 0 < self.hours_per_shift * self.shifts_per_day <= 24:
            raise BadInput(f"resource {self.id}: a day has more than 0 and at most 24 hours of shifts")
        if self.units < 1:
            raise BadInput(f"resource {self.id}: at least one unit, not {self.units}")
        if not 0 < self.efficiency <= 2:
            raise BadInput(f"resource {self.id}: efficiency lies between 0 and 2, not {self.efficiency}")
        if not 1 <= self.maximum_ratio <= 3:
            raise BadInput(
                f"resource {self.id}: maximum_ratio lies between 1 and 3, not {self.maximum_ratio}"
            )

    @property
    def hours_per_day(self) -> float:
        """Actual hours on a working day, all units and shifts together."""
        return self.hours_per_shift * self.shifts_per_day * self.units

    def hours_in_week(self, monday: date, calendar: Calendar) -> float:
        """Actual hours in the week of ``monday``."""
        return self.hours_per_day * calendar.working_days_from(monday)


class Load(NamedTuple):
    """Hours taken in one bucket by an order, an allotment, a hold or downtime."""

    resource: str
    week: date
    hours: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """One resource in one ISO week."""

    actual_hours: float
    maximum_hours: float
    taken_hours: float = 0.0

    def __post_init__(self) -> None:
        figures = (self.actual_hours, self.maximum_hours, self.taken_hours)
        if not all(isfinite(hours) and hours >= 0 for hours in figures):
            raise BadInput(f"a bucket's hours are finite and not negative: {figures}")
        if self.maximum_hours < self.actual_hours:
            raise BadInput(
                f"maximum hours {self.maximum_hours} lie below the actual ones {self.actual_hours}"
            )


@dataclass(frozen=True, slots=True)
class Capacity:
    """All buckets at one moment; weeks that it doesn't hold are unknown, and nothing is promised in them.

    Attributes:
        first_week: Monday of the first bucket of every resource.
        as_of: when the figures were read, with its time zone.
        actual, maximum, taken: hours by resource, one figure a week from ``first_week`` on, all equally long.
        source: where the figures come from.
    """

    first_week: date
    as_of: datetime
    actual: Mapping[str, tuple[float, ...]]
    maximum: Mapping[str, tuple[float, ...]]
    taken: Mapping[str, tuple[float, ...]]
    source: str = ""
    _free: dict[tuple[str, Band], tuple[float, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.first_week.weekday():
            raise BadInput(f"weeks start on Mondays, {self.first_week} is none")
        if not self.actual.keys() == self.maximum.keys() == self.taken.keys():
            raise BadInput("actual, maximum and taken hours name different resources")
        figures = (self.actual, self.maximum, self.taken)
        if len({len(weeks) for by_resource in figures for weeks in by_resource.values()}) > 1:
            raise BadInput("every resource has the same number of weeks")

    @classmethod
    def of_buckets(
        cls, buckets: Mapping[tuple[str, date], Bucket], as_of: datetime, source: str = ""
    ) -> Self:
        """The snapshot of these buckets by (resource, Monday); a week that is missing has no hours."""
        if not buckets:
            raise BadInput("a capacity snapshot needs at least one bucket")
        first = min(week for _, week in buckets)
        weeks = (max(week for _, week in buckets) - first).days // 7 + 1
        none = Bucket(0.0, 0.0, 0.0)
        rows = {
            resource: [buckets.get((resource, first + timedelta(weeks=n)), none) for n in range(weeks)]
            for resource in sorted({resource for resource, _ in buckets})
        }
        return cls(
            first,
            as_of,
            {resource: tuple(b.actual_hours for b in row) for resource, row in rows.items()},
            {resource: tuple(b.maximum_hours for b in row) for resource, row in rows.items()},
            {resource: tuple(b.taken_hours for b in row) for resource, row in rows.items()},
            source,
        )

    @property
    def weeks(self) -> int:
        """How many weeks are known, counted from ``first_week``."""
        return len(next(iter(self.actual.values()), ()))

    def index_of(self, day: date) -> int:
        """Which week holds ``day``, 0 for the first; may lie outside the known ones."""
        return (day - self.first_week).days // 7

    def monday(self, index: int) -> date:
        """The Monday of week ``index``."""
        return self.first_week + timedelta(weeks=index)

    def bucket(self, resource: str, week: date) -> Bucket | None:
        """The bucket that holds the day ``week``; None where nothing is known."""
        index = self.index_of(week)
        if resource not in self.actual or not 0 <= index < self.weeks:
            return None
        return Bucket(
            self.actual[resource][index], self.maximum[resource][index], self.taken[resource][index]
        )

    def limit(self, resource: str, band: Band) -> tuple[float, ...]:
        """Hours that may be filled in each week: the actual ones, or with overtime the maximum."""
        return self.actual[resource] if band == "actual" else self.maximum[resource]

    def free(self, resource: str, band: Band) -> tuple[float, ...]:
        """Hours that can still be given away in each week.

        Load above the maximum can't be worked in its week, so it takes hours of the weeks after it. Load between actual
        and maximum is worked as overtime in its own week.
        """
        known = self._free.get((resource, band))
        if known is not None:
            return known
        left, overdue = [], 0.0
        rows = zip(self.limit(resource, band), self.maximum[resource], self.taken[resource], strict=True)
        for limit, maximum, taken in rows:
            due = taken + overdue
            overdue = due - maximum if due > maximum else 0.0
            left.append(limit - due if due < limit else 0.0)
        self._free[resource, band] = tuple(left)
        return self._free[resource, band]

    def plus(self, loads: Iterable[Load]) -> Capacity:
        """The snapshot with these hours taken too; negative hours give them back.

        Raises:
            BadInput: a resource that isn't known, or a week outside the known ones.
        """
        changed: dict[str, list[float]] = {}
        for load in loads:
            index = self.index_of(load.week)
            if load.resource not in self.taken or not 0 <= index < self.weeks:
                raise BadInput(f"no bucket for {load.resource} in the week of {monday_of(load.week)}")
            row = changed.setdefault(load.resource, list(self.taken[load.resource]))
            row[index] = max(0.0, row[index] + load.hours)
        taken = {**self.taken, **{resource: tuple(row) for resource, row in changed.items()}}
        after = replace(self, taken=taken)
        known = {key: row for key, row in self._free.items() if key[0] not in changed}
        after._free.update(known)  # noqa: SLF001 - its own class; what didn't change needn't be computed again
        return after


def empty_capacity(
    resources: Iterable[Resource],
    calendars: Mapping[str, Calendar],
    *,
    first_week: date,
    weeks: int,
    as_of: datetime,
    source: str = "calendar",
) -> Capacity:
    """Buckets that follow from shifts and calendars (by id, "" the company's own) alone, nothing taken."""
    buckets = {}
    for resource in resources:
        calendar = calendars[resource.calendar]
        for n in range(weeks):
            monday = first_week + timedelta(weeks=n)
            hours = resource.hours_in_week(monday, calendar)
            buckets[resource.id, monday] = Bucket(hours, hours * resource.maximum_ratio)
    return Capacity.of_buckets(buckets, as_of, source)
