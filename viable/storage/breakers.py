"""Breakers, their transitions, and what campaigns were told, in the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, text, update

from viable.domain.breakers import Breaker, Transition
from viable.domain.campaigns import CampaignChange
from viable.storage import schema


class SqlBreakers:
    """See ``viable.ports.Breakers``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        if self._connection.dialect.name == "postgresql":  # SQLite's write transaction is that lock already
            self._connection.execute(text("SELECT pg_advisory_xact_lock(7002)"))

    def all(self) -> dict[str, Breaker]:
        rows = self._connection.execute(select(schema.breaker))
        return {row.scope: Breaker(row.scope, row.state, row.since, row.ratio) for row in rows}

    def save(self, breaker: Breaker) -> None:
        table = schema.breaker
        known = self._connection.execute(
            update(table).where(table.c.scope == breaker.scope).values(**asdict(breaker))
        )
        if known.rowcount == 0:
            self._connection.execute(insert(table).values(**asdict(breaker)))

    def forget(self, scopes: Collection[str]) -> None:
        self._connection.execute(delete(schema.breaker).where(schema.breaker.c.scope.in_(scopes)))

    def add_transition(self, transition: Transition) -> None:
        self._connection.execute(insert(schema.breaker_transition).values(**asdict(transition)))

    def transitions(self, limit: int = 100) -> list[Transition]:
        table = schema.breaker_transition
        rows = self._connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
        return [Transition(r.scope, r.before, r.after, r.at, r.ratio, r.limit) for r in rows]


class SqlCampaigns:
    """See ``viable.ports.Campaigns``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self) -> dict[str, CampaignChange]:
        table, change = schema.campaign_state, schema.campaign_change
        rows = self._connection.execute(select(change).join(table, table.c.change_id == change.c.id))
        return {row.campaign: _change(row) for row in rows}

    def add(self, change: CampaignChange) -> None:
        table, state = schema.campaign_change, schema.campaign_state
        self._connection.execute(
            update(table)
            .where(table.c.campaign == change.campaign, table.c.outcome == "queued")
            .values(outcome="superseded", due_at=None)
        )
        self._connection.execute(insert(table).values(**asdict(change)))
        values = {"campaign": change.campaign, "state": change.after, "change_id": change.id}
        known = self._connection.execute(
            update(state).where(state.c.campaign == change.campaign).values(**values)
        )
        if known.rowcount == 0:
            self._connection.execute(insert(state).values(**values))

    def save(self, change: CampaignChange) -> None:
        table = schema.campaign_change
        self._connection.execute(
            update(table)
            .where(table.c.id == change.id, table.c.outcome == "queued")
            .values(
                outcome=change.outcome, attempts=change.attempts, due_at=change.due_at, error=change.error
            )
        )

    def due(self, now: datetime, limit: int) -> list[CampaignChange]:
        table = schema.campaign_change
        rows = self._connection.execute(
            select(table)
            .where(table.c.outcome == "queued", or_(table.c.due_at.is_(None), table.c.due_at <= now))
            .order_by(table.c.at, table.c.id)
            .limit(limit)
        )
        return [_change(row) for row in rows]

    def history(self, limit: int = 100) -> list[CampaignChange]:
        table = schema.campaign_change
        rows = self._connection.execute(select(table).order_by(table.c.at.desc(), table.c.id).limit(limit))
        return [_change(row) for row in rows]


def _change(row: Row[Any]) -> CampaignChange:
    return CampaignChange(
        row.id,
        row.campaign,
        row.before,
        row.after,
        row.at,
        row.cause,
        row.outcome,
        row.attempts,
        row.due_at,
        row.error,
    )
