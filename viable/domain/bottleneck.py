"""The floating bottleneck: which resource limits now, what relieving it buys, and which one is next.

Utilisation is hours taken ÷ actual hours. Relieving the first resource by x % lets x % more work through until the second
is as full as the first was: u₁ ÷ u₂ - 1. Queues grow with u ÷ (1 - u): 5.7 at 85 %, 19 at 95 % (M/M/1, Kingman's formula
without its variability terms).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from viable.domain.capacity import Capacity
from viable.domain.routings import CapacityModel, Operation


@dataclass(frozen=True, slots=True)
class Fullness:
    """How full one resource is over some weeks."""

    resource: str
    taken_hours: float
    actual_hours: float

    @property
    def ratio(self) -> float:
        """Hours taken ÷ actual hours; infinite when work is planned where nobody works."""
        if self.actual_hours:
            return self.taken_hours / self.actual_hours
        return inf if self.taken_hours else 0.0

    @property
    def queue_factor(self) -> float:
        """How many pieces of work wait for each one at work; infinite from 100 % on."""
        return self.ratio / (1 - self.ratio) if self.ratio < 1 else inf


@dataclass(frozen=True, slots=True)
class WeekForecast:
    """The fullest resource of one week; None in a week in which nobody works and nothing is planned."""

    week: date
    fullest: Fullness | None


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What limits the company, or one family, over the weeks asked about.

    Attributes:
        ranking: all resources, fullest first; ties by name.
        forecast: week by week, earliest first.
    """

    ranking: tuple[Fullness, ...]
    forecast: tuple[WeekForecast, ...]

    @property
    def now(self) -> Fullness:
        """The resource that limits."""
        return self.ranking[0]

    @property
    def next(self) -> Fullness | None:
        """The one that limits once the first is relieved enough; None when there is only one."""
        return self.ranking[1] if len(self.ranking) > 1 else None

    @property
    def useful_relief(self) -> float:
        """Share of extra hours on the first resource beyond which nothing more is gained; 0.063 is 6.3 %.

        Infinite while no other resource is loaded.
        """
        if self.next is None or not self.next.ratio:
            return inf
        if self.now.ratio == self.next.ratio:
            return 0.0
        return self.now.ratio / self.next.ratio - 1

    def gain(self, relief: float) -> float:
        """Share of extra work that gets through when the first resource has ``relief`` more hours (0.1 is 10 %)."""
        return min(relief, self.useful_relief)


def bottleneck_of(
    capacity: Capacity, model: CapacityModel, *, now: date, weeks: int, family: str | None = None
) -> Bottleneck:
    """The bottleneck over ``weeks`` from the one of ``now`` on, of one family's resources or of all."""
    names = resources_of(model, family) if family else set(model.resources)
    names &= set(capacity.actual)
    first = max(0, capacity.index_of(now))
    last = min(first + weeks, capacity.weeks)
    ranking = sorted((fullness(capacity, name, first, last) for name in names), key=_fullest_first)
    forecast = [
        WeekForecast(capacity.monday(week), _fullest(capacity, names, week)) for week in range(first, last)
    ]
    return Bottleneck(tuple(ranking), tuple(forecast))


def resources_of(model: CapacityModel, family: str) -> set[str]:
    """The preferred resource of every operation of a family, at any level of customization."""
    levels = {level for of_family, level in model.customizations if of_family == family} or {"none"}
    return {
        operation.alternates[0].resource for level in levels for operation in model.operations(family, level)
    }


def load_ratios(capacity: Capacity, model: CapacityModel, *, now: date, weeks: int) -> Mapping[str, float]:
    """How full each scope is over the lead-time window: ``resource:…``, ``family:…`` and ``company``.

    A family is as full as the fullest of its usual operations; one with alternates is as full as all of them together, each
    hour worth what the preferred resource would make in it. The company is as full as its least full family: it is overloaded when nothing it sells can be made.
    """
    first = max(0, capacity.index_of(now))
    last = min(first + weeks, capacity.weeks)
    known = {name: fullness(capacity, name, first, last) for name in capacity.actual}
    ratios = {f"resource:{name}": one.ratio for name, one in known.items()}
    families = {family: _family_ratio(model, family, known) for family in model.routings}
    ratios |= {f"family:{family}": ratio for family, ratio in families.items()}
    return ratios | {"company": min(families.values(), default=0.0)}


def fullness(capacity: Capacity, resource: str, first: int, last: int) -> Fullness:
    """How full a resource is from week number ``first`` to before ``last``."""
    return Fullness(
        resource, sum(capacity.taken[resource][first:last]), sum(capacity.actual[resource][first:last])
    )


def _family_ratio(model: CapacityModel, family: str, known: Mapping[str, Fullness]) -> float:
    ratios = []
    for operation in usual_operations(model, family):
        preferred = operation.alternates[0]
        taken = actual = 0.0
        for one in operation.alternates:
            if one.resource in known:
                worth = preferred.hours_per_unit / one.hours_per_unit
                taken += known[one.resource].taken_hours * worth
                actual += known[one.resource].actual_hours * worth
        ratios.append(Fullness(operation.id, taken, actual).ratio)
    return max(ratios, default=0.0)


def usual_operations(model: CapacityModel, family: str) -> list[Operation]:
    """The operations that more than half of the family's levels of customization need, in order."""
    levels = [level for of_family, level in model.customizations if of_family == family]
    if not levels:
        return list(model.routings[family].operations)
    every = [operation for level in levels for operation in model.operations(family, level)]
    counts = Counter(operation.id for operation in every)
    first = {operation.id: operation for operation in reversed(every)}
    usual = [operation for name, operation in first.items() if counts[name] * 2 > len(levels)]
    return sorted(usual, key=lambda operation: operation.sequence)


def _fullest(capacity: Capacity, names: Collection[str], week: int) -> Fullness | None:
    found = [fullness(capacity, name, week, week + 1) for name in names]
    found = [one for one in found if one.actual_hours or one.taken_hours]
    return min(found, key=_fullest_first, default=None)


def _fullest_first(one: Fullness) -> tuple[float, str]:
    return -one.ratio, one.resource
