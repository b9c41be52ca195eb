"""How number words and digits add up: "dos mil trescientos", "three lakh crore", "4 thousand 3 hundred"."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)


@dataclass
class NumberSum:
    """What was read so far: finished ``parts`` (value, scale), largest scale first, and the open ``group``."""

    parts: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    group: Decimal | None = None
    is_digits: bool = False

    @property
    def is_empty(self) -> bool:
        return self.group is None and not self.parts

    @property
    def is_round_hundreds(self) -> bool:
        """Whether whole hundreds in words are open, which tens and ones may follow."""
        group = self.group or Decimal(0)
        return not self.is_digits and group >= _HUNDRED and group % _HUNDRED == 0

    @property
    def value(self) -> Decimal:
        return sum((value for value, _ in self.parts), self.group or Decimal(0))

    @property
    def multiplier(self) -> Decimal:
        """The scale that the number ends with, when it is its only one; else 1."""
        return self.parts[0][1] if len(self.parts) == 1 and self.group is None else Decimal(1)

    def add_word(self, value: Decimal) -> bool:
        """The word's value belongs to the number when this is true: "cien" + "veinte", not "veinte" + "cien"."""
        if self.group is None:
            if self.parts and (value >= self.parts[-1][1] or value == 0):
                return False
            self.group, self.is_digits = value, False
            return True
        if self.is_digits or value == 0 or not self._has_room_for(value):
            return False
        self.group += value
        return True

    def _has_room_for(self, value: Decimal) -> bool:
        below_hundred = (self.group or Decimal(0)) % _HUNDRED
        if value < 10:
            return self.group != 0 and (
                below_hundred == 0 or (below_hundred >= 20 and below_hundred % 10 == 0)
            )
        return self.group != 0 and value < _HUNDRED and below_hundred == 0

    def add_digits(self, value: Decimal, *, joined: bool) -> bool:
        """Digits after a scale belong to the number when three of them follow, or "and" ("2 mil 500")."""
        if self.group is not None:
            return False
        if self.parts and (
            value >= self.parts[-1][1] or value % 1 or not (joined or 100 <= value < _THOUSAND)
        ):
            return False
        self.group, self.is_digits = value, True
        return True

    def hundreds(self) -> bool:
        """ "hundred" multiplies what stands before it when this is true."""
        if self.group is None or self.group == 0 or (self.group >= _HUNDRED and not self.is_digits):
            return False
        self.group, self.is_digits = self.group * _HUNDRED, False
        return True

    def scale(self, scale: Decimal) -> bool:
        """The scale multiplies what stands before it when this is true; smaller parts before it are its own."""
        if self.group is None and self.parts and self.parts[-1][1] == scale:
            return False
        value, parts = self.group, list(self.parts)
        while parts and parts[-1][1] < scale:
            value = (value or Decimal(0)) + parts.pop()[0]
        if value == 0 or (parts and value is not None and value * scale >= parts[-1][1]):
            return False
        self.parts = [*parts, ((Decimal(1) if value is None else value) * scale, scale)]
        self.group = None
        return True

    def share(self, fraction: Decimal) -> None:
        """Half of the last scale is added: "millón y medio"; without a scale half of one: "dos y medio"."""
        if self.group is not None:
            self.group += fraction
        else:
            value, scale = self.parts[-1]
            self.parts[-1] = (value + fraction * scale, scale)
