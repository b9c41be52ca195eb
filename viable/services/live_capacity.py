"""Capacity as it stands in the store at this moment of the transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from viable.domain.capacity import Bucket, Capacity
from viable.domain.errors import NotFound
from viable.ports import Transaction


def live_capacity(tx: Transaction, now: datetime) -> Capacity:
    """Capacity of this week and those after; raises NotFound before `viable prepare`."""
    today = now.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    buckets = {
        (resource, week): Bucket(actual, maximum, taken)
        for resource, week, actual, maximum, taken in tx.loads.buckets(monday)
    }
    as_of = tx.loads.as_of()
    if as_of is None:
        raise NotFound("no capacity in the store: run `viable prepare`")
    return Capacity.of_buckets(buckets, as_of, "store")
