"""What can be computed for a request; ``estimate.py`` computes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from viable.domain.logistics import Option
from viable.domain.money import Money
from viable.domain.pricing import OrderValue
from viable.domain.products import Family
from viable.domain.promise import Promise
from viable.domain.reasons import DateRange
from viable.domain.verdict import PromisedPart
from viable.domain.zones import Zone


@dataclass(frozen=True, slots=True)
class Estimate:
    """What can be computed from the answers so far; None where they do not suffice.

    Attributes:
        zone: where it goes; None while unknown, for pick-up, and where nothing is delivered.
        promise: as production gives it, at the factory.
        ready: the last piece is ready within it.
        parts: deliveries, first first; empty while the place is unknown.
        options: ways to bring the whole order there, cheapest first, refused services left out.
        days_late: by how much the promise misses what was asked; None without a deadline or a promise.
        faster: a way that would be in time when the chosen one is not.
        in_time: pieces that can be there by the day asked.
        transport: landed logistics cost of all deliveries; ``charged``: what of it the prospect pays.
        unknown: facts that lack a figure, with that figure's name.
    """

    family: Family | None = None
    level: str = "none"
    order_value: OrderValue | None = None
    zone: Zone | None = None
    promise: Promise | None = None
    ready: DateRange | None = None
    parts: tuple[PromisedPart, ...] = ()
    chosen: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    is_service_available: bool = True
    days_late: int | None = None
    faster: Option | None = None
    in_time: int | None = None
    transport: Money | None = None
    charged: Money | None = None
    margin: Money | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def delivery(self) -> DateRange | None:
        """The last piece arrives within it; the day it is ready while the place is unknown."""
        if not self.parts:
            return self.ready
        return DateRange(
            max(part.delivery.earliest for part in self.parts),
            max(part.delivery.latest for part in self.parts),
        )

    @property
    def total(self) -> Money | None:
        if self.order_value is None or self.charged is None:
            return None
        return self.order_value.total + self.charged

    @property
    def cheapest_share(self) -> Decimal | None:
        """The cheapest way there ÷ order value: whether this place works at all for this order."""
        if self.order_value is None or not self.options or not self.order_value.total.amount:
            return None
        return self.options[0].cost / self.order_value.total.amount

    @property
    def is_short(self) -> bool:
        """Whether it is late, or not everything can be promised."""
        return bool(self.days_late) or (self.promise is not None and not self.promise.is_complete)
