"""Made-up factories and orders for the promise to be measured on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from viable.domain.calendars import Calendar
from viable.domain.capacity import Band, Capacity, Resource
from viable.domain.promised import Work
from viable.domain.routings import (
    Alternate,
    BackupSupplier,
    CapacityModel,
    CustomizationClass,
    Operation,
    Routing,
)

NOW = date(2026, 11, 18)  # a Wednesday
FIRST_WEEK = date(2026, 11, 16)


@dataclass(frozen=True, slots=True)
class Case:
    """One order on one factory.

    Attributes:
        has_setups: without them the bound is the exact optimum of a linear program.
    """

    seed: int
    work: Work
    capacity: Capacity
    model: CapacityModel
    band: Band
    has_setups: bool
    has_backups: bool


def make_case(seed: int) -> Case:
    """The case of this seed, always the same one: one in two with set-ups, one in five with backup suppliers."""
    random = Random(seed)
    has_setups, has_backups = random.random() < 0.5, random.random() < 0.2
    resources = {
        name: Resource(name, "machine", hours_per_shift=8, efficiency=random.choice([0.7, 0.85, 1.0]))
        for name in (f"r{n}" for n in range(random.randint(4, 12)))
    }
    routing = _routing(random, list(resources), has_setups)
    weeks = random.randint(8, 16)
    capacity = _capacity(random, resources, weeks)
    customization = CustomizationClass("logo", multiplier=random.choice([1.0, 1.0, 1.3]))
    model = CapacityModel(
        resources,
        {"f": routing},
        {("f", "logo"): customization},
        Calendar(),
        _backups(random, routing) if has_backups else (),
    )
    hours_per_unit = max(operation.alternates[0].hours_per_unit for operation in routing.operations)
    hours = 40 * weeks * random.choice([0.01, 0.03, 0.1, 0.2, 0.35])
    quantity = max(1, int(hours / hours_per_unit))
    designs = random.choice([1, 1, 2, 5])
    band: Band = random.choice(["actual", "maximum"])
    work = Work("f", quantity, "logo", designs)
    return Case(seed, work, capacity, model, band, has_setups, has_backups)


def _routing(random: Random, resources: list[str], has_setups: bool) -> Routing:
    """Two to five operations; one routing in three meets a resource more than once."""
    number = random.randint(2, min(5, len(resources)))
    is_shared = random.random() < 1 / 3
    pool = list(resources)
    random.shuffle(pool)
    operations = []
    for n in range(number):
        ways = random.choice([1, 1, 2, 2, 3])
        if is_shared:
            chosen = random.sample(resources, ways)
        else:
            chosen = [pool.pop() for _ in range(min(ways, max(1, len(pool) - (number - n - 1))))]
        rate = 10 ** random.uniform(-3, 0)
        alternates = tuple(
            Alternate(
                resource,
                rate * random.uniform(0.8, 2.5) if place else rate,
                random.choice([0.0, 0.5, 1.5, 4.0]) if has_setups else 0.0,
            )
            for place, resource in enumerate(chosen)
        )
        operations.append(Operation(f"o{n}", n, alternates, lag_days=random.choice([0, 0, 1, 1, 2, 5, 7])))
    return Routing("f", tuple(operations), material_days=random.choice([0, 2, 6]))


def _capacity(random: Random, resources: dict[str, Resource], weeks: int) -> Capacity:
    """Weeks of 16 to 80 hours, some closed, loaded from nothing to 130 %."""
    actual = {
        name: tuple(
            0.0 if random.random() < 0.05 else random.choice([16.0, 32.0, 40.0, 40.0, 80.0])
            for _ in range(weeks)
        )
        for name in resources
    }
    maximum = {name: tuple(hours * 1.2 for hours in row) for name, row in actual.items()}
    fullness = {name: random.uniform(0.1, 1.1) for name in resources}
    taken = {
        name: tuple(hours * min(1.3, max(0.0, random.gauss(fullness[name], 0.25))) for hours in row)
        for name, row in actual.items()
    }
    return Capacity(FIRST_WEEK, datetime(2026, 11, 18, 6, tzinfo=UTC), actual, maximum, taken)


def _backups(random: Random, routing: Routing) -> tuple[BackupSupplier, ...]:
    operation = random.choice([None, *(operation.id for operation in routing.operations)])
    return (
        BackupSupplier(
            "s0",
            "f",
            operation,
            lead_time_days=random.choice([0, 3, 5, 10]),
            premium_per_unit=Decimal("0.1"),
            minimum_lot=1,
            weekly_ceiling=random.choice([50, 500, 5000]),
        ),
    )
