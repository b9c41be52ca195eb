"""Amounts put together to intervals: "entre 10 y 15 mil", "at least 500", "20 como máximo", "5k-20k"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from bot.extract.number import ONE, Number
from bot.extract.phrases import Phrases
from bot.extract.tokens import WORD, Token
from bot.extract.words import table

LOWER, UPPER, EQUAL, ABOUT, BETWEEN, FROM = "lower", "upper", "equal", "about", "between", "from"
# "500 a 20000 euros" without "de" is more likely 500 pieces at a price than an interval.
_WIDEST_UNOPENED = 100
_DASHES = frozenset("-–—~/")
_LAST_OF_MONTH = 31  # "15/16" is rather a date
_MOST_ABOUTS = 4
_FARTHEST_NEGATION = 6
_APOSTROPHES = frozenset("'’")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, over ``tokens[first]`` to ``tokens[last]``."""

    value: Decimal
    first: int
    last: int
    multiplier: Decimal = ONE
    unit: str | None = None
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """What one or two amounts say together, bound words included in ``first`` and ``last``.

    An open side is None; a plain amount has both sides equal and ``is_bounded`` false.
    """

    low: Decimal | None
    high: Decimal | None
    first: int
    last: int
    amounts: tuple[Amount, ...]
    is_bounded: bool = False

    @property
    def unit(self) -> str | None:
        return next((amount.unit for amount in self.amounts if amount.unit), None)


@dataclass(frozen=True)
class BoundWords:
    """Phrases of a language: before an amount, after it, and between two."""

    before: Phrases[str]
    after: Phrases[str]
    to: Phrases[str]
    also: Phrases[str]
    joins: frozenset[str]
    negations: frozenset[str]
    not_negating: frozenset[str]
    turned: frozenset[str]


@lru_cache(maxsize=16)
def bound_words(language: str) -> BoundWords:
    """The language's words for bounds."""
    rows = table(language, "bounds")
    before = {"lower_before": LOWER, "upper_before": UPPER, "equal_before": EQUAL, "about_before": ABOUT}
    before |= {"between": BETWEEN, "from": FROM}
    after = {"lower_after": LOWER, "upper_after": UPPER, "about_after": ABOUT}
    return BoundWords(
        before=Phrases([(phrase, kind) for row, kind in before.items() for phrase in rows[row]]),
        after=Phrases([(phrase, kind) for row, kind in after.items() for phrase in rows[row]]),
        to=Phrases([(phrase, "to") for phrase in rows["to"]]),
        also=Phrases([(phrase, "also") for phrase in rows["also"]]),
        joins=frozenset(rows["joins"]),
        negations=frozenset(rows["negations"]),
        not_negating=frozenset(rows["not_negating"]),
        turned=frozenset(rows["turned"]),
    )


def find_intervals(tokens: Sequence[Token], amounts: Sequence[Amount], language: str) -> list[Interval]:
    """The intervals that the amounts make, in order; each amount is in exactly one."""
    return _Joiner(tokens, amounts, bound_words(language)).intervals()


def closed(tokens: Sequence[Token], interval: Interval, at: int, language: str) -> Interval:
    """The interval with the bound said at token ``at``, after its period or unit: "500 al mes como mucho"."""
    bound = bound_words(language).after.starting_at(tokens, at)
    if interval.is_bounded or bound is None or bound[0] == ABOUT or interval.low != interval.high:
        return interval
    low, high = (interval.low, None) if bound[0] == LOWER else (None, interval.high)
    return replace(interval, low=low, high=high, last=at + bound[1] - 1, is_bounded=True)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands directly before an amount: the kind of bound, if any, and its first token."""

    kind: str | None
    first: int
    inner: int  # first token of the approximating words after the bound


class _Joiner:
    def __init__(self, tokens: Sequence[Token], amounts: Sequence[Amount], words: BoundWords) -> None:
        self._tokens, self._amounts, self._words = tokens, amounts, words
        ends = [-1, *(amount.last for amount in amounts)]
        self._openings = [self._opening(amount, ends[at] + 1) for at, amount in enumerate(amounts)]

    def intervals(self) -> list[Interval]:
        found: list[Interval] = []
        at = 0
        while at < len(self._amounts):
            run = self._chain(at)
            pair = self._pair(at) if run == 1 else None
            if pair is not None:
                found.append(pair)
                at += 2
                continue
            found.extend(self._single(index) for index in range(at, at + max(run, 1)))
            at += max(run, 1)
        return self._merged(found)

    def _opening(self, amount: Amount, floor: int) -> _Opening:
        """The bound words before an amount, approximating words skipped on both sides of them."""
        at, kind, inner = amount.first - 1, None, amount.first
        for _ in range(_MOST_ABOUTS):
            match = self._words.before.ending_at(self._tokens, at)
            if match is None or at - match[1] + 1 < floor:
                break
            meaning, length = match
            if meaning != ABOUT:
                if kind is not None and not (kind == FROM and meaning in (LOWER, UPPER)):
                    break
                kind = self._turned(meaning, at - length + 1)
            at -= length
            inner = at + 1 if kind is None else inner
        first = at + 1 if kind is not None else amount.first
        return _Opening(kind, first, inner)

    def _turned(self, kind: str, first: int) -> str:
        """The other bound when the clause denies it: "no puedo pagar más de 900" is at most 900."""
        words = self._words
        if kind not in (LOWER, UPPER) or self._tokens[first].text not in words.turned:
            return kind
        for at in range(first - 1, max(first - _FARTHEST_NEGATION, -1), -1):
            token = self._tokens[at]
            if token.kind != WORD and token.text not in _APOSTROPHES:
                return kind
            if token.text in words.negations:
                is_denied = self._tokens[at + 1].text not in words.not_negating
                return (UPPER if kind == LOWER else LOWER) if is_denied else kind
        return kind

    def _chain(self, at: int) -> int:
        """The number of amounts that dashes chain together: more than two are no interval but a code."""
        run = 1
        while at + run < len(self._amounts):
            between = self._between(at + run - 1)
            if len(between) != 1 or between[0].text not in _DASHES:
                break
            run += 1
        return run if run > 2 else 1

    def _between(self, at: int) -> Sequence[Token]:
        return self._tokens[self._amounts[at].last + 1 : self._amounts[at + 1].first]

    def _pair(self, at: int) -> Interval | None:
        """The interval of two amounts, when the words between them make one."""
        if at + 1 >= len(self._amounts) or not self._is_joined(at):
            return None
        low, high = self._shared(self._amounts[at], self._amounts[at + 1])
        if low.value > high.value or (low.unit and high.unit and low.unit != high.unit):
            return None
        is_opened = self._openings[at].kind is not None
        if not is_opened and self._is_spent(at):
            return None
        if not is_opened and low.value > 0 and high.value / low.value > _WIDEST_UNOPENED:
            return None
        return Interval(
            low.value, high.value, self._openings[at].first, high.last, (low, high), is_bounded=True
        )

    def _is_joined(self, at: int) -> bool:
        opening = self._openings[at].kind
        start = self._amounts[at].last + 1
        after = self._words.after.starting_at(self._tokens, start)
        if after is not None and after[0] == ABOUT:
            start += after[1]
        stop = min(self._amounts[at + 1].first, max(self._openings[at + 1].inner, start + 1))
        between = self._tokens[start:stop]
        if len(between) == 1 and between[0].text in self._words.joins:
            has_units = bool(self._amounts[at].unit and self._amounts[at + 1].unit)
            return opening == BETWEEN or (opening in (FROM, LOWER) and has_units)  # "de $10 y $20"
        if opening not in (None, BETWEEN, FROM, LOWER, ABOUT):
            return False
        match = self._words.to.starting_at(between, 0)
        if match is not None and match[1] == len(between):
            return between[0].text != "/" or self._is_shared(at) or self._amounts[at].value > _LAST_OF_MONTH
        return False

    def _is_spent(self, at: int) -> bool:
        """ "500 cajas a 28001": the first amount has its noun, and the second something else."""
        low, high = self._amounts[at], self._amounts[at + 1]
        has_noun = low.unit is not None and low.number is not None and low.last > low.number.last
        return has_noun and high.unit is None and self._tokens[low.last + 1].kind == WORD

    def _is_shared(self, at: int) -> bool:
        return self._amounts[at + 1].multiplier > self._amounts[at].multiplier

    def _shared(self, low: Amount, high: Amount) -> tuple[Amount, Amount]:
        """ "10 y 15 mil" are both thousands, "10k a 15" too."""
        if low.multiplier == ONE and high.multiplier > ONE and 0 < low.value < high.value / high.multiplier:
            return replace(low, value=low.value * high.multiplier), high
        is_short = high.multiplier == ONE and high.value < low.value
        if is_short and low.multiplier > ONE and high.value > low.value / low.multiplier:
            return low, replace(high, value=high.value * low.multiplier)
        return low, high

    def _single(self, at: int) -> Interval:
        amount, opening = self._amounts[at], self._openings[at]
        kind, last = opening.kind, amount.last
        limit = self._openings[at + 1].first if at + 1 < len(self._amounts) else len(self._tokens)
        if kind not in (LOWER, UPPER):
            number_end = amount.number.last + 1 if amount.number else amount.last + 1
            after = self._closing(amount.last + 1, limit) or self._closing(number_end, amount.last + 1)
            if after is not None:
                kind, last = after[0], max(after[1], amount.last)
        first = opening.first if kind not in (None, BETWEEN, FROM) else amount.first
        low = None if kind == UPPER else amount.value
        high = None if kind == LOWER else amount.value
        return Interval(low, high, first, last, (amount,), is_bounded=kind in (LOWER, UPPER, EQUAL))

    def _closing(self, at: int, limit: int) -> tuple[str, int] | None:
        """The bound after an amount and its last token."""
        for _ in range(2):
            match = self._words.after.starting_at(self._tokens, at)
            if match is None or at + match[1] > limit or not self._is_free_plus(at):
                return None
            if match[0] != ABOUT:
                return match[0], at + match[1] - 1
            at += match[1]
        return None

    def _is_free_plus(self, at: int) -> bool:
        """ "500+" is a bound, "500 + IVA" and "+34" are not."""
        token = self._tokens[at]
        if token.text != "+":
            return True
        touches = at > 0 and self._tokens[at - 1].end == token.start
        return touches and (at + 1 == len(self._tokens) or self._tokens[at + 1].start > token.end)

    def _merged(self, found: list[Interval]) -> list[Interval]:
        """ "mayor que 10 y menor que 20" is one interval."""
        merged: list[Interval] = []
        for interval in found:
            joined = self._joined(merged[-1], interval) if merged else None
            if joined is None:
                merged.append(interval)
            else:
                merged[-1] = joined
        return merged

    def _joined(self, one: Interval, other: Interval) -> Interval | None:
        if len(one.amounts) + len(other.amounts) != 2 or not (one.is_bounded and other.is_bounded):
            return None
        low, high = (one.low, other.high) if one.low is not None else (other.low, one.high)
        if (one.low is None) == (other.low is None) or (one.high is None) == (other.high is None):
            return None
        if low is None or high is None or low >= high or not self._is_also(one.last + 1, other.first):
            return None
        if one.unit and other.unit and one.unit != other.unit:
            return None
        return Interval(low, high, one.first, other.last, (*one.amounts, *other.amounts), is_bounded=True)

    def _is_also(self, at: int, stop: int) -> bool:
        while at < stop:
            match = self._words.also.starting_at(self._tokens, at)
            if match is None:
                return False
            at += match[1]
        return at == stop
