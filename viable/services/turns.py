"""A prospect's messages, one turn at a time: stored first, answered always, never answered twice."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from viable.domain.conversation import Button, Conversation, Item, Json, Message, Source, State
from viable.domain.errors import BadInput, NotFound, Unavailable
from viable.domain.readback import line_of
from viable.ports import Dialogue, Store, Transaction
from viable.services.traced import traced
from viable.services.typed import clean, refusal, to_rasa
from viable.services.waiting_turns import WaitingTurns

LEASE = timedelta(seconds=30)
RETRIES = tuple(timedelta(seconds=seconds) for seconds in (1, 3, 8, 20, 60))
"""Waits before a failed turn is tried again; when all are used up, a person takes over."""

log = logging.getLogger(__name__)


class Words(Protocol):
    """Texts that the front door says by itself."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    def notice(self, code: str, language: str, **typed: Json) -> str: ...
    def value(self, typed: Json, language: str) -> str: ...
    def term(self, group: str, code: str, language: str) -> str: ...


type GiveUp = Callable[[Transaction, Conversation, datetime], None]
"""Hands a conversation that the machine cannot answer to a person."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One answer, as the prospect's summary card shows it."""

    topic: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PublicState:
    """What a prospect's browser may know of the conversation."""

    phase: str
    asked: str | None
    answered: int
    total: int
    language: str
    is_closed: bool
    is_thinking: bool
    is_taken_over: bool
    reference: str | None
    summary: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Transcript lines, oldest first, and the state after them."""

    items: tuple[Item, ...]
    state: PublicState


class Turns:
    """The front door's one way into a conversation."""

    def __init__(
        self,
        store: Store,
        dialogue: Dialogue,
        words: Words,
        *,
        clock: Callable[[], datetime],
        submit: Callable[[Callable[[], None]], object],
        give_up: GiveUp,
        questions: int,
        currency: str = "EUR",
    ) -> None:
        self._store = store
        self._dialogue = dialogue
        self._words = words
        self._clock = clock
        self._waiting = WaitingTurns(submit, self.run)
        self._give_up = give_up
        self._questions = questions
        self._currency = currency
        self.on_change: Callable[[str], None] = lambda _: None
        """Called with the conversation's id whenever its transcript has a new line."""

    def open(self, source: Source, *, language: str, timezone: str) -> str:
        """Id of a new conversation that already holds the greeting; unknown languages and zones get the default."""
        languages = self._words.languages
        spoken = language if language in languages else "es" if "es" in languages else languages[0]
        conversation = Conversation(
            id=secrets.token_urlsafe(24),
            created_at=self._clock(),
            source=source,
            timezone=_zone(timezone),
            page_language=spoken,
            state=State(language=spoken),
        )
        with self._store.write() as tx:
            tx.conversations.add(conversation)
            greeting = self._words.notice("greeting", spoken)
            tx.conversations.add_item(conversation.id, "bot", greeting, conversation.created_at)
        return conversation.id

    def receive(
        self, conversation_id: str, client_id: str, *, text: str | None = None, button: str | None = None
    ) -> None:
        """The message is stored, and its turn will run; the same ``client_id`` twice is one message.

        Too long or empty a text is answered by a notice and changes nothing. Raises NotFound for an unknown conversation,
        BadInput for a button that this conversation does not have.
        """
        now = self._clock()
        with self._store.write() as tx:
            conversation = tx.conversations.get(conversation_id)
            shown, payload = self._read(tx, conversation, text, button)
            if payload is None and (why := refusal(shown)):
                self._refuse(tx, conversation, client_id, shown, why, now)
                return
            message = Message(uuid4().hex, conversation_id, client_id, shown, payload, now)
            if tx.conversations.add_message(message).id != message.id:
                return
            tx.conversations.add_item(conversation_id, "prospect", shown, now, client_id=client_id)
            if conversation.is_taken_over:
                tx.conversations.save_message(replace(message, status="done"))
                return
        self._waiting.start(conversation_id)

    def _read(
        self, tx: Transaction, conversation: Conversation, text: str | None, button: str | None
    ) -> tuple[str, Json | None]:
        if button is None:
            return clean(text or ""), None
        found = tx.conversations.button(conversation.id, button)
        if found is None:
            raise BadInput("no such button in this conversation: reload the page and choose again")
        return found.title, found.payload

    def _refuse(
        self, tx: Transaction, conversation: Conversation, client_id: str, text: str, code: str, now: datetime
    ) -> None:
        seen = tx.conversations.items(conversation.id)
        if any(item.client_id == client_id for item in seen):
            return
        shown = text[:200] + "…" if code == "too_long" else text
        tx.conversations.add_item(conversation.id, "prospect", shown, now, client_id=client_id)
        notice = self._words.notice(code, conversation.state.language)
        tx.conversations.add_item(conversation.id, "notice", notice, now)

    def items(self, conversation_id: str, after: int = 0) -> Page:
        """What the prospect has not seen yet; raises NotFound."""
        with self._store.read() as tx:
            conversation = tx.conversations.get(conversation_id)
            lead = tx.leads.of_conversation(conversation_id)
            return Page(
                tuple(tx.conversations.items(conversation_id, after)),
                self._public(
                    conversation,
                    is_thinking=bool(tx.conversations.pending(conversation_id)),
                    reference=lead.reference if lead else None,
                ),
            )

    def _public(self, conversation: Conversation, *, is_thinking: bool, reference: str | None) -> PublicState:
        state = conversation.state
        lines = tuple(
            SummaryLine(
                answer.topic,
                self._words.term("topic", answer.topic, state.language),
                self._words.value(line, state.language),
            )
            for answer in state.answers.values()
            if (line := line_of(answer)) is not None
        )
        asked_for = [line for line in lines if line.topic != "shipping"]
        missing = (state.assessment or {}).get("missing")
        total = self._questions if missing is None else len(asked_for) + len(missing)
        return PublicState(
            phase=state.phase,
            asked=state.asked,
            answered=min(len(asked_for), total),
            total=total,
            language=state.language,
            is_closed=state.phase == "closed",
            is_thinking=is_thinking and not conversation.is_taken_over,
            is_taken_over=conversation.is_taken_over,
            reference=reference,
            summary=lines,
        )

    def run(self, conversation_id: str) -> None:
        """Every message that is due has been answered, oldest first, unless somebody else is at it."""
        owner = uuid4().hex
        while self._take(conversation_id, owner):
            try:
                while self._run_next(conversation_id) and self._is_due(conversation_id):
                    if not self._take(conversation_id, owner):  # renewed; lost when a turn outlasted it
                        return
            finally:
                with self._store.write() as tx:
                    tx.conversations.release_lease(conversation_id, owner)
            # A message that came in between found the lease taken: it is ours to answer.
            if not self._is_due(conversation_id):
                return

    def _is_due(self, conversation_id: str) -> bool:
        now = self._clock()
        with self._store.read() as tx:
            waiting = tx.conversations.pending(conversation_id)
        return bool(waiting) and (waiting[0].due_at is None or waiting[0].due_at <= now)

    def sweep(self, limit: int = 100) -> int:
        """Turns that were left over by a crash or failed before are tried again; the number started."""
        with self._store.read() as tx:
            due = tx.conversations.due(self._clock(), limit)
        for conversation_id in due:
            self._waiting.start(conversation_id)
        return len(due)

    def _take(self, conversation_id: str, owner: str) -> bool:
        now = self._clock()
        with self._store.write() as tx:
            return tx.conversations.take_lease(conversation_id, owner, now, now + LEASE)

    def _run_next(self, conversation_id: str) -> bool:
        """One turn; False when there is none that is due."""
        now = self._clock()
        with self._store.read() as tx:
            conversation = tx.conversations.get(conversation_id)
            waiting = tx.conversations.pending(conversation_id)
        if not waiting or (waiting[0].due_at is not None and waiting[0].due_at > now):
            return False
        message = waiting[0]
        try:
            replies = self._dialogue.turn(
                conversation_id, to_rasa(message), self._metadata(conversation, message)
            )
            self._require_step(message)
            self._complete(conversation_id, message, replies)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the prospect is told and a person comes in the end
            why = failure if isinstance(failure, Unavailable) else traced(failure)
            log.warning("turn of message %s failed: %s", message.id, why)
            self._failed(conversation_id, message)
            return False
        return True

    def _require_step(self, message: Message) -> None:
        """Rasa answers with what it has, or nothing, when the action server fails: only a stored step is a turn."""
        with self._store.read() as tx:
            if tx.conversations.step(message.id) is None:
                raise Unavailable("the action server gave no step")

    def _metadata(self, conversation: Conversation, message: Message) -> Json:
        zone = ZoneInfo(conversation.timezone)
        return {
            "message_id": message.id,
            "now": message.at.astimezone(zone).isoformat(),
            "timezone": conversation.timezone,
            "page_language": conversation.page_language,
            "language": conversation.state.language,
            "currency": self._currency,
            "asked": conversation.state.asked,
            "phase": conversation.state.phase,
        }

    def _complete(self, conversation_id: str, message: Message, replies: Sequence[Json]) -> None:
        buttons = [
            Button(secrets.token_urlsafe(9), button["title"], json.loads(button["payload"]))
            for reply in replies
            for button in reply.get("buttons") or ()
        ]
        text = "\n".join(reply["text"].strip() for reply in replies if reply.get("text"))
        now = self._clock()
        with self._store.write() as tx:
            if tx.conversations.message(message.id).status != "pending":
                return
            tx.conversations.save_message(replace(message, status="done", attempts=message.attempts + 1))
            tx.conversations.add_item(conversation_id, "bot", text, now, buttons)
        self.on_change(conversation_id)

    def _failed(self, conversation_id: str, message: Message) -> None:
        now = self._clock()
        tried = message.attempts + 1
        with self._store.write() as tx:
            if tx.conversations.message(message.id).status != "pending":
                return  # somebody else answered it meanwhile
            conversation = tx.conversations.get(conversation_id)
            if tried > len(RETRIES):
                tx.conversations.save_message(replace(message, status="abandoned", attempts=tried))
                self._tell(tx, conversation, "given_up", now)
                self._give_up(tx, conversation, now)
            else:
                due_at = now + RETRIES[tried - 1]
                tx.conversations.save_message(replace(message, attempts=tried, due_at=due_at))
                if tried == 1:
                    self._tell(tx, conversation, "failed", now)
        self.on_change(conversation_id)

    def _tell(self, tx: Transaction, conversation: Conversation, code: str, now: datetime) -> None:
        text = self._words.notice(code, conversation.state.language)
        tx.conversations.add_item(conversation.id, "notice", text, now)


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (NotFound, ValueError, OSError, KeyError):
        return "Europe/Madrid"
