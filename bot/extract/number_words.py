"""The number words of a language, compiled for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.extract.words import languages, table

Rows = dict[str, Decimal]


@dataclass(frozen=True)
class NumberWords:
    """Look-up tables from folded word to value; the word files say what each row is for."""

    decimal: str
    and_joins: str
    words: Rows
    hundreds: Rows
    scales: Rows
    plural_scales: Rows
    suffixes: Rows
    upper_suffixes: Rows
    collectives: Rows
    plural_collectives: Rows
    fractions: Rows
    articles: frozenset[str]
    of: frozenset[str]
    halves: frozenset[str]
    joiners: frozenset[str]
    points: frozenset[str]
    minus: frozenset[str]
    not_minus_after: frozenset[str]
    vague_before: frozenset[str]
    approximating: frozenset[str]
    vague_after: frozenset[str]
    after_spaced_suffix: frozenset[str]
    percent_before: frozenset[str]
    percent_words: frozenset[str]
    starts: frozenset[str]
    multipliers: frozenset[str]


@lru_cache(maxsize=16)
def number_words(language: str) -> NumberWords:
    """The language's number words; after digits, other languages' scales count too ("20 thousand" in Spanish)."""
    rows = table(language, "numbers")
    plural = _rows(rows["plural_scales"])
    for other in languages():
        theirs = table(other, "numbers")
        for word, value in (_rows(theirs["scales"]) | _rows(theirs["plural_scales"])).items():
            if word in theirs["lent"]:
                plural.setdefault(word, value)
    tables: dict[str, Any] = {name: _rows(rows[name]) for name in _LOOKUPS} | {"plural_scales": plural}
    tables["hundreds"] = {word: Decimal(100) for word in rows["hundreds"]}
    sets: dict[str, Any] = {name: frozenset(rows[name]) for name in _SETS}
    starts = frozenset().union(*((tables | sets)[name] for name in _OPENING))
    multipliers = frozenset().union(*(tables[name] for name in ("scales", "plural_scales", "suffixes")))
    return NumberWords(
        decimal=rows["decimal"],
        and_joins=rows["and_joins"],
        starts=starts,
        multipliers=multipliers,
        **tables,
        **sets,
    )


_LOOKUPS = ("words", "scales", "suffixes", "upper_suffixes", "collectives", "plural_collectives", "fractions")
_SETS = (
    "articles",
    "of",
    "halves",
    "joiners",
    "points",
    "minus",
    "not_minus_after",
    "vague_before",
    "approximating",
    "vague_after",
    "after_spaced_suffix",
    "percent_before",
    "percent_words",
)
_OPENING = ("words", "collectives", "hundreds", "scales", "fractions", "articles", "halves", "minus")


def _rows(rows: dict[str, Any]) -> Rows:
    return {word: Decimal(value) for value, words in rows.items() for word in words}
