"""Versions of the playbook in the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from viable.domain.errors import NotFound
from viable.storage import schema


class SqlPlaybooks:
    """See ``viable.ports.Playbooks``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def active(self) -> tuple[str, Mapping[str, str]] | None:
        table = schema.playbook
        row = self._connection.execute(
            select(table.c.version, table.c.files).where(table.c.is_active)
        ).one_or_none()
        return None if row is None else (row.version, row.files)

    def active_version(self) -> str | None:
        """Version of the active playbook, without reading its files."""
        table = schema.playbook
        return self._connection.execute(select(table.c.version).where(table.c.is_active)).scalar_one_or_none()

    def files(self, version: str) -> Mapping[str, str]:
        table = schema.playbook
        found = self._connection.execute(
            select(table.c.files).where(table.c.version == version)
        ).scalar_one_or_none()
        if found is None:
            raise NotFound(f"no playbook version {version}")
        result: Mapping[str, str] = found
        return result

    def apply(self, version: str, files: Mapping[str, str], author: str, at: datetime) -> None:
        table = schema.playbook
        self._connection.execute(update(table).values(is_active=False))
        known = self._connection.execute(
            update(table)
            .where(table.c.version == version)
            .values(is_active=True, applied_at=at, author=author)
        )
        if known.rowcount == 0:
            self._connection.execute(
                insert(table).values(
                    version=version, files=dict(files), author=author, applied_at=at, is_active=True
                )
            )
