"""Whether a request is viable: figures, rules and verdict together, for every entrance of the company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from viable.domain.estimate import Estimate, Estimator
from viable.domain.evidence import Case, evidence_for
from viable.domain.facts import budget_check, facts_of, missing_topics
from viable.domain.money import Money
from viable.domain.playbook import Company
from viable.domain.reasons import Reason, ReasonCode, Verdict
from viable.domain.request import PICKUP, Request
from viable.domain.rules import Findings, Rule, evaluate
from viable.domain.smallest import smallest_workable
from viable.domain.verdict import (
    Assessment,
    Condition,
    DeliveryOption,
    DeliveryPromise,
    LogisticsResult,
)

MISSING_FIGURE_RULE = "figure-missing"
SEVERITY = (Verdict.NOT_QUALIFIED, Verdict.NEEDS_PERSON, Verdict.DEFERRED, Verdict.QUALIFIED)
"""Worst first: what can never be, what only people can tell, what is not yet, what is."""
VOLUME_REASONS = frozenset({ReasonCode.SHIPPING_COST_PROHIBITIVE, ReasonCode.VOLUME_TOO_LOW})
UNPROMISED = frozenset({ReasonCode.FIGURES_UNCONFIRMED})
"""Reasons in whose presence no date is given, since the figures behind it may be wrong."""


def assess(request: Request, company: Company, now: datetime) -> Assessment:
    """The verdict on a request, complete or not, on the figures of this moment.

    Args:
        request: what the prospect asks for, as far as it is known.
        company: its playbook and live figures.
        now: with its time zone.
    """
    return assess_with(Estimator(company, now), request)


def assess_with(estimator: Estimator, request: Request) -> Assessment:
    """The same with an estimator that remembers promises, for assessing variants of one request."""
    if request.family not in estimator.playbook.families:
        request = replace(request, family=None)  # a family that the playbook no longer has is asked for again
    estimate = estimator.estimate(request)
    budget = budget_check(request, estimate, estimator)
    facts = facts_of(request, estimate, estimator, budget)
    found = evaluate(estimator.playbook.rules, facts, estimator.today)
    case = Case(request, estimate, estimator, budget, tuple(sorted(found.missing_figures)))
    reasons, remarks = _reasons(found, case)
    missing = _missing(request, estimate, found)
    is_promised = not UNPROMISED & {reason.code for reason in reasons}
    return Assessment(
        verdict=_verdict(reasons, missing),
        reasons=tuple(reasons),
        remarks=tuple(remarks),
        missing=tuple(missing),
        promise=_promise(estimate) if is_promised else None,
        logistics=_logistics(request, estimate, estimator),
        order_value=estimate.order_value.total if estimate.order_value else None,
        total=estimate.total,
        budget_gap=budget.gap if budget else None,
        margin=estimate.margin,
        margin_share=estimate.margin.share_of(estimate.order_value.total)
        if estimate.margin and estimate.order_value and estimate.order_value.total.amount
        else None,
        minimum_volume=_minimum_volume(reasons, case),
        conditions=tuple(_conditions(request, estimate)) if is_promised else (),
        is_demand=any(reason.code is ReasonCode.DESTINATION_NOT_SERVED for reason in reasons),
        as_of=estimator.company.capacity.as_of,
        playbook_version=estimator.playbook.version,
    )


def _reasons(found: Findings, case: Case) -> tuple[list[Reason], list[Reason]]:
    """Reasons against the lead, worst first, and remarks for the rep."""
    fired = [_reason(rule, case) for rule in found.fired]
    if found.missing_figures:
        say = "figure_missing"
        code = ReasonCode.FIGURES_UNCONFIRMED
        fired.append(Reason(code, MISSING_FIGURE_RULE, Verdict.NEEDS_PERSON, say, evidence_for(say, case)))
    against = [reason for reason in fired if reason.verdict is not Verdict.QUALIFIED]
    against.sort(key=lambda reason: SEVERITY.index(reason.verdict))
    return against, [reason for reason in fired if reason.verdict is Verdict.QUALIFIED]


def _reason(rule: Rule, case: Case) -> Reason:
    return Reason(rule.reason, rule.id, rule.verdict, rule.say, evidence_for(rule.say, case))


def _missing(request: Request, estimate: Estimate, found: Findings) -> list[str]:
    """Answers still needed, in the order of asking; what a budget includes only where it decides."""
    topics = missing_topics(request, estimate.family)
    if "budget_includes" in found.missing_answers:
        after = next((n for n, topic in enumerate(topics) if topic == "authority"), len(topics))
        topics.insert(after, "budget_includes")
    return topics


def _verdict(reasons: Sequence[Reason], missing: Sequence[str]) -> Verdict | None:
    if reasons:
        return reasons[0].verdict
    return None if missing else Verdict.QUALIFIED


def _minimum_volume(reasons: Sequence[Reason], case: Case) -> int | None:
    """Only worked out where the volume is what is wrong: it takes a search."""
    if not VOLUME_REASONS & {reason.code for reason in reasons}:
        return None
    return smallest_workable(case.request, case.estimate, case.estimator)


def _promise(estimate: Estimate) -> DeliveryPromise | None:
    made = estimate.promise
    if made is None or estimate.ready is None or estimate.delivery is None:
        return None
    return DeliveryPromise(
        ready=estimate.ready,
        delivery=estimate.delivery,
        quantity_by_deadline=estimate.in_time,
        parts=estimate.parts,
        binding_resource=made.binding_resource,
        is_with_backup=bool(made.backups),
    )


def _logistics(request: Request, estimate: Estimate, estimator: Estimator) -> LogisticsResult | None:
    value = estimate.order_value
    if estimate.transport is None or estimate.charged is None or value is None or not value.total.amount:
        return None
    zone = estimate.zone
    currency = estimator.playbook.company.currency
    alternatives = tuple(
        DeliveryOption(
            service=option.service,
            carrier=option.lane.service.carrier,
            cost=Money(option.cost, currency).rounded(),
            share=option.cost / value.total.amount,
            delivery=option.delivery,
            is_in_time=option.is_in_time(request.deliver_by),
        )
        for option in estimate.options
    )
    return LogisticsResult(
        zone=zone.id if zone else None,
        service=estimate.parts[-1].service if estimate.parts else PICKUP,
        cost=estimate.transport,
        charged=estimate.charged,
        share=estimate.transport.share_of(value.total),
        alternatives=alternatives,
        consignee_pays=zone.consignee_pays if zone else (),
        incoterm=zone.incoterm if zone else "EXW",
        is_remote=zone.is_remote if zone else False,
    )


def _conditions(request: Request, estimate: Estimate) -> list[Condition]:
    """What the estimate depends on and leaves out, in the order in which it is said."""
    found = []
    if estimate.promise is not None and estimate.promise.artwork_by is not None and estimate.ready:
        found.append(Condition("artwork_approved", {"by": estimate.promise.artwork_by}))
    if estimate.order_value is not None and estimate.order_value.tooling.amount:
        found.append(Condition("tooling_included", {"cost": estimate.order_value.tooling}))
    if estimate.zone is not None and estimate.zone.consignee_pays and request.place is not None:
        charges, place = estimate.zone.consignee_pays, request.place.name
        found.append(Condition("consignee_pays", {"charges": charges, "place": place}))
    elif estimate.order_value is not None:
        found.append(Condition("tax_apart"))
    found.append(Condition("estimate_only"))
    return found
