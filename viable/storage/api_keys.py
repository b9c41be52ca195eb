"""API keys of staff accounts in the store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from viable.domain.staff import Account, ApiKey
from viable.storage import schema


class SqlApiKeys:
    """See ``viable.ports.ApiKeys``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: ApiKey) -> None:
        self._connection.execute(insert(schema.api_key).values(**asdict(key)))

    def holder(self, key_hash: str) -> Account | None:
        table = schema.account
        row = self._connection.execute(
            select(table)
            .join(schema.api_key, schema.api_key.c.account_id == table.c.id)
            .where(
                schema.api_key.c.key_hash == key_hash,
                schema.api_key.c.revoked_at.is_(None),
                table.c.is_disabled.is_(False),
            )
        ).one_or_none()
        return None if row is None else Account(**row._asdict())

    def revoke(self, account_id: str, now: datetime) -> int:
        table = schema.api_key
        revoked = self._connection.execute(
            update(table)
            .where(table.c.account_id == account_id, table.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        return revoked.rowcount
