"""Money as an exact amount in one currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from viable.domain.errors import CurrencyMismatch

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in an ISO 4217 currency; never a float."""

    amount: Decimal
    currency: str = "EUR"

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "EUR") -> Self:
        return cls(Decimal(amount), currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def share_of(self, other: Money) -> Decimal:
        """This amount ÷ the other, as a plain ratio; the other must not be zero."""
        self._same(other)
        return self.amount / other.amount

    def rounded(self) -> Money:
        """To the cent, halves up, as on an invoice."""
        return Money(self.amount.quantize(CENT, rounding=ROUND_HALF_UP), self.currency)
