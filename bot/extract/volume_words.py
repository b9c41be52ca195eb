"""The words about quantities of a language, compiled for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.extract.phrases import Phrases, spellings
from bot.extract.words import languages, table

PLAIN_UNITS = frozenset({"container_20", "container_40"})


@dataclass(frozen=True)
class VolumeWords:
    """Phrases of units, periods, deliveries and designs, and the nouns that are no goods."""

    units: Phrases[str]
    containers: Phrases[str]
    per: Phrases[str]
    deliveries: Phrases[str]
    batches: Phrases[str]
    variants: Phrases[str]
    splitting: frozenset[str]
    designs: Phrases[str]
    each: Phrases[str]
    volume_before: Phrases[str]
    wanted_before: Phrases[str]
    adjectives: frozenset[str]
    non_goods: frozenset[str]
    article_nouns: frozenset[str]
    not_after: frozenset[str]
    followers: frozenset[str]
    of: frozenset[str]
    open_adjectives: int
    verb_endings: tuple[str, ...]


@lru_cache(maxsize=16)
def volume_words(language: str) -> VolumeWords:
    """The language's words about quantities; the units of all languages count in each ("500 boxes" in Spanish)."""
    rows = table(language, "volume")
    spoken = [language, *(other for other in languages() if other != language)]
    units = [
        (phrase, unit)
        for one in spoken
        for unit, phrases in table(one, "volume")["units"].items()
        for phrase in phrases
    ]
    return VolumeWords(
        units=Phrases(units),
        containers=Phrases([(phrase, unit) for phrase, unit in units if unit in PLAIN_UNITS]),
        per=Phrases([(phrase, period) for period, phrases in rows["per"].items() for phrase in phrases]),
        deliveries=_phrases(rows["deliveries"]),
        batches=_phrases(rows["batches"]),
        variants=_phrases(rows["variants"]),
        splitting=frozenset(rows["splitting"]),
        designs=_phrases(rows["designs"]),
        each=_phrases(rows["each"]),
        volume_before=_phrases(rows["volume_before"]),
        wanted_before=_phrases(rows["wanted_before"]),
        adjectives=frozenset(rows["adjectives"]),
        non_goods=frozenset(rows["non_goods"]) | frozenset(rows["non_goods_plain"]) | _extras(language),
        article_nouns=frozenset(rows["article_nouns"]),
        not_after=frozenset(rows["not_after"]),
        followers=frozenset(table(language, "bare")["followers"]),
        of=frozenset(table(language, "numbers")["of"]),
        open_adjectives=int(rows["open_adjectives"]),
        verb_endings=tuple(rows["verb_endings"]),
    )


def _extras(language: str) -> frozenset[str]:
    """Taxes and transport, which a number may precede: "3000 portes incluidos"."""
    rows = table(language, "money")
    return frozenset(
        words[0] for name in ("tax", "transport") for row in rows[name] for words in spellings(row)
    )


def _phrases(phrases: list[str]) -> Phrases[str]:
    return Phrases([(phrase, phrase) for phrase in phrases])
