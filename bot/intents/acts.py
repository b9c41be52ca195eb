"""What each clause of a message does, and which act leads, decided after the values have been read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Sequence

from bot.intents.clauses import Clause, clauses
from bot.intents.model import Guess

SALES_ENTITIES = frozenset(
    "authority choice contact customization includes location money number shipping timeline volume".split()
)
ANSWERED_BY = {
    "authority": {"authority"},
    "budget": {"money", "includes", "number", "unsure"},
    "consent": {"contact"},
    "contact": {"contact"},
    "customization": {"customization"},
    "location": {"location", "shipping"},
    "offer": {"choice", "shipping", "volume", "timeline"},
    "timeline": {"timeline"},
    "volume": {"volume", "number"},
}
PASSIVE = frozenset({"inform", "correct", "affirm", "deny"})
URGENT = frozenset({"want_person", "stop", "restart"})
SOCIAL = frozenset({"greet", "thank", "smalltalk", "goodbye"})
LOST = frozenset({"out_of_scope", "nlu_fallback"})
VAGUE = SOCIAL | LOST | {"complain", "dont_know", "ask_repeat"}

SURE = 0.45  # below it, a clause without a value is not understood
SURE_BESIDE_VALUE = 0.6  # below it, a clause with a value informs
SURE_OF_VAGUE = 0.9  # the same for an intent that a value makes unlikely
SURE_OF_ACT = 0.55  # from it, a part of a sentence is an act of its own


@dataclass(frozen=True)
class Act:
    """One clause's intent; offsets are those of the message."""

    intent: str
    confidence: float
    start: int
    end: int

    def as_json(self) -> dict[str, Any]:
        """The act as it travels to the action server."""
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True)
class Found:
    """A value's kind and place in the message."""

    name: str
    start: int
    end: int


Rank = Callable[[str], Sequence[Guess]]


def read_acts(text: str, found: Sequence[Found], asked: str | None, rank: Rank) -> list[Act]:
    """The acts of the message, in its order; at least one."""
    ranked: dict[str, Sequence[Guess]] = {}

    def ranking(part: str) -> Sequence[Guess]:
        if part not in ranked:
            ranked[part] = rank(part)
        return ranked[part]

    def own_act(part: str) -> str | None:
        best = ranking(part)[0]
        is_act = best.intent not in PASSIVE | LOST and best.confidence >= SURE_OF_ACT
        return best.intent if is_act else None

    parts = clauses(text, own_act) or [Clause(text, 0, len(text))]
    return _joined([_decide(part, found, asked, ranking(part.text)) for part in parts])


def leading(acts: Sequence[Act]) -> Act:
    """The act that steers the rules: first what is urgent, then questions and requests, then courtesies, then answers."""
    tiers = (
        [act for act in acts if act.intent in URGENT],
        [act for act in acts if act.intent not in PASSIVE | SOCIAL | LOST],
        [act for act in acts if act.intent in SOCIAL],
        [act for act in acts if act.intent in PASSIVE],
        list(acts),
    )
    return next(tier[0] for tier in tiers if tier)


def _decide(clause: Clause, found: Sequence[Found], asked: str | None, guesses: Sequence[Guess]) -> Act:
    inside = {f.name for f in found if f.start < clause.end and f.end > clause.start}
    best = guesses[0]
    intent = best.intent
    if inside & (SALES_ENTITIES | ANSWERED_BY.get(asked or "", set())):
        needed = SURE_OF_VAGUE if intent in VAGUE else SURE_BESIDE_VALUE
        intent = intent if best.confidence >= needed else _answering(guesses)
    elif best.confidence < SURE:
        intent = "dont_know" if "unsure" in inside else "nlu_fallback"
    return Act(intent, best.confidence, clause.start, clause.end)


def _answering(guesses: Sequence[Guess]) -> str:
    """The likeliest of the intents that bring values."""
    return next((g.intent for g in guesses if g.intent in ("inform", "correct", "propose")), "inform")


def _joined(acts: list[Act]) -> list[Act]:
    """Neighbours with the same intent are one act."""
    joined: list[Act] = []
    for act in acts:
        if joined and joined[-1].intent == act.intent:
            last = joined.pop()
            act = Act(act.intent, max(last.confidence, act.confidence), last.start, act.end)
        joined.append(act)
    return joined
