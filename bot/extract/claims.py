"""What the open question makes of numbers that nothing else in the message explains."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from bot.extract.bare import stands_alone
from bot.extract.dates import readings
from bot.extract.intervals import Amount, Interval, find_intervals
from bot.extract.model import Context, Entity, Text
from bot.extract.money import money_entity, plain
from bot.extract.number import ONE
from bot.extract.numbers import find_numbers
from bot.extract.superseded import is_superseded
from bot.extract.tokens import tokens
from bot.extract.volume import volume_entity
from bot.extract.words import table

_NEVER = frozenset({"money", "volume", "timeline", "location", "contact", "choice"})
_DETAILS = frozenset({"customization", "shipping", "authority"})
_DOUBTED = frozenset({"bare", "doubtful", "loose"})
_YEARS = range(2020, 2041)


def claimed(text: Text, context: Context, found: Sequence[Entity]) -> list[Entity]:
    """The bare numbers as money or volume when that is asked, else as ``number``; words of ``found`` are taken."""
    if not find_numbers(text, context.language):
        return []
    times = _sure_times(text, context)
    free = [interval for interval in _bare(text, context) if _is_free(text, interval, found, times)]
    names = {entity.name for entity in found}
    free, budgets = _budgets_beside_volume(text, context, free, names)
    if context.asked == "budget" and "money" not in names and free and not budgets:
        return [_money(text, context, _chosen(text, context, free))]
    if context.asked == "volume" and "volume" not in names and free:
        return [*budgets, volume_entity(text, context, _chosen(text, context, free))]
    return [*budgets, *(_number(text, interval) for interval in free)]


def _bare(text: Text, context: Context) -> list[Interval]:
    amounts = [
        Amount(number.amount, number.first, number.last, number.multiplier, None, number)
        for number in find_numbers(text, context.language)
    ]
    intervals = find_intervals(tokens(text), amounts, context.language)
    return [
        one
        for one in intervals
        if stands_alone(text, context.language, one)
        and not _is_size(text, one)
        and not is_superseded(text, context.language, one.first, one.last)
    ]


def _sure_times(text: Text, context: Context) -> list[tuple[int, int]]:
    """Where times stand that no amount can be, also those that are no time of delivery: "diciembre de 2015"."""
    return [
        (one.first, one.last)
        for one in readings(text, context)
        if one.name == "period" and one.grain != "year" and not one.is_weak and one.part not in _DOUBTED
    ]


def _is_free(
    text: Text, interval: Interval, found: Sequence[Entity], times: Sequence[tuple[int, int]]
) -> bool:
    cut = tokens(text)
    start, end = cut[interval.amounts[0].first].start, cut[interval.amounts[-1].last].end
    if any(first < end and start < last for first, last in times):
        return False
    return not any(
        one.start < end
        and start < one.end
        and (one.name in _NEVER or (one.name in _DETAILS and end - start < 8))
        for one in found
    )


def _is_size(text: Text, interval: Interval) -> bool:
    """ "20x30": a sign of multiplication on either side."""
    cut = tokens(text)
    around = (interval.first - 1, interval.last + 1)
    return any(0 <= at < len(cut) and cut[at].text in ("x", "×", "*") for at in around)


def _budgets_beside_volume(
    text: Text, context: Context, free: list[Interval], names: set[str]
) -> tuple[list[Interval], list[Entity]]:
    """ "500 cajas, unos 20k": beside a quantity, a bare amount in thousands is money."""
    if "volume" not in names or "money" in names:
        return free, []
    if context.asked == "volume":
        return free, []
    large = [one for one in free if one.amounts[-1].multiplier >= Decimal(1000)]
    if len(large) != 1:
        return free, []
    return [one for one in free if one is not large[0]], [_money(text, context, large[0])]


def _chosen(text: Text, context: Context, free: list[Interval]) -> Interval:
    """The first amount, or the last after a word of correction ("2000, no, 3000")."""
    cut = tokens(text)
    candidates = [one for one in free if not _is_year(one)] or free
    if len(candidates) > 1:
        between = {token.text for token in cut[candidates[0].last + 1 : candidates[-1].first]}
        if between & _corrections(context.language):
            return candidates[-1]
    return candidates[0]


@lru_cache(maxsize=16)
def _corrections(language: str) -> frozenset[str]:
    return frozenset(table(language, "bare")["corrections"])


def _is_year(interval: Interval) -> bool:
    number = interval.amounts[-1].number
    return (
        number is not None
        and number.multiplier == ONE
        and interval.low is not None
        and interval.low in _YEARS
    )


def _money(text: Text, context: Context, interval: Interval) -> Entity:
    return money_entity(text, context, interval, context.currency)


def _number(text: Text, interval: Interval) -> Entity:
    cut = tokens(text)
    value = {"min": plain(interval.low), "max": plain(interval.high)}
    return Entity("number", value, cut[interval.first].start, cut[interval.last].end)
