"""The store on SQLAlchemy: one SQLite file by default, PostgreSQL when scaled out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from viable.storage.accounts import SqlStaff
from viable.storage.api_keys import SqlApiKeys
from viable.storage.breakers import SqlBreakers, SqlCampaigns
from viable.storage.conversations import SqlConversations
from viable.storage.holds import SqlHolds
from viable.storage.leads import SqlCrmLeads, SqlDemands, SqlLeads
from viable.storage.loads import SqlLoads
from viable.storage.playbooks import SqlPlaybooks
from viable.storage.schema import metadata

BUSY_TIMEOUT_MS = 10_000
CONNECTIONS = {"pool_size": 16, "max_overflow": 64, "hide_parameters": True}
"""Enough for every thread of the front door; those beyond the first sixteen are closed after use.
What is written stays out of error messages, and so out of the logs."""


class SqlTransaction:
    """All repositories on one connection, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.conversations = SqlConversations(connection)
        self.leads = SqlLeads(connection)
        self.crm = SqlCrmLeads(connection)
        self.demands = SqlDemands(connection)
        self.playbooks = SqlPlaybooks(connection)
        self.loads = SqlLoads(connection)
        self.staff = SqlStaff(connection)
        self.api_keys = SqlApiKeys(connection)
        self.holds = SqlHolds(connection)
        self.breakers = SqlBreakers(connection)
        self.campaigns = SqlCampaigns(connection)


class SqlStore:
    """Where everything is kept.

    Args:
        url: an SQLAlchemy URL; for SQLite the file's folder is made when missing.
    """

    def __init__(self, url: str) -> None:
        self._engine = (
            _sqlite(url)
            if url.startswith("sqlite")
            else create_engine(url, pool_pre_ping=True, **CONNECTIONS)
        )

    def create(self) -> None:
        """All tables exist."""
        metadata.create_all(self._engine)

    def dispose(self) -> None:
        """All connections are closed."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        with self._engine.connect() as connection, connection.begin():
            yield SqlTransaction(connection)

    @contextmanager
    def write(self) -> Iterator[SqlTransaction]:
        with self._engine.connect().execution_options(viable_write=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                # Rows are locked where they are updated; capacity is taken under one lock, as on SQLite.
                connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            yield SqlTransaction(connection)


def _sqlite(url: str) -> Engine:
    file = url.partition(":///")[2]
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **CONNECTIONS)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("viable_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine
