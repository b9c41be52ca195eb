"""The smallest order that works at a place: above the minimum, freight in proportion, margin kept."""

from __future__ import annotations

from decimal import Decimal

from viable.domain.estimate import Estimate, Estimator
from viable.domain.money import Money
from viable.domain.products import Family
from viable.domain.request import Request

GROWTH = Decimal("1.25")
"""Step between two lots that are tried, before the smallest in between is searched for."""
LARGEST_LOT = 2_000_000


def smallest_workable(request: Request, estimate: Estimate, estimator: Estimator) -> int | None:
    """Pieces, in full cartons, from which an order like this works at this place; None when none does.

    Tried by growing lots and then by halving the last step, so that a weight break which makes a lot in between
    a little dearer is not looked for.
    """
    if estimate.family is None:
        return None
    zone = estimate.zone.id if estimate.zone else None
    key = (estimate.family.id, estimate.level, request.designs, zone, request.excluded_services)
    if key not in estimator.smallest_lots:
        estimator.smallest_lots[key] = _searched(estimate.family, request, estimate, estimator)
    return estimator.smallest_lots[key]


def _searched(family: Family, request: Request, estimate: Estimate, estimator: Estimator) -> int | None:
    carton = family.packing.pieces_per_carton
    lot = family.packing.in_full_cartons(family.minimum_order)
    if is_workable_lot(family.minimum_order, request, estimate, estimator):
        return family.minimum_order
    failed = 0
    while not is_workable_lot(lot, request, estimate, estimator):
        failed, lot = lot, max(lot + carton, family.packing.in_full_cartons(int(lot * GROWTH)))
        if lot > LARGEST_LOT:
            return None
    while lot - failed > carton:
        middle = family.packing.in_full_cartons((lot + failed) // 2)
        if middle in (lot, failed):
            break
        if is_workable_lot(middle, request, estimate, estimator):
            lot = middle
        else:
            failed = middle
    return lot


def is_workable_lot(quantity: int, request: Request, estimate: Estimate, estimator: Estimator) -> bool:
    """Whether freight and margin are in order for so many pieces, dates and budget left aside."""
    family = estimate.family
    value = estimator.order_value(family, estimate.level, quantity, request.designs) if family else None
    if family is None or value is None or not value.total.amount:
        return False
    freight = _cheapest_freight(quantity, family, request, estimate, estimator)
    if freight is None:
        return False
    if estimate.zone is not None:
        _, limit = estimator.playbook.share_limits(family, estimate.zone)
        if freight > limit * value.total.amount:
            return False
    settings = estimator.playbook.settings
    borne = freight if settings.logistics.transport_charged == "included" else Decimal(0)
    cost = family.cost_of(quantity, estimate.level, request.designs, value.total.currency)
    margin = value.total - cost - Money(borne, value.total.currency)
    return margin.share_of(value.total) >= settings.verdicts.minimum_margin


def _cheapest_freight(
    quantity: int, family: Family, request: Request, estimate: Estimate, estimator: Estimator
) -> Decimal | None:
    if estimate.zone is None:
        return Decimal(0)
    return estimator.cheapest_cost(request, family, estimate.zone, quantity)
