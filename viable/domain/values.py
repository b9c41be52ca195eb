"""Typed values for responses: what ``actions`` turns into words of a language.

Each is a small JSON object with a ``kind``, so that a step can be stored and worded later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from viable.domain.conversation import Json
from viable.domain.money import Money
from viable.domain.reasons import DateRange, Evidence


def number(value: int | Decimal) -> Json:
    """A count, grouped as the language does."""
    return {"kind": "number", "value": str(value)}


def money(value: Money) -> Json:
    """An amount with its currency; whole amounts without decimals."""
    return {"kind": "money", "amount": str(value.amount), "currency": value.currency}


def day(value: date) -> Json:
    """One day."""
    return {"kind": "day", "value": value.isoformat()}


def days(value: DateRange) -> Json:
    """From one day to another, both included."""
    return {"kind": "days", "from": value.earliest.isoformat(), "to": value.latest.isoformat()}


def moment(value: datetime) -> Json:
    """A day and time of day, in the zone that the value carries."""
    return {"kind": "moment", "value": value.isoformat()}


def term(group: str, code: str) -> Json:
    """A word of data/<language>/terms.yml."""
    return {"kind": "term", "group": group, "code": code}


def family(code: str) -> Json:
    """A product family's name, as the playbook has it."""
    return {"kind": "family", "code": code}


def text(value: str) -> Json:
    """Words of the prospect or a proper name, as they are."""
    return {"kind": "text", "value": value}


def listing(values: Sequence[Json], joiner: str = "dots") -> Json:
    """Several values, joined by " · " ("dots") or by the language's "and" ("and")."""
    return {"kind": "list", "values": list(values), "joiner": joiner}


def filled(pattern: str, **values: Json) -> Json:
    """A pattern of data/<language>/terms.yml with its own values."""
    return {"kind": "pattern", "pattern": pattern, "values": values}


GROUPS = {
    "service": "service",
    "first_service": "service",
    "rest_service": "service",
    "faster_service": "service",
    "services": "service",
    "customization": "level",
    "level": "level",
    "levels": "level",
    "includes": "includes",
    "authority": "authority",
    "charges": "charge",
    "figures": "figure",
}
"""Evidence that is a code of a group of terms, by name."""


def of_evidence(name: str, value: Evidence) -> Json:
    """A verdict's evidence as a value for its response."""
    if isinstance(value, tuple):
        return listing([_word(name, code) for code in value], "and")
    if isinstance(value, str):
        return _word(name, value)
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, DateRange):
        return days(value)
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else number(value)


def _word(name: str, value: str) -> Json:
    if name in ("family", "families"):
        return family(value)
    return term(GROUPS[name], value) if name in GROUPS else text(value)


def of_all(evidence: Mapping[str, Evidence]) -> Json:
    """All evidence of one reason, offer or condition, by name."""
    return {name: of_evidence(name, value) for name, value in evidence.items()}
