"""Capacity in the store, kept up with the calendar and the orders that are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from viable.domain.calendars import monday_of
from viable.domain.capacity import empty_capacity
from viable.domain.orders import Order, loads_of_orders
from viable.domain.playbook import Playbook
from viable.ports import Transaction

ORDERS = "orders"
"""Source name of the load that the order book makes."""


def refresh_capacity(
    tx: Transaction, playbook: Playbook, orders: Sequence[Order], horizon_weeks: int, now: datetime
) -> None:
    """Buckets follow the calendar, and the orders' hours are taken in them; holds stay as they are."""
    model = playbook.capacity_model
    capacity = empty_capacity(
        model.resources.values(),
        {"": model.calendar},
        first_week=monday_of(now.date()),
        weeks=horizon_weeks,
        as_of=now,
    )
    rows = [
        (resource, capacity.monday(week), actual, capacity.maximum[resource][week])
        for resource, hours in capacity.actual.items()
        for week, actual in enumerate(hours)
    ]
    tx.loads.replace_buckets(rows, "calendar", now)
    planned = loads_of_orders(orders, capacity, model)
    loads = [(load.resource, load.week, load.hours) for order in planned.values() for load in order]
    tx.loads.replace_load(loads, ORDERS, now)
