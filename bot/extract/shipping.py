"""Ways to deliver that the prospect asks for or refuses."""

from __future__ import annotations

from functools import lru_cache

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import Negation, PhraseTable, merged_table, phrase_tokens

SERVICES = ("air", "sea", "road", "express", "pickup")


@lru_cache(maxsize=1)
def _services() -> PhraseTable:
    rows = merged_table("shipping", SERVICES)
    return PhraseTable((phrase, service) for service in SERVICES for phrase in rows[service])


@lru_cache(maxsize=1)
def _negation() -> Negation:
    return Negation.of("shipping")


def find_shippings(text: Text, context: Context) -> list[Entity]:  # noqa: ARG001 (all extractors have one shape)
    """One entity for each way to deliver that is named, in the message's order."""
    found = phrase_tokens(text)
    made: list[Entity] = []
    for hit in _services().hits(found):
        value = {"service": hit.meaning, "wanted": not _negation().denies(found, hit.first, hit.last)}
        if not any(entity.value == value for entity in made):
            made.append(Entity("shipping", value, hit.start, hit.end))
    return made
