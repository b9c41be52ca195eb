"""How a number may begin without a number word: "a million", "medio millón", "half a dozen", "quarter million"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.extract.number_words import NumberWords
from bot.extract.tokens import Token


@dataclass(frozen=True, slots=True)
class Opening:
    """The value that ``length`` tokens begin a number with."""

    value: Decimal
    length: int
    is_fraction: bool = False


def opening(cut: Sequence[Token], at: int, words: NumberWords) -> Opening | None:
    """The half, quarter or article that begins a number at ``cut[at]``, if one does."""
    texts = [token.text for token in cut[at : at + 5]] + [""] * 5
    steps = 1 if texts[0] in words.articles and texts[1] in words.halves else 0
    if texts[steps] in words.halves:
        ahead = _past_of(texts, steps + 1, words)
        length = ahead if is_scale(texts[ahead], words) else steps + 1
        return Opening(Decimal("0.5"), length, is_fraction=True)
    if texts[0] in words.fractions:
        ahead = _past_of(texts, 1, words)
        if not is_scale(texts[ahead], words):
            return None
        return Opening(1 / words.fractions[texts[0]], ahead, is_fraction=True)
    ahead = _past_of(texts, 1, words)
    if texts[0] in words.collectives and (texts[ahead] in words.scales or texts[ahead] in words.hundreds):
        return Opening(Decimal(1), 0)  # "couple of hundred"
    is_article = texts[0] in words.articles and texts[0] not in words.words
    if is_article and (
        texts[1] in words.hundreds or texts[1] in words.fractions or is_scale(texts[1], words)
    ):
        return Opening(Decimal(1), 1)
    return None


def is_scale(text: str, words: NumberWords) -> bool:
    """True for words that multiply what stands before them and may stand without it: "mil", "docena"."""
    return text in words.scales or text in words.collectives


def _past_of(texts: Sequence[str], at: int, words: NumberWords) -> int:
    """The index after up to two words such as "of a"."""
    for _ in range(2):
        at += texts[at] in words.of
    return at
