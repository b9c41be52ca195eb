"""How far the product is to be made the customer's own, and in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import Hit, Negation, PhraseTable, merged_table, phrase_tokens
from bot.extract.tokens import Token

LEVELS = ("none", "logo", "colour", "packaging", "specification", "tooling")
SAME, REFUSAL, SIZE = "same", "refusals", "size"
_NUMBER = r"\d+(?:[.,]\d+)?"
_BY = r"\s*(?:x|por|by|\*|×)\s*"


class _Words(NamedTuple):
    levels: PhraseTable[str]
    refusals: PhraseTable[str]
    negation: Negation
    size: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = merged_table("customization", (*LEVELS, SAME, REFUSAL, "sizes", "weights"))
    levels = [(phrase, level) for level in (*LEVELS, SAME) for phrase in rows[level]]
    unit = "|".join(sorted(map(re.escape, rows["sizes"]), key=len, reverse=True))
    weight = "|".join(sorted(map(re.escape, rows["weights"]), key=len, reverse=True))
    three = rf"{_NUMBER}(?:\s*(?:{unit}))?{_BY}{_NUMBER}(?:\s*(?:{unit}))?{_BY}{_NUMBER}(?:\s*(?:{unit})\b)?"
    two = rf"{_NUMBER}(?:\s*(?:{unit}))?{_BY}{_NUMBER}\s*(?:{unit})\b"
    grammage = rf"{_NUMBER}\s*(?:g/m2|g/m²|gsm|micras|galgas)(?!\w)|(?<=papel de )\d+\s*(?:{weight})\b"
    return _Words(
        levels=PhraseTable(levels),
        refusals=PhraseTable((phrase, REFUSAL) for phrase in rows[REFUSAL]),
        negation=Negation.of("customization"),
        size=re.compile(rf"(?<![\w.,])(?:{three}|{two}|{grammage})"),
    )


def find_customizations(text: Text, context: Context) -> list[Entity]:
    """One entity of the highest level that is said, with all that was said in ``details``; or none.

    "lo de siempre" has level null; "no" alone is level none only as an answer to the question.
    """
    found, words = phrase_tokens(text), _words()
    wanted, denied = _sorted(found, words)
    wanted += _sizes(text, words)
    if context.asked == "customization" and not wanted:
        refusal = words.refusals.whole(found) or _leading_refusal(found, words)
        denied += [refusal] if refusal is not None else []
    if wanted:
        levels = [hit.meaning for hit in wanted if hit.meaning in LEVELS]
        level = max(levels, key=LEVELS.index, default=None)
        return [_entity(text, level, wanted)]
    return [_entity(text, "none", denied)] if denied else []


def _sorted(found: Sequence[Token], words: _Words) -> tuple[list[Hit[str]], list[Hit[str]]]:
    """What is wanted, and what is said not to be wanted."""
    wanted: list[Hit[str]] = []
    denied: list[Hit[str]] = []
    for hit in words.levels.hits(found):
        if hit.meaning == "none":
            is_denied = found[hit.first].text not in ("sin", "no") and words.negation.denies(found, hit.first)
            wanted += [] if is_denied else [hit]
        elif words.negation.denies(found, hit.first):
            denied.append(hit)
        else:
            wanted.append(hit)
    return wanted, denied


def _leading_refusal(found: Sequence[Token], words: _Words) -> Hit[str] | None:
    """A refusal up to a comma or full stop: "no, así están bien"."""
    hit = words.refusals.at(found, 0) if found else None
    if hit is None or hit.last + 1 >= len(found):
        return hit
    return hit if found[hit.last + 1].text in ",.;:!" else None


def _sizes(text: Text, words: _Words) -> list[Hit[str]]:
    if not any(character.isdigit() for character in text.folded):
        return []
    return [
        Hit("specification", -1, -1, match.start(), match.end()) for match in words.size.finditer(text.folded)
    ]


def _entity(text: Text, level: str | None, hits: Sequence[Hit[str]]) -> Entity:
    ordered = sorted(hits, key=lambda hit: hit.start)
    details = "; ".join(dict.fromkeys(text.words(hit.start, hit.end) for hit in ordered))
    deciding = next((hit for hit in ordered if hit.meaning == level), ordered[0])
    return Entity("customization", {"level": level, "details": details}, deciding.start, deciding.end)
