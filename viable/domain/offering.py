"""The smallest changes to a request that would make it viable, each verified before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from viable.domain.assess import assess_with
from viable.domain.counter_offers import CounterOffer, OfferKind
from viable.domain.estimate import Estimate, Estimator
from viable.domain.facts import total_for
from viable.domain.playbook import Company
from viable.domain.pricing import in_currency
from viable.domain.reasons import Evidence, ReasonCode
from viable.domain.request import LEVELS, PICKUP, Part, Request
from viable.domain.verdict import Assessment

HOPELESS = frozenset({ReasonCode.FIGURES_UNCONFIRMED, ReasonCode.NOT_OUR_PRODUCT})
"""No change of the answers helps against these."""
LATE = frozenset({ReasonCode.UNREALISTIC_DEADLINE, ReasonCode.NO_CAPACITY})
ON_THE_WAY = LATE | {ReasonCode.SHIPPING_COST_PROHIBITIVE, ReasonCode.DESTINATION_NOT_SERVED}
"""What fetching the goods at the factory can help against."""
SPLIT_SHARE = 8
"""One part in so many goes ahead where only a dearer service is in time."""


def counter_offers(request: Request, company: Company, now: datetime) -> list[CounterOffer]:
    """Changes that work, fewest changed answers first, of different kinds, as many as the playbook shows at most."""
    estimator = Estimator(company, now)
    assessment = assess_with(estimator, request)
    against = {reason.code for reason in assessment.reasons}
    if not against or against & HOPELESS:
        return []
    if against == {ReasonCode.NO_DECISION_MAKER}:
        return _verified("authority", replace(request, authority="shares"), request, estimator)
    found: dict[OfferKind, CounterOffer] = {}
    shown = company.playbook.settings.verdicts.offers_shown
    for kind, candidate in _candidates(request, assessment, estimator):
        for offer in _verified(kind, candidate, request, estimator):
            known = found.get(offer.kind)
            is_new = all(offer.request != other.request for other in found.values())
            if is_new and (known is None or len(offer.changes) < len(known.changes)):
                found[offer.kind] = offer
        if sum(len(offer.changes) == 1 for offer in found.values()) >= shown:
            break
    smallest_first = sorted(found.values(), key=lambda offer: len(offer.changes))
    return smallest_first[:shown]


def _candidates(
    request: Request, assessment: Assessment, estimator: Estimator
) -> Iterator[tuple[OfferKind, Request]]:
    """Changes worth trying, in the order in which a good salesperson would think of them."""
    against = {reason.code for reason in assessment.reasons}
    if request.family not in estimator.playbook.families or request.quantity is None:
        return
    standard = _standard(request, estimator)
    if standard != request:
        yield "customization", standard
    base = replace(standard, service=None) if not _is_available(assessment) else standard
    estimate = estimator.estimate(base)
    if ReasonCode.DESTINATION_NOT_SERVED not in against:
        yield "date", base
        if estimate.faster is not None:
            yield "service", replace(base, service=estimate.faster.service)
        for quantity in _lots(base, estimate, assessment, estimator):
            yield "lot", base.with_quantity(quantity)
        if against & LATE:
            yield from _splits(base, estimate)
    is_dear = ReasonCode.BUDGET_TOO_LOW in against and request.budget_includes_transport
    if (against & ON_THE_WAY or is_dear) and request.has_destination and not request.is_pickup:
        yield "pickup", replace(base, is_pickup=True, service=None, parts=())
    if base.size == "own" and against & (LATE | {ReasonCode.BUDGET_TOO_LOW}):
        yield "customization", replace(base, size="standard")


def _standard(request: Request, estimator: Estimator) -> Request:
    """The request with the nearest level below that is standard for the family; itself when its own is."""
    levels = estimator.playbook.family(request.family or "").levels
    wanted = request.work_level or "none"
    if wanted in levels:
        return request
    below = [level for level in LEVELS[: LEVELS.index(wanted)] if level in levels]
    size = request.size if "specification" in levels or request.size is None else "standard"
    return replace(request, customization=below[-1] if below else levels[0], size=size)


def _is_available(assessment: Assessment) -> bool:
    return all(reason.say != "service_not_available" for reason in assessment.reasons)


def _lots(
    request: Request, estimate: Estimate, assessment: Assessment, estimator: Estimator
) -> Iterator[int]:
    """Larger lots where freight or margin is wrong, smaller ones where time, hours or money are."""
    assert request.quantity is not None
    assert estimate.family is not None
    packing, smallest = estimate.family.packing, estimate.family.minimum_order
    larger = assessment.minimum_volume or smallest
    most = request.quantity * estimator.playbook.settings.verdicts.largest_offer_factor
    if request.quantity < larger <= most:
        yield larger
    if estimate.in_time:
        in_time = estimate.in_time // packing.pieces_per_carton * packing.pieces_per_carton
        if smallest <= in_time < request.quantity:
            yield in_time
    is_short = any(reason.code is ReasonCode.BUDGET_TOO_LOW for reason in assessment.reasons)
    affordable = _affordable_lot(request, estimate, estimator) if is_short else None
    if affordable is not None and smallest <= affordable < request.quantity:
        yield affordable


def _affordable_lot(request: Request, estimate: Estimate, estimator: Estimator) -> int | None:
    """The largest number of full cartons that the budget pays for; None without a budget that matters."""
    assert estimate.family is not None
    currency = estimator.playbook.company.currency
    if request.budget is None or request.quantity is None:
        return None
    budget = in_currency(request.budget, currency, estimator.company.exchange_rates)
    carton = estimate.family.packing.pieces_per_carton
    lowest, highest = 0, request.quantity // carton
    while lowest < highest:
        middle = (lowest + highest + 1) // 2
        total = total_for(middle * carton, request, estimate, estimator)
        if total is not None and total <= budget:
            lowest = middle
        else:
            highest = middle - 1
    return lowest * carton or None


def _splits(request: Request, estimate: Estimate) -> Iterator[tuple[OfferKind, Request]]:
    """What can be there in time goes ahead, or a small part by a faster service; the rest when it can."""
    if request.quantity is None or request.parts or estimate.family is None or request.deliver_by is None:
        return
    packing = estimate.family.packing
    ahead = (estimate.in_time or 0) // packing.pieces_per_carton * packing.pieces_per_carton
    service = request.service
    if not ahead and estimate.faster is not None:
        ahead = packing.in_full_cartons(request.quantity // SPLIT_SHARE)
        service = estimate.faster.service
    if 0 < ahead < request.quantity:
        first = Part(ahead, PICKUP if request.is_pickup else service, request.deliver_by)
        rest = Part(request.quantity - ahead, PICKUP if request.is_pickup else request.service)
        yield "split", replace(request, parts=(first, rest))


def _verified(
    kind: OfferKind, candidate: Request, original: Request, estimator: Estimator
) -> list[CounterOffer]:
    """The offer, with date and budget moved as far as it takes; none when something else still speaks against it."""
    assessment = assess_with(estimator, candidate)
    if _codes(assessment) & LATE and not candidate.parts and assessment.promise is not None:
        candidate = replace(candidate, deliver_by=assessment.promise.delivery.latest)
        assessment = assess_with(estimator, candidate)
    if _codes(assessment) == {ReasonCode.BUDGET_TOO_LOW}:
        raised = _with_budget_raised(candidate, assessment, estimator)
        if raised is not None:
            kind = "budget" if kind == "date" and raised.deliver_by == original.deliver_by else kind
            candidate, assessment = raised, assess_with(estimator, raised)
    changes = _changes(original, candidate)
    if _codes(assessment) or not changes:
        return []
    evidence = _evidence(kind, candidate, assessment)
    if "budget" in changes and candidate.budget is not None and original.budget is not None:
        evidence |= {"budget_needed": candidate.budget, "gap": candidate.budget - original.budget}
    return [CounterOffer(kind, _say(kind, candidate), changes, candidate, assessment, evidence)]


def _codes(assessment: Assessment) -> set[ReasonCode]:
    """Reasons against an offer; the decision-maker can still join, whatever is offered."""
    return {reason.code for reason in assessment.reasons} - {ReasonCode.NO_DECISION_MAKER}


def _with_budget_raised(request: Request, assessment: Assessment, estimator: Estimator) -> Request | None:
    """The request with the budget that it takes; None when that is too far from the one given."""
    gap, budget = assessment.budget_gap, request.budget
    if gap is None or budget is None or budget.currency != gap.currency or not budget.amount:
        return None
    if gap.share_of(budget) > estimator.playbook.settings.verdicts.budget_stretch:
        return None
    return replace(request, budget=budget + gap)


def _changes(original: Request, changed: Request) -> tuple[str, ...]:
    pairs = {
        "volume": (original.quantity, changed.quantity),
        "timeline": (original.deliver_by, changed.deliver_by),
        "location": (original.is_pickup, changed.is_pickup),
        "customization": (original.work_level, changed.work_level),
        "service": ((original.service, original.parts), (changed.service, changed.parts)),
        "budget": (original.budget, changed.budget),
        "authority": (original.authority, changed.authority),
    }
    return tuple(name for name, (before, after) in pairs.items() if before != after)


def _say(kind: OfferKind, request: Request) -> str:
    if kind in ("authority", "customization"):
        return f"offer_{kind}"
    if request.parts:
        return "offer_split"
    if request.is_pickup:
        return "offer_pickup"
    return "offer_delivery" if request.has_destination else "offer_at_factory"


def _evidence(kind: OfferKind, request: Request, assessment: Assessment) -> dict[str, Evidence]:
    promise, logistics = assessment.promise, assessment.logistics
    found: dict[str, Evidence | None] = {
        "family": request.family,
        "quantity": request.quantity,
        "total": assessment.total,
        "order_value": assessment.order_value,
        "transport": logistics.charged if logistics else None,
        "service": logistics.service if logistics else None,
        "ready": promise.ready if promise else None,
        "delivery": promise.delivery if promise else None,
    }
    if kind == "customization":
        found["customization"] = request.work_level
    if promise is not None and len(promise.parts) > 1:
        for name, part in (("first", promise.parts[0]), ("rest", promise.parts[-1])):
            found |= {f"{name}_quantity": part.quantity, f"{name}_service": part.service}
            found[f"{name}_delivery"] = part.delivery
    return {name: value for name, value in found.items() if value is not None}
