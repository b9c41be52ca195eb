"""Whether a number stands for itself, so that the open question may claim it, or counts something."""

from __future__ import annotations

from functools import lru_cache

from bot.extract.dimension import dimension_words
from bot.extract.intervals import Interval
from bot.extract.model import Text
from bot.extract.number import ONE, Number
from bot.extract.phrases import Phrases, spellings
from bot.extract.tokens import SIGN, WORD, Token, tokens
from bot.extract.words import table

_CODES = frozenset("%°º:/@#'\"^_*=‰€$")


@lru_cache(maxsize=16)
def followers(language: str) -> frozenset[str]:
    """Words that may follow a number which stands for itself."""
    money = table(language, "money")
    extras = {words[0] for name in ("tax", "transport") for row in money[name] for words in spellings(row)}
    return frozenset(table(language, "bare")["followers"]) | extras


@lru_cache(maxsize=16)
def _leaders(language: str) -> frozenset[str]:
    return frozenset(table(language, "bare")["not_after"])


@lru_cache(maxsize=16)
def _percents(language: str) -> Phrases[str]:
    return Phrases([(phrase, phrase) for phrase in table(language, "bare")["percents"]])


def stands_alone(text: Text, language: str, interval: Interval) -> bool:
    """True when no noun, unit or code follows or leads the number: "sobre 3000 para marzo", not "70 of us"."""
    number = interval.amounts[-1].number
    if number is None or _is_in_code(text, interval):
        return False
    if number.is_fraction or (number.is_article and len(tokens(text)) > 2):
        return False
    cut = tokens(text)
    if interval.first > 0 and cut[interval.first - 1].text in _leaders(language):
        return False
    if interval.last + 1 == len(cut):
        return True
    if _percents(language).starting_at(cut, interval.last + 1) or _is_measured(text, interval, language):
        return False
    following = cut[interval.last + 1]
    if following.text == "/" and interval.last + 2 < len(cut) and cut[interval.last + 2].kind == WORD:
        return True  # "500/mes"
    return _may_follow(following, cut[interval.last], language, number)


def _is_in_code(text: Text, interval: Interval) -> bool:
    """A part of something longer, unless the two sides of "5/6 mil" are all of it."""
    first, last = interval.amounts[0], interval.amounts[-1]
    if (
        len(interval.amounts) == 2
        and tokens(text)[first.last + 1].text == "/"
        and last.first == first.last + 2
    ):
        return False
    return any(amount.number is None or amount.number.is_glued for amount in interval.amounts)


def _is_measured(text: Text, interval: Interval, language: str) -> bool:
    """A unit of measure follows: "100 ml"."""
    cut, at = tokens(text), interval.last + 1
    is_word = cut[at].text in followers(language) or cut[at].text == "mi"
    return not is_word and dimension_words(language).units.starting_at(cut, at) is not None


def _may_follow(token: Token, last: Token, language: str, number: Number) -> bool:
    if token.kind == SIGN:
        return token.text not in _CODES or token.start > last.end + 1
    if token.kind != WORD:
        return True
    if token.start == last.end:
        return False  # "12v", "4x4", "2nd"
    if token.text in followers(language):
        return True
    is_plural = token.text.endswith("s") and len(token.text) > 3
    is_large = (
        sum(character.isdigit() for character in last.text) >= 3
    )  # fewer are likely a count of what follows
    return not is_plural and (number.multiplier != ONE or is_large)
