"""What the extractors read from, and what they find. Nothing here imports Rasa."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the text when a message is read.

    Attributes:
        now: the prospect's local time, timezone-aware.
        language: language of the message, "es" or "en".
        currency: ISO code meant when none is said.
        asked: stem of the open question ("budget", "volume", …), or None.
        phase: phase of the conversation, or None.
    """

    now: datetime
    language: str = "es"
    currency: str = "EUR"
    asked: str | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One value read from ``text[start:end]``; ``value`` is as in docs/architecture.md."""

    name: str
    value: dict[str, Any]
    start: int
    end: int


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    if unicodedata.decomposition(character).startswith("<fraction>"):
        return character  # "½" must not become "1"
    base = unicodedata.normalize("NFKD", character)[:1] or " "
    folded = base.lower()[:1] or " "
    return " " if folded.isspace() or unicodedata.category(character) == "Cf" else folded


def fold(string: str) -> str:
    """The string in lower case and without accents, as long as it was."""
    return "".join(map(_fold, string))


@dataclass(frozen=True)
class Text:
    """A message and its folded form: lower case, no accents, same length, so that offsets agree."""

    raw: str
    cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def folded(self) -> str:
        return fold(self.raw)

    def words(self, start: int, end: int) -> str:
        """The raw words between two offsets."""
        return self.raw[start:end]
