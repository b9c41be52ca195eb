"""What an order is worth: the price list, never the prospect's budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Self

from viable.domain.errors import BadInput
from viable.domain.money import Money


@dataclass(frozen=True, slots=True)
class Price:
    """One volume break of one family and customization level.

    Attributes:
        from_quantity: first quantity of the break; ``to_quantity``: the last, None without end.
        unit: per piece; ``setup``: per design; ``once``: dies and other tooling of the order.
        valid_to: last day; None until further notice.
    """

    family: str
    level: str
    from_quantity: int
    to_quantity: int | None
    unit: Decimal
    setup: Decimal
    once: Decimal
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def covers(self, quantity: int) -> bool:
        return self.from_quantity <= quantity and (self.to_quantity is None or quantity <= self.to_quantity)


@dataclass(frozen=True, slots=True)
class OrderValue:
    """What the goods of an order cost the prospect, without transport and tax."""

    goods: Money
    tooling: Money

    @property
    def total(self) -> Money:
        return self.goods + self.tooling


@dataclass(frozen=True, slots=True)
class PriceList:
    """All prices in one currency, by family and level."""

    currency: str
    prices: Mapping[tuple[str, str], tuple[Price, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, prices: Iterable[Price], currency: str) -> Self:
        """A list in which every break is found by family and level."""
        by_key: dict[tuple[str, str], list[Price]] = {}
        for price in prices:
            by_key.setdefault((price.family, price.level), []).append(price)
        return cls(currency, {key: tuple(rows) for key, rows in by_key.items()})

    def order_value(
        self, family: str, level: str, quantity: int, designs: int, on: date
    ) -> OrderValue | None:
        """The value of the goods; None when no price is in force for them on that day."""
        for price in self.prices.get((family, level), ()):
            if price.covers(quantity) and price.holds_on(on):
                goods = price.unit * quantity + price.setup * designs
                return OrderValue(Money(goods, self.currency).rounded(), Money(price.once, self.currency))
        return None


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """How much of a currency one unit of the company's own buys, and when that was fixed."""

    rate: Decimal
    as_of: date


def in_currency(amount: Money, currency: str, rates: Mapping[str, ExchangeRate]) -> Money:
    """The amount in the company's currency.

    Raises:
        BadInput: there is no rate for the amount's currency.
    """
    if amount.currency == currency:
        return amount
    rate = rates.get(amount.currency)
    if rate is None or rate.rate <= 0:
        raise BadInput(f"no exchange rate from {amount.currency} to {currency}")
    return Money(amount.amount / rate.rate, currency).rounded()
