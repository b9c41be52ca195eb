"""What the company makes: families, how they are packed, and how prospects call and count them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from viable.domain.money import Money

PALLETS_PER_CONTAINER = {"container_20": 11, "container_40": 24}
"""Euro pallets (0.8 × 1.2 m) on the floor of a dry container."""


@dataclass(frozen=True, slots=True)
class Packing:
    """How pieces travel: so many in a carton, so many cartons on a pallet.

    Attributes:
        carton_kg: gross weight of a full carton.
        length_cm, width_cm, height_cm: outer size of a carton.
        pallet_kg: tare of a pallet; ``pallet_height_cm``: of a full one, pallet included.
        is_stackable: whether a second pallet may stand on top.
    """

    pieces_per_carton: int
    carton_kg: Decimal
    length_cm: Decimal
    width_cm: Decimal
    height_cm: Decimal
    cartons_per_pallet: int
    pallet_kg: Decimal
    pallet_height_cm: Decimal
    is_stackable: bool

    @property
    def pieces_per_pallet(self) -> int:
        return self.pieces_per_carton * self.cartons_per_pallet

    @property
    def carton_m3(self) -> Decimal:
        return self.length_cm * self.width_cm * self.height_cm / 1_000_000

    def in_full_cartons(self, quantity: int) -> int:
        """The next number of pieces, upwards, that fills every carton."""
        return ceil(quantity / self.pieces_per_carton) * self.pieces_per_carton


@dataclass(frozen=True, slots=True)
class LevelCost:
    """What a customization level costs to make, on top of the plain product."""

    per_unit: Decimal = Decimal(0)
    per_design: Decimal = Decimal(0)
    once: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Family:
    """One product family.

    Attributes:
        names: plural name by language, as the prospect reads it.
        synonyms: what prospects call it, by language; a word under two families is ambiguous.
        counted_as: units of the wire format that mean pieces here ("box" where the product is boxes).
        asks_size: whether standard or own size matters, and is asked.
        minimum_order: pieces below which the machine does not offer.
        levels: customization levels that are standard for this family.
        unit_cost, setup_cost: what it costs to make; internal.
        share_watch, share_limit: amber and red of logistics cost ÷ order value; None: the default.
    """

    id: str
    names: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    counted_as: frozenset[str]
    asks_size: bool
    minimum_order: int
    levels: tuple[str, ...]
    packing: Packing
    unit_cost: Decimal
    setup_cost: Decimal
    level_costs: Mapping[str, LevelCost] = field(default_factory=dict)
    share_watch: Decimal | None = None
    share_limit: Decimal | None = None

    def cost_of(self, quantity: int, level: str, designs: int, currency: str) -> Money:
        """What it costs to make: pieces, set-ups of every design, dies; no transport."""
        extra = self.level_costs.get(level, LevelCost())
        pieces = (self.unit_cost + extra.per_unit) * quantity
        designs_cost = (self.setup_cost + extra.per_design) * designs
        return Money(pieces + designs_cost + extra.once, currency)
