"""Leads, hand-offs, the built-in CRM's records and unserved demand in the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from viable.domain.conversation import Json
from viable.domain.errors import NotFound
from viable.domain.lead import Attempt, CrmLead, HandOff, Lead
from viable.storage import schema
from viable.storage.coding import decode, encode

FIRST_NUMBER = 1001


class SqlLeads:
    """See ``viable.ports.Leads``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_reference(self) -> str:
        highest = self._connection.execute(select(func.max(schema.lead.c.number))).scalar_one()
        return f"V-{FIRST_NUMBER if highest is None else highest + 1}"

    def add(self, lead: Lead, hand_off: HandOff) -> None:
        self._connection.execute(
            insert(schema.lead).values(
                id=lead.id,
                number=int(lead.reference.removeprefix("V-")),
                conversation_id=lead.conversation_id,
                verdict=lead.verdict,
                created_at=lead.created_at,
                document=encode(lead),
            )
        )
        self._connection.execute(insert(schema.hand_off).values(**_hand_off_row(hand_off)))

    def save(self, lead: Lead) -> None:
        self._connection.execute(
            update(schema.lead)
            .where(schema.lead.c.id == lead.id)
            .values(verdict=lead.verdict, document=encode(lead))
        )

    def get(self, lead_id: str) -> Lead:
        document = self._connection.execute(
            select(schema.lead.c.document).where(schema.lead.c.id == lead_id)
        ).scalar_one_or_none()
        if document is None:
            raise NotFound(f"no lead {lead_id}")
        return decode(Lead, document)

    def of_conversation(self, conversation_id: str) -> Lead | None:
        document = self._connection.execute(
            select(schema.lead.c.document).where(schema.lead.c.conversation_id == conversation_id)
        ).scalar_one_or_none()
        return None if document is None else decode(Lead, document)

    def hand_off(self, lead_id: str) -> HandOff:
        row = self._connection.execute(
            select(schema.hand_off).where(schema.hand_off.c.lead_id == lead_id)
        ).one_or_none()
        if row is None:
            raise NotFound(f"no hand-off of lead {lead_id}")
        return _hand_off(row)

    def save_hand_off(self, hand_off: HandOff) -> None:
        self._connection.execute(
            update(schema.hand_off)
            .where(schema.hand_off.c.id == hand_off.id)
            .values(**_hand_off_row(hand_off))
        )

    def due_hand_offs(self, now: datetime, limit: int) -> list[HandOff]:
        table = schema.hand_off
        query = (
            select(table)
            .where(table.c.state == "queued", or_(table.c.due_at.is_(None), table.c.due_at <= now))
            .order_by(table.c.created_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_hand_off(row) for row in self._connection.execute(query)]

    def add_attempt(self, attempt: Attempt) -> None:
        self._connection.execute(
            insert(schema.hand_off_attempt).values(
                hand_off_id=attempt.hand_off_id,
                at=attempt.at,
                latency_ms=attempt.latency_ms,
                error=attempt.error,
            )
        )

    def attempts(self, hand_off_id: str) -> list[Attempt]:
        table = schema.hand_off_attempt
        query = select(table).where(table.c.hand_off_id == hand_off_id).order_by(table.c.id)
        return [
            Attempt(row.hand_off_id, row.at, row.latency_ms, row.error)
            for row in self._connection.execute(query)
        ]


class SqlCrmLeads:
    """See ``viable.ports.CrmLeads``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def upsert(self, external_id: str, at: datetime) -> str:
        table = schema.crm_lead
        found = self._connection.execute(
            select(table.c.id).where(table.c.external_id == external_id)
        ).scalar_one_or_none()
        if found is not None:
            return str(found)
        crm_id = uuid4().hex
        self._connection.execute(
            insert(table).values(
                id=crm_id, external_id=external_id, received_at=at, status="new", reason="", note="", log=[]
            )
        )
        return crm_id

    def newest(self, limit: int) -> list[CrmLead]:
        table = schema.crm_lead
        query = (
            select(table, schema.lead.c.document)
            .join(schema.lead, schema.lead.c.id == table.c.external_id)
            .order_by(table.c.received_at.desc())
            .limit(limit)
        )
        return [_crm_lead(row) for row in self._connection.execute(query)]

    def get(self, crm_id: str) -> CrmLead:
        table = schema.crm_lead
        row = self._connection.execute(
            select(table, schema.lead.c.document)
            .join(schema.lead, schema.lead.c.id == table.c.external_id)
            .where(table.c.id == crm_id)
        ).one_or_none()
        if row is None:
            raise NotFound("no such lead")
        return _crm_lead(row)

    def save(self, record: CrmLead) -> None:
        self._connection.execute(
            update(schema.crm_lead)
            .where(schema.crm_lead.c.id == record.id)
            .values(status=record.status, reason=record.reason, note=record.note, log=record.log)
        )


class SqlDemands:
    """See ``viable.ports.Demands``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, conversation_id: str, place: Json, request: Json, at: datetime) -> None:
        self._connection.execute(
            insert(schema.demand).values(conversation_id=conversation_id, place=place, request=request, at=at)
        )

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(schema.demand)).scalar_one()


def _hand_off_row(hand_off: HandOff) -> Json:
    return {column.name: getattr(hand_off, column.name) for column in schema.hand_off.columns}


def _hand_off(row: Row[Any]) -> HandOff:
    return HandOff(**row._asdict())


def _crm_lead(row: Row[Any]) -> CrmLead:
    return CrmLead(
        id=row.id,
        external_id=row.external_id,
        received_at=row.received_at,
        status=row.status,
        reason=row.reason,
        note=row.note,
        log=row.log,
        lead=decode(Lead, row.document),
    )
