"""A sentence as the classifier is taught and asked it: its features, with the values that were read there."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.extract.language import detect
from bot.extract.model import Context
from bot.extract.reading import read
from bot.intents.features import Span, features

TAUGHT_AT = datetime(2026, 11, 23, 11, 42, tzinfo=timezone.utc)  # any moment: kinds are taught, not values


def spans_in(text: str, language: str | None = None) -> list[Span]:
    """Where values stand in a sentence said out of any context; its language is detected when not given."""
    context = Context(now=TAUGHT_AT, language=language or detect(text, "es"))
    return [Span(entity.name, entity.start, entity.end) for entity in read(text, context)]


def features_of(text: str, language: str | None = None) -> set[str]:
    """What is true of a training sentence."""
    return features(text, spans_in(text, language))
