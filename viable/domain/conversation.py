"""What a conversation remembers: answers with their history, steps, messages, and what is shown.

Everything here is plain data that the store keeps as JSON; ``viable.domain.dialogue`` decides on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from viable.domain.request import Request

type Json = dict[str, Any]

Phase = Literal["qualifying", "offer", "contact", "handed_over", "person", "closed"]
ItemKind = Literal["prospect", "bot", "person", "notice"]
StepKind = Literal[
    "ask", "clarify", "red_flag", "offer", "verdict", "consent", "handed_over", "person", "closed"
]

TOPICS: Final = (
    "need",
    "volume",
    "customization",
    "size",
    "location",
    "timeline",
    "budget",
    "budget_includes",
    "authority",
    "shipping",
    "contact",
)
"""The stems of all answers, in the order in which they are read back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One understood reply, as it stood when it was given.

    Attributes:
        topic: a member of ``TOPICS``.
        value: as on the wire (docs/architecture.md); for need ``{"family": id}``.
        words: what it was read from, "" when it came from a tapped button.
        message_id: the message that said it.
        at: when, UTC.
    """

    topic: str
    value: Json
    words: str
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that replaces an earlier one; ``old`` is None when it is the first."""

    new: Answer
    old: Answer | None


@dataclass(frozen=True, slots=True)
class Say:
    """One response to utter: its key and the typed values its text needs."""

    key: str
    values: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: a term key or the title per language, and what tapping it means on the wire."""

    title: Json
    payload: Json


@dataclass(frozen=True, slots=True)
class Step:
    """What the assistant does in answer to one message."""

    kind: StepKind
    says: tuple[Say, ...]
    choices: tuple[Choice, ...] = ()
    asked: str | None = None
    phase: Phase = "qualifying"
    language: str = "es"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a conversation came from; every text in it is hostile."""

    page: str = ""
    referrer: str = ""
    utm: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """An option on the table, as it was shown.

    Attributes:
        letter: A, B, C …
        say: response key, with its typed ``values``.
        request: what taking it means; None for "tell me when it changes".
    """

    letter: str
    say: str
    values: Json
    request: Request | None


@dataclass(slots=True)
class State:
    """What a conversation knows between turns.

    Attributes:
        answers: the newest answer of each topic.
        asked: stem of the open question.
        misunderstood: messages in a row from which nothing was understood.
        offers: options on the table, in the order shown.
        declined, taken: options that were shown and refused or accepted, oldest first.
        told: stems of red flags and notices already said, so that none is said twice.
        assessment: evidence of the last verdict, as stored with a lead.
        consent: the exact text agreed to, its language and time; None before.
        wants: "person", "notice" (waiting list) or "estimate": what the contact is for.
    """

    phase: Phase = "qualifying"
    asked: str | None = None
    language: str = "es"
    answers: dict[str, Answer] = field(default_factory=dict)
    misunderstood: int = 0
    offers: list[Offer] = field(default_factory=list)
    declined: list[Offer] = field(default_factory=list)
    taken: list[Offer] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    assessment: Json | None = None
    consent: Json | None = None
    wants: str = "estimate"
    playbook_version: str = ""
    is_audit: bool | None = None
    is_existing_customer: bool = False


@dataclass(slots=True)
class Conversation:
    """One visitor's conversation.

    Attributes:
        id: unguessable; never shown to anyone.
        timezone: IANA name of the prospect's zone.
        page_language: language of the page it was opened on.
    """

    id: str
    created_at: datetime
    source: Source
    timezone: str
    page_language: str
    state: State
    is_taken_over: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a prospect sent: a text, or the payload of a tapped button.

    Attributes:
        status: "pending" until its turn is complete, then "done" or "abandoned".
        attempts: turns tried so far.
        due_at: not tried again before.
    """

    id: str
    conversation_id: str
    client_id: str
    text: str
    payload: Json | None
    at: datetime
    status: Literal["pending", "done", "abandoned"] = "pending"
    attempts: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply as stored: its token is all that the browser gets besides the title."""

    token: str
    title: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the transcript.

    Attributes:
        seq: 1, 2, 3 … in the order shown.
        client_id: the browser's id of a prospect's message, None otherwise.
    """

    seq: int
    kind: ItemKind
    text: str
    at: datetime
    buttons: tuple[Button, ...] = ()
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What ``bot/`` read from one message.

    Attributes:
        entities: ``{"entity", "value", "start", "end"}``, in the order of the text.
        acts: intents of the message's clauses, in order.
        guesses: intents by likelihood, when the classifier was unsure; else empty.
    """

    message_id: str
    text: str
    intent: str
    language: str
    entities: tuple[Json, ...] = ()
    acts: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    is_tap: bool = False

    def does(self, *intents: str) -> bool:
        """True if the message, or a clause of it, has one of these intents."""
        return self.intent in intents or any(act in intents for act in self.acts)

    def values(self, entity: str) -> list[Json]:
        """Values of one entity, in the order of the text."""
        return [found["value"] for found in self.entities if found["entity"] == entity]
