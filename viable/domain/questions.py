"""The questions that marketing owns: rows of data/questions.yml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rule_engine

from viable.domain.conversation import Choice
from viable.domain.request import Request

NAMES: Final = {
    "family": rule_engine.DataType.STRING,
    "quantity": rule_engine.DataType.FLOAT,
    "customization": rule_engine.DataType.STRING,
    "is_pickup": rule_engine.DataType.BOOLEAN,
    "has_budget": rule_engine.DataType.BOOLEAN,
    "has_deadline": rule_engine.DataType.BOOLEAN,
}
"""What a row's ``when`` may speak of."""

ASKABLE: Final = (
    "need",
    "volume",
    "customization",
    "size",
    "location",
    "timeline",
    "budget",
    "budget_includes",
    "authority",
    "contact",
)
"""Ids that a row may have."""

_CONTEXT = rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(NAMES), default_value=None)


@dataclass(frozen=True, slots=True)
class Question:
    """One row.

    Attributes:
        id: stem of the answer it asks for.
        when: condition under which it is asked; None for always.
        quick_replies: buttons, in the order shown.
    """

    id: str
    when: rule_engine.Rule | None = None
    quick_replies: tuple[Choice, ...] = ()

    def applies(self, request: Request) -> bool:
        """True if the row's condition holds for what is known so far."""
        return self.when is None or bool(self.when.matches(_facts(request)))


def condition(text: str) -> rule_engine.Rule:
    """The compiled ``when``; raises ``rule_engine.errors.EngineError`` when it cannot be meant."""
    return rule_engine.Rule(text, context=_CONTEXT)


def _facts(request: Request) -> dict[str, Any]:
    return {
        "family": request.family,
        "quantity": None if request.quantity is None else float(request.quantity),
        "customization": request.customization,
        "is_pickup": request.is_pickup,
        "has_budget": request.has_budget,
        "has_deadline": request.deliver_by is not None,
    }


def to_ask(questions: Sequence[Question], missing: Iterable[str], request: Request) -> list[Question]:
    """Questions still to be asked, in marketing's order."""
    needed = set(missing)
    return [question for question in questions if question.id in needed and question.applies(request)]
