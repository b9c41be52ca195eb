"""Measures of length, area, volume, weight and their like: "20 cm", "5 ft 2 in", "entre 2 y 3 litros"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.extract.intervals import Amount, Interval, find_intervals
from bot.extract.model import Context, Text
from bot.extract.number import ONE, Number
from bot.extract.numbers import find_numbers
from bot.extract.phrases import Phrases
from bot.extract.tokens import SIGN, WORD, Token, tokens
from bot.extract.words import table

_NO_TOKEN = Token(SIGN, "", -1, -1)
_PREPOSITIONS = frozenset({"in"})  # also an inch, when nothing follows that it could govern


@dataclass(frozen=True, slots=True)
class Dimension:
    """A measure read from ``text[start:end]``; an open side is None, a plain measure has both sides equal."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True)
class DimensionWords:
    """Names of units, and words that decide whether a doubtful one is meant."""

    units: Phrases[str]
    ones: frozenset[str]
    of: frozenset[str]
    turning: frozenset[str]
    not_before: frozenset[str]


@lru_cache(maxsize=16)
def dimension_words(language: str) -> DimensionWords:
    """The language's words for measures."""
    rows = table(language, "dimension")
    return DimensionWords(
        units=Phrases([(phrase, unit) for unit, phrases in rows["units"].items() for phrase in phrases]),
        ones=frozenset(rows["ones"]),
        of=frozenset(rows["of"]),
        turning=frozenset(rows["turning"]),
        not_before=frozenset(rows["not_before"]),
    )


@lru_cache(maxsize=1)
def base_units() -> dict[str, tuple[str, Decimal]]:
    """Each unit's quantity and how many base units of it one is."""
    rows = table(".", "measures")
    return {
        unit: (quantity, Decimal(size)) for quantity, units in rows.items() for unit, size in units.items()
    }


def find_dimensions(text: Text, context: Context) -> list[Dimension]:
    """The message's measures in order; "5 ft 2 in" is one, in the first unit."""
    cut, words = tokens(text), dimension_words(context.language)
    amounts = _Measures(text, find_numbers(text, context.language), words).amounts()
    intervals = [one for one in find_intervals(cut, amounts, context.language) if one.unit is not None]
    found: list[Dimension] = []
    last: Interval | None = None
    for interval in intervals:
        dimension = _dimension(interval, cut)
        if last is not None and _continues(cut, last, interval, found[-1], dimension):
            found[-1] = _added(found[-1], dimension)
        else:
            found.append(dimension)
        last = interval
    return found


def _dimension(interval: Interval, cut: Sequence[Token]) -> Dimension:
    start, end = cut[interval.first].start, cut[interval.last].end
    return Dimension(interval.low, interval.high, interval.unit or "", start, end)


def _continues(cut: Sequence[Token], last: Interval, now: Interval, one: Dimension, other: Dimension) -> bool:
    """ "7 feet and 10 inches": a smaller unit of the same quantity follows at once."""
    between = [token.text for token in cut[last.last + 1 : now.first]]
    if last.is_bounded or now.is_bounded or between not in ([], ["and"], ["y"], [","], ["con"]):
        return False
    (quantity, size), (other_quantity, other_size) = base_units()[one.unit], base_units()[other.unit]
    return quantity == other_quantity and quantity in ("length", "weight") and size > other_size


def _added(one: Dimension, other: Dimension) -> Dimension:
    share = base_units()[other.unit][1] / base_units()[one.unit][1]
    value = (one.high or Decimal(0)) + (other.high or Decimal(0)) * share
    return Dimension(value, value, one.unit, one.start, other.end)


class _Measures:
    def __init__(self, text: Text, numbers: list[Number], words: DimensionWords) -> None:
        self._tokens, self._numbers, self._words = tokens(text), numbers, words
        self._is_turning = any(token.text in words.turning for token in self._tokens)

    def amounts(self) -> list[Amount]:
        """Every number, and every article before a unit, with the unit it measures or None."""
        found = [self._amount(number) for number in self._numbers if not number.is_glued]
        taken = {number.first for number in self._numbers}
        for at, token in enumerate(self._tokens):
            if token.text in self._words.ones and at not in taken:
                unit = self._unit(at + 1)
                if (
                    unit is not None
                    and self._tokens[at + 1].text not in _PREPOSITIONS
                    and len(self._tokens[at + 1].text) > 2
                ):
                    found.append(Amount(ONE, at, unit[1], unit=unit[0]))
        return sorted(found, key=lambda amount: amount.first)

    def _peek(self, at: int) -> Token:
        return self._tokens[at] if 0 <= at < len(self._tokens) else _NO_TOKEN

    def _amount(self, number: Number) -> Amount:
        at = number.last + 1
        if self._peek(at).text in self._words.of and (number.multiplier != ONE or number.is_fraction):
            at += 1
        if self._peek(at).text == "-" and self._peek(at).end == self._peek(at + 1).start:
            at += 1
        unit = self._unit(at)
        last = unit[1] if unit else number.last
        return Amount(number.value, number.first, last, number.multiplier, unit[0] if unit else None, number)

    def _unit(self, at: int) -> tuple[str, int] | None:
        match = self._words.units.starting_at(self._tokens, at)
        if match is None:
            return None
        unit, last = match[0], at + match[1] - 1
        after = self._peek(last + 1)
        if after.start == self._peek(last).end and (after.kind != SIGN or after.text == "/"):
            return None  # "24703m212", "3 m/s"
        if after.text in self._words.not_before or (unit == "degree" and not self._is_turning):
            return None
        if self._peek(at).text in _PREPOSITIONS and not self._ends_measure(after, at):
            return None
        return unit, last

    def _ends_measure(self, after: Token, at: int) -> bool:
        is_after_feet = self._peek(at - 2).text in ("ft", "feet", "foot", "and")
        return (
            after.kind != WORD
            or is_after_feet
            or after.text in ("thick", "long", "wide", "tall", "high", "deep")
        )
