"""Whether a number stands for itself, so that the open question may claim it, or counts something."""

from __future__ import annotations

from functools import lru_cache

from bot.extract.intervals import Interval
from bot.extract.model import Text
from bot.extract.number import ONE
from bot.extract.tokens import SIGN, WORD, Token, tokens
from bot.extract.words import table

_CODES = frozenset("%°º:/@#'\"^_*=‰€$")


@lru_cache(maxsize=16)
def _followers(language: str) -> frozenset[str]:
    return frozenset(table(language, "bare")["followers"])


@lru_cache(maxsize=16)
def _leaders(language: str) -> frozenset[str]:
    return frozenset(table(language, "bare")["not_after"])


def stands_alone(text: Text, language: str, interval: Interval) -> bool:
    """True when no noun, unit or code follows or leads the number: "sobre 3000 para marzo", not "70 of us"."""
    number = interval.amounts[-1].number
    if number is None or any(amount.number is None or amount.number.is_glued for amount in interval.amounts):
        return False
    if number.is_fraction or (number.is_article and len(tokens(text)) > 2):
        return False
    cut = tokens(text)
    if interval.first > 0 and cut[interval.first - 1].text in _leaders(language):
        return False
    if interval.last + 1 == len(cut):
        return True
    return _may_follow(
        text, cut[interval.last + 1], cut[interval.last], language, is_scaled=number.multiplier != ONE
    )


def _may_follow(text: Text, token: Token, last: Token, language: str, *, is_scaled: bool) -> bool:
    if token.kind == SIGN:
        return token.text not in _CODES or token.start > last.end + 1
    if token.kind != WORD:
        return True
    if token.start == last.end:
        return False  # "12v", "4x4", "2nd"
    if token.text in _followers(language):
        return True
    is_plural = token.text.endswith("s") and len(token.text) > 3
    return not is_plural and (is_scaled or number_is_large(text, last))


def number_is_large(text: Text, last: Token) -> bool:
    """Three digits or more: fewer before an unknown word are likely a count of it."""
    return sum(character.isdigit() for character in last.text) >= 3
