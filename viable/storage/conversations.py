"""Conversations, messages, transcript and steps in the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from viable.domain.conversation import (
    Answer,
    Button,
    Conversation,
    Item,
    ItemKind,
    Message,
    Source,
    State,
    Step,
)
from viable.domain.errors import NotFound
from viable.storage import schema
from viable.storage.coding import decode, encode


class SqlConversations:
    """See ``viable.ports.Conversations``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, conversation: Conversation) -> None:
        self._connection.execute(
            insert(schema.conversation).values(
                id=conversation.id,
                created_at=conversation.created_at,
                timezone=conversation.timezone,
                page_language=conversation.page_language,
                source=encode(conversation.source),
                state=encode(conversation.state),
                phase=conversation.state.phase,
                is_taken_over=conversation.is_taken_over,
                items=0,
            )
        )

    def get(self, conversation_id: str) -> Conversation:
        table = schema.conversation
        row = self._connection.execute(select(table).where(table.c.id == conversation_id)).one_or_none()
        if row is None:
            raise NotFound("no such conversation")
        return Conversation(
            id=row.id,
            created_at=row.created_at,
            source=decode(Source, row.source),
            timezone=row.timezone,
            page_language=row.page_language,
            state=decode(State, row.state),
            is_taken_over=row.is_taken_over,
        )

    def save(self, conversation: Conversation, answers: Sequence[Answer] = ()) -> None:
        self._connection.execute(
            update(schema.conversation)
            .where(schema.conversation.c.id == conversation.id)
            .values(
                state=encode(conversation.state),
                phase=conversation.state.phase,
                is_taken_over=conversation.is_taken_over,
            )
        )
        if answers:
            rows = [
                {
                    "conversation_id": conversation.id,
                    "topic": answer.topic,
                    "value": answer.value,
                    "words": answer.words,
                    "message_id": answer.message_id,
                    "at": answer.at,
                }
                for answer in answers
            ]
            self._connection.execute(insert(schema.answer), rows)

    def history(self, conversation_id: str) -> list[Answer]:
        table = schema.answer
        query = select(table).where(table.c.conversation_id == conversation_id).order_by(table.c.id)
        return [
            Answer(row.topic, row.value, row.words, row.message_id, row.at)
            for row in self._connection.execute(query)
        ]

    def take_lease(self, conversation_id: str, owner: str, now: datetime, until: datetime) -> bool:
        table = schema.conversation
        taken = self._connection.execute(
            update(table)
            .where(
                table.c.id == conversation_id,
                or_(table.c.lease_until.is_(None), table.c.lease_until < now, table.c.lease_owner == owner),
            )
            .values(lease_owner=owner, lease_until=until)
        )
        return taken.rowcount == 1

    def release_lease(self, conversation_id: str, owner: str) -> None:
        table = schema.conversation
        self._connection.execute(
            update(table)
            .where(table.c.id == conversation_id, table.c.lease_owner == owner)
            .values(lease_owner=None, lease_until=None)
        )

    def add_message(self, message: Message) -> Message:
        table = schema.message
        seen = self._connection.execute(
            select(table).where(
                table.c.conversation_id == message.conversation_id, table.c.client_id == message.client_id
            )
        ).one_or_none()
        if seen is not None:
            return _message(seen)
        position = self._connection.execute(
            select(func.count()).where(table.c.conversation_id == message.conversation_id)
        ).scalar_one()
        self._connection.execute(
            insert(table).values(
                id=message.id,
                conversation_id=message.conversation_id,
                client_id=message.client_id,
                position=position,
                text=message.text,
                payload=message.payload,
                at=message.at,
                status=message.status,
                attempts=message.attempts,
                due_at=message.due_at,
            )
        )
        return message

    def save_message(self, message: Message) -> None:
        self._connection.execute(
            update(schema.message)
            .where(schema.message.c.id == message.id)
            .values(status=message.status, attempts=message.attempts, due_at=message.due_at)
        )

    def message(self, message_id: str) -> Message:
        row = self._connection.execute(
            select(schema.message).where(schema.message.c.id == message_id)
        ).one_or_none()
        if row is None:
            raise NotFound("no such message")
        return _message(row)

    def pending(self, conversation_id: str) -> list[Message]:
        table = schema.message
        query = (
            select(table)
            .where(table.c.conversation_id == conversation_id, table.c.status == "pending")
            .order_by(table.c.position)
        )
        return [_message(row) for row in self._connection.execute(query)]

    def due(self, now: datetime, limit: int) -> list[str]:
        message, conversation = schema.message, schema.conversation
        query = (
            select(message.c.conversation_id)
            .join(conversation, conversation.c.id == message.c.conversation_id)
            .where(
                message.c.status == "pending",
                or_(message.c.due_at.is_(None), message.c.due_at <= now),
                or_(conversation.c.lease_until.is_(None), conversation.c.lease_until < now),
            )
            .group_by(message.c.conversation_id)
            .order_by(func.min(message.c.at))
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def add_item(
        self,
        conversation_id: str,
        kind: ItemKind,
        text: str,
        at: datetime,
        buttons: Sequence[Button] = (),
        client_id: str | None = None,
    ) -> Item:
        table = schema.conversation
        # The counter's row lock gives each line its own number, across processes too.
        self._connection.execute(
            update(table).where(table.c.id == conversation_id).values(items=table.c["items"] + 1)
        )
        seq = self._connection.execute(
            select(table.c["items"]).where(table.c.id == conversation_id)
        ).scalar_one_or_none()
        if seq is None:
            raise NotFound("no such conversation")
        self._connection.execute(
            insert(schema.item).values(
                conversation_id=conversation_id,
                seq=seq,
                kind=kind,
                text=text,
                at=at,
                buttons=[encode(button) for button in buttons],
                client_id=client_id,
            )
        )
        return Item(seq, kind, text, at, tuple(buttons), client_id)

    def items(self, conversation_id: str, after: int = 0) -> list[Item]:
        table = schema.item
        query = (
            select(table)
            .where(table.c.conversation_id == conversation_id, table.c.seq > after)
            .order_by(table.c.seq)
        )
        return [_item(row) for row in self._connection.execute(query)]

    def button(self, conversation_id: str, token: str) -> Button | None:
        table = schema.item
        query = select(table.c.buttons).where(table.c.conversation_id == conversation_id)
        for buttons in self._connection.execute(query).scalars():
            for button in buttons:
                if button["token"] == token:
                    return decode(Button, button)
        return None

    def add_step(self, message_id: str, conversation_id: str, step: Step, at: datetime) -> None:
        self._connection.execute(
            insert(schema.step).values(
                message_id=message_id, conversation_id=conversation_id, step=encode(step), at=at
            )
        )

    def step(self, message_id: str) -> Step | None:
        found = self._connection.execute(
            select(schema.step.c.step).where(schema.step.c.message_id == message_id)
        ).scalar_one_or_none()
        return None if found is None else decode(Step, found)


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        client_id=row.client_id,
        text=row.text,
        payload=row.payload,
        at=row.at,
        status=row.status,
        attempts=row.attempts,
        due_at=row.due_at,
    )


def _item(row: Row[Any]) -> Item:
    buttons = tuple(decode(Button, button) for button in row.buttons)
    return Item(row.seq, row.kind, row.text, row.at, buttons, row.client_id)
