"""How each kind of line in the understanding data is read, and when the reading is right.

``money`` and ``price`` go through the whole ``read`` as replies to the budget question; ``numrange`` through the intervals
of bare numbers; ``number``, ``number_slot`` and ``percent`` through the number reader; ``dimension``, ``quantity`` and
``quantity_sentence`` through the reader of measures; ``duration``, ``date`` and ``daterange`` through the time readers;
``deadline``, ``location``, ``oos`` and replies through ``read``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.understanding_values import (
    Line,
    as_list,
    cents_share,
    close,
    folded_name,
    is_right_currency,
    measure_in_base,
    side,
)
from bot.extract.dates import find_dates
from bot.extract.dimension import Dimension, find_dimensions
from bot.extract.duration import find_durations
from bot.extract.intervals import Amount, find_intervals
from bot.extract.model import Context, Entity, Text
from bot.extract.numbers import find_numbers
from bot.extract.reading import read
from bot.extract.tokens import tokens

FALSE_FINDINGS = ("location", "money", "timeline", "volume")
_ZONE = ZoneInfo("Europe/Madrid")
_NOW = datetime(2026, 11, 23, 11, 42, tzinfo=_ZONE)
_ASKED = {"money": "budget", "price": "budget", "deadline": "timeline", "location": "location", "oos": None}
_LANGUAGES = ("es", "en")

Found = list[Any]


def context_of(line: Line) -> Context:
    """The turn's context: the line's reference time, language, and the question its kind answers."""
    told = line.get("now") or line.get("ref") or ""
    now = datetime.fromisoformat(told).replace(tzinfo=_ZONE) if told[:4].isdigit() else _NOW
    language = line["lang"] if line["lang"] in _LANGUAGES else "en"
    asked = line["asked"] if "asked" in line else _ASKED.get(line.get("kind", ""))
    return Context(now=now, language=language, currency=line.get("currency", "EUR"), asked=asked)


def _named(name: str) -> Callable[[str, Context], Found]:
    return lambda text, context: [one for one in read(text, context) if one.name == name]


def _bounded(text: str, context: Context) -> Found:
    read_from = Text(text)
    amounts = [
        Amount(n.value, n.first, n.last, n.multiplier, None, n)
        for n in find_numbers(read_from, context.language)
        if not (n.is_glued and "-" in text)
    ]
    return [one for one in find_intervals(tokens(read_from), amounts, context.language) if one.is_bounded]


READERS: dict[str, Callable[[str, Context], Found]] = {
    "money": _named("money"),
    "price": _named("money"),
    "numrange": _bounded,
    "number": lambda text, context: find_numbers(Text(text), context.language),
    "number_slot": lambda text, context: find_numbers(Text(text), context.language),
    "percent": lambda text, context: find_numbers(Text(text), context.language),
    "dimension": lambda text, context: find_dimensions(Text(text), context),
    "quantity": lambda text, context: find_dimensions(Text(text), context),
    "quantity_sentence": lambda text, context: find_dimensions(Text(text), context),
    "duration": lambda text, context: find_durations(Text(text), context),
    "date": lambda text, context: find_dates(Text(text), context),
    "daterange": lambda text, context: find_dates(Text(text), context),
    "deadline": _named("timeline"),
    "location": _named("location"),
    "oos": lambda text, context: [one for one in read(text, context) if one.name in FALSE_FINDINGS],
    "replies": read,
}


def is_right(kind: str, line: Line, found: Found) -> bool:
    """True when the reading has the line's value, or its accepted alternative, and nothing else."""
    values = [line["value"], *([line["alt"]] if "alt" in line else [])]
    return any(_CHECKS[kind](value, line, found) for value in values)


# Money and numbers ---------------------------------------------------------------------------------------------------


def _is_money(value: Any, line: Line, found: Found) -> bool:
    units = as_list(line.get("unit")) or [None]
    wanted = as_list(value)
    pairs = [
        (one, unit)
        for one, unit in zip(wanted, units * len(wanted) if len(units) == 1 else units, strict=False)
        if one is not None
    ]
    return len(found) == len(pairs) and all(
        _is_amount(entity, one, unit) for entity, (one, unit) in zip(found, pairs, strict=True)
    )


def _is_amount(entity: Entity, value: Any, unit: str | None) -> bool:
    share = cents_share(unit)
    return is_right_currency(entity.value["currency"], unit) and _is_interval(
        (entity.value["min"], entity.value["max"]), value, share
    )


def _is_interval(read_sides: tuple[Any, Any], value: Any, share: float = 1.0) -> bool:
    """Both sides right; a plain expected value allows an open side ("more than 2000" is listed as 2000)."""
    if not isinstance(value, dict):
        return any(one is not None for one in read_sides) and all(
            one is None or close(one, value * share) for one in read_sides
        )
    expected = (side(value, "from"), side(value, "to"))
    return all(
        close(one, None if want is None else want * share)
        for one, want in zip(read_sides, expected, strict=True)
    )


def _is_first_price(value: Any, line: Line, found: Found) -> bool:
    if value is None:
        return not found
    return bool(found) and _is_amount(found[0], value, line.get("unit"))


def _is_numrange(value: Any, _line: Line, found: Found) -> bool:
    wanted = as_list(value)
    return len(found) == len(wanted) and all(
        _is_interval((one.low, one.high), want) for one, want in zip(found, wanted, strict=True)
    )


def _is_number(value: Any, _line: Line, found: Found) -> bool:
    wanted = as_list(value)
    return len(found) == len(wanted) and all(
        close(one.value, want) for one, want in zip(found, wanted, strict=True)
    )


# Measures ------------------------------------------------------------------------------------------------------------


def _is_measure(value: Any, line: Line, found: Found) -> bool:
    units, values = as_list(line.get("unit")), as_list(value)
    pairs = [
        (one, unit)
        for one, unit in zip(values, units, strict=False)
        if one is not None and unit != "dimensionless"
    ]
    return len(found) == len(pairs) and all(
        _is_dimension(one, want, unit) for one, (want, unit) in zip(found, pairs, strict=True)
    )


def _is_dimension(found: Dimension, value: Any, unit: str | None) -> bool:
    base = measure_in_base(1, found.unit)
    wanted = measure_in_base(1, unit)
    if base is None or wanted is None or base[0] != wanted[0]:
        return False
    size, share = base[1] or 1.0, wanted[1] or 1.0
    sides = tuple(None if one is None else float(one) * size for one in (found.low, found.high))
    if not isinstance(value, dict) and None not in sides:
        middle = (sides[0] + sides[1]) / 2  # type: ignore[operator]  # both sides were just seen to be given
        return close(middle, value * share, 1e-3)
    return all(close(one, want, 1e-3) for one, want in zip(sides, _sides(value, share, sides), strict=True))


def _sides(value: Any, share: float, found: tuple[float | None, ...]) -> tuple[float | None, ...]:
    if isinstance(value, dict):
        return tuple(
            None if side(value, name) is None else side(value, name) * share for name in ("from", "to")
        )
    return tuple(None if one is None else value * share for one in found)


def _is_duration(value: Any, _line: Line, found: Found) -> bool:
    wanted = as_list(value)
    return len(found) == len(wanted) and all(
        all(
            close(one, want_side, 5e-3)
            for one, want_side in zip(
                (had.low, had.high), (side(want, "from"), side(want, "to")), strict=True
            )
            if want_side is not None
        )
        for had, want in zip(found, wanted, strict=True)
    )


# Time ----------------------------------------------------------------------------------------------------------------


def _day(told: str | None) -> date | None:
    """The day; a date that no calendar here holds ("-234-08-10") is the earliest one, which nothing reads as."""
    if not told:
        return None
    return date.fromisoformat(told[:10]) if told[:4].isdigit() else date.min


def _is_date(value: Any, _line: Line, found: Found) -> bool:
    wanted = as_list(value)
    return len(found) == len(wanted) and all(
        one.start == one.end_inclusive == _day(want) for one, want in zip(found, wanted, strict=True)
    )


def _is_daterange(value: Any, line: Line, found: Found) -> bool:
    if len(found) != 1 or not isinstance(value, dict):
        return False
    start, end = _day(value.get("start")), _day(value.get("end"))
    if end is not None and line.get("unit") != "end-inclusive" and start != end:
        end -= timedelta(days=1)
    return bool(found[0].start == start and found[0].end_inclusive == end)


def _is_deadline(value: Any, _line: Line, found: Found) -> bool:
    last = _day(value["end"] if isinstance(value, dict) else value)
    latest = [_day(one.value.get("latest")) for one in found]
    return len(latest) == 1 and is_near(latest[0], last)


def is_near(one: date | None, other: date | None) -> bool:
    """True when both are open or at most a day apart."""
    if one is None or other is None:
        return one is other
    return abs((one - other).days) <= 1


# Places --------------------------------------------------------------------------------------------------------------


def _is_location(value: Any, line: Line, found: Found) -> bool:
    named = {folded_name(line["text"][one.start : one.end]) for one in found}
    named |= {folded_name(one.value["name"]) for one in found}
    return all(any(folded_name(want) in name for name in named) for want in as_list(value))


_CHECKS: dict[str, Callable[[Any, Line, Found], bool]] = {
    "money": _is_money,
    "price": _is_first_price,
    "numrange": _is_numrange,
    "number": _is_number,
    "number_slot": _is_number,
    "percent": _is_number,
    "dimension": _is_measure,
    "quantity": _is_measure,
    "quantity_sentence": _is_measure,
    "duration": _is_duration,
    "date": _is_date,
    "daterange": _is_daterange,
    "deadline": _is_deadline,
    "location": _is_location,
}
