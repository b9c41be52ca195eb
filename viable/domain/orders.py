"""The hours that orders, allotments of customers and forecasts take, by resource and week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from viable.domain.capacity import Capacity, Load
from viable.domain.errors import BadInput
from viable.domain.loading import HOURS_THAT_DO_NOT_COUNT, Stage, stages_of
from viable.domain.routings import CapacityModel

OrderKind = Literal["order", "allotment", "forecast"]


@dataclass(frozen=True, slots=True)
class Order:
    """Pieces that are to leave the factory in one week.

    Attributes:
        due: any day of that week.
    """

    id: str
    customer: str
    family: str
    quantity: int
    due: date
    customization: str = "none"
    designs: int = 1
    kind: OrderKind = "order"

    def __post_init__(self) -> None:
        if self.quantity < 1 or self.designs < 1:
            raise BadInput(
                f"order {self.id}: at least one piece of one design, not {self.quantity} of {self.designs}"
            )


def loads_of_orders(
    orders: Iterable[Order], capacity: Capacity, model: CapacityModel
) -> dict[str, list[Load]]:
    """The hours of each order by its id, planned in order of due week and id on what the snapshot has left.

    The last operation is planned in the due week and those before it as many weeks earlier as their lags demand; what would
    lie before the snapshot is taken as done. Within the week the preferred resource is filled up to its actual hours, then the alternates, then
    the preferred one and the alternates up to the maximum; what is left goes to the week after, and so on. Hours that find
    no room in any known week stay in the week that they belong to, where they show as overload.
    """
    taken = {resource: list(hours) for resource, hours in capacity.taken.items()}
    return {
        order.id: _plan(order, capacity, model, taken)
        for order in sorted(orders, key=lambda order: (capacity.index_of(order.due), order.id))
    }


def _plan(
    order: Order, capacity: Capacity, model: CapacityModel, taken: dict[str, list[float]]
) -> list[Load]:
    if model.customization(order.family, order.customization).outside_standard:
        raise BadInput(
            f"order {order.id}: {order.family} is not made with customization {order.customization}"
        )
    due = capacity.index_of(order.due)
    if not 0 <= due < capacity.weeks:
        raise BadInput(f"order {order.id}: the week of {order.due} is outside the known capacity")
    stages = stages_of(model, order.family, order.customization, order.designs)
    week = due - sum(stage.shift for stage in stages)
    loads: list[Load] = []
    for stage in stages:
        week += stage.shift
        if week >= 0:
            loads += _place(stage, order.quantity, week, capacity, taken)
    return loads


def _place(
    stage: Stage, pieces: float, due: int, capacity: Capacity, taken: dict[str, list[float]]
) -> list[Load]:
    """The loads of one operation; their hours are added to ``taken``."""
    loads = []
    set_up: set[str] = set()
    for week in range(due, capacity.weeks):
        for limits in (capacity.actual, capacity.maximum):
            for station in stage.stations:
                setup = 0.0 if station.resource in set_up else station.setup_hours
                room = limits[station.resource][week] - taken[station.resource][week] - setup
                if room <= HOURS_THAT_DO_NOT_COUNT:
                    continue
                units = min(pieces, room / station.hours_per_unit)
                hours = setup + units * station.hours_per_unit
                set_up.add(station.resource)
                taken[station.resource][week] += hours
                loads.append(Load(station.resource, capacity.monday(week), hours))
                pieces -= units
                if pieces <= HOURS_THAT_DO_NOT_COUNT:
                    return loads
    first = stage.stations[0]
    hours = first.setup_hours * (first.resource not in set_up) + pieces * first.hours_per_unit
    taken[first.resource][due] += hours
    return [*loads, Load(first.resource, capacity.monday(due), hours)]
