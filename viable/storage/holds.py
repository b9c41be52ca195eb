"""Live holds in the store, and the lock under which hours are taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select, text

from viable.domain.capacity import Load
from viable.domain.holds import Hold
from viable.storage import schema

CAPACITY_LOCK = 7001
"""The one that ``SqlLoads`` takes too: whoever has it is alone with capacity until the transaction ends."""


class SqlHolds:
    """See ``viable.ports.Holds``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        if self._connection.dialect.name == "postgresql":  # SQLite's write transaction is that lock already
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CAPACITY_LOCK})

    def live(self, now: datetime) -> list[Hold]:
        table = schema.hold
        kept = select(table.c.owner, table.c["rows"].label("kept"), table.c.expires_at)
        rows = self._connection.execute(kept.where(table.c.expires_at > now).order_by(table.c.owner))
        return [Hold(row.owner, _loads(row.kept), row.expires_at) for row in rows]


def _loads(rows: Sequence[tuple[str, str, float]]) -> tuple[Load, ...]:
    return tuple(Load(resource, date.fromisoformat(week), hours) for resource, week, hours in rows)
