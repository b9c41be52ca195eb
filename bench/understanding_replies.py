"""When a reply's whole reading is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bench.understanding_values import folded_name
from bot.extract.model import Entity

SALES = ("money", "timeline", "location", "volume", "customization", "authority", "contact")
_DATES = frozenset({"earliest", "latest"})
_WORDS = frozenset({"name", "company", "details"})


def is_right_reply(expect: dict[str, Any], found: Sequence[Entity]) -> bool:
    """True when every expected key has its inner values and no other sales value was found.

    Inner keys left out are free, dates may be a day off; several entities of one kind are a list, in order.
    """
    return not wrong_in_reply(expect, found)


def wrong_in_reply(expect: dict[str, Any], found: Sequence[Entity]) -> list[str]:
    """What is missing, wrong or too much, for people to read; empty when the reading is right."""
    wrong: list[str] = []
    for name, value in expect.items():
        wanted = value if isinstance(value, list) else [value]
        had = _merged(name, [one.value for one in found if one.name == name], len(wanted))
        if len(had) != len(wanted) or not all(_has(one, want) for one, want in zip(had, wanted, strict=True)):
            wrong.append(f"{name}: {had} instead of {wanted}")
    extra = [
        f"{one.name}: {one.value} too much" for one in found if one.name in SALES and one.name not in expect
    ]
    return wrong + extra


def _merged(name: str, values: list[dict[str, Any]], wanted: int) -> list[dict[str, Any]]:
    """A contact's parts may come as several entities; they are one value."""
    if name != "contact" or wanted != 1 or len(values) < 2:
        return values
    return [{key: value for part in values for key, value in part.items() if value is not None}]


def _has(read: dict[str, Any], expected: dict[str, Any]) -> bool:
    return all(_is_same(key, read.get(key), value) for key, value in expected.items())


def _is_same(key: str, read: Any, expected: Any) -> bool:
    if read is None or expected is None:
        return read is expected
    if key in _DATES:
        return abs((date.fromisoformat(read[:10]) - date.fromisoformat(expected[:10])).days) <= 1
    if isinstance(expected, list):
        return isinstance(read, list) and (sorted(map(str, read)) == sorted(map(str, expected)))
    if key in _WORDS:
        return folded_name(str(read)) == folded_name(str(expected))
    return bool(read == expected) or _is_equal_number(read, expected)


def _is_equal_number(read: Any, expected: Any) -> bool:
    if isinstance(read, bool) or isinstance(expected, bool):
        return False
    try:
        return Decimal(str(read)) == Decimal(str(expected))
    except InvalidOperation:
        return False
