"""The facts that rules read, each known, pending on an answer, or lacking a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from viable.domain.errors import BadInput
from viable.domain.estimate import Estimate, Estimator
from viable.domain.money import Money
from viable.domain.pricing import in_currency
from viable.domain.products import Family
from viable.domain.request import Request
from viable.domain.rules import Fact, Facts


def missing_topics(request: Request, family: Family | None) -> list[str]:
    """Answers that are not known yet, in the order of asking; what a budget includes is not one of them."""
    is_known = {
        "need": request.family is not None or not request.is_made,
        "volume": request.quantity is not None,
        "customization": request.customization is not None,
        "size": family is None or not family.asks_size or request.size is not None,
        "location": request.has_destination,
        "timeline": request.has_timeline,
        "budget": request.has_budget,
        "authority": request.authority is not None,
    }
    return [topic for topic, known in is_known.items() if not known]


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """A budget against what the prospect would pay, on the basis that the budget was given on.

    Attributes:
        basis: goods, goods_and_transport, goods_and_tax or all.
        total: comparable with the budget; of what is not known yet, the least.
        is_certain: False while answers could still turn the comparison around.
    """

    budget: Money
    total: Money
    basis: str
    is_certain: bool

    @property
    def gap(self) -> Money:
        return self.total - self.budget


def facts_of(request: Request, estimate: Estimate, estimator: Estimator, budget: BudgetCheck | None) -> Facts:
    """Everything that rules may ask about this request."""
    values: dict[str, Fact] = {"is_made": request.is_made}
    values |= _freshness(estimator)
    values |= _as_asked(request, estimator)
    values |= _of_place(request, estimate)
    values |= _of_production(estimate)
    values |= _of_cost(request, estimate, estimator)
    unknown = dict(estimate.unknown)
    if budget is not None:
        values |= {"budget": budget.budget.amount, "budget_gap": budget.gap.amount}
        smallest = _smallest_total(request, estimate, estimator)
        values |= {"smallest_total": smallest.amount} if smallest else {}
    elif request.budget is not None and _has_no_rate(request.budget, estimator):
        unknown |= {"budget_gap": "exchange_rate", "budget": "exchange_rate"}
    known = {name: value for name, value in values.items() if name not in unknown}
    return Facts(known, _pending(request, estimate, budget), unknown)


def budget_check(request: Request, estimate: Estimate, estimator: Estimator) -> BudgetCheck | None:
    """The comparison as far as it can be made; None without a budget, a price or an exchange rate."""
    if request.budget is None or estimate.order_value is None:
        return None
    profile = estimator.playbook.company
    try:
        budget = in_currency(request.budget, profile.currency, estimator.company.exchange_rates)
    except BadInput:
        return None
    goods = estimate.order_value.total
    transport, tax = request.budget_includes_transport, request.budget_includes_tax
    rate = tax_rate(estimate, estimator)
    least = _on_basis(goods, estimate.charged if transport else None, rate if tax else None)
    most = _on_basis(
        goods, estimate.charged if transport is not False else None, rate if tax is not False else None
    )
    return BudgetCheck(budget, least, _basis(request), (least <= budget) == (most <= budget))


def tax_rate(estimate: Estimate, estimator: Estimator) -> Decimal:
    """The rate at the destination; the factory's own for pick-ups and while the place is unknown."""
    return (estimate.zone or estimator.playbook.home_zone).tax_rate


def _on_basis(goods: Money, transport: Money | None, rate: Decimal | None) -> Money:
    total = goods if transport is None else goods + transport
    return (total * (1 + (rate or 0))).rounded()


def _basis(request: Request) -> str:
    if request.budget_includes_transport and request.budget_includes_tax:
        return "all"
    if request.budget_includes_transport:
        return "goods_and_transport"
    return "goods_and_tax" if request.budget_includes_tax else "goods"


def _has_no_rate(budget: Money, estimator: Estimator) -> bool:
    currency = estimator.playbook.company.currency
    return budget.currency != currency and budget.currency not in estimator.company.exchange_rates


def total_for(quantity: int, request: Request, estimate: Estimate, estimator: Estimator) -> Money | None:
    """The least that so many pieces of the same would cost, on the basis that the budget was given on."""
    if estimate.family is None:
        return None
    value = estimator.order_value(estimate.family, estimate.level, quantity, request.designs)
    if value is None:
        return None
    total = value.total
    is_charged = estimator.playbook.settings.logistics.transport_charged == "at_cost"
    if request.budget_includes_transport and estimate.zone is not None and is_charged:
        cost = estimator.cheapest_cost(request, estimate.family, estimate.zone, quantity)
        total = total if cost is None else total + Money(cost, total.currency)
    return _on_basis(total, None, tax_rate(estimate, estimator) if request.budget_includes_tax else None)


def _smallest_total(request: Request, estimate: Estimate, estimator: Estimator) -> Money | None:
    """The least that this company can be paid for this: the minimum order, or less where less was asked for."""
    if estimate.family is None:
        return None
    smallest = estimate.family.minimum_order
    return total_for(min(smallest, request.quantity or smallest), request, estimate, estimator)


def _freshness(estimator: Estimator) -> dict[str, Fact]:
    age = estimator.now - estimator.company.capacity.as_of
    limit = estimator.playbook.settings.freshness.capacity_hours
    return {
        "capacity_age_hours": Decimal(str(round(age.total_seconds() / 3600, 2))),
        "capacity_age_limit_hours": limit,
    }


def _as_asked(request: Request, estimator: Estimator) -> dict[str, Fact]:
    asked: Mapping[str, Fact | None] = {
        "family": request.family,
        "volume": request.quantity,
        "designs": request.designs,
        "customization": request.work_level,
        "authority": request.authority,
        "days_until_deadline": (request.deliver_by - estimator.today).days if request.deliver_by else None,
    }
    values = {name: value for name, value in asked.items() if value is not None}
    if request.family is not None:
        family = estimator.playbook.family(request.family)
        values["minimum_order"] = family.minimum_order
        values["is_standard"] = (request.work_level or "none") in family.levels
    return values


def _of_place(request: Request, estimate: Estimate) -> dict[str, Fact]:
    values: dict[str, Fact] = {"is_place_known": request.has_destination}
    if request.is_pickup or not request.has_destination:
        return values
    values["is_served"] = estimate.zone is not None
    values["is_service_available"] = estimate.is_service_available
    if estimate.zone is not None:
        values["zone"] = estimate.zone.id
        values["is_remote"] = estimate.zone.is_remote
        values["needs_customs"] = estimate.zone.needs_customs
    if estimate.chosen and estimate.chosen[0].lane.transit.on_time is not None:
        values["on_time_share"] = estimate.chosen[0].lane.transit.on_time
    return values


def _of_production(estimate: Estimate) -> dict[str, Fact]:
    made = estimate.promise
    if made is None or made.obstacle == "outside_standard":
        return {}
    values: dict[str, Fact] = {"is_promisable": made.is_complete}
    if estimate.days_late is not None:
        values["days_late"] = estimate.days_late
        values["is_faster_way_in_time"] = estimate.faster is not None
        values["volume_in_time"] = estimate.in_time or 0
    return values


def _of_cost(request: Request, estimate: Estimate, estimator: Estimator) -> dict[str, Fact]:
    """Shares wait for all answers about the work: an unknown level's price is no favourable case of them."""
    value = estimate.order_value
    topics = {"customization", "size"} & set(missing_topics(request, estimate.family))
    if value is None or estimate.family is None or topics:
        return {}
    values: dict[str, Fact] = {
        "order_value": value.total.amount,
        "minimum_margin": estimator.playbook.settings.verdicts.minimum_margin,
    }
    if estimate.margin is not None and value.total.amount:
        values["margin_share"] = estimate.margin.amount / value.total.amount
    if estimate.zone is not None and estimate.cheapest_share is not None:
        watch, limit = estimator.playbook.share_limits(estimate.family, estimate.zone)
        values |= {"transport_watch": watch, "transport_limit": limit}
        values["transport_cost"] = estimate.options[0].cost
        values["transport_share"] = estimate.cheapest_share
    return values


def _pending(request: Request, estimate: Estimate, budget: BudgetCheck | None) -> dict[str, tuple[str, ...]]:
    """Answers that are still needed to know a fact for certain."""
    topics = set(missing_topics(request, estimate.family))
    work = _some(topics, "need", "volume", "customization", "size")
    place = _some(topics, "location")
    time = _some(topics, "timeline")
    money = _some(topics, "budget")
    if budget is not None and not budget.is_certain:
        money += ("budget_includes",)
    pending = {
        "family": _some(topics, "need"),
        "minimum_order": _some(topics, "need"),
        "volume": _some(topics, "volume"),
        "customization": _some(topics, "customization", "size"),
        "is_standard": _some(topics, "need", "customization", "size"),
        "authority": _some(topics, "authority"),
        "days_until_deadline": time,
        "is_promisable": work,
        "order_value": work,
        "margin_share": work + place,
        "budget": money,
        "budget_gap": work + place + money,
        "smallest_total": work + money,
    }
    pending |= dict.fromkeys(("days_late", "is_faster_way_in_time", "volume_in_time"), work + place + time)
    pending |= dict.fromkeys(("transport_cost", "transport_share", "transport_limit"), work + place)
    pending |= dict.fromkeys(("is_place_known", "is_served", "zone", "is_remote", "needs_customs"), place)
    return {name: answers for name, answers in pending.items() if answers}


def _some(topics: set[str], *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in topics)
