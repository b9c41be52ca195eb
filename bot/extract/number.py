"""What a number of a message is worth, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from ``text[start:end]``.

    Attributes:
        value: what it is worth, multiplier included.
        is_word: no digit in it ("quinientos", "a dozen").
        is_article: only an article or "uno/one", which may mean nothing ("una caja").
        is_vague: said to be more or less that ("mil y pico").
        is_fraction: below one by words or a slash ("medio", "3/4"); worth little without a unit.
        is_glued: follows a letter, sign or digit without a space ("A4", "#12", "15/3"); seldom an amount.
        multiplier: the scale word or suffix it ends with ("15 mil" → 1000), else 1.
        grouped: its value if a single doubtful separator groups thousands ("1.500" in English), else None.
        first, last: indices of its first and last token in ``tokens(text)``.
    """

    value: Decimal
    start: int
    end: int
    is_word: bool = False
    is_article: bool = False
    is_vague: bool = False
    is_fraction: bool = False
    is_glued: bool = False
    multiplier: Decimal = ONE
    grouped: Decimal | None = None
    first: int = 0
    last: int = 0

    @property
    def amount(self) -> Decimal:
        """The value with a doubtful separator read as grouping thousands, as money and counts are written."""
        return self.value if self.grouped is None else self.grouped
