"""Amounts of money with their currency, bounds, period and what they include."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.extract.bare import stands_alone
from bot.extract.includes import find_covered
from bot.extract.intervals import Interval, bound_words, closed, find_intervals
from bot.extract.model import Context, Entity, Text
from bot.extract.money_amounts import MoneyAmounts
from bot.extract.phrases import Phrases
from bot.extract.superseded import is_superseded
from bot.extract.tokens import DIGITS, Token, tokens
from bot.extract.words import table

_NEAR = 6  # tokens within which "al mes" still belongs to the amount before it
_STOPS = frozenset(".;!?\n")


@dataclass(frozen=True)
class MoneyWords:
    """Phrases that say that a number is money, and by what period or piece it counts."""

    budget_before: Phrases[str]
    budget_after: Phrases[str]
    per: Phrases[str]
    period: Phrases[str]


@lru_cache(maxsize=16)
def money_words(language: str) -> MoneyWords:
    """The money phrases of a language."""
    rows = table(language, "money")
    per = [(phrase, name) for name in ("piece", "month", "year") for phrase in rows[f"per_{name}"]]
    return MoneyWords(
        budget_before=Phrases([(phrase, "budget") for phrase in rows["budget_before"]]),
        budget_after=Phrases([(phrase, "budget") for phrase in rows["budget_after"]]),
        per=Phrases(per),
        period=Phrases(
            [(phrase, name) for name, phrases in rows["budget_period"].items() for phrase in phrases]
        ),
    )


def find_money(text: Text, context: Context) -> list[Entity]:
    """The amounts that a sign, a name or a word such as "presupuesto" makes money, in order.

    A bare number is none: ``bot.extract.reading`` gives it to the open question.
    """
    reader = MoneyAmounts(text, context)
    amounts = reader.amounts()
    if not amounts:
        return []
    intervals = find_intervals(tokens(text), amounts, context.language)
    return [
        money_entity(text, context, interval, reader.settled(interval.unit))
        for interval in intervals
        if interval.unit is not None or _is_budget(text, context, interval)
    ]


def money_entity(text: Text, context: Context, interval: Interval, currency: str) -> Entity:
    """The wire's money for an interval."""
    cut = tokens(text)
    per, last = _per(cut, interval, money_words(context.language))
    if per is not None:
        interval = closed(cut, interval, last + 1, context.language)
    last = max(last, interval.last)
    covered = find_covered(text, context)
    value = {
        "min": plain(interval.low),
        "max": plain(interval.high),
        "currency": currency,
        "per": per,
        "includes": [name for name in ("tax", "transport") if covered and covered.value.get(name)],
    }
    return Entity("money", value, cut[interval.first].start, cut[last].end)


def plain(value: Decimal | None) -> str | None:
    """The decimal without exponent and without idle zeros."""
    if value is None:
        return None
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _is_budget(text: Text, context: Context, interval: Interval) -> bool:
    """Words such as "presupuesto de" before or "de presupuesto" after make a bare number money."""
    cut, words = tokens(text), money_words(context.language)
    number = interval.amounts[-1].number
    if number is None or number.is_glued or number.is_fraction:
        return False
    if is_superseded(text, context.language, interval.first, interval.last):
        return False
    if words.budget_after.starting_at(cut, interval.last + 1):
        return True
    at = interval.first - 1
    before = bound_words(context.language).before
    for _ in range(4):
        if words.budget_before.ending_at(cut, at):
            return stands_alone(text, context.language, interval)
        match = before.ending_at(cut, at)
        if match is None:
            return False
        at -= match[1]
    return False


def _per(cut: list[Token], interval: Interval, words: MoneyWords) -> tuple[str | None, int]:
    """What the amount is for each of (piece, month, year), and the last token that says so."""
    for at in range(interval.last + 1, min(interval.last + _NEAR, len(cut))):
        token = cut[at]
        if token.kind == DIGITS or token.text in _STOPS:
            break
        match = words.per.starting_at(cut, at)
        if match is not None:
            return match[0], at + match[1] - 1
    for at in range(interval.first - 1, max(interval.first - _NEAR, -1), -1):
        if cut[at].kind == DIGITS or cut[at].text in _STOPS or cut[at].text == ",":
            break
        match = words.period.ending_at(cut, at)
        if match is not None:
            return match[0], interval.last
    return None, interval.last
