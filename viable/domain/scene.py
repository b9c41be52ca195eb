"""What one step is decided from, and the step while it is being made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from viable.domain import values
from viable.domain.conversation import (
    Change,
    Choice,
    Json,
    Say,
    State,
    Step,
    StepKind,
    Understanding,
)
from viable.domain.counter_offers import CounterOffer
from viable.domain.questions import Question
from viable.domain.reading import Reading
from viable.domain.request import Request
from viable.domain.verdict import Assessment

DIGRESSIONS = frozenset(
    {
        "greet",
        "thank",
        "smalltalk",
        "out_of_scope",
        "ask_bot",
        "ask_capabilities",
        "ask_privacy",
        "ask_delivery",
        "ask_minimum_order",
        "ask_materials",
        "ask_samples",
        "ask_payment",
    }
)
"""Intents that Rasa's rules answer before they come here for the open question."""


REMEDY_NEEDS = ("need", "volume", "customization", "size", "location", "budget_includes")
"""What a counter-offer depends on: asked before offers are made, everything else after."""


FOR_A_PERSON = ("want_person", "existing_customer", "existing_order_status")


REQUIRED_CONTACT = ("name", "company", "email")


MOST_TOLD = 40
"""Lines remembered as said: a talk of hundreds of turns must not slow down, and what was said so long ago may be again."""


@dataclass(slots=True)
class Scene:
    """Everything one step is decided from.

    Attributes:
        state: changed in place; the caller stores it with the step.
        changes: answers taken over from this message, in order of reading.
        call: who calls and until when, said at the hand-over: ``{"rep": text, "call_by": moment}``.
        is_first: the prospect's first message.
    """

    heard: Understanding
    state: State
    reading: Reading
    changes: list[Change]
    request: Request
    assessment: Assessment
    counter_offers: Callable[[], Sequence[CounterOffer]]
    questions: Sequence[Question]
    now: datetime
    is_audit: bool
    call: Json = field(default_factory=dict)

    @property
    def asked(self) -> str | None:
        return self.state.asked


@dataclass(slots=True)
class Reply:
    """A step while it is being made."""

    kind: StepKind = "ask"
    says: list[Say] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    asked: str | None = None
    hands_over: bool = False

    def say(self, key: str, **typed: Json) -> None:
        self.says.append(Say(key, typed))

    def choose(self, group: str, code: str, payload: Json) -> None:
        self.choices.append(Choice(values.term(group, code), payload))


@dataclass(frozen=True, slots=True)
class Decision:
    """A step, and whether the lead goes to sales with it."""

    step: Step
    hands_over: bool
