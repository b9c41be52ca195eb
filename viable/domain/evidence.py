"""What a reason may tell: the figures behind it, typed, and never a load, a margin or a threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from viable.domain.estimate import Estimate, Estimator
from viable.domain.facts import BudgetCheck
from viable.domain.money import Money
from viable.domain.reasons import Evidence
from viable.domain.request import Request
from viable.domain.smallest import smallest_workable

type Figures = dict[str, Evidence | None]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that evidence is taken from."""

    request: Request
    estimate: Estimate
    estimator: Estimator
    budget: BudgetCheck | None
    missing_figures: tuple[str, ...] = ()


def evidence_for(say: str, case: Case) -> Mapping[str, Evidence]:
    """The values that the response ``say`` may use; one that is not known is left out."""
    figures: Figures = {"family": case.request.family, "quantity": case.request.quantity}
    figures |= EVIDENCE[say](case)
    return {name: value for name, value in figures.items() if value is not None}


def _deadline_at_factory(case: Case) -> Figures:
    estimate = case.estimate
    return {"deliver_by": case.request.deliver_by, "ready": estimate.ready, "days_late": estimate.days_late}


def _deadline(case: Case) -> Figures:
    """The delivery that is late the most, of one or of several."""
    estimate = case.estimate
    deliveries = list(zip(estimate.parts, case.request.deliveries(), strict=False))
    late = [(made, asked) for made, asked in deliveries if asked.deliver_by]
    if not late:
        return {"deliver_by": case.request.deliver_by, "delivery": estimate.delivery, "place": _place(case)}
    made, asked = max(late, key=lambda pair: pair[0].delivery.latest.toordinal() - _day(pair[1].deliver_by))
    return {
        "deliver_by": asked.deliver_by,
        "delivery": made.delivery,
        "service": made.service,
        "place": _place(case),
        "days_late": estimate.days_late,
    }


def _deadline_by_slow_service(case: Case) -> Figures:
    faster = case.estimate.faster
    figures = _deadline(case)
    if faster is not None:
        figures |= {"faster_service": faster.service, "faster_delivery": faster.delivery}
        figures |= {"faster_cost": _money(faster.cost, case)}
    return figures


def _quantity_in_part(case: Case) -> Figures:
    return _deadline(case) | {"quantity_by_deadline": case.estimate.in_time or 0}


def _no_capacity(case: Case) -> Figures:
    capacity = case.estimator.company.capacity
    return {"horizon": capacity.monday(capacity.weeks)}


def _freight(case: Case) -> Figures:
    estimate = case.estimate
    value, cheapest = estimate.order_value, estimate.options[0] if estimate.options else None
    return {
        "transport": _money(cheapest.cost, case) if cheapest else None,
        "order_value": value.total if value else None,
        "share": estimate.cheapest_share,
        "service": cheapest.service if cheapest else None,
        "place": _place(case),
    }


def _service_not_available(case: Case) -> Figures:
    wanted = case.request.service or next((p.service for p in case.request.parts if p.service), None)
    services = tuple(dict.fromkeys(option.service for option in case.estimate.options))
    return {"service": wanted, "place": _place(case), "services": services}


def _place_not_served(case: Case) -> Figures:
    return {"place": _place(case)}


def _customization(case: Case) -> Figures:
    family = case.estimate.family
    return {"customization": case.request.work_level, "levels": family.levels if family else None}


def _below_minimum(case: Case) -> Figures:
    return {"minimum": case.estimate.family.minimum_order if case.estimate.family else None}


def _unprofitable_here(case: Case) -> Figures:
    return {"place": _place(case), "minimum": smallest_workable(case.request, case.estimate, case.estimator)}


def _budget_below_total(case: Case) -> Figures:
    check = case.budget
    if check is None:
        return {}
    return {"budget": check.budget, "total": check.total, "gap": check.gap, "includes": check.basis}


def _budget_below_minimum(case: Case) -> Figures:
    family, check = case.estimate.family, case.budget
    if family is None or check is None:
        return {}
    value = case.estimator.order_value(
        family, case.estimate.level, family.minimum_order, case.request.designs
    )
    return {
        "budget": check.budget,
        "minimum": family.minimum_order,
        "minimum_total": value.total if value else None,
    }


def _decision_maker(case: Case) -> Figures:
    return {"authority": case.request.authority}


def _not_made(case: Case) -> Figures:
    return {"families": tuple(case.estimator.playbook.families)}


def _stale(case: Case) -> Figures:
    return {"as_of": case.estimator.company.capacity.as_of}


def _figure_missing(case: Case) -> Figures:
    return {"figures": case.missing_figures}


def _remark(case: Case) -> Figures:  # noqa: ARG001  the same shape as all the others
    return {}


EVIDENCE: Mapping[str, Callable[[Case], Figures]] = {
    "": _remark,
    "deadline_too_soon": _deadline,
    "deadline_too_soon_at_factory": _deadline_at_factory,
    "deadline_by_slow_service": _deadline_by_slow_service,
    "quantity_in_part": _quantity_in_part,
    "no_capacity": _no_capacity,
    "freight_prohibitive": _freight,
    "service_not_available": _service_not_available,
    "place_not_served": _place_not_served,
    "customization_outside_standard": _customization,
    "below_minimum": _below_minimum,
    "unprofitable_here": _unprofitable_here,
    "budget_below_total": _budget_below_total,
    "budget_below_minimum": _budget_below_minimum,
    "decision_maker_needed": _decision_maker,
    "not_made": _not_made,
    "figures_stale": _stale,
    "figure_missing": _figure_missing,
}
"""Every response stem that a rule may name, with what it tells."""


def _place(case: Case) -> str | None:
    return case.request.place.name if case.request.place and not case.request.is_pickup else None


def _money(amount: Decimal, case: Case) -> Money:
    return Money(amount, case.estimator.playbook.company.currency).rounded()


def _day(day: object) -> int:
    return day.toordinal() if hasattr(day, "toordinal") else 0
