"""Capacity in the store, kept up with the calendar and the orders that are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from viable.domain.calendars import monday_of
from viable.domain.capacity import Capacity, Load, empty_capacity
from viable.domain.orders import Order, loads_of_orders
from viable.domain.playbook import Playbook
from viable.ports import Transaction

ORDERS, DOWNTIME = "orders", "downtime"
"""Source names of the load that the order book and planned downtime make."""


def refresh_capacity(tx: Transaction, playbook: Playbook, horizon_weeks: int, now: datetime) -> None:
    """Buckets follow shifts and calendar from this week on; what is taken in them stays taken."""
    capacity = _empty(playbook, horizon_weeks, now)
    rows = [
        (resource, capacity.monday(week), actual, capacity.maximum[resource][week])
        for resource, hours in capacity.actual.items()
        for week, actual in enumerate(hours)
    ]
    tx.loads.replace_buckets(rows, "calendar", now)


def fill(
    tx: Transaction,
    playbook: Playbook,
    orders: Sequence[Order],
    downtime: Sequence[Load],
    horizon_weeks: int,
    now: datetime,
) -> None:
    """A new store has the orders and the downtime; one that has orders already keeps its own."""
    if tx.loads.has_load(ORDERS):
        return
    capacity = _empty(playbook, horizon_weeks, now).plus(downtime)
    planned = loads_of_orders(orders, capacity, playbook.capacity_model)
    tx.loads.replace_load(list(downtime), DOWNTIME, now)
    tx.loads.replace_load([load for loads in planned.values() for load in loads], ORDERS, now)


def _empty(playbook: Playbook, horizon_weeks: int, now: datetime) -> Capacity:
    model = playbook.capacity_model
    return empty_capacity(
        model.resources.values(),
        {"": model.calendar},
        first_week=monday_of(now.date()),
        weeks=horizon_weeks,
        as_of=now,
    )
