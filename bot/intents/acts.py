"""What each clause of a message does, and which act leads, decided after the values have been read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.intents.clauses import Clause, clauses
from bot.intents.features import Span, strangers_in, words_of
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
BRINGING = frozenset({"inform", "correct", "propose"})
URGENT = frozenset({"want_person", "stop", "restart"})
SOCIAL = frozenset({"greet", "thank", "smalltalk", "goodbye"})
LOST = frozenset({"out_of_scope", "nlu_fallback"})
VAGUE = SOCIAL | LOST | {"complain", "dont_know", "ask_repeat"}

ASIDE = frozenset(
    "stop restart complain out_of_scope ask_summary ask_repeat ask_bot ask_privacy ask_payment ask_materials ask_samples"
    " switch_language".split()
)
"""Acts in which a place, a date or a figure is not said of the order: "a hotel in Valencia", "pay within 60 days"."""
NO_ANSWER = frozenset(
    "authority choice customization includes location money number shipping timeline unsure".split()
)
BY_CHANCE = frozenset({"authority", "location", "timeline"})  # "thank you very much": Much is a town
UNNAMED = (
    ASIDE
    | SOCIAL
    | frozenset("want_person existing_customer existing_order_status notify_me ask_minimum_order".split())
    | frozenset("ask_capabilities ask_why ask_price ask_certainty".split())
)
"""Acts whose words are no name of a place that no table has."""

SURE_OF_ASIDE = 0.9  # from it, the words alone outweigh the values found in them
SURE = 0.45  # below it, a clause without a value is not understood
SURER_PER_STRANGER = 0.12  # more is asked of a clause with words that no table knows
SURE_BESIDE_VALUE = 0.6  # below it, a clause with a value informs
SURE_BESIDE_VALUES = 0.95  # the same for a question beside several values
SURE_OF_VAGUE = 0.85  # the same for an intent that a value makes unlikely
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


Rank = Callable[[str, Sequence[Span]], Sequence[Guess]]


def read_acts(text: str, spans: Sequence[Span], asked: str | None, rank: Rank) -> list[Act]:
    """The acts of a message in which values stand at `spans`, in its order; at least one."""
    ranked: dict[Clause, Sequence[Guess]] = {}

    def ranking(part: Clause) -> Sequence[Guess]:
        if part not in ranked:
            ranked[part] = rank(part.text, _inside(part, spans))
        return ranked[part]

    def own_act(part: Clause) -> str | None:
        best = ranking(part)[0]
        is_act = best.intent not in PASSIVE | LOST and best.confidence >= SURE_OF_ACT
        return best.intent if is_act else None

    parts = clauses(text, own_act) or [Clause(text, 0, len(text))]
    return _joined(
        [
            _aside(part, spans, rank) or _decide(part, _inside(part, spans), asked, ranking(part))
            for part in parts
        ]
    )


def meant(acts: Sequence[Act], value: Span) -> bool:
    """Whether a value is said of the order, and not in passing."""
    act = next((act for act in acts if act.start <= value.start < act.end), None)
    if act is None:
        return True
    if not value.is_listed and act.intent in UNNAMED:
        return False
    if act.intent in SOCIAL:
        return value.name not in BY_CHANCE
    return act.intent not in ASIDE or value.name not in NO_ANSWER


def _aside(clause: Clause, spans: Sequence[Span], rank: Rank) -> Act | None:
    """The clause's act by its words alone, when they leave no doubt that what was found in it is no answer."""
    inside = [span for span in _inside(clause, spans) if span.name in NO_ANSWER]
    if not inside or _is_whole_answer(inside, clause.text):
        return None
    best = rank(clause.text, [])[0]
    strangers = strangers_in(clause.text, [])
    most = 0 if best.intent in SOCIAL else len(words_of(clause.text)) // 3
    is_sure = best.confidence >= SURE_OF_ASIDE and strangers <= most
    return (
        Act(best.intent, best.confidence, clause.start, clause.end)
        if is_sure and best.intent in UNNAMED - LOST
        else None
    )


def _is_whole_answer(spans: Sequence[Span], text: str) -> bool:
    """Whether a value is all that is said; words that only might be a place are no value yet."""
    return any(span.is_listed and not words_of(text[: span.start] + text[span.end :]) for span in spans)


def _inside(clause: Clause, spans: Sequence[Span]) -> list[Span]:
    """The values that stand in the clause, at their places in its text."""
    return [
        replace(
            span,
            start=max(span.start, clause.start) - clause.start,
            end=min(span.end, clause.end) - clause.start,
        )
        for span in spans
        if span.start < clause.end and span.end > clause.start
    ]


def leading(acts: Sequence[Act]) -> Act:
    """The act that steers the rules: what is urgent, questions and requests, a greeting, answers, other courtesies."""
    tiers = (
        [act for act in acts if act.intent in URGENT],
        [act for act in acts if act.intent not in PASSIVE | VAGUE],
        [act for act in acts if act.intent not in PASSIVE | SOCIAL | LOST],
        [act for act in acts if act.intent == "greet"],
        [act for act in acts if act.intent in PASSIVE],
        [act for act in acts if act.intent in SOCIAL],
        list(acts),
    )
    return next(tier[0] for tier in tiers if tier)


def _decide(clause: Clause, spans: Sequence[Span], asked: str | None, guesses: Sequence[Guess]) -> Act:
    inside = {span.name for span in spans}
    best = guesses[0]
    intent = best.intent
    if not words_of(clause.text):
        return Act("nlu_fallback", 0.0, clause.start, clause.end)
    if inside & (SALES_ENTITIES | ANSWERED_BY.get(asked or "", set())):
        is_beside = best.confidence >= _needed_beside_values(intent, inside)
        intent = intent if is_beside and not _is_whole_answer(spans, clause.text) else _answering(guesses)
    elif best.confidence < SURE + SURER_PER_STRANGER * strangers_in(clause.text, spans):
        intent = "dont_know" if "unsure" in inside else "nlu_fallback"
    return Act(intent, best.confidence, clause.start, clause.end)


def _needed_beside_values(intent: str, inside: set[str]) -> float:
    """How sure an intent must be to stand beside the values that were read in its clause."""
    if intent in VAGUE - LOST:
        return SURE_OF_VAGUE
    if intent in LOST or (len(inside) > 1 and intent not in PASSIVE | BRINGING):
        return SURE_BESIDE_VALUES
    return SURE_BESIDE_VALUE


def _answering(guesses: Sequence[Guess]) -> str:
    """`inform`, unless a correction or proposal is likely."""
    bringing = (g.intent for g in guesses if g.intent in BRINGING and g.confidence >= SURE)
    return next(bringing, "inform")


def _joined(acts: list[Act]) -> list[Act]:
    """Neighbours with the same intent are one act."""
    joined: list[Act] = []
    for act in acts:
        if joined and joined[-1].intent == act.intent:
            last = joined.pop()
            joined.append(Act(act.intent, max(last.confidence, act.confidence), last.start, act.end))
        else:
            joined.append(act)
    return joined
