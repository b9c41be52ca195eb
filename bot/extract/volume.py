"""How much is wanted: amount, unit, period, deliveries and designs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.extract.bare import stands_alone
from bot.extract.intervals import Amount, Interval, bound_words, closed, find_intervals
from bot.extract.model import Context, Entity, Text
from bot.extract.tokens import DIGITS, Token, tokens
from bot.extract.volume_amounts import FEWEST_UNKNOWN, Counted, VolumeAmounts
from bot.extract.volume_words import VolumeWords, volume_words

_NEAR = 8  # tokens within which "al mes" and "en 4 entregas" still belong to an amount
_STOPS = frozenset(".;!?")
_TIMES = frozenset("x×*")
_PER_CONTENT = frozenset({"piece", "kg", "litre", "m3", "box", "tonne"})


def find_volumes(text: Text, context: Context) -> list[Entity]:
    """The quantities that a unit, a counted noun, deliveries or designs make known, in order.

    A bare number is none: ``bot.extract.reading`` gives it to the open question.
    """
    found = _Reader(text, context)
    return [
        volume_entity(text, context, interval) for interval in found.intervals() if found.is_volume(interval)
    ]


def volume_entity(text: Text, context: Context, interval: Interval) -> Entity:
    """The wire's volume for an interval, whose unit may be missing."""
    return _Reader(text, context).entity(interval)


@dataclass(frozen=True, slots=True)
class _Extra:
    """Designs or deliveries, and whether the amount beside them is of each one."""

    count: int
    is_each: bool


class _Reader:
    def __init__(self, text: Text, context: Context) -> None:
        self._tokens = tokens(text)
        self._words: VolumeWords = volume_words(context.language)
        self._language = context.language
        self._text = text
        self._is_budget = context.asked == "budget"
        self._is_open = context.asked in (None, "need", "volume")
        self._abouts = bound_words(context.language).before
        key = f"volume/{context.language}/{context.asked == 'volume'}"
        if key not in text.cache:
            text.cache[key] = VolumeAmounts(text, context).counted()
        self._counted: Counted = text.cache[key]

    def intervals(self) -> list[Interval]:
        found = find_intervals(self._tokens, self._counted.goods, self._language)
        return [interval for at, interval in enumerate(found) if not self._is_content(interval, found[:at])]

    def is_volume(self, interval: Interval) -> bool:
        """True when something says that the amount is a quantity of goods."""
        if interval.unit is not None:
            return True
        number = interval.amounts[0].number
        if number is not None and number.is_article:
            return False  # "500 de cada uno"
        if self._words.volume_before.ending_at(self._tokens, interval.first - 1) is not None:
            return True
        if self._is_open and self._is_wanted(interval):
            return True
        extras = self._counted.designs + self._counted.deliveries + self._counted.variants
        return self._extra(interval, extras) is not None and not (
            self._is_budget and self._is_apart(interval)
        )

    def _is_wanted(self, interval: Interval) -> bool:
        """A verb of need stands before a bare number: "necesitaría unos 3.000"."""
        at = interval.first - 1
        about = self._abouts.ending_at(self._tokens, at)
        places = (at, at - about[1]) if about is not None else (at,)  # "like" is an approximation as well
        wanted = self._words.wanted_before
        is_asked_for = any(wanted.ending_at(self._tokens, place) is not None for place in places)
        is_many = (interval.high or interval.low or 0) >= FEWEST_UNKNOWN
        return is_asked_for and is_many and stands_alone(self._text, self._language, interval)

    def _is_apart(self, interval: Interval) -> bool:
        """A comma stands before or after the amount: "con 2 diseños, 3000"."""
        around = (interval.first - 1, interval.last + 1)
        return any(0 <= at < len(self._tokens) and self._tokens[at].text == "," for at in around)

    def entity(self, interval: Interval) -> Entity:
        designs = self._extra(interval, self._counted.designs)
        deliveries = self._extra(interval, self._counted.deliveries)
        times = 1
        for extra in (designs, deliveries, self._extra(interval, self._counted.variants)):
            times *= extra.count if extra is not None and extra.is_each else 1
        per, last = self._per(interval)
        if per is not None:
            interval = closed(self._tokens, interval, last + 1, self._language)
        value = {
            "min": _plain(interval.low, times),
            "max": _plain(interval.high, times),
            "unit": interval.unit,
            "per": per,
            "deliveries": deliveries.count if deliveries else None,
            "designs": designs.count if designs else None,
        }
        return Entity("volume", value, self._tokens[interval.first].start, self._tokens[interval.last].end)

    def _is_content(self, interval: Interval, earlier: Sequence[Interval]) -> bool:
        """ "500 bolsas de 5 kg": the second amount says what one bag holds."""
        if interval.unit not in _PER_CONTENT:
            return False
        at = interval.first - 1
        if at > 0 and self._tokens[at].text in self._words.of and self._is_container(at - 1, earlier):
            return True
        if not earlier or earlier[-1].unit is None:
            return False
        between = self._tokens[earlier[-1].last + 1 : interval.first]
        return (
            0 < len(between) <= 3
            and between[-1].text in self._words.of
            and all(t.kind != DIGITS for t in between)
        )

    def _is_container(self, at: int, earlier: Sequence[Interval]) -> bool:
        """A box or pallet that no number counts: "la caja de 12 botellas"."""
        match = self._words.units.ending_at(self._tokens, at)
        is_counted = any(one.last >= at >= one.first for one in earlier)
        return match is not None and match[0] in ("box", "pallet") and not is_counted

    def _per(self, interval: Interval) -> tuple[str | None, int]:
        """The period after the amount, before the next number or the end of the clause, and its last token."""
        for at in range(interval.last + 1, min(interval.last + _NEAR, len(self._tokens))):
            if self._tokens[at].kind == DIGITS or self._tokens[at].text in _STOPS:
                break
            match = self._words.per.starting_at(self._tokens, at)
            if match is not None:
                return match[0], at + match[1] - 1
        at = interval.first - 1
        about = self._abouts.ending_at(self._tokens, at)
        match = self._words.per.ending_at(self._tokens, at - about[1] if about else at)
        return match[0] if match else None, interval.last

    def _extra(self, interval: Interval, extras: Sequence[Amount]) -> _Extra | None:
        for extra in extras:
            if extra.value % 1 or not 0 < extra.value < 10_000:
                continue
            if extra.first > interval.last:
                between = self._tokens[interval.last + 1 : extra.first]
                if self._is_near(between):
                    is_times = len(between) == 1 and between[0].text in _TIMES
                    return _Extra(int(extra.value), is_times or self._is_each(interval))
            elif self._is_near(self._tokens[extra.last + 1 : interval.first]):
                is_each = self._is_each(interval) or self._is_each_before(interval.first - 1)
                return _Extra(int(extra.value), is_each)
        return None

    def _is_each_before(self, at: int) -> bool:
        """ "4 diseños de 500", "5 refs x 200"."""
        return self._tokens[at].text in self._words.of or self._tokens[at].text in _TIMES

    def _is_near(self, between: Sequence[Token]) -> bool:
        """No number and no sentence end stands between, and few words."""
        return len(between) < _NEAR and not any(t.kind == DIGITS or t.text in _STOPS for t in between)

    def _is_each(self, interval: Interval) -> bool:
        """ "500 de cada uno": the amount is of each design."""
        return self._words.each.starting_at(self._tokens, interval.last + 1) is not None


def _plain(value: Decimal | None, times: int) -> int | float | None:
    if value is None:
        return None
    total = value * times
    return int(total) if total % 1 == 0 else float(total)
