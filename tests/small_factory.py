"""A factory small enough to be checked by hand: two machines with a spare, forty hours a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from viable.domain.calendars import Calendar
from viable.domain.capacity import Capacity, Resource
from viable.domain.routings import (
    Alternate,
    BackupSupplier,
    CapacityModel,
    CustomizationClass,
    Operation,
    Routing,
)

MONDAY = date(2026, 11, 23)
"""First week of every snapshot."""

SUNDAY = date(2026, 11, 22)
"""A day after which the whole first week remains."""

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)


def capacity(
    taken: Mapping[str, Sequence[float]] | None = None,
    weeks: int = 8,
    hours: float = 40.0,
    names: Sequence[str] = ("press", "old_press", "packing"),
) -> Capacity:
    """Weeks of ``hours`` for every resource, a fifth more with overtime; what isn't said is free."""
    taken = taken or {}
    return Capacity(
        MONDAY,
        AS_OF,
        dict.fromkeys(names, (hours,) * weeks),
        dict.fromkeys(names, (hours * 1.2,) * weeks),
        {name: tuple(taken.get(name, ())) + (0.0,) * (weeks - len(taken.get(name, ()))) for name in names},
    )


def model(
    *operations: Operation,
    customizations: Sequence[CustomizationClass] = (CustomizationClass("none"),),
    backups: Sequence[BackupSupplier] = (),
    calendar: Calendar | None = None,
    material_days: int = 0,
    buffer_days: int = 0,
    safety_days: int = 0,
    efficiency: float = 1.0,
) -> CapacityModel:
    """One family, ``box``; without operations said: the press, 10 boxes an hour, then packing, 20 an hour."""
    resources = {
        name: Resource(name, "machine", 8, efficiency=efficiency, overtime_premium_per_hour=Decimal(30))
        for name in ("press", "old_press", "packing")
    }
    routing = Routing("box", operations or (pressing(), packing()), material_days, buffer_days)
    return CapacityModel(
        resources,
        {"box": routing},
        {("box", one.level): one for one in customizations},
        calendar or Calendar(),
        tuple(backups),
        safety_days,
    )


def pressing(*, spare: bool = False, setup_hours: float = 0.0, lag_days: int = 0) -> Operation:
    """10 boxes an hour on the press; the old press, when it may help, makes 5."""
    ways = [Alternate("press", 0.1, setup_hours)]
    if spare:
        ways.append(Alternate("old_press", 0.2, setup_hours))
    return Operation("pressing", 10, tuple(ways), lag_days)


def packing() -> Operation:
    """20 boxes an hour."""
    return Operation("packing", 20, (Alternate("packing", 0.05),))


def supplier(
    operation: str | None = None,
    *,
    lead_time_days: int = 5,
    minimum_lot: int = 1,
    weekly_ceiling: int = 1000,
) -> BackupSupplier:
    """A backup supplier of boxes at 0.25 a piece."""
    return BackupSupplier(
        "helper", "box", operation, lead_time_days, Decimal("0.25"), minimum_lot, weekly_ceiling
    )
