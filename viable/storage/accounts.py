"""Accounts and one-time links of staff in the store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from viable.domain.staff import Account, SignInLink
from viable.storage import schema


class SqlStaff:
    """See ``viable.ports.Staff``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(schema.account)).scalar_one()

    def add(self, account: Account) -> None:
        self._connection.execute(insert(schema.account).values(**asdict(account)))

    def save(self, account: Account) -> None:
        table = schema.account
        self._connection.execute(update(table).where(table.c.id == account.id).values(**asdict(account)))

    def by_email(self, email: str) -> Account | None:
        table = schema.account
        row = self._connection.execute(
            select(table).where(func.lower(table.c.email) == email.strip().lower())
        ).one_or_none()
        return None if row is None else Account(**row._asdict())

    def get(self, account_id: str) -> Account | None:
        table = schema.account
        row = self._connection.execute(select(table).where(table.c.id == account_id)).one_or_none()
        return None if row is None else Account(**row._asdict())

    def all(self) -> list[Account]:
        table = schema.account
        rows = self._connection.execute(select(table).order_by(table.c.name))
        return [Account(**row._asdict()) for row in rows]

    def add_link(self, link: SignInLink) -> None:
        self._connection.execute(insert(schema.sign_in_link).values(**asdict(link)))

    def link(self, token_hash: str, now: datetime) -> SignInLink | None:
        table = schema.sign_in_link
        row = self._connection.execute(
            select(table).where(
                table.c.token_hash == token_hash, table.c.used_at.is_(None), table.c.expires_at > now
            )
        ).one_or_none()
        return None if row is None else SignInLink(row.token_hash, row.account_id, row.expires_at)

    def void_links(self, account_id: str, now: datetime) -> None:
        table = schema.sign_in_link
        self._connection.execute(
            update(table)
            .where(table.c.account_id == account_id, table.c.used_at.is_(None))
            .values(used_at=now)
        )

    def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        table = schema.sign_in_link
        used = self._connection.execute(
            update(table)
            .where(table.c.token_hash == token_hash, table.c.used_at.is_(None), table.c.expires_at > now)
            .values(used_at=now)
        )
        if used.rowcount == 0:
            return None
        row = self._connection.execute(select(table).where(table.c.token_hash == token_hash)).one()
        return SignInLink(row.token_hash, row.account_id, row.expires_at)
