"""How many pieces a prospect means: boxes, pallets, kilos and containers, by what the product is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal, InvalidOperation

from viable.domain.playbook import Playbook
from viable.domain.products import PALLETS_PER_CONTAINER, Family

MOST_PIECES = 1_000_000_000
"""Nobody orders more; whoever writes it is asked again."""


def quantity_in_pieces(volume: Mapping[str, object], family: str | None, playbook: Playbook) -> int | None:
    """How many pieces a volume of the wire format means for this family; parts of one count whole.

    A range counts with its upper end, since that is what must be deliverable. None when the unit says
    nothing about pieces (litres) or needs a family that is not known yet, or when there is no
    figure, or one that cannot be meant.
    """
    amount = _amount(volume.get("max")) or _amount(volume.get("min"))
    pieces = _pieces_per(volume.get("unit"), playbook.families.get(family or ""))
    if amount is None or pieces is None or amount * pieces > MOST_PIECES:
        return None
    return int((amount * pieces).to_integral_value(rounding=ROUND_CEILING))


def _amount(value: object) -> Decimal | None:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _pieces_per(unit: object, family: Family | None) -> Decimal | None:
    if unit is None or unit == "piece" or (family is not None and unit in family.counted_as):
        return Decimal(1)
    if family is None:
        return None
    packing = family.packing
    if unit in PALLETS_PER_CONTAINER:
        return Decimal(PALLETS_PER_CONTAINER[str(unit)] * packing.pieces_per_pallet)
    per_kg = packing.pieces_per_carton / packing.carton_kg
    by_unit = {
        "box": Decimal(packing.pieces_per_carton),
        "pallet": Decimal(packing.pieces_per_pallet),
        "kg": per_kg,
        "tonne": per_kg * 1000,
        "m3": packing.pieces_per_carton / packing.carton_m3,
    }
    return by_unit.get(str(unit))
