"""What comes with a message: the turn's metadata, and the payload of a tapped button. Nothing here imports Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from bot.extract.model import Context

_PAYLOAD = re.compile(r"/(?:(?P<intent>[a-z_]+)|tap\s*(?P<entities>\{.*\}))", re.DOTALL)


@dataclass(frozen=True)
class Payload:
    """A tapped button: its intent, and entity names with their values, in order."""

    intent: str
    entities: list[tuple[str, Any]]


@dataclass(frozen=True)
class Turn:
    """The context in which a message was typed, and the language that it is likely in."""

    context: Context
    prior: str

    def in_language(self, language: str) -> Context:
        """The context for a message found to be in `language`."""
        return replace(self.context, language=language)


def read_turn(metadata: Mapping[str, Any] | None) -> Turn:
    """The turn of that metadata; what is missing or unreadable has the default that `Context` gives it."""
    facts = metadata or {}
    prior = str(facts.get("language") or facts.get("page_language") or "es")
    context = Context(
        now=_local_now(facts.get("now"), facts.get("timezone")),
        language=prior,
        currency=str(facts.get("currency") or "EUR"),
        asked=facts.get("asked") or None,
        phase=facts.get("phase") or None,
    )
    return Turn(context, prior)


def _local_now(now: Any, zone_name: Any) -> datetime:
    try:
        zone = ZoneInfo(str(zone_name)) if zone_name else None
    except (ValueError, OSError, KeyError):
        zone = None
    try:
        moment = datetime.fromisoformat(str(now).replace("Z", "+00:00"))
    except ValueError:
        moment = datetime.now(timezone.utc)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone or timezone.utc)
    return moment.astimezone(zone) if zone else moment


def read_payload(text: str) -> Payload | None:
    """What a tapped button says: ``/tap{"entity": value}``, or ``/ask_payment`` for an offered guess; else None.

    A list gives one entity per item. Only the server makes payloads: what people type never starts with a slash.
    """
    match = _PAYLOAD.fullmatch(text.strip())
    if not match:
        return None
    try:
        values = json.loads(match["entities"] or "{}")
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    return Payload(match["intent"] or "tap", [(name, one) for name in values for one in _each(values[name])])


def _each(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]
