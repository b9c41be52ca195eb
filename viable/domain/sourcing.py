"""Whose hours an order may take: the company's own first, overtime and suppliers only where it is late without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from viable.domain.capacity import Band
from viable.domain.playbook import Playbook
from viable.domain.pricing import OrderValue
from viable.domain.products import Family
from viable.domain.promise import Promise


class Sourcing(NamedTuple):
    """Hours that a promise may use.

    Attributes:
        band: own hours: the actual ones, or overtime too.
        backups: ids of suppliers.
        ready_by: the day by which the goods have to leave the factory; None when no day was asked for.
    """

    band: Band = "actual"
    backups: tuple[str, ...] = ()
    ready_by: date | None = None


IN_HOUSE = Sourcing()
"""Normal hours of the company's own resources: what every order is tried on first."""


def beyond_in_house(playbook: Playbook, suppliers: tuple[str, ...]) -> Iterator[Sourcing]:
    """What else the owner allows for an order, the cheaper first; ``ready_by`` is still to be set."""
    band = playbook.settings.promise.band
    if band == "maximum":
        yield Sourcing(band)
    if suppliers:
        yield Sourcing(band, suppliers)


def worthwhile_suppliers(playbook: Playbook, family: Family, quantity: int, most: Decimal) -> tuple[str, ...]:
    """Ids of the suppliers who could make all of it for a premium of no more than ``most``."""
    return tuple(
        backup.id
        for backup in playbook.capacity_model.backups
        if backup.family == family.id and backup.premium_per_unit * quantity <= most
    )


def affordable_premium(playbook: Playbook, value: OrderValue, making: Decimal) -> Decimal:
    """What overtime and suppliers may cost before the margin falls below the least that the company wants."""
    total = value.total.amount
    return total - making - total * playbook.settings.verdicts.minimum_margin


def premium_of(promise: Promise) -> Decimal:
    """What overtime and suppliers of this promise cost more than normal hours."""
    return sum((use.premium for use in promise.backups), promise.overtime_premium)
