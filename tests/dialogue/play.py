"""A dialogue played by a visitor: every complaint about the answers, and the transcript to read them in."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.dialogue.manners import offences
from tests.dialogue.script import Dialogue, Final, Turn
from tests.dialogue.visitor import Json, Visitor

SOON_SECONDS = 10


@dataclass
class Play:
    """How a dialogue went."""

    dialogue: Dialogue
    transcript: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([str(self.dialogue), *self.transcript, *(f"✗ {each}" for each in self.complaints)])


def play(dialogue: Dialogue, visitor: Visitor) -> Play:
    """The dialogue as it went; without complaints, it went as its file says."""
    result = Play(dialogue)
    demands = visitor.ledger.demands()
    for turn in dialogue.turns:
        before = visitor.answers
        result.transcript.append(f"P: {turn.say or f'[{turn.tap}]'}")
        try:
            reply = visitor.says(turn.say) if turn.say is not None else visitor.taps(turn.tap or "")
        except LookupError as missing:
            result.complaints.append(f"after {result.transcript[-1][:60]!r}: {missing}")
            return result
        result.transcript.append("B: " + reply.replace("\n", "\n   "))
        if visitor.buttons:
            result.transcript.append("   " + " ".join(f"[{title}]" for title in visitor.buttons))
        for complaint in [*_complaints(turn, visitor, before), *offences(visitor, before)]:
            result.complaints.append(f"after {(turn.say or turn.tap or '')[:60]!r}: {complaint}")
        result.complaints += _silences(turn, visitor, result.transcript)
    result.complaints += _final_complaints(dialogue.final, visitor, demands)
    return result


def _silences(turn: Turn, visitor: Visitor, transcript: list[str]) -> list[str]:
    """What should have followed by itself, and did not in time."""
    answer = visitor.reply
    deadline = time.monotonic() + SOON_SECONDS
    missing = turn.then
    while missing and time.monotonic() < deadline:
        said = visitor.waits()
        missing = [wanted for wanted in turn.then if not _says(said, wanted)]
    if visitor.reply != answer:
        transcript.append("B: " + visitor.reply.removeprefix(answer).strip())
    return [f"not said soon after: {wanted}" for wanted in missing]


def _complaints(turn: Turn, visitor: Visitor, before: Json) -> Iterator[str]:
    reply, public = visitor.reply.replace("\xa0", " "), visitor.public
    yield from (f"not said: {wanted}" for wanted in turn.expect if not _says(reply, wanted))
    yield from (f"said: {unwanted}" for unwanted in turn.not_ if _says(reply, unwanted))
    for name, wanted in (("asked", turn.asked), ("phase", turn.phase)):
        allowed = wanted if isinstance(wanted, list) else [wanted]
        if wanted is not ... and public[name] not in allowed:
            yield f"{name} is {public[name]}, not {wanted}"
    if turn.language and public["language"] != turn.language:
        yield f"language is {public['language']}, not {turn.language}"
    yield from (f"no button: {title}" for title in turn.buttons if title not in visitor.buttons)
    answers = visitor.answers
    yield from _differences(turn.answers, answers)
    if turn.is_unchanged and answers != before:
        changed = [topic for topic in answers if answers[topic] != before.get(topic)]
        yield f"changed: {', '.join(f'{topic} is {answers[topic]}' for topic in changed)}"


def _says(reply: str, wanted: str) -> bool:
    if len(wanted) > 1 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], reply, re.IGNORECASE) is not None
    return wanted.casefold() in reply.casefold()


def _differences(wanted: Json, stored: Json) -> Iterator[str]:
    for topic, value in wanted.items():
        if not _holds(stored.get(topic), value):
            yield f"{topic} is {stored.get(topic)}, not {value}"


def _holds(stored: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(_holds(stored.get(n), each) for n, each in wanted.items())
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return stored is not None and float(stored) == float(wanted)
    return bool(stored == wanted)


def _final_complaints(final: Final, visitor: Visitor, demands: int) -> Iterator[str]:
    yield from _differences(final.answers, visitor.answers)
    state, lead = visitor.state, visitor.ledger.lead(visitor.conversation_id)
    if final.verdict is not None:
        verdict = lead.verdict if lead else (state.assessment or {}).get("verdict")
        if verdict != final.verdict:
            yield f"the verdict is {verdict}, not {final.verdict}"
    if final.wants is not None and state.wants != final.wants:
        yield f"what the contact is for is {state.wants}, not {final.wants}"
    if final.lead is not None and (lead is not None) != final.lead:
        yield "nothing was handed over" if final.lead else "a lead was handed over"
    if lead is not None and not lead.consent.get("text"):
        yield "the lead has no consent"
    if len(state.offers) + len(state.taken) + len(state.declined) < final.offered:
        yield f"less than {final.offered} offers were made"
    if final.demand is not None and (visitor.ledger.demands() > demands) != final.demand:
        yield "no demand was recorded" if final.demand else "demand was recorded"
