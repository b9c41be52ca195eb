"""Capacity buckets and what fills them in the store.

``bucket.taken_hours`` is the running sum of ``load`` and live holds: it is kept up as load arrives, so that a promise
reads one row per resource and week however many orders there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, text, update

from viable.storage import schema

type Cell = tuple[str, date]


class SqlLoads:
    """See ``viable.ports.Loads``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace_buckets(
        self, rows: Sequence[tuple[str, date, float, float]], source: str, at: datetime
    ) -> None:
        self._lock()
        taken = self._taken()
        cells = {(resource, week) for resource, week, _, _ in rows}
        table = schema.bucket
        for resource, week in cells:
            self._connection.execute(delete(table).where(table.c.resource == resource, table.c.week == week))
        values = [
            {
                "resource": resource,
                "week": week,
                "actual_hours": actual,
                "maximum_hours": maximum,
                "taken_hours": taken.get((resource, week), 0.0),
                "source": source,
                "as_of": at,
            }
            for resource, week, actual, maximum in rows
        ]
        if values:
            self._connection.execute(insert(table), values)

    def replace_load(self, rows: Sequence[tuple[str, date, float]], source: str, at: datetime) -> None:
        self._lock()
        table = schema.load
        change: dict[Cell, float] = defaultdict(float)
        for row in self._connection.execute(select(table).where(table.c.source == source)):
            change[row.resource, row.week] -= row.hours
        hours: dict[Cell, float] = defaultdict(float)
        for resource, week, taken in rows:
            hours[resource, week] += taken
            change[resource, week] += taken
        self._connection.execute(delete(table).where(table.c.source == source))
        values = [
            {"source": source, "resource": resource, "week": week, "hours": taken, "as_of": at}
            for (resource, week), taken in hours.items()
        ]
        if values:
            self._connection.execute(insert(table), values)
        self._take(change)
        self._connection.execute(update(schema.bucket).values(as_of=at))

    def buckets(self, since: date) -> list[tuple[str, date, float, float, float]]:
        table = schema.bucket
        query = (
            select(
                table.c.resource,
                table.c.week,
                table.c.actual_hours,
                table.c.maximum_hours,
                table.c.taken_hours,
            )
            .where(table.c.week >= since)
            .order_by(table.c.week, table.c.resource)
        )
        rows = self._connection.execute(query)
        # Given back in another order than taken, hours may sum to a hair less than none.
        return [
            (row.resource, row.week, row.actual_hours, row.maximum_hours, max(row.taken_hours, 0.0))
            for row in rows
        ]

    def as_of(self) -> datetime | None:
        table = schema.bucket
        newest = self._connection.execute(select(func.max(table.c.as_of))).scalar_one()
        if newest is None:
            return None
        # Weeks that were over when capacity was last told are not told again, and go stale for nobody.
        running = table.c.week > newest.date() - timedelta(weeks=1)
        oldest: datetime | None = self._connection.execute(
            select(func.min(table.c.as_of)).where(running)
        ).scalar_one()
        return oldest

    def add_hold(
        self, owner: str, rows: Sequence[tuple[str, date, float]], expires_at: datetime, at: datetime
    ) -> None:
        self._lock()
        self.release_hold(owner)
        kept = [[resource, week.isoformat(), hours] for resource, week, hours in rows]
        self._connection.execute(
            insert(schema.hold).values(owner=owner, rows=kept, created_at=at, expires_at=expires_at)
        )
        self._take(_cells(kept, 1.0))

    def release_hold(self, owner: str) -> None:
        table = schema.hold
        kept = self._connection.execute(
            select(table.c["rows"]).where(table.c.owner == owner).with_for_update()
        ).scalar_one_or_none()
        if kept is not None:
            self._connection.execute(delete(table).where(table.c.owner == owner))
            self._take(_cells(kept, -1.0))

    def hold_of(self, owner: str) -> list[tuple[str, date, float]]:
        table = schema.hold
        kept = self._connection.execute(
            select(table.c["rows"]).where(table.c.owner == owner)
        ).scalar_one_or_none()
        return [(resource, week, hours) for (resource, week), hours in _cells(kept or (), 1.0).items()]

    def live_holds(self) -> int:
        return self._connection.execute(select(func.count()).select_from(schema.hold)).scalar_one()

    def expire_holds(self, now: datetime) -> int:
        table = schema.hold
        owners = (
            self._connection.execute(select(table.c.owner).where(table.c.expires_at <= now)).scalars().all()
        )
        for owner in sorted(owners):
            self.release_hold(owner)
        return len(owners)

    def has_load(self, source: str) -> bool:
        table = schema.load
        found = self._connection.execute(select(table.c.source).where(table.c.source == source).limit(1))
        return found.first() is not None

    def _taken(self) -> dict[Cell, float]:
        """Hours of all load and live holds, by resource and week."""
        table = schema.load
        hours = func.sum(table.c.hours).label("hours")
        taken: dict[Cell, float] = defaultdict(float)
        for row in self._connection.execute(
            select(table.c.resource, table.c.week, hours).group_by(table.c.resource, table.c.week)
        ):
            taken[row.resource, row.week] += row.hours
        for kept in self._connection.execute(select(schema.hold.c["rows"])).scalars():
            for cell, held in _cells(kept, 1.0).items():
                taken[cell] += held
        return taken

    def _take(self, change: Mapping[Cell, float]) -> None:
        table = schema.bucket
        for (resource, week), hours in sorted(change.items()):
            if hours:
                self._connection.execute(
                    update(table)
                    .where(table.c.resource == resource, table.c.week == week)
                    .values(taken_hours=table.c.taken_hours + hours)
                )

    def _lock(self) -> None:
        """Takes capacity's one lock on PostgreSQL; SQLite's write transaction is that lock already."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(7001)"))


def _cells(rows: Sequence[Sequence[object]], sign: float) -> dict[Cell, float]:
    cells: dict[Cell, float] = defaultdict(float)
    for resource, week, hours in rows:
        cells[str(resource), date.fromisoformat(str(week))] += sign * float(str(hours))
    return cells
